package stream

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// step does the work of one message: the stage it was sent to, and the stages behind it as far as this process has
// them, in memory. What it returns depends on the message alone.
type step struct {
	*Service
	task
	stage int               // index of the stage at work
	mine  map[string]bool   // this process's stages
	from  map[string]string // headers of the message
	turn  chan struct{}     // what takes processor time waits for its turn
	out   []bus.Message
	told  []report // where the ledger is here: what it is to be told

	outcome Outcome
}

// do works on a task that was sent to a stage.
func (w *step) do(ctx context.Context, stage string) error {
	if w.stage = w.index(stage); w.stage < 0 {
		return fmt.Errorf("this process runs without the stage %q; start it with the same --reader as the others", stage)
	}
	var err error
	if stage == stageExtract {
		err = w.file(ctx)
	} else {
		err = w.letter(ctx)
	}
	var gone goneError
	if errors.As(err, &gone) { // erased, superseded, or lost: the ledger knows which
		w.report(gone.kind, result{Part: w.Part, Letter: w.Letter})
		w.outcome, err = Stale, nil
	}
	return err
}

// inTurn does what takes processor time, with no more at once than the process has workers for the stage.
func (w *step) inTurn(ctx context.Context, work func() error) error {
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-w.turn }()
	return work()
}

// goneError says that what the task points to is not there any more.
type goneError struct{ kind string }

func (e goneError) Error() string { return "what the message points to is gone (" + e.kind + ")" }

// file reads the letters in a file. A single letter goes on at once; several go their own ways.
func (w *step) file(ctx context.Context) error {
	if w.Policy == "" {
		var err error
		if w.Policy, err = w.inForce(ctx, w.Consultation); err != nil {
			return err
		}
	}
	if done, err := w.again(ctx); done || err != nil {
		return err
	}
	name := w.extracted()
	letters, err := w.recall(ctx, name)
	if err != nil {
		return err
	}
	if letters == nil {
		if letters, err = w.extract(ctx, name); err != nil {
			return err
		}
	}
	if len(letters) > 1 {
		return w.fanOut(letters, name)
	}
	w.Parts, w.Letter = 1, letters[0].Name
	if p := letters[0].Problem; p != nil {
		w.report(kindRecord, result{Letter: w.Letter, Problem: p, Any: true})
		return nil
	}
	w.stage++
	return w.through(ctx, &letters[0], w.whole)
}

// again reports whether a file of a single letter was brought by this message before to where it is to go.
func (w *step) again(ctx context.Context) (bool, error) {
	last := w.reach(w.stage + 1)
	if last == w.stage+1 {
		return false, nil
	}
	if w.hereAt(last) {
		return w.held(ctx, ledger.Whole)
	}
	name := w.whole(w.stage+1, last)
	letters, err := w.recall(ctx, name)
	if err != nil || len(letters) != 1 {
		return false, err
	}
	w.Parts, w.Letter, w.stage = 1, letters[0].Name, last
	w.outcome = Remembered
	w.finish(name)
	return true, nil
}

// hereAt reports whether what was done up to the stage goes to the ledger, and the ledger is here: then the record is
// written there at once, and needs no blob and no message.
func (w *step) hereAt(stage int) bool {
	return w.c.Ledger != nil && w.stages[stage].Name == stageSummary && w.mine[stageSummary]
}

// held reports whether the ledger has the record that the message leads to: it came before.
func (w *step) held(ctx context.Context, part int) (bool, error) {
	known, err := w.c.Ledger.Holds(ctx, w.ledger(), part, w.Policy, w.engine)
	if known {
		w.outcome = Remembered
	}
	return known, err
}

