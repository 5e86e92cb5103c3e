package stream

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// Report is what a folder run over the submissions would have found, as it stood at one moment. It must be closed; the
// ledger's log grows meanwhile.
type Report struct {
	Summary   consult.Summary                    // what summary.json would hold
	Responses iter.Seq2[consult.Response, error] // what responses.jsonl would hold, sorted by id; until Close
	Done      func() error                       // what Close calls; may be nil
}

// Close ends the report.
func (r *Report) Close() error {
	if r.Done == nil {
		return nil
	}
	return r.Done()
}

// Report returns what is to be reported of a consultation now.
func (s *Service) Report(ctx context.Context, consultation string) (*Report, error) {
	snap, err := s.snapshot(ctx, consultation)
	if err != nil {
		return nil, err
	}
	c, err := s.conclude(snap)
	if err != nil {
		return nil, errors.Join(err, snap.Close())
	}
	s.summaries.put(snap.State, c.Summary)
	return &Report{c.Summary, c.Responses(), snap.Close}, nil
}

// Summary returns what summary.json of a folder run over the submissions would hold. It is kept until something changes
// or somebody is erased: many may ask for it at once.
func (s *Service) Summary(ctx context.Context, consultation string) (consult.Summary, error) {
	if s.c.Ledger != nil {
		st, err := s.c.Ledger.State(ctx, consultation)
		if err != nil {
			return consult.Summary{}, err
		}
		if sum, ok := s.summaries.get(st); ok {
			return sum, nil
		}
	}
	r, err := s.Report(ctx, consultation)
	if err != nil {
		return consult.Summary{}, err
	}
	return r.Summary, r.Close()
}

// summaries keeps each consultation's last summary.
type summaries struct {
	mu   sync.Mutex
	last map[string]kept
}

// kept is a summary, and the change that it is of.
type kept struct {
	change int64
	consult.Summary
}

func (k *summaries) get(st ledger.State) (consult.Summary, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	x, ok := k.last[st.Consultation]
	return x.Summary, ok && x.change == st.Change
}

func (k *summaries) put(st ledger.State, sum consult.Summary) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last == nil {
		k.last = map[string]kept{}
	}
	if x, ok := k.last[st.Consultation]; !ok || x.change < st.Change {
		k.last[st.Consultation] = kept{st.Change, sum}
	}
}

// forget drops what names somebody who was erased.
func (k *summaries) forget(consultation string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.last, consultation)
}
