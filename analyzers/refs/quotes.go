package refs

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// quoter collects the quotations of a letter.
type quoter struct {
	doc   *consult.Document
	x     *Index
	leads *leads
	refs  []consult.Reference
	out   []consult.Quotation
	words []likeness.Word
	marks []marked
}

func quotations(d *consult.Document, x *Index, p *lang.Pack, refs []consult.Reference) []consult.Quotation {
	q := &quoter{doc: d, x: x, leads: leadsOf(p), refs: refs}
	for i, b := range d.Blocks {
		if b.Kind == consult.Header || b.Kind == consult.Footer {
			continue
		}
		q.marks = marksIn(q.marks[:0], d.Text[b.Start:b.End], b.Start)
		for _, m := range q.marks {
			q.add(m.Span, m.outer, m.open, "marks", b)
		}
		if len(q.marks) == 0 {
			q.wholeBlock(i, b)
		}
	}
	q.italics()
	sort.SliceStable(q.out, func(i, j int) bool { return q.out[i].Start < q.out[j].Start })
	return q.out
}

func (q *quoter) add(s, outer consult.Span, open bool, how string, b consult.Block) {
	f := q.locate(s)
	quo := consult.Quotation{Span: s, Open: open, Clause: f.clause, At: f.at, Likeness: f.like, Why: "quote." + how}
	if f.title {
		quo.Why = "quote.title"
	}
	quo.Role = q.role(quo, outer, b)
	if open {
		quo.Why += ".open"
	}
	q.out = append(q.out, quo)
}

// found is where the draft has a quotation's words.
type found struct {
	clause string
	at     consult.Span
	like   float64
	title  bool
}

// locate looks for the words of s in every clause. Where several have them word for word, the clause named last before
// the quotation is taken, else none.
func (q *quoter) locate(s consult.Span) found {
	q.words = likeness.Words(q.words[:0], q.doc.Quote(s), s.Start)
	segs := Segments(q.words)
	n := 0
	for _, g := range segs {
		n += len(g)
	}
	if n == 0 || len(q.x.Texts) == 0 {
		return found{}
	}
	for i, t := range q.x.Titles {
		if len(t.Words) > 0 && len(segs) == 1 && sameWords(segs[0], t.Words) {
			return found{clause: q.x.Policy.Clauses[i].ID, like: 1, title: true}
		}
	}
	if n <= 3 && !q.known(segs) {
		return found{}
	}
	best, bestAt, ties := likeness.Match{}, -1, 0
	for i := range q.x.Texts {
		m := q.x.Find(i, segs)
		switch {
		case m.Likeness > best.Likeness+1e-9:
			best, bestAt, ties = m, i, 1
		case m.Likeness > 0 && m.Likeness > best.Likeness-1e-9:
			ties++
			if q.near(s.Start) == q.x.Policy.Clauses[i].ID {
				best, bestAt, ties = m, i, -len(q.x.Texts)
			}
		}
	}
	if bestAt < 0 || best.Likeness < threshold(n) || ties > 1 {
		return found{}
	}
	return found{clause: q.x.Policy.Clauses[bestAt].ID, at: best.Span, like: best.Likeness}
}

// threshold is the likeness below which a passage of n words is somebody else's words.
func threshold(n int) float64 {
	switch {
	case n <= 2:
		return 1
	case n <= 5:
		return 0.7
	}
	return 0.6
}

func (q *quoter) known(segs [][]likeness.Word) bool {
	for _, g := range segs {
		for _, w := range g {
			if q.x.forms[w.Form] {
				return true
			}
		}
	}
	return false
}

// near returns the clause of the last reference to one clause before byte pos.
func (q *quoter) near(pos int) string {
	i := sort.Search(len(q.refs), func(i int) bool { return q.refs[i].Start >= pos })
	for i--; i >= 0; i-- {
		if r := q.refs[i]; len(r.Clauses) == 1 {
			return r.Clauses[0]
		}
	}
	return ""
}

