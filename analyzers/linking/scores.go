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
	numbers  map[string]string
	bagger   likeness.Bagger
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
	runs     []run   // blocks and rows
	wholes   []whole // what each sentence says of the whole draft
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
	s.pack, s.lexicon, s.numbers = pack, lexiconOf(draft, pack), numbersOf(pack)
	s.bagger.Weight = telling(pack)
	s.compare()
	s.body()
	s.headings()
	s.explicit()
	for i := range d.Sentences {
		s.wholes = append(s.wholes, s.wholeOf(i))
	}
	s.cut()
	s.gather()
	s.likenesses()
	return s
}

func (s *scores) block(i int) consult.Block { return s.doc.Blocks[s.doc.Sentences[i].Block] }

func (s *scores) isHeading(i int) bool { return s.block(i).Kind == consult.Heading }

// run is the sentences of a block, or of a table's row.
type run struct{ from, to int }

// cut finds the runs.
func (s *scores) cut() {
	for from := 0; from < len(s.doc.Sentences); {
		to := from + 1
		for to < len(s.doc.Sentences) && s.together(from, to) {
			to++
		}
		s.runs = append(s.runs, run{from, to})
		from = to
	}
}

// gather collects the grounds of all sentences that stand from the start.
func (s *scores) gather() {
	s.grounds = make([]Grounded, len(s.doc.Sentences))
	width := len(ClauseGrounds)
	if s.read == nil {
		width = readerZ // the reader's come last
	}
	all := make([]float64, len(s.grounds)*s.n*width)
	for _, r := range s.runs {
		row := s.rowGrounds(r)
		var reader []float64
		if s.read != nil {
			reader = s.mean(s.read.z, r)
		}
		for i := r.from; i < r.to; i++ {
			g := Grounded{make([][]float64, s.n), s.ofNone(i), s.ofWay(i, r.from)}
			for c := range g.Clauses {
				g.Clauses[c], all = all[:width:width], all[width:]
			}
			s.ofClauses(g.Clauses, i, row, reader)
			s.grounds[i] = g
		}
	}
}

// mean returns the mean of a run's rows.
func (s *scores) mean(rows [][]float64, r run) []float64 {
	out := make([]float64, s.n)
	for i := r.from; i < r.to; i++ {
		for c := range out {
			out[c] += rows[i][c] / float64(r.to-r.from)
		}
	}
	return out
}

// above returns the heading above sentence i, or -1; a heading stands under none.
func (s *scores) above(i int) int {
	if h := s.head[i]; h != i {
		return h
	}
	return -1
}

// ofClauses fills in what speaks for each clause in sentence i whatever the letter's own words: row is what the table's row
// names, reader the mean of its scores.
func (s *scores) ofClauses(out [][]float64, i int, row map[int]float64, reader []float64) {
	h := s.above(i)
	frontZs := zscore(s.fronts[i])
	place := float64(i) / float64(len(s.grounds))
	for c, f := range out {
		f[wordsBest] = rawScale * s.best[i][c]
		if h >= 0 {
			f[headingNamed] = s.named[h][c].conf + s.quoted[h][c]
		}
		f[rowNamed], f[named], f[quoted] = row[c], s.named[i][c].conf, s.quoted[i][c]
		if i > 0 {
			f[beforeNamed] = s.named[i-1][c].conf
		}
		f[frontRaw], f[frontZ] = rawScale*s.fronts[i][c], frontZs[c]
		f[order] = -math.Abs(place - float64(c)/float64(s.n))
		if s.read != nil {
			s.read.ofClause(f, i, h, c, reader[c])
		}
	}
}

// likenesses fills in the grounds that rest on likeness, which the letter's own words change between the passes.
func (s *scores) likenesses() {
	for _, r := range s.runs {
		words := s.mean(s.z, r)
		for i := r.from; i < r.to; i++ {
			g := &s.grounds[i]
			g.None[noneWhole], g.None[noneTop] = one(s.whole(i)), rawScale*best(s.like[i])
			h, sure := s.above(i), 0.0
			if h >= 0 {
				sure = min(1, best(s.like[h])/headSure) // a heading like no clause says nothing
			}
			for c, f := range g.Clauses {
				f[wordsZ], f[wordsRaw], f[paragraphZ] = s.z[i][c], rawScale*s.like[i][c], words[c]
				if h >= 0 {
					f[headingZ], f[headingRaw] = sure*s.z[h][c], rawScale*s.like[h][c]
				}
			}
		}
	}
}

