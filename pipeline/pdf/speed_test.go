//go:build unix

package pdf

import (
	"context"
	"os/exec"
	"sort"
	"syscall"
	"testing"
	"time"
)

// used returns the processor time that this process has used, collector and all.
func used() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkAgainstPdftotext reads letters by what wrote them, and has poppler's pdftotext read the same ones in turns, a
// process a file. It tells pages per second of processor time, which a busy machine doesn't change, and the ratio; then
// the ratio without what pdftotext needs to start.
func BenchmarkAgainstPdftotext(b *testing.B) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		b.Skip("no pdftotext here to compare with")
	}
	for _, kind := range []struct{ name, pattern string }{
		{"LibreOffice", "pdf-corpus/lo_*.pdf"},
		{"Chromium", "pdf-corpus/chr_*.pdf"},
		{"LaTeX", "pdf-corpus/tex_*.pdf"},
		{"letters", "gold/*/pdf/responses/*.pdf"},
	} {
		b.Run(kind.name, func(b *testing.B) {
			all := files(b, kind.pattern)
			names := make([]string, 0, len(all))
			for n := range all {
				names = append(names, n)
			}
			sort.Strings(names)
			run := func(args ...string) time.Duration {
				c := exec.Command(tool, args...)
				if err := c.Run(); err != nil {
					b.Fatal(args, err)
				}
				return c.ProcessState.UserTime() + c.ProcessState.SystemTime()
			}
			var own, other, starts time.Duration
			pages := 0
			for b.Loop() {
				for _, n := range names {
					start := used()
					doc, err := Read(context.Background(), all[n], Options{})
					own += used() - start
					if err != nil {
						b.Fatal(n, err)
					}
					pages += len(doc.Pages)
					other += run(n, "-")
					starts += run("-v")
				}
			}
			b.ReportMetric(float64(pages)/own.Seconds(), "pages/s")
			b.ReportMetric(float64(pages)/other.Seconds(), "pdftotext-pages/s")
			b.ReportMetric(other.Seconds()/own.Seconds(), "ratio")
			b.ReportMetric((other-starts).Seconds()/own.Seconds(), "ratio-started")
			b.ReportMetric(0, "ns/op")
		})
	}
}
