package pipelinetest

import (
	"context"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
)

func canGoAway(t *testing.T, h Harness) {
	t.Helper()
	if h.Down == nil {
		t.Skip("this broker can't go away")
	}
}

func brokerGoneAndBack(t *testing.T, h Harness) {
	canGoAway(t, h)
	topic, b := h.Create(t, 2), h.Open(t)
	ms := numbered(topic, 0, 50, 5)
	r := newRecord()
	m := join(t, h.Open(t), topic, "g", 2, r.handle)
	publish(t, b, ms...)
	r.want(t, ms)

	h.Down(t)
	lost := bus.Message{Topic: topic, Key: "key-00", Value: []byte("unsafe")}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := b.Publish(ctx, lost); err == nil {
		t.Error("a message was called safe while the broker was away")
	}
	waiting := make(chan error, 1) // a publisher with patience
	later := numbered(topic, 50, 50, 5)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 3*patience) // a broker may be long in starting
		defer cancel()
		waiting <- b.Publish(ctx, later...)
	}()
	select {
	case err := <-m.ended:
		t.Fatalf("Consume gave up while the broker was away: %v", err)
	case <-time.After(time.Second):
	}
	h.Up(t)
	up := time.Now()
	if err := <-waiting; err != nil {
		t.Errorf("a publisher with minutes to go gave up on a broker that was away for two seconds: %v", err)
	}
	t.Logf("publishing went on %v after the broker was back", time.Since(up).Round(time.Millisecond))
	publish(t, b, lost) // as the contract says
	r.want(t, append(append(ms, later...), lost))
	t.Logf("consuming went on %v after the broker was back", time.Since(up).Round(time.Millisecond))
	m.leave(t)
}

func brokerGoneAtStart(t *testing.T, h Harness) {
	canGoAway(t, h)
	topic := h.Create(t, 2)
	h.Down(t)
	b := h.Open(t)
	r := newRecord()
	m := join(t, b, topic, "g", 2, r.handle)
	select {
	case err := <-m.ended:
		t.Fatalf("Consume gave up on a broker that was not there yet: %v", err)
	case <-time.After(time.Second):
	}
	h.Up(t)
	ms := numbered(topic, 0, 20, 3)
	publish(t, b, ms...)
	r.want(t, ms)
	m.leave(t)
}
