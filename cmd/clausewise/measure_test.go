package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clausewise/clausewise/pipeline/stream"
)

// The benchmarks measure the stream as whole processes, on the Kafka that CLAUSEWISE_KAFKA names, else on the broker in
// memory. Each makes its figures in one run:
//
//	CLAUSEWISE_KAFKA=127.0.0.1:9092 go test ./cmd/clausewise -run '^$' -bench Stream -benchtime 1x -timeout 1h

const (
	parkLetters = "../../fixtures/en-parks/responses"
	parkDraft   = "../../fixtures/en-parks/policy.pdf"
)

// server is a process that serves, with data of its own.
type server struct {
	*exec.Cmd
	url string
	log string
}

// startServer starts serve and waits until it listens. More flags may follow.
func startServer(tb testing.TB, name string, flags ...string) *server {
	tb.Helper()
	dir := tb.TempDir()
	s := &server{log: filepath.Join(dir, "log")}
	addr := filepath.Join(dir, "addr")
	log, err := os.Create(s.log)
	if err != nil {
		tb.Fatal(err)
	}
	args := append([]string{"serve", "--isolate", "off", "--reader", "off", "--listen", "127.0.0.1:0", "--address-file", addr, "--data", filepath.Join(dir, "data"),
		"--policy", parkDraft}, flags...)
	if brokers := os.Getenv("CLAUSEWISE_KAFKA"); brokers != "" {
		prefix := fmt.Sprintf("bench-%d", time.Now().UnixNano())
		args = append(args, "--kafka", brokers, "--prefix", prefix)
		if out, err := exec.Command(name, "topics", "create", "--kafka", brokers, "--prefix", prefix).CombinedOutput(); err != nil {
			tb.Fatalf("%v: %s", err, out)
		}
	}
	s.Cmd = exec.Command(name, args...)
	s.Stderr = log
	if err := s.Start(); err != nil {
		tb.Fatal(err)
	}
	log.Close() // the process has its own
	tb.Cleanup(s.stop)
	s.url = strings.TrimSpace(waitFor(tb, addr))
	return s
}

func (s *server) stop() {
	if s.ProcessState == nil {
		s.Process.Signal(os.Interrupt)
		s.Wait()
	}
}

// used returns the seconds of processor time that a process took.
func used(c *exec.Cmd) float64 {
	return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
}

// brokerUsed returns the seconds of processor time that the Kafka of .ci/kafka took so far (Linux only; else 0).
func brokerUsed() float64 {
	pid, _ := os.ReadFile(filepath.Join(os.Getenv("CLAUSEWISE_KAFKA_DIR"), "pid"))
	stat, _ := os.ReadFile(filepath.Join("/proc", strings.TrimSpace(string(pid)), "stat"))
	f := strings.Fields(string(stat))
	if len(f) < 15 {
		return 0
	}
	var user, system float64
	fmt.Sscan(f[13]+" "+f[14], &user, &system)
	return (user + system) / 100 // ticks
}

// get returns the answer to a GET.
func (s *server) get(tb testing.TB, path string) []byte {
	tb.Helper()
	a, err := http.Get(s.url + path)
	if err != nil {
		tb.Fatal(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != 200 {
		tb.Fatalf("GET %s: %s, %v: %s", path, a.Status, err, data)
	}
	return data
}

// rss returns the resident memory of the process in MiB, now and at most (Linux only).
func (s *server) rss() (now, most float64) {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.Process.Pid))
	for _, line := range strings.Split(string(data), "\n") {
		fmt.Sscanf(line, "VmRSS: %f kB", &now)
		fmt.Sscanf(line, "VmHWM: %f kB", &most)
	}
	return now / 1024, most / 1024
}

// parkCopies fills a folder with n letters, those of a fixture over and over, each with other bytes (a comment behind
// its end), so that no result can be reused.
func parkCopies(tb testing.TB, n int) string {
	tb.Helper()
	dir := tb.TempDir()
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("L%05d.pdf", i)), parkCopy(tb, i), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

