package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
)

// traceHeader is the header of the W3C's trace context, in requests and in messages.
const traceHeader = "traceparent"

// trace is a traceparent: version, trace id, span id, flags.
type trace string

type traceKey struct{}

// traceOf returns the trace of the request that ctx belongs to; "" outside of requests.
func traceOf(ctx context.Context) trace {
	t, _ := ctx.Value(traceKey{}).(trace)
	return t
}

// Traceparent returns what messages made for the request behind ctx carry in their traceparent header.
func Traceparent(ctx context.Context) string { return string(traceOf(ctx)) }

// traced gives a request a span of its own in the caller's trace, or begins a trace.
func traced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := spanUnder(r.Header.Get(traceHeader))
		w.Header().Set(traceHeader, string(t))
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), traceKey{}, t)))
	})
}

func spanUnder(parent string) trace {
	var b [24]byte
	rand.Read(b[:]) // never fails
	id, flags := hex.EncodeToString(b[:16]), "01"
	if p := strings.Split(parent, "-"); len(p) >= 4 && isHex(p[0], 2) && p[0] != "ff" && isHex(p[1], 32) && isHex(p[2], 16) && isHex(p[3], 2) &&
		(len(p) == 4 || p[0] != "00") && strings.Trim(p[1], "0") != "" && strings.Trim(p[2], "0") != "" {
		id, flags = p[1], p[3]
	}
	return trace("00-" + id + "-" + hex.EncodeToString(b[16:]) + "-" + flags)
}

func isHex(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789abcdef") == ""
}

// id returns the trace id alone.
func (t trace) id() string {
	if p := strings.Split(string(t), "-"); len(p) == 4 {
		return p[1]
	}
	return ""
}
