package linking

import (
	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// scores holds what speaks for which clause in each sentence.
type scores struct {
	doc      *consult.Document
	from, to int // first and last sentence of the body, by their look
	openers  map[string][]lang.Row
	clauses  []consult.Clause
	n        int // number of clauses; state n is "no clause"
	w        Weights
	bags     []likeness.Bag // the sentences' vectors
	best     [][]float64    // likeness of sentence and the clause's sentence most like it
	like     [][]float64    // likeness of sentence and clause
	z        [][]float64    // its z-score over the clauses
	head     []int          // index of the heading sentence above; -1
	named    []map[int]ground
	quoted   []map[int]float64
	letter   *phrasing.Letter
	steps    []step
}

// step is one sentence in the sequence.
type step struct {
	score []float64 // by state; the last is "no clause"
	keep  float64   // factor on staying and going on: 1 inside a paragraph
}

func newScores(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack, w Weights) *scores {
	s := &scores{doc: d, openers: openersOf(pack), clauses: draft.Policy.Clauses, n: len(draft.Policy.Clauses), w: w, letter: phrasing.Read(d, pack)}
	s.compare(lexiconOf(draft, pack, w.Title), pack)
	s.body()
	s.headings()
	s.explicit()
	s.emit()
	return s
}

func (s *scores) block(i int) consult.Block { return s.doc.Blocks[s.doc.Sentences[i].Block] }

func (s *scores) isHeading(i int) bool { return s.block(i).Kind == consult.Heading }

// emit turns all grounds into one score a sentence and state.
func (s *scores) emit() {
	s.steps = make([]step, len(s.doc.Sentences))
	for from := 0; from < len(s.steps); {
		to := from + 1
		for to < len(s.steps) && s.together(from, to) {
			to++
		}
		mean := make([]float64, s.n)
		for i := from; i < to; i++ {
			for c := range mean {
				mean[c] += s.z[i][c] / float64(to-from)
			}
		}
		row := s.rowGrounds(from, to)
		for i := from; i < to; i++ {
			s.steps[i] = step{s.sentence(i, mean, row), s.keep(i, from)}
		}
		from = to
	}
}

// keep returns how much staying with the clause before is worth at sentence i.
func (s *scores) keep(i, first int) float64 {
	k := 1.0
	switch s.opener(i) {
	case "back":
		k = s.w.Back
	case "turn":
		k = s.w.Leave
	}
	switch {
	case i != first:
		return k
	case s.isHeading(i) || s.block(i).Kind == consult.Cell:
		return s.w.Turn
	case i > 0 && s.isHeading(i-1):
		return k
	}
	return s.w.Break * k
}

func (s *scores) sentence(i int, mean []float64, row map[int]float64) []float64 {
	w := &s.w
	out := make([]float64, s.n+1)
	for c := range s.n {
		out[c] = float64(w.Z*s.z[i][c]) + float64(w.Raw*s.like[i][c]) + float64(w.Paragraph*mean[c]) + float64(w.Best*s.best[i][c])
	}
	if h := s.head[i]; h >= 0 && h != i {
		sure := min(1, best(s.like[h])/w.HeadSure) // a heading like no clause says nothing
		for c := range s.n {
			out[c] += float64(w.Heading*sure*s.z[h][c]) + float64(w.HeadRaw*s.like[h][c])
			if g, ok := s.named[h][c]; ok {
				out[c] += float64(w.HeadNamed * g.conf)
			}
			if q, ok := s.quoted[h][c]; ok {
				out[c] += float64(w.HeadNamed * q)
			}
		}
	}
	for c, g := range row {
		out[c] += float64(w.HeadNamed * g)
	}
	for c, g := range s.named[i] {
		out[c] += float64(w.Named * g.conf)
	}
	for c, q := range s.quoted[i] {
		out[c] += float64(w.Quoted * q)
	}
	out[s.n] = w.None
	if s.whole(i) {
		out[s.n] += w.Whole
	}
	s.reader(i, out)
	if i < s.from+2 || i > s.to-2 {
		out[s.n] += w.Edge
	}
	if s.outside(i) || i < s.from || i > s.to {
		out[s.n] += w.Outside
	}
	return out
}

// whole reports whether sentence i speaks of the whole draft: in words, by thanks for it, or by a bare "no comments" that follows nothing;
// and neither it nor its heading names a clause.
func (s *scores) whole(i int) bool {
	h := s.head[i]
	if len(s.named[i]) > 0 || len(s.quoted[i]) > 0 || h >= 0 && (len(s.named[h]) > 0 || len(s.quoted[h]) > 0) {
		return false
	}
	if s.letter.Whole(i) || s.letter.Polite(i) {
		return true
	}
	if h >= 0 && best(s.like[h]) >= s.w.HeadSure || s.block(i).Kind == consult.Cell || !s.letter.Sentences[i].First {
		return false
	}
	for _, x := range s.letter.Said(i) {
		if x.Bare {
			return true
		}
	}
	return false
}

// reader adds the learned reader's link scores. It knows "no clause" too, so the weight of that is the less without it.
func (s *scores) reader(i int, out []float64) {
	r := s.doc.Reading
	if r == nil || i >= len(r.Rows) || len(r.Clauses) != s.n || len(r.Rows[i].Link) != s.n+1 {
		return
	}
	v := make([]float64, s.n+1)
	for c, x := range r.Rows[i].Link {
		v[c] = float64(x)
	}
	out[s.n] -= s.w.ReaderNone
	for c, x := range zscore(v) {
		out[c] += float64(s.w.Reader * x)
	}
}
