package letterhead_test

import (
	"path/filepath"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/sections"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// BenchmarkLetter measures the analyzers of this folder's neighbourhood, one letter of the fixtures an operation.
func BenchmarkLetter(b *testing.B) {
	files, err := filepath.Glob("../../fixtures/*/responses/*.pdf")
	if err != nil || len(files) == 0 {
		b.Fatal("no fixtures: ", err)
	}
	var docs []*consult.Document
	for _, f := range files {
		docs = append(docs, read(b, f))
	}
	draft := analyzers.NewDraft(nil)
	for _, a := range []*analyzers.Analyzer{sentences.Analyzer, letterhead.Analyzer, sections.Analyzer} {
		b.Run(a.Name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				analyzers.Run(docs[i%len(docs)], draft, []*analyzers.Analyzer{a})
			}
		})
	}
}
