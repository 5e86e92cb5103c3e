package linking

import (
	"math"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// scores holds what speaks for which clause in each sentence.
type scores struct {
	doc     *consult.Document
	clauses []consult.Clause
	n       int // number of clauses; state n is "no clause"
	w       Weights
	like    [][]float64 // likeness of sentence and clause
	z       [][]float64 // its z-score over the clauses
	head    []int       // index of the heading sentence above; -1
	named   []map[int]ground
	quoted  []map[int]float64
	steps   []step
}

// ground is an explicit ground for a link.
type ground struct {
	conf float64
	why  string
}

// step is one sentence in the sequence.
type step struct {
	score []float64 // by state; the last is "no clause"
	keep  float64   // factor on staying and going on: 1 inside a paragraph
}

// clauseBags are the words of the draft's clauses, computed once a draft.
type clauseBags struct{ bags []likeness.Bag }

func bagsOf(draft *analyzers.Draft, pack *lang.Pack, title int) *clauseBags {
	return analyzers.Memo(draft, "linking:bags:"+pack.Code+strconv.Itoa(title), func(p *consult.Policy) *clauseBags {
		out := &clauseBags{}
		var b likeness.Bagger
		for i := range p.Clauses {
			c := &p.Clauses[i]
			text := strings.Repeat(c.Title+". ", title) + c.Text
			out.bags = append(out.bags, b.Bag(withNumbers(likeness.Words(nil, text, 0), pack)))
		}
		return out
	})
}

// withNumbers adds every number, in digits or letters, as a word of its own, so that "twelve" meets "12".
func withNumbers(ws []likeness.Word, pack *lang.Pack) []likeness.Word {
	values := lang.Memo(pack, "linking:numbers", func(p *lang.Pack) map[string]string {
		m := map[string]string{}
		for _, r := range p.Rows("numbers") {
			if v, err := strconv.Atoi(r.Fields[1]); err == nil && v > 2 {
				m[r.Fields[0]] = r.Fields[1]
			}
		}
		return m
	})
	for _, w := range ws {
		v := values[w.Form]
		if w.Sort == likeness.Number {
			v = w.Form
		}
		if v != "" {
			ws = append(ws, likeness.Word{Span: w.Span, Form: "#" + v + "#", Sort: likeness.Number})
		}
	}
	return ws
}

func newScores(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack, w Weights) *scores {
	s := &scores{doc: d, clauses: draft.Policy.Clauses, n: len(draft.Policy.Clauses), w: w}
	s.compare(bagsOf(draft, pack, w.Title).bags, pack)
	s.headings()
	s.explicit()
	s.emit()
	return s
}

// compare computes the likeness of every sentence to every clause.
func (s *scores) compare(clauses []likeness.Bag, pack *lang.Pack) {
	var b likeness.Bagger
	var ws []likeness.Word
	bags := make([]likeness.Bag, len(s.doc.Sentences))
	for i, snt := range s.doc.Sentences {
		ws = withNumbers(likeness.Words(ws[:0], s.doc.Quote(snt.Span), snt.Start), pack)
		bags[i] = b.Bag(ws)
	}
	m := likeness.NewModel(clauses, bags)
	vecs := make([]likeness.Bag, len(clauses))
	for c := range clauses {
		vecs[c] = m.Vector(clauses[c])
	}
	x := likeness.NewIndex(vecs)
	s.like, s.z = make([][]float64, len(bags)), make([][]float64, len(bags))
	for i := range bags {
		s.like[i] = x.Cosines(m.Vector(bags[i]))
		s.z[i] = zscore(s.like[i])
	}
}

// zscore returns how many standard deviations each value lies above the mean.
func zscore(v []float64) []float64 {
	mean, sq := 0.0, 0.0
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	for _, x := range v {
		sq += float64((x - mean) * (x - mean))
	}
	sd := math.Sqrt(sq / float64(len(v)))
	out := make([]float64, len(v))
	if sd < 1e-6 {
		return out
	}
	for i, x := range v {
		out[i] = (x - mean) / sd
	}
	return out
}

func (s *scores) block(i int) consult.Block { return s.doc.Blocks[s.doc.Sentences[i].Block] }

func (s *scores) isHeading(i int) bool { return s.block(i).Kind == consult.Heading }

// headings finds the heading above every sentence. Footnotes stand under none.
func (s *scores) headings() {
	s.head = make([]int, len(s.doc.Sentences))
	last := -1
	for i := range s.doc.Sentences {
		switch s.block(i).Kind {
		case consult.Heading:
			last = i
		case consult.Footnote, consult.Header, consult.Footer:
			last = -1
		}
		s.head[i] = last
	}
}

// explicit collects the clauses that each sentence names or quotes.
func (s *scores) explicit() {
	s.named = make([]map[int]ground, len(s.doc.Sentences))
	s.quoted = make([]map[int]float64, len(s.doc.Sentences))
	at := map[string]int{}
	for i, c := range s.clauses {
		at[c.ID] = i
	}
	for _, r := range s.doc.References {
		i := s.doc.SentenceAt(r.Start)
		if r.Foreign || i >= len(s.named) || !s.doc.Sentences[i].Contains(r.Span) {
			continue
		}
		if s.named[i] == nil {
			s.named[i] = map[int]ground{}
		}
		for _, id := range r.Clauses {
			if c, ok := at[id]; ok && s.named[i][c].conf < r.Confidence {
				s.named[i][c] = ground{r.Confidence, r.Why}
			}
		}
	}
	for _, q := range s.doc.Quotations {
		c, ok := at[q.Clause]
		if !ok {
			continue
		}
		for i := s.doc.SentenceAt(q.Start); i < len(s.quoted) && s.doc.Sentences[i].Start < q.End; i++ {
			if s.quoted[i] == nil {
				s.quoted[i] = map[int]float64{}
			}
			s.quoted[i][c] = max(s.quoted[i][c], weigh(s.doc.Quote(q.Span), q.Likeness))
		}
	}
}

// weigh tells how much a quotation says: a whole passage much, a single word little.
func weigh(words string, like float64) float64 {
	n := float64(strings.Count(words, " ") + 1)
	return like * min(1, 0.35+0.15*n)
}

// emit turns all grounds into one score a sentence and state.
func (s *scores) emit() {
	s.steps = make([]step, len(s.doc.Sentences))
	for from := 0; from < len(s.steps); {
		to := from + 1
		for to < len(s.steps) && s.doc.Sentences[to].Block == s.doc.Sentences[from].Block {
			to++
		}
		mean := make([]float64, s.n)
		for i := from; i < to; i++ {
			for c := range mean {
				mean[c] += s.z[i][c] / float64(to-from)
			}
		}
		for i := from; i < to; i++ {
			s.steps[i] = step{s.sentence(i, mean), s.keep(i, from)}
		}
		from = to
	}
}

func (s *scores) keep(i, first int) float64 {
	switch {
	case i != first:
		return 1
	case s.isHeading(i):
		return s.w.Turn
	case i > 0 && s.isHeading(i-1):
		return 1
	}
	return s.w.Break
}

func (s *scores) sentence(i int, mean []float64) []float64 {
	w := &s.w
	out := make([]float64, s.n+1)
	for c := range s.n {
		out[c] = float64(w.Z*s.z[i][c]) + float64(w.Raw*s.like[i][c]) + float64(w.Paragraph*mean[c])
	}
	if h := s.head[i]; h >= 0 && h != i {
		for c := range s.n {
			if best(s.like[h]) > 0.05 {
				out[c] += float64(w.Heading*s.z[h][c]) + float64(w.HeadRaw*s.like[h][c])
			}
			if g, ok := s.named[h][c]; ok {
				out[c] += float64(w.HeadNamed * g.conf)
			}
			if q, ok := s.quoted[h][c]; ok {
				out[c] += float64(w.HeadNamed * q)
			}
		}
	}
	for c, g := range s.named[i] {
		out[c] += float64(w.Named * g.conf)
	}
	for c, q := range s.quoted[i] {
		out[c] += float64(w.Quoted * q)
	}
	s.reader(i, out)
	out[s.n] = w.None
	if s.outside(i) {
		out[s.n] += w.Outside
	}
	return out
}

func best(v []float64) float64 {
	b := 0.0
	for _, x := range v {
		b = max(b, x)
	}
	return b
}

// reader adds the learned reader's link scores.
func (s *scores) reader(i int, out []float64) {
	r := s.doc.Reading
	if r == nil || i >= len(r.Rows) || len(r.Clauses) != s.n || len(r.Rows[i].Link) != s.n+1 {
		return
	}
	v := make([]float64, s.n+1)
	for c, x := range r.Rows[i].Link {
		v[c] = float64(x)
	}
	for c, x := range zscore(v) {
		out[c] += float64(s.w.Reader * x)
	}
}

// outside reports whether the sentence stands outside the letter's body: letterhead, greeting, signature, footer.
func (s *scores) outside(i int) bool {
	b := s.block(i)
	if b.Kind == consult.Header || b.Kind == consult.Footer {
		return true
	}
	snt := s.doc.Sentences[i]
	h := &s.doc.Letterhead
	for _, f := range append([]consult.Finding{h.Respondent, h.Addressee, h.Subject, h.Date}, h.Signatories...) {
		if !f.Empty() && f.Overlaps(snt.Span) {
			return true
		}
	}
	return false
}

// second reports whether clause c is spoken of beside the path's clause: the sentence is like it nearly as much.
func (s *scores) second(i, c, state int) bool {
	return false
}

// reason names the ground that counted most for the link.
func (s *scores) reason(i, c int) string {
	if _, ok := s.quoted[i][c]; ok {
		return "link.quotation"
	}
	if h := s.head[i]; h >= 0 && h != i {
		if _, ok := s.named[h][c]; ok {
			return "link.heading"
		}
		if s.z[h][c] >= 1.5 && s.z[i][c] < 1 {
			return "link.heading"
		}
	}
	if s.z[i][c] >= 1 {
		return "link.words"
	}
	return "link.sequence"
}
