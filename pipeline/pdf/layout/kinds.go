package layout

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// classify gives every block its kind.
func classify(bs []*block, s stats) {
	spaces(bs)
	body := bodyOf(bs, s)
	for i, b := range bs {
		b.kind, b.level, b.marker = consult.Paragraph, 0, 0
		switch {
		case b.first().cell.table > 0:
			b.kind = consult.Cell
		case body.isNote(b, s):
			b.kind = consult.Footnote
			b.first().unglue()
			b.marker = len(noteMarker.FindString(b.first().text))
		case isHeading(bs, i, s):
			b.kind = consult.Heading
		default:
			b.item(bs, i)
		}
	}
	crowdsAreNoHeadings(bs)
	headingsNeedText(bs)
	levels(bs)
}

// spaces measures the white space over and under each block.
func spaces(bs []*block) {
	for i, b := range bs {
		b.before, b.after = -1, -1
		if i > 0 && bs[i-1].last().page == b.first().page && bs[i-1].last().base < b.first().base {
			b.before = b.first().top - bs[i-1].last().bottom
		}
		if i+1 < len(bs) && bs[i+1].first().page == b.last().page && bs[i+1].first().base > b.last().base {
			b.after = bs[i+1].first().top - b.last().bottom
		}
	}
}

// item makes b a list item when it starts with a marker.
func (b *block) item(bs []*block, i int) {
	t := b.first().text
	m := bulletMarker.FindString(t)
	if m == "" && !ordinal(bs, i) {
		m = numberMarker.FindString(t)
	}
	if m != "" && len(m) < len(t) {
		b.kind, b.marker, b.level = consult.ListItem, len(m), 1
	}
}

// ordinal reports whether the number that block i starts with belongs to its sentence: "4. maj 2026", "2. punktum bør
// udgå", "3.1 er vi imod". A small letter follows then, and no block beside it counts on.
func ordinal(bs []*block, i int) bool {
	t := bs[i].first().text
	m := numberMarker.FindString(t)
	if m == "" || !unicode.IsDigit(rune(strings.TrimLeft(m, "(")[0])) {
		return false
	}
	c, _ := utf8.DecodeRuneInString(t[len(m):])
	if !unicode.IsLower(c) {
		return false
	}
	n := leadingNumber(m)
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(bs) {
			if o := numberMarker.FindString(bs[j].first().text); o != "" && abs(leadingNumber(o)-n) == 1 && !strings.Contains(strings.TrimRight(m, ". "), ".") {
				return false
			}
		}
	}
	return true
}

func leadingNumber(m string) int {
	n, err := strconv.Atoi(strings.Trim(m, "(). "))
	if err != nil {
		return -9
	}
	return n
}

func abs(n int) int { return max(n, -n) }

// endsInNumber matches a heading such as "Ad 2.1.".
var endsInNumber = regexp.MustCompile(`^.{0,30}\d\.$`)

