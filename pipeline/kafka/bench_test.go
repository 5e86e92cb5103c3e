package kafka_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
)

// bench connects to the real broker where there is one, else to one in this process, with new topics.
func bench(b *testing.B, topics int) (*kafka.Broker, []string) {
	o := kafka.Options{}
	if addr := os.Getenv("CLAUSEWISE_KAFKA"); addr != "" {
		o.Brokers = strings.Split(addr, ",")
	} else {
		o.Brokers = startFake(b).addrs()
	}
	br := open(b, o)
	var names []string
	for range topics {
		name := fmt.Sprintf("bench-%d-%d", time.Now().UnixNano(), topicNumber.Add(1))
		if _, err := br.CreateTopics(context.Background(), time.Hour, bus.Topic{Name: name, Partitions: 4}); err != nil {
			b.Fatal(err)
		}
		names = append(names, name)
	}
	return br, names
}

func consume(b *testing.B, br *kafka.Broker, topic string, workers int, h bus.Handler) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := br.Consume(ctx, bus.Subscription{Topic: topic, Group: "g", Workers: workers}, h); err != nil {
			b.Error(err)
		}
	}()
	b.Cleanup(func() { cancel(); <-ended })
}

// BenchmarkHop is one message at a time from Publish to the handler.
func BenchmarkHop(b *testing.B) {
	br, topics := bench(b, 1)
	got := make(chan struct{})
	consume(b, br, topics[0], 2, func(context.Context, bus.Message) error { got <- struct{}{}; return nil })
	value := make([]byte, 4096)
	hop := func(i int) {
		if err := br.Publish(context.Background(), bus.Message{Topic: topics[0], Key: fmt.Sprint("key", i), Value: value}); err != nil {
			b.Fatal(err)
		}
		<-got
	}
	hop(0) // the group is there now
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		begun := time.Now()
		hop(i)
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkFiveStages is messages of 4 KiB through five topics, each stage publishing one message for one it takes.
func BenchmarkFiveStages(b *testing.B) {
	br, topics := bench(b, 5)
	var left atomic.Int64
	all := make(chan struct{})
	for i, topic := range topics {
		consume(b, br, topic, 16, func(ctx context.Context, m bus.Message) error {
			if i+1 < len(topics) {
				return br.Publish(ctx, bus.Message{Topic: topics[i+1], Key: m.Key, Value: m.Value})
			}
			if left.Add(-1) == 0 {
				close(all)
			}
			return nil
		})
	}
	value := make([]byte, 4096)
	const batch = 20
	left.Store(int64(b.N))
	b.ResetTimer()
	for i := 0; i < b.N; i += batch {
		var ms []bus.Message
		for j := i; j < min(i+batch, b.N); j++ {
			ms = append(ms, bus.Message{Topic: topics[0], Key: fmt.Sprint("key", j), Value: value})
		}
		if err := br.Publish(context.Background(), ms...); err != nil {
			b.Fatal(err)
		}
	}
	<-all
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
