package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/kafka"
)

// onKafka returns the flags by which processes find a Kafka for this test alone: topics of their own on the one that
// CLAUSEWISE_KAFKA names, else one in this process.
func onKafka(t *testing.T, name string) []string {
	t.Helper()
	brokers := os.Getenv("CLAUSEWISE_KAFKA")
	if brokers == "" {
		c, err := kfake.NewCluster(kfake.NumBrokers(1))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		brokers = strings.Join(c.ListenAddrs(), ",")
	}
	flags := []string{"--kafka", brokers, "--prefix", fmt.Sprintf("test-%d", time.Now().UnixNano())}
	if out, err := exec.Command(name, append([]string{"topics", "create"}, flags...)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return flags
}

// background starts a process and returns what ends it.
func background(t *testing.T, name string, args ...string) (kill func(os.Signal)) {
	t.Helper()
	var log bytes.Buffer
	c := exec.Command(name, args...)
	c.Stderr = &log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	kill = func(sig os.Signal) {
		if ended {
			return
		}
		ended = true
		c.Process.Signal(sig)
		err := c.Wait()
		if t.Failed() || err != nil && sig == os.Interrupt {
			t.Errorf("%s: %v\n%s", args[0], err, &log)
		}
	}
	t.Cleanup(func() { kill(os.Interrupt) })
	return kill
}

// TestProcessesOnKafka has one process keep the summary and others do the work; one of those is killed with work on
// its hands, and another joins. The summary is the folder run's.
func TestProcessesOnKafka(t *testing.T) {
	if testing.Short() {
		t.Skip("processes take their time")
	}
	name := clausewise(t)
	dir, report := t.TempDir(), t.TempDir()
	if out, err := exec.Command(name, "batch", "--quiet", "--isolate", "off", "--reader", "off", "--policy", parkDraft, "--out", report, parkLetters).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	shared := append(onKafka(t, name), "--blobs", filepath.Join(dir, "blobs"), "--data")
	with := func(command, data string, flags ...string) []string {
		return append(append(append([]string{command}, shared...), filepath.Join(dir, data)), flags...)
	}
	addr := filepath.Join(dir, "addr")
	background(t, name, with("serve", "serve", "--isolate", "off", "--reader", "off", "--stages", "summary", "--listen", "127.0.0.1:0", "--address-file", addr)...)
	killed := background(t, name, with("worker", "w1", "--isolate", "off", "--reader", "off", "--workers", "1")...)
	background(t, name, with("worker", "w2", "--isolate", "off", "--reader", "off", "--stages", "extract,sections,clauses")...)
	if out, err := exec.Command(name, with("submit", "s", "--policy", parkDraft, parkLetters)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s := &server{url: strings.TrimSpace(waitFor(t, addr))}
	consultations(t, s, func(list string) bool {
		return strings.Contains(list, `"submissions":10,`) && !strings.Contains(list, `"shown":0,`)
	})
	killed(os.Kill) // with work on its hands
	background(t, name, with("worker", "w3", "--isolate", "off", "--reader", "off", "--stages", "findings,stance")...)
	if a, err := http.Get(s.url + "/summary?wait=1m"); err != nil || a.StatusCode != 200 {
		t.Errorf("not all is read: %s\n%s\n%s", s.get(t, "/consultations"), s.get(t, "/metrics"), s.get(t, "/deadletters"))
	}
	for file, path := range map[string]string{"summary.json": "/summary", "responses.jsonl": "/responses"} {
		want, err := os.ReadFile(filepath.Join(report, file))
		if got := s.get(t, path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not the folder run's (%v):\n%.2000s", file, err, got)
		}
	}
	deadLetters(t, name, append(shared, filepath.Join(dir, "s")))
}

// consultations waits until the list of consultations is as wanted.
func consultations(t *testing.T, s *server, wanted func(string) bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		list := string(s.get(t, "/consultations"))
		if wanted(list) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not all arrived: %s", list)
		}
	}
}

// deadLetters puts what nobody can read on a topic, and has the program list it and try it again.
func deadLetters(t *testing.T, name string, kafkaFlags []string) {
	t.Helper()
	ask := func(command ...string) string {
		t.Helper()
		out, err := exec.Command(name, append(append([]string{"deadletters"}, command...), kafkaFlags...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	listed := func(words string) {
		t.Helper()
		for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
			list := ask("list")
			if strings.Contains(list, words) {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("no %q among the dead letters:\n%s", words, list)
			}
		}
	}
	listed("No dead letters.")
	b, err := kafka.Open(kafka.Options{Brokers: []string{kafkaFlags[1]}})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.Publish(t.Context(), bus.Message{Topic: kafkaFlags[3] + ".extract", Key: "x", Value: []byte("no task \x1b[31m at all")}); err != nil {
		t.Fatal(err)
	}
	listed("extract")
	if list := ask("list", "--json"); !strings.Contains(list, `"cause":`) || !strings.Contains(list, `"topic":"`+kafkaFlags[3]+`.extract"`) {
		t.Errorf("a dead letter has its cause and its place: %s", list)
	}
	if out := ask("retry", "--all"); !strings.Contains(out, "1 message handed to their stages again") {
		t.Errorf("tried again: %q", out)
	}
	listed("yes")
}

// waitFor returns what is in the file, once it is there.
func waitFor(tb testing.TB, file string) string {
	tb.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if data, err := os.ReadFile(file); err == nil {
			return string(data)
		}
	}
	tb.Fatalf("nobody has written %s", file)
	return ""
}
