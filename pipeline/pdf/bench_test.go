package pdf

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// shared is the folder of consultations and corpora that tests use where it stands beside the project.
const shared = "../../../shared"

func files(t testing.TB, pattern string) map[string][]byte {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(shared, pattern))
	if len(names) == 0 {
		t.Skipf("no %s beside the project", pattern)
	}
	out := map[string][]byte{}
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		out[n] = data
	}
	return out
}

// BenchmarkRead tells pages per second for letters by what wrote them.
func BenchmarkRead(b *testing.B) {
	for _, kind := range []struct{ name, pattern string }{
		{"LibreOffice", "pdf-corpus/lo_seed_*.pdf"},
		{"Chromium", "pdf-corpus/chr_*.pdf"},
		{"LaTeX", "pdf-corpus/tex_*.pdf"},
		{"letters", "gold/*/pdf/responses/*.pdf"},
	} {
		b.Run(kind.name, func(b *testing.B) {
			all := files(b, kind.pattern)
			b.ReportAllocs()
			b.ResetTimer()
			pages := 0
			for b.Loop() {
				for _, data := range all {
					if doc, err := Read(context.Background(), data, Options{}); err == nil {
						pages += len(doc.Pages)
					}
				}
			}
			b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

func globPDF(root fs.FS) (out []string) {
	fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(p) == ".pdf" {
			out = append(out, p)
		}
		return nil
	})
	return out
}
