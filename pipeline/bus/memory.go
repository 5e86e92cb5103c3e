package bus

import (
	"container/list"
	"context"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus/keyed"
)

// MemoryOptions has a useful zero value.
type MemoryOptions struct {
	Messages int           // most messages held a topic; 0: 1,024
	Bytes    int           // and most bytes; 0: 64 MiB
	Backoff  time.Duration // pause before a failed message comes again, doubled each time up to 100 times; 0: 20 ms
	Grace    time.Duration // how long handlers may work on once their consumer has ended; 0: 5 s
}

// Memory is the Broker within one process.
type Memory struct {
	opt     MemoryOptions
	closing chan struct{} // closed when consumers are to end
	closed  chan struct{} // closed when they have

	mu      sync.Mutex
	topics  map[string]*topic
	members sync.WaitGroup
}

// NewMemory returns a broker with the topics given; [Memory.Create] adds more.
func NewMemory(opt MemoryOptions, topics ...Topic) *Memory {
	if opt.Messages <= 0 {
		opt.Messages = 1024
	}
	if opt.Bytes <= 0 {
		opt.Bytes = 64 << 20
	}
	if opt.Backoff <= 0 {
		opt.Backoff = 20 * time.Millisecond
	}
	if opt.Grace <= 0 {
		opt.Grace = 5 * time.Second
	}
	b := &Memory{opt: opt, closing: make(chan struct{}), closed: make(chan struct{}), topics: map[string]*topic{}}
	b.Create(topics...)
	return b
}

// Create adds topics. Those that are there stay as they are.
func (b *Memory) Create(topics ...Topic) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range topics {
		if b.topics[t.Name] == nil {
			b.topics[t.Name] = newTopic(b, t)
		}
	}
}

func (b *Memory) topic(name string) (*topic, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ended(b.closed) {
		return nil, ErrClosed
	}
	t := b.topics[name]
	if t == nil {
		return nil, fmt.Errorf("topic %s: %w", name, ErrNoTopic)
	}
	return t, nil
}

