package layout

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// block is rows that belong together.
type block struct {
	rows   []*row
	kind   consult.Kind
	level  int
	marker int // bytes of the list marker or footnote number, with the blank after it
	before float64
	after  float64
}

var (
	bulletMarker = regexp.MustCompile(`^(?:[•●○◦▪■□–—*·➢✓→‣⁃-]|o)(?: +|$)`)
	numberMarker = regexp.MustCompile(`^(?:\(?(?:\d{1,2}|[a-zæøå]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,2})+\.?)(?: +|$)`)
	noteMarker   = regexp.MustCompile(`^(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3} ?|\[?\d{1,3}[\]).]? +|\*{1,3} ?)`)
	noteGlued    = regexp.MustCompile(`^(\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})(?:[A-ZÆØÅ"“”»«]|http|www)`) // "1See page 2": no blank in between
)

// group joins the rows of a document into blocks, in order.
func group(rows []*row, s stats) []*block {
	var out []*block
	var cur *block
	for i, r := range rows {
		if r.role != body {
			continue
		}
		var next *row
		if i+1 < len(rows) {
			next = rows[i+1]
		}
		if cur == nil || breaks(cur, r, next, s) {
			cur = &block{kind: consult.Paragraph}
			out = append(out, cur)
		}
		cur.rows = append(cur.rows, r)
	}
	return out
}

// joinMarkers joins rows that are only a list marker, a section's number or a raised footnote number to the row beside
// them.
func joinMarkers(rows []*row) []*row {
	var out []*row
	for _, r := range rows {
		if n := len(out); n == 0 || !joinMarker(out[n-1], r) {
			out = append(out, r)
		}
	}
	return out
}

func joinMarker(m, r *row) bool {
	if m.page != r.page || m.cell != r.cell || m.role != r.role || r.x0 < m.x1 || r.x0-m.x1 > 4*r.size {
		return false
	}
	raise := r.base - m.base
	note := isDigits(m.text) && raise > .2*r.size && raise < .6*r.size && r.x0-m.x1 < 1.5*r.size
	if !note && (raise > .4*r.size || raise < -.4*r.size || !onlyMarker(m, r)) {
		return false
	}
	if note {
		m.raise()
	}
	m.append(r)
	m.size, m.base, m.lead = r.size, r.base, r.lead
	return true
}

// abbreviation matches the end of a line whose full stop need not end a sentence: "§ 4, stk." before "2. punktum".
var abbreviation = regexp.MustCompile(`(?:^|[ (])\p{Ll}{1,4}\.$`)

func onlyMarker(m, r *row) bool {
	s := m.text
	return bulletMarker.FindString(s) == s || numberMarker.FindString(s) == s ||
		m.allBold() && r.allBold() && m.size == r.size && strings.Trim(s, "0123456789.") == ""
}

// labelled matches a line of a mail's head or a form: "Sent: 4 May". Two such lines are two blocks.
var labelled = regexp.MustCompile(`^\p{Lu}[\p{L}\p{N}./ -]{0,16}:(?: |$)`)

// contentsLine matches a line of a table of contents.
var contentsLine = regexp.MustCompile(`(?:\.{4,}|(?: \.){4,}|…{2,})\s*\d{1,4}$`)

