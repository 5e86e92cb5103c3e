package content

import (
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/pdf/font"
	"github.com/clausewise/clausewise/pipeline/pdf/lex"
)

func (in *Interpreter) move(x, y float64) {
	s := &in.state
	s.line = matrix{1, 0, 0, 1, x, y}.mul(s.line)
	s.tm = s.line
}

// show places the glyphs of one string.
func (in *Interpreter) show(str []byte) {
	s := &in.state
	f := s.font
	if f == nil {
		f = font.Plain()
		s.font = f
	}
	m := s.tm.mul(s.ctm)
	size := s.size * math.Hypot(m.c, m.d)
	style := in.glyphStyle(f)
	for len(str) > 0 {
		c, n := f.Next(str)
		str = str[n:]
		in.place(c, m, math.Abs(size), style)
		tx := c.Width*s.size + s.charSpace
		if c.Space {
			tx += s.wordSpace
		}
		tx *= s.scale
		m.e += tx * m.a
		m.f += tx * m.b
		s.tm.e += tx * s.tm.a
		s.tm.f += tx * s.tm.b
	}
}

func (in *Interpreter) glyphStyle(f *font.Font) Style {
	st := in.style
	if f.Bold || in.state.mode == 2 {
		st |= Bold
	}
	if f.Italic || math.Abs(in.state.tm.c) > .1*math.Abs(in.state.tm.d) && in.state.tm.b == 0 && in.state.tm.d != 0 {
		st |= Italic
	}
	if in.state.mode == 3 {
		st |= Hidden
	}
	for _, m := range in.marks {
		if m.artifact {
			st |= Artifact
		}
	}
	return st
}

func (in *Interpreter) place(c *font.Char, m matrix, size float64, style Style) {
	text := c.Text
	if text == "" {
		in.page.Undecoded++
		if text = in.unknown(c); text == "" {
			return
		}
	}
	if in.glyphs++; in.glyphs > MaxGlyphs {
		in.stop = fmt.Errorf("more than %d million letters", MaxGlyphs/1_000_000)
		return
	}
	if len(in.page.Glyphs) >= MaxPage {
		in.note(fmt.Sprintf("more than %d letters, cut", MaxPage))
		return
	}
	s := &in.state
	w := c.Width * s.size * s.scale
	g := Glyph{Text: text, X: fix(m.e + s.rise*m.c), Y: fix(m.f + s.rise*m.d), DX: fix(w * m.a), DY: fix(w * m.b), Size: fix(size), Style: style}
	if far(g.X) || far(g.Y) || far(g.DX) || far(g.DY) || far(g.Size) {
		return // nobody can see it
	}
	in.page.Glyphs = append(in.page.Glyphs, g)
}

// Unknown is the first of the private characters that stand for letters which no table of the file tells: one for each
// code of each font, so that whoever knows the document's words may find out which letter it is.
const Unknown = '\U00100000'

// maxUnknown is how many such letters a document may have before it is one that nobody can decode.
const maxUnknown = 400

// unknown returns the character that stands for c, "" where there are too many.
func (in *Interpreter) unknown(c *font.Char) string {
	s, ok := in.unknowns[c]
	if !ok && len(in.unknowns) < maxUnknown {
		s = string(Unknown + rune(len(in.unknowns)))
		in.unknowns[c] = s
	}
	return s
}

// dropUnknown takes the unknown letters out again where they are more than a few words' worth.
func (p *Page) dropUnknown() {
	if p.Undecoded == 0 || p.Undecoded < 100 && 12*p.Undecoded < len(p.Glyphs) {
		return
	}
	p.Glyphs = slices.DeleteFunc(p.Glyphs, func(g Glyph) bool { return g.Text >= string(Unknown) })
}

// fix rounds a length to 1/1024 point, so that every machine measures the same.
func fix(x float64) float64 { return math.Round(x*1024) / 1024 }

// far reports whether x is no place on any page.
func far(x float64) bool { return !(math.Abs(x) < 1e5) }

func (in *Interpreter) showArray(items []lex.Object) {
	s := &in.state
	for _, it := range items {
		switch it.Kind {
		case lex.String:
			in.show(it.Bytes)
		case lex.Number:
			tx := -it.Num / 1000 * s.size * s.scale
			s.tm.e += tx * s.tm.a
			s.tm.f += tx * s.tm.b
		}
	}
}

// beginMark opens a marked-content sequence. Two kinds matter: text with a spoken replacement, and artifacts.
func (in *Interpreter) beginMark(r *resources, props bool) {
	m := mark{start: len(in.page.Glyphs)}
	if props && len(in.args) >= 2 {
		m.artifact = string(in.args[0].Bytes) == "Artifact" && string(in.last().Key("Type").Bytes) == "Pagination"
		switch p := in.last(); p.Kind {
		case lex.Dict:
			if t := p.Key("ActualText"); t.Kind == lex.String {
				m.actual, m.replaces = TextString(t.Bytes), true
			}
		case lex.Name:
			m.actual, m.replaces = r.actualText(string(p.Bytes))
		}
	}
	if len(in.marks) < maxSaved {
		in.marks = append(in.marks, m)
	}
}

// endMark closes the innermost sequence. Replaced text takes the place of its glyphs, as one glyph as wide as they
// were when they stand on one line.
func (in *Interpreter) endMark() {
	if len(in.marks) == 0 {
		return
	}
	m := in.marks[len(in.marks)-1]
	in.marks = in.marks[:len(in.marks)-1]
	gs := in.page.Glyphs
	if !m.replaces || m.start >= len(gs) {
		return
	}
	first, last := &gs[m.start], gs[len(gs)-1]
	if dx, dy := last.X+last.DX-first.X, last.Y+last.DY-first.Y; math.Abs(dx)+math.Abs(dy) < float64(2*len(m.actual)+4)*first.Size {
		if math.Abs(first.DX) >= math.Abs(first.DY) {
			first.DX = dx
		} else {
			first.DY = dy
		}
	}
	first.Text = font.Clean(m.actual)
	in.page.Glyphs = gs[:m.start+1]
	if first.Text == "" {
		in.page.Glyphs = gs[:m.start]
	}
}

// TextString decodes a PDF text string: UTF-16 or UTF-8 with a mark in front, else (nearly) Latin-1.
func TextString(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		return font.UTF16(b[2:])
	case len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF:
		return string(b[3:])
	}
	out := make([]byte, 0, len(b))
	for _, c := range b {
		out = utf8.AppendRune(out, font.DocRune(c))
	}
	return string(out)
}
