package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/report"
)

// outcome is what became of one file.
type outcome struct {
	entry  string // key in the store
	reused bool
}

// diskError is a failure to keep a result: it ends the run, since no other file would fare better.
type diskError struct{ error }

func (e diskError) Unwrap() error { return e.error }

// each calls do for every job, Workers at a time, with the file's bytes and their hash. An error of do is noted as a
// file that could not be read; a full disk or the end of ctx ends the run.
func (r *run) each(ctx context.Context, do func(i int, data []byte, sum string) (outcome, error)) error {
	g, group := errgroup.WithContext(ctx)
	g.SetLimit(r.Workers)
	var mu sync.Mutex
	for i := range r.jobs {
		if group.Err() != nil {
			break
		}
		g.Go(func() error {
			if group.Err() != nil {
				return group.Err()
			}
			o, err := r.one(i, do)
			var disk diskError
			if errors.As(err, &disk) {
				return fmt.Errorf("the results can't be written to %s: %w. What was read before is kept; free some space and run again", r.Out, disk.error)
			}
			if ctx.Err() != nil && err != nil {
				return ctx.Err()
			}
			mu.Lock()
			defer mu.Unlock()
			r.note(i, o, err)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (r *run) one(i int, do func(i int, data []byte, sum string) (outcome, error)) (o outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &extract.Error{Code: "panic", Text: fmt.Sprintf("the program failed on this file (%v); please report it with the file\n%s", p, debug.Stack())}
		}
	}()
	data, err := os.ReadFile(r.jobs[i].Path)
	if err != nil {
		return o, unreadable(r.jobs[i], err)
	}
	h := sha256.Sum256(data)
	return do(i, data, hex.EncodeToString(h[:])+"/"+filepath.Base(r.jobs[i].Name)) // problems name the file
}

func unreadable(j Job, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &extract.Error{Code: "file.unreadable", Text: fmt.Sprintf("%s can't be opened (%v); check that you may read it", j.Name, err)}
}

// note counts a finished file. The caller holds the lock.
func (r *run) note(i int, o outcome, err error) {
	r.state.Done++
	r.state.Last = r.jobs[i].Name
	if err != nil {
		p := consult.Problem{Code: "file.unreadable", Text: err.Error()}
		var e *extract.Error
		if errors.As(err, &e) {
			p = consult.Problem{Code: e.Code, Text: e.Text}
		}
		r.unread = append(r.unread, consult.ProblemEntry{File: r.jobs[i].Name, Problem: p})
		r.state.Failed++
	}
	if o.entry != "" {
		r.used[o.entry] = true
	}
	if o.reused {
		r.state.Reused++
	}
	if r.Progress != nil {
		r.Progress(r.state)
	}
}

// report writes every format; the old report stays until all are written.
func (r *run) report(s consult.Summary, order []int) error {
	in := report.Input{Summary: s, Lang: r.Lang, Responses: r.responses(order)}
	for _, f := range report.Formats {
		err := r.store.Write(filepath.Join(r.Out, f.File+".new"), func(w io.Writer) error { return f.Write(w, in) })
		if err != nil {
			return fmt.Errorf("%s can't be written: %w. The results are kept; free some space and run again", filepath.Join(r.Out, f.File), err)
		}
	}
	for _, f := range report.Formats {
		if err := os.Rename(filepath.Join(r.Out, f.File+".new"), filepath.Join(r.Out, f.File)); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) responses(order []int) iter.Seq2[consult.Response, error] {
	return func(yield func(consult.Response, error) bool) {
		for _, i := range order {
			rec, err := r.response(i)
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}
