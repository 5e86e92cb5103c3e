package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/stream"
)

func TestClient(t *testing.T) {
	f := newFake()
	f.dead = []stream.DeadLetter{{Number: 3, Stage: "extract", Cause: "broken"}, {Number: 4, Stage: "clauses"}}
	_, h := serve(t, f, Config{Tokens: []string{"a-token-of-the-clerk"}})
	c, err := NewClient(h.URL, "a-token-of-the-clerk", 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	r, err := c.Submit(ctx, stream.Submission{Consultation: "port", ID: "R 1/ø", Name: "in/høring.pdf", Data: []byte("x")})
	if err != nil || r.ID != "R 1/ø" || f.subs[r.ID].Consultation != "port" || f.subs[r.ID].Name != "in/høring.pdf" {
		t.Errorf("%+v, %v, %+v", r, err, f.subs)
	}
	if err := c.SetPolicy(ctx, "default", "draft.md", []byte("Draft")); err != nil || string(f.policy) != "Draft" {
		t.Errorf("policy %q, %v", f.policy, err)
	}
	if list, err := c.Consultations(ctx); err != nil || len(list) != 1 || list[0].Submissions != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := c.Retry(ctx, 3); err != nil {
		t.Error(err)
	}
	if list, err := c.DeadLetters(ctx); err != nil || len(list) != 1 || list[0].Number != 4 {
		t.Errorf("%+v, %v", list, err)
	}
	c.token = "another"
	if _, err := c.Submit(ctx, stream.Submission{Name: "a"}); err == nil || !strings.Contains(err.Error(), "--token-file") {
		t.Errorf("without a token: %v", err)
	}
}

func TestClientTriesAgain(t *testing.T) {
	f := newFake()
	fails := 2
	f.submit = func(context.Context, stream.Submission) error {
		if fails--; fails >= 0 {
			return &Problem{Status: 503, Code: "web.busy", Text: "Busy.", Do: "Wait.", After: 50 * time.Millisecond} // told as 1 s
		}
		return nil
	}
	_, h := serve(t, f, Config{})
	patient, _ := NewClient(h.URL, "", time.Minute)
	if _, err := patient.Submit(t.Context(), stream.Submission{Name: "a"}); err != nil || fails != -1 {
		t.Errorf("%v, %d", err, fails)
	}
	fails = 1
	hasty, _ := NewClient(h.URL, "", 0)
	if _, err := hasty.Submit(t.Context(), stream.Submission{Name: "a"}); err == nil || err.Error() != "a: Busy. Wait." {
		t.Errorf("without patience: %v", err)
	}
	f.submit = func(context.Context, stream.Submission) error { return syscall.ENOSPC }
	if _, err := hasty.Submit(t.Context(), stream.Submission{Name: "a"}); err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("a full disk: %v", err)
	}
	f.submit = func(context.Context, stream.Submission) error { return stream.ErrSubmission }
	var p *Problem
	if _, err := patient.Submit(t.Context(), stream.Submission{Name: "a"}); !errors.As(err, &p) || p.Status != 400 {
		t.Errorf("a request that is wrong is not sent again: %v", err)
	}
}

func TestClientElsewhere(t *testing.T) {
	for _, bad := range []string{"", "127.0.0.1:8080", "ftp://there", "http://"} {
		if _, err := NewClient(bad, "", 0); err == nil {
			t.Errorf("%q is taken for an address", bad)
		}
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "who are you?", 404) }))
	c, _ := NewClient(other.URL, "", 0)
	if _, err := c.Consultations(t.Context()); err == nil || !strings.Contains(err.Error(), "who are you?") {
		t.Errorf("a server of another kind: %v", err)
	}
	other.Close()
	if _, err := c.Consultations(t.Context()); err == nil || !strings.Contains(err.Error(), "no server answers at "+other.URL) {
		t.Errorf("no server: %v", err)
	}
}
