package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
	"github.com/clausewise/clausewise/pipeline/stream"
)

// passwordVariable holds the password to Kafka where no file is named: a flag would show it to all on the machine.
const passwordVariable = "CLAUSEWISE_KAFKA_PASSWORD"

// connection is the flags that say how the stages are connected, the same for all commands that need it.
type connection struct {
	kafka        []string
	tls          bool
	ca           string
	user         string
	passwordFile string
	mechanism    string
	prefix       string

	lost func(topic, group string, partition int, messages int64) // counts messages deleted unread; may be nil
}

func (c *connection) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSliceVar(&c.kafka, "kafka", nil, "connect through Kafka: `HOST:PORT,...` of some of its brokers")
	f.BoolVar(&c.tls, "kafka-tls", false, "encrypt the connection to Kafka")
	f.StringVar(&c.ca, "kafka-ca", "", "trust the certificates in this PEM `FILE` (with --kafka-tls; default: the system's)")
	f.StringVar(&c.user, "kafka-user", "", "user `NAME` for Kafka; the password comes from "+passwordVariable+" or a file")
	f.StringVar(&c.passwordFile, "kafka-password-file", "", "`FILE` that holds the password for Kafka")
	f.StringVar(&c.mechanism, "kafka-sasl", string(kafka.ScramSHA512), "how the password is shown: plain, scram-sha-256 or scram-sha-512")
	f.StringVar(&c.prefix, "prefix", "", "what the names of topics and groups begin with (default \"clausewise\")")
}

// open returns the broker that the flags name: Kafka, or without --kafka one within this process, with all topics.
func (c *connection) open(log *slog.Logger) (bus.Broker, error) {
	if len(c.kafka) == 0 {
		if err := c.withoutKafka(); err != nil {
			return nil, err
		}
		return bus.NewMemory(bus.MemoryOptions{}, stream.Topics(c.prefix)...), nil
	}
	return c.openKafka(log)
}

// withoutKafka refuses flags that only Kafka heeds.
func (c *connection) withoutKafka() error {
	if c.tls || c.ca != "" || c.user != "" || c.passwordFile != "" {
		return usageError{errors.New("--kafka-tls, --kafka-ca, --kafka-user and --kafka-password-file go with --kafka HOST:PORT")}
	}
	return nil
}

func (c *connection) openKafka(log *slog.Logger) (*kafka.Broker, error) {
	if len(c.kafka) == 0 {
		return nil, usageError{errors.New("name the brokers: --kafka HOST:PORT")}
	}
	o := kafka.Options{Brokers: c.kafka, Logger: log, Lost: c.lost}
	var err error
	if o.TLS, err = c.tlsConfig(); err != nil {
		return nil, err
	}
	if c.user != "" {
		o.Mechanism, o.User = kafka.Mechanism(strings.ToLower(c.mechanism)), c.user
		if o.Password, err = c.password(); err != nil {
			return nil, err
		}
		if o.Mechanism == kafka.Plain && o.TLS == nil {
			log.Warn("the password goes over the network as it is: add --kafka-tls, or use --kafka-sasl scram-sha-512")
		}
	} else if c.passwordFile != "" {
		return nil, usageError{errors.New("--kafka-password-file goes with --kafka-user")}
	}
	b, err := kafka.Open(o)
	if err != nil {
		return nil, usageError{err}
	}
	return b, nil
}

func (c *connection) tlsConfig() (*tls.Config, error) {
	if !c.tls {
		if c.ca != "" {
			return nil, usageError{errors.New("--kafka-ca goes with --kafka-tls")}
		}
		return nil, nil
	}
	conf := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.ca == "" {
		return conf, nil
	}
	pem, err := os.ReadFile(c.ca)
	if err != nil {
		return nil, fmt.Errorf("--kafka-ca: %w", err)
	}
	conf.RootCAs = x509.NewCertPool()
	if !conf.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--kafka-ca: %s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", c.ca)
	}
	return conf, nil
}

func (c *connection) password() (string, error) {
	if c.passwordFile == "" {
		if p := os.Getenv(passwordVariable); p != "" {
			return p, nil
		}
		return "", usageError{fmt.Errorf("--kafka-user %s: no password; set %s or name a file with --kafka-password-file", c.user, passwordVariable)}
	}
	p, err := os.ReadFile(c.passwordFile)
	if err != nil {
		return "", fmt.Errorf("--kafka-password-file: %w", err)
	}
	if p := strings.TrimRight(string(p), "\r\n"); p != "" {
		return p, nil
	}
	return "", fmt.Errorf("--kafka-password-file: %s is empty", c.passwordFile)
}

// advise adds to an error of the broker what the user can do about it.
func (c *connection) advise(err error) error {
	switch {
	case errors.Is(err, bus.ErrNoTopic):
		prefix := ""
		if c.prefix != "" {
			prefix = " --prefix " + c.prefix
		}
		return fmt.Errorf("%w\nMake the topics with: clausewise topics create --kafka %s%s", err, strings.Join(c.kafka, ","), prefix)
	case errors.Is(err, bus.ErrDenied):
		return fmt.Errorf("%w\nLook at --kafka-user and the password, --kafka-sasl, --kafka-tls and --kafka-ca", err)
	case errors.Is(err, context.DeadlineExceeded) && len(c.kafka) > 0:
		return fmt.Errorf("%w\nIs Kafka running at %s, and can this machine reach it?", err, strings.Join(c.kafka, ","))
	}
	return err
}
