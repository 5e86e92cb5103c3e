package bus_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/pipelinetest"
)

func TestConformance(t *testing.T) {
	pipelinetest.Run(t, func(t *testing.T) pipelinetest.Harness {
		b := bus.NewMemory(bus.MemoryOptions{})
		t.Cleanup(func() { b.Close() })
		n := 0
		return pipelinetest.Harness{
			Create: func(t *testing.T, partitions int) string {
				n++
				name := fmt.Sprintf("topic-%d", n)
				b.Create(bus.Topic{Name: name, Partitions: partitions})
				return name
			},
			Open: func(*testing.T) bus.Broker { return b },
		}
	})
}

func message(i int) bus.Message {
	return bus.Message{Topic: "t", Key: fmt.Sprint(i % 3), Value: []byte(fmt.Sprint(i))}
}

// Publishers wait for the slowest group, and go on when it does.
func TestPublishersWait(t *testing.T) {
	b := bus.NewMemory(bus.MemoryOptions{Messages: 10}, bus.Topic{Name: "t"})
	defer b.Close()
	var sent atomic.Int32
	go func() {
		for i := range 100 {
			if b.Publish(context.Background(), message(i)) == nil {
				sent.Add(1)
			}
		}
	}()
	time.Sleep(50 * time.Millisecond)
	if n := sent.Load(); n != 10 {
		t.Fatalf("%d messages were published into a topic for 10 that nobody reads", n)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := b.Publish(ctx, message(0)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a publisher that waits for room returned %v when its time was up", err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	var got atomic.Int32
	all := make(chan struct{})
	go b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g"}, func(context.Context, bus.Message) error {
		if got.Add(1) == 100 {
			close(all)
		}
		return nil
	})
	select {
	case <-all:
	case <-time.After(10 * time.Second):
		t.Fatalf("%d of 100 messages came", got.Load())
	}
}

// Bytes bound a topic too, but a single message always fits.
func TestBytesBound(t *testing.T) {
	b := bus.NewMemory(bus.MemoryOptions{Bytes: 100}, bus.Topic{Name: "t"})
	defer b.Close()
	big := bus.Message{Topic: "t", Key: "k", Value: make([]byte, 1000)}
	if err := b.Publish(context.Background(), big); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if err := b.Publish(ctx, message(1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the topic held more bytes than it may: %v", err)
	}
}

// Closing frees the publishers that wait.
func TestCloseFreesPublishers(t *testing.T) {
	b := bus.NewMemory(bus.MemoryOptions{Messages: 1}, bus.Topic{Name: "t"})
	ended := make(chan error)
	go func() { ended <- b.Publish(context.Background(), message(0), message(1)) }()
	time.Sleep(20 * time.Millisecond)
	b.Close()
	if err := <-ended; !errors.Is(err, bus.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}

// A log keeps the latest, whoever reads it or not.
func TestLogDropsOldest(t *testing.T) {
	b := bus.NewMemory(bus.MemoryOptions{Messages: 5}, bus.Topic{Name: "t", Log: true})
	defer b.Close()
	var got []string
	read := func() {
		got = nil
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		err := b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g"}, func(_ context.Context, m bus.Message) error {
			got = append(got, string(m.Value))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for round := range 2 { // without a group, and with one that reads now and then
		for i := range 12 {
			if err := b.Publish(context.Background(), message(12*round+i)); err != nil {
				t.Fatal(err)
			}
		}
		read()
		if len(got) != 5 {
			t.Errorf("round %d: a log for 5 held %d messages: %v", round, len(got), got)
		}
		if n, _ := b.Lag(context.Background(), "t", "g"); n != 0 {
			t.Errorf("round %d: lag %d after all was read", round, n)
		}
	}
}

// A handler that hangs is left behind when the grace time is over: closing ends.
func TestCloseLeavesHangingHandler(t *testing.T) {
	b := bus.NewMemory(bus.MemoryOptions{Grace: 50 * time.Millisecond}, bus.Topic{Name: "t"})
	if err := b.Publish(context.Background(), message(0)); err != nil {
		t.Fatal(err)
	}
	begun, never := make(chan struct{}), make(chan struct{})
	defer close(never)
	go b.Consume(context.Background(), bus.Subscription{Topic: "t", Group: "g"}, func(context.Context, bus.Message) error {
		close(begun)
		<-never
		return nil
	})
	<-begun
	start := time.Now()
	b.Close()
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("closing took %v", d)
	}
}

func BenchmarkMemory(b *testing.B) {
	m := bus.NewMemory(bus.MemoryOptions{}, bus.Topic{Name: "t"})
	defer m.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var left atomic.Int64
	left.Store(int64(b.N))
	all := make(chan struct{})
	go m.Consume(ctx, bus.Subscription{Topic: "t", Group: "g", Workers: 2}, func(context.Context, bus.Message) error {
		if left.Add(-1) == 0 {
			close(all)
		}
		return nil
	})
	for i := range b.N {
		if err := m.Publish(ctx, message(i)); err != nil {
			b.Fatal(err)
		}
	}
	<-all
}
