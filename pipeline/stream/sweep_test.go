package stream

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// tardy is a store in which results are written late: when gate is closed.
type tardy struct {
	blobs.Store
	begun chan string   // the name of what is to be written
	gate  chan struct{} // nil: nothing waits
}

func (d *tardy) Put(ctx context.Context, name string, data []byte) error {
	if result := !strings.HasSuffix(name, "."+original) && !strings.Contains(name, "/policy/"); result && d.gate != nil {
		d.begun <- name
		<-d.gate
	}
	return d.Store.Put(ctx, name, data)
}

// A worker writes what it read of somebody who was erased meanwhile and swept away, and nobody ever hears of that: the
// next start removes it.
func TestErasedWhileBeingRead(t *testing.T) {
	dir := t.TempDir()
	disk := must(blobs.OpenFolder(filepath.Join(dir, "blobs")))(t)
	store := &tardy{disk, make(chan string, 1), make(chan struct{})}
	net := &spy{}
	s := startOn(t, dir, disk, Config{Reader: pipeline.ReaderOff, Broker: net}, stageSummary)
	c := s.c
	c.Blobs, c.Ledger, c.Volatile = store, nil, false
	worker := must(New(c))(t)
	ctx, dismiss := context.WithCancel(t.Context())
	dismissed := make(chan error, 1)
	go func() { dismissed <- worker.Run(ctx, []string{"extract", "sections", "clauses", "findings", "stance"}) }()
	if err := s.SetPolicy(t.Context(), "havn", "udkast.md", []byte(boatDraft)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Submit(t.Context(), Submission{Consultation: "havn", ID: "jens", Name: "a.txt", Data: []byte(boatNote)}); err != nil {
		t.Fatal(err)
	}
	late := <-store.begun
	if err := s.Erase(t.Context(), "havn", "jens"); err != nil {
		t.Fatal(err)
	}
	if left := names(t, disk, "havn"); len(left) > 0 {
		t.Fatalf("after erasing there are %v", left)
	}
	net.mu.Lock()
	net.lost = s.topic(stageSummary)
	net.mu.Unlock()
	close(store.gate)
	dismiss()
	if err := <-dismissed; err != nil {
		t.Fatal(err)
	}
	s.stop()
	if left := names(t, disk, "havn"); len(left) != 1 || left[0] != late {
		t.Fatalf("when the processes have ended there are %v: the test doesn't test", left)
	}
	next := startOn(t, dir, disk, Config{Reader: pipeline.ReaderOff})
	await(t, next, late)
}

// An older version that comes after the visible one is not read, and its original goes at once, not with the next news.
func TestLateOlderVersion(t *testing.T) {
	var reads atomic.Int64
	count := func(ctx context.Context, name string, data []byte) []extract.Member {
		reads.Add(1)
		return extract.ReadAll(ctx, name, data)
	}
	s := startOn(t, t.TempDir(), must(blobs.OpenFolder(t.TempDir()))(t), Config{Reader: pipeline.ReaderOff, Extract: count})
	if err := s.SetPolicy(t.Context(), "havn", "udkast.md", []byte(boatDraft)); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for k, at := range []time.Time{now, now.Add(-time.Hour)} {
		r, err := s.Submit(t.Context(), Submission{Consultation: "havn", ID: "jens", Name: "a.txt", Data: fmt.Appendf(nil, "%s%d", boatNote, k), At: at})
		if err != nil {
			t.Fatal(err)
		}
		if k == 1 {
			await(t, s, BlobPrefix("havn", "jens", r.Revision)+original)
		}
		settle(t, s.Service, "havn", false, time.Minute)
	}
	if n := reads.Load(); n != 1 {
		t.Errorf("%d files were read", n)
	}
}

// What is found at the start that an earlier process, or one elsewhere, has left: it goes if its version is erased or
// superseded, or if it is a discovered draft that isn't in force; what may be news to come stays.
func TestTidy(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, pipeline.ReaderOff)
	at := time.Now().Add(-time.Hour)
	for _, id := range []string{"jens", "else"} {
		if _, err := s.Submit(t.Context(), Submission{Consultation: "havn", ID: id, Name: id + ".txt", Data: []byte(boatNote + id), At: at}); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, s.Service, "havn", true, time.Minute)
	if err := s.eraseAt(t.Context(), "havn", "else", at.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	settle(t, s.Service, "havn", true, time.Minute)
	s.stop()
	before := listed(t, s.blobs, "havn/")
	blob := func(id string, d time.Duration) string {
		return BlobPrefix("havn", id, revision(at.Add(d), id)) + "0123456789abcdef"
	}
	goes, stay := []string{blob("jens", -time.Second), blob("else", 0), blob("else", time.Second), policyBlob("havn", "00")},
		[]string{blob("jens", time.Second), blob("else", 2*time.Minute), blob("karla", -time.Second), policyBlob("havn", "01")}
	for _, name := range append(goes, stay...) {
		body := `{"title":"Udkast","discovered":` + fmt.Sprint(name == policyBlob("havn", "00")) + "}"
		if err := s.blobs.Put(t.Context(), name, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	next := start(t, dir, pipeline.ReaderOff)
	for _, name := range goes {
		await(t, next, name)
	}
	if err := next.tidy(t.Context(), "havn"); err != nil { // to its end
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, name := range listed(t, next.blobs, "havn/") {
		left[name] = true
	}
	for _, name := range append(before, stay...) {
		if !left[name] {
			t.Errorf("%s went", name)
		}
	}
}

// await waits until a blob is gone.
func await(t *testing.T, s *local, name string) {
	t.Helper()
	var left []string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if left = listed(t, s.blobs, name); len(left) == 0 {
			return
		}
	}
	t.Errorf("blobs are left that nobody needs: %v", left)
}

// names lists the blobs of a consultation's submissions.
func names(t *testing.T, store blobs.Store, consultation string) (out []string) {
	t.Helper()
	for _, name := range listed(t, store, consultation+"/") {
		if !strings.HasPrefix(name, policyBlob(consultation, "")) {
			out = append(out, name)
		}
	}
	return out
}

// listed lists the blobs whose names begin alike.
func listed(t *testing.T, store blobs.Store, prefix string) (out []string) {
	t.Helper()
	for name, err := range store.List(t.Context(), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	return out
}
