package recommend

import (
	"embed"
	"math"
	"sync"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Recommendations.
var Analyzer = &analyzers.Analyzer{
	Name:     "recommend",
	Doc:      "finds what the respondent asks for, and files it under the clause that it is about",
	Requires: []string{"sentences", "links"},
	Run: func(p *analyzers.Pass) error {
		p.Doc.Recommendations = Find(phrasing.Judge(p.Doc, p.Lang))
		return nil
	},
}

//go:embed weights
var weights embed.FS

// model returns the built-in model for letters with or without the reader's scores.
func model(read bool) *fit.Model {
	if m := withReader(); read && m != nil {
		return m
	}
	return without()
}

var (
	withReader = sync.OnceValue(func() *fit.Model { return load("weights/reader.txt") })
	without    = sync.OnceValue(func() *fit.Model { return load("weights/rules.txt") })
)

// load reads a built-in model; nil when there is none of that name.
func load(name string) *fit.Model {
	text, err := weights.ReadFile(name)
	if err != nil {
		return nil
	}
	m, err := fit.Parse(name, string(text))
	if err != nil {
		panic(err) // the embedded weights are tested; this can't happen in a release
	}
	return m
}

// Find returns the recommendations of a letter in text order.
func Find(j *phrasing.Judged) []consult.Recommendation {
	m := model(j.Doc.Reading != nil)
	links := linksOf(j.Doc)
	var out []consult.Recommendation
	for i := range j.By {
		odds := m.Odds(Describe(j, i))
		if Plain(j, i) {
			odds += PlainOdds
		}
		if odds < 0 || !unit(j, i) {
			continue
		}
		f := consult.Finding{Span: j.Doc.Sentences[i].Span, Confidence: round(fit.Sigmoid(odds)), Why: why(j, i)}
		for _, c := range clauses(links[i]) {
			out = append(out, consult.Recommendation{Finding: f, Clause: c})
		}
	}
	return out
}

// unit reports whether sentence i may be an ask at all: it has three words and is not the running text of a head.
func unit(j *phrasing.Judged, i int) bool {
	k := j.Sentences[i].Kind
	return len(j.Sentences[i].Toks) >= 2 && k != consult.Header && k != consult.Footer
}

func linksOf(d *consult.Document) map[int][]consult.Link {
	out := map[int][]consult.Link{}
	for _, l := range d.Links {
		out[l.Sentence] = append(out[l.Sentence], l)
	}
	return out
}

// second is the confidence from which a sentence's second clause counts as asked about too.
const second = 0.5

// clauses returns the clauses that an ask is filed under: the best link's, and others as sure; "" when there is none.
func clauses(links []consult.Link) []string {
	if len(links) == 0 {
		return []string{""}
	}
	out := []string{links[0].Clause}
	for _, l := range links[1:] {
		if l.Confidence >= second && len(out) < 4 {
			out = append(out, l.Clause)
		}
	}
	return out
}

// why names the cue that shows the ask; else what weighed most.
func why(j *phrasing.Judged, i int) string {
	if id := j.Cue(i, "ask"); id != "" {
		return "cue." + id
	}
	switch s := &j.Sentences[i]; {
	case s.Imperative:
		return "form.imperative"
	case s.LeadIn >= 0 && j.Colon(s.LeadIn) && j.Has(s.LeadIn, "ask"):
		return "list.lead-in"
	case j.By[i].R != nil && j.By[i].R.AskOdds > j.By[i].AskOdds:
		return "reader.ask"
	}
	return "phrasing.ask"
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
