package stream

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// Run works on the named stages (none: all) until ctx ends, then finishes what it has begun. "summary" needs the
// ledger, and runs in one process.
func (s *Service) Run(ctx context.Context, stages []string) error {
	mine, err := s.own(stages)
	if err != nil {
		return err
	}
	outer := ctx
	g, ctx := errgroup.WithContext(ctx)
	for name := range mine {
		if name == stageSummary {
			continue
		}
		h := s.handler(name, mine)
		g.Go(func() error { return s.consume(ctx, name, name, inHand*s.c.Workers, 0, h) })
	}
	if mine[stageSummary] {
		g.Go(func() error { return s.summarize(ctx) })
	}
	if err := g.Wait(); err != nil && outer.Err() == nil {
		return err
	}
	return nil // what ended was the caller's to end
}

// inHand is how many messages of a stage are in hand for each that is being worked on: the others wait for the disk, the
// broker or the ledger, which take many at once as easily as one.
const inHand = 6

// hearsay is how late the ledger may hear of what other processes took in: it says no more than that it came.
const hearsay = 700 * time.Millisecond

// consume has h handle what comes to a stage. The group is the stage's, so that several processes share the work.
func (s *Service) consume(ctx context.Context, stage, group string, workers int, patience time.Duration, h bus.Handler) error {
	err := s.c.Broker.Consume(ctx, bus.Subscription{Topic: s.topic(stage), Group: s.c.Prefix + "." + group, Workers: workers, Patience: patience},
		s.watched(stage, h))
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("stage %s: %w", stage, err)
	}
	return nil
}

// summarize is the part of Run that needs the ledger.
func (s *Service) summarize(ctx context.Context) error {
	names, err := s.c.Ledger.Consultations(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		s.conductor.poke(name)
		if err := s.point(ctx, name); err != nil {
			return err
		}
	}
	if err := s.sweep(ctx); err != nil {
		return err
	}
	var helpers sync.WaitGroup
	defer helpers.Wait()
	helpers.Go(func() { s.takeUp(ctx, names); s.conduct(ctx) })
	helpers.Go(func() { s.sweepOn(ctx) })
	helpers.Go(func() { s.tidyOn(ctx) })
	g, ctx := errgroup.WithContext(ctx)
	// More at once than there are processors: what they wait for is the disk, and the ledger takes them all in one go.
	g.Go(func() error { return s.consume(ctx, stageSummary, stageSummary, 64, 0, s.gather) })
	if !s.c.Volatile {
		g.Go(func() error { return s.consume(ctx, stageExtract, "ledger", 64, hearsay, s.receive) })
	}
	return g.Wait()
}

// takeUp looks at each consultation once, for what an earlier process left.
func (s *Service) takeUp(ctx context.Context, names []string) {
	for _, name := range names {
		for ctx.Err() == nil {
			err := s.tidy(ctx, name)
			if err == nil {
				err = s.look(ctx, name, true)
			}
			if err == nil {
				break
			}
			s.log.Warn("what an earlier process left can't be taken up; it will be tried again", "consultation", name, "error", err)
			sleep(ctx, time.Second)
		}
	}
}
