package stream

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// conclude makes of a snapshot what the folder run makes of its files.
func (s *Service) conclude(snap *ledger.Snapshot) (*pipeline.Conclusion, error) {
	c := pipeline.Consultation{Drafts: snap.Drafts, Program: s.c.Version, Reader: s.model, Policy: &consult.Policy{}}
	if snap.Policy != nil {
		if err := json.Unmarshal(snap.Policy, c.Policy); err != nil {
			return nil, fmt.Errorf("the draft in the ledger is %w: %w", errForm, err)
		}
	}
	for _, x := range snap.Letters {
		e := pipeline.Entry{Name: x.Letter, Of: x.ID}
		if x.Problem != nil {
			e.Problem = &consult.Problem{}
			if err := json.Unmarshal(x.Problem, e.Problem); err != nil {
				return nil, fmt.Errorf("a problem of %s is %w: %w", x.Name, errForm, err)
			}
		} else {
			e.Record = func() (consult.Response, error) { return record(snap, x) }
		}
		c.Letters = append(c.Letters, e)
	}
	return pipeline.Conclude(c)
}

func record(snap *ledger.Snapshot, x ledger.Shown) (consult.Response, error) {
	raw, err := snap.Record(x)
	if err != nil {
		return consult.Response{}, err
	}
	letters, err := unpack(raw)
	if err != nil {
		return consult.Response{}, err
	}
	if len(letters) != 1 || letters[0].Response == nil {
		return consult.Response{}, fmt.Errorf("the record of %s is %w", x.Letter, errForm)
	}
	return *letters[0].Response, nil
}

// snapshot returns what is visible of a consultation; it must be closed.
func (s *Service) snapshot(ctx context.Context, consultation string) (*ledger.Snapshot, error) {
	if s.c.Ledger == nil {
		return nil, ErrNoLedger
	}
	if err := checkConsultation(consultation); err != nil {
		return nil, err
	}
	return s.c.Ledger.Snapshot(ctx, consultation)
}

// Response returns what is known of a submission. One that was never heard of has the state Unknown and no error.
func (s *Service) Response(ctx context.Context, consultation, id string) (Reply, error) {
	r := Reply{State: Unknown, ID: id, Responses: []consult.Response{}, Problems: []consult.ProblemEntry{}}
	snap, err := s.snapshot(ctx, consultation)
	if err != nil {
		return r, err
	}
	defer snap.Close()
	sub, err := snap.Submission(id)
	if err != nil || sub.Newest.Rev == "" {
		if sub.Erased {
			r.State = Erased
		}
		return r, err
	}
	r.State, r.Name, r.Revision = Received, sub.Newest.Name, sub.Newest.Rev
	if sub.Visible.Rev == "" {
		return r, nil
	}
	r.Name, r.Revision = sub.Visible.Name, sub.Visible.Rev
	c, err := s.conclude(snap)
	if err != nil {
		return r, err
	}
	for rec, err := range c.Of(id) {
		if err != nil {
			return r, err
		}
		r.Responses = append(r.Responses, rec)
	}
	for _, x := range snap.Letters {
		if x.ID == id && x.Problem != nil {
			p := consult.ProblemEntry{File: x.Letter}
			if err := json.Unmarshal(x.Problem, &p.Problem); err != nil {
				return r, err
			}
			r.Problems = append(r.Problems, p)
		}
	}
	switch {
	case !sub.Done:
		r.State = Correcting
	case sub.Draft:
		r.State = Draft
	case len(r.Responses) == 0:
		r.State = Unreadable
	default:
		r.State = Read
	}
	return r, nil
}

// Status tells how far a consultation has come.
func (s *Service) Status(ctx context.Context, consultation string) (Status, error) {
	st := Status{Consultation: consultation}
	if s.c.Ledger == nil {
		return st, ErrNoLedger
	}
	if err := checkConsultation(consultation); err != nil {
		return st, err
	}
	busy := s.conductor.busy(consultation) // before the ledger is asked: what it says then is at least as new
	p, err := s.c.Ledger.Progress(ctx, consultation)
	if err != nil {
		return st, err
	}
	st.Submissions, st.Shown, st.Pending, st.Change = p.Submissions, p.Shown, p.Pending, p.State.Change
	st.Recomputing = p.State.Shown != p.State.Current || busy
	if p.State.Current != "" {
		var d consult.Policy
		if err := json.Unmarshal(p.Policy, &d); err != nil {
			return st, fmt.Errorf("the draft in the ledger is %w: %w", errForm, err)
		}
		st.Policy, st.Discovered = d.Title, d.Discovered
	}
	return st, nil
}

// Consultations lists those that the ledger knows, sorted.
func (s *Service) Consultations(ctx context.Context) ([]string, error) {
	if s.c.Ledger == nil {
		return nil, ErrNoLedger
	}
	return s.c.Ledger.Consultations(ctx)
}

// Changes sends the number of the last change (Status.Change) whenever the consultation's summary may have changed,
// and at once when there was one before. Changes that come faster than they are received are sent as one. The channel
// is closed when ctx ends; at once in a process without the ledger.
func (s *Service) Changes(ctx context.Context, consultation string) <-chan int64 {
	if s.c.Ledger == nil {
		none := make(chan int64)
		close(none)
		return none
	}
	return s.c.Ledger.Watch(ctx, consultation)
}