// breaks reports whether row r, which next follows, starts a new block after b.
func breaks(b *block, r, next *row, s stats) bool {
	a := b.rows[len(b.rows)-1]
	if a.page != r.page || a.cell != r.cell || a.artifact != r.artifact || a.aside != r.aside || a.stray || r.stray {
		return true
	}
	step := r.base - a.base
	size := max(a.size, r.size)
	switch {
	case step < .3*size, step > 1.22*s.lead(size) && !(a.soft && step < 1.9*size) && !(goesOn(a, r) && !fits(a, r) && step < 2*size):
		return true
	case !overlap(a, r):
		return true
	case s.apart[half(size)] > 0 && step > s.apart[half(size)]-.3 && !startsLow(r.text):
		return true
	case r.bullet:
		return true
	case a.cell.table > 0:
		return bulletMarker.MatchString(r.text) || fits(a, r) && (endsSentence(a.text) || short(a, r))
	case math.Abs(a.size-r.size) > tolerance(a, r)*size:
		return true
	case a.letters > 3 && r.letters > 3 && a.allBold() != r.allBold() && (a.bold == 0 || r.bold == 0):
		return true
	case a.letters > 3 && r.letters > 3 && a.allUnder() != r.allUnder() && (a.under == 0 || r.under == 0):
		return true
	}
	if small := r.size <= .94*s.size; small && noteNumber(r.text) > 0 && noteNumber(r.text) == noteNumber(b.rows[0].text)+1 {
		return true
	}
	if contentsLine.MatchString(a.text) || labelled.MatchString(a.text) && labelled.MatchString(r.text) {
		return true
	}
	ended := fits(a, r)
	if bulletMarker.MatchString(r.text) && (ended || startsItem(b) || r.x0 > a.x0+.5*size || endsSentence(a.text) && !inDialogue(a, r, next)) {
		return true
	}
	if m := numberMarker.FindString(r.text); m != "" && (ended || endsSentence(a.text) && !abbreviation.MatchString(a.text) && counts(b, r, m)) {
		return true
	}
	if nextInList(b, r) || ended && (endsSentence(a.text) || short(a, r)) || listed(a, r) {
		return true
	}
	return indented(b, r, next, size)
}

// inDialogue reports whether a dash that a full line's end brought to the start of the next is one between two speakers,
// not a list's: nothing is set in, and the line after hangs on nothing.
func inDialogue(a, r, next *row) bool {
	c, _ := utf8.DecodeRuneInString(r.text)
	if !strings.ContainsRune("-–—", c) || math.Abs(r.x0-a.x0) > .2*r.size || strings.HasSuffix(a.text, ":") || next == nil || next.page != r.page || bulletMarker.MatchString(next.text) {
		return false
	}
	return math.Abs(next.x0-r.x0) < .2*r.size || next.x0 > r.x0 && endsSentence(r.text) // or it ends the paragraph, and the next is set in
}

// counts reports whether the number m that starts a line under a full one can start a list item: the first of a list,
// the next one, or a line that is set in. Other numbers were brought to the line's start by chance.
func counts(b *block, r *row, m string) bool {
	m = strings.Trim(m, "(). ")
	if _, err := strconv.Atoi(m); err != nil || m == "1" || r.x0 > b.last().x0+.5*r.size {
		return true
	}
	before := numberMarker.FindString(b.first().text)
	return before != "" && leadingNumber(before)+1 == leadingNumber(m)
}

// nextInList reports whether r starts with the number or letter that follows the one b starts with, at the same place.
func nextInList(b *block, r *row) bool {
	before, m := numberMarker.FindString(b.first().text), numberMarker.FindString(r.text)
	if before == "" || m == "" || math.Abs(b.first().x0-r.x0) > .2*r.size {
		return false
	}
	x, y := strings.Trim(before, "(). "), strings.Trim(m, "(). ")
	if len(x) == 1 && len(y) == 1 {
		return y[0] == x[0]+1
	}
	n := leadingNumber(before)
	return n > 0 && leadingNumber(m) == n+1
}

// tolerance is the difference in size that rows of one block may have. What an OCR program lays under a scan has sizes
// that it measured.
func tolerance(a, b *row) float64 {
	if a.lead&b.lead&content.Hidden != 0 {
		return .3
	}
	return .08
}

// noteNumber returns the number that s starts with as a footnote does; 0 when it doesn't.
func noteNumber(s string) int {
	m := noteMarker.FindString(s)
	if g := noteGlued.FindStringSubmatch(s); m == "" && g != nil {
		m = g[1]
	}
	n, err := strconv.Atoi(plainDigits(strings.TrimSpace(m)))
	if err != nil {
		return 0
	}
	return n
}

