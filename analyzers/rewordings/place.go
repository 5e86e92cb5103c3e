package rewordings

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// passage is a place in the draft.
type passage struct {
	clause int // -1: nowhere
	span   consult.Span
	like   float64
}

var nowhere = passage{clause: -1}

// ok reports whether p names words, not only a clause.
func (p passage) ok() bool { return p.clause >= 0 && !p.span.Empty() }

// draft is what this analyzer computes of a draft, once.
type draft struct {
	sentences [][]consult.Span // of each clause's text
}

func draftOf(d *analyzers.Draft) *draft {
	return analyzers.Memo(d, "rewordings", func(p *consult.Policy) *draft {
		out := &draft{}
		pack := lang.For(p.Lang)
		for i := range p.Clauses {
			t := p.Clauses[i].Text
			out.sentences = append(out.sentences, afterFigures(t, sentences.Split(pack, t, consult.Span{Start: 0, End: len(t)})))
		}
		return out
	})
}

// afterFigures cuts sentences also where one ends in a figure, "… anyone under 18. Advertising …": in a letter that may be
// an ordinal, in a draft's clause whoever counts sentences counts it.
func afterFigures(text string, list []consult.Span) []consult.Span {
	var out []consult.Span
	for _, s := range list {
		start := s.Start
		for i := s.Start + 20; i+3 < s.End; i++ {
			if text[i] != '.' || text[i-1] < '0' || text[i-1] > '9' || text[i+1] != ' ' || text[i+2] < 'A' || text[i+2] > 'Z' && !strings.ContainsAny(text[i+2:i+4], "ÆØÅ") {
				continue
			}
			if i+1-start > 20 && s.End-i > 20 {
				out = append(out, consult.Span{Start: start, End: i + 1})
				start = i + 2
			}
		}
		out = append(out, consult.Span{Start: start, End: s.End})
	}
	return out
}

// place looks for the words of s in the draft: in the clauses near first, where a single word counts too; elsewhere
// only what the quotation layer has found there.
func (f *finder) place(s consult.Span, q int, near []int) passage {
	segs := refs.Segments(likeness.Words(nil, f.doc.Quote(s), 0))
	n := 0
	for _, g := range segs {
		n += len(g)
	}
	if n == 0 {
		return nowhere
	}
	best := nowhere
	for _, c := range near {
		if c < 0 {
			continue
		}
		if m := f.x.Find(c, segs); !m.Empty() && m.Likeness > best.like+1e-9 && (m.Likeness > 0.99 || n > 2) {
			best = passage{c, m.Span, m.Likeness}
		}
	}
	if best.like > 0.6 || q < 0 {
		return best
	}
	if quo := f.quotes[q]; quo.Clause != "" && !quo.At.Empty() && (n >= 3 || len(near) == 0) && quo.Likeness > best.like {
		return passage{f.x.Policy.Index(quo.Clause), quo.At, quo.Likeness}
	}
	return best
}

// numberAt looks for a number with its unit in the clauses near, then in all.
func (f *finder) numberAt(value, unit string, near []int) passage {
	if p := f.numberNear(value, unit, near); p.ok() {
		return p
	}
	found := nowhere
	if unit == "" && len(value) < 4 {
		return nowhere
	}
	for c := range f.x.Texts {
		if p := f.numberIn(c, value, unit); p.ok() {
			if found.ok() {
				return nowhere // in several clauses, none of them near
			}
			found = p
		}
	}
	return found
}

// numberNear looks for a number with its unit in the clauses near alone.
func (f *finder) numberNear(value, unit string, near []int) passage {
	for _, c := range near {
		if c >= 0 {
			if p := f.numberIn(c, value, unit); p.ok() {
				return p
			}
		}
	}
	return nowhere
}

