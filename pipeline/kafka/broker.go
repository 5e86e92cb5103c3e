package kafka

import (
	"context"
	"errors"
	"fmt"
	"sync"

	kafkago "github.com/segmentio/kafka-go"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// Broker is a connection to a Kafka cluster.
type Broker struct {
	opt       Options
	net       network
	client    *kafkago.Client
	transport *kafkago.Transport

	closing context.Context // ends when consumers are to end
	close   context.CancelFunc
	closed  context.Context // ends when they have
	finish  context.CancelFunc

	mu      sync.Mutex
	members sync.WaitGroup
	lanes   map[place]*lane
}

// place is a partition of a topic.
type place struct {
	topic     string
	partition int
}

// Open checks the options. It doesn't connect: see Ping.
func Open(o Options) (*Broker, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	m, err := o.mechanism()
	if err != nil {
		return nil, err
	}
	n := network{o, m}
	b := &Broker{opt: o, net: n, transport: n.transport(m), lanes: map[place]*lane{}}
	b.client = &kafkago.Client{Addr: kafkago.TCP(o.Brokers...), Transport: b.transport}
	b.closing, b.close = context.WithCancel(context.Background())
	b.closed, b.finish = context.WithCancel(context.Background())
	return b, nil
}

// partitions returns how many the topic has, as soon as the broker can be asked.
func (b *Broker) partitions(ctx context.Context, topic string) (int, error) {
	var n int
	err := b.insist(ctx, func(ctx context.Context) error {
		m, err := b.client.Metadata(ctx, &kafkago.MetadataRequest{Topics: []string{topic}})
		if err != nil {
			return err
		}
		if n = len(m.Topics[0].Partitions); m.Topics[0].Error == nil && n > 0 {
			return nil
		}
		return b.exists(ctx, topic)
	})
	return n, err
}

// exists returns ErrNoTopic when the cluster says so itself, and otherwise that its answer has not spread yet.
func (b *Broker) exists(ctx context.Context, topic string) error {
	m, err := b.ask(ctx, []string{topic})
	switch {
	case err != nil:
		return err
	case len(m.Topics) == 0, unknownTopic(m.Topics[0].Error):
		return explained{b.opt.where(), fmt.Errorf("topic %s: %w", topic, bus.ErrNoTopic)}
	case m.Topics[0].Error != nil:
		return m.Topics[0].Error
	}
	return kafkago.LeaderNotAvailable
}

// offsets returns a partition's first offset and the one that its next message will have.
func (b *Broker) offsets(ctx context.Context, topic string, partitions ...int) (map[int]kafkago.PartitionOffsets, error) {
	var ask []kafkago.OffsetRequest
	for _, p := range partitions {
		ask = append(ask, kafkago.FirstOffsetOf(p), kafkago.LastOffsetOf(p))
	}
	r, err := b.client.ListOffsets(ctx, &kafkago.ListOffsetsRequest{Topics: map[string][]kafkago.OffsetRequest{topic: ask}})
	out := map[int]kafkago.PartitionOffsets{}
	if err == nil {
		for _, p := range r.Topics[topic] {
			err = errors.Join(err, p.Error)
			out[p.Partition] = p
		}
	}
	if err != nil && unknownTopic(err) {
		return nil, b.exists(ctx, topic)
	}
	if err != nil {
		return nil, err
	}
	if len(out) != len(partitions) {
		return nil, kafkago.LeaderNotAvailable
	}
	return out, nil
}

// Lag implements bus.Broker.
func (b *Broker) Lag(ctx context.Context, topic, group string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, lagLimit)
	defer cancel()
	n, err := b.partitions(ctx, topic)
	if err != nil {
		return 0, err
	}
	var lag int64
	err = b.insist(ctx, func(ctx context.Context) error {
		lag, err = b.lag(ctx, topic, group, n)
		return err
	})
	return lag, err
}

func (b *Broker) lag(ctx context.Context, topic, group string, partitions int) (int64, error) {
	all := make([]int, partitions)
	for p := range all {
		all[p] = p
	}
	ends, err := b.offsets(ctx, topic, all...)
	if err != nil {
		return 0, err
	}
	r, err := b.client.OffsetFetch(ctx, &kafkago.OffsetFetchRequest{GroupID: groupID(topic, group), Topics: map[string][]int{topic: all}})
	if err != nil {
		return 0, err
	}
	if r.Error != nil && !errors.Is(r.Error, kafkago.GroupIdNotFound) { // a group that was never there has read nothing
		return 0, r.Error
	}
	committed := map[int]int64{}
	for _, p := range r.Topics[topic] {
		if p.Error != nil {
			return 0, p.Error
		}
		committed[p.Partition] = p.CommittedOffset
	}
	var lag int64
	for p, o := range ends {
		from, ok := committed[p]
		if !ok || from < o.FirstOffset || from > o.LastOffset {
			from = o.FirstOffset
		}
		lag += o.LastOffset - from
	}
	return lag, nil
}

// Forget implements bus.Forgetter: it removes a group that nobody is a member of.
func (b *Broker) Forget(ctx context.Context, topic, group string) error {
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	id := groupID(topic, group)
	r, err := b.client.DeleteGroups(ctx, &kafkago.DeleteGroupsRequest{GroupIDs: []string{id}})
	if err == nil {
		err = r.Errors[id]
	}
	if errors.Is(err, kafkago.GroupIdNotFound) {
		err = nil
	}
	return b.opt.explain(err)
}

// groupID names a group to Kafka. A group reads one topic, so members of one never rebalance those of another.
func groupID(topic, group string) string { return group + "." + topic }

// Close implements bus.Broker.
func (b *Broker) Close() error {
	b.mu.Lock()
	b.close() // under the lock, so that no member joins once we wait
	b.mu.Unlock()
	b.members.Wait()
	b.finish()
	b.transport.CloseIdleConnections()
	return nil
}
