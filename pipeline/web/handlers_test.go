package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/stream"
)

// told is an answer's problem; every field that a client may rely on must be there.
func told(t *testing.T, w *httptest.ResponseRecorder) Problem {
	t.Helper()
	var v struct{ Error Problem }
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%d %q: %v", w.Code, w.Body, err)
	}
	if v.Error.Code == "" || v.Error.Text == "" || v.Error.Do == "" || len(v.Error.Trace) != 32 {
		t.Errorf("an error has a code, a text, what to do and a trace: %q", w.Body)
	}
	return v.Error
}

func TestRequests(t *testing.T) {
	f := newFake()
	f.submit = func(_ context.Context, s stream.Submission) error {
		return map[string]error{
			"full.pdf":    &os.PathError{Op: "write", Path: "blob", Err: syscall.ENOSPC},
			"down.pdf":    errors.New("no broker answers at 127.0.0.1:9092"),
			"topic.pdf":   fmt.Errorf("clausewise.extract: %w", bus.ErrNoTopic),
			"message.pdf": fmt.Errorf("901000 bytes: %w", bus.ErrTooLarge),
			"big.pdf":     fmt.Errorf("big.pdf: %w", stream.ErrTooLarge),
			"odd.pdf":     fmt.Errorf("odd.pdf: %w", stream.ErrSubmission),
			"late.pdf":    context.DeadlineExceeded,
			"kind.pdf":    &extract.Error{Code: "file.kind", Text: "kind.pdf is a picture."},
		}[s.Name]
	}
	h := New(f, Config{Logger: quiet, MaxBody: 1 << 20, Spool: t.TempDir()}).Handler()
	for _, c := range []struct {
		method, target, body string
		status               int
		code                 string
	}{
		{"POST", "/responses?name=a.pdf", "letter", 202, ""},
		{"POST", "/responses?name=in/b.pdf&id=R%207", "letter", 202, ""},
		{"POST", "/responses?name=empty.pdf", "", 202, ""},
		{"POST", "/responses", "letter", 400, "web.no-name"},
		{"POST", "/responses?name=../../etc/passwd", "letter", 400, "web.bad-name"},
		{"POST", "/responses?name=/etc/passwd", "letter", 400, "web.bad-name"},
		{"POST", "/responses?name=a%00b", "letter", 400, "web.bad-name"},
		{"POST", "/responses?name=a.pdf&id=%ff", "letter", 400, "web.bad-id"},
		{"POST", "/responses?name=" + strings.Repeat("a", 501), "letter", 400, "web.bad-name"},
		{"POST", "/responses?name=a.pdf", strings.Repeat("x", 1<<20+1), 413, "web.body-too-large"},
		{"POST", "/responses?name=full.pdf", "letter", 507, "store.full"},
		{"POST", "/responses?name=down.pdf", "letter", 503, "web.unavailable"},
		{"POST", "/responses?name=topic.pdf", "letter", 503, "bus.no-topic"},
		{"POST", "/responses?name=message.pdf", "letter", 413, "bus.too-large"},
		{"POST", "/responses?name=big.pdf", "letter", 413, "stream.too-large"},
		{"POST", "/responses?name=odd.pdf", "letter", 400, "stream.refused"},
		{"POST", "/responses?name=late.pdf", "letter", 503, "web.timeout"},
		{"POST", "/responses?name=kind.pdf", "letter", 422, "file.kind"},
		{"GET", "/responses/a.pdf", "", 200, ""},
		{"GET", "/responses/R%207", "", 200, ""},
		{"GET", "/responses/unknown", "", 404, "web.no-response"},
		{"DELETE", "/responses/a.pdf", "", 204, ""},
		{"DELETE", "/responses/a.pdf", "", 204, ""},
		{"GET", "/responses/a.pdf", "", 410, ""},
		{"GET", "/responses/a.pdf?consultation=other", "", 404, "web.no-consultation"},
		{"GET", "/summary?consultation=Not+A+Name", "", 400, "stream.consultation"},
		{"PUT", "/policy", "Draft", 202, ""},
		{"GET", "/summary", "", 200, ""},
		{"GET", "/summary?format=csv", "", 200, ""},
		{"GET", "/summary?format=markdown&lang=da", "", 200, ""},
		{"GET", "/summary?format=xml", "", 400, "web.format"},
		{"GET", "/summary?lang=fr", "", 400, "web.lang"},
		{"GET", "/summary?wait=soon", "", 400, "web.wait"},
		{"GET", "/summary?wait=1s", "", 200, ""},
		{"GET", "/responses", "", 200, ""},
		{"GET", "/consultations", "", 200, ""},
		{"GET", "/deadletters", "", 200, ""},
		{"POST", "/deadletters/retry?number=4", "", 204, ""},
		{"POST", "/deadletters/retry?number=four", "", 400, "web.number"},
		{"POST", "/deadletters/retry", "", 400, "web.number"},
		{"GET", "/", "", 200, ""},
		{"GET", "/healthz", "", 200, ""},
		{"GET", "/readyz", "", 200, ""},
		{"GET", "/metrics", "", 200, ""},
		{"PATCH", "/summary", "", 404, "web.no-page"},
		{"GET", "/favicon.ico", "", 404, "web.no-page"},
	} {
		w := call(h, c.method, c.target, strings.NewReader(c.body))
		switch {
		case w.Code != c.status:
			t.Errorf("%s %s: %d, want %d: %s", c.method, cut(c.target), w.Code, c.status, w.Body)
		case c.code != "":
			if p := told(t, w); p.Code != c.code {
				t.Errorf("%s %s: code %s, want %s", c.method, cut(c.target), p.Code, c.code)
			} else if (c.status == 503 || c.status == 507) && w.Header().Get("Retry-After") == "" {
				t.Errorf("%s %s: no word on when to try again", c.method, cut(c.target))
			}
		}
	}
}

