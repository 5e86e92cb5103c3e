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
		p.Doc.Links = Links(p.Doc, p.Draft, p.Lang, BuiltIn())
		return nil
	},
}

// Links returns the links of d's sentences to the clauses of the draft under m.
func Links(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack, m Models) []consult.Link {
	if len(draft.Policy.Clauses) == 0 || len(d.Sentences) == 0 {
		return nil
	}
	s, share := read(d, draft, pack, m)
	var out []consult.Link
	for i, state := range likeliest(share) {
		out = append(out, s.linksOf(i, state, share[i])...)
	}
	return out
}

// Describe returns the grounds of d's sentences, as the second pass sees them: what [Models] are learned from.
func Describe(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack, m Models) []Grounded {
	s, _ := read(d, draft, pack, m)
	return s.grounds
}

// Path returns the likeliest state of every sentence under m: the number of a clause, or that of clauses for none.
func Path(grounds []Grounded, m *Model) []int {
	share, _ := shares(weigh(grounds, m))
	return likeliest(share)
}

// read makes both passes and returns the states' shares: the second pass knows the letter's own words for the clauses that
// the first was sure of, and where else in the letter a clause is spoken of.
func read(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack, m Models) (*scores, [][]float64) {
	s := newScores(d, draft, pack)
	first, _ := shares(weigh(s.grounds, m.First))
	s.learn(first)
	s.passed(first)
	two := m.Rules
	if s.read != nil {
		two = m.Reader
	}
	share, _ := shares(weigh(s.grounds, two))
	for i := range share { // the second pass believes what it learned from the first: it is too sure of itself
		for c := range share[i] {
			share[i][c] += firstCounts * (first[i][c] - share[i][c])
		}
	}
	return s, share
}

// linksOf returns the links of sentence i: those it names, and the one the path goes through.
func (s *scores) linksOf(i, state int, share []float64) []consult.Link {
	conf := map[int]float64{}
	why := map[int]string{}
	for c, n := range s.named[i] {
		conf[c], why[c] = max(n.conf, share[c]), n.why
	}
	for c, x := range s.listed(i) {
		if _, ok := conf[c]; !ok {
			conf[c], why[c] = max(x, share[c]), "link.list"
		}
	}
	if state < s.n && len(conf) == 0 && !s.outside(i) { // a letterhead says nothing of the draft, whatever its words
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