// isHeading tells a heading: up to three rows that stand out, don't end as a sentence does, and have room around.
func isHeading(bs []*block, i int, s stats) bool {
	b := bs[i]
	t := strings.TrimRight(b.text(), "¹²³⁴⁵⁶⁷⁸⁹⁰ ")
	n := utf8.RuneCountInString(t)
	if len(b.rows) > 3 || isPageNumber(t) || n < 2 || n > 200 || b.letters() < 2 || b.field() || bulletMarker.MatchString(t) || b.first().aside {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(t)
	if strings.ContainsRune(",;", last) || last == '.' && numberMarker.FindString(t+" ") != t+" " && !strings.HasSuffix(t, "...") && !endsInNumber.MatchString(t) {
		return false
	}
	switch {
	case b.first().lead&content.Hidden != 0:
		return b.size() >= 1.25*s.size
	case b.size() >= 1.08*s.size:
		return true
	case plainHeading(bs, i, s, last) || centredHeading(bs, i, s):
		return true
	case b.size() < .6*s.size:
		return false
	case b.size() < .9*s.size && !(i+1 < len(bs) && running(bs[i+1], s) && b.before > b.after && last != ':'):
		return false
	case !s.bold && b.every((*row).allBold):
		return true
	case b.every((*row).allUnder):
		return true
	case b.upper() && len(b.rows) == 1 && n >= 5:
		return true
	case b.every((*row).allItalic) && len(b.rows) == 1 && last != ':' && n < 90 && b.before > 1.05*b.after && b.after >= 0:
		return !strings.ContainsAny(t, `”"»«“`)
	}
	return false
}

// plainHeading tells a heading that nothing but its place sets apart: one short line between paragraphs, with white
// space above, that starts as a sentence and doesn't end as one.
func plainHeading(bs []*block, i int, s stats, last rune) bool {
	b := bs[i]
	if i == 0 || i+1 >= len(bs) || len(b.rows) != 1 || !running(bs[i+1], s) && !strings.HasSuffix(bs[i+1].last().text, ".") || last == ':' || last == '!' {
		return false
	}
	r, prev := b.first(), bs[i-1]
	if nextInList(prev, r) || nextInList(b, bs[i+1].first()) {
		return false
	}
	c, _ := utf8.DecodeRuneInString(r.text)
	if !unicode.IsUpper(c) && c != '§' && !unicode.IsDigit(c) || r.cell.table > 0 || math.Abs(r.x0-bs[i+1].first().x0) > 2*r.size {
		return false
	}
	if b.before >= 0 && b.before < .5*r.size || b.after < 0 || utf8.RuneCountInString(r.text) > 75 || r.x1 > r.x0+.8*(bs[i+1].first().x1-r.x0) {
		return false
	}
	if math.Abs(r.size-s.size) > .1*s.size && r.size > .7*s.size {
		return (last == '?' || running(prev, s)) && !strings.ContainsAny(r.text, "·|")
	}
	return running(prev, s) && last != '?' && !strings.ContainsAny(r.text, "·|")
}

// centredHeading tells a line set in the middle of the page, over running text or over another such line.
func centredHeading(bs []*block, i int, s stats) bool {
	b := bs[i]
	if i == 0 || len(b.rows) > 2 || !b.every((*row).inMiddle) || b.before < .3*s.size || endsSentence(b.last().text) {
		return false
	}
	for j := i + 1; j < len(bs) && j < i+3; j++ {
		if running(bs[j], s) && !bs[j].first().inMiddle() {
			return true
		}
		if !bs[j].every((*row).inMiddle) {
			return false
		}
	}
	return false
}

// inMiddle reports whether the row is centred on the page's text, well away from both its sides.
func (r *row) inMiddle() bool {
	return math.Abs(r.x0+r.x1-r.left-r.right) < 4 && r.x0 > r.left+.1*(r.right-r.left) && r.cell.table == 0
}

// running reports whether b is running text: two lines or more that end as sentences do, or a list item.
func running(b *block, s stats) bool {
	size := b.size()
	return b.first().cell.table == 0 && size > .96*s.size && size < 1.05*s.size && b.letters() > 60 &&
		(endsSentence(b.last().text) || len(b.rows) > 2) && !b.every((*row).allBold)
}

// headingsNeedText turns headings with nothing under them (names under a letter) into paragraphs.
func headingsNeedText(bs []*block) {
	text := false
	for i := len(bs) - 1; i >= 0 && !text; i-- {
		switch bs[i].kind {
		case consult.Footnote:
		case consult.Heading:
			bs[i].kind = consult.Paragraph
			bs[i].item(bs, i)
		default:
			text = true
		}
	}
}

// crowdsAreNoHeadings turns three or more lines of one size, which would each be a heading of the next, into paragraphs:
// a letterhead.
func crowdsAreNoHeadings(bs []*block) {
	for i := 0; i < len(bs); {
		j := i + 1
		for j < len(bs) && bs[i].kind == consult.Heading && bs[j].kind == consult.Heading && half(bs[j].size()) == half(bs[i].size()) {
			j++
		}
		if j-i >= 3 {
			for _, b := range bs[i:j] {
				b.kind = consult.Paragraph
			}
		}
		i = j
	}
}

// levels numbers headings by size: the largest is 1.
func levels(bs []*block) {
	var sizes []float64
	for _, b := range bs {
		if b.kind == consult.Heading {
			sizes = append(sizes, half(b.size()))
		}
	}
	slices.Sort(sizes)
	sizes = slices.Compact(sizes)
	slices.Reverse(sizes)
	for _, b := range bs {
		if b.kind == consult.Heading {
			b.level = 1 + slices.Index(sizes, half(b.size()))
		}
	}
}

// bodyRows holds, by page, the rows of body text.
type bodyRows map[int][]*row

func bodyOf(bs []*block, s stats) bodyRows {
	m := bodyRows{}
	for _, b := range bs {
		for _, r := range b.rows {
			if r.size > .96*s.size && r.letters > 2 {
				m[r.page] = append(m[r.page], r)
			}
		}
	}
	return m
}

// isNote tells a footnote: small text that starts with a number, with body text before it, on its page or the one before,
// and none under it in its column. A date ("4. maj 2026") starts with a number too, which a small letter follows.
func (m bodyRows) isNote(b *block, s stats) bool {
	r := b.first()
	marker := noteMarker.FindString(r.text)
	if b.size() > .94*s.size || marker == "" && !noteGlued.MatchString(r.text) {
		return false
	}
	if c, _ := utf8.DecodeRuneInString(r.text[len(marker):]); unicode.IsLower(c) && strings.Contains(marker, ".") {
		return false
	}
	above := false
	for _, x := range m[r.page] {
		if x.base > r.base && x.x0 < b.last().x1 && x.x1 > r.x0 {
			return false
		}
		above = above || x.base < r.base
	}
	return above || r.base > .5*r.pageH || len(m[r.page-1]) > 0
}
