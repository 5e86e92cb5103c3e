package kafka

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"

	kafkago "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// explained is an error that says already where it is from and what it means.
type explained struct {
	where string
	error
}

func (e explained) Error() string { return "Kafka at " + e.where + ": " + e.error.Error() }

func (e explained) Unwrap() error { return e.error }

// explain says what an error of the client means for us, in the words of package bus where it has some.
func (o Options) explain(err error) error {
	var already explained
	if err == nil || errors.As(err, &already) || errors.Is(err, bus.ErrNoTopic) {
		return err
	}
	return explained{o.where(), o.meaning(bare(err))}
}

// bare takes the name of kafka-go's method off, which tells nobody anything.
func bare(err error) error {
	if inner := errors.Unwrap(err); inner != nil && strings.HasPrefix(err.Error(), "kafka.(*Client).") {
		return inner
	}
	return err
}

func (o Options) meaning(err error) error {
	var record tls.RecordHeaderError
	switch {
	case is(err, kafkago.SASLAuthenticationFailed):
		return fmt.Errorf("%w: wrong user or password (%w)", bus.ErrDenied, err)
	case is(err, kafkago.UnsupportedSASLMechanism, kafkago.IllegalSASLState):
		return fmt.Errorf("%w: it doesn't take a password by %s (%w)", bus.ErrDenied, o.Mechanism, err)
	case is(err, kafkago.TopicAuthorizationFailed, kafkago.GroupAuthorizationFailed, kafkago.ClusterAuthorizationFailed):
		return fmt.Errorf("%w: user %s lacks the right (%w)", bus.ErrDenied, o.User, err)
	case badCertificate(err):
		return fmt.Errorf("%w: its certificate is not trusted (%w)", bus.ErrDenied, err)
	case errors.As(err, &record):
		return fmt.Errorf("%w: it doesn't speak TLS on that port (%w)", bus.ErrDenied, err)
	case is(err, kafkago.MessageSizeTooLarge, kafkago.RecordListTooLarge):
		return fmt.Errorf("%w: the topic's max.message.bytes is below %d (%w)", bus.ErrTooLarge, batchBytes, err)
	case hungUp(err):
		return fmt.Errorf("it hung up: %w", err)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fmt.Errorf("it didn't answer: %w", err)
	}
	return err
}

// lasting tells the errors that no waiting mends.
func lasting(err error) bool {
	var record tls.RecordHeaderError
	return errors.Is(err, bus.ErrNoTopic) || errors.Is(err, bus.ErrDenied) || errors.Is(err, bus.ErrClosed) ||
		badCertificate(err) || errors.As(err, &record) ||
		is(err, kafkago.SASLAuthenticationFailed, kafkago.UnsupportedSASLMechanism, kafkago.IllegalSASLState,
			kafkago.TopicAuthorizationFailed, kafkago.GroupAuthorizationFailed, kafkago.ClusterAuthorizationFailed,
			kafkago.MessageSizeTooLarge, kafkago.RecordListTooLarge, kafkago.InvalidTopic, kafkago.InvalidRecord,
			kafkago.PolicyViolation, kafkago.UnsupportedForMessageFormat, kafkago.InvalidTimestamp)
}

func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

func badCertificate(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &host)
}

// unknownTopic tells that a topic or partition is not there, which may be news that have not spread yet.
func unknownTopic(err error) bool {
	return is(err, kafkago.UnknownTopicOrPartition) || errors.Is(err, protocol.ErrNoTopic) || errors.Is(err, protocol.ErrNoPartition)
}

func is(err error, codes ...kafkago.Error) bool {
	return slices.ContainsFunc(codes, func(c kafkago.Error) bool { return errors.Is(err, c) })
}
