package eval

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/sections"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// modal asks for every sentence with one of a few words, for clause 1.1: crude, but real sentences with real faults.
var modal = &analyzers.Analyzer{Name: "modal", Doc: "for a test", Run: func(p *analyzers.Pass) error {
	d := p.Doc
	d.Recommendations, d.Stances = nil, nil
	for _, s := range d.Sentences {
		q := strings.ToLower(d.Quote(s.Span))
		for _, w := range []string{"bør ", "skal ", "foreslår", "should ", "must ", "ask "} {
			if strings.Contains(q, w) {
				f := consult.Finding{Span: s.Span, Confidence: 0.5, Why: "modal"}
				d.Recommendations = append(d.Recommendations, consult.Recommendation{Finding: f, Clause: "1.1"})
				d.Stances = []consult.Stance{{Clause: "1.1", Label: consult.Conditional, Evidence: []consult.Finding{f}, Confidence: 0.5}}
				break
			}
		}
	}
	return nil
}}

// TestReferenceOnLetters holds the two scorers equal on what is really read from the fixtures' PDFs.
func TestReferenceOnLetters(t *testing.T) {
	python, script := reference(t)
	list := []*analyzers.Analyzer{language.Analyzer, sentences.Analyzer, letterhead.Analyzer, sections.Analyzer, modal}
	for _, dir := range []string{"../../fixtures/da-boernepolitik", "../../fixtures/en-parks"} {
		g, err := ReadGold(dir)
		if err != nil {
			t.Fatal(err)
		}
		var run []consult.Response
		for _, l := range g.Responses {
			file := filepath.Join(g.Letters, l.ID+".pdf")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d, err := extract.Read(context.Background(), file, data)
			if err != nil {
				t.Fatal(err)
			}
			analyzers.Run(d, analyzers.NewDraft(nil), list)
			run = append(run, consult.NewResponse(d, nil))
		}
		checkReference(t, python, script, g, run)
	}
}