// Segments cuts a quotation's words at omissions ("(…)", "…", "...") and leaves out signs.
func Segments(ws []likeness.Word) [][]likeness.Word {
	var out [][]likeness.Word
	var cur []likeness.Word
	dots := 0
	for _, w := range ws {
		if w.Sort == likeness.Sign {
			if w.Form == "…" {
				dots = 3
			} else if w.Form == "." {
				dots++
			}
			if dots >= 3 && len(cur) > 0 {
				out, cur = append(out, cur), nil
			}
			continue
		}
		dots = 0
		cur = append(cur, w)
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// Find returns the place in clause c's text that is most like the passage, whose segments must stand in order.
func (x *Index) Find(c int, segs [][]likeness.Word) likeness.Match {
	var all likeness.Match
	sum, n := 0.0, 0
	for i, g := range segs {
		from := 0
		if i > 0 {
			from = all.Last + 1
		}
		m := x.Texts[c].FindFrom(from, g)
		if m.Empty() {
			return likeness.Match{}
		}
		sum += float64(m.Likeness * float64(len(g)))
		n += len(g)
		if i == 0 {
			all = m
		}
		all.Span, all.Last = all.Cover(m.Span), max(all.Last, m.Last)
	}
	all.Likeness = sum / float64(n)
	return all
}

// wholeBlock takes a block of its own as a quotation when the block before leads in with a colon and the words are the
// draft's, or the lead-in says that they are to be; without lead-in when it copies a sentence of the draft.
func (q *quoter) wholeBlock(i int, b consult.Block) {
	if b.Kind != consult.Paragraph || i == 0 {
		return
	}
	lead := q.doc.Blocks[i-1]
	text := strings.TrimRight(q.doc.Text[lead.Start:lead.End], " ")
	if !strings.HasSuffix(text, ":") || lead.Kind == consult.Header || lead.Kind == consult.Heading {
		q.copied(b)
		return
	}
	f := q.locate(b.Span)
	role := q.leads.last(lower(text, 90))
	if f.like < 0.7 && role != consult.Proposes {
		return
	}
	quo := consult.Quotation{Span: b.Span, Clause: f.clause, At: f.at, Likeness: f.like, Why: "quote.block", Role: role}
	if role == "" {
		quo.Role = consult.QuotesDraft
	}
	q.out = append(q.out, quo)
}

// copied takes a block that is a copy of the draft's words, as where changes are marked in a copy; words marked as
// inserted don't count.
func (q *quoter) copied(b consult.Block) {
	if len(q.x.Texts) == 0 || b.Len() > 2000 {
		return
	}
	q.words = q.words[:0]
	at := b.Start
	for _, m := range q.doc.Marks {
		if m.Kind == consult.Inserted && b.Contains(m.Span) && m.Start >= at {
			q.words = likeness.Words(q.words, q.doc.Text[at:m.Start], at)
			at = m.End
		}
	}
	q.words = likeness.Words(q.words, q.doc.Text[at:b.End], at)
	segs := Segments(q.words)
	n, known := 0, 0
	for _, g := range segs {
		for _, w := range g {
			n++
			if q.x.forms[w.Form] {
				known++
			}
		}
	}
	if n < 5 || 10*known < 8*n {
		return
	}
	best, clause := likeness.Match{}, -1
	for c := range q.x.Texts {
		if m := q.x.Find(c, segs); m.Likeness > best.Likeness {
			best, clause = m, c
		}
	}
	if clause >= 0 && best.Likeness >= 0.85 {
		q.out = append(q.out, consult.Quotation{Span: b.Span, Clause: q.x.Policy.Clauses[clause].ID, At: best.Span, Likeness: best.Likeness,
			Why: "quote.copy", Role: consult.QuotesDraft})
	}
}

// italics takes runs of italics that are words of the draft.
func (q *quoter) italics() {
	for _, m := range q.doc.Marks {
		if m.Kind != consult.Italic || q.covered(m.Span) {
			continue
		}
		i := q.doc.BlockAt(m.Start)
		if i >= len(q.doc.Blocks) || q.doc.Blocks[i].Kind == consult.Heading {
			continue
		}
		s := trim(q.doc.Text, m.Start, m.End)
		n := strings.Count(q.doc.Quote(s), " ") + 1
		if n < 3 {
			continue
		}
		if f := q.locate(s); f.like > 0 && !f.title {
			q.add(s, s, false, "italics", q.doc.Blocks[i])
		} else if len(q.x.Texts) == 0 && n >= 5 && s.Len() < q.doc.Blocks[i].Len() {
			q.add(s, s, false, "italics", q.doc.Blocks[i])
		}
	}
}

func (q *quoter) covered(s consult.Span) bool {
	for _, o := range q.out {
		if o.Overlaps(s) {
			return true
		}
	}
	return false
}