// extract reads the file, and keeps what it holds where that is more than a letter or was slow to read.
func (w *step) extract(ctx context.Context, name string) (letters []pipeline.Letter, err error) {
	began := time.Now()
	data, err := w.c.Blobs.Get(ctx, w.Blob)
	if errors.Is(err, blobs.ErrNotFound) {
		return nil, goneError{kindGone}
	}
	if err != nil {
		return nil, err
	}
	err = w.inTurn(ctx, func() error {
		began = time.Now()
		return w.guard(ctx, stageExtract, w.Consultation, w.Name, func(ctx context.Context) error {
			got, err := pipeline.ReadLetters(ctx, w.c.Extract, w.Name, data)
			letters = got
			return err
		})
	})
	switch {
	case err != nil:
		return nil, err
	case len(letters) > 1:
		return letters, w.spread(ctx, name, letters)
	case letters[0].Doc != nil && time.Since(began) > slow:
		return letters, w.keep(ctx, name, letters)
	}
	return letters, nil
}

// slow is what reading a file takes when it is worth keeping for a later draft: a scan, not a letter.
const slow = time.Second

// spread keeps each letter of a file of several by itself, then the list of them.
func (w *step) spread(ctx context.Context, name string, letters []pipeline.Letter) error {
	slim := append([]pipeline.Letter{}, letters...)
	for k, l := range letters {
		if l.Doc == nil {
			continue
		}
		if err := w.keep(ctx, part(name, k), letters[k:k+1]); err != nil {
			return err
		}
		slim[k].Doc = nil
	}
	return w.keep(ctx, name, slim)
}

func part(name string, k int) string { return name + "." + strconv.Itoa(k) }

// fanOut sends each letter on, and reports those that could not be read.
func (w *step) fanOut(letters []pipeline.Letter, name string) error {
	w.Parts = len(letters)
	var unread []result
	for k, l := range letters {
		if l.Problem != nil {
			unread = append(unread, result{Part: k, Letter: l.Name, Problem: l.Problem, Any: true})
			continue
		}
		t := w.task
		t.Part, t.Letter, t.Blob = k, l.Name, part(name, k)
		w.out = append(w.out, w.taskMessage(stageSections, t, w.from))
	}
	w.report(kindRecord, unread...)
	return nil
}

// letter takes up a letter that an earlier stage has left.
func (w *step) letter(ctx context.Context) error {
	last := w.reach(w.stage)
	if w.hereAt(last) {
		if known, err := w.held(ctx, w.Part); known || err != nil {
			return err
		}
	} else {
		name := w.made(w.stage, last)
		known, err := w.remembered(ctx, name)
		if err != nil {
			return err
		}
		if known {
			w.stage, w.outcome = last, Remembered
			w.finish(name)
			return nil
		}
	}
	letters, err := w.recall(ctx, w.Blob)
	if err != nil {
		return err
	}
	if len(letters) != 1 || letters[0].Doc == nil {
		return goneError{kindGone}
	}
	return w.through(ctx, &letters[0], w.made)
}

// reach returns the stage at which this process must hand on what it takes up at first: one that it doesn't have, the
// summary, or the first that needs a draft while there is none.
func (w *step) reach(first int) int {
	last := first
	for last < len(w.stages)-1 && w.mine[w.stages[last].Name] && (w.Policy != "" || w.stages[last].Name == stageSections) {
		last++
	}
	return last
}

// through takes the letter through the stages from w.stage on that this process has, and hands on what is left.
func (w *step) through(ctx context.Context, l *pipeline.Letter, name func(first, last int) string) error {
	first, last := w.stage, w.reach(w.stage)
	blob := w.extracted()
	if last > first {
		blob = name(first, last)
		if err := w.inTurn(ctx, func() error { return w.analyze(ctx, l, first, last) }); err != nil {
			return err
		}
	}
	raw, err := pack([]pipeline.Letter{*l})
	if err != nil {
		return err
	}
	w.stage = last
	if w.hereAt(last) {
		w.report(kindRecord, result{Part: w.Part, Letter: w.Letter, raw: raw})
		return nil
	}
	if err := w.c.Blobs.Put(ctx, blob, raw); err != nil {
		return err
	}
	w.finish(blob)
	return nil
}

