package layout

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// writer puts blocks into a document's text.
type writer struct {
	doc   *consult.Document
	text  strings.Builder
	words map[string]bool // the document's words, to heal hyphens by
	open  map[consult.MarkKind]consult.Span
	label int // where a footnote's own number ends
	// The producer writes the blank at which it broke a line, so that a line without one was broken inside a word.
	cutsWords bool
	// Words are hyphenated at line ends. Otherwise a hyphen there belongs to the word: "follow-" and "up".
	hyphenates bool
}

// write orders the blocks (body, footnotes, running headers, footers) and writes them.
func (l *Layout) write(doc *consult.Document, bs []*block, rows []*row) {
	words := vocabulary(rows)
	w := writer{
		doc: doc, words: words, open: map[consult.MarkKind]consult.Span{},
		cutsWords: l.blanksTell, hyphenates: hyphenates(rows, words),
	}
	for _, b := range bs {
		if b.kind != consult.Footnote {
			w.block(b)
		}
	}
	for _, b := range bs {
		if b.kind == consult.Footnote {
			w.block(b)
		}
	}
	for _, at := range []role{header, footer} {
		for _, b := range repeated(rows, at) {
			w.block(b)
		}
	}
	doc.Text = w.text.String()
	slices.SortStableFunc(doc.Marks, func(a, b consult.Mark) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return strings.Compare(string(a.Kind), string(b.Kind))
	})
}

// repeated returns running headers or footers, each text once.
func repeated(rows []*row, at role) []*block {
	seen := map[string]bool{}
	var out []*block
	for _, r := range rows {
		if k := digitless(r.text); r.role == at && !seen[k] {
			seen[k] = true
			kind := consult.Header
			if at == footer {
				kind = consult.Footer
			}
			out = append(out, &block{rows: []*row{r}, kind: kind})
		}
	}
	return out
}

func (w *writer) block(b *block) {
	if w.text.Len() > 0 {
		w.text.WriteString("\n\n")
	}
	out := consult.Block{Kind: b.kind, Level: b.level, Size: b.size(), Bold: b.every((*row).allBold)}
	out.Start = w.text.Len()
	if c := b.first().cell; b.kind == consult.Cell {
		out.Table, out.Row, out.Col = c.table, c.row, c.col
	}
	for i, r := range b.rows {
		text := r.text
		if i+1 < len(b.rows) {
			text = w.lineEnd(r, b.rows[i+1])
		}
		line := consult.Line{Page: r.page, Box: r.box()}
		line.Start = w.text.Len()
		if w.label = 0; b.kind == consult.Footnote && i == 0 {
			w.label = line.Start + b.marker
		}
		w.text.WriteString(text)
		line.End = w.text.Len()
		if !line.Empty() {
			line.End = line.Start + len(strings.TrimRight(text, " "))
		}
		w.marks(r, line.Span)
		out.Lines = append(out.Lines, line)
	}
	w.closeMarks()
	out.End = w.text.Len()
	if b.marker > 0 {
		t := b.first().text[:b.marker]
		out.Label, out.Body = strings.TrimSpace(t), out.Start+b.marker
		if b.kind == consult.Footnote {
			out.Label = plainDigits(out.Label)
		}
	}
	w.doc.Blocks = append(w.doc.Blocks, out)
}

// box returns the row's place, in hundredths of a point.
func (r *row) box() consult.Box {
	b := consult.Box{r.x0, r.top, r.x1, r.bottom}
	if r.turned != 0 {
		b = turnBack(b, r.turned, r.pageW/2, r.pageH/2)
	}
	for i, x := range b {
		b[i] = math.Round(x*100) / 100
	}
	return b
}

// turnBack returns the box around b as it stood before it was turned by a around (mx, my).
func turnBack(b consult.Box, a, mx, my float64) consult.Box {
	sin, cos := math.Sincos(-a)
	out := consult.Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, c := range [][2]float64{{b[0], b[1]}, {b[2], b[1]}, {b[0], b[3]}, {b[2], b[3]}} {
		x, y := c[0]-mx, c[1]-my
		x, y = mx+float64(x*cos)-float64(y*sin), my+float64(x*sin)+float64(y*cos)
		out = consult.Box{min(out[0], x), min(out[1], y), max(out[2], x), max(out[3], y)}
	}
	return out
}

// lineEnd returns r's text as it is written when next follows: with a blank, or joined to it where a word or a web
// address runs over the line.
func (w *writer) lineEnd(r, next *row) string {
	t := r.text
	stem, hyphen := cutHyphen(t)
	if hyphen && !r.trailing {
		first := firstWord(next.text)
		c, _ := utf8.DecodeRuneInString(first)
		last := stem[strings.LastIndexByte(stem, ' ')+1:]
		before, _ := utf8.DecodeLastRuneInString(stem)
		switch {
		case !unicode.IsLetter(before) && !unicode.IsDigit(before):
			return t + " "
		case isAddress(last):
			return t
		case !unicode.IsLower(c) || !unicode.IsLetter(before):
			return t
		case first == "og" || first == "eller" || first == "samt" || first == "and" || first == "or":
			return t + " "
		case utf8.RuneCountInString(last) == 1 || last == strings.ToUpper(last): // "p-hus", "PPR-psykolog"
			return t
		case strings.HasSuffix(last, "isk") && len(last) > 5 && len(first) > 4: // "pædagogisk-psykologisk": two adjectives
			return t
		case w.words[strings.ToLower(last+"-"+first)] && !w.words[strings.ToLower(last+first)]:
			return t
		case !w.hyphenates && !w.words[strings.ToLower(last+first)]:
			return t
		}
		return stem
	}
	if w.cutsWords && !r.trailing && w.cutInside(r, next) {
		return t
	}
	if last := t[strings.LastIndexByte(t, ' ')+1:]; isAddress(last) && !r.trailing && (r.edge-r.x1 < r.size || strings.HasSuffix(last, "/")) {
		return t
	}
	return t + " "
}