func (f *finder) numberIn(c int, value, unit string) passage {
	if unit == "date" || unit == "often" {
		m := f.x.Texts[c].Find(likeness.NewText(value).Words)
		if m.Likeness < 0.99 {
			return nowhere
		}
		return passage{c, m.Span, 1}
	}
	m := measuresOf(f.pack)
	ws := f.x.Texts[c].Words
	for i, w := range ws {
		v := w.Form
		if n := m.values[v]; n != "" {
			v = n
		}
		if v == value+unit {
			return passage{c, w.Span, 1}
		}
		if a, b, ok := strings.Cut(v, "-"); v != value && !(ok && (a == value || b == value)) {
			continue
		}
		p := passage{c, w.Span, 1}
		if unit == "" || unit == "%" || unit == "kl" || unit == "clock" {
			return p
		}
		if sign := signs[unit]; isCurrency(unit) || isCurrency(sign) {
			if strings.HasSuffix(f.x.Texts[c].Of[:w.Start], unit) || sign != "" && strings.HasSuffix(f.x.Texts[c].Of[:w.Start], sign) {
				return p
			}
			if i+1 < len(ws) && signs[ws[i+1].Form] != "" && (signs[ws[i+1].Form] == unit || signs[ws[i+1].Form] == sign) {
				p.span.End = ws[i+1].End
				return p
			}
			continue
		}
		first, _, _ := strings.Cut(unit, " ")
		for k := i + 1; k < min(len(ws), i+3); k++ {
			if likeness.Alike(ws[k].Form, first) > 0 || signs[first] != "" && (signs[first] == ws[k].Form || signs[first] == signs[ws[k].Form]) || strings.HasSuffix(ws[k].Form, first) || strings.HasSuffix(first, ws[k].Form) && len(ws[k].Form) > 3 {
				p.span.End = ws[k].End
				return p
			}
		}
	}
	return nowhere
}

func isCurrency(unit string) bool { return unit == "£" || unit == "€" || unit == "$" }

// aligned returns the sentence (or the part of one) of the clauses near that the words of s would replace. Words that
// are a sentence replace one.
func (f *finder) aligned(s consult.Span, near []int) passage {
	ws := likeness.NewText(f.doc.Quote(s)).Words
	best := nowhere
	for _, c := range near {
		if c < 0 {
			continue
		}
		if m := f.x.Texts[c].Find(ws); m.Likeness > best.like {
			best = passage{c, m.Span, m.Likeness}
		}
	}
	if best.clause < 0 || len(ws) < 5 || !unicode.IsUpper(rune(f.doc.Text[s.Start])) {
		return best
	}
	most := 0.4
	for _, t := range f.draft.sentences[best.clause] {
		if x := shared(ws, likeness.NewText(t.In(f.x.Policy.Clauses[best.clause].Text)).Words); x > most {
			most, best.span = x, t
		}
	}
	return best
}

// shared returns the F-measure of the words that two passages share.
func shared(a, b []likeness.Word) float64 {
	left := map[string]int{}
	for _, w := range a {
		left[w.Form]++
	}
	hit := 0
	for _, w := range b {
		if left[w.Form] > 0 {
			left[w.Form]--
			hit++
		}
	}
	return 2 * float64(hit) / float64(max(1, len(a)+len(b)))
}

// resolve finds the passage that a pointer means.
func (f *finder) resolve(l *line, o *operand) passage {
	switch o.point {
	case "ends":
		return o.at
	case "above", "it":
		if p := f.topic(l, o); p.ok() {
			return p
		}
		p, _ := f.back(l, o)
		return p
	case "about":
		return f.about(l, o)
	}
	if l.wordIn(o.to, o.to+1, "om", "about", "on", "concerning", "vedrørende") {
		if p := f.about(l, o); p.ok() {
			return p // "the last sentence, on catering"
		}
	}
	for _, c := range l.near {
		if c < 0 {
			continue
		}
		ss := f.draft.sentences[c]
		k := -1
		switch o.point {
		case "last":
			k = len(ss) - 1
		case "lastbut":
			k = len(ss) - 2
		case "first":
			k = 0
		case "second":
			k = 1
		case "third":
			k = 2
		case "fourth":
			k = 3
		case "fifth":
			k = 4
		case "number":
			k = f.counted(l, o) - 1
		case "lasttwo":
			if k = len(ss) - 2; k >= 0 {
				return passage{c, ss[k].Cover(ss[k+1]), 1}
			}
		case "firsttwo":
			if len(ss) >= 2 {
				return passage{c, ss[0].Cover(ss[1]), 1}
			}
		}
		if k >= 0 && k < len(ss) {
			return passage{c, ss[k], 1}
		}
	}
	return nowhere
}

// back returns the passage that "that sentence" points back to: the one quoted before in the same sentence, else the
// last one of the letter; and its words as the response has them.
func (f *finder) back(l *line, o *operand) (passage, []consult.Span) {
	for k := len(l.ops) - 1; k >= 0; k-- {
		if q := &l.ops[k]; q.form == quoted && q.to <= o.from && q.at.ok() {
			return q.at, q.spans
		}
	}
	return f.last, f.lastQuote
}