// passed fills in what the first pass found, given the shares of its paths.
func (s *scores) passed(share [][]float64) {
	elsewhere := make([]peak, s.n)
	for c := range elsewhere {
		elsewhere[c] = peak{-1, math.Inf(-1), math.Inf(-1)}
		for k, r := range s.runs {
			for i := r.from; i < r.to; i++ {
				elsewhere[c].add(k, share[i][c])
			}
		}
	}
	top := peaks(s.like, s.n)
	for k, r := range s.runs {
		paragraph := s.mean(share, r)
		for i := r.from; i < r.to; i++ {
			for c, f := range s.grounds[i].Clauses {
				f[passHere], f[passParagraph], f[passElsewhere] = share[i][c], paragraph[c], elsewhere[c].besides(k)
				f[passClaim] = one(top[c].at == i) * (1 - f[passElsewhere])
				if s.read != nil {
					f[readerClaim] = one(s.read.top[c].at == i) * (1 - f[passElsewhere])
				}
			}
		}
	}
}

// ofNone returns what speaks for "no clause", in the order of NoneGrounds.
func (s *scores) ofNone(i int) []float64 {
	edge := s.to-s.from >= shortest && (i < s.from+2 || i > s.to-2)
	f := make([]float64, len(NoneGrounds))
	f[noneAny], f[noneEdge], f[noneOutside], f[noneBehind], f[noneHeading] = 1, one(edge), one(s.outside(i) || i < s.from), one(i > s.to), one(s.isHeading(i))
	if s.read != nil {
		f[noneReaderZ], f[noneReaderLog], f[noneReaderShare] = s.read.z[i][s.n], s.read.log[i][s.n], math.Exp(s.read.log[i][s.n])
		f[noneCarries] = s.read.carries[i]
	}
	return f
}

// ofWay returns what speaks for the ways that lead to sentence i, in the order of WayGrounds.
func (s *scores) ofWay(i, first int) []float64 {
	opener := s.opener(i)
	turn := i == first && (s.isHeading(i) || s.block(i).Kind == consult.Cell)
	part := i == first && !turn && (i == 0 || !s.isHeading(i-1))
	return []float64{1, one(opener == "back"), one(opener == "turn"), one(part), one(turn), 1, one(part), one(turn), 1, 1, 1, one(part)}
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
			score[c] = dot(m.Clause[:len(f)], f)
		}
		score[len(g.Clauses)] = dot(m.None, g.None)
		var ways [5]float64
		for k := range ways {
			from, to := wayFrom[k], wayFrom[k+1]
			ways[k] = dot(m.Way[from:to], g.Way[from:to])
		}
		steps[i] = step{score, way{ways[0], ways[1], ways[2], ways[3], ways[4]}}
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

// whole is whether a sentence speaks of the whole draft: in any case, unless its heading is like a clause, or not at all.
type whole int

const (
	partial whole = iota
	bareWhole
	fullWhole
)

// wholeOf tells by sentence i's words: they say so, or thank for the draft; a bare "no comments" that follows nothing means
// the whole unless its heading is like a clause. Neither the sentence nor its heading may name one.
func (s *scores) wholeOf(i int) whole {
	h := s.head[i]
	if len(s.named[i]) > 0 || len(s.quoted[i]) > 0 || h >= 0 && (len(s.named[h]) > 0 || len(s.quoted[h]) > 0) {
		return partial
	}
	if s.letter.Whole(i) || s.letter.Polite(i) {
		return fullWhole
	}
	if s.block(i).Kind == consult.Cell || !s.letter.Sentences[i].First {
		return partial
	}
	for _, x := range s.letter.Said(i) {
		if x.Bare {
			return bareWhole
		}
	}
	return partial
}

// whole reports whether sentence i speaks of the whole draft.
func (s *scores) whole(i int) bool {
	h := s.head[i]
	return s.wholes[i] == fullWhole || s.wholes[i] == bareWhole && (h < 0 || best(s.like[h]) < headSure)
}
