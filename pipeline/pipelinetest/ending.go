package pipelinetest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
)

func unknownTopic(t *testing.T, h Harness) {
	topic, b := h.Create(t, 1), h.Open(t)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	const missing = "no-such-topic"
	wantError(t, "publish", b.Publish(ctx, bus.Message{Topic: topic, Key: "k", Value: []byte("v")}, bus.Message{Topic: missing, Key: "k"}), bus.ErrNoTopic)
	_, err := b.Lag(ctx, missing, "g")
	wantError(t, "lag", err, bus.ErrNoTopic)
	err = b.Consume(ctx, bus.Subscription{Topic: missing, Group: "g"}, newRecord().handle)
	wantError(t, "consume", err, bus.ErrNoTopic)
	if n, err := b.Lag(ctx, topic, "g"); n != 0 || err != nil {
		t.Errorf("%d messages of a refused call were published (%v)", n, err)
	}
}

func cancelledContexts(t *testing.T, h Harness) {
	topic, b := h.Create(t, 1), h.Open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	start := time.Now()
	wantError(t, "publish", b.Publish(ctx, bus.Message{Topic: topic, Key: "k", Value: []byte("v")}), context.Canceled)
	if err := b.Consume(ctx, bus.Subscription{Topic: topic, Group: "g"}, newRecord().handle); err != nil {
		t.Errorf("consume: %v, want nil", err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("two calls with an ended context took %v", d)
	}
	// A consumer that has nothing to do ends soon, too.
	m := join(t, b, topic, "g", 1, newRecord().handle)
	time.Sleep(500 * time.Millisecond)
	start = time.Now()
	m.leave(t)
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("an idle consumer took %v to end", d)
	}
}

// slow is a handler that says when it has begun and works until it is let go.
type slow struct {
	begun, release chan struct{}
	finished       atomic.Bool
	cancelled      atomic.Bool
}

func newSlow() *slow {
	return &slow{begun: make(chan struct{}), release: make(chan struct{})}
}

func (s *slow) handle(ctx context.Context, _ bus.Message) error {
	close(s.begun) // a second delivery would panic: there must be none
	<-s.release
	s.cancelled.Store(ctx.Err() != nil)
	s.finished.Store(true)
	return nil
}

// check looks at how the slow handler ended, and that its message never comes again.
func (s *slow) check(t *testing.T, h Harness, topic string) {
	t.Helper()
	if !s.finished.Load() {
		t.Error("the consumer returned before its handler had finished")
	}
	if s.cancelled.Load() {
		t.Error("the handler's context ended before the grace time")
	}
	more := bus.Message{Topic: topic, Key: "k", Value: []byte("next")}
	b := h.Open(t)
	publish(t, b, more)
	r := newRecord()
	join(t, b, topic, "g", 1, r.handle)
	r.want(t, []bus.Message{more})
}

func drainWhenContextEnds(t *testing.T, h Harness) {
	topic, b := h.Create(t, 1), h.Open(t)
	s := newSlow()
	publish(t, b, bus.Message{Topic: topic, Key: "k", Value: []byte("slow")})
	m := join(t, b, topic, "g", 2, s.handle)
	waitFor(t, s.begun, "the handler")
	m.cancel()
	time.Sleep(300 * time.Millisecond)
	close(s.release)
	if err := m.wait(t); err != nil {
		t.Errorf("Consume returned %v, want nil", err)
	}
	s.check(t, h, topic)
}

func drainOnClose(t *testing.T, h Harness) {
	topic, b := h.Create(t, 1), h.Open(t)
	s := newSlow()
	publish(t, b, bus.Message{Topic: topic, Key: "k", Value: []byte("slow")})
	m := join(t, b, topic, "g", 2, s.handle)
	waitFor(t, s.begun, "the handler")
	time.AfterFunc(300*time.Millisecond, func() { close(s.release) })
	if err := b.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if !s.finished.Load() {
		t.Error("Close returned before the handler had finished")
	}
	wantError(t, "the closed consumer", m.wait(t), bus.ErrClosed)
	if s.cancelled.Load() {
		t.Error("the handler's context ended before the grace time")
	}
}

// What a handler publishes while Close waits for it arrives.
func publishWhileClosing(t *testing.T, h Harness) {
	from, to, b := h.Create(t, 1), h.Create(t, 1), h.Open(t)
	publish(t, b, bus.Message{Topic: from, Key: "k", Value: []byte("in")})
	begun := make(chan struct{})
	result := make(chan error, 1)
	m := join(t, b, from, "g", 1, func(ctx context.Context, _ bus.Message) error {
		close(begun)
		time.Sleep(200 * time.Millisecond)
		err := b.Publish(ctx, bus.Message{Topic: to, Key: "k", Value: []byte("out")})
		result <- err
		return err
	})
	waitFor(t, begun, "the handler")
	b.Close()
	if err := <-result; err != nil {
		t.Errorf("publishing while Close waited: %v", err)
	}
	wantError(t, "the closed consumer", m.wait(t), bus.ErrClosed)
}

func closed(t *testing.T, h Harness) {
	topic, b := h.Create(t, 1), h.Open(t)
	ctx := context.Background()
	for range 2 {
		if err := b.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	wantError(t, "publish", b.Publish(ctx, bus.Message{Topic: topic, Key: "k"}), bus.ErrClosed)
	wantError(t, "consume", b.Consume(ctx, bus.Subscription{Topic: topic, Group: "g"}, newRecord().handle), bus.ErrClosed)
	_, err := b.Lag(ctx, topic, "g")
	wantError(t, "lag", err, bus.ErrClosed)
}
