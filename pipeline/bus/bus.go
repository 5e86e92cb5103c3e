package bus

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Message is one record of a topic. Value is small: what may be large lies in a blob store and goes by reference.
type Message struct {
	Topic   string
	Key     string            // order is kept among messages with the same key; the submission's
	Value   []byte            // read only, once published or delivered
	Headers map[string]string // read only too; may be nil

	Partition int   // where it lay; set on delivery
	Offset    int64 // likewise
}

// Handler does the work on one message. A message counts as done when Handler returns nil; after an error it is
// delivered again, and nothing behind it on its key before. Whoever wants an end to that (dead letters) wraps the
// handler. Handlers run on many goroutines at once, but never two at once on one key.
type Handler func(ctx context.Context, m Message) error

// Subscription says what a group reads.
type Subscription struct {
	Topic   string
	Group   string
	Workers int // messages handled at once by this member; 0: one

	// Patience is how long messages may lie until they are read, so that many can be read at once, which costs the broker
	// less. A broker may not care.
	Patience time.Duration
}

// Broker carries messages. All methods may be called by several goroutines at once.
type Broker interface {
	// Publish returns when all messages are safe, or an error says that some may not be: they may or may not arrive
	// then, and are to be published again. A message larger than MaxMessage is refused with ErrTooLarge, a topic that
	// doesn't exist with ErrNoTopic, before anything is sent. While the broker can't be reached or has no room it waits,
	// as long as ctx allows.
	Publish(ctx context.Context, ms ...Message) error

	// Consume delivers the topic's messages to h, as a member of the group, until ctx ends; those being handled are
	// finished first (their context lives on for a grace time), and what they finished stays done. A group that is
	// new starts with the topic's first message. It returns nil when ctx ended, ErrNoTopic when there is no such topic,
	// ErrClosed when Close ended it, and otherwise only what no waiting mends (a wrong password): while the broker can't
	// be reached it waits and tries again.
	Consume(ctx context.Context, s Subscription, h Handler) error

	// Lag returns how many messages of the topic the group has not finished. It doesn't wait long for a broker that can't
	// be reached.
	Lag(ctx context.Context, topic, group string) (int64, error)

	// Close ends all consumers as the end of their context would, and returns when they have drained: until then their
	// handlers can publish. What is called after it returns ErrClosed.
	Close() error
}

// Forgetter is a Broker that keeps what it knows of a group until it is told that the group will not come back.
type Forgetter interface {
	Forget(ctx context.Context, topic, group string) error
}

// Topic is what a broker is asked to have.
type Topic struct {
	Name        string
	Partitions  int  // 0: the broker's default
	Replication int  // copies over the broker's machines; 0: the broker's default
	Log         bool // read now and then by whoever asks (dead letters): its publishers never wait for readers
}

// MaxMessage is the most that a message's key, value and headers may take together, in bytes: Kafka's own limit of a
// megabyte less what its framing takes (notes: values from 1,048,520 bytes on pass the client but not the broker).
const MaxMessage = 900_000

// Size returns what counts towards MaxMessage.
func Size(m Message) int {
	n := len(m.Key) + len(m.Value)
	for k, v := range m.Headers {
		n += len(k) + len(v)
	}
	return n
}

// CheckSize returns ErrTooLarge, naming the message, if one of them is.
func CheckSize(ms []Message) error {
	for _, m := range ms {
		if n := Size(m); n > MaxMessage {
			return fmt.Errorf("topic %s, key %s: %w: %d bytes, and %d is the most; put what is large into the blob store and publish its reference",
				m.Topic, m.Key, ErrTooLarge, n, MaxMessage)
		}
	}
	return nil
}

// What Broker's methods return, wrapped in words of their own.
var (
	ErrTooLarge = errors.New("the message is too large")
	ErrNoTopic  = errors.New("there is no such topic")
	ErrClosed   = errors.New("the connection is closed")
	ErrDenied   = errors.New("the broker doesn't let us in") // a wrong password, a certificate, missing rights
)
