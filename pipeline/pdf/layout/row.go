package layout

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// row is a stretch of glyphs on one base line without a gap as wide as a column's.
type row struct {
	page          int
	x0, x1, base  float64
	top, bottom   float64
	size          float64 // of most letters
	text          string
	runs          []run
	letters       int
	bold, italic  int // letters so set
	under, struck int
	lead          style // of the first letter
	cell          cell
	artifact      bool
	aside         bool    // stands at another angle than the page's text
	role          role    // what the page's edges tell
	edge          float64 // right edge of its column
	full          bool    // ends exactly where lines beside it do: the text is justified
	limit         float64 // left edge of what stands to the right
	left, right   float64 // of the text on its page
	ends          float64 // the column that it stands in, at the latest
	bullet        bool    // a round dot is drawn before it
	trailing      bool    // a blank stands after the last letter
	soft          bool    // trailing, and that tells that a program broke the line
	stray         bool    // once the foot of a page, now among the text
	turned        float64 // radians that it was turned by to stand upright
	gaps          spread  // between its words
	pageH, pageW  float64
}

type style = content.Style

// run is a stretch of a row's text, in bytes, of one style.
type run struct {
	start, end int
	style      style
	super      bool // a raised number
}

// cell tells in which cell of a ruled table a row stands; table 0 is none.
type cell struct{ table, row, col int }

type role uint8

const (
	body role = iota
	header
	footer
	pageNumber
)

// rower cuts a page's glyphs into rows.
type rower struct {
	paper *content.Page
	grid  []table
	rows  []*row
	cur   []content.Glyph
	at    cell
	text  strings.Builder
	gaps  []float64

	cut          bool // the page has more than MaxRows
	writesBlanks bool // the page has glyphs for blanks, so that a gap without one is no blank between words
	blank        bool // one stands before the next glyph
}

// MaxRows is the number of rows after which a page is cut; letters have some sixty.
const MaxRows = 5000

// A gap of more than wide ends a row; one of more than some ends a piece, which rejoin puts together again where no
// table column starts there; so does one of more than few where blanks are written and none is. In em; blanks in
// justified text stay under wide.
const (
	few  = .45
	some = .9
	wide = 2.2
)

func (w *rower) feed(g content.Glyph) {
	c := cell{}
	if len(w.grid) > 0 {
		c = locate(w.grid, g)
	}
	if n := len(w.cur); n > 0 {
		p := w.last()
		size := max(p.Size, g.Size)
		dx, dy := g.X-(p.X+p.DX), math.Abs(g.Y-p.Y)
		most := some * size
		if w.writesBlanks && !w.blank {
			most = few * size
		}
		same := dy < .55*size && dx > -.8*size && dx < most && c == w.at
		if same && dy > .25*size && !raised(*p, g) && !raised(g, *p) {
			same = false
		}
		if !same {
			w.flush()
		}
	}
	w.at, w.blank = c, g.Text == " "
	w.cur = append(w.cur, g)
}

// raised reports whether b is set smaller than a and off its base line, as note marks are.
func raised(a, b content.Glyph) bool { return b.Size < .92*a.Size }

// last returns the last glyph that isn't a blank, the first glyph when all are.
func (w *rower) last() *content.Glyph {
	for i := len(w.cur) - 1; i > 0; i-- {
		if w.cur[i].Text != " " {
			return &w.cur[i]
		}
	}
	return &w.cur[0]
}

func (w *rower) flush() {
	defer func() { w.cur = w.cur[:0] }()
	gs := overstrike(w.cur)
	for len(gs) > 0 && gs[0].Text == " " {
		gs = gs[1:]
	}
	trailing := false
	for len(gs) > 0 && gs[len(gs)-1].Text == " " {
		gs, trailing = gs[:len(gs)-1], true
	}
	if len(gs) == 0 {
		if n := len(w.rows); trailing && n > 0 {
			w.rows[n-1].trailing = true
		}
		return
	}
	if len(w.rows) >= MaxRows {
		w.cut = true
		return
	}
	r := w.build(gs)
	r.trailing = trailing
	w.rows = append(w.rows, r)
}

// mainLine finds the size and base line of most letters.
func mainLine(gs []content.Glyph) (size, base float64) {
	best := -1
	for i := 0; i < len(gs); {
		j, n := i, 0
		for ; j < len(gs) && gs[j].Size == gs[i].Size; j++ {
			if gs[j].Text != " " {
				n++
			}
		}
		if n > best {
			best, size, base = n, gs[i].Size, gs[i].Y
		}
		i = j
	}
	return size, base
}

