package kafka_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
	"github.com/clausewise/clausewise/pipeline/pipelinetest"
)

// TestConformance runs the suite on a broker in this process.
func TestConformance(t *testing.T) {
	pipelinetest.Run(t, func(t *testing.T) pipelinetest.Harness {
		f := startFake(t)
		h := harness(f.addrs)
		h.Down = func(*testing.T) { f.stop() }
		h.Up = f.start
		return h
	})
}

// TestRealKafka runs the suite on the broker that CLAUSEWISE_KAFKA names; .ci/kafka starts one and says where it is.
// Where CLAUSEWISE_KAFKA_CTL is set, too, the broker is taken away and brought back by "$CLAUSEWISE_KAFKA_CTL down"
// and "… up".
func TestRealKafka(t *testing.T) {
	addr := os.Getenv("CLAUSEWISE_KAFKA")
	if addr == "" {
		t.Skip("CLAUSEWISE_KAFKA names no broker; .ci/kafka run go test ./pipeline/kafka starts one")
	}
	pipelinetest.Run(t, func(*testing.T) pipelinetest.Harness {
		h := harness(func() []string { return strings.Split(addr, ",") })
		if ctl := os.Getenv("CLAUSEWISE_KAFKA_CTL"); ctl != "" {
			h.Down = func(t *testing.T) { control(t, ctl, "down"); t.Cleanup(func() { control(t, ctl, "up") }) }
			h.Up = func(t *testing.T) { control(t, ctl, "up") }
		}
		return h
	})
}

func control(t *testing.T, ctl, what string) {
	t.Helper()
	if out, err := exec.Command(ctl, what).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", ctl, what, err, out)
	}
}

// fake is a broker in this process that keeps what it has when it is stopped.
type fake struct {
	t       testing.TB
	opts    []kfake.Opt
	dir     string
	port    int
	cluster *kfake.Cluster
}

func startFake(t testing.TB, opts ...kfake.Opt) *fake {
	f := &fake{t: t, opts: opts, dir: t.TempDir()}
	f.start(nil)
	t.Cleanup(func() { f.stop() })
	return f
}

func (f *fake) start(*testing.T) {
	opts := append([]kfake.Opt{kfake.NumBrokers(1), kfake.DataDir(f.dir)}, f.opts...)
	if f.port != 0 {
		opts = append(opts, kfake.Ports(f.port))
	}
	c, err := kfake.NewCluster(opts...)
	if err != nil {
		f.t.Fatal(err)
	}
	f.cluster = c
	fmt.Sscanf(c.ListenAddrs()[0], "127.0.0.1:%d", &f.port)
}

func (f *fake) stop() {
	if f.cluster != nil {
		f.cluster.Close()
		f.cluster = nil
	}
}

func (f *fake) addrs() []string { return []string{fmt.Sprintf("127.0.0.1:%d", f.port)} }

var topicNumber atomic.Int64

func harness(addrs func() []string) pipelinetest.Harness {
	return pipelinetest.Harness{
		Create: func(t *testing.T, partitions int) string {
			name := fmt.Sprintf("test-%d-%d", time.Now().UnixNano(), topicNumber.Add(1))
			b := open(t, kafka.Options{Brokers: addrs()})
			defer b.Close()
			created, err := b.CreateTopics(context.Background(), time.Hour, bus.Topic{Name: name, Partitions: partitions})
			if err != nil || len(created) != 1 {
				t.Fatalf("topic %s: created %v, %v", name, created, err)
			}
			return name
		},
		Open: func(t *testing.T) bus.Broker {
			return open(t, kafka.Options{Brokers: addrs(), Session: 6 * time.Second})
		},
	}
}

// open connects for the length of the test.
func open(t testing.TB, o kafka.Options) *kafka.Broker {
	t.Helper()
	if o.Logger == nil {
		o.Logger = logger(t)
	}
	b, err := kafka.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// logger writes to the test's log as long as the test runs.
func logger(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// A group that is forgotten begins anew.
func TestForget(t *testing.T) {
	_, b := start(t, 2, kafka.Options{})
	if err := b.Publish(limited(t, 10*time.Second), messages(3)...); err != nil {
		t.Fatal(err)
	}
	lag := func(want int64) {
		t.Helper()
		if n, err := b.Lag(t.Context(), "t", "g"); err != nil || n != want {
			t.Errorf("lag %d, %v, want %d", n, err, want)
		}
	}
	ctx, done := context.WithCancel(limited(t, 20*time.Second))
	var n atomic.Int64
	err := b.Consume(ctx, bus.Subscription{Topic: "t", Group: "g"}, func(context.Context, bus.Message) error {
		if n.Add(1) == 3 {
			done()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lag(0)
	for range 2 { // the second time there is none
		if err := b.Forget(t.Context(), "t", "g"); err != nil {
			t.Fatal(err)
		}
		lag(3)
	}
}
