package kafka_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
)

func wantError(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want an error that is %q", what, got, want)
	}
}

// start returns a broker, and a connection to it, with one topic "t".
func start(t *testing.T, partitions int, o kafka.Options, opts ...kfake.Opt) (*fake, *kafka.Broker) {
	t.Helper()
	f := startFake(t, append(opts, kfake.SeedTopics(int32(partitions), "t"))...)
	o.Brokers = f.addrs()
	return f, open(t, o)
}

func limited(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func messages(n int) []bus.Message {
	var ms []bus.Message
	for i := range n {
		ms = append(ms, bus.Message{Topic: "t", Key: fmt.Sprint("key", i), Value: fmt.Append(nil, i)})
	}
	return ms
}

// gather consumes as a new group and counts how often each value came, until n different ones have or time is up.
func gather(t *testing.T, b *kafka.Broker, n int) map[string]int {
	t.Helper()
	ctx, done := context.WithCancel(limited(t, 30*time.Second))
	defer done()
	got := map[string]int{}
	err := b.Consume(ctx, bus.Subscription{Topic: "t", Group: fmt.Sprint("gather", time.Now().UnixNano())}, func(_ context.Context, m bus.Message) error {
		if got[string(m.Value)]++; len(got) == n {
			done()
		}
		return nil
	})
	if err != nil || len(got) != n {
		t.Fatalf("%d different messages came, want %d (%v)", len(got), n, err)
	}
	return got
}

// What the broker refuses for now is tried again; nothing that it refused is called safe.
func TestRefusedForNow(t *testing.T) {
	for _, passing := range []*kerr.Error{kerr.NotEnoughReplicas, kerr.NotLeaderForPartition, kerr.RequestTimedOut, kerr.NotEnoughReplicasAfterAppend, kerr.UnknownServerError} {
		t.Run(passing.Message, func(t *testing.T) {
			f, b := start(t, 1, kafka.Options{})
			h := f.cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: passing, Count: 3})
			if err := b.Publish(limited(t, 20*time.Second), messages(5)...); err != nil {
				t.Fatal(err)
			}
			if h.Hits() != 3 {
				t.Errorf("the broker refused %d times, want 3", h.Hits())
			}
			gather(t, b, 5) // some of the faults store the messages and lose the answer: duplicates are right then
		})
	}
}

func TestRefusedForGood(t *testing.T) {
	for _, c := range []struct {
		refusal *kerr.Error
		want    error
	}{
		{kerr.MessageTooLarge, bus.ErrTooLarge},
		{kerr.RecordListTooLarge, bus.ErrTooLarge},
		{kerr.TopicAuthorizationFailed, bus.ErrDenied},
	} {
		t.Run(c.refusal.Message, func(t *testing.T) {
			f, b := start(t, 1, kafka.Options{})
			f.cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: c.refusal, Count: -1})
			begun := time.Now()
			wantError(t, "publish", b.Publish(limited(t, 20*time.Second), messages(1)...), c.want)
			if d := time.Since(begun); d > 5*time.Second {
				t.Errorf("a refusal for good was tried for %v", d)
			}
		})
	}
}

// An unreachable broker is waited for as long as the context allows, and the error then says why.
func TestUnreachable(t *testing.T) {
	f, b := start(t, 1, kafka.Options{})
	if err := b.Publish(limited(t, 10*time.Second), messages(1)...); err != nil {
		t.Fatal(err)
	}
	f.stop()
	err := b.Publish(limited(t, time.Second), messages(1)...)
	wantError(t, "publish", err, context.DeadlineExceeded)
	if err != nil && !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("%q doesn't say that the connection was refused", err)
	}
	fresh := open(t, kafka.Options{Brokers: f.addrs()})
	for _, b := range []*kafka.Broker{b, fresh} {
		_, err = b.Lag(limited(t, time.Second), "t", "g")
		wantError(t, "lag", err, context.DeadlineExceeded)
	}
	wantError(t, "wait", fresh.Wait(limited(t, time.Second)), context.DeadlineExceeded)
}

