package stream

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"sync"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// buried is a dead letter with what is needed to try its message again.
type buried struct {
	DeadLetter
	whole dead
}

// DeadLetters lists the messages that could not be processed, oldest first: those that the ledger has noted, or, in a
// process without it, those on the topic of the dead letters, which keeps them for as long as the broker is told to.
func (s *Service) DeadLetters(ctx context.Context) ([]DeadLetter, error) {
	all, err := s.allBuried(ctx)
	out := make([]DeadLetter, len(all))
	for i, b := range all {
		out[i] = b.DeadLetter
	}
	return out, err
}

// Retry hands dead letters to their stages again.
func (s *Service) Retry(ctx context.Context, numbers ...int64) error {
	all, err := s.allBuried(ctx)
	if err != nil {
		return err
	}
	var ms []bus.Message
	for _, n := range numbers {
		i := slices.IndexFunc(all, func(b buried) bool { return b.Number == n })
		if i < 0 {
			return fmt.Errorf("%w: there is no dead letter %d; list them to see which there are", ErrNoDeadLetter, n)
		}
		ms = append(ms, again(all[i].whole))
		if s.c.Ledger == nil {
			ms = append(ms, s.message(topicDead, schemaRetried, all[i].whole.Key, all[i].DeadLetter.mark(), nil))
		}
	}
	if err := s.c.Broker.Publish(ctx, ms...); err != nil || s.c.Ledger == nil {
		return err
	}
	return s.c.Ledger.Retried(ctx, numbers...)
}

// again returns the message that a dead letter was made of, as it was, with one attempt more.
func again(d dead) bus.Message {
	h := map[string]string{}
	for k, v := range d.Headers {
		h[k] = v
	}
	n, _ := strconv.Atoi(h[headAttempt])
	h[headAttempt] = strconv.Itoa(max(n, 1) + 1)
	return bus.Message{Topic: d.Topic, Key: d.Key, Value: d.Value, Headers: h}
}

// schemaRetried is the form of a note on the topic of the dead letters that one of them was tried again.
const schemaRetried = "clausewise/retried/v1"

// mark tells a dead letter from others.
func (d DeadLetter) mark() string { return fmt.Sprintf("%s/%d/%d", d.Topic, d.Partition, d.Offset) }

func (d dead) letter() buried {
	b := buried{whole: d, DeadLetter: DeadLetter{At: d.At, Stage: d.Stage, Cause: d.Cause, Topic: d.Topic, Partition: d.Partition,
		Offset: d.Offset, Attempts: d.Tries}}
	var t task
	if json.Unmarshal(d.Value, &t) == nil {
		b.Consultation, b.ID, b.Name = t.Consultation, t.ID, t.Name
	}
	return b
}

func (s *Service) allBuried(ctx context.Context) ([]buried, error) {
	if s.c.Ledger == nil {
		return s.buriedOnTopic(ctx)
	}
	rows, err := s.c.Ledger.Dead(ctx)
	if err != nil {
		return nil, err
	}
	var out []buried
	for _, r := range rows {
		var d dead
		if err := json.Unmarshal(r.Letter, &d); err != nil {
			return nil, fmt.Errorf("the dead letter %d is %w: %w", r.Number, errForm, err)
		}
		b := d.letter()
		b.Number, b.Retried = r.Number, r.Retried
		out = append(out, b)
	}
	return out, nil
}

// buriedOnTopic reads the topic of the dead letters from its start, as a group of its own that nobody joins again.
func (s *Service) buriedOnTopic(ctx context.Context) ([]buried, error) {
	topic := s.topic(topicDead)
	group := s.c.Prefix + ".list-" + digest("list", s.clock.now().String(), s.engine)[:16]
	left, err := s.c.Broker.Lag(ctx, topic, group)
	if err != nil || left == 0 {
		return nil, err
	}
	if f, ok := s.c.Broker.(bus.Forgetter); ok {
		defer func() {
			if err := f.Forget(context.WithoutCancel(ctx), topic, group); err != nil {
				s.log.Info("a group that read the dead letters is left behind", "group", group, "error", err)
			}
		}()
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	var mu sync.Mutex
	var out []buried
	retried := map[string]bool{}
	err = s.c.Broker.Consume(ctx, bus.Subscription{Topic: topic, Group: group}, func(_ context.Context, m bus.Message) error {
		mu.Lock()
		defer mu.Unlock()
		var d dead
		var mark string
		if decode(m, schemaDead, &d) == nil {
			b := d.letter()
			b.Number = m.Offset*maxPartitions + int64(m.Partition)
			out = append(out, b)
		} else if decode(m, schemaRetried, &mark) == nil {
			retried[mark] = true
		}
		if left--; left <= 0 {
			done()
		}
		return nil
	})
	for i, b := range out {
		out[i].Retried = retried[b.mark()]
	}
	sort.Slice(out, func(i, k int) bool {
		if !out[i].At.Equal(out[k].At) {
			return out[i].At.Before(out[k].At)
		}
		return out[i].Number < out[k].Number
	})
	return out, err
}

// maxPartitions is more than any topic of ours has: partition and offset make one number.
const maxPartitions = 1 << 16