// counted returns the number in the words of a pointer: "2. punktum", "punktum nr. to".
func (f *finder) counted(l *line, o *operand) int {
	for i := o.from; i < o.to; i++ {
		if n := atoi(l.word(i)); n > 0 {
			return n
		}
		if n := atoi(measuresOf(f.pack).values[l.word(i)]); n > 0 {
			return n
		}
	}
	return 0
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1000 {
			return 0
		}
		n = 10*n + int(r-'0')
	}
	return n
}

// about finds the sentence of the near clauses that shares most with the words after "sætningen om".
func (f *finder) about(l *line, o *operand) passage {
	var words []string
	for i := o.to; i < len(l.toks) && i < o.to+6; i++ {
		if l.toks[i].Word == quoteToken || l.cueAt(i) {
			break
		}
		if f.pack.Words("stopwords")[l.toks[i].Word] {
			continue
		}
		words = append(words, l.toks[i].Word)
	}
	return f.aboutWords(words, l.near, 0.2)
}

// topic returns the draft's sentence that a head before a colon names ("Anonymous complaints: please remove this
// sentence."), or the sentence before, when nothing of the draft was quoted or pointed to there ("E-bogsreglen er vi imod.
// Den sætning skal ud.").
func (f *finder) topic(l *line, o *operand) passage {
	for i := 1; i < min(5, o.from); i++ {
		if l.word(i) == ":" {
			return f.aboutWords(f.content(l.toks[:i]), l.near, 0.3)
		}
	}
	for k := range l.ops {
		if q := &l.ops[k]; q.form == quoted && q.to <= o.from {
			return nowhere
		}
	}
	if l.i <= 0 || f.lastIn >= l.i-1 || f.lastIn >= 0 && f.doc.Sentences[f.lastIn].Block == f.doc.Sentences[l.i].Block || f.doc.Sentences[l.i-1].Block != f.doc.Sentences[l.i].Block {
		return nowhere
	}
	return f.aboutWords(f.content(cue.Tokens(f.doc.Text, f.doc.Sentences[l.i-1].Span)), l.near, 0.5)
}

// content returns the words that say something.
func (f *finder) content(toks []cue.Token) []string {
	var out []string
	for _, t := range toks {
		if t.Kind == cue.Word && len(t.Word) > 2 && !f.pack.Words("stopwords")[t.Word] {
			out = append(out, t.Word)
		}
	}
	return out
}

// aboutWords finds the sentence of the near clauses that shares most with words, at least a share of least.
func (f *finder) aboutWords(words []string, near []int, least float64) passage {
	var b likeness.Bagger
	want := likeness.NewText(strings.Join(words, " ")).Words
	best, at := 0.0, nowhere
	for _, c := range near {
		if c < 0 || best >= least {
			continue
		}
		for _, s := range f.draft.sentences[c] {
			bag := b.Bag(likeness.NewText(s.In(f.x.Policy.Clauses[c].Text)).Words)
			if x := overlap(b.Bag(want), bag); x > best {
				best, at = x, passage{c, s, 1}
			}
		}
	}
	if best >= least {
		return at
	}
	for c := range f.draft.sentences { // linked amiss: what it is about decides, when that is plain
		for _, s := range f.draft.sentences[c] {
			if x := overlap(b.Bag(want), b.Bag(likeness.NewText(s.In(f.x.Policy.Clauses[c].Text)).Words)); x > max(best, 0.5) {
				best, at = x, passage{c, s, 1}
			}
		}
	}
	return at
}

// overlap returns the share of a's runs of letters that b holds.
func overlap(a, b likeness.Bag) float64 {
	hit, j := 0, 0
	for _, r := range a.Runs {
		for j < len(b.Runs) && b.Runs[j] < r {
			j++
		}
		if j < len(b.Runs) && b.Runs[j] == r {
			hit++
		}
	}
	if len(a.Runs) == 0 {
		return 0
	}
	return float64(hit) / float64(len(a.Runs))
}

func (l *line) cueAt(i int) bool {
	for _, m := range l.cues {
		if m.From == i && !m.Is("point") && !m.Is("anchor") {
			return true
		}
	}
	return false
}

// same reports whether two passages are the same words.
func same(a, b string) bool {
	x, y := likeness.NewText(a).Words, likeness.NewText(b).Words
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	for i := range x {
		if x[i].Form != y[i].Form {
			return false
		}
	}
	return true
}
