package kafka

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	kafkago "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// Ping asks the cluster for a sign of life and says what is wrong if none comes.
func (b *Broker) Ping(ctx context.Context) error {
	_, err := b.ask(ctx, []string{})
	return err
}

// Wait returns once the cluster can be reached, or with what is wrong when ctx ends or no waiting mends it.
func (b *Broker) Wait(ctx context.Context) error { return b.insist(ctx, b.Ping) }

// ask gets what the cluster knows of the topics now, past all caches, over a connection of its own.
//
// A broker that dies and one that refuses a password may look alike: both hang up. So what looks like a refusal counts
// as one when it comes three times in a row.
func (b *Broker) ask(ctx context.Context, topics []string) (*kafkago.MetadataResponse, error) {
	for again := 2; ; again-- {
		m, shown, err := b.askOnce(ctx, topics)
		switch refused := shown && hungUp(err); {
		case err == nil:
			return m, nil
		case again > 0 && ctx.Err() == nil && (refused || is(err, kafkago.SASLAuthenticationFailed)):
			b.sleep(ctx, 200*time.Millisecond)
		case refused:
			return nil, explained{b.opt.where(), fmt.Errorf("%w: wrong user or password; it hung up when they were shown (%w)", bus.ErrDenied, bare(err))}
		case hungUp(err) && b.opt.TLS == nil:
			return nil, explained{b.opt.where(), fmt.Errorf("it hung up; does it want TLS, or a password? (%w)", bare(err))}
		case hungUp(err):
			return nil, explained{b.opt.where(), fmt.Errorf("it hung up; is that its port for TLS? (%w)", bare(err))}
		default:
			return nil, b.opt.explain(err)
		}
	}
}

// askOnce also tells whether the password was shown and not answered.
func (b *Broker) askOnce(ctx context.Context, topics []string) (*kafkago.MetadataResponse, bool, error) {
	var watched *watchedMechanism
	t := b.net.transport(nil)
	if b.net.mechanism != nil {
		watched = &watchedMechanism{Mechanism: b.net.mechanism}
		t.SASL = watched
	}
	defer t.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	c := &kafkago.Client{Addr: b.client.Addr, Transport: t}
	m, err := c.Metadata(ctx, &kafkago.MetadataRequest{Topics: topics})
	return m, watched != nil && watched.unanswered.Load() > 0, err
}

// watchedMechanism counts the exchanges that were begun and not brought to their end.
type watchedMechanism struct {
	sasl.Mechanism
	unanswered atomic.Int32
}

// Start implements sasl.Mechanism.
func (m *watchedMechanism) Start(ctx context.Context) (sasl.StateMachine, []byte, error) {
	m.unanswered.Add(1)
	s, state, err := m.Mechanism.Start(ctx)
	return watchedExchange{s, m}, state, err
}

type watchedExchange struct {
	sasl.StateMachine
	m *watchedMechanism
}

// Next implements sasl.StateMachine.
func (e watchedExchange) Next(ctx context.Context, challenge []byte) (bool, []byte, error) {
	done, state, err := e.StateMachine.Next(ctx, challenge)
	if done {
		e.m.unanswered.Add(-1)
	}
	return done, state, err
}

// insist tries until it works, until something is wrong that no waiting mends, or until ctx or the broker ends.
func (b *Broker) insist(ctx context.Context, try func(context.Context) error) error {
	var last error
	var told time.Time
	begun := time.Now()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		if err := b.over(ctx, last); err != nil {
			return err
		}
		if last != nil && time.Since(begun) > time.Second && time.Since(told) > tellEvery {
			told = time.Now()
			b.opt.Logger.Warn("kafka: waiting for the broker", "error", b.opt.explain(last))
		}
		attempt, cancel := context.WithTimeout(ctx, requestLimit)
		err := try(attempt)
		cancel()
		if err == nil {
			return nil
		}
		if ctx.Err() == nil || last == nil {
			last = err
		}
		if final, why := b.final(ctx, err); final {
			return b.opt.explain(why)
		}
		b.sleep(ctx, pause)
	}
}

// final tells whether no waiting mends the error, and what it is. Where a password may have been refused, it makes sure.
func (b *Broker) final(ctx context.Context, err error) (bool, error) {
	if errors.Is(err, bus.ErrDenied) || b.opt.Mechanism == "" || !hungUp(err) && !is(err, kafkago.SASLAuthenticationFailed) {
		return lasting(err), err
	}
	sure := b.Ping(ctx)
	return errors.Is(sure, bus.ErrDenied), sure
}

// over returns an error once the context or the broker has ended, with the last thing that went wrong.
func (b *Broker) over(ctx context.Context, last error) error {
	var err error
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case b.closed.Err() != nil:
		err = bus.ErrClosed
	default:
		return nil
	}
	if last == nil || errors.Is(last, err) {
		return err
	}
	return fmt.Errorf("%w (%w)", b.opt.explain(last), err)
}

func (b *Broker) sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	case <-b.closed.Done():
	}
}