// analyze does the stages from first to the one before last.
func (w *step) analyze(ctx context.Context, l *pipeline.Letter, first, last int) error {
	if w.Policy == "" {
		return w.guard(ctx, stageSections, w.Consultation, w.Name, func(context.Context) error { l.Gather(w.stages); return nil })
	}
	d, err := w.draft(ctx, w.Consultation, w.Policy)
	if err != nil {
		return err
	}
	for i := first; i < last; i++ {
		err := w.guard(ctx, w.stages[i].Name, w.Consultation, w.Name, func(context.Context) error {
			pipeline.Analyze(l.Doc, d, w.stages[i:i+1])
			if i == len(w.stages)-2 {
				l.Record(d.Policy)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// finish tells the next stage, or the summary, where the letter lies.
func (w *step) finish(name string) {
	switch next := w.stages[w.stage].Name; {
	case next == stageSummary:
		w.report(kindRecord, result{Part: w.Part, Letter: w.Letter, Blob: name})
	case w.Policy == "" && next != stageSections:
		w.report(kindEarly, result{Part: w.Part, Letter: w.Letter, Blob: name})
	default:
		t := w.task
		t.Blob = name
		w.out = append(w.out, w.taskMessage(next, t, w.from))
	}
}

// report tells the summary: by a message, or, where the summary is in this process, without one.
func (w *step) report(kind string, results ...result) {
	r := report{version: w.version, Kind: kind, Policy: w.Policy, Program: w.engine, Results: results}
	if w.c.Ledger != nil && w.mine[stageSummary] {
		w.told = append(w.told, r)
		return
	}
	w.out = append(w.out, w.reportMessage(r, w.from))
}

// The blobs of results are named by all that the result depends on, so that what was made once is found again.

// extracted names what is read of the file; it doesn't depend on the draft.
func (w *step) extracted() string { return w.result(stageExtract) }

// whole names what the stages from extract to the one before last make of a file that is one letter.
func (w *step) whole(_, last int) string {
	return w.result(stageExtract, w.stages[last-1].Name, w.Policy)
}

// made names what the stages from first to the one before last make of a letter.
func (w *step) made(first, last int) string {
	return w.result(w.stages[first].Name, w.stages[last-1].Name, w.Policy, strconv.Itoa(w.Part), w.Letter)
}

func (w *step) result(parts ...string) string {
	return w.blob(digest(append(parts, w.engine, w.Name, w.SHA)...)[:32])
}

// keep writes letters to a blob.
func (s *Service) keep(ctx context.Context, name string, letters []pipeline.Letter) error {
	raw, err := pack(letters)
	if err != nil {
		return err
	}
	return s.c.Blobs.Put(ctx, name, raw)
}

// recall reads what keep has written; nil when there is nothing.
func (s *Service) recall(ctx context.Context, name string) ([]pipeline.Letter, error) {
	raw, err := s.c.Blobs.Get(ctx, name)
	if errors.Is(err, blobs.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return unpack(raw)
}

// remembered reports whether a blob is there.
func (s *Service) remembered(ctx context.Context, name string) (bool, error) {
	_, err := s.c.Blobs.Get(ctx, name)
	if errors.Is(err, blobs.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func pack(letters []pipeline.Letter) ([]byte, error) {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	err := json.NewEncoder(z).Encode(letters)
	err = errors.Join(err, z.Close())
	return b.Bytes(), err
}

func unpack(raw []byte) (letters []pipeline.Letter, err error) {
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err == nil {
		err = json.NewDecoder(z).Decode(&letters)
	}
	if err != nil {
		return nil, fmt.Errorf("a blob of letters is %w: %w", errForm, err)
	}
	return letters, nil
}

// observe tells the metrics of a piece of work.
func (s *Service) observe(stage, consultation string, o Outcome, began time.Time) {
	if s.c.Observe != nil {
		s.c.Observe(Observation{Stage: stage, Outcome: o, Took: time.Since(began), Consultation: consultation})
	}
}
