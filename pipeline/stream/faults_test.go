package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/extract"
)

const (
	boatDraft = "# Udkast til havneregler for Skovvig\n\n## § 1 Sejlads\nSejlads i havnen sker for motor.\n\n## § 2 Pladser\nBestyrelsen fordeler pladserne hvert forår.\n"
	boatNote  = "Skovvig Bådelaug\n\nTil havnebestyrelsen\n\nVi er imod § 2. Pladserne bør fordeles ved lodtrækning.\n\nMed venlig hilsen\nJens Torp\n"
)

// poison is an Extract that panics, hangs or works by the words of the file.
func poison(well *atomic.Bool) func(context.Context, string, []byte) []extract.Member {
	return func(ctx context.Context, name string, data []byte) []extract.Member {
		switch {
		case well.Load():
		case bytes.Contains(data, []byte("PANIC")):
			panic("poisoned")
		case bytes.Contains(data, []byte("HANG")):
			<-ctx.Done()
			time.Sleep(20 * time.Millisecond) // it doesn't look at its context at once
		}
		return extract.ReadAll(ctx, name, data)
	}
}

// A message that can't be processed goes to the dead letters with its cause, stage and origin; the summary says so; the
// others are read; and once the fault is mended a retry brings it in.
func TestDeadLetters(t *testing.T) {
	var well atomic.Bool
	var mu sync.Mutex
	seen := map[Outcome]int{}
	s := startOn(t, t.TempDir(), must(blobs.OpenFolder(t.TempDir()))(t), Config{Reader: pipeline.ReaderOff, Limit: 4 * time.Second, Extract: poison(&well),
		Observe: func(o Observation) { mu.Lock(); seen[o.Outcome]++; mu.Unlock() }})
	if err := s.SetPolicy(t.Context(), "havn", "udkast.md", []byte(boatDraft)); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"a.txt": boatNote, "b.txt": boatNote + "PANIC", "c.txt": boatNote + "HANG"} {
		if _, err := s.Submit(t.Context(), Submission{Consultation: "havn", ID: name[:1], Name: name, Data: []byte(data)}); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, s.Service, "havn", false, time.Minute)
	for id, want := range map[string]State{"a": Read, "b": Unreadable, "c": Unreadable, "d": Unknown} {
		if r, err := s.Response(t.Context(), "havn", id); err != nil || r.State != want {
			t.Errorf("%s is %s, want %s (%v)", id, r.State, want, err)
		}
	}
	sum, err := s.Summary(t.Context(), "havn")
	if err != nil || sum.Counts.Responses != 1 || sum.Counts.Unread != 2 {
		t.Errorf("%d responses, %d unread, %v", sum.Counts.Responses, sum.Counts.Unread, err)
	}
	var codes []string
	for _, p := range sum.Problems {
		codes = append(codes, p.File+" "+p.Code)
	}
	if want := []string{"b.txt panic", "c.txt stage.limit"}; !slices.Equal(codes, want) {
		t.Errorf("problems %v, want %v", codes, want)
	}
	dead, err := s.DeadLetters(t.Context())
	if err != nil || len(dead) != 2 {
		t.Fatalf("dead letters %+v, %v", dead, err)
	}
	var numbers []int64
	for _, d := range dead {
		if d.Stage != "extract" || d.Topic != "clausewise.extract" || d.Consultation != "havn" || d.Retried || d.At.IsZero() || !strings.Contains(d.Cause, d.Name) {
			t.Errorf("dead letter %+v", d)
		}
		numbers = append(numbers, d.Number)
	}
	onTopic(t, s, dead)
	well.Store(true)
	if err := s.Retry(t.Context(), numbers...); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if sum, err = s.Summary(t.Context(), "havn"); err != nil {
			t.Fatal(err)
		}
		if sum.Counts.Responses == 3 && sum.Counts.Unread == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("after the retry: %d responses, %d unread", sum.Counts.Responses, sum.Counts.Unread)
		}
	}
	if dead, err = s.DeadLetters(t.Context()); err != nil || len(dead) != 2 || !dead[0].Retried || !dead[1].Retried {
		t.Errorf("after the retry %+v, %v", dead, err)
	}
	if err := s.Retry(t.Context(), 99); err == nil || !strings.Contains(err.Error(), "no dead letter 99") {
		t.Errorf("Retry of none: %v", err)
	}
	if seen[Dead] != 2 || seen[Done] == 0 {
		t.Errorf("observed %v", seen)
	}
	if err := s.Erase(t.Context(), "havn", "b"); err != nil {
		t.Fatal(err)
	}
	if dead, err = s.DeadLetters(t.Context()); err != nil || len(dead) != 1 || dead[0].ID != "c" {
		t.Errorf("after erasing: %+v, %v", dead, err)
	}
}

