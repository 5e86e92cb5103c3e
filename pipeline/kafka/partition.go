package kafka

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	kafkago "github.com/segmentio/kafka-go"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/bus/keyed"
)

// delivery is a message in hand.
type delivery struct {
	message bus.Message
	from    *partition
	done    bool // guarded by the partition's mutex
}

// partition is one that the member reads during a generation.
type partition struct {
	b     *Broker
	topic string
	group string
	id    int
	start int64 // where the group stands; negative when it is new
	pause time.Duration
	log   *slog.Logger

	mu    sync.Mutex
	hand  []*delivery // from the first unfinished one on
	next  int64       // all before it is finished
	told  int64       // what the broker knows of next
	moved chan struct{}
}

func newPartition(b *Broker, s bus.Subscription, a kafkago.PartitionAssignment, log *slog.Logger) *partition {
	return &partition{b: b, topic: s.Topic, group: s.Group, id: a.ID, start: a.Offset, pause: s.Patience, next: -1, told: -1,
		log: log.With("partition", a.ID), moved: make(chan struct{}, 1)}
}

// fetch reads the partition into the queue until ctx ends, or something is wrong that no waiting mends.
func (p *partition) fetch(ctx context.Context, queue *keyed.Queue[*delivery]) error {
	at, err := p.begin(ctx, p.start)
	for ; err == nil; at, err = p.page(ctx, at, queue) {
	}
	return err
}

// begin returns the offset to read from when the group stands at one: that, unless its messages are gone.
func (p *partition) begin(ctx context.Context, at int64) (int64, error) {
	var o kafkago.PartitionOffsets
	err := p.b.insist(ctx, func(ctx context.Context) error {
		all, err := p.b.offsets(ctx, p.topic, p.id)
		o = all[p.id]
		return err
	})
	switch {
	case err != nil:
		return 0, err
	case at < 0:
		return o.FirstOffset, nil
	case at < o.FirstOffset:
		lost := o.FirstOffset - at
		p.log.Error("kafka: messages were deleted before the group had read them; their time was up", "messages", lost, "first", at, "last", o.FirstOffset-1)
		if p.b.opt.Lost != nil {
			p.b.opt.Lost(p.topic, p.group, p.id, lost)
		}
		return o.FirstOffset, nil
	case at > o.LastOffset:
		p.log.Error("kafka: the topic is shorter than what the group has read of it: it was made anew; reading it from the start", "stood", at, "end", o.LastOffset)
		return o.FirstOffset, nil
	}
	return at, nil
}

// page reads once, hands over what came, and returns the next offset to read.
func (p *partition) page(ctx context.Context, at int64, queue *keyed.Queue[*delivery]) (int64, error) {
	if err := p.room(ctx); err != nil {
		return at, err
	}
	var ms []bus.Message
	err := p.b.insist(ctx, func(ctx context.Context) error {
		var err error
		ms, err = p.read(ctx, at)
		if errors.Is(err, kafkago.OffsetOutOfRange) {
			at, err = p.begin(ctx, at)
		}
		return err
	})
	if err != nil {
		return at, err
	}
	for _, m := range ms {
		if err := p.room(ctx); err != nil {
			return at, err
		}
		p.take(m, queue)
		at = m.Offset + 1
	}
	if len(ms) > 0 && p.pause > 0 {
		p.b.sleep(ctx, p.pause)
	}
	return at, nil
}

// read gets the messages from the offset on that the broker sends in one answer: none, when none come in time.
func (p *partition) read(ctx context.Context, at int64) ([]bus.Message, error) {
	r, err := p.b.client.Fetch(ctx, &kafkago.FetchRequest{
		Topic: p.topic, Partition: p.id, Offset: at, MinBytes: 1, MaxBytes: fetchBytes, MaxWait: fetchWait,
	})
	if err == nil {
		err = r.Error
	}
	if err != nil && unknownTopic(err) {
		return nil, p.b.exists(ctx, p.topic)
	}
	if err != nil {
		return nil, err
	}
	var ms []bus.Message
	for {
		rec, err := r.Records.ReadRecord()
		switch {
		case errors.Is(err, io.EOF):
			return ms, nil
		case err != nil:
			return nil, err
		}
		m, err := p.message(rec)
		if err != nil {
			return nil, err
		}
		if m.Offset >= at { // a batch may begin before the offset that was asked for
			ms = append(ms, m)
		}
	}
}

func (p *partition) message(rec *kafkago.Record) (bus.Message, error) {
	key, err := kafkago.ReadAll(rec.Key)
	if err != nil {
		return bus.Message{}, err
	}
	value, err := kafkago.ReadAll(rec.Value)
	if err != nil {
		return bus.Message{}, err
	}
	m := bus.Message{Topic: p.topic, Key: string(key), Value: value, Partition: p.id, Offset: rec.Offset}
	if len(rec.Headers) > 0 {
		m.Headers = make(map[string]string, len(rec.Headers))
		for _, h := range rec.Headers {
			m.Headers[h.Key] = string(h.Value)
		}
	}
	return m, nil
}

// room waits until fewer messages are in hand than the window holds.
func (p *partition) room(ctx context.Context) error {
	for {
		p.mu.Lock()
		full := len(p.hand) >= p.b.opt.Window
		p.mu.Unlock()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !full {
			return nil
		}
		select {
		case <-p.moved:
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (p *partition) take(m bus.Message, queue *keyed.Queue[*delivery]) {
	d := &delivery{message: m, from: p}
	p.mu.Lock()
	p.hand = append(p.hand, d)
	p.mu.Unlock()
	queue.Add(m.Key, d)
}

// finish notes that the message is done. The group stands behind the last one before which all are.
func (p *partition) finish(d *delivery) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d.done = true
	for len(p.hand) > 0 && p.hand[0].done {
		p.next = p.hand[0].message.Offset + 1
		p.hand[0] = nil
		p.hand = p.hand[1:]
	}
	select {
	case p.moved <- struct{}{}:
	default:
	}
}

// progress returns where the group stands, and whether the broker doesn't know it yet.
func (p *partition) progress() (int64, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.next, p.next > p.told
}

func (p *partition) committed(next int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = next
}