func startsItem(b *block) bool {
	t := b.rows[0].text
	return bulletMarker.MatchString(t) || numberMarker.MatchString(t)
}

// indented reports whether r stands further in or out than the block goes on: its first line set in, or the end of a
// hanging one.
func indented(b *block, r, next *row, size float64) bool {
	a := b.last()
	d := r.x0 - a.x0
	if math.Abs(d) < .8*size || centred(a, r) {
		return false
	}
	hangs := startsItem(b) || noteNumber(b.first().text) > 0
	returns := next != nil && next.page == r.page && math.Abs(next.x0-a.x0) < 1 && next.base > r.base && next.base < r.base+2*size
	if len(b.rows) == 1 {
		return d > 0 && !hangs && (endsSentence(a.text) || returns && d < 4*size) || d < -3*size
	}
	return d > 0 && (endsSentence(a.text) || returns && d < 4*size) || d < 0
}

func centred(a, b *row) bool { return math.Abs(a.x0+a.x1-b.x0-b.x1) < a.size }

// fits reports whether the first word of b would have had room at the end of a: the line was ended on purpose.
func fits(a, b *row) bool {
	if _, hyphen := cutHyphen(a.text); hyphen || a.soft { // the program broke the line
		return false
	}
	return a.edge-a.x1 > firstWordWidth(b)+.8*a.size
}

func firstWordWidth(r *row) float64 {
	word, _, _ := strings.Cut(r.text, " ")
	return r.width() * float64(utf8.RuneCountInString(word)) / float64(max(1, utf8.RuneCountInString(r.text)))
}

// short reports whether a is so short that it was ended on purpose though it doesn't end a sentence: an address, a
// name. A line that goes on with a small letter must be shorter still.
func short(a, next *row) bool {
	share := .75
	if c, _ := utf8.DecodeRuneInString(next.text); unicode.IsLower(c) {
		share = .5
	}
	return a.width() < share*(a.edge-a.x0)
}

// listed reports whether a and r are lines of an address, a letterhead or a signature: short lines that keep well away
// from where the column ends, or that are set flush right.
func listed(a, r *row) bool {
	c, _ := utf8.DecodeRuneInString(r.text)
	page := a.right - a.left
	if a.soft || a.full || unicode.IsLower(c) || a.width() > .45*page || r.width() > .6*page {
		return false
	}
	if math.Abs(a.x1-r.x1) < 1 && math.Abs(a.x0-r.x0) > .5*a.size && !strings.HasSuffix(a.text, "-") {
		return true
	}
	end := min(a.limit-1.5*a.size, a.ends)
	return math.Abs(a.x0-r.x0) < 1 && a.x1+firstWordWidth(r)+3*a.size < end && !strings.HasSuffix(a.text, "-")
}

const closing = `"'”’»“)]›`

// endsSentence reports whether s ends as a sentence does.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, closing+"¹²³⁴⁵⁶⁷⁸⁹⁰ ")
	c, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:;…", c)
}

func (b *block) text() string {
	var t strings.Builder
	for i, r := range b.rows {
		if i > 0 {
			t.WriteByte(' ')
		}
		t.WriteString(r.text)
	}
	return t.String()
}

func (b *block) first() *row { return b.rows[0] }
func (b *block) last() *row  { return b.rows[len(b.rows)-1] }

func (b *block) every(f func(*row) bool) bool {
	for _, r := range b.rows {
		if !f(r) {
			return false
		}
	}
	return true
}

func (b *block) size() float64 {
	m := map[float64]int{}
	for _, r := range b.rows {
		m[math.Round(r.size*10)/10] += r.letters
	}
	return mode(m)
}

func (b *block) letters() (n int) {
	for _, r := range b.rows {
		n += r.letters
	}
	return n
}

func (b *block) upper() bool {
	n := 0
	for _, c := range b.text() {
		if unicode.IsLower(c) {
			return false
		}
		if unicode.IsUpper(c) {
			n++
		}
	}
	return n >= 4
}

func (b *block) field() bool { return b.first().lead&content.Field != 0 }
