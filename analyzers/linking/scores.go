package linking

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/analyzers/sentences"
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
	vecs     []likeness.Bag // the clauses' vectors
	best     [][]float64    // likeness of sentence and the clause's sentence most like it
	like     [][]float64    // likeness of sentence and clause
	z        [][]float64    // its z-score over the clauses
	head     []int          // index of the heading sentence above; -1
	named    []map[int]ground
	quoted   []map[int]float64
	steps    []step
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

// lexicon is what the draft's words weigh, computed once a draft.
type lexicon struct {
	model   *likeness.Model
	clauses *likeness.Index
	parts   *likeness.Index // titles and sentences, each alone
	of      []int           // the clause of each part
}

func lexiconOf(draft *analyzers.Draft, pack *lang.Pack, title int) *lexicon {
	return analyzers.Memo(draft, "linking:lexicon:"+pack.Code+strconv.Itoa(title), func(p *consult.Policy) *lexicon {
		x := &lexicon{}
		var bags, parts []likeness.Bag
		b := likeness.Bagger{Weight: telling(pack)}
		for i := range p.Clauses {
			c := &p.Clauses[i]
			text := strings.Repeat(c.Title+". ", title) + c.Text
			bags = append(bags, b.Bag(withNumbers(likeness.Words(nil, text, 0), pack)))
			words := []string{c.Title}
			for _, s := range sentences.Split(pack, c.Text, consult.Span{Start: 0, End: len(c.Text)}) {
				words = append(words, s.In(c.Text))
			}
			for _, w := range words {
				parts = append(parts, b.Bag(withNumbers(likeness.Words(nil, w, 0), pack)))
				x.of = append(x.of, i)
			}
		}
		x.model = likeness.NewModel(bags)
		x.clauses = likeness.NewIndex(vectors(x.model, bags))
		x.parts = likeness.NewIndex(vectors(x.model, parts))
		return x
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

// telling returns how much a word tells about the matter spoken of: 1 for a word that is not common, down to 0 for those
// that stand in every third sentence.
func telling(pack *lang.Pack) func(string) float32 {
	m := lang.Memo(pack, "linking:common", func(p *lang.Pack) map[string]float32 {
		m := map[string]float32{}
		for _, r := range p.Rows("common") {
			if n, err := strconv.Atoi(r.Fields[1]); err == nil {
				m[r.Fields[0]] = float32(max(0, 1-math.Log(max(1, float64(n)/5))/math.Log(3000/5.0)))
			}
		}
		return m
	})
	return func(form string) float32 {
		if w, ok := m[form]; ok {
			return w
		}
		return 1
	}
}

func newScores(d *consult.Document, draft *analyzers.Draft, pack *lang.Pack, w Weights) *scores {
	s := &scores{doc: d, openers: openersOf(pack), clauses: draft.Policy.Clauses, n: len(draft.Policy.Clauses), w: w}
	s.compare(lexiconOf(draft, pack, w.Title), pack)
	s.body()
	s.headings()
	s.explicit()
	s.emit()
	return s
}

// compare computes the likeness of every sentence to every clause.
func (s *scores) compare(x *lexicon, pack *lang.Pack) {
	b := likeness.Bagger{Weight: telling(pack)}
	var ws []likeness.Word
	n := len(s.doc.Sentences)
	s.bags, s.like, s.best = make([]likeness.Bag, n), make([][]float64, n), make([][]float64, n)
	for i, snt := range s.doc.Sentences {
		ws = withNumbers(likeness.Words(ws[:0], s.doc.Quote(snt.Span), snt.Start), pack)
		s.bags[i] = x.model.Vector(b.Bag(ws))
		s.like[i] = x.clauses.Cosines(s.bags[i])
		s.best[i] = make([]float64, s.n)
		for k, v := range x.parts.Cosines(s.bags[i]) {
			s.best[i][x.of[k]] = max(s.best[i][x.of[k]], v)
		}
	}
	s.standOut()
}

func vectors(m *likeness.Model, bags []likeness.Bag) []likeness.Bag {
	out := make([]likeness.Bag, len(bags))
	for i := range bags {
		out[i] = m.Vector(bags[i])
	}
	return out
}

// standOut computes how far each clause stands out among all in likeness to a sentence.
func (s *scores) standOut() {
	s.z = make([][]float64, len(s.like))
	for i := range s.like {
		s.z[i] = zscore(s.like[i])
		sure := min(1, best(s.like[i])/s.w.Sure) // a sentence like no clause stands out for none
		for c := range s.z[i] {
			s.z[i][c] *= sure
		}
	}
}

// learn adds to every clause's vector the mean of the sentences that the first pass ties to it with confidence, and
// compares again: a letter calls the same thing by the same name throughout. With v the clause's vector and o that mean,
// the cosine of v + wo with a sentence s is (v·s + w o·s) / √(1 + 2w v·o + w² o·o).
func (s *scores) learn(path []int, share [][]float64) {
	mix := likeness.NewMixture(s.n)
	defer mix.Free()
	cross := make([]float64, s.n) // v·o
	for i, c := range path {
		if c < s.n && share[i][c] > s.w.OwnSure && !s.outside(i) {
			mix.Add(c, s.bags[i])
			cross[c] += s.like[i][c]
		}
	}
	squares := mix.Squares()
	w := s.w.Own
	for i := range s.like {
		dots := mix.Dots(s.bags[i])
		for c := range dots {
			if n := mix.Parts(c); n > 0 {
				length := math.Sqrt(1 + float64(2*w*cross[c]/float64(n)) + float64(w*w*squares[c]))
				s.like[i][c] = (s.like[i][c] + float64(w*dots[c])) / length
			}
		}
	}
	s.standOut()
	s.emit()
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

// body finds the first and the last full sentence of the letter: what stands before and after is letterhead, greeting
// and signature.
func (s *scores) body() {
	s.from, s.to = 0, len(s.doc.Sentences)-1
	full := func(i int) bool {
		k := s.block(i).Kind
		t := s.doc.Quote(s.doc.Sentences[i].Span)
		return (k == consult.Paragraph || k == consult.ListItem || k == consult.Cell) && strings.Count(t, " ") >= 4 && strings.ContainsAny(t[len(t)-1:], ".?!:")
	}
	for s.from < s.to && !full(s.from) {
		s.from++
	}
	for s.to > s.from && !full(s.to) {
		s.to--
	}
}

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
		if r.Foreign || r.Confidence < 0.4 || i >= len(s.named) || !s.doc.Sentences[i].Contains(r.Span) {
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

// together reports whether sentences i and j stand in one block, or in one row of a table.
func (s *scores) together(i, j int) bool {
	if s.doc.Sentences[i].Block == s.doc.Sentences[j].Block {
		return true
	}
	a, b := s.block(i), s.block(j)
	return a.Kind == consult.Cell && b.Kind == consult.Cell && a.Table == b.Table && a.Row == b.Row
}

// rowGrounds returns the clauses that a table's row names in any of its cells; nil outside tables.
func (s *scores) rowGrounds(from, to int) map[int]float64 {
	if s.block(from).Kind != consult.Cell {
		return nil
	}
	out := map[int]float64{}
	for i := from; i < to; i++ {
		for c, g := range s.named[i] {
			out[c] = max(out[c], g.conf)
		}
	}
	return out
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

// opener tells what the first words of sentence i do: "back", "turn" or "".
func (s *scores) opener(i int) string {
	text := s.doc.Quote(s.doc.Sentences[i].Span)
	low := strings.ToLower(text[:min(len(text), 32)])
	w, _, _ := strings.Cut(low, " ")
	for _, r := range s.openers[strings.Trim(w, ",.:")] {
		if rest, ok := strings.CutPrefix(low, r.Fields[0]); ok && (rest == "" || rest[0] == ' ' || rest[0] == ',' || rest[0] == '.' || rest[0] == ':') {
			return r.Fields[1]
		}
	}
	return ""
}

// openersOf files the table openers by first word, longer phrases first.
func openersOf(pack *lang.Pack) map[string][]lang.Row {
	return lang.Memo(pack, "linking:openers", func(p *lang.Pack) map[string][]lang.Row {
		m := map[string][]lang.Row{}
		for _, r := range p.Rows("openers") {
			w, _, _ := strings.Cut(r.Fields[0], " ")
			m[w] = append(m[w], r)
		}
		for _, list := range m {
			sort.SliceStable(list, func(i, j int) bool { return len(list[i].Fields[0]) > len(list[j].Fields[0]) })
		}
		return m
	})
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
	s.reader(i, out)
	if i < s.from+2 || i > s.to-2 {
		out[s.n] += w.Edge
	}
	if s.outside(i) || i < s.from || i > s.to {
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
