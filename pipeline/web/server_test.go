package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/stream"
)

func Test200ClientsAtOnce(t *testing.T) {
	f := newFake()
	_, h := serve(t, f, Config{MaxUploads: 16, MaxMemory: 4 << 20, MaxBody: 1 << 20})
	large := strings.Repeat("x", 200<<10)
	var all sync.WaitGroup
	errs := make(chan error, 200)
	for i := range 200 {
		all.Go(func() {
			r, err := http.Post(fmt.Sprintf("%s/responses?name=R%03d.txt", h.URL, i), "text/plain", strings.NewReader(large))
			if err == nil {
				defer r.Body.Close()
				if r.StatusCode != 202 {
					err = fmt.Errorf("R%03d: %s", i, r.Status)
				}
			}
			errs <- err
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if len(f.subs) != 200 {
		t.Errorf("%d of 200 arrived", len(f.subs))
	}
}

// dial opens a connection and sends text.
func dial(t *testing.T, addr, text string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSlowClientIsCutOff(t *testing.T) {
	f := newFake()
	_, h := serve(t, f, Config{Idle: time.Second, Pace: 1 << 20})
	addr := h.Listener.Addr().String()
	head := "POST /responses?name=slow.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"

	stopped := dial(t, addr, head+"the beginning")
	dribbling := dial(t, addr, head)
	go func() { // a byte now and then keeps no connection
		for range 200 {
			if _, err := io.WriteString(dribbling, "x"); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	if r, err := http.Post(h.URL+"/responses?name=other.txt", "text/plain", strings.NewReader("x")); err != nil || r.StatusCode != 202 {
		t.Fatalf("another client meanwhile: %v, %v", r, err)
	}
	for what, c := range map[string]net.Conn{"stopped": stopped, "dribbling": dribbling} {
		answer, err := io.ReadAll(c)
		if !strings.Contains(string(answer), "408 Request Timeout") || !strings.Contains(string(answer), "web.slow") {
			t.Errorf("%s: %q, %v", what, answer, err)
		}
	}
	if len(f.subs) != 1 {
		t.Errorf("half a body was kept: %d", len(f.subs))
	}
}

// TestWorkOutlivesThePace holds the server to a deadline that it must not put on its own work.
func TestWorkOutlivesThePace(t *testing.T) {
	f := newFake()
	f.submit = func(ctx context.Context, _ stream.Submission) error {
		select {
		case <-time.After(700 * time.Millisecond):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	_, h := serve(t, f, Config{Idle: 500 * time.Millisecond, Pace: 1 << 20})
	for range 2 { // the second over the same connection
		r, err := http.Post(h.URL+"/responses?name=a.txt", "text/plain", strings.NewReader("x"))
		if err != nil || r.StatusCode != 202 {
			t.Fatalf("%v, %v", r, err)
		}
		io.Copy(io.Discard, r.Body)
		r.Body.Close()
		r, err = http.DefaultClient.Do(must(http.NewRequest("DELETE", h.URL+"/responses/a.txt", nil)))
		if err != nil || r.StatusCode != 204 {
			t.Fatalf("%v, %v", r, err)
		}
		time.Sleep(600 * time.Millisecond)
	}
}

func must(r *http.Request, err error) *http.Request {
	if err != nil {
		panic(err)
	}
	return r
}

// pipes is a listener without buffers: what a client doesn't read, the server can't write.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (p *pipes) dial(t *testing.T) net.Conn {
	here, there := net.Pipe()
	p.conns <- there
	t.Cleanup(func() { here.Close() })
	return here
}

// listen asks for events over a connection and returns its lines.
func listen(t *testing.T, c net.Conn) *bufio.Scanner {
	t.Helper()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	go io.WriteString(c, "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
	return bufio.NewScanner(c)
}

// reading returns the same lines from a goroutine that reads them whether or not they are asked for: up to a thousand lie ready.
func reading(lines *bufio.Scanner) *bufio.Scanner {
	out, in := io.Pipe()
	ready := make(chan string, 1000)
	go func() {
		defer close(ready)
		for lines.Scan() {
			ready <- lines.Text()
		}
	}()
	go func() {
		for line := range ready {
			fmt.Fprintln(in, line)
		}
		in.CloseWithError(lines.Err())
	}()
	return bufio.NewScanner(out)
}

// until reads lines up to one that holds the words.
func until(t *testing.T, lines *bufio.Scanner, words string) {
	t.Helper()
	for lines.Scan() {
		if strings.Contains(lines.Text(), words) {
			return
		}
	}
	t.Errorf("no line with %q: %v", words, lines.Err())
}

// running starts a server on unbuffered connections; end ends it and returns when it has.
func running(t *testing.T, f Service, c Config) (s *Server, p *pipes, end func()) {
	t.Helper()
	c.Logger = quiet
	s, p = New(f, c), newPipes()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, p, s.Handler()) }()
	var once sync.Once
	end = func() {
		once.Do(func() {
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(end)
	return s, p, end
}

func submit(t *testing.T, f *fake, name string) {
	t.Helper()
	if _, err := f.Submit(t.Context(), stream.Submission{Consultation: "default", Name: name}); err != nil {
		t.Fatal(err)
	}
}

func scrape(s *Server) string { return call(s.Handler(), "GET", "/metrics", nil).Body.String() }

func TestEvents(t *testing.T) {
	f := newFake()
	s, p, end := running(t, f, Config{Heartbeat: 50 * time.Millisecond, Every: time.Millisecond})
	submit(t, f, "a")
	lines := listen(t, p.dial(t))
	until(t, lines, "HTTP/1.1 200 OK")
	until(t, lines, "text/event-stream")
	until(t, lines, `"submissions":1`) // at once: how things stand
	submit(t, f, "b")
	until(t, lines, "id: 2")
	until(t, lines, "event: summary")
	until(t, lines, `"submissions":2`)
	until(t, lines, ": still here")
	if !strings.Contains(scrape(s), "clausewise_event_listeners 1\n") {
		t.Error("the listener is not counted")
	}
	go end()
	until(t, lines, "event: end")
}

func TestSlowListenerHurtsNobody(t *testing.T) {
	f := newFake()
	s, p, _ := running(t, f, Config{Idle: time.Second, Every: time.Millisecond, Heartbeat: time.Hour})
	slow, fast := p.dial(t), p.dial(t)
	lines := listen(t, slow)
	until(t, lines, "retry:")         // then it reads nothing any more
	quick := reading(listen(t, fast)) // also while the test waits for something else
	until(t, quick, "retry:")
	for i := range 50 {
		submit(t, f, fmt.Sprintf("R%d", i))
	}
	until(t, quick, `"submissions":50`)
	for end := time.Now().Add(10 * time.Second); !strings.Contains(scrape(s), "clausewise_event_listeners_dropped_total 1\n"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the slow listener was not cut off")
		}
	}
	submit(t, f, "last")
	until(t, quick, `"submissions":51`)
	for lines.Scan() { // what was written before it was cut off
	}
	if len(s.events) != 1 {
		t.Errorf("%d places are taken by listeners, 1 is there", len(s.events))
	}
}

func TestListenersAreBounded(t *testing.T) {
	f := newFake()
	_, p, _ := running(t, f, Config{MaxEvents: 1})
	until(t, listen(t, p.dial(t)), "retry:")
	lines := listen(t, p.dial(t))
	until(t, lines, "503 Service Unavailable")
	until(t, lines, "web.listeners")
}

func TestEndsInGoodOrder(t *testing.T) {
	f := newFake()
	inside, free := make(chan struct{}), make(chan struct{})
	f.submit = func(context.Context, stream.Submission) error { close(inside); <-free; return nil }
	s, p, end := running(t, f, Config{})
	c := p.dial(t)
	c.SetDeadline(time.Now().Add(20 * time.Second))
	go io.WriteString(c, "POST /responses?name=a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 6\r\n\r\nletter")
	<-inside
	ended := make(chan struct{})
	go func() { end(); close(ended) }()
	<-s.ending
	if w := call(s.Handler(), "GET", "/readyz", nil); w.Code != 503 || told(t, w).Code != "web.ending" {
		t.Errorf("ready while it ends: %d", w.Code)
	}
	select {
	case <-ended:
		t.Error("it ended before the request did")
	case <-time.After(50 * time.Millisecond):
	}
	close(free)
	until(t, bufio.NewScanner(c), "202 Accepted")
	<-ended
	if len(f.subs) != 1 {
		t.Error("what was accepted is not there")
	}
}

func TestDrainHasAnEnd(t *testing.T) {
	f := newFake()
	inside := make(chan struct{})
	f.submit = func(ctx context.Context, _ stream.Submission) error { close(inside); <-ctx.Done(); return ctx.Err() }
	_, p, end := running(t, f, Config{Drain: 50 * time.Millisecond, Work: time.Minute})
	c := p.dial(t)
	go io.WriteString(c, "POST /responses?name=a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 6\r\n\r\nletter")
	<-inside
	start := time.Now()
	end()
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v to end", took)
	}
}

func TestMetrics(t *testing.T) {
	f := newFake()
	m := NewMetrics()
	s := New(f, Config{Logger: quiet, Metrics: m})
	m.WatchLag(f.Lag)
	for _, o := range []stream.Outcome{stream.Done, stream.Retried, stream.Done, stream.Dead, stream.Stale, stream.Remembered} {
		m.Observe(stream.Observation{Stage: "extract", Outcome: o, Took: 30 * time.Millisecond})
	}
	call(s.Handler(), "POST", "/responses", strings.NewReader("x"))
	text := scrape(s)
	for _, want := range []string{
		`clausewise_stage_messages_total{outcome="done",stage="extract"} 2`,
		`clausewise_stage_seconds_bucket{stage="extract",le="0.05"} 2`,
		`clausewise_stage_seconds_bucket{stage="extract",le="0.025"} 0`,
		`clausewise_stage_retries_total{stage="extract"} 1`,
		`clausewise_dead_letters_total{stage="extract"} 1`,
		`clausewise_stage_lag{stage="extract"} 3`,
		`clausewise_broker_up 1`,
		`clausewise_http_requests_total{method="POST",route="POST /responses",status="400"} 1`,
		`go_goroutines`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no line %s", want)
		}
	}
	f.err = errors.New("gone")
	if !strings.Contains(scrape(s), "clausewise_broker_up 0") {
		t.Error("a broker that is gone is up")
	}
}
