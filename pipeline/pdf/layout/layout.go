// Package layout turns what stands on pages into blocks of text.
package layout

import (
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// Build fills doc's text, blocks and marks from its pages.
func Build(doc *consult.Document, pages []*content.Page) {
	var rows []*row
	tables := 0
	for _, p := range pages {
		var rs []*row
		rs, tables = rowsOf(p, tables)
		rows = append(rows, rs...)
	}
	edges(rows, len(pages))
	columnEdges(rows)
	s := measure(rows)
	bs := group(rows, s)
	if aligned(bs, tables+1) {
		columnEdges(rows)
		bs = group(rows, s)
	}
	classify(bs, s)
	bs = joinPages(bs)
	classify(bs, s)
	write(doc, bs, rows)
}
