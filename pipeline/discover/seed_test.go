package discover

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/sections"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// TestSeed reads the letter that the project began with, which lies beside a developer's checkout and is no part of the
// project: its two quotations, its quoted heading and its own headings without either are five clauses.
func TestSeed(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/seed/*")
	if len(files) == 0 {
		t.Skip("the seed letter is not beside this checkout (../shared/seed)")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := extract.Read(context.Background(), name, data)
		if err != nil {
			t.Fatal(err)
		}
		analyzers.Run(d, analyzers.NewDraft(nil), []*analyzers.Analyzer{language.Analyzer, sentences.Analyzer, letterhead.Analyzer, sections.Analyzer, refs.Analyzer})
		p := Clauses([]Facts{Gather(d)})
		quoted, titles := 0, 0
		for _, c := range p.Clauses {
			if c.Title == "" {
				quoted++
			} else {
				titles++
			}
		}
		if quoted != 2 || titles != 3 {
			t.Errorf("%s: %d quoted clauses and %d titles, want 2 and 3: %s", filepath.Base(name), quoted, titles, ids(p))
		}
	}
}