// hyphenates reports whether the program that set the text hyphenates: then one line in twenty or more ends in a hyphen,
// or words cut by one stand whole elsewhere. A document of few lines gets the benefit of the doubt.
func hyphenates(rows []*row, words map[string]bool) bool {
	n, lines, whole, parts := 0, 0, 0, 0
	for i := 1; i < len(rows); i++ {
		a, b := rows[i-1], rows[i]
		if a.role != body || b.role != body || a.width() < 15*a.size {
			continue
		}
		lines++
		first := firstWord(b.text)
		c, _ := utf8.DecodeRuneInString(first)
		stem, ok := cutHyphen(a.text)
		if !ok || !unicode.IsLower(c) {
			continue
		}
		n++
		last := strings.ToLower(stem[strings.LastIndexByte(stem, ' ')+1:])
		switch {
		case words[last+first]:
			whole++
		case words[last+"-"+first] || words[last] && words[first]:
			parts++
		}
	}
	return lines < 12 || n > 1 && 25*n > lines || whole > 1 && whole > parts
}

// cutInside reports whether a narrow column broke a word at r's end: not one more letter had room.
func (w *writer) cutInside(r, next *row) bool {
	last, _ := utf8.DecodeLastRuneInString(r.text)
	first, _ := utf8.DecodeRuneInString(next.text)
	letter := next.width() / float64(utf8.RuneCountInString(next.text))
	if r.edge-r.x0 > 5*r.size || r.edge-r.x1 > 1.9*letter {
		return false
	}
	if strings.Trim(r.text+next.text, "0123456789.") == "" || next.text == "." {
		return true
	}
	before, after := strings.ToLower(r.text[strings.LastIndexByte(r.text, ' ')+1:]), strings.ToLower(firstWord(next.text))
	return unicode.IsLetter(last) && unicode.IsLower(first) && (w.words[before+after] || !w.words[before] || !w.words[after])
}

func isAddress(s string) bool {
	return strings.Contains(s, "://") || strings.Contains(s, "www.")
}

func cutHyphen(t string) (stem string, ok bool) {
	for _, h := range []string{"-", "\u00ad", "\u2010"} {
		if s, found := strings.CutSuffix(t, h); found {
			return s, true
		}
	}
	return t, false
}

func firstWord(s string) string {
	i := strings.IndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if i < 0 {
		return s
	}
	return s[:i]
}

// vocabulary gathers the words of the document that stand inside its rows, where nothing cuts them.
func vocabulary(rows []*row) map[string]bool {
	m := map[string]bool{}
	for _, r := range rows {
		fields := strings.Fields(r.text)
		for i := 1; i+1 < len(fields); i++ {
			m[strings.ToLower(strings.Trim(fields[i], `.,;:!?()[]"'”’»«“`))] = true
		}
	}
	return m
}

var markKinds = []struct {
	style style
	kind  consult.MarkKind
}{
	{content.Bold, consult.Bold}, {content.Italic, consult.Italic},
	{content.Underlined, consult.Underl}, {content.Struck, consult.Struck},
}

// marks records the styles of a row written at span at; styles that go on over a blank stay one mark.
func (w *writer) marks(r *row, at consult.Span) {
	for _, x := range r.runs {
		s := consult.Span{Start: at.Start + x.start, End: min(at.Start+x.end, at.End)}
		if s.Empty() {
			continue
		}
		if x.super && s.Start >= w.label {
			w.doc.Marks = append(w.doc.Marks, consult.Mark{Kind: consult.NoteRef, Span: s})
		}
		for _, k := range markKinds {
			if x.style&k.style == 0 {
				continue
			}
			o := w.open[k.kind]
			if !o.Empty() && s.Start-o.End <= 1 {
				o.End = s.End
			} else {
				w.close(k.kind)
				o = s
			}
			w.open[k.kind] = o
		}
	}
}

func (w *writer) close(k consult.MarkKind) {
	if s := w.open[k]; !s.Empty() {
		w.doc.Marks = append(w.doc.Marks, consult.Mark{Kind: k, Span: s})
	}
	delete(w.open, k)
}

func (w *writer) closeMarks() {
	for _, k := range markKinds {
		w.close(k.kind)
	}
}

var plain = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")

func plainDigits(s string) string { return strings.Trim(plain.Replace(s), "[]().") }
