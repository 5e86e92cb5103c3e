package recommend

import (
	"embed"
	"math"
	"sync"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Recommendations.
var Analyzer = &analyzers.Analyzer{
	Name:     "recommend",
	Doc:      "finds what the respondent asks for, and files it under the clause that it is about",
	Requires: []string{"sentences", "links", "rewordings"},
	Run: func(p *analyzers.Pass) error {
		p.Doc.Recommendations = Find(phrasing.Judge(p.Doc, p.Lang))
		return nil
	},
}

//go:embed weights
var weights embed.FS

// Models weigh the asks of a letter: Rules what can be told without the learned reader, Reader that model's odds and the
// reader's scores. Reader may be nil.
type Models struct{ Rules, Reader *fit.Model }

// BuiltIn returns the models that ship.
var BuiltIn = sync.OnceValue(func() Models { return Models{load("weights/rules.txt"), load("weights/reader.txt")} })

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
	m := BuiltIn()
	links := linksOf(j.Doc)
	var out []consult.Recommendation
	for i := range j.By {
		v := judge(m, j, i)
		if v.odds < 0 {
			continue
		}
		f := consult.Finding{Span: j.Doc.Sentences[i].Span, Confidence: round(fit.Sigmoid(v.odds)), Why: v.why}
		under := clauses(links[i])
		switch v.why {
		case leadIn:
			under = []string{""}
		case proposal:
			f.Span = j.Doc.Blocks[j.Doc.Sentences[i].Block].Words()
		}
		for _, c := range under {
			out = append(out, consult.Recommendation{Finding: f, Clause: c})
		}
	}
	return out
}

// verdict is what is thought of one sentence.
type verdict struct {
	odds float64
	why  string
}

// Rules that decide alone.
const (
	leadIn   = "table.lead-in"
	proposal = "table.proposal"
	reworded = "rewording"
)

// judge decides sentence i: by what no labelled letter teaches, else by the model. The letter's outside asks nothing, nor
// do cells that hold the draft's words, a place or a title; notes rarely do; who gives new words asks
// for them once.
func judge(m Models, j *phrasing.Judged, i int) verdict {
	s := &j.Sentences[i]
	switch {
	case len(s.Toks) < 2 && s.Cell != phrasing.Proposal, s.Outside, s.Kind == consult.Header, s.Kind == consult.Footer:
		return verdict{odds: never}
	case newWords(j, i):
		return verdict{odds: never}
	case j.Introduces(i):
		return verdict{certain, leadIn}
	case s.Cell == phrasing.Proposal && s.First && proposes(j, i):
		return verdict{certain, proposal}
	}
	switch s.Cell {
	case phrasing.Title, phrasing.Old, phrasing.New, phrasing.Where, phrasing.Proposal:
		return verdict{odds: never}
	}
	odds := Base(m, j, i)
	if j.By[i].R != nil && m.Reader != nil {
		odds = m.Reader.Odds(DescribeRead(j, i, odds))
	}
	// verbs of asking decide with the reader too, which knows other plain words better
	if odds < likely && Plain(j, i) && (j.Asks(i) || odds > unlikely && j.By[i].R == nil) {
		odds = likely
	}
	if s.Cell == phrasing.Comment && besideProposal(j, i) || s.Kind == consult.Footnote {
		odds -= beside
	}
	if odds < certain && s.Kind != consult.Cell && rewords(j, i) {
		return verdict{certain, reworded}
	}
	return verdict{odds, why(j, i)}
}

// Base returns the odds of sentence i being an ask without the reader.
func Base(m Models, j *phrasing.Judged, i int) float64 {
	odds := m.Rules.Odds(Describe(j, i))
	if Plain(j, i) {
		odds += PlainOdds
	}
	return odds
}

// Odds returns the odds of sentence i being an ask by the models m and the rules beside them.
func Odds(m Models, j *phrasing.Judged, i int) float64 { return judge(m, j, i).odds }

// certain is the odds of what a rule decides.
const certain = 2

const (
	unlikely = -3 // odds below which plain words don't decide
	likely   = 0.2
	never    = -20
	beside   = 1.5 // how much less likely a note, or a comment beside its proposal, is to ask
)

// rewords reports whether sentence i introduces a rewording.
func rewords(j *phrasing.Judged, i int) bool {
	for _, w := range j.Doc.Rewordings {
		if j.Doc.Sentences[i].Overlaps(w.Span) {
			return true
		}
	}
	return false
}

// newWords reports whether sentence i is but the quoted words of a rewording that the sentence before introduces with a
// colon: that one asks.
func newWords(j *phrasing.Judged, i int) bool {
	if i == 0 || !j.Colon(i-1) || !rewords(j, i-1) || !rewords(j, i) || j.Sentences[i-1].Kind == consult.Cell {
		return false
	}
	span := j.Doc.Sentences[i].Span
	for _, q := range j.Doc.Quotations {
		if q.Start <= span.Start+2 && q.End >= span.End-3 {
			return true
		}
	}
	return false
}

// proposes reports whether a cell under "proposed change" proposes anything: not a dash, not "none".
func proposes(j *phrasing.Judged, i int) bool {
	s := &j.Sentences[i]
	n := 0
	for _, t := range s.Toks {
		if t.Kind != cue.Punct {
			n++
		}
	}
	return n > 0 && !j.Has(i, "not.proposal")
}

// besideProposal reports whether the row of the comment in sentence i proposes a change in another cell.
func besideProposal(j *phrasing.Judged, i int) bool {
	b := j.Doc.Blocks[j.Doc.Sentences[i].Block]
	for k := range j.Sentences {
		o := j.Doc.Blocks[j.Doc.Sentences[k].Block]
		if o.Kind == consult.Cell && o.Table == b.Table && o.Row == b.Row && j.Sentences[k].Cell == phrasing.Proposal && proposes(j, k) {
			return true
		}
	}
	return false
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
	if id := j.AskCue(i); id != "" {
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
