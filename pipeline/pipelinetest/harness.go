package pipelinetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
)

// Harness is a running broker and what a test may do with it.
type Harness struct {
	// Create makes a topic that nobody used before and returns its name.
	Create func(t *testing.T, partitions int) string
	// Open returns a connection of its own, as another process would have. Transports that live within one process
	// return the same broker each time.
	Open func(t *testing.T) bus.Broker
	// Down takes the broker away and Up brings it back with all it had. Both are nil where it can't go away.
	Down, Up func(t *testing.T)
}

// patience is how long the suite waits for what must happen: a real Kafka on a busy machine takes seconds for a change
// of members.
const patience = 60 * time.Second

// Run runs the whole suite. start is called once a part.
func Run(t *testing.T, start func(t *testing.T) Harness) {
	for _, part := range parts {
		t.Run(part.name, func(t *testing.T) { part.test(t, start(t)) })
	}
}

var parts = []struct {
	name string
	test func(*testing.T, Harness)
}{
	{"EveryMessageArrives", everyMessageArrives},
	{"OrderOfEachKey", orderOfEachKey},
	{"Redelivery", redelivery},
	{"RedeliveryToAnotherMember", redeliveryToAnotherMember},
	{"IndependentGroups", independentGroups},
	{"DoneStaysDone", doneStaysDone},
	{"BackPressure", backPressure},
	{"Lag", lag},
	{"TooLarge", tooLarge},
	{"UnknownTopic", unknownTopic},
	{"CancelledContexts", cancelledContexts},
	{"DrainWhenContextEnds", drainWhenContextEnds},
	{"DrainOnClose", drainOnClose},
	{"PublishWhileClosing", publishWhileClosing},
	{"Closed", closed},
	{"MembersComeAndGo", membersComeAndGo},
	{"BrokerGoneAndBack", brokerGoneAndBack},
	{"BrokerGoneAtStart", brokerGoneAtStart},
}

// member is a running Consume.
type member struct {
	cancel context.CancelFunc
	ended  chan error
}

// join starts a consumer that ends with the test at the latest.
func join(t *testing.T, b bus.Broker, topic, group string, workers int, h bus.Handler) *member {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	m := &member{cancel: cancel, ended: make(chan error, 1)}
	go func() { m.ended <- b.Consume(ctx, bus.Subscription{Topic: topic, Group: group, Workers: workers}, h) }()
	t.Cleanup(cancel)
	return m
}

// leave ends the consumer and waits for it.
func (m *member) leave(t *testing.T) {
	t.Helper()
	m.cancel()
	if err := m.wait(t); err != nil {
		t.Errorf("Consume returned %v, want nil when its context ended", err)
	}
}

func (m *member) wait(t *testing.T) error {
	t.Helper()
	select {
	case err := <-m.ended:
		return err
	case <-time.After(patience):
		t.Fatal("Consume didn't return")
		return nil
	}
}

// numbered returns n messages spread over the keys, numbered from `from` on; a message's value is its number.
func numbered(topic string, from, n, keys int) []bus.Message {
	var ms []bus.Message
	for i := from; i < from+n; i++ {
		ms = append(ms, bus.Message{Topic: topic, Key: fmt.Sprintf("key-%02d", i%keys), Value: []byte(fmt.Sprintf("%06d", i))})
	}
	return ms
}

func publish(t *testing.T, b bus.Broker, ms ...bus.Message) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.Publish(ctx, ms...); err != nil {
		t.Fatalf("publish: %v", err)
	}
}

// record notes deliveries.
type record struct {
	mu    sync.Mutex
	all   []bus.Message
	first []bus.Message // without what had come before
	seen  map[string]bool
}

func newRecord() *record { return &record{seen: map[string]bool{}} }

func (r *record) add(m bus.Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, m)
	if !r.seen[string(m.Value)] {
		r.seen[string(m.Value)] = true
		r.first = append(r.first, m)
	}
}

func (r *record) handle(_ context.Context, m bus.Message) error {
	r.add(m)
	return nil
}

func (r *record) values() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return values(r.first)
}

func (r *record) count() (first, all int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.first), len(r.all)
}

func values(ms []bus.Message) []string {
	var out []string
	for _, m := range ms {
		out = append(out, string(m.Value))
	}
	return out
}

// want waits until all messages have come, and fails on any other.
func (r *record) want(t *testing.T, ms []bus.Message) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for n, _ := r.count(); n < len(ms) && time.Now().Before(deadline); n, _ = r.count() {
		time.Sleep(5 * time.Millisecond)
	}
	got, wanted := r.values(), values(ms)
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		t.Fatalf("%d different messages came, want %d: missing %.40q, unexpected %.40q", len(got), len(wanted), without(wanted, got), without(got, wanted))
	}
}

// without returns up to five of a that are not in b.
func without(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) && len(out) < 5 {
			out = append(out, s)
		}
	}
	return out
}

// ordered fails if the first deliveries of a key are out of order.
func (r *record) ordered(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	last := map[string]string{}
	for _, m := range r.first {
		if v := string(m.Value); v < last[m.Key] {
			t.Errorf("%s: %s came after %s", m.Key, v, last[m.Key])
		}
		last[m.Key] = max(last[m.Key], string(m.Value))
	}
}

// alone fails when two messages of one key are handled at once.
type alone struct {
	mu   sync.Mutex
	busy map[string]bool
	most int // messages handled at once
	now  int
}

func (a *alone) around(t *testing.T, h bus.Handler) bus.Handler {
	a.busy = map[string]bool{}
	return func(ctx context.Context, m bus.Message) error {
		a.mu.Lock()
		if a.busy[m.Key] {
			t.Errorf("%s: two messages at once, the second is %s", m.Key, m.Value)
		}
		a.busy[m.Key] = true
		a.now++
		a.most = max(a.most, a.now)
		a.mu.Unlock()
		defer func() {
			a.mu.Lock()
			a.busy[m.Key] = false
			a.now--
			a.mu.Unlock()
		}()
		return h(ctx, m)
	}
}

func wantError(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want an error that is %q", what, got, want)
	}
}
