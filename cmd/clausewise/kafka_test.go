package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
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
	kafka := append(onKafka(t, name), "--blobs", filepath.Join(dir, "blobs"), "--data")
	with := func(command, data string, flags ...string) []string {
		return append(append(append([]string{command}, kafka...), filepath.Join(dir, data)), flags...)
	}
	addr := filepath.Join(dir, "addr")
	background(t, name, with("serve", "serve", "--isolate", "off", "--reader", "off", "--stages", "summary", "--listen", "127.0.0.1:0", "--address-file", addr)...)
	killed := background(t, name, with("worker", "w1", "--isolate", "off", "--reader", "off", "--workers", "1")...)
	background(t, name, with("worker", "w2", "--isolate", "off", "--reader", "off", "--stages", "extract,sections,clauses")...)
	if out, err := exec.Command(name, with("submit", "s", "--policy", parkDraft, parkLetters)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	killed(os.Kill)
	background(t, name, with("worker", "w3", "--isolate", "off", "--reader", "off", "--stages", "findings,stance")...)
	s := &server{url: strings.TrimSpace(waitFor(t, addr))}
	for end := time.Now().Add(time.Minute); !strings.Contains(string(s.get(t, "/consultations")), `"submissions":10,`); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not all arrived: %s", s.get(t, "/consultations"))
		}
	}
	for file, path := range map[string]string{"summary.json": "/summary?wait=2m", "responses.jsonl": "/responses"} {
		want, err := os.ReadFile(filepath.Join(report, file))
		if got := s.get(t, path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not the folder run's (%v):\n%.2000s", file, err, got)
		}
	}
	out, err := exec.Command(name, append([]string{"deadletters", "list"}, append(kafka, filepath.Join(dir, "s"))...)...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "No dead letters.") {
		t.Errorf("%v: %s", err, out)
	}
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
