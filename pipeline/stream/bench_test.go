package stream

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"golang.org/x/sync/errgroup"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
)

// copies returns n letters: those of the fixture over and over, each with other bytes behind the end.
func copies(b *testing.B, n int) []file {
	b.Helper()
	names, err := filepath.Glob(filepath.Join(letters, "*.pdf"))
	if err != nil || len(names) == 0 {
		b.Fatalf("no letters in %s (%v)", letters, err)
	}
	out := make([]file, n)
	for i := range out {
		out[i] = file{fmt.Sprintf("L%05d.pdf", i), fmt.Appendf(read(b, names[i%len(names)]), "%% %d\n", i)}
	}
	return out
}

// brokers are what the benchmarks run on: channels, and Kafka in this process or where CLAUSEWISE_KAFKA says.
func brokers(b *testing.B, do func(b *testing.B, broker bus.Broker, volatile bool)) {
	b.Run("memory", func(b *testing.B) {
		broker := bus.NewMemory(bus.MemoryOptions{}, Topics("")...)
		defer broker.Close()
		do(b, broker, true)
	})
	on := func(b *testing.B, addrs []string) {
		broker, err := kafka.Open(kafka.Options{Brokers: addrs, Logger: quiet()})
		if err != nil {
			b.Fatal(err)
		}
		defer broker.Close()
		if _, err := broker.CreateTopics(b.Context(), time.Hour, Topics("")...); err != nil {
			b.Fatal(err)
		}
		do(b, broker, false)
	}
	b.Run("kfake", func(b *testing.B) {
		c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.DataDir(b.TempDir()))
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		on(b, c.ListenAddrs())
	})
	b.Run("kafka", func(b *testing.B) {
		addr := os.Getenv("CLAUSEWISE_KAFKA")
		if addr == "" {
			b.Skip("CLAUSEWISE_KAFKA names no broker")
		}
		on(b, strings.Split(addr, ","))
	})
}

// all starts a process that does everything, on the broker, and returns the service and how to stop it. Draft and
// consultation are those of the fixture.
func all(b *testing.B, broker bus.Broker, volatile bool) (*Service, func()) {
	b.Helper()
	dir := b.TempDir()
	store := must(blobs.OpenFolder(filepath.Join(dir, "blobs")))(b)
	l := must(OpenLedger(filepath.Join(dir, "ledger.db"), "p", pipeline.ReaderOff))(b)
	s := must(New(Config{Broker: broker, Blobs: store, Ledger: l, Program: "p", Version: "test", Reader: pipeline.ReaderOff, Volatile: volatile, Logger: quiet()}))(b)
	if err := s.SetPolicy(b.Context(), "bench", filepath.Base(draftFile), read(b, draftFile)); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, nil) }()
	return s, func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
		l.Close()
	}
}

// BenchmarkThroughput reads 1,000 letters as a folder and as a stream, one after the other, and tells both in letters a
// second, from the first submission to the summary, and in this process's processor time a letter, which means something
// on a busy machine too:
//
//	go test ./pipeline/stream -run '^$' -bench Throughput -benchtime 1x
func BenchmarkThroughput(b *testing.B) {
	const n = 1000
	files := copies(b, n)
	in := b.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(in, f.name), f.data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	brokers(b, func(b *testing.B, broker bus.Broker, volatile bool) {
		for b.Loop() {
			began, used := time.Now(), cpu()
			res, err := pipeline.Run(b.Context(), pipeline.Config{Inputs: []string{in}, Policy: draftFile, Out: b.TempDir(), Reader: pipeline.ReaderOff})
			if err != nil || res.Read != n {
				b.Fatalf("%+v, %v", res, err)
			}
			folder, folderCPU := n/time.Since(began).Seconds(), cpu()-used
			s, stop := all(b, broker, volatile)
			if !volatile { // the groups' first meeting takes seconds and comes once in weeks
				submit(b, s, files[0])
				wait(b, s, 1)
				files = files[1:]
			}
			began, used = time.Now(), cpu()
			var clients errgroup.Group // as submit sends a folder, several files at once
			clients.SetLimit(4)
			for _, f := range files {
				clients.Go(func() error { submit(b, s, f); return nil })
			}
			clients.Wait()
			wait(b, s, n)
			sum, err := s.Summary(b.Context(), "bench")
			if err != nil || sum.Counts.Responses != n {
				b.Fatalf("%d responses, %v", sum.Counts.Responses, err)
			}
			stream, streamCPU := n/time.Since(began).Seconds(), cpu()-used
			b.ReportMetric(folder, "folder-letters/s")
			b.ReportMetric(stream, "stream-letters/s")
			b.ReportMetric(stream/folder, "stream/folder")
			b.ReportMetric(float64(folderCPU.Microseconds())/1000/n, "folder-cpu-ms/letter")
			b.ReportMetric(float64(streamCPU.Microseconds())/1000/n, "stream-cpu-ms/letter")
			stop()
		}
	})
}