// Closing doesn't hang on a broker that is away, though a member can't say goodbye to it.
func TestCloseWhileAway(t *testing.T) {
	f, b := start(t, 1, kafka.Options{Grace: 200 * time.Millisecond})
	got := make(chan struct{}, 10)
	ended := make(chan error, 1)
	go func() {
		ended <- b.Consume(context.Background(), bus.Subscription{Topic: "t", Group: "g"}, func(context.Context, bus.Message) error {
			got <- struct{}{}
			return nil
		})
	}()
	if err := b.Publish(limited(t, 10*time.Second), messages(1)...); err != nil {
		t.Fatal(err)
	}
	<-got
	f.stop()
	begun := time.Now()
	b.Close()
	if d := time.Since(begun); d > 12*time.Second {
		t.Errorf("closing took %v", d)
	}
	wantError(t, "consume", <-ended, bus.ErrClosed)
}

// The group stands before the first message that isn't finished, however many behind it are.
func TestNothingUnfinishedIsPassed(t *testing.T) {
	_, b := start(t, 1, kafka.Options{})
	if err := b.Publish(limited(t, 10*time.Second), messages(20)...); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var done atomic.Int32
	release := make(chan struct{})
	go b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g", Workers: 4}, func(_ context.Context, m bus.Message) error {
		if string(m.Value) == "3" {
			<-release
		}
		done.Add(1)
		return nil
	})
	waitUntil(t, "19 messages are done", func() bool { return done.Load() == 19 })
	time.Sleep(500 * time.Millisecond) // two commits
	if n, err := b.Lag(limited(t, 10*time.Second), "t", "g"); n != 17 || err != nil {
		t.Errorf("with the fourth of 20 messages unfinished the lag is %d (%v), want 17", n, err)
	}
	close(release)
	waitUntil(t, "the lag is 0", func() bool { n, err := b.Lag(context.Background(), "t", "g"); return n == 0 && err == nil })
}

func waitUntil(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// A member has no more than its window of a partition in hand.
func TestWindow(t *testing.T) {
	_, b := start(t, 1, kafka.Options{Window: 10})
	if err := b.Publish(limited(t, 10*time.Second), messages(300)...); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	release := make(chan struct{})
	var done atomic.Int32
	go b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g", Workers: 300}, func(_ context.Context, m bus.Message) error {
		done.Add(1)
		if string(m.Value) == "0" {
			<-release
		}
		return nil
	})
	waitUntil(t, "ten messages were begun", func() bool { return done.Load() >= 10 })
	time.Sleep(300 * time.Millisecond)
	if n := done.Load(); n != 10 {
		t.Errorf("%d messages were begun while the first was not finished, want the window of 10", n)
	}
	close(release)
	waitUntil(t, "all are done", func() bool { return done.Load() == 300 })

}

// Messages whose time is up before the group read them are told of.
func TestRetentionGap(t *testing.T) {
	lost := make(chan int64, 1)
	f, b := start(t, 1, kafka.Options{Lost: func(topic, group string, partition int, n int64) { lost <- n }})
	if err := b.Publish(limited(t, 10*time.Second), messages(10)...); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var n int
	if err := b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g"}, func(context.Context, bus.Message) error {
		if n++; n == 2 {
			cancel()
		}
		return nil
	}); err != nil || n != 2 {
		t.Fatalf("%d messages, %v", n, err)
	}
	if err := f.cluster.DeleteRecords("t", 0, 7); err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithCancel(limited(t, 30*time.Second))
	defer cancel()
	var first string
	if err := b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g"}, func(_ context.Context, m bus.Message) error {
		first = string(m.Value)
		cancel()
		return nil
	}); err != nil || first != "7" {
		t.Errorf("the group went on with message %q (%v), want 7", first, err)
	}
	select {
	case n := <-lost:
		if n != 5 {
			t.Errorf("%d messages were told to be lost, want 5", n)
		}
	default:
		t.Error("nobody was told of the lost messages")
	}
}

