package stream

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// health watches the messages that are being handled.
type health struct {
	mu    sync.Mutex
	begun map[*work]bool
}

// work is a message being handled.
type work struct {
	stage string
	since time.Time
}

// watched returns h, with what it does made known.
func (s *Service) watched(stage string, do bus.Handler) bus.Handler {
	h := &s.health
	return func(ctx context.Context, m bus.Message) error {
		w := &work{stage, time.Now()}
		h.mu.Lock()
		h.begun[w] = true
		h.mu.Unlock()
		err := do(ctx, m)
		h.mu.Lock()
		delete(h.begun, w)
		h.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			s.log.Warn("a message was not processed and will come again", "stage", stage, "error", err,
				"topic", m.Topic, "partition", m.Partition, "offset", m.Offset)
		}
		return err
	}
}

// Healthy returns nil, or what is wrong: a message that takes longer than any stage may, with its tries.
func (s *Service) Healthy(context.Context) error {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	limit := time.Duration(len(s.stages))*s.c.Limit + time.Minute
	for w := range s.health.begun {
		if age := time.Since(w.since); age > limit {
			return fmt.Errorf("stage %s has worked on a message for %s", w.stage, age.Round(time.Second))
		}
	}
	return nil
}

// Lag returns for each stage how many messages it has not finished, whichever process works on it.
func (s *Service) Lag(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for _, st := range s.stages {
		n, err := s.c.Broker.Lag(ctx, s.topic(st.Name), s.c.Prefix+"."+st.Name)
		if err != nil {
			return nil, err
		}
		out[st.Name] = n
	}
	return out, nil
}
