package web

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
)

// minToken is the shortest token that is taken: shorter ones can be guessed.
const minToken = 16

// ReadTokens reads a token file: a token a line, so that an old and a new one can hold side by side. Blank lines and
// those that begin with # say nothing.
func ReadTokens(file string) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--token-file: %w", err)
	}
	var out []string
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		t := strings.TrimSpace(s.Text())
		switch {
		case t == "" || t[0] == '#':
		case len(t) < minToken:
			return nil, fmt.Errorf("--token-file %s: a token has at least %d characters, such as \"openssl rand -hex 24\" prints", file, minToken)
		default:
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("--token-file %s holds no token; put one there, such as \"openssl rand -hex 24\" prints", file)
	}
	return out, nil
}

// Loopback reports whether only this machine reaches an address to listen on.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && loopbackName(host)
}

func loopbackName(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && a.Unmap().IsLoopback()
}

// keys are the tokens that open the server, hashed, so that a comparison takes the same time whatever their lengths.
type keys [][sha256.Size]byte

func newKeys(tokens []string) keys {
	var k keys
	for _, t := range tokens {
		k = append(k, sha256.Sum256([]byte(t)))
	}
	return k
}

// open reports whether the request carries one of the tokens.
func (k keys) open(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	ok := 0
	for _, key := range k {
		ok |= subtle.ConstantTimeCompare(sum[:], key[:])
	}
	return ok == 1 && strings.EqualFold(scheme, "bearer")
}

var (
	noToken = Problem{Status: http.StatusUnauthorized, Code: "web.token",
		Text: "The request carries no token that this server knows.",
		Do:   "Send the header \"Authorization: Bearer TOKEN\" with a token of the server's --token-file."}
	otherHost = Problem{Status: http.StatusForbidden, Code: "web.host",
		Text: "The request names a host that is not this machine; a page in a browser may have sent it.",
		Do:   "Ask for it as http://127.0.0.1 or http://localhost, or give the server a --token-file."}
	otherSite = Problem{Status: http.StatusForbidden, Code: "web.cross-origin",
		Text: "The request was sent by a page of another site.",
		Do:   "Send it from a program, or from a page of this server."}
)

// guarded lets only those in who may. With tokens that is whoever has one. Without, the server listens on the loopback
// only, and what remains are pages of other sites in a browser on this machine: they are known by the host they ask
// for (a name of theirs that leads here) and by the origin that browsers tell.
func guarded(k keys, next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		switch {
		case len(k) > 0 && !k.open(r):
			refuse(w, r, &noToken)
		case len(k) == 0 && !loopbackName(host):
			refuse(w, r, &otherHost)
		case cross.Check(r) != nil:
			refuse(w, r, &otherSite)
		default:
			next.ServeHTTP(w, r)
		}
	})
}
