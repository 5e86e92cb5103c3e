package kafka

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	kafkago "github.com/segmentio/kafka-go"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// Publish implements bus.Broker.
func (b *Broker) Publish(ctx context.Context, ms ...bus.Message) error {
	if err := b.over(ctx, nil); err != nil {
		return err
	}
	if err := bus.CheckSize(ms); err != nil {
		return err
	}
	batches, err := b.split(ctx, ms)
	if err != nil {
		return err
	}
	for _, s := range batches {
		b.lane(s.to).add(s)
	}
	for _, s := range batches {
		if err := s.wait(); err != nil {
			return err
		}
	}
	return nil
}

// batch is what one publisher sends to one partition, small enough for one request.
type batch struct {
	ctx  context.Context
	to   place
	ms   []bus.Message
	size int
	done chan struct{}
	err  error // once done is closed
	last error // what went wrong so far, for the publisher whose time is up; guarded by the lane's mutex
	lane *lane
}

// split sorts the messages by partition, keeping their order.
func (b *Broker) split(ctx context.Context, ms []bus.Message) ([]*batch, error) {
	partitions := map[string]int{}
	var out []*batch
	open := map[place]*batch{}
	for _, m := range ms {
		n, ok := partitions[m.Topic]
		if !ok {
			var err error
			if n, err = b.partitions(ctx, m.Topic); err != nil {
				return nil, err
			}
			partitions[m.Topic] = n
		}
		to := place{m.Topic, partitionOf(m.Key, n)}
		size := framed(m)
		s := open[to]
		if s == nil || s.size+size > batchBytes {
			s = &batch{ctx: ctx, to: to, done: make(chan struct{}), lane: b.lane(to)}
			open[to] = s
			out = append(out, s)
		}
		s.ms = append(s.ms, m)
		s.size += size
	}
	return out, nil
}

// framed is what a message takes on the wire, at most.
func framed(m bus.Message) int { return bus.Size(m) + 40 + 20*len(m.Headers) }

// partitionOf places keys as Java's client does.
func partitionOf(key string, partitions int) int {
	all := make([]int, partitions)
	for i := range all {
		all[i] = i
	}
	return kafkago.Murmur2Balancer{Consistent: true}.Balance(kafkago.Message{Key: []byte(key)}, all...)
}

func (s *batch) finish(err error) {
	s.err = err
	close(s.done)
}

// wait returns when the batch is safe, or the publisher's time is up.
func (s *batch) wait() error {
	select {
	case <-s.done:
		return s.err
	case <-s.ctx.Done():
	}
	select {
	case <-s.done: // both at once
		return s.err
	default:
	}
	s.lane.mu.Lock()
	defer s.lane.mu.Unlock()
	return s.lane.b.over(s.ctx, s.last)
}

// lane sends one partition's batches, one request at a time.
type lane struct {
	b  *Broker
	to place

	mu      sync.Mutex
	queue   []*batch
	running bool
}

func (b *Broker) lane(to place) *lane {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[to]
	if l == nil {
		l = &lane{b: b, to: to}
		b.lanes[to] = l
	}
	return l
}

func (l *lane) add(s *batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = append(l.queue, s)
	if !l.running {
		l.running = true
		go l.run()
	}
}

func (l *lane) run() {
	for {
		together := l.next()
		if together == nil {
			return
		}
		l.send(together)
	}
}

// next takes as many batches as one request holds; nil when there are none, and then the lane stops.
func (l *lane) next() []*batch {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, size := 0, 0
	for n < len(l.queue) && (n == 0 || size+l.queue[n].size <= batchBytes) {
		size += l.queue[n].size
		n++
	}
	if n == 0 {
		l.running = false
		return nil
	}
	together := slices.Clone(l.queue[:n])
	l.queue = slices.Delete(l.queue, 0, n)
	return together
}

// send tries until the batches are safe, or their publishers' time is up.
func (l *lane) send(together []*batch) {
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		together = slices.DeleteFunc(together, func(s *batch) bool {
			err := l.b.over(s.ctx, s.last)
			if err != nil {
				s.finish(err)
			}
			return err != nil
		})
		if len(together) == 0 {
			return
		}
		err := l.try(together)
		final, why := l.b.final(l.b.closed, err)
		if err == nil || final {
			for _, s := range together {
				s.finish(l.b.opt.explain(why))
			}
			return
		}
		l.mu.Lock()
		for _, s := range together {
			s.last = err
		}
		l.mu.Unlock()
		l.b.sleep(l.b.closed, pause)
	}
}

func (l *lane) try(together []*batch) error {
	ctx, cancel := context.WithTimeout(l.b.closed, requestLimit)
	defer cancel()
	var records []kafkago.Record
	for _, s := range together {
		for _, m := range s.ms {
			records = append(records, record(m))
		}
	}
	r, err := l.b.client.Produce(ctx, &kafkago.ProduceRequest{
		Topic:        l.to.topic,
		Partition:    l.to.partition,
		RequiredAcks: kafkago.RequireAll, // its zero value asks for no answer at all
		Records:      kafkago.NewRecordReader(records...),
	})
	if err == nil {
		err = r.Error
	}
	if err != nil && unknownTopic(err) {
		return l.b.exists(ctx, l.to.topic)
	}
	return err
}

func record(m bus.Message) kafkago.Record {
	r := kafkago.Record{Time: time.Now(), Key: kafkago.NewBytes([]byte(m.Key)), Value: kafkago.NewBytes(m.Value)}
	if m.Value == nil {
		r.Value = kafkago.NewBytes([]byte{}) // null would be a tombstone
	}
	for _, k := range slices.Sorted(maps.Keys(m.Headers)) {
		r.Headers = append(r.Headers, kafkago.Header{Key: k, Value: []byte(m.Headers[k])})
	}
	return r
}
