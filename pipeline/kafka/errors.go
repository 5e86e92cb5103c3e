package kafka

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"slices"
	"syscall"

	kafkago "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// explain says what an error of the client means for us, in the words of package bus where it has some.
func (o Options) explain(err error) error {
	var record tls.RecordHeaderError
	switch {
	case err == nil, errors.Is(err, bus.ErrNoTopic), errors.Is(err, bus.ErrDenied):
		return err
	case is(err, kafkago.SASLAuthenticationFailed):
		return fmt.Errorf("Kafka at %s: %w: wrong user or password (%w)", o.where(), bus.ErrDenied, err)
	case is(err, kafkago.UnsupportedSASLMechanism, kafkago.IllegalSASLState):
		return fmt.Errorf("Kafka at %s: %w: it doesn't take a password by %s (%w)", o.where(), bus.ErrDenied, o.Mechanism, err)
	case is(err, kafkago.TopicAuthorizationFailed, kafkago.GroupAuthorizationFailed, kafkago.ClusterAuthorizationFailed):
		return fmt.Errorf("Kafka at %s: %w: user %s lacks the right (%w)", o.where(), bus.ErrDenied, o.User, err)
	case badCertificate(err):
		return fmt.Errorf("Kafka at %s: %w: its certificate is not trusted (%w)", o.where(), bus.ErrDenied, err)
	case errors.As(err, &record):
		return fmt.Errorf("Kafka at %s: %w: it doesn't speak TLS on that port (%w)", o.where(), bus.ErrDenied, err)
	case is(err, kafkago.MessageSizeTooLarge, kafkago.RecordListTooLarge):
		return fmt.Errorf("Kafka at %s: %w: the topic's max.message.bytes is below %d (%w)", o.where(), bus.ErrTooLarge, batchBytes, err)
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		hint := "does it want TLS or a password?"
		if o.TLS != nil || o.Mechanism != "" {
			hint = "it may be starting or stopping"
		}
		return fmt.Errorf("Kafka at %s hung up (%s): %w", o.where(), hint, err)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fmt.Errorf("Kafka at %s didn't answer: %w", o.where(), err)
	}
	return fmt.Errorf("Kafka at %s: %w", o.where(), err)
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