// onTopic looks at the dead letters as a process without the ledger does.
func onTopic(t *testing.T, s *local, want []DeadLetter) {
	t.Helper()
	c := s.c
	c.Ledger = nil
	other := must(New(c))(t)
	got, err := other.DeadLetters(t.Context())
	if err != nil || len(got) != len(want) {
		t.Fatalf("on the topic: %+v, %v", got, err)
	}
	for i := range got {
		if got[i].Cause != want[i].Cause || got[i].Name != want[i].Name {
			t.Errorf("on the topic: %+v, want %+v", got[i], want[i])
		}
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ill is a store that fails now and then, as a full disk or a bucket out of reach does.
type ill struct {
	blobs.Store
	calls atomic.Int64
	every atomic.Int64 // 0: it is well
}

func (i *ill) fails() error {
	if n := i.every.Load(); n > 0 && i.calls.Add(1)%n == 0 {
		return errors.New("no space left on device")
	}
	return nil
}

func (i *ill) Put(ctx context.Context, name string, data []byte) error {
	if err := i.fails(); err != nil {
		return err
	}
	return i.Store.Put(ctx, name, data)
}

func (i *ill) Get(ctx context.Context, name string) ([]byte, error) {
	if err := i.fails(); err != nil {
		return nil, err
	}
	return i.Store.Get(ctx, name)
}

// A fault that passes costs nobody: it is tried again until it has passed, and no dead letter comes of it.
func TestPassingFaults(t *testing.T) {
	store := &ill{Store: must(blobs.OpenFolder(t.TempDir()))(t)}
	var retried atomic.Int64
	s := startOn(t, t.TempDir(), store, Config{Reader: pipeline.ReaderOff, Observe: func(o Observation) {
		if o.Outcome == Retried {
			retried.Add(1)
		}
	}})
	if err := s.SetPolicy(t.Context(), "havn", "udkast.md", []byte(boatDraft)); err != nil {
		t.Fatal(err)
	}
	store.every.Store(2) // from now on every second call fails
	for i := range 24 {
		name := fmt.Sprintf("l%d.txt", i)
		for { // a submitter who is told of a failure tries again
			_, err := s.Submit(t.Context(), Submission{Consultation: "havn", Name: name, Data: []byte(boatNote + name)})
			if err == nil {
				break
			}
			if !strings.Contains(err.Error(), name) {
				t.Fatal(err)
			}
		}
	}
	time.Sleep(300 * time.Millisecond)
	store.every.Store(0)
	settle(t, s.Service, "havn", false, time.Minute)
	sum, err := s.Summary(t.Context(), "havn")
	if err != nil || sum.Counts.Responses != 24 || sum.Counts.Unread != 0 {
		t.Errorf("%d responses, %d unread, %v", sum.Counts.Responses, sum.Counts.Unread, err)
	}
	if dead, err := s.DeadLetters(t.Context()); err != nil || len(dead) != 0 {
		t.Errorf("dead letters %v, %v", dead, err)
	}
	if retried.Load() == 0 {
		t.Error("nothing was tried again: the test doesn't test")
	}
}

// What was taken in before a crash is read after it, once: results are remembered.
func TestReplayCostsNothing(t *testing.T) {
	var reads atomic.Int64
	count := func(ctx context.Context, name string, data []byte) []extract.Member {
		reads.Add(1)
		return extract.ReadAll(ctx, name, data)
	}
	s := startOn(t, t.TempDir(), must(blobs.OpenFolder(t.TempDir()))(t), Config{Reader: pipeline.ReaderOff, Extract: count})
	if err := s.SetPolicy(t.Context(), "havn", "udkast.md", []byte(boatDraft)); err != nil {
		t.Fatal(err)
	}
	r, err := s.Submit(t.Context(), Submission{Consultation: "havn", Name: "a.txt", Data: []byte(boatNote)})
	if err != nil {
		t.Fatal(err)
	}
	settle(t, s.Service, "havn", false, time.Minute)
	v := version{Consultation: "havn", ID: "a.txt", Rev: r.Revision, Name: "a.txt", SHA: r.SHA256}
	m := s.taskMessage(stageExtract, task{version: v, Blob: v.blob(original)}, nil)
	for range 3 { // the same message comes again
		if err := s.c.Broker.Publish(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if lag, err := s.Lag(t.Context()); err == nil && lag[stageExtract]+lag[stageSummary] == 0 {
			break
		}
	}
	if n := reads.Load(); n != 1 {
		t.Errorf("the file was read %d times", n)
	}
}

// A draft whose blob is lost is written again: it stands in the ledger.
func TestLostDraft(t *testing.T) {
	store := must(blobs.OpenFolder(t.TempDir()))(t)
	s := startOn(t, t.TempDir(), store, Config{Reader: pipeline.ReaderOff})
	if err := s.SetPolicy(t.Context(), "havn", "udkast.md", []byte(boatDraft)); err != nil {
		t.Fatal(err)
	}
	if err := blobs.DeletePrefix(t.Context(), store, "havn/policy/"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Submit(t.Context(), Submission{Consultation: "havn", Name: "a.txt", Data: []byte(boatNote)}); err != nil {
		t.Fatal(err)
	}
	settle(t, s.Service, "havn", false, time.Minute)
	if r, err := s.Response(t.Context(), "havn", "a.txt"); err != nil || r.State != Read {
		t.Errorf("%+v, %v", r, err)
	}
}

// A message in a form that nobody knows stops nobody.
func TestForeignMessages(t *testing.T) {
	s := startOn(t, t.TempDir(), must(blobs.OpenFolder(t.TempDir()))(t), Config{Reader: pipeline.ReaderOff})
	for _, st := range []string{stageExtract, stageSections, stageSummary} {
		for _, v := range []string{"", "{", "[]", `{"id":7}`} {
			for _, form := range []string{"", schemaTask, schemaReport} {
				m := bus.Message{Topic: s.topic(st), Key: "k", Value: []byte(v), Headers: map[string]string{headSchema: form}}
				if err := s.c.Broker.Publish(t.Context(), m); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if _, err := s.Submit(t.Context(), Submission{Consultation: "havn", Name: "a.txt", Data: []byte(boatNote)}); err != nil {
		t.Fatal(err)
	}
	settle(t, s.Service, "havn", true, time.Minute)
}

// Topics carry references: no word of a letter, whatever becomes of it.
func TestTopicsCarryReferences(t *testing.T) {
	x := skovvig(t)
	store := must(blobs.OpenFolder(t.TempDir()))(t)
	spy := &spy{}
	s := startOn(t, t.TempDir(), store, Config{Reader: pipeline.ReaderOff, Broker: spy})
	for _, do := range newHistory(3, x).events {
		if err := do(s.Service); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, s.Service, x.name, false, time.Minute)
	if len(spy.seen) == 0 {
		t.Fatal("the spy saw nothing")
	}
	for _, m := range spy.seen {
		if len(m.Value) > 4000 || bytes.Contains(m.Value, []byte("foreslår")) || !json.Valid(m.Value) {
			t.Errorf("a message of %d bytes on %s: %.300s", len(m.Value), m.Topic, m.Value)
		}
		for _, h := range []string{headSchema, headProgram, headID, headTrace, headAttempt} {
			if m.Headers[h] == "" {
				t.Errorf("a message on %s without the header %s", m.Topic, h)
			}
		}
	}
}

// spy keeps what is published, and loses what goes to the topic lost.
type spy struct {
	bus.Broker
	mu   sync.Mutex
	seen []bus.Message
	lost string
}

func (s *spy) Publish(ctx context.Context, ms ...bus.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, ms...)
	if s.lost != "" {
		ms = slices.DeleteFunc(slices.Clone(ms), func(m bus.Message) bool { return m.Topic == s.lost })
	}
	return s.Broker.Publish(ctx, ms...)
}
