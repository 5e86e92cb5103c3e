package rewordings

import (
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// form is what an operand of a change is.
type form uint8

const (
	quoted  form = iota // words between marks
	number              // a number with its unit
	word                // a word held up without marks: "ordet skal"
	pointer             // a passage pointed to: "sidste punktum"
)

// operand is something that a change may take from or put into the draft.
type operand struct {
	form     form
	from, to int            // its tokens: [from, to)
	spans    []consult.Span // its words in the response
	quote    int            // index into Quotations; -1
	value    string         // number: its value, "20"
	unit     consult.Span   // number: its unit's words
	unitForm string
	point    string  // pointer: class after "point."
	at       passage // where its words stand in the draft
}

// line is one sentence made ready: tokens with every quotation as one, cues, operands.
type line struct {
	i    int
	span consult.Span
	toks []cue.Token
	ops  []operand
	cues []cue.Match
	near []int // clauses that the sentence is about, those it names first
	has  map[string]bool
	pack string          // the language
	lead map[string]bool // the classes of the lead-in of the list that the sentence is an item of
}

// read makes sentence i ready; nil when nothing in it can be an operand.
func (f *finder) read(i int, span consult.Span) *line {
	l := &line{i: i, span: span, has: map[string]bool{}, pack: f.pack.Code}
	l.near = f.near(i, span)
	f.collapse(l)
	if len(l.toks) == 0 {
		return nil
	}
	l.cues = f.cues.Find(l.toks)
	f.numbers(l)
	f.heldUp(l)
	f.capitals(l)
	f.pointers(l)
	if len(l.ops) == 0 && !l.hasArrow() && len(l.cues) == 0 {
		return nil
	}
	sortOps(l.ops)
	f.rescue(l)
	f.quotedFigure(l)
	l.lead = f.leadIn(i)
	for _, m := range l.cues {
		if !l.negated(&m) {
			l.has[m.Class] = true
			if !m.Has("weak") {
				l.has["strong."+m.Class] = true
			}
		}
	}
	return l
}

func (l *line) hasArrow() bool {
	return l.wordIn(0, len(l.toks), "→") || l.wordIn(0, len(l.toks), ">") && l.wordIn(0, len(l.toks), "-")
}

func sortOps(ops []operand) {
	for i := 1; i < len(ops); i++ {
		for j := i; j > 0 && ops[j].from < ops[j-1].from; j-- {
			ops[j], ops[j-1] = ops[j-1], ops[j]
		}
	}
}

// near returns the clauses named in span, then those the sentence is linked to.
func (f *finder) near(i int, span consult.Span) []int {
	out := append([]int{}, f.row...)
	for _, r := range f.doc.References {
		if r.Start >= span.End {
			break
		}
		if r.Overlaps(span) && !r.Foreign && len(r.Clauses) <= 3 {
			for _, id := range r.Clauses {
				out = append(out, f.x.Policy.Index(id))
			}
		}
	}
	if i >= 0 {
		out = append(out, f.links[i]...)
		if len(out) == 0 {
			out = append(out, f.nearBefore(i)...)
		}
	}
	return out
}

// nearBefore returns the clauses of the sentences before one that is tied to none, back to the heading above it: an item of
// a few words, or "The third sentence should go", is seldom linked by itself.
func (f *finder) nearBefore(i int) []int {
	far := 4
	if f.doc.Blocks[f.doc.Sentences[i].Block].Kind == consult.ListItem {
		far = 20
	}
	for k := i - 1; k >= 0 && k > i-far; k-- {
		if len(f.links[k]) > 0 {
			return f.links[k]
		}
		if f.doc.Blocks[f.doc.Sentences[k].Block].Kind == consult.Heading {
			return nil
		}
	}
	return nil
}

// collapse cuts the span into tokens and puts one token in the place of every quotation.
func (f *finder) collapse(l *line) {
	qs := f.quotes
	q := consult.FirstAt(len(qs), l.span.Start, func(i int) consult.Span { return qs[i].Span })
	for _, t := range cue.Tokens(f.doc.Text, l.span) {
		for q < len(qs) && qs[q].End <= t.Start {
			q++
		}
		if q == len(qs) || !qs[q].Overlaps(t.Span) {
			l.toks = append(l.toks, t)
			continue
		}
		if n := len(l.toks); n > 0 && isMark(l.toks[n-1].Word) {
			l.toks = l.toks[:n-1]
		}
		if qs[q].Start < l.span.Start || len(l.ops) > 0 && l.ops[len(l.ops)-1].quote == q {
			continue
		}
		f.addQuote(l, q)
	}
	if q := f.follows(l); q >= 0 {
		f.addQuote(l, q)
	}
	l.toks = dropMarks(l.toks)
	k := 0
	for i := range l.toks {
		if l.toks[i].Word == quoteToken && k < len(l.ops) {
			l.ops[k].from, l.ops[k].to = i, i+1
			k++
		}
	}
}

const quoteToken = "<q>"

func (f *finder) addQuote(l *line, q int) {
	s := f.quotes[q].Span
	l.toks = append(l.toks, cue.Token{Span: s, Word: quoteToken})
	l.ops = append(l.ops, operand{form: quoted, quote: q, spans: []consult.Span{s}})
	l.ops[len(l.ops)-1].at = f.place(s, q, l.near)
}

// follows returns the quotation that a sentence ending in a colon introduces in the next sentence or block.
func (f *finder) follows(l *line) int {
	text := strings.TrimRight(f.doc.Quote(l.span), " \n")
	if !strings.HasSuffix(text, ":") {
		return -1
	}
	qs := f.quotes
	q := consult.FirstAt(len(qs), l.span.End, func(i int) consult.Span { return qs[i].Span })
	if q == len(qs) || qs[q].Start > l.span.End+8 || f.used[q] {
		return -1
	}
	if i := f.doc.BlockAt(qs[q].Start); i < len(f.doc.Blocks) && f.doc.Blocks[i].Kind == consult.ListItem {
		return -1 // the items of a list are read one by one
	}
	return q
}

func isMark(w string) bool {
	switch w {
	case "»", "«", "“", "”", "„", "\"", "‘", "’", "'":
		return true
	}
	return false
}

func dropMarks(toks []cue.Token) []cue.Token {
	out := toks[:0]
	for _, t := range toks {
		if t.Kind != cue.Punct || !isMark(t.Word) {
			out = append(out, t)
		}
	}
	return out
}

// measures are the units that a number may carry, and number words with their values.
type measures struct {
	units  map[string]bool
	values map[string]string
}

func measuresOf(p *lang.Pack) *measures {
	return lang.Memo(p, "rewordings:measures", func(p *lang.Pack) *measures {
		m := &measures{map[string]bool{}, map[string]string{}}
		for _, r := range p.Rows("measures") {
			m.units[strings.ToLower(r.Fields[0])] = true
		}
		for _, r := range p.Rows("numbers") {
			m.values[r.Fields[0]] = r.Fields[1]
		}
		m.compounds(p)
		return m
	})
}

// compounds adds the numbers between the tens: "forty-five", "femogfyrre".
func (m *measures) compounds(p *lang.Pack) {
	for _, t := range p.Rows("numbers") {
		tens := atoi(t.Fields[1])
		if tens < 20 || tens > 90 || tens%10 != 0 {
			continue
		}
		for _, u := range p.Rows("numbers") {
			unit := atoi(u.Fields[1])
			if unit < 1 || unit > 9 {
				continue
			}
			v := strconv.Itoa(tens + unit)
			if p.Code == "da" {
				m.values[u.Fields[0]+"og"+t.Fields[0]] = v
			} else {
				m.values[t.Fields[0]+"-"+u.Fields[0]] = v
			}
		}
	}
}

// numbers finds the numbers that are not part of a reference.
func (f *finder) numbers(l *line) {
	m := measuresOf(f.pack)
	for i := 0; i < len(l.toks); i++ {
		t := l.toks[i]
		if o, ok := f.frequency(l, i); ok {
			l.ops = append(l.ops, o)
			i = o.to - 1
			continue
		}
		if o, ok := f.wordedNumber(l, i); ok {
			l.ops = append(l.ops, o)
			i = o.to - 1
			continue
		}
		v := m.values[t.Word]
		if t.Kind == cue.Number {
			v = t.Word
		}
		if v == "" || f.inReference(t.Span) || l.word(i-1) == "(" && l.word(i+1) == ")" || l.ordinal(i) && f.date(l, i) == i {
			continue
		}
		o := operand{form: number, quote: -1, from: i, to: i + 1, value: v, at: nowhere}
		s := t.Span
		if d := f.date(l, i); d > i {
			o.to, o.unitForm, o.value = d, "date", strings.ToLower(f.doc.Text[s.Start:l.toks[d-1].End])
			o.spans = []consult.Span{{Start: s.Start, End: l.toks[d-1].End}}
			l.ops = append(l.ops, o)
			i = d - 1
			continue
		}
		if n := digits(v); n > 0 && n < len(v) && strings.Trim(v[n:], "abcdefghijklmnopqrstuvwxyz") == "" {
			o.value, o.unitForm = v[:n], v[n:] // "20mph", "9am"
			o.unit = consult.Span{Start: t.Start + n, End: t.End}
		} else if a, b, ok := strings.Cut(v, "-"); ok && digits(a) == len(a) && m.units[b] {
			o.value, o.unitForm = a, b // "20-minute"
			o.unit = consult.Span{Start: t.Start + len(a), End: t.End}
		}
		if i > 0 && (l.word(i-1) == "£" || l.word(i-1) == "€" || l.word(i-1) == "$") {
			s.Start, o.unitForm = l.toks[i-1].Start, l.word(i-1)
		} else if i > 1 && l.word(i-2) == "kl" {
			s.Start, o.from = l.toks[i-2].Start, i-2
			o.unitForm = "kl"
		}
		if o.unitForm == "" {
			f.unit(l, &o, i+1, m)
		}
		if o.unit.Empty() && t.Kind != cue.Number && o.unitForm == "" && (v == "1" || v == "2" && f.pack.Code == "da") && !l.endsNear("instead", 0, i, 2) && !(l.wordIn(i-1, i, "end", "than") && len(l.ops) > 0 && (i+1 >= len(l.toks) || l.toks[i+1].Kind == cue.Punct)) {
			continue // "en", "one", "to" are words first
		}
		if l.difference(o.to) {
			i = o.to - 1
			continue
		}
		o.spans = []consult.Span{s}
		if !o.unit.Empty() {
			o.spans[0].End = o.unit.End
		}
		l.ops = append(l.ops, o)
		i = o.to - 1
	}
}

// difference reports whether a figure that ends before token i says how much something is off: "en uge for lidt", "two
// years too late", "five more".
func (l *line) difference(i int) bool {
	switch l.word(i) {
	case "for", "too":
		switch l.word(i + 1) {
		case "lidt", "meget", "kort", "lang", "langt", "lavt", "højt", "få", "mange", "sent", "tidligt", "little", "much", "short", "long", "low", "high", "few", "many", "late", "early":
			return true
		}
	case "mere", "mindre", "tidligere", "senere", "more", "less", "earlier", "later", "fewer", "færre":
		return l.word(i+1) != "than" && l.word(i+1) != "end" && l.word(i+1) != "like"
	}
	return false
}

func (l *line) word(i int) string {
	if i < 0 || i >= len(l.toks) {
		return ""
	}
	return l.toks[i].Word
}

// date returns the token after a date that begins at token i ("1. juli 2027", "31 January"); i when none does.
func (f *finder) date(l *line, i int) int {
	if l.toks[i].Kind != cue.Number || len(l.word(i)) > 4 {
		return i
	}
	j := i + 1
	if l.word(j) == "." {
		j++
	}
	if !f.pack.Words("months")[l.word(j)] {
		return i
	}
	j++
	if j < len(l.toks) && l.toks[j].Kind == cue.Number && len(l.word(j)) == 4 {
		j++
	}
	return j
}

// digits returns the length of the number at the front of w.
func digits(w string) int {
	n := 0
	for n < len(w) && (w[n] >= '0' && w[n] <= '9' || w[n] == '.' || w[n] == ',' || w[n] == ':') {
		n++
	}
	return n
}

// ordinal reports whether the number at token i is one in a row, as in "4. klasse", "the 3rd".
func (l *line) ordinal(i int) bool {
	w := l.toks[i].Word
	if strings.HasSuffix(w, "st") || strings.HasSuffix(w, "nd") || strings.HasSuffix(w, "rd") || strings.HasSuffix(w, "th") {
		return true
	}
	return i+2 < len(l.toks) && l.toks[i].Kind == cue.Number && l.word(i+1) == "." && l.toks[i+1].Start == l.toks[i].End &&
		l.toks[i+2].Kind == cue.Word && !l.toks[i+2].Upper && l.word(i+2) != quoteToken
}

// unit reads the unit after a number: up to two words, with the full stops of abbreviations.
func (f *finder) unit(l *line, o *operand, i int, m *measures) {
	if w := l.word(i); w == "mio" || w == "million" || w == "mia" {
		i++
		if l.word(i) == "." {
			i++
		}
	}
	end := -1
	w := l.word(i)
	if two := w + " " + l.word(i+1); m.units[two] {
		o.unitForm, end = two, i+2
	} else if m.units[w] {
		o.unitForm, end = w, i+1
	}
	if end < 0 {
		if i < len(l.toks) && l.toks[i].Kind == cue.Word && l.word(i) != quoteToken && len(w) >= 4 && f.x.Holds(w) && !l.cueAt(i) && !f.pack.Words("stopwords")[w] {
			o.unitForm, end = w, i+1 // no measure, but a thing that the draft counts too
		} else {
			return
		}
	}
	o.unit = consult.Span{Start: l.toks[i].Start, End: l.toks[end-1].End}
	if (w == "kr" || w == "pct") && l.word(end) == "." && l.toks[end].Start == o.unit.End {
		o.unit.End = l.toks[end].End
		end++
	}
	for strings.HasPrefix(f.doc.Text[o.unit.End:], "²") || strings.HasPrefix(f.doc.Text[o.unit.End:], "³") {
		o.unit.End += len("²")
	}
	o.to = end
}

func (f *finder) inReference(s consult.Span) bool {
	rs := f.doc.References
	for i := 0; i < len(rs) && rs[i].Start < s.End; i++ {
		if rs[i].Overlaps(s) {
			return true
		}
	}
	return false
}
