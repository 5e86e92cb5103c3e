// Package layout turns what stands on pages into blocks of text.
package layout

import (
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// Layout gathers the rows of a document, page after page.
type Layout struct {
	rows   []*row
	pages  int
	tables int
	rower  rower
}

// Add takes the next page and keeps nothing of it. It reports whether the page had to be cut at MaxRows.
func (l *Layout) Add(p *content.Page) (cut bool) {
	l.pages++
	rows, tables := l.rower.page(p, l.tables)
	l.rows, l.tables = append(l.rows, rows...), tables
	return l.rower.cut
}

// Build fills doc's text, blocks and marks from the pages added.
func (l *Layout) Build(doc *consult.Document) {
	edges(l.rows, l.pages)
	rows := joinMarkers(l.rows)
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
	write(doc, bs, rows)
}
