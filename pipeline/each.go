package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/report"
)

// outcome is what a file gave.
type outcome struct {
	key     string // of the entry that holds it
	letters []found
	reused  bool
}

// step does a phase's work on job i, whose file holds data with the hash sum.
type step func(i int, data []byte, sum string) (outcome, error)

// each does a phase: it calls do for every job, Workers at a time. An error of do is noted as a file that could not
// be read; a full disk or the end of ctx ends the run.
func (r *run) each(ctx context.Context, phase string, do step) error {
	r.state = Progress{Phase: phase, Total: len(r.jobs)}
	r.found = make([][]found, len(r.jobs))
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

func (r *run) one(i int, do step) (o outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &extract.Error{Code: "panic", Text: fmt.Sprintf("%s: the program failed on this file (%v, %s). Please report it with the file.", r.jobs[i].Name, p, analyzers.Where())}
		}
	}()
	data, err := Load(r.jobs[i])
	if err != nil {
		return o, err
	}
	h := sha256.Sum256(data)
	return do(i, data, hex.EncodeToString(h[:]))
}

// note counts a finished file. The caller holds the lock.
func (r *run) note(i int, o outcome, err error) {
	if err != nil {
		o.letters = []found{{name: r.jobs[i].Name, problem: Problem(err)}}
	}
	if o.key != "" {
		r.used[o.key] = true
	}
	for k, f := range o.letters {
		o.letters[k].reused = o.reused
		if f.problem != nil {
			r.state.Failed++
		}
		if f.key != "" {
			r.used[f.key] = true
		}
	}
	r.found[i] = o.letters
	r.state.Done++
	r.state.Last = r.jobs[i].Name
	if o.reused {
		r.state.Reused++
	}
	if r.Progress != nil {
		r.Progress(r.state)
	}
}

// report writes every format; the old report stays until all are written.
func (r *run) report(c *Conclusion) (err error) {
	in := report.Input{Summary: c.Summary, Lang: r.Lang, Responses: c.Responses()}
	defer func() {
		if err != nil {
			for _, f := range report.Formats {
				os.Remove(filepath.Join(r.Out, f.File+".new")) // what was written of it says nothing
			}
		}
	}()
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
