package rewordings

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// heldUp finds words that the sentence holds up without marks: "ordet skal", "the words by camera". They are the longest
// run after the announcing word that a clause near has; a second word announced may be new.
func (f *finder) heldUp(l *line) {
	for i, t := range l.toks {
		switch t.Word {
		case "ordet", "ordene", "udtrykket", "begrebet":
		case "word", "words", "term", "phrase":
			if l.word(i-1) != "the" {
				continue
			}
		default:
			continue
		}
		if l.word(i+1) == "(" {
			i++
		}
		if i+1 >= len(l.toks) || l.toks[i+1].Kind != cue.Word || l.word(i+1) == quoteToken {
			continue
		}
		if o, ok := f.heldRun(l, i+1); ok {
			l.ops = append(l.ops, o)
		}
	}
}

func (f *finder) heldRun(l *line, from int) (operand, bool) {
	end := from
	for end < len(l.toks) && end < from+8 && l.word(end) != quoteToken && l.word(end) != ")" {
		end++
	}
	if len(f.x.Texts) == 0 {
		end = from + 1
	}
	for to := end; to > from; to-- {
		if to > from+1 && l.toks[to-1].Kind == cue.Punct {
			continue
		}
		s := consult.Span{Start: l.toks[from].Start, End: l.toks[to-1].End}
		if to == from+1 && f.pack.Words("stopwords")[l.word(from)] && !modal[l.word(from)] {
			return operand{}, false // "ordene i § 2"
		}
		if at := f.place(s, -1, l.near); at.ok() && at.like >= 0.99 || len(f.x.Texts) == 0 {
			return operand{form: word, quote: -1, from: from, to: to, spans: []consult.Span{s}, at: at}, true
		}
	}
	s := l.toks[from].Span
	second := false
	for k := range l.ops {
		second = second || l.ops[k].form == word
	}
	if !second && !f.x.Holds(l.word(from)) {
		return operand{}, false
	}
	return operand{form: word, quote: -1, from: from, to: from + 1, spans: []consult.Span{s}, at: f.place(s, -1, l.near)}, true
}

// sharper reports whether cue i, a passage pointed to, holds one that says which: "det sidste punktum".
func (l *line) sharper(i int) bool {
	m := &l.cues[i]
	if !m.Is("point.above") && !m.Is("point.it") {
		return false
	}
	for j := range l.cues {
		if o := &l.cues[j]; j != i && o.Is("point") && !o.Is("point.above") && !o.Is("point.it") && o.From >= m.From && o.From < m.To {
			return true
		}
	}
	return false
}

// capitals finds words that stand in capitals to be held up: "change SHOULD to MUST".
func (f *finder) capitals(l *line) {
	small, loud := false, 0
	for _, t := range l.toks {
		if t.Kind == cue.Word && len(t.Word) > 1 && t.Upper && strings.ToUpper(f.doc.Quote(t.Span)) == f.doc.Quote(t.Span) {
			loud++
		}
		if t.Kind == cue.Word && len(t.Word) >= 2 && !t.Upper {
			small = true
		}
	}
	if !small || loud > 4 {
		return
	}
	for i, t := range l.toks {
		if t.Kind != cue.Word || !t.Upper || len(t.Word) < 3 || l.word(i) == quoteToken || strings.ToUpper(f.doc.Quote(t.Span)) != f.doc.Quote(t.Span) {
			continue
		}
		if f.shouted(l, i-1) || f.shouted(l, i+1) {
			continue // a run of capitals shouts
		}
		if at := f.place(t.Span, -1, l.near); at.ok() && at.span.In(f.x.Policy.Clauses[at.clause].Text) != f.doc.Quote(t.Span) || len(l.ops) > 0 && l.ops[len(l.ops)-1].form == word {
			l.ops = append(l.ops, operand{form: word, quote: -1, from: i, to: i + 1, spans: []consult.Span{t.Span}, at: at})
		}
	}
}

// shouted reports whether token i is a word in capitals.
func (f *finder) shouted(l *line, i int) bool {
	if i < 0 || i >= len(l.toks) || l.toks[i].Kind != cue.Word || len(l.toks[i].Word) < 2 || l.word(i) == quoteToken {
		return false
	}
	w := f.doc.Quote(l.toks[i].Span)
	return strings.ToUpper(w) == w
}

// pointers finds passages pointed to. One that introduces a quotation ("sætningen »…«") is none.
func (f *finder) pointers(l *line) {
	taken := -1
	for i, m := range l.cues {
		if !m.Is("point") || m.From < taken || l.sharper(i) {
			continue
		}
		if w := l.word(m.To); w == quoteToken || w == "," && l.word(m.To+1) == quoteToken || w == ":" && !l.endsNear("anchor", 0, m.From, 2) && !l.gives(&m) && !l.ordered(&m) {
			continue
		}
		taken = m.To
		if l.another(m.From) {
			continue
		}
		o := operand{form: pointer, quote: -1, from: m.From, to: m.To, point: strings.TrimPrefix(m.Class, "point."), at: nowhere}
		if o.point == "two" {
			first := o
			first.point, first.to = pointOf(l.word(o.from)), o.from+1
			for o.from = first.to; o.from < o.to-1 && pointOf(l.word(o.from)) == ""; o.from++ {
				if l.word(o.from) == "." {
					first.to = o.from + 1
				}
			}
			o.point = pointOf(l.word(o.from))
			l.ops = append(l.ops, first)
		}
		l.ops = append(l.ops, o)
	}
	l.ops = slices.DeleteFunc(l.ops, func(o operand) bool { // "the last four words" counts nothing
		return o.form == number && slices.ContainsFunc(l.ops, func(p operand) bool { return p.form == pointer && p.from <= o.from && o.to <= p.to })
	})
}

// pointOf returns the place that an ordinal or a number names; "" for other words.
func pointOf(w string) string {
	switch w {
	case "første", "first":
		return "first"
	case "andet", "anden", "second":
		return "second"
	case "tredje", "third":
		return "third"
	case "fjerde", "fourth":
		return "fourth"
	case "sidste", "last", "final":
		return "last"
	}
	if atoi(w) > 0 {
		return "number"
	}
	return ""
}

// another reports whether the passage named at token i is one that the draft doesn't have: "et nyt andet punktum".
func (l *line) another(i int) bool {
	return l.wordIn(i-1, i, "nyt", "ny", "nye", "new", "further", "additional", "extra", "another", "yderligere", "ekstra", "a", "an", "en", "et")
}

// gives reports whether new words follow a passage that is pointed to by its place: "Third sentence: »…«".
func (l *line) gives(m *cue.Match) bool {
	if !l.placed(strings.TrimPrefix(m.Class, "point.")) || l.word(m.To+1) != quoteToken {
		return false
	}
	for k := range l.ops {
		if o := &l.ops[k]; o.form == quoted && o.from == m.To+1 {
			return o.at.like < 0.99
		}
	}
	return false
}

// ordered reads "Second sentence: delete."
func (l *line) ordered(m *cue.Match) bool {
	return l.placed(strings.TrimPrefix(m.Class, "point.")) && len(l.toks)-m.To < 6 && l.word(m.To+1) != quoteToken && l.strong("delete", m.To, len(l.toks))
}

// placed reports whether a pointer of this class says where a passage stands, not what was said of it before.
func (l *line) placed(point string) bool {
	return point != "above" && point != "it" && point != "about" && point != "ends"
}