func TestWhatIsDown(t *testing.T) {
	f := newFake()
	f.err = errors.New("the stage clauses stands still")
	h := New(f, Config{Logger: quiet}).Handler()
	for target, code := range map[string]string{"/healthz": "web.unhealthy", "/readyz": "web.not-ready", "/summary": "web.unavailable", "/consultations": "web.unavailable"} {
		if w := call(h, "GET", target, nil); w.Code != 503 || told(t, w).Code != code {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	if w := call(h, "GET", "/metrics", nil); !strings.Contains(w.Body.String(), "clausewise_broker_up") && w.Code != 200 {
		t.Errorf("metrics: %d", w.Code)
	}
}

// form writes a multipart form: pairs of field and value, a field @name being a file of that name.
func form(pairs ...string) (body *bytes.Buffer, kind string) {
	body = &bytes.Buffer{}
	m := multipart.NewWriter(body)
	for i := 0; i < len(pairs); i += 2 {
		var w io.Writer
		if name, ok := strings.CutPrefix(pairs[i], "@"); ok {
			w, _ = m.CreateFormFile("file", name)
		} else {
			w, _ = m.CreateFormField(pairs[i])
		}
		io.WriteString(w, pairs[i+1])
	}
	m.Close()
	return body, m.FormDataContentType()
}

func TestWaysToSend(t *testing.T) {
	f := newFake()
	h := New(f, Config{Logger: quiet, MaxBody: 1 << 20, Spool: t.TempDir()}).Handler()
	large := strings.Repeat("høring ", 20_000) // more than is kept in memory
	send := func(want stream.Submission, target string, body io.Reader, header ...string) {
		t.Helper()
		w := call(h, "POST", target, body, header...)
		var r stream.Receipt
		if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || w.Code != 202 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		got := f.subs[r.ID]
		if got.Name != want.Name || got.ID != want.ID || got.Consultation != want.Consultation || string(got.Data) != string(want.Data) {
			t.Errorf("got %q %q %q and %d bytes, want %q %q %q and %d", got.Consultation, got.ID, got.Name, len(got.Data), want.Consultation, want.ID, want.Name, len(want.Data))
		}
	}
	send(stream.Submission{Consultation: "default", ID: "a.pdf", Name: "a.pdf", Data: []byte("x")}, "/responses?name=a.pdf", strings.NewReader("x"))
	send(stream.Submission{Consultation: "port", ID: "R1", Name: "høring.pdf", Data: []byte(large)}, "/responses", strings.NewReader(large),
		"X-Clausewise-Consultation", "port", "X-Clausewise-Id", "R1", "X-Clausewise-Name", "høring.pdf")
	send(stream.Submission{Consultation: "default", ID: "b.pdf", Name: "b.pdf", Data: []byte("x")}, "/responses", strings.NewReader("x"),
		"Content-Disposition", `attachment; filename="b.pdf"`)
	body, kind := form("id", "R2", "@c.pdf", large, "consultation", "port")
	send(stream.Submission{Consultation: "port", ID: "R2", Name: "c.pdf", Data: []byte(large)}, "/responses", body, "Content-Type", kind)
	body, kind = form("name", `in\d.pdf`, "@d.pdf", "x")
	send(stream.Submission{Consultation: "default", ID: "in/d.pdf", Name: "in/d.pdf", Data: []byte("x")}, "/responses", body, "Content-Type", kind)
	for code, pairs := range map[string][]string{
		"web.no-file":        {"id", "R3"},
		"web.several-files":  {"@a.pdf", "x", "@b.pdf", "y"},
		"web.field":          {"author", "me", "@a.pdf", "x"},
		"web.body-too-large": {"@a.pdf", strings.Repeat("x", 1<<20+1)},
	} {
		body, kind := form(pairs...)
		if w := call(h, "POST", "/responses", body, "Content-Type", kind); told(t, w).Code != code {
			t.Errorf("%s: %s", code, w.Body)
		}
	}
	body, kind = form("@a.pdf", large)
	body.Truncate(body.Len() / 2)
	if w := call(h, "POST", "/responses", body, "Content-Type", kind); told(t, w).Code != "web.broken-body" {
		t.Errorf("half a form: %s", w.Body)
	}
	if f.subs["a.pdf"].Name != "a.pdf" || len(f.subs["a.pdf"].Data) != 1 {
		t.Error("a form that was refused left something")
	}
}

func TestSpoolIsBounded(t *testing.T) {
	f, dir := newFake(), t.TempDir()
	s := New(f, Config{Logger: quiet, Spool: dir, MaxSpool: 1 << 20})
	h := s.Handler()
	if w := call(h, "POST", "/responses?name=a.pdf", strings.NewReader(strings.Repeat("x", 1<<20+1))); told(t, w).Code != "web.busy" {
		t.Errorf("more than all bodies may take: %d %s", w.Code, w.Body)
	}
	if w := call(h, "POST", "/responses?name=a.pdf", strings.NewReader(strings.Repeat("x", 1<<20))); w.Code != 202 {
		t.Errorf("as much as all bodies may take: %d %s", w.Code, w.Body)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) > 0 || s.spools.used.Load() != 0 {
		t.Errorf("left behind: %v, %d bytes counted (%v)", list, s.spools.used.Load(), err)
	}
}

func TestFormats(t *testing.T) {
	f := newFake()
	f.policy = []byte("Harbour plan")
	h := New(f, Config{Logger: quiet}).Handler()
	for accept, want := range map[string]string{
		"":                                    "application/json",
		"*/*":                                 "application/json",
		"text/html":                           "text/html",
		"text/csv;q=0.5, text/markdown;q=0.8": "text/markdown",
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*": "text/html",
		"application/x-ndjson": "application/x-ndjson",
	} {
		w := call(h, "GET", "/summary", nil, "Accept", accept)
		if got, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); got != want || w.Code != 200 {
			t.Errorf("Accept %q: %d %s, want %s", accept, w.Code, got, want)
		}
	}
	first := call(h, "GET", "/summary", nil)
	tag := first.Header().Get("ETag")
	if w := call(h, "GET", "/summary", nil, "If-None-Match", tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("what the client has is sent again: %d", w.Code)
	}
	call(h, "POST", "/responses?name=a.pdf", strings.NewReader("x"))
	if w := call(h, "GET", "/summary", nil, "If-None-Match", tag); w.Code != 200 || !strings.Contains(w.Body.String(), "a.pdf") {
		t.Errorf("a changed summary isn't sent: %d", w.Code)
	}
}

func TestWaiting(t *testing.T) {
	f := newFake()
	f.pending = 1
	h := New(f, Config{Logger: quiet}).Handler()
	if w := call(h, "GET", "/summary?wait=50ms", nil); told(t, w).Code != "web.pending" {
		t.Errorf("nothing is read yet: %d %s", w.Code, w.Body)
	}
	if w := call(h, "GET", "/summary", nil); w.Code != 200 || w.Header().Get("Clausewise-Pending") != "1" {
		t.Errorf("without wait: %d, pending %q", w.Code, w.Header().Get("Clausewise-Pending"))
	}
	time.AfterFunc(50*time.Millisecond, func() {
		f.mu.Lock()
		f.pending = 0
		f.changed()
		f.mu.Unlock()
	})
	if w := call(h, "GET", "/summary?wait=1m", nil); w.Code != 200 {
		t.Errorf("all is read: %d %s", w.Code, w.Body)
	}
}

func TestTraceIsCarried(t *testing.T) {
	f := newFake()
	h := New(f, Config{Logger: quiet}).Handler()
	const id = "4bf92f3577b34da6a3ce929d0e0e4736"
	call(h, "POST", "/responses?name=a", strings.NewReader("x"), "Traceparent", "00-"+id+"-00f067aa0ba902b7-00")
	if got := trace(f.subs["a"].Trace); got.id() != id || !strings.HasSuffix(string(got), "-00") || strings.Contains(string(got), "00f067aa0ba902b7") {
		t.Errorf("trace %q: not the caller's trace with a span of our own", got)
	}
	for _, bad := range []string{"", "00-short-00f067aa0ba902b7-01", "00-" + strings.Repeat("0", 32) + "-00f067aa0ba902b7-01", "ff-" + id + "-00f067aa0ba902b7-01",
		"00-" + id + "-00f067aa0ba902b7-01-more", "00-" + strings.ToUpper(id) + "-00f067aa0ba902b7-01"} {
		call(h, "POST", "/responses?name=a", strings.NewReader("x"), "Traceparent", bad)
		if got := trace(f.subs["a"].Trace); len(got.id()) != 32 || got.id() == id {
			t.Errorf("traceparent %q: became %q", bad, got)
		}
	}
}

func TestPanicIsAnswered(t *testing.T) {
	f := newFake()
	f.submit = func(context.Context, stream.Submission) error { panic("out of luck") }
	h := New(f, Config{Logger: quiet}).Handler()
	if w := call(h, "POST", "/responses?name=a", strings.NewReader("x")); w.Code != http.StatusInternalServerError || told(t, w).Code != "web.panic" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
