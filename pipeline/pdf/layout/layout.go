// Package layout turns what stands on pages into the blocks of a document.
//
// # From glyphs to rows
//
// A page's glyphs come in the order in which the program wrote them. Glyphs on one base line without a wide gap make a
// [row]; blanks come from gaps, because many programs write none and some write them where there are none. A raised
// small number joins its row as a superscript. Letters drawn twice are one. Lines under and through letters become
// their style. Text at a slant, such as a watermark, is kept apart. Ruled tables are known before rows are made, so that
// no row runs from one cell into the next.
//
// # Order
//
// The program's own order is kept: it knows where a column or a box goes on. Only where the pen jumps upwards again and
// again is a page ordered by place.
//
// # Rows to blocks
//
// Rows go on as one paragraph until something says otherwise: more white space than the document's leading (a little is
// enough where it is always the same), another size or weight, an indent, a list marker, or a row that ended although the
// next word had room on it. A line that was stretched to its column's width has blanks that are wide and all alike, and
// stays one row. How far a row
// could have gone is its column's edge, told by its neighbours. Word and LibreOffice write the blank at which they broke
// a line, which settles the matter.
//
// # Kinds
//
// Body text is the size that most letters have. A heading is up to three rows that stand out by size, weight, a line
// under them or capitals, or a short line alone between paragraphs; it doesn't end as a sentence does, and has text under
// it. A footnote is small text that starts with a number, under the body. What repeats at the same edge of several pages
// is a running header or footer. A table without lines is told by columns that start at the same places row after row.
//
// The constants were set on letters printed by LibreOffice, Chromium, LaTeX and others, and checked on sets that nobody
// looked at.
package layout

import (
	"slices"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// Layout gathers the rows of a document, page after page.
type Layout struct {
	rows   []*row
	pages  int
	tables int
	rower  rower

	// The producer writes a blank where it broke a line and none where a paragraph ends. Then a line without one, in a
	// narrow column, was broken inside a word.
	blanksTell bool

	unknown bool // some letters are not told by the file
	Guessed bool // the document's words told some of those
}

// Add takes the next page and keeps nothing of it. It reports whether the page had to be cut at MaxRows.
func (l *Layout) Add(p *content.Page) (cut bool) {
	l.pages++
	l.unknown = l.unknown || p.Undecoded > 0
	rows, tables := l.rower.page(p, l.tables)
	l.rows, l.tables = append(l.rows, rows...), tables
	return l.rower.cut
}

// Build fills doc's text, blocks and marks from the pages added.
func (l *Layout) Build(doc *consult.Document) {
	if l.unknown {
		l.Guessed = decipher(l.rows)
		l.rows = slices.DeleteFunc(l.rows, func(r *row) bool { return r.text == "" })
	}
	edges(l.rows, l.pages)
	rows := joinMarkers(l.rows)
	l.blanksTell = softEnds(rows)
	columnEdges(rows)
	s := measure(rows)
	bs := group(rows, s)
	if aligned(bs, l.tables+1) {
		columnEdges(rows)
		bs = group(rows, s)
	}
	classify(bs, s)
	bs = joinPages(bs)
	classify(bs, s)
	tieNotes(bs)
	l.write(doc, bs, rows)
}

// softEnds marks the rows that a program broke, where it tells: LibreOffice leaves the blank at which it broke a line.
// Word leaves one after every line, which tells nothing, and browsers leave none.
func softEnds(rows []*row) bool {
	n, lines := 0, 0
	for _, r := range rows {
		if r.role != body {
			continue
		}
		lines++
		if r.trailing {
			n++
		}
	}
	if n <= 5 || 10*n > 9*lines {
		return false
	}
	for _, r := range rows {
		r.soft = r.trailing
	}
	return true
}
