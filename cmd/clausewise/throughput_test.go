package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// BenchmarkStreamThroughput reads the same 1,000 letters from a folder and through the stream, in turns, and holds the
// two summaries against each other. The stream's time begins when the server's groups have met, which takes seconds and
// comes once in weeks, and ends when the summary was fetched.
func BenchmarkStreamThroughput(b *testing.B) {
	throughput(b, parkCopies(b, 1000), 1000, "off")
}

// BenchmarkStreamWithReader is the same with the learned reader, as the program ships, over 300 letters of which no two
// are alike: the fixtures' PDFs, and letters of fixtures/letters without their labels.
func BenchmarkStreamWithReader(b *testing.B) {
	dir := b.TempDir()
	throughput(b, dir, distinct(b, dir, 300), "auto")
}

// distinct fills a folder with n letters, and returns how many there are.
func distinct(b *testing.B, dir string, n int) int {
	b.Helper()
	pdfs, err := filepath.Glob("../../fixtures/*/responses/*.pdf")
	if err != nil {
		b.Fatal(err)
	}
	for i, f := range pdfs {
		raw, err := os.ReadFile(f)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("P%03d.pdf", i)), raw, 0o644)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	all := plainLetters(b)
	want := min(n-len(pdfs), len(all))
	for i := range want { // from all over
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("T%04d.txt", i)), []byte(all[i*len(all)/want]), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return len(pdfs) + want
}

var labels = regexp.MustCompile(`(?m)^(\* )?\[[^\]]*\] `)

// plainLetters returns the letters of fixtures/letters as their senders wrote them.
func plainLetters(b *testing.B) (out []string) {
	b.Helper()
	files, err := filepath.Glob("../../fixtures/letters/*-*.txt")
	if err != nil || len(files) == 0 {
		b.Fatalf("no letters in fixtures/letters (%v)", err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		for _, l := range strings.Split(string(raw), "\n# ")[1:] {
			_, body, _ := strings.Cut(l, "\n")
			out = append(out, labels.ReplaceAllString(strings.ReplaceAll(body, "\n= ", "\n\n"), "$1"))
		}
	}
	return out
}

// throughput measures the folder run and the stream over the n letters in dir.
func throughput(b *testing.B, dir string, n int, reader string) {
	name, first, letters := clausewise(b), parkCopies(b, 1), float64(n)
	var folder, streamed, ratio, cpu []float64
	for b.Loop() {
		out := b.TempDir()
		start := time.Now()
		batch := exec.Command(name, "batch", "--quiet", "--isolate", "off", "--reader", reader, "--policy", parkDraft, "--out", out, dir)
		if text, err := batch.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
		folder = append(folder, letters/time.Since(start).Seconds())
		s := startServer(b, name, "--reader", reader)
		send := func(args ...string) *exec.Cmd {
			c := exec.Command(name, append([]string{"submit", "--quiet", "--at-once", "8", "--wait", "10m", "--server", s.url}, args...)...)
			if text, err := c.CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, text)
			}
			return c
		}
		send("--consultation", "warm-up", first)
		start, kafka := time.Now(), brokerUsed()
		submit := send(dir)
		got := s.get(b, "/summary")
		streamed = append(streamed, letters/time.Since(start).Seconds())
		ratio = append(ratio, streamed[len(streamed)-1]/folder[len(folder)-1])
		kafka = brokerUsed() - kafka
		s.stop()
		cpu = append(cpu, (used(s.Cmd)+used(submit))/used(batch))
		b.Logf("letters a second: folder %.0f, stream %.0f; processor time a letter in ms: folder %.1f, serve %.1f, submit %.1f, Kafka %.1f",
			folder[len(folder)-1], streamed[len(streamed)-1], used(batch)*1000/letters, used(s.Cmd)*1000/letters, used(submit)*1000/letters, kafka*1000/letters)
		want, err := os.ReadFile(filepath.Join(out, "summary.json"))
		if err != nil || !bytes.Equal(got, want) {
			b.Fatalf("the stream's summary is not the folder's (%v)", err)
		}
	}
	b.ReportMetric(median(cpu), "cpu/cpu-of-folder")
	b.ReportMetric(median(folder), "folder/s")
	b.ReportMetric(median(streamed), "stream/s")
	b.ReportMetric(median(ratio), "stream/folder") // of the turns' ratios: what else runs on the machine changes from turn to turn
}