func parkCopy(tb testing.TB, i int) []byte {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join(parkLetters, fmt.Sprintf("R%02d.pdf", 1+i%10)))
	if err != nil {
		tb.Fatal(err)
	}
	return fmt.Appendf(raw, "%% %d\n", i)
}

// BenchmarkStreamLatency submits five letters a second for a minute and measures from the beginning of each submission
// to the event after which the summary has it.
func BenchmarkStreamLatency(b *testing.B) {
	const n, every = 300, 200 * time.Millisecond
	s := startServer(b, clausewise(b))
	var took []float64
	for before := 0; b.Loop(); before += n { // before: submitted in the turns before
		seen := shownEvents(b, s)
		at := make([]time.Time, n)
		tick := time.NewTicker(every)
		for i := range n {
			<-tick.C
			at[i] = time.Now()
			post(b, s, fmt.Sprintf("L%05d.pdf", before+i), parkCopy(b, before+i))
		}
		tick.Stop()
		e := shownEvent{}
		for i := range n { // they come one after the other: the k-th to be shown is the k-th submitted
			for e.shown < before+i+1 {
				e = <-seen
			}
			took = append(took, e.at.Sub(at[i]).Seconds()*1000)
		}
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "median-ms")
	b.ReportMetric(took[len(took)*99/100], "p99-ms")
	b.ReportMetric(took[len(took)-1], "max-ms")
}

func post(tb testing.TB, s *server, name string, data []byte) {
	tb.Helper()
	if err := send(s, name, data); err != nil {
		tb.Fatal(err)
	}
}

// send submits a letter.
func send(s *server, name string, data []byte) error {
	a, err := http.Post(s.url+"/responses?name="+name, "application/octet-stream", bytes.NewReader(data))
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if text, _ := io.ReadAll(a.Body); a.StatusCode != http.StatusAccepted {
		return fmt.Errorf("%s: %s %s", name, a.Status, text)
	}
	return nil
}

// shownEvent says when an event told that so many submissions stand in the summary.
type shownEvent struct {
	at    time.Time
	shown int
}

func shownEvents(tb testing.TB, s *server) <-chan shownEvent {
	tb.Helper()
	a, err := http.Get(s.url + "/events")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { a.Body.Close() })
	out := make(chan shownEvent, 10_000)
	go func() {
		defer close(out)
		for lines := bufio.NewScanner(a.Body); lines.Scan(); {
			var st stream.Status
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &st) == nil {
				out <- shownEvent{time.Now(), st.Shown}
			}
		}
	}()
	return out
}

// BenchmarkStreamMemory submits 10,000 short letters, four at a time, and measures the server's memory after every
// thousand.
func BenchmarkStreamMemory(b *testing.B) {
	const n, step = 10_000, 1000
	s := startServer(b, clausewise(b))
	for b.Loop() {
		start := time.Now()
		for from := 0; from < n; from += step {
			var g errgroup.Group
			g.SetLimit(4)
			for i := from; i < from+step; i++ {
				g.Go(func() error { return send(s, fmt.Sprintf("L%05d.txt", i), []byte(shortLetter(i))) })
			}
			if err := g.Wait(); err != nil {
				b.Fatal(err)
			}
			s.get(b, "/consultations")
			now, most := s.rss()
			b.Logf("after %d submissions in %.0f s: %.0f MiB, at most %.0f", from+step, time.Since(start).Seconds(), now, most)
			b.ReportMetric(now, fmt.Sprintf("MiB-at-%dk", (from+step)/1000))
		}
		s.get(b, "/summary?wait=10m")
		now, most := s.rss()
		b.Logf("after the summary of all, %.0f s: %.0f MiB, at most %.0f", time.Since(start).Seconds(), now, most)
		b.ReportMetric(most, "MiB-most")
	}
}

func shortLetter(i int) string {
	return fmt.Sprintf("To the Parks Strategy Team\n\nWe are resident group number %d of Thornmere. We support proposal 1.1. We recommend that bench %d "+
		"at the eastern pond be moved into the shade. We do not support the closing hours in proposal 2.1.\n\nYours faithfully\nResident Group %d\n", i, i, i)
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
