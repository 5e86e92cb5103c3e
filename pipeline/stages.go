package pipeline

import (
	"context"
	"slices"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/discourse"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/linking"
	"github.com/clausewise/clausewise/analyzers/reader"
	"github.com/clausewise/clausewise/analyzers/recommend"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/rewordings"
	"github.com/clausewise/clausewise/analyzers/sections"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/analyzers/stance"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// Stage is a step on the way from a file to the summary. Those between are lists of analyzers, each a pure step on the
// document: what it leaves depends on the document and the draft alone. A folder run takes a document through them in
// one go; a stream may carry it from one to the next, since all that was found lies on the document.
type Stage struct {
	Name      string
	Doc       string
	Draft     bool                  // needs the draft's clauses
	Analyzers []*analyzers.Analyzer // none for the first and the last: a file is no document yet, a summary no document any more
}

// Stages lists what happens to a response, in order. Without the learned reader that stage is missing, and rules
// decide alone.
func Stages(withReader bool) []Stage {
	list := []Stage{
		{"extract", "read the file: its words, blocks, pages and boxes (package extract)", false, nil},
		{"sections", "tell the language, cut sentences, find who writes, to whom, and the headings", false,
			[]*analyzers.Analyzer{language.Analyzer, sentences.Analyzer, letterhead.Analyzer, sections.Analyzer}},
		{"reader", "score every sentence with the learned reader", true, []*analyzers.Analyzer{reader.Analyzer}},
		{"clauses", "find what names or quotes the draft, whose voice speaks, tie each sentence to its clause, and read each clause with what is said of it", true,
			[]*analyzers.Analyzer{refs.Analyzer, discourse.Analyzer, linking.Analyzer, reader.Topics}},
		{"findings", "find what is asked for and which words are to change", true,
			[]*analyzers.Analyzer{rewordings.Analyzer, recommend.Analyzer}},
		{"stance", "judge the stance to each clause and to the whole", true,
			[]*analyzers.Analyzer{stance.Analyzer}},
		{"summary", "count and gather, clause by clause (package summarize)", true, nil},
	}
	if !withReader {
		list = slices.DeleteFunc(list, func(s Stage) bool { return s.Name == "reader" })
	}
	return list
}

// Extract reads a file's bytes. The name serves for messages and the document's id.
func Extract(ctx context.Context, name string, data []byte) (*consult.Document, error) {
	return extract.Read(ctx, name, data)
}

// Analyze runs all stages over a document that was just extracted.
func Analyze(doc *consult.Document, draft *analyzers.Draft, stages []Stage) {
	for _, s := range stages {
		analyzers.Run(doc, draft, s.Analyzers)
	}
}

// before returns the stages that need no draft, and what tells of the draft in a letter by itself.
func before(stages []Stage) []Stage {
	var out []Stage
	for _, s := range stages {
		if !s.Draft {
			out = append(out, s)
		}
	}
	return append(out, Stage{Name: "references", Analyzers: []*analyzers.Analyzer{refs.Analyzer}})
}