func ended(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// Publish implements Broker.
func (b *Memory) Publish(ctx context.Context, ms ...Message) error {
	if err := CheckSize(ms); err != nil {
		return err
	}
	to := make([]*topic, len(ms))
	for i, m := range ms {
		var err error
		if to[i], err = b.topic(m.Topic); err != nil {
			return err
		}
	}
	for i, m := range ms {
		if err := to[i].publish(ctx, m); err != nil {
			return fmt.Errorf("publish to topic %s: %w", m.Topic, err)
		}
	}
	return nil
}

// Lag implements Broker.
func (b *Memory) Lag(_ context.Context, name, groupName string) (int64, error) {
	t, err := b.topic(name)
	if err != nil {
		return 0, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if g := t.groups[groupName]; g != nil {
		return g.unfinished, nil
	}
	return int64(t.log.Len()), nil
}

// Consume implements Broker.
func (b *Memory) Consume(ctx context.Context, s Subscription, h Handler) error {
	t, err := b.topic(s.Topic)
	if err != nil {
		return err
	}
	b.mu.Lock()
	if ended(b.closing) {
		b.mu.Unlock()
		return ErrClosed
	}
	b.members.Add(1)
	b.mu.Unlock()
	defer b.members.Done()

	live, end := context.WithCancel(ctx)
	defer end()
	go func() {
		select {
		case <-b.closing:
			end()
		case <-live.Done():
		}
	}()
	g := t.group(s.Group)
	g.Run(live, max(s.Workers, 1), b.opt.Grace, func(ctx context.Context, e *entry) error {
		if t.dropped(e) {
			return t.done(g, e)
		}
		if err := h(ctx, e.Message); err != nil {
			return err
		}
		return t.done(g, e)
	})
	if ctx.Err() == nil {
		return ErrClosed
	}
	return nil
}

// Close implements Broker.
func (b *Memory) Close() error {
	b.mu.Lock()
	if !ended(b.closing) {
		close(b.closing)
	}
	b.mu.Unlock()
	b.members.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !ended(b.closed) {
		close(b.closed)
	}
	for _, t := range b.topics {
		t.wake()
	}
	return nil
}

// topic holds the messages and hands them to its groups.
type topic struct {
	b    *Memory
	spec Topic

	mu       sync.Mutex
	room     *sync.Cond // publishers wait on it
	log      *list.List // of *entry, as published
	finished []*list.Element
	bytes    int
	groups   map[string]*group
	offsets  []int64 // the next one of each partition
}

// entry is a message and the number of groups that have not finished it.
type entry struct {
	Message
	left int
	at   *list.Element
	gone bool // the log has dropped it
}

const defaultPartitions = 8

func newTopic(b *Memory, spec Topic) *topic {
	if spec.Partitions <= 0 {
		spec.Partitions = defaultPartitions
	}
	t := &topic{b: b, spec: spec, log: list.New(), groups: map[string]*group{}, offsets: make([]int64, spec.Partitions)}
	t.room = sync.NewCond(&t.mu)
	return t
}

// wake lets publishers that wait look again.
func (t *topic) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.room.Broadcast()
}

// group is the topic's messages as one group sees them.
type group struct {
	*keyed.Queue[*entry]
	unfinished int64
}

func (g *group) add(e *entry) {
	g.unfinished++
	g.Add(e.Key, e)
}

func (t *topic) publish(ctx context.Context, m Message) error {
	defer context.AfterFunc(ctx, t.wake)()
	size := Size(m)
	t.mu.Lock()
	defer t.mu.Unlock()
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if ended(t.b.closed) {
			return ErrClosed
		}
		if t.makeRoom(size) {
			break
		}
		t.room.Wait()
	}
	t.add(m, size)
	return nil
}

// makeRoom drops finished messages until one of the size fits; false means that groups must finish some first.
func (t *topic) makeRoom(size int) bool {
	full := func() bool {
		return t.log.Len() > 0 && (t.log.Len() >= t.b.opt.Messages || t.bytes+size > t.b.opt.Bytes)
	}
	for full() && len(t.finished) > 0 {
		t.drop(t.finished[0])
		t.finished = t.finished[1:]
	}
	for full() && t.spec.Log {
		t.drop(t.log.Front())
	}
	return !full()
}

func (t *topic) drop(at *list.Element) {
	e := t.log.Remove(at).(*entry)
	e.gone = true
	t.bytes -= Size(e.Message)
}

func (t *topic) add(m Message, size int) {
	h := fnv.New32a()
	h.Write([]byte(m.Key))
	m.Partition = int(h.Sum32() % uint32(len(t.offsets)))
	m.Offset = t.offsets[m.Partition]
	t.offsets[m.Partition]++
	t.bytes += size
	e := &entry{Message: m, left: len(t.groups)}
	e.at = t.log.PushBack(e)
	for _, g := range t.groups {
		g.add(e)
	}
}

func (t *topic) dropped(e *entry) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return e.gone
}

// done notes that a group has finished the entry.
func (t *topic) done(g *group, e *entry) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	g.unfinished--
	if e.left--; e.left == 0 && !e.gone {
		t.finished = append(t.finished, e.at)
		t.room.Broadcast()
	}
	return nil
}

// group returns the group of that name; a new one gets all that the topic holds.
func (t *topic) group(name string) *group {
	t.mu.Lock()
	defer t.mu.Unlock()
	g := t.groups[name]
	if g == nil {
		g = &group{Queue: keyed.New[*entry](t.b.opt.Backoff)}
		t.groups[name] = g
		t.finished = nil
		for at := t.log.Front(); at != nil; at = at.Next() {
			e := at.Value.(*entry)
			e.left++
			g.add(e)
		}
	}
	return g
}
