package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// drafts keeps what this process needs of the drafts in force: a few of them read, and which was given where.
type drafts struct {
	mu    sync.Mutex
	read  map[string]*analyzers.Draft // by blob
	order []string                    // oldest first
	given map[string]known            // by consultation
}

// known is the key of a draft in force, as it was at a time.
type known struct {
	key string
	at  time.Time
}

const (
	maxDrafts = 8           // kept read: analyzers keep much of each
	lookAgain = time.Second // after which a process without the ledger looks again which draft is in force
)

// draft returns a draft, ready for the analyzers.
func (s *Service) draft(ctx context.Context, consultation, key string) (*analyzers.Draft, error) {
	blob := policyBlob(consultation, key)
	s.drafts.mu.Lock()
	d := s.drafts.read[blob]
	s.drafts.mu.Unlock()
	if d != nil {
		return d, nil
	}
	body, err := s.c.Blobs.Get(ctx, blob)
	if errors.Is(err, blobs.ErrNotFound) {
		return nil, goneError{kindOutdated}
	}
	if err != nil {
		return nil, err
	}
	var p consult.Policy
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, fmt.Errorf("the draft %s is %w: %w", blob, errForm, err)
	}
	return s.drafts.add(blob, analyzers.NewDraft(&p)), nil
}

func (d *drafts) add(blob string, draft *analyzers.Draft) *analyzers.Draft {
	d.mu.Lock()
	defer d.mu.Unlock()
	if first := d.read[blob]; first != nil { // read twice at once: what analyzers computed is the first one's
		return first
	}
	if len(d.order) == maxDrafts {
		delete(d.read, d.order[0])
		d.order = d.order[1:]
	}
	d.read[blob], d.order = draft, append(d.order, blob)
	return draft
}

// inForce returns the key of the draft that was given; "" when none was, so far as this process knows. Should that be
// old news, the summary finds it out.
func (s *Service) inForce(ctx context.Context, consultation string) (string, error) {
	if s.c.Ledger != nil {
		st, err := s.c.Ledger.State(ctx, consultation)
		if err != nil || st.Given == "" {
			return "", err
		}
		return st.Current, nil
	}
	s.drafts.mu.Lock()
	k, ok := s.drafts.given[consultation]
	s.drafts.mu.Unlock()
	if ok && time.Since(k.at) < lookAgain {
		return k.key, nil
	}
	raw, err := s.c.Blobs.Get(ctx, currentBlob(consultation))
	if err != nil && !errors.Is(err, blobs.ErrNotFound) {
		return "", err
	}
	s.drafts.mu.Lock()
	defer s.drafts.mu.Unlock()
	s.drafts.given[consultation] = known{string(raw), time.Now()}
	return string(raw), nil
}

// putInForce has the ledger go by a draft that was given.
func (s *Service) putInForce(ctx context.Context, v version, key string) error {
	defer s.conductor.taking(v.Consultation)()
	body, err := s.c.Blobs.Get(ctx, policyBlob(v.Consultation, key))
	if errors.Is(err, blobs.ErrNotFound) { // the message came again, after a later draft
		return nil
	}
	if err != nil {
		return err
	}
	var p consult.Policy
	if err := json.Unmarshal(body, &p); err != nil {
		return fmt.Errorf("the draft %s is %w: %w", key, errForm, err)
	}
	if _, err := s.c.Ledger.SetPolicy(ctx, v.Consultation, v.Rev, ledger.Policy{Key: key, SHA: p.Source.SHA256, Body: body}); err != nil {
		return err
	}
	if err := s.point(ctx, v.Consultation); err != nil {
		return err
	}
	s.conductor.poke(v.Consultation)
	return nil
}

// point tells the processes without the ledger which draft is in force.
func (s *Service) point(ctx context.Context, consultation string) error {
	s.pointing.Lock() // two at once must not leave the older one's word
	defer s.pointing.Unlock()
	st, err := s.c.Ledger.State(ctx, consultation)
	if err != nil || st.Given == "" {
		return err
	}
	return s.c.Blobs.Put(ctx, currentBlob(consultation), []byte(st.Current))
}

// restore writes the blob of a draft again that a stage has missed, if the draft is in force: one that was out of force
// and is in force again may have been removed in between.
func (s *Service) restore(ctx context.Context, consultation, key string) error {
	st, err := s.c.Ledger.State(ctx, consultation)
	if err != nil || st.Current != key {
		return err
	}
	p, err := s.c.Ledger.Policy(ctx, consultation, key)
	if err != nil {
		return err
	}
	return s.c.Blobs.Put(ctx, policyBlob(consultation, key), p.Body)
}
