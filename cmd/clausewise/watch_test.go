package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline"
)

// watched is a watcher over a folder whose files are written by the test.
type watched struct {
	*watcher
	t     *testing.T
	sent  []string
	fails map[string]error
}

func watch(t *testing.T, dir string) *watched {
	t.Helper()
	j, err := openJournal(journalName(dir), "there")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.file.Close() })
	w := &watched{t: t, fails: map[string]error{}}
	w.watcher = &watcher{dir: dir, every: time.Hour, sent: j, note: func(string, error) {},
		final: func(err error) bool { return !errors.Is(err, errGone) },
		send: func(_ context.Context, job pipeline.Job) error {
			w.sent = append(w.sent, job.Name)
			return w.fails[job.Name]
		}}
	return w
}

var errGone = errors.New("the server is gone")

// looks looks once and compares what was sent by it.
func (w *watched) looks(want ...string) {
	w.t.Helper()
	w.sent = nil
	if err := w.once(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if !slices.Equal(w.sent, want) {
		w.t.Errorf("sent %q, want %q", w.sent, want)
	}
}

func put(t *testing.T, dir, name, text string, minute int) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 1, 12, minute, 0, 0, time.UTC)
	if err := os.Chtimes(file, at, at); err != nil {
		t.Fatal(err)
	}
}

func TestWatchSendsWholeFilesOnce(t *testing.T) {
	dir := t.TempDir()
	w := watch(t, dir)
	w.looks() // an empty folder is no error
	put(t, dir, "a.txt", "half", 1)
	w.looks()
	put(t, dir, "a.txt", "half and the rest", 2)
	put(t, dir, "in/b.txt", "whole", 2)
	w.looks()
	w.looks("a.txt", "in/b.txt")
	w.looks()
	put(t, dir, "a.txt", "corrected", 3)
	w.looks()
	w.looks("a.txt")
	w.looks()
}

func TestWatchGoesOnAfterARestart(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", "one", 1)
	first := watch(t, dir)
	first.looks()
	first.looks("a.txt")
	put(t, dir, "b.txt", "two", 2)
	f, err := os.OpenFile(journalName(dir), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"to":"there","name":"b.t`) // the crash came while a line was written
	f.Close()
	again := watch(t, dir)
	again.looks()
	again.looks("b.txt")
	third := watch(t, dir)
	third.looks()
	third.looks()
	other, err := openJournal(journalName(dir), "elsewhere")
	if err != nil {
		t.Fatal(err)
	}
	defer other.file.Close()
	if len(other.sent) != 0 {
		t.Errorf("to elsewhere nothing was sent yet, the journal says %v", other.sent)
	}
}

func TestWatchLeavesAFileThatIsRefused(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", "one", 1)
	put(t, dir, "b.txt", "two", 1)
	w := watch(t, dir)
	var noted []string
	w.note = func(name string, err error) {
		if err != nil {
			noted = append(noted, name)
		}
	}
	w.fails["a.txt"] = errors.New("too large")
	w.looks()
	w.looks("a.txt", "b.txt")
	w.looks()
	if !slices.Equal(noted, []string{"a.txt"}) {
		t.Errorf("noted %q", noted)
	}
	put(t, dir, "a.txt", "smaller", 2)
	w.looks()
	w.looks("a.txt")
}

func TestWatchStoppedWhileSending(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", "one", 1)
	w := watch(t, dir)
	w.looks()
	ctx, stop := context.WithCancel(t.Context())
	w.send = func(context.Context, pipeline.Job) error { stop(); return context.Canceled }
	if err := w.once(ctx); err != nil {
		t.Fatal(err)
	}
	again := watch(t, dir)
	again.looks()
	again.looks("a.txt")
}

func TestWatchWaitsForTheServer(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", "one", 1)
	put(t, dir, "b.txt", "two", 1)
	w := watch(t, dir)
	w.fails["a.txt"] = errGone
	w.looks()
	w.looks("a.txt")
	w.looks("a.txt")
	delete(w.fails, "a.txt")
	w.looks("a.txt", "b.txt")
	w.looks()
}
