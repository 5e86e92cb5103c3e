package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// copies fills a folder with n letters: those of the fixture over and over, each with other bytes (a comment behind
// the end), so that no result can be reused.
func copies(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	files, err := filepath.Glob(filepath.Join(letters, "*.pdf"))
	if err != nil || len(files) == 0 {
		b.Fatalf("no letters in %s (%v)", letters, err)
	}
	for i := range n {
		raw, err := os.ReadFile(files[i%len(files)])
		if err != nil {
			b.Fatal(err)
		}
		raw = fmt.Appendf(raw, "%% %d\n", i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("L%05d.pdf", i)), raw, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// BenchmarkFolder reads 1,000 and 10,000 letters of 1.7 pages on average. Besides time it tells pages and letters a
// second, and the largest memory of the process so far; run one size at a time for that:
//
//	go test ./pipeline -run '^$' -bench 'Folder/1000$' -benchtime 1x
func BenchmarkFolder(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := copies(b, n)
			for b.Loop() {
				start := time.Now()
				res, err := Run(context.Background(), Config{Inputs: []string{dir}, Policy: draft, Out: b.TempDir(), Reader: ReaderOff})
				if err != nil || res.Read != n {
					b.Fatalf("%d read, %v", res.Read, err)
				}
				took := time.Since(start).Seconds()
				b.ReportMetric(float64(res.Pages)/took, "pages/s")
				b.ReportMetric(float64(n)/took, "letters/s")
			}
			b.ReportMetric(peakMiB(b), "peak-MiB")
		})
	}
}

// peakMiB returns the largest resident memory of this process so far (Linux; elsewhere the Go heap).
func peakMiB(b *testing.B) float64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for _, line := range strings.Split(string(raw), "\n") {
			var kb float64
			if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
				return kb / 1024
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}

// BenchmarkStages tells what each stage takes of a letter, one goroutine, one pass over the fixture's letters.
func BenchmarkStages(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join(letters, "*.pdf"))
	p, err := ReadPolicy(context.Background(), draft)
	if err != nil {
		b.Fatal(err)
	}
	d, stages := analyzers.NewDraft(p), Stages(false)
	spent := make([]time.Duration, len(stages))
	pages, n := 0, 0
	for b.Loop() {
		for _, f := range files {
			raw, err := os.ReadFile(f)
			if err != nil {
				b.Fatal(err)
			}
			var doc *consult.Document
			for i, s := range stages {
				at := time.Now()
				switch s.Name {
				case "extract":
					doc, err = Extract(context.Background(), filepath.Base(f), raw)
				case "summary":
					consult.NewResponse(doc, p)
				default:
					Analyze(doc, d, []Stage{s})
				}
				spent[i] += time.Since(at)
			}
			if err != nil {
				b.Fatal(err)
			}
			pages += doc.Source.Pages
			n++
		}
	}
	total := time.Duration(0)
	for _, s := range spent {
		total += s
	}
	for i, s := range spent {
		b.ReportMetric(float64(s.Microseconds())/1000/float64(n), "ms-"+stages[i].Name)
		b.ReportMetric(100*float64(s)/float64(total), "%-"+stages[i].Name)
	}
	b.ReportMetric(float64(pages)/total.Seconds(), "pages/s")
}
