package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func open(t *testing.T, out string) *Store {
	t.Helper()
	s, err := Open(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestEntries(t *testing.T) {
	out := t.TempDir()
	s := open(t, out)
	a, b := Key("a", "bc"), Key("ab", "c")
	if a == b {
		t.Fatal("keys don't tell their parts apart")
	}
	var got map[string]int
	if s.Get(a, &got) || s.Has(a) {
		t.Error("an entry that nobody put is there")
	}
	for _, k := range []string{a, b} {
		if err := s.Put(k, map[string]int{"pages": 3}); err != nil {
			t.Fatal(err)
		}
	}
	if !s.Get(a, &got) || got["pages"] != 3 || !s.Has(a) {
		t.Errorf("got %v", got)
	}
	if err := s.Keep(map[string]bool{b: true}); err != nil || s.Has(a) || !s.Has(b) {
		t.Errorf("Keep: %v", err)
	}
	if err := s.Clear(); err != nil || s.Has(b) {
		t.Errorf("Clear: %v", err)
	}
	if !Holds(out) || Holds(t.TempDir()) {
		t.Error("Holds is off")
	}
}

func TestTornEntryIsMissing(t *testing.T) {
	s := open(t, t.TempDir())
	k := Key("x")
	if err := s.Put(k, []string{"some", "words", "that", "take", "room"}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(s.file(k))
	if err != nil {
		t.Fatal(err)
	}
	for n := range raw {
		if err := os.WriteFile(s.file(k), raw[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		var got []string
		if s.Get(k, &got) {
			t.Fatalf("the first %d of %d bytes were taken for the entry", n, len(raw))
		}
	}
}

func TestWriteAllOrNothing(t *testing.T) {
	out := t.TempDir()
	s := open(t, out)
	name := filepath.Join(out, "summary.md")
	if err := s.Write(name, func(w io.Writer) error { _, err := io.WriteString(w, "old"); return err }); err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	err := s.Write(name, func(w io.Writer) error { io.WriteString(w, "ne"); return full })
	if !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if raw, _ := os.ReadFile(name); string(raw) != "old" {
		t.Errorf("file holds %q after a write that failed", raw)
	}
	if left, _ := filepath.Glob(filepath.Join(out, Folder, "tmp-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLock(t *testing.T) {
	out := t.TempDir()
	s, err := Open(out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(out); !errors.Is(err, ErrLocked) {
		t.Errorf("second opening: %v", err)
	}
	if err := os.WriteFile(filepath.Join(out, Folder, "tmp-9"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s.Close()
	open(t, out)
	if _, err := os.Stat(filepath.Join(out, Folder, "tmp-9")); err == nil {
		t.Error("what a killed run left was not removed")
	}
}

func TestLockFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	f, err := LockFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockFile(name); err == nil {
		t.Error("two have the lock")
	}
	f.Close()
	if f, err = LockFile(name); err != nil {
		t.Errorf("nobody has it: %v", err)
	}
	f.Close()
}
