package pipelinetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
)

func everyMessageArrives(t *testing.T, h Harness) {
	topic, b := h.Create(t, 4), h.Open(t)
	ms := numbered(topic, 0, 200, 17)
	for i := range ms {
		ms[i].Headers = map[string]string{"schema": "1", "number": string(ms[i].Value)}
	}
	publish(t, b, ms...)
	r := newRecord()
	join(t, b, topic, "g", 4, r.handle)
	r.want(t, ms)
	type place struct {
		partition int
		offset    int64
	}
	places := map[place]bool{}
	partition := map[string]int{}
	for _, m := range r.first {
		if want := map[string]string{"schema": "1", "number": string(m.Value)}; !maps.Equal(m.Headers, want) {
			t.Errorf("%s: headers %v, want %v", m.Value, m.Headers, want)
		}
		if m.Topic != topic {
			t.Errorf("%s: topic %q, want %q", m.Value, m.Topic, topic)
		}
		if p := (place{m.Partition, m.Offset}); places[p] {
			t.Errorf("two messages lie at %v", p)
		} else {
			places[p] = true
		}
		if p, ok := partition[m.Key]; ok && p != m.Partition {
			t.Errorf("%s lies in partitions %d and %d", m.Key, p, m.Partition)
		}
		partition[m.Key] = m.Partition
	}
}

func orderOfEachKey(t *testing.T, h Harness) {
	topic, b := h.Create(t, 3), h.Open(t)
	ms := numbered(topic, 0, 400, 7)
	r, a := newRecord(), &alone{}
	join(t, b, topic, "g", 8, a.around(t, func(ctx context.Context, m bus.Message) error {
		time.Sleep(time.Duration(rand.IntN(1000)) * time.Microsecond)
		return r.handle(ctx, m)
	}))
	for i := 0; i < len(ms); i += 50 {
		publish(t, b, ms[i:i+50]...)
	}
	r.want(t, ms)
	r.ordered(t)
	if a.most < 2 {
		t.Errorf("with 8 workers and 7 keys never two messages were handled at once")
	}
}

func redelivery(t *testing.T, h Harness) {
	topic, b := h.Create(t, 1), h.Open(t)
	ms := numbered(topic, 0, 30, 3)
	r := newRecord()
	var failed atomic.Int32
	join(t, b, topic, "g", 4, func(_ context.Context, m bus.Message) error {
		if string(m.Value) == "000003" && failed.Load() < 3 {
			failed.Add(1)
			return errors.New("not now")
		}
		r.add(m)
		return nil
	})
	publish(t, b, ms...)
	r.want(t, ms)
	r.ordered(t)
	if n := failed.Load(); n != 3 {
		t.Errorf("the failing message came %d times before it went through, want 3", n)
	}
}

// What a member has not finished when it goes, the next one gets.
func redeliveryToAnotherMember(t *testing.T, h Harness) {
	topic := h.Create(t, 1)
	ms := numbered(topic, 0, 10, 2)
	b := h.Open(t)
	publish(t, b, ms...)
	tried := make(chan struct{})
	var once sync.Once
	m := join(t, b, topic, "g", 2, func(_ context.Context, _ bus.Message) error {
		once.Do(func() { close(tried) })
		return errors.New("this member can do nothing")
	})
	waitFor(t, tried, "a first delivery")
	m.leave(t)
	r := newRecord()
	join(t, h.Open(t), topic, "g", 2, r.handle)
	r.want(t, ms)
	r.ordered(t)
}

func independentGroups(t *testing.T, h Harness) {
	topic, b := h.Create(t, 2), h.Open(t)
	ms := numbered(topic, 0, 60, 5)
	publish(t, b, ms...)
	early, late, failing := newRecord(), newRecord(), newRecord()
	join(t, b, topic, "failing", 1, func(_ context.Context, m bus.Message) error {
		failing.add(m)
		return errors.New("this group never gets on")
	})
	join(t, b, topic, "early", 2, early.handle)
	early.want(t, ms)
	join(t, b, topic, "late", 2, late.handle)
	late.want(t, ms)
	more := numbered(topic, 60, 20, 5)
	publish(t, b, more...)
	early.want(t, append(ms, more...))
	late.want(t, append(ms, more...))
}