// A topic that was deleted and made anew is read from its start.
func TestTopicMadeAnew(t *testing.T) {
	f, b := start(t, 1, kafka.Options{})
	if err := b.Publish(limited(t, 10*time.Second), messages(10)...); err != nil {
		t.Fatal(err)
	}
	consume := func(n int) (values []string) {
		ctx, cancel := context.WithCancel(limited(t, 30*time.Second))
		defer cancel()
		if err := b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g"}, func(_ context.Context, m bus.Message) error {
			if values = append(values, string(m.Value)); len(values) == n {
				cancel()
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return values
	}
	consume(10)
	if err := f.cluster.DeleteTopic("t"); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "the topic is gone", func() bool {
		return errors.Is(b.CheckTopics(context.Background(), bus.Topic{Name: "t"}), bus.ErrNoTopic)
	})
	wantError(t, "publish", b.Publish(limited(t, 10*time.Second), messages(1)...), bus.ErrNoTopic)
	if err := f.cluster.CreateTopic("t", 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := b.Publish(limited(t, 10*time.Second), messages(3)...); err != nil {
		t.Fatal(err)
	}
	if got := consume(3); len(got) != 3 {
		t.Errorf("%v came of the new topic, want three messages", got)
	}
}

// A topic that is deleted ends those who read it.
func TestTopicDeletedWhileRead(t *testing.T) {
	f, b := start(t, 2, kafka.Options{})
	got := make(chan struct{}, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- b.Consume(limited(t, 30*time.Second), bus.Subscription{Topic: "t", Group: "g"}, func(context.Context, bus.Message) error {
			got <- struct{}{}
			return nil
		})
	}()
	if err := b.Publish(limited(t, 10*time.Second), messages(1)...); err != nil {
		t.Fatal(err)
	}
	<-got
	if err := f.cluster.DeleteTopic("t"); err != nil {
		t.Fatal(err)
	}
	wantError(t, "consume", <-ended, bus.ErrNoTopic)
}

// While partitions change their leaders, nothing is lost and nothing stalls for long.
func TestLeadersMove(t *testing.T) {
	c, err := kfake.NewCluster(kfake.NumBrokers(3), kfake.SeedTopics(4, "t"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	b := open(t, kafka.Options{Brokers: c.ListenAddrs()})
	var longest time.Duration
	ms := messages(300)
	for i := range ms {
		if i%30 == 10 {
			c.ShufflePartitionLeaders()
		}
		begun := time.Now()
		if err := b.Publish(limited(t, 20*time.Second), ms[i]); err != nil {
			t.Fatal(err)
		}
		longest = max(longest, time.Since(begun))
	}
	t.Logf("the longest publish took %v", longest)
	if longest > 2*time.Second {
		t.Errorf("a moved leader held a message up for %v", longest)
	}
	gather(t, b, 300)
}

// A connection that was closed leaves nothing running behind.
func TestCloseLeavesNothing(t *testing.T) {
	f := startFake(t, kfake.SeedTopics(4, "t"))
	round := func() {
		b := open(t, kafka.Options{Brokers: f.addrs()})
		for range 3 {
			if err := b.Ping(limited(t, 10*time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Publish(limited(t, 10*time.Second), messages(20)...); err != nil {
			t.Fatal(err)
		}
		gather(t, b, 20)
		b.Close()
	}
	round()
	waitUntil(t, "the first round is over", func() bool { return settled() })
	before := runtime.NumGoroutine()
	for range 5 {
		round()
	}
	waitUntil(t, fmt.Sprintf("there are no more than the %d goroutines of before", before), func() bool { return runtime.NumGoroutine() <= before })
}

// settled tells that the number of goroutines has not changed for a while.
func settled() bool {
	n := runtime.NumGoroutine()
	time.Sleep(2500 * time.Millisecond) // longer than a fetch that was left behind may last
	return runtime.NumGoroutine() == n
}
