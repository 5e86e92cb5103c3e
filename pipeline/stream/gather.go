package stream

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// gather is the handler of the summary: it writes what the stages report to the ledger. It publishes dead letters only,
// which never have to wait, so that a full topic in front of a stage can't stop the summary from emptying its own; what
// is to be done next is the conductor's.
func (s *Service) gather(ctx context.Context, m bus.Message) error {
	var r report
	err := decode(m, schemaReport, &r)
	return s.takeIn(ctx, r, m, err)
}

// takeIn takes in a report that was made of a message, or came in it; err says why it could not be read.
func (s *Service) takeIn(ctx context.Context, r report, m bus.Message, err error) error {
	began, outcome, tries := time.Now(), Done, 1
	if err == nil {
		tries, err = s.insist(ctx, stageSummary, r.Consultation, func() (err error) {
			outcome, err = s.take(ctx, r)
			return err
		})
	}
	if err != nil {
		if !lasting(err) || ctx.Err() != nil {
			return err
		}
		d := newDead(stageSummary, m, tries, err)
		s.lament(d, r.Consultation)
		outcome = Dead
		if err := s.c.Broker.Publish(ctx, s.message(topicDead, schemaDead, m.Key, d, m.Headers)); err != nil {
			return err
		}
	}
	s.observe(stageSummary, r.Consultation, outcome, began)
	return nil
}

// take takes a report in.
func (s *Service) take(ctx context.Context, r report) (Outcome, error) {
	defer s.conductor.taking(r.Consultation)()
	switch r.Kind {
	case kindErase:
		return Done, s.erase(ctx, r.version)
	case kindPolicy:
		return Done, s.putInForce(ctx, r.version, r.Policy)
	case kindOutdated:
		if err := s.restore(ctx, r.Consultation, r.Policy); err != nil {
			return Done, err
		}
		// With the number of its letters the version is known to have come through extract, so it is sent again.
		_, err := s.c.Ledger.Note(ctx, r.ledger(), ledger.News{})
		s.conductor.missed(r.version)
		return Stale, err
	}
	news, err := s.news(ctx, r)
	if errors.Is(err, blobs.ErrNotFound) { // removed with its version, or lost: then it is made again
		news, err = ledger.News{}, nil
		s.conductor.missed(r.version)
	}
	if err != nil {
		return Done, err
	}
	standing, err := s.c.Ledger.Note(ctx, r.ledger(), news)
	if err != nil {
		return Done, err
	}
	s.sweeper.poke() // the version may have superseded another
	switch {
	case standing == ledger.Stale:
		return Stale, nil
	case standing == ledger.Outdated:
		s.conductor.missed(r.version)
		return Stale, nil
	}
	s.conductor.heard(r)
	return Done, nil
}

// news makes of a report what the ledger keeps.
func (s *Service) news(ctx context.Context, r report) (ledger.News, error) {
	var n ledger.News
	for _, x := range r.Results {
		f := ledger.Fact{Part: x.Part, Name: x.Letter, Policy: r.Policy, Program: r.Program}
		if x.Any {
			f.Policy = ""
		}
		var err error
		switch {
		case r.Kind == kindGone:
			f.Policy, f.Name = "", cmp.Or(x.Letter, r.Name)
			f.Problem, err = json.Marshal(gone(r.Name))
		case x.Problem != nil:
			f.Problem, err = json.Marshal(x.Problem)
		case r.Kind == kindEarly:
			err = s.early(ctx, x, &n)
			if err == nil {
				continue
			}
		case x.raw != nil:
			f.Record = x.raw
		default:
			f.Record, err = s.c.Blobs.Get(ctx, x.Blob)
		}
		if err != nil {
			return n, err
		}
		n.Facts = append(n.Facts, f)
	}
	if r.Dead != nil {
		raw, err := json.Marshal(r.Dead)
		if err != nil {
			return n, err
		}
		n.Dead = &ledger.Dead{Mark: fmt.Sprintf("%s/%d/%d/%s", r.Dead.Topic, r.Dead.Partition, r.Dead.Offset, r.Dead.Headers[headID]), Letter: raw}
	}
	return n, nil
}

// early adds a letter that waits for a draft.
func (s *Service) early(ctx context.Context, x result, n *ledger.News) error {
	raw, err := s.c.Blobs.Get(ctx, x.Blob)
	if err != nil {
		return err
	}
	letters, err := unpack(raw)
	if err != nil || len(letters) != 1 {
		return fmt.Errorf("the letter %s: %w", x.Letter, errors.Join(err, errForm))
	}
	facts, err := json.Marshal(letters[0].Facts)
	if err == nil {
		n.Letters = append(n.Letters, ledger.Letter{Part: x.Part, Name: x.Letter, Doc: x.Blob, Facts: facts})
	}
	return err
}

// receive is the handler that hears of submissions on their way to the first stage, so that the ledger knows of those
// that other processes took in.
func (s *Service) receive(ctx context.Context, m bus.Message) error {
	var t task
	if decode(m, schemaTask, &t) != nil {
		return nil // the stage will say so
	}
	_, err := s.insist(ctx, stageSummary, t.Consultation, func() error {
		if known, err := s.c.Ledger.Knows(ctx, t.ledger()); known || err != nil {
			return err
		}
		_, err := s.noteNew(ctx, t.version)
		return err
	})
	return err
}

// gone is the problem of a file whose bytes were lost.
func gone(name string) *consult.Problem {
	return &consult.Problem{Code: "file.gone", Text: name + " is gone from the store of originals. Send it in again."}
}
