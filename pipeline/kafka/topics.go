package kafka

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	kafkago "github.com/segmentio/kafka-go"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// DefaultPartitions is how many partitions a topic gets that doesn't say: so many members a group can have at work.
const DefaultPartitions = 8

// ErrDiffers is returned, wrapped, when a topic is there and is not what was asked for.
var ErrDiffers = errors.New("the topic is there, but not as asked")

// CreateTopics makes the topics that aren't there and returns their names. Messages are deleted when they are as old as
// keep; 0 keeps them for good. Topics that are there stay as they are: CheckTopics tells whether they fit.
func (b *Broker) CreateTopics(ctx context.Context, keep time.Duration, topics ...bus.Topic) ([]string, error) {
	have, err := b.ask(ctx, names(topics))
	if err != nil {
		return nil, err
	}
	var request kafkago.CreateTopicsRequest
	for i, t := range topics {
		if unknownTopic(have.Topics[i].Error) {
			request.Topics = append(request.Topics, config(t, keep))
		}
	}
	if len(request.Topics) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 3*requestLimit)
	defer cancel()
	r, err := b.client.CreateTopics(ctx, &request)
	if err != nil {
		return nil, b.opt.explain(err)
	}
	var created []string
	var wrong []error
	for _, t := range request.Topics {
		switch err := r.Errors[t.Topic]; {
		case err == nil:
			created = append(created, t.Topic)
		case errors.Is(err, kafkago.TopicAlreadyExists): // somebody else was quicker
		case errors.Is(err, kafkago.InvalidReplicationFactor):
			wrong = append(wrong, fmt.Errorf("topic %s: %d copies were asked for, and the cluster has %d brokers: ask for fewer (%w)",
				t.Topic, t.ReplicationFactor, len(have.Brokers), err))
		default:
			wrong = append(wrong, fmt.Errorf("topic %s: %w", t.Topic, b.opt.explain(err)))
		}
	}
	return created, errors.Join(wrong...)
}

func config(t bus.Topic, keep time.Duration) kafkago.TopicConfig {
	retention := "-1"
	if keep > 0 {
		retention = strconv.FormatInt(keep.Milliseconds(), 10)
	}
	c := kafkago.TopicConfig{
		Topic:             t.Name,
		NumPartitions:     positive(t.Partitions, DefaultPartitions),
		ReplicationFactor: positive(t.Replication, -1),
		ConfigEntries: []kafkago.ConfigEntry{
			{ConfigName: "cleanup.policy", ConfigValue: "delete"},
			{ConfigName: "retention.ms", ConfigValue: retention},
			{ConfigName: "max.message.bytes", ConfigValue: "1048588"}, // Kafka's own default, whatever the cluster's is
		},
	}
	if t.Replication >= 3 { // a message is safe once two have it, and one broker may be away
		c.ConfigEntries = append(c.ConfigEntries, kafkago.ConfigEntry{ConfigName: "min.insync.replicas", ConfigValue: "2"})
	}
	return c
}

// CheckTopics returns what is wrong with the topics, all of it: ErrNoTopic for one that is missing, ErrDiffers for one
// with fewer partitions or copies than asked, or without a leader.
func (b *Broker) CheckTopics(ctx context.Context, topics ...bus.Topic) error {
	have, err := b.ask(ctx, names(topics))
	if err != nil {
		return err
	}
	var wrong []error
	for i, t := range topics {
		if err := b.check(t, have.Topics[i]); err != nil {
			wrong = append(wrong, err)
		}
	}
	return errors.Join(wrong...)
}

func (b *Broker) check(want bus.Topic, have kafkago.Topic) error {
	switch {
	case unknownTopic(have.Error):
		return fmt.Errorf("topic %s: %w", want.Name, bus.ErrNoTopic)
	case have.Error != nil:
		return fmt.Errorf("topic %s: %w", want.Name, b.opt.explain(have.Error))
	case len(have.Partitions) < want.Partitions:
		return fmt.Errorf("topic %s: %w: it has %d partitions instead of %d", want.Name, ErrDiffers, len(have.Partitions), want.Partitions)
	}
	for _, p := range have.Partitions {
		switch {
		case len(p.Replicas) < want.Replication:
			return fmt.Errorf("topic %s: %w: partition %d has %d copies instead of %d", want.Name, ErrDiffers, p.ID, len(p.Replicas), want.Replication)
		case p.Leader.Host == "":
			return fmt.Errorf("topic %s: %w: partition %d has no leader; the brokers that hold it are away", want.Name, ErrDiffers, p.ID)
		}
	}
	return nil
}

// names are the topics' names. ask answers in their order.
func names(topics []bus.Topic) []string {
	out := make([]string, 0, len(topics))
	for _, t := range topics {
		out = append(out, t.Name)
	}
	return slices.Clip(out)
}
