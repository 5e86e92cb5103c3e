package kafka

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	kafkago "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"
)

// Options says where the cluster is and how to get in. Brokers must be set; the rest has useful zero values.
type Options struct {
	Brokers []string    // host:port of some of the cluster's machines
	TLS     *tls.Config // nil: no encryption

	Mechanism      Mechanism // "": no password
	User, Password string

	ClientID string        // how the cluster's logs name this program
	Grace    time.Duration // how long handlers may work on once their consumer has ended; 0: 10 s
	Session  time.Duration // a member that is silent for so long counts as dead; 0: 10 s
	Window   int           // most messages of a partition in hand and unfinished; 0: 128
	Backoff  time.Duration // pause before a failed message comes again, doubled each time up to 100 times; 0: 20 ms

	Logger *slog.Logger // nil: slog.Default()
	// Lost is called when messages were deleted before the group had read them. It may be nil; it is logged anyway.
	Lost func(topic, group string, partition int, messages int64)
}

// Mechanism is how a password is shown to the broker.
type Mechanism string

// The mechanisms.
const (
	Plain       Mechanism = "plain"
	ScramSHA256 Mechanism = "scram-sha-256"
	ScramSHA512 Mechanism = "scram-sha-512"
)

const (
	commitEvery   = 200 * time.Millisecond
	heartbeat     = 500 * time.Millisecond
	requestLimit  = 10 * time.Second       // for one request
	dialLimit     = 5 * time.Second        // for one connection with all its handshakes
	fetchWait     = 2 * time.Second        // how long the broker may hold an empty answer back
	fetchBytes    = 1 << 20                // of one answer, unless its first batch is larger
	batchBytes    = 900_000                // of one request to publish: with what frames it below Kafka's megabyte
	metadataLimit = 500 * time.Millisecond // oldest picture of who leads which partition
	lagLimit      = 3 * time.Second        // for Lag, which tells how things are and doesn't wait for them to be better
	tellEvery     = 30 * time.Second       // that we are waiting for a broker
	watchEvery    = 5 * time.Second        // for partitions that were added
)

// complete checks the options and fills in what is not set.
func (o Options) complete() (Options, error) {
	if len(o.Brokers) == 0 {
		return o, errors.New("no Kafka address was given")
	}
	for _, b := range o.Brokers {
		if host, port, err := net.SplitHostPort(b); err != nil || host == "" || port == "" {
			return o, fmt.Errorf("%q is no Kafka address: use host:port", b)
		}
	}
	if o.ClientID == "" {
		o.ClientID = "clausewise"
	}
	o.Grace = positive(o.Grace, 10*time.Second)
	o.Session = positive(o.Session, 10*time.Second)
	o.Window = positive(o.Window, 128)
	o.Backoff = positive(o.Backoff, 20*time.Millisecond)
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o, nil
}

func positive[T time.Duration | int](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}

func (o Options) mechanism() (sasl.Mechanism, error) {
	var algorithm scram.Algorithm
	switch o.Mechanism {
	case "":
		return nil, nil
	case Plain:
		return plain.Mechanism{Username: o.User, Password: o.Password}, nil
	case ScramSHA256:
		algorithm = scram.SHA256
	case ScramSHA512:
		algorithm = scram.SHA512
	default:
		return nil, fmt.Errorf("%q is no way to show a password: use %s, %s or %s", o.Mechanism, Plain, ScramSHA256, ScramSHA512)
	}
	m, err := scram.Mechanism(algorithm, o.User, o.Password)
	if err != nil {
		return nil, fmt.Errorf("the user's name or password can't be used with %s: %w", o.Mechanism, err)
	}
	return m, nil
}

// network is the two ways in which kafka-go connects, told the same: requests go through a transport, groups
// through the dialer.
type network struct {
	options   Options
	mechanism sasl.Mechanism
}

func (n network) transport(m sasl.Mechanism) *kafkago.Transport {
	return &kafkago.Transport{ClientID: n.options.ClientID, TLS: n.options.TLS, SASL: m, DialTimeout: dialLimit, MetadataTTL: metadataLimit}
}

func (n network) dialer() *kafkago.Dialer {
	return &kafkago.Dialer{ClientID: n.options.ClientID, TLS: n.options.TLS, SASLMechanism: n.mechanism, Timeout: dialLimit, DualStack: true}
}

func (o Options) where() string { return strings.Join(o.Brokers, ",") }
