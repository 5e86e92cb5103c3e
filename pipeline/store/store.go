// Package store keeps what a run has found on disk, so that the next run does only what changed.
//
// A store is the folder .clausewise in a report folder. Entries are values in gzipped JSON, each in a file named by
// its key, the hash of all that it depends on. A file is written under another name and renamed, so it is there whole
// or not at all; one that can't be read back (a disk that was cut off) counts as missing. One run at a time holds the
// store's lock; the system lets go of it when the process ends, however it ends.
package store

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Folder is the store's name in a report folder.
const Folder = ".clausewise"

// ErrLocked means that another run holds the store.
var ErrLocked = errors.New("another run is writing to this folder; wait for it to end, or choose another --out")

// Store is an open store. Get and Put may be called from several goroutines.
type Store struct {
	dir  string
	lock *os.File
}

// Holds reports whether dir is a report folder.
func Holds(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, Folder))
	return err == nil && info.IsDir()
}

// Open makes or opens the store of the report folder out, and locks it.
func Open(out string) (*Store, error) {
	dir := filepath.Join(out, Folder)
	if err := os.MkdirAll(filepath.Join(dir, "entries"), 0o755); err != nil {
		return nil, fmt.Errorf("the report folder can't be made: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the report folder can't be written to: %w", err)
	}
	if err := lock(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", out, ErrLocked)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "tmp-*"))
	for _, t := range left { // of a run that was killed
		os.Remove(t)
	}
	return &Store{dir, f}, nil
}

// Close lets go of the lock.
func (s *Store) Close() error { return s.lock.Close() }

// Key returns the name of the entry that depends on parts.
func Key(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))[:40]
}

func (s *Store) file(key string) string {
	return filepath.Join(s.dir, "entries", key[:2], key+".json.gz")
}

// Get reads the entry called key into v and reports whether there was one.
func (s *Store) Get(key string, v any) bool {
	f, err := os.Open(s.file(key))
	if err != nil {
		return false
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return false
	}
	raw, err := io.ReadAll(z)
	return err == nil && json.Unmarshal(raw, v) == nil
}

// Has reports whether an entry called key is there.
func (s *Store) Has(key string) bool {
	_, err := os.Stat(s.file(key))
	return err == nil
}

// Put writes v as the entry called key.
func (s *Store) Put(key string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.file(key)), 0o755); err != nil {
		return err
	}
	return s.Write(s.file(key), func(w io.Writer) error {
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if _, err := z.Write(raw); err != nil {
			return err
		}
		return z.Close()
	})
}

// Write makes the file name of what write writes: all of it, or nothing when write or the disk fails.
func (s *Store) Write(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(s.dir, "tmp-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it was renamed
	w := bufio.NewWriterSize(f, 1<<16)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Chmod(0o644)
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// Clear removes all entries.
func (s *Store) Clear() error {
	if err := os.RemoveAll(filepath.Join(s.dir, "entries")); err != nil {
		return err
	}
	return os.MkdirAll(filepath.Join(s.dir, "entries"), 0o755)
}

// Keep removes the entries whose key is not in keep: those of files, drafts and programs that are gone.
func (s *Store) Keep(keep map[string]bool) error {
	files, err := filepath.Glob(filepath.Join(s.dir, "entries", "*", "*.json.gz"))
	if err != nil {
		return err
	}
	for _, f := range files {
		if !keep[strings.TrimSuffix(filepath.Base(f), ".json.gz")] {
			if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}