func (w *rower) build(gs []content.Glyph) *row {
	r := &row{page: w.paper.Number, pageH: w.paper.Height, pageW: w.paper.Width, cell: w.at, x0: math.Inf(1), x1: math.Inf(-1)}
	r.size, r.base = mainLine(gs)
	spacing := w.spacing(gs)
	w.text.Reset()
	end, blank := 0.0, false
	for i, g := range gs {
		if g.Text == " " {
			blank = true
			continue
		}
		gap := g.X - end
		apart := i > 0 && (gap > .115*r.size+1.15*spacing || blank && gap > .02*r.size)
		if apart && !blank && w.writesBlanks && i == len(gs)-1 && gap < .22*r.size && isHyphen(g.Text) {
			apart = false // some programs stretch a justified line at its hyphen too
		}
		if apart {
			if r.gaps.n > 0 || !isMarker(w.text.String()) { // a list marker's distance is its own
				r.gaps.add(gap)
			}
			w.text.WriteByte(' ')
		}
		w.letter(r, g, i > 0 && !apart)
		end, blank = max(end, g.X+g.DX), false
		if i == 0 {
			end = g.X + g.DX
		}
	}
	r.text = w.text.String()
	r.normalise()
	r.top, r.bottom = r.base-.8*r.size, r.base+.2*r.size
	return r
}

// spacing is the gap between letters of one word that the row is set with: 0 unless it is letter-spaced.
func (w *rower) spacing(gs []content.Glyph) float64 {
	w.gaps = w.gaps[:0]
	for i := 1; i < len(gs); i++ {
		if gs[i].Text != " " && gs[i-1].Text != " " {
			w.gaps = append(w.gaps, gs[i].X-gs[i-1].X-gs[i-1].DX)
		}
	}
	slices.Sort(w.gaps)
	if n := len(w.gaps); n < 4 && !(w.writesBlanks && n > 1 && w.gaps[n-1]-w.gaps[0] < .1*gs[0].Size) {
		return 0
	}
	return max(0, w.gaps[len(w.gaps)/2])
}

// letter appends a glyph to the row's text and counts its style.
func (w *rower) letter(r *row, g content.Glyph, glued bool) {
	start := w.text.Len()
	text := g.Text
	super := false
	if isDigits(text) && noteSize(r, g, glued) {
		text, super = superscript(text), true
	}
	w.text.WriteString(text)
	r.x0, r.x1 = min(r.x0, g.X), max(r.x1, g.X+g.DX)
	st := g.Style
	if n := len(r.runs); n > 0 && r.runs[n-1].style == st && r.runs[n-1].super == super {
		r.runs[n-1].end = w.text.Len()
	} else {
		r.runs = append(r.runs, run{start, w.text.Len(), st, super})
	}
	if r.letters == 0 && len(r.runs) == 1 {
		r.lead = st
	}
	r.artifact = r.artifact || st&content.Artifact != 0
	c, _ := utf8.DecodeRuneInString(text)
	if super || !unicode.IsLetter(c) && !unicode.IsDigit(c) {
		return
	}
	r.letters++
	count := func(s style, n *int) {
		if st&s != 0 {
			*n++
		}
	}
	count(content.Bold, &r.bold)
	count(content.Italic, &r.italic)
	count(content.Underlined, &r.under)
	count(content.Struck, &r.struck)
}

func isHyphen(s string) bool { return s == "-" || s == "\u00ad" || s == "\u2010" }

// noteSize reports whether a digit is set as a note's number: small and raised, or smaller yet and stuck to a word,
// where a program lost the raise.
func noteSize(r *row, g content.Glyph, glued bool) bool {
	raise := r.base - g.Y
	return g.Size < .92*r.size && raise > .18*r.size || glued && g.Size < .85*r.size && raise > -.05*r.size
}

func isDigits(s string) bool {
	for _, c := range s {
		if !unicode.IsDigit(c) && !strings.ContainsRune("¹²³⁴⁵⁶⁷⁸⁹⁰", c) {
			return false
		}
	}
	return s != ""
}

var superscripts = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

func superscript(s string) string { return superscripts.Replace(s) }

func (r *row) allBold() bool   { return r.letters > 0 && 10*r.bold >= 9*r.letters }
func (r *row) allUnder() bool  { return r.letters > 0 && 10*r.under >= 9*r.letters }
func (r *row) allItalic() bool { return r.letters > 0 && 10*r.italic >= 9*r.letters }
func (r *row) width() float64  { return r.x1 - r.x0 }
