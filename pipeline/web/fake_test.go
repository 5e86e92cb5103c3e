package web

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/stream"
)

// fake is a service in memory that reads nothing: what is submitted stands in the summary at once.
type fake struct {
	mu      sync.Mutex
	subs    map[string]stream.Submission // by id
	gone    map[string]bool
	policy  []byte
	pending int
	change  int64
	wake    chan struct{} // closed at every change
	dead    []stream.DeadLetter

	submit func(context.Context, stream.Submission) error // runs first; may be nil
	err    error                                          // of whatever asks for how things stand
}

func newFake() *fake {
	return &fake{subs: map[string]stream.Submission{}, gone: map[string]bool{}, wake: make(chan struct{})}
}

// changed notes a change. The caller holds the lock.
func (f *fake) changed() {
	f.change++
	close(f.wake)
	f.wake = make(chan struct{})
}

func (f *fake) Submit(ctx context.Context, s stream.Submission) (stream.Receipt, error) {
	if f.submit != nil {
		if err := f.submit(ctx, s); err != nil {
			return stream.Receipt{}, err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.ID == "" {
		s.ID = s.Name
	}
	f.subs[s.ID] = s
	delete(f.gone, s.ID)
	f.changed()
	return stream.Receipt{Consultation: s.Consultation, ID: s.ID, Name: s.Name, Revision: "1", Trace: s.Trace}, nil
}

func (f *fake) Erase(_ context.Context, _, id string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.subs, id)
	f.gone[id] = true
	f.changed()
	return nil
}

func (f *fake) SetPolicy(_ context.Context, _, _ string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.policy = data
	f.changed()
	return nil
}

func (f *fake) Summary(context.Context, string) (consult.Summary, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := consult.Summary{Schema: consult.SummarySchema, Title: string(f.policy), Language: "en"}
	for _, id := range slices.Sorted(maps.Keys(f.subs)) {
		s.Responses = append(s.Responses, consult.ResponseEntry{ID: id, File: f.subs[id].Name, Remarks: consult.WithoutRemarks})
	}
	return s, f.err
}

func (f *fake) Report(ctx context.Context, of string) (*stream.Report, error) {
	sum, err := f.Summary(ctx, of)
	return &stream.Report{Summary: sum, Responses: func(yield func(consult.Response, error) bool) {
		for _, e := range sum.Responses {
			if !yield(consult.Response{ID: e.ID}, nil) {
				return
			}
		}
	}}, err
}

func (f *fake) Response(_ context.Context, _, id string) (stream.Reply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := stream.Reply{ID: id, State: stream.Unknown}
	if _, ok := f.subs[id]; ok {
		r.State = stream.Read
	} else if f.gone[id] {
		r.State = stream.Erased
	}
	return r, f.err
}

func (f *fake) Status(_ context.Context, name string) (stream.Status, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if name == "Not A Name" {
		return stream.Status{}, stream.ErrConsultation
	}
	if name != "default" {
		return stream.Status{Consultation: name}, f.err
	}
	return stream.Status{Consultation: name, Submissions: len(f.subs), Pending: f.pending, Change: f.change}, f.err
}

func (f *fake) Consultations(context.Context) ([]string, error) { return []string{"default"}, f.err }

func (f *fake) Changes(ctx context.Context, _ string) <-chan int64 {
	out := make(chan int64)
	go func() {
		defer close(out)
		for seen := int64(0); ; {
			f.mu.Lock()
			change, wake := f.change, f.wake
			f.mu.Unlock()
			if change > seen {
				select {
				case out <- change:
					seen = change
					continue
				case <-ctx.Done():
					return
				}
			}
			select {
			case <-wake:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func (f *fake) Lag(context.Context) (map[string]int64, error) {
	return map[string]int64{"extract": 3}, f.err
}

func (f *fake) DeadLetters(context.Context) ([]stream.DeadLetter, error) { return f.dead, f.err }

func (f *fake) Retry(_ context.Context, numbers ...int64) error {
	f.dead = slices.DeleteFunc(f.dead, func(d stream.DeadLetter) bool { return slices.Contains(numbers, d.Number) })
	return f.err
}

func (f *fake) Healthy(context.Context) error { return f.err }

// quiet logs nowhere.
var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// serve makes a server of a service and listens on the loopback.
func serve(t *testing.T, f Service, c Config) (*Server, *httptest.Server) {
	t.Helper()
	if c.Logger == nil {
		c.Logger = quiet
	}
	c.Spool = t.TempDir()
	s := New(f, c)
	h := httptest.NewServer(s.Handler())
	t.Cleanup(h.Close)
	return s, h
}

// call asks the handler and returns the answer.
func call(h http.Handler, method, target string, body io.Reader, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, body)
	r.Host = "127.0.0.1:8080"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func newRequest(method, target, body string) *http.Request {
	return httptest.NewRequest(method, target, strings.NewReader(body))
}

func record(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
