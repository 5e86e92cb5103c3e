package web

import (
	"context"
	"io"
	"net/http"
	"net/netip"
	"os"
	"sync"
	"time"
)

// buckets limits how often each address may ask: a bucket holds burst tokens, a request takes one, and rate come back
// every second.
type buckets struct {
	rate, burst float64
	now         func() time.Time

	mu sync.Mutex
	of map[netip.Prefix]*bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

// maxBuckets bounds the table: beyond it, buckets that have filled up again are forgotten, which changes nothing.
const maxBuckets = 10_000

func newBuckets(rate float64, burst int) *buckets {
	return &buckets{rate: rate, burst: float64(max(burst, 1)), now: time.Now, of: map[netip.Prefix]*bucket{}}
}

// take takes a token from the bucket of an address, or says after which time there will be one.
func (b *buckets) take(remote string) (wait time.Duration) {
	if b.rate <= 0 {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now, who := b.now(), client(remote)
	c := b.of[who]
	if c == nil {
		if len(b.of) >= maxBuckets {
			b.forget(now)
		}
		c = &bucket{b.burst, now}
		b.of[who] = c
	}
	c.tokens = min(b.burst, c.tokens+b.rate*now.Sub(c.at).Seconds())
	c.at = now
	if c.tokens < 1 {
		return time.Duration((1 - c.tokens) / b.rate * float64(time.Second))
	}
	c.tokens--
	return 0
}

func (b *buckets) forget(now time.Time) {
	for who, c := range b.of {
		if c.tokens+b.rate*now.Sub(c.at).Seconds() >= b.burst {
			delete(b.of, who)
		}
	}
	if len(b.of) >= maxBuckets { // a flood from everywhere: start over rather than grow
		clear(b.of)
	}
}

// client is whom a limit counts for: an IPv4 address, or the network of 64 bits that an IPv6 client commonly has to
// itself.
func client(remote string) netip.Prefix {
	ap, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	a := ap.Addr().Unmap().WithZone("")
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // bits fit the address
	return p
}

// slots lets only so many do a thing at the same time.
type slots chan struct{}

// take waits for a slot, at most that long.
func (s slots) take(ctx context.Context, wait time.Duration) bool {
	select {
	case s <- struct{}{}:
		return true
	default:
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case s <- struct{}{}:
		return true
	case <-ctx.Done():
	case <-t.C:
	}
	return false
}

func (s slots) give() { <-s }

// pace is how slow a client may be. A single pause may take Idle; over all, every second beyond the first Idle has to
// bring Rate bytes, so that nobody holds a connection for ever with a byte now and then.
type pace struct {
	idle time.Duration
	rate int64 // bytes a second
}

// until says when the next byte has to be there, after n bytes since start.
func (p pace) until(now, start time.Time, n int64) time.Time {
	next := now.Add(p.idle)
	if whole := start.Add(p.idle + time.Duration(float64(n)/float64(p.rate)*float64(time.Second))); whole.Before(next) {
		return whole
	}
	return next
}

// pacedBody reads a request's body under a pace.
type pacedBody struct {
	io.ReadCloser
	pace  pace
	c     *http.ResponseController
	start time.Time
	n     int64
}

func (b *pacedBody) Read(p []byte) (int, error) {
	now := time.Now()
	until := b.pace.until(now, b.start, b.n)
	if !until.After(now) {
		return 0, os.ErrDeadlineExceeded
	}
	b.c.SetReadDeadline(until) // a test's recorder has none
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if err != nil {
		b.c.SetReadDeadline(time.Time{}) // else its passing, while the request is being worked on, would end that
	}
	return n, err
}

// pacedWriter writes an answer under a pace: whoever takes it too slowly is cut off.
type pacedWriter struct {
	http.ResponseWriter
	pace  pace
	c     *http.ResponseController
	start time.Time
	n     int64
}

func (w *pacedWriter) Write(p []byte) (int, error) {
	w.c.SetWriteDeadline(w.pace.until(time.Now(), w.start, w.n))
	n, err := w.ResponseWriter.Write(p)
	w.n += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *pacedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// paced puts a pace on both ways of a request.
func paced(p pace, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now, c := time.Now(), http.NewResponseController(w)
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &pacedBody{r.Body, p, c, now, 0}
		}
		next.ServeHTTP(&pacedWriter{w, p, c, now, 0}, r)
		c.SetWriteDeadline(time.Now().Add(p.idle)) // for what is still buffered
	})
}
