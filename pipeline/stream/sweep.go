package stream

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// sweeper removes blobs that nobody needs, some time after it is poked.
type sweeper chan struct{}

func (w sweeper) poke() {
	select {
	case w <- struct{}{}:
	default:
	}
}

func (s *Service) sweepOn(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.sweeper:
		}
		if !sleep(ctx, sweepPause) {
			return
		}
		if err := s.sweep(ctx); err != nil && !errors.Is(err, context.Canceled) {
			s.log.Warn("blobs that nobody needs can't be removed; it will be tried again", "error", err)
			s.sweeper.poke()
		}
	}
}

const sweepPause = time.Second

// sweep removes the blobs that nobody needs any more.
func (s *Service) sweep(ctx context.Context) error {
	return s.c.Ledger.Doomed(ctx, func(prefix, upto string) error {
		for name, err := range s.c.Blobs.List(ctx, prefix) {
			if err != nil {
				return err
			}
			if upto == "" || name < upto || strings.HasPrefix(name, upto) {
				if err := s.c.Blobs.Delete(ctx, name); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tidyEvery is how often the blobs are held against the ledger.
const tidyEvery = time.Hour

// tidyOn tidies all consultations now and then until ctx ends; at the start takeUp has done it.
func (s *Service) tidyOn(ctx context.Context) {
	for sleep(ctx, tidyEvery) {
		names, err := s.c.Ledger.Consultations(ctx)
		for _, name := range names {
			err = errors.Join(err, s.tidy(ctx, name))
		}
		if err != nil && ctx.Err() == nil {
			s.log.Warn("not all blobs that nobody needs can be found; it will be tried again", "error", err)
		}
	}
}

// tidy removes what sweep doesn't know of: what a stage wrote of a version that was erased or superseded meanwhile when
// nobody came to report it, since the process ended or its message was another's by then; and drafts that were
// discovered, which quote letters, and never came into force or were not removed when they went.
func (s *Service) tidy(ctx context.Context, consultation string) error {
	unneeded, err := s.c.Ledger.Unneeded(ctx, consultation)
	if err != nil {
		return err
	}
	for name, err := range s.c.Blobs.List(ctx, consultation+"/") {
		if key, ok := strings.CutPrefix(name, policyBlob(consultation, "")); ok && err == nil {
			err = s.tidyDraft(ctx, consultation, key)
		} else if err == nil && unneeded(name) {
			err = s.c.Blobs.Delete(ctx, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tidyDraft removes the blob of a draft that was discovered and is neither in force nor shown. A given one may be about
// to come into force.
func (s *Service) tidyDraft(ctx context.Context, consultation, key string) error {
	name := policyBlob(consultation, key)
	if name == currentBlob(consultation) {
		return nil
	}
	s.finding.Lock() // what is written now comes into force only afterwards
	defer s.finding.Unlock()
	if _, err := s.c.Ledger.Policy(ctx, consultation, key); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	body, err := s.c.Blobs.Get(ctx, name)
	if errors.Is(err, blobs.ErrNotFound) {
		return nil
	}
	var p consult.Policy
	if err != nil || json.Unmarshal(body, &p) != nil || !p.Discovered {
		return err
	}
	return s.c.Blobs.Delete(ctx, name)
}