func submit(b *testing.B, s *Service, f file) {
	b.Helper()
	if _, err := s.Submit(b.Context(), Submission{Consultation: "bench", Name: f.name, Data: f.data}); err != nil {
		b.Error(err)
	}
}

// wait waits until n submissions are shown, without asking all the time.
func wait(b *testing.B, s *Service, n int) {
	b.Helper()
	for {
		st, err := s.Status(b.Context(), "bench")
		if err != nil {
			b.Fatal(err)
		}
		if st.Shown >= n {
			return
		}
		time.Sleep(time.Duration(1+n-st.Shown) * 2 * time.Millisecond)
	}
}

// BenchmarkLatency submits five letters a second and tells how long it takes until the summary has each: what a page
// that shows the summary sees, which asks for it whenever it has changed.
//
//	go test ./pipeline/stream -run '^$' -bench Latency -benchtime 1x
func BenchmarkLatency(b *testing.B) {
	const n = 150
	brokers(b, func(b *testing.B, broker bus.Broker, volatile bool) {
		s, stop := all(b, broker, volatile)
		defer stop()
		files := copies(b, n+1)
		submit(b, s, files[n])
		wait(b, s, 1)
		for b.Loop() {
			took := latencies(b, s, files[:n])
			slices.Sort(took)
			ms := func(q float64) float64 {
				return float64(took[int(math.Ceil(q*float64(len(took))))-1].Microseconds()) / 1000
			}
			b.ReportMetric(ms(0.5), "median-ms")
			b.ReportMetric(ms(0.99), "p99-ms")
			b.ReportMetric(ms(1), "max-ms")
		}
	})
}

func latencies(b *testing.B, s *Service, files []file) []time.Duration {
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	sent := make(chan map[string]time.Time, 1)
	sent <- map[string]time.Time{}
	go func() {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for _, f := range files {
			at := <-sent
			at[f.name] = time.Now()
			sent <- at
			submit(b, s, f)
			<-tick.C
		}
	}()
	var out []time.Duration
	seen := map[string]bool{}
	for range s.Changes(ctx, "bench") {
		sum, err := s.Summary(ctx, "bench")
		if err != nil {
			b.Fatal(err)
		}
		now := time.Now()
		at := <-sent
		for _, r := range sum.Responses {
			if from, ok := at[r.File]; ok && !seen[r.File] {
				seen[r.File] = true
				out = append(out, now.Sub(from))
			}
		}
		sent <- at
		if len(out) == len(files) {
			break
		}
	}
	return out
}

// BenchmarkMemory takes in 10,000 small letters and tells how much memory is in use after the first thousand, and how
// much more after each further thousand on average:
//
//	go test ./pipeline/stream -run '^$' -bench Memory/memory -benchtime 1x
func BenchmarkMemory(b *testing.B) {
	const n, step = 10_000, 1000
	brokers(b, func(b *testing.B, broker bus.Broker, volatile bool) {
		for b.Loop() {
			s, stop := all(b, broker, volatile)
			var used []float64
			for i := range n {
				submit(b, s, file{fmt.Sprintf("n%05d.txt", i), fmt.Appendf(nil, "Forening %d\n\nVi støtter afsnit 2.2 om resiliens. Vi foreslår, at kommunen afsætter %d kroner.\n\nVenlig hilsen\nAnna Holm\n", i, i)})
				if (i+1)%step == 0 {
					wait(b, s, i+1)
					used = append(used, inUse())
					b.Logf("%d: %.1f MiB", i+1, used[len(used)-1])
				}
			}
			b.ReportMetric(used[0], "MiB-at-1000")
			b.ReportMetric(used[len(used)-1], "MiB-at-10000")
			stop()
		}
	})
}

// inUse returns the live heap in MiB.
func inUse() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}