func doneStaysDone(t *testing.T, h Harness) {
	topic := h.Create(t, 2)
	b := h.Open(t)
	ms := numbered(topic, 0, 50, 5)
	publish(t, b, ms...)
	r := newRecord()
	m := join(t, b, topic, "g", 3, r.handle)
	r.want(t, ms)
	m.leave(t)
	more := numbered(topic, 50, 50, 5)
	publish(t, b, more...)
	r = newRecord()
	join(t, h.Open(t), topic, "g", 3, r.handle)
	r.want(t, more) // a member that left in peace has said what it finished
}

func backPressure(t *testing.T, h Harness) {
	const workers = 3
	topic, b := h.Create(t, 2), h.Open(t)
	ms := numbered(topic, 0, 3000, 100)
	r, a := newRecord(), &alone{}
	open, started := make(chan struct{}), make(chan struct{}, workers)
	join(t, b, topic, "g", workers, a.around(t, func(ctx context.Context, m bus.Message) error {
		select {
		case started <- struct{}{}:
		default:
		}
		<-open
		return r.handle(ctx, m)
	}))
	sent := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
		defer cancel()
		sent <- b.Publish(ctx, ms...) // may wait until there is room
	}()
	for range workers {
		waitFor(t, started, "the workers to start")
	}
	time.Sleep(200 * time.Millisecond)
	close(open)
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	r.want(t, ms)
	r.ordered(t)
	if a.most > workers {
		t.Errorf("%d messages were handled at once by %d workers", a.most, workers)
	}
}

func lag(t *testing.T, h Harness) {
	topic, b := h.Create(t, 3), h.Open(t)
	wantLag := func(want int64) {
		t.Helper()
		var got int64
		var err error
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			if got, err = b.Lag(context.Background(), topic, "g"); err == nil && got == want {
				return
			}
		}
		t.Fatalf("lag %d, %v; want %d", got, err, want)
	}
	wantLag(0)
	publish(t, b, numbered(topic, 0, 10, 4)...)
	wantLag(10)
	r := newRecord()
	m := join(t, b, topic, "g", 2, r.handle)
	wantLag(0)
	m.leave(t)
	publish(t, b, numbered(topic, 10, 7, 4)...)
	wantLag(7)
}

func tooLarge(t *testing.T, h Harness) {
	topic, b := h.Create(t, 1), h.Open(t)
	fits := bus.Message{Topic: topic, Key: "key", Headers: map[string]string{"h": "1"}, Value: make([]byte, bus.MaxMessage-len("key")-len("h")-1)}
	for i := range fits.Value {
		fits.Value[i] = byte(rand.IntN(256)) // so that no compression makes it small
	}
	over := fits
	over.Value = append(bytes.Clone(fits.Value), 0)
	err := b.Publish(context.Background(), bus.Message{Topic: topic, Key: "small", Value: []byte("before")}, over)
	wantError(t, "a message over the limit", err, bus.ErrTooLarge)
	publish(t, b, fits)
	r := newRecord()
	join(t, b, topic, "g", 1, r.handle)
	r.want(t, []bus.Message{fits}) // and nothing of the refused call
}

func membersComeAndGo(t *testing.T, h Harness) {
	topic := h.Create(t, 6)
	const total, keys = 2000, 40
	ms := numbered(topic, 0, total, keys)
	r, a := newRecord(), &alone{}
	handle := a.around(t, func(ctx context.Context, m bus.Message) error {
		time.Sleep(time.Millisecond)
		return r.handle(ctx, m)
	})
	stays := join(t, h.Open(t), topic, "g", 2, handle)
	sent := make(chan error, 1)
	out := h.Open(t)
	go func() {
		for i := 0; i < total; i += 20 {
			if err := out.Publish(context.Background(), ms[i:i+20]...); err != nil {
				sent <- fmt.Errorf("publish from %d: %w", i, err)
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		sent <- nil
	}()
	for range 3 {
		one := join(t, h.Open(t), topic, "g", 3, handle)
		time.Sleep(150 * time.Millisecond)
		two := join(t, h.Open(t), topic, "g", 1, handle)
		time.Sleep(250 * time.Millisecond)
		one.leave(t)
		time.Sleep(150 * time.Millisecond)
		two.leave(t)
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	r.want(t, ms)
	r.ordered(t)
	stays.leave(t)
	_, all := r.count()
	t.Logf("%d messages came %d times in all", total, all)
}

func waitFor(t *testing.T, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatalf("waited in vain for %s", what)
	}
}
