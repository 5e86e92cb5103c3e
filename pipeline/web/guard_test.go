package web

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTokens(t *testing.T) {
	h := New(newFake(), Config{Logger: quiet, Tokens: []string{"an-old-token-0123456789", "a-new-token-0123456789"}}).Handler()
	for _, c := range []struct {
		target, auth string
		status       int
	}{
		{"/summary", "Bearer an-old-token-0123456789", 200},
		{"/summary", "bearer  a-new-token-0123456789", 200},
		{"/summary", "Bearer a-new-token-012345678", 401},
		{"/summary", "Bearer a-new-token-01234567890", 401},
		{"/summary", "Bearer ", 401},
		{"/summary", "Basic a-new-token-0123456789", 401},
		{"/summary", "", 401},
		{"/metrics", "", 401},
		{"/responses/a", "", 401},
		{"/healthz", "", 200},
		{"/readyz", "", 200},
	} {
		w := call(h, "GET", c.target, nil, "Authorization", c.auth)
		if w.Code != c.status {
			t.Errorf("%s with %q: %d, want %d", c.target, c.auth, w.Code, c.status)
		}
		if w.Code == 401 && (told(t, w).Code != "web.token" || w.Header().Get("WWW-Authenticate") == "") {
			t.Errorf("%s: %s", c.target, w.Body)
		}
	}
}

// TestBrowsersOfOthers sends what a page of another site can make a browser on this machine send.
func TestBrowsersOfOthers(t *testing.T) {
	handler := New(newFake(), Config{Logger: quiet}).Handler()
	for _, c := range []struct {
		host, site, origin, code string
	}{
		{"127.0.0.1:8080", "", "", ""},
		{"localhost:8080", "same-origin", "", ""},
		{"[::1]:8080", "", "http://[::1]:8080", ""},
		{"letters.example:8080", "", "", "web.host"},
		{"127.0.0.1:8080", "cross-site", "", "web.cross-origin"},
		{"127.0.0.1:8080", "", "http://letters.example", "web.cross-origin"},
	} {
		r := newRequest("POST", "/responses?name=a", "x")
		r.Host = c.host
		if c.site != "" {
			r.Header.Set("Sec-Fetch-Site", c.site)
		}
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		w := record(handler, r)
		switch {
		case c.code == "" && w.Code != 202:
			t.Errorf("%+v: %d %s", c, w.Code, w.Body)
		case c.code != "" && (w.Code != 403 || told(t, w).Code != c.code):
			t.Errorf("%+v: %d %s", c, w.Code, w.Body)
		}
	}
}

func TestTokenFiles(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{
		"# the clerk's\nabcdefghijklmnop\n\n  qrstuvwxyz0123456789  \n": "",
		"short\n": "at least 16 characters",
		"\n# \n":  "holds no token",
	} {
		file := filepath.Join(dir, "tokens")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadTokens(file)
		if want == "" && (err != nil || len(got) != 2 || got[1] != "qrstuvwxyz0123456789") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := ReadTokens(filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "--token-file") {
		t.Errorf("no file: %v", err)
	}
}

func TestServesLoopbackAloneWithoutTokens(t *testing.T) {
	for addr, want := range map[string]bool{"127.0.0.1:80": true, "[::1]:80": true, "localhost:80": true, "127.8.9.1:80": true, "0.0.0.0:80": false, "[::]:80": false, ":80": false, "10.1.2.3:80": false, "here": false} {
		if Loopback(addr) != want {
			t.Errorf("Loopback(%q) = %v", addr, !want)
		}
	}
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := New(newFake(), Config{Logger: quiet})
	if err := s.Serve(t.Context(), l, s.Handler()); err == nil || !strings.Contains(err.Error(), "--token-file") {
		t.Errorf("served everybody without a token: %v", err)
	}
}

func TestRates(t *testing.T) {
	b := newBuckets(2, 3)
	now := time.Unix(1e9, 0)
	b.now = func() time.Time { return now }
	take := func(who string, n, want int) {
		t.Helper()
		got := 0
		for range n {
			if b.take(who) == 0 {
				got++
			}
		}
		if got != want {
			t.Errorf("%s: %d of %d requests let in, want %d", who, got, n, want)
		}
	}
	take("192.0.2.1:1000", 5, 3)
	take("192.0.2.1:2000", 5, 0) // another port is the same client
	take("192.0.2.2:1000", 5, 3)
	take("[2001:db8::1]:1000", 3, 3)
	take("[2001:db8::2]:1000", 3, 0) // the same network
	take("[::ffff:192.0.2.1]:1000", 3, 0)
	if wait := b.take("192.0.2.1:1000"); wait != 500*time.Millisecond {
		t.Errorf("wait %v for the next of 2 a second", wait)
	}
	now = now.Add(time.Second)
	take("192.0.2.1:1000", 5, 2)
	for i := range 3 * maxBuckets {
		b.take(net.JoinHostPort(net.IPv4(10, byte(i>>16), byte(i>>8), byte(i)).String(), "1"))
	}
	if len(b.of) > maxBuckets {
		t.Errorf("%d buckets are kept", len(b.of))
	}
	h := New(newFake(), Config{Logger: quiet, Rate: 0.001, Burst: 1}).Handler()
	call(h, "GET", "/summary", nil)
	if w := call(h, "GET", "/summary", nil); w.Code != 429 || told(t, w).Code != "web.rate" || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
