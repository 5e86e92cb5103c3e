package kafka

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	kafkago "github.com/segmentio/kafka-go"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/bus/keyed"
)

// Consume implements bus.Broker.
func (b *Broker) Consume(ctx context.Context, s bus.Subscription, h bus.Handler) error {
	b.mu.Lock()
	if b.closing.Err() != nil {
		b.mu.Unlock()
		return bus.ErrClosed
	}
	b.members.Add(1)
	b.mu.Unlock()
	defer b.members.Done()

	live, end := context.WithCancel(ctx)
	defer end()
	defer context.AfterFunc(b.closing, end)()
	err := b.consume(live, s, h)
	switch {
	case ctx.Err() != nil:
		return nil
	case b.closing.Err() != nil:
		return bus.ErrClosed
	}
	return err
}

// consume is a member of the group until ctx ends or something is wrong that no waiting mends.
func (b *Broker) consume(ctx context.Context, s bus.Subscription, h bus.Handler) error {
	log := b.opt.Logger.With("topic", s.Topic, "group", s.Group)
	if _, err := b.partitions(ctx, s.Topic); err != nil {
		return err
	}
	group, err := kafkago.NewConsumerGroup(b.group(s, log))
	if err != nil {
		return fmt.Errorf("group %s: %w", s.Group, err)
	}
	defer b.leave(group, log)
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	for {
		gen, err := group.Next(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			final, why := b.final(ctx, err)
			if final {
				return b.opt.explain(why)
			}
			log.Warn("kafka: joining the group failed; trying again", "error", b.opt.explain(err))
			continue
		}
		m := &member{b: b, s: s, h: h, gen: gen, fail: fail, log: log.With("generation", gen.ID)}
		gen.Start(func(generation context.Context) { m.run(ctx, generation) })
	}
}

func (b *Broker) group(s bus.Subscription, log *slog.Logger) kafkago.ConsumerGroupConfig {
	return kafkago.ConsumerGroupConfig{
		ID:                     groupID(s.Topic, s.Group),
		Brokers:                b.opt.Brokers,
		Dialer:                 b.net.dialer(),
		Topics:                 []string{s.Topic},
		HeartbeatInterval:      heartbeat,
		SessionTimeout:         b.opt.Session,
		RebalanceTimeout:       2*b.opt.Grace + dialLimit, // the others wait for us while we drain
		JoinGroupBackoff:       heartbeat,
		WatchPartitionChanges:  true,
		PartitionWatchInterval: watchEvery,
		StartOffset:            kafkago.FirstOffset,
		ErrorLogger: kafkago.LoggerFunc(func(format string, args ...any) {
			log.Debug("kafka: " + fmt.Sprintf(format, args...))
		}),
	}
}

// leave says goodbye to the group, which needs the broker; a broker that is away is not waited for.
func (b *Broker) leave(group *kafkago.ConsumerGroup, log *slog.Logger) {
	left := make(chan struct{})
	go func() { group.Close(); close(left) }()
	select {
	case <-left:
	case <-time.After(2*b.opt.Grace + 2*dialLimit):
		log.Warn("kafka: the group was left without a goodbye: the broker doesn't answer")
	}
}

// member is this process's part in one generation of the group.
type member struct {
	b     *Broker
	s     bus.Subscription
	h     bus.Handler
	gen   *kafkago.Generation
	fail  context.CancelCauseFunc // ends the membership
	log   *slog.Logger
	parts []*partition
}

// run works until ctx or the generation ends, finishes what was begun and says so to the broker.
func (m *member) run(ctx, generation context.Context) {
	if len(m.gen.Assignments[m.s.Topic]) == 0 { // others have them all, or the topic is gone and nobody will find out by reading
		if _, err := m.b.partitions(ctx, m.s.Topic); err != nil && ctx.Err() == nil {
			m.fail(err)
			return
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(generation, cancel)()

	queue := keyed.New[*delivery](m.b.opt.Backoff)
	var fetching sync.WaitGroup
	for _, a := range m.gen.Assignments[m.s.Topic] {
		p := newPartition(m.b, m.s, a, m.log)
		m.parts = append(m.parts, p)
		fetching.Go(func() {
			if err := p.fetch(ctx, queue); ctx.Err() == nil {
				m.fail(err)
			}
		})
	}
	m.log.Debug("kafka: joined", "partitions", len(m.parts))

	drained := make(chan struct{})
	var upkeep sync.WaitGroup
	upkeep.Go(func() { m.commits(drained) })
	upkeep.Go(func() { m.beat(ctx, drained) })
	queue.Run(ctx, max(m.s.Workers, 1), m.b.opt.Grace, func(ctx context.Context, d *delivery) error {
		if err := m.h(ctx, d.message); err != nil {
			return err
		}
		d.from.finish(d)
		return nil
	})
	fetching.Wait()
	close(drained)
	upkeep.Wait()
	m.commit()
}

// commits tells the broker every now and then how far we are.
func (m *member) commits(drained <-chan struct{}) {
	tick := time.NewTicker(commitEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			m.commit()
		case <-drained:
			return
		}
	}
}

// commit is bound to the generation: once other members have taken over, the broker refuses it.
func (m *member) commit() {
	offsets := map[int]int64{}
	for _, p := range m.parts {
		if next, news := p.progress(); news {
			offsets[p.id] = next
		}
	}
	if len(offsets) == 0 {
		return
	}
	if err := m.gen.CommitOffsets(map[string]map[int]int64{m.s.Topic: offsets}); err != nil {
		m.log.Warn("kafka: what was finished could not be noted; some messages may come again", "error", m.b.opt.explain(err))
		return
	}
	for _, p := range m.parts {
		if next, ok := offsets[p.id]; ok {
			p.committed(next)
		}
	}
}

// beat keeps the membership alive while we drain: kafka-go's own heart stops when the generation ends.
func (m *member) beat(ctx context.Context, drained <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-drained:
		return
	}
	tick := time.NewTicker(m.b.opt.Session / 5)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-drained:
			return
		}
		beating, cancel := context.WithTimeout(m.b.closed, requestLimit)
		r, err := m.b.client.Heartbeat(beating, &kafkago.HeartbeatRequest{GroupID: m.gen.GroupID, GenerationID: m.gen.ID, MemberID: m.gen.MemberID})
		cancel()
		if err == nil {
			err = r.Error
		}
		if err != nil && !errors.Is(err, kafkago.RebalanceInProgress) {
			m.log.Debug("kafka: heartbeat while draining", "error", err)
		}
	}
}
