package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/clausewise/clausewise/pipeline"
)

// look is how a file looked: one that looks the same twice is taken to be written whole.
type look struct {
	Size int64 `json:"size"`
	Time int64 `json:"time"` // of the last change, in nanoseconds
}

// watcher submits what lands in a folder. It looks again and again instead of waiting for notices of the system: those
// come before a file is whole, and don't come for folders on other machines.
type watcher struct {
	dir   string
	every time.Duration
	send  func(context.Context, pipeline.Job) error
	sent  *journal
	last  map[string]look
	note  func(name string, err error) // told of every file that was sent, or could not be
	final func(err error) bool         // an error of send concerns that file alone: it is left until it changes
}

// run looks until ctx ends.
func (w *watcher) run(ctx context.Context) error {
	for t := time.NewTicker(w.every); ; {
		if err := w.once(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		}
	}
}

// once looks once and sends what has not changed since the last look.
func (w *watcher) once(ctx context.Context) error {
	jobs, err := pipeline.Jobs([]string{w.dir}, "")
	if err != nil && !errors.Is(err, pipeline.ErrNothing) {
		return err
	}
	now := map[string]look{}
	for _, j := range jobs {
		if info, err := os.Stat(j.Path); err == nil && info.Mode().IsRegular() { // else it is gone again, or no file
			now[j.Name] = look{info.Size(), info.ModTime().UnixNano()}
		}
	}
	before := w.last
	w.last = now
	for _, j := range jobs {
		l, ok := now[j.Name]
		if was, twice := before[j.Name]; !ok || !twice || was != l || w.sent.has(j.Name, l) {
			continue
		}
		err := w.send(ctx, j)
		if ctx.Err() != nil {
			return nil // the next run sends it
		}
		w.note(j.Name, err)
		if err != nil && !w.final(err) {
			return nil // the others would fare no better; the next look tries again
		}
		if err := w.sent.add(j.Name, l); err != nil {
			return err
		}
	}
	return nil
}

// journal remembers what was sent where, a line a file, so that the next run goes on where this one ends. A file that
// was sent while its line was not yet written is sent twice, which changes nothing.
type journal struct {
	file *os.File
	to   string
	sent map[string]look
}

type journalLine struct {
	To   string `json:"to"`
	Name string `json:"name"`
	look
}

// openJournal reads what was sent to a target, and leaves out a last line that a crash has cut.
func openJournal(name, to string) (*journal, error) {
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	j := &journal{to: to, sent: map[string]look{}}
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		var l journalLine
		if json.Unmarshal(s.Bytes(), &l) == nil && l.To == to {
			j.sent[l.Name] = l.look
		}
	}
	if j.file, err = os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644); err != nil {
		return nil, fmt.Errorf("%w; name another file for what was sent with --state", err)
	}
	if len(data) > 0 && data[len(data)-1] != '\n' {
		if _, err := j.file.WriteString("\n"); err != nil {
			j.file.Close()
			return nil, err
		}
	}
	return j, nil
}

func (j *journal) has(name string, l look) bool {
	was, ok := j.sent[name]
	return ok && was == l
}

func (j *journal) add(name string, l look) error {
	j.sent[name] = l
	line, err := json.Marshal(journalLine{j.to, name, l})
	if err != nil {
		return err
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("what was sent can't be noted: %w", err)
	}
	return j.file.Sync()
}

// journalName is where a folder's journal lies unless told otherwise; readers of folders pass by hidden files.
func journalName(dir string) string { return filepath.Join(dir, ".clausewise-submitted") }
