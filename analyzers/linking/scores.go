package linking

import (
	"math"

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
	pack     *lang.Pack
	lexicon  *lexicon
	openers  map[string][]lang.Row
	clauses  []consult.Clause
	n        int            // number of clauses; state n is "no clause"
	bags     []likeness.Bag // the sentences' vectors
	best     [][]float64    // likeness of sentence and the clause's sentence most like it
	like     [][]float64    // likeness of sentence and clause
	z        [][]float64    // its z-score over the clauses
	fronts   [][]float64    // likeness of its first words and clause
	head     []int          // index of the heading sentence above; -1
	named    []map[int]ground
	quoted   []map[int]float64
	read     *readings // nil where the reader has not read
	letter   *phrasing.Letter
	grounds  []Grounded
}

// Grounded is what speaks for which clause in one sentence, before it is weighed.
type Grounded struct {
	Clauses [][]float64 // clause by ground, see ClauseGrounds
	None    []float64   // see NoneGrounds
	Way     []float64   // see WayGrounds
}

func newScores(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack) *scores {
	s := &scores{doc: d, openers: openersOf(pack), clauses: draft.Policy.Clauses, n: len(draft.Policy.Clauses), letter: phrasing.Read(d, pack)}
	s.read = readingsOf(d, s.n)
	s.pack, s.lexicon = pack, lexiconOf(draft, pack)
	s.compare(s.lexicon, pack)
	for i := range d.Sentences {
		s.fronts = append(s.fronts, s.front(i))
	}
	s.body()
	s.headings()
	s.explicit()
	s.gather()
	return s
}

func (s *scores) block(i int) consult.Block { return s.doc.Blocks[s.doc.Sentences[i].Block] }

func (s *scores) isHeading(i int) bool { return s.block(i).Kind == consult.Heading }

// gather collects the grounds of all sentences.
func (s *scores) gather() {
	s.grounds = make([]Grounded, len(s.doc.Sentences))
	for from := 0; from < len(s.grounds); {
		to := from + 1
		for to < len(s.grounds) && s.together(from, to) {
			to++
		}
		around := surroundings{row: s.rowGrounds(from, to), words: s.mean(s.z, from, to)}
		if s.read != nil {
			around.reader = s.mean(s.read.z, from, to)
		}
		for i := from; i < to; i++ {
			s.grounds[i] = Grounded{s.ofClauses(i, around), s.ofNone(i), s.ofWay(i, from)}
		}
		from = to
	}
}

// surroundings is what a block's sentences share.
type surroundings struct {
	words, reader []float64 // mean z-scores over the block
	row           map[int]float64
}

func (s *scores) mean(z [][]float64, from, to int) []float64 {
	out := make([]float64, s.n)
	for i := from; i < to; i++ {
		for c := range out {
			out[c] += z[i][c] / float64(to-from)
		}
	}
	return out
}

// ofClauses returns what speaks for each clause in sentence i, in the order of ClauseGrounds.
func (s *scores) ofClauses(i int, around surroundings) [][]float64 {
	out := make([][]float64, s.n)
	all := make([]float64, s.n*len(ClauseGrounds))
	h, sure := s.head[i], 0.0
	if h == i {
		h = -1
	}
	if h >= 0 {
		sure = min(1, best(s.like[h])/headSure) // a heading like no clause says nothing
	}
	front, frontZ := s.fronts[i], zscore(s.fronts[i])
	for c := range out {
		f := all[c*len(ClauseGrounds) : (c+1)*len(ClauseGrounds)]
		out[c] = f
		f[0], f[1], f[2], f[3] = s.z[i][c], rawScale*s.like[i][c], rawScale*s.best[i][c], around.words[c]
		if h >= 0 {
			f[4], f[5] = sure*s.z[h][c], rawScale*s.like[h][c]
			f[6] = s.named[h][c].conf + s.quoted[h][c]
		}
		f[7], f[8], f[9] = around.row[c], s.named[i][c].conf, s.quoted[i][c]
		if i > 0 {
			f[10] = s.named[i-1][c].conf
		}
		f[11], f[12] = rawScale*front[c], frontZ[c]
		if s.read != nil {
			s.read.ofClause(f[13:], i, h, c)
			f[17] = around.reader[c]
		}
	}
	return out
}

// ofNone returns what speaks for "no clause", in the order of NoneGrounds.
func (s *scores) ofNone(i int) []float64 {
	edge := s.to-s.from >= shortest && (i < s.from+2 || i > s.to-2)
	f := []float64{1, one(s.whole(i)), one(edge), one(s.outside(i) || i < s.from), one(i > s.to),
		rawScale * best(s.like[i]), one(s.isHeading(i)), 0, 0, 0}
	if s.read != nil {
		f[7], f[8], f[9] = s.read.z[i][s.n], s.read.log[i][s.n], math.Exp(s.read.log[i][s.n])
	}
	return f
}

// ofWay returns what speaks for the ways that lead to sentence i, in the order of WayGrounds.
func (s *scores) ofWay(i, first int) []float64 {
	opener := s.opener(i)
	turn := i == first && (s.isHeading(i) || s.block(i).Kind == consult.Cell)
	part := i == first && !turn && (i == 0 || !s.isHeading(i-1))
	return []float64{1, one(opener == "back"), one(opener == "turn"), one(part), one(turn), 1, one(part), one(turn), 1, 1, one(part)}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// weigh turns the grounds into the steps of a path.
func weigh(grounds []Grounded, m *Model) []step {
	steps := make([]step, len(grounds))
	for i, g := range grounds {
		score := make([]float64, len(g.Clauses)+1)
		for c, f := range g.Clauses {
			score[c] = dot(m.Clause, f)
		}
		score[len(g.Clauses)] = dot(m.None, g.None)
		steps[i] = step{score, way{
			stay: dot(m.Way[:5], g.Way[:5]), next: dot(m.Way[5:8], g.Way[5:8]),
			back: dot(m.Way[8:9], g.Way[8:9]), none: dot(m.Way[9:], g.Way[9:]),
		}}
	}
	return steps
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
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
	if h >= 0 && best(s.like[h]) >= headSure || s.block(i).Kind == consult.Cell || !s.letter.Sentences[i].First {
		return false
	}
	for _, x := range s.letter.Said(i) {
		if x.Bare {
			return true
		}
	}
	return false
}
