package policy

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestDrafts splits drafts of other genres than the gold consultations': each testdata file beside its golden list of
// clauses.
func TestDrafts(t *testing.T) {
	if *update && os.Getenv("CI") != "" {
		t.Fatal("-update in CI would make every golden test pass")
	}
	files, _ := filepath.Glob("testdata/*")
	n := 0
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.IsDir() || strings.HasSuffix(f, ".golden") {
			continue
		}
		n++
		t.Run(filepath.Base(f), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			p, err := Read(context.Background(), f, data)
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("title %s, language %s\n", p.Title, p.Lang)
			for _, c := range p.Clauses {
				got += fmt.Sprintf("\n[%s] %s\n  under: %s\n  %s\n", c.ID, c.Title, c.Parent, strings.ReplaceAll(c.Text, "\n", "\n  "))
			}
			golden := f + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
		})
	}
	if n == 0 {
		t.Fatal("no drafts in testdata")
	}
}
