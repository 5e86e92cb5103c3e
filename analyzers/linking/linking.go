package linking

import (
	"math"
	"sort"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Links.
var Analyzer = &analyzers.Analyzer{
	Name:     "links",
	Doc:      "ties each sentence to the clauses of the draft that it speaks of",
	Requires: []string{"sentences", "refs"},
	Run: func(p *analyzers.Pass) error {
		p.Doc.Links = Links(p.Doc, p.Draft, p.Lang, Fitted)
		return nil
	},
}

// Links returns the links of d's sentences to the clauses of the draft under the weights w.
func Links(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack, w Weights) []consult.Link {
	if len(draft.Policy.Clauses) == 0 || len(d.Sentences) == 0 {
		return nil
	}
	s := newScores(d, draft, pack, w)
	path, share := decode(s.steps, w)
	if w.Own > 0 {
		s.learn(path, share)
		first := share
		path, share = decode(s.steps, w)
		for i := range share { // the second pass believes what it learned from the first: it is too sure of itself
			for c := range share[i] {
				share[i][c] = (share[i][c] + first[i][c]) / 2
			}
		}
	}
	var out []consult.Link
	for i := range d.Sentences {
		out = append(out, s.linksOf(i, path[i], share[i])...)
	}
	return out
}

// linksOf returns the links of sentence i: those it names, and the one the path goes through.
func (s *scores) linksOf(i, state int, share []float64) []consult.Link {
	conf := map[int]float64{}
	why := map[int]string{}
	for c, n := range s.named[i] {
		conf[c], why[c] = max(n.conf, share[c]), n.why
	}
	if state < s.n && len(conf) == 0 {
		conf[state], why[state] = share[state], s.reason(i, state)
	}
	var out []consult.Link
	at := map[string]int{}
	for c, x := range conf {
		at[s.clauses[c].ID] = c
		out = append(out, consult.Link{Sentence: i, Clause: s.clauses[c].ID, Confidence: math.Round(x*1000) / 1000, Why: why[c]})
	}
	sort.Slice(out, func(a, b int) bool {
		if out[a].Confidence != out[b].Confidence {
			return out[a].Confidence > out[b].Confidence
		}
		return at[out[a].Clause] < at[out[b].Clause]
	})
	return out
}
