package markup

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// tableOf reads a table: cells with row and column; a table that only places things is read as if it were not there.
func (r *htmlReader) tableOf(n *html.Node, s state) {
	r.b.Close()
	if s.para.Kind == consult.Cell || layout(n) {
		s.layout = true
		r.rows(n, s, 0)
		r.b.Close()
		return
	}
	r.table++
	s.layout, s.para = false, Para{Kind: consult.Cell, Table: r.table}
	r.rows(n, s, 0)
	r.b.Close()
}

// rows reads the rows of n and of its row groups, counting on from row, and returns the last one's number.
func (r *htmlReader) rows(n *html.Node, s state, row int) int {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Tr:
			row++
			r.cells(c, s, row)
		case atom.Thead, atom.Tbody, atom.Tfoot:
			row = r.rows(c, s, row)
		case atom.Caption:
			r.element(c, state{style: s.style, size: s.size, depth: s.depth})
		}
	}
	return row
}

func (r *htmlReader) cells(tr *html.Node, s state, row int) {
	col := 1
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		d := r.css.of(c)
		in := r.inherit(c, d, s)
		if !s.layout {
			in.para.Row, in.para.Col = row, col
		}
		in.list = nil
		r.b.Close()
		if !d.hidden {
			r.node(c, in)
		}
		r.b.Close()
		span, _ := strconv.Atoi(attr(c, "colspan"))
		col += min(max(span, 1), 100)
	}
}

// layout tells a table that only places things from one with data: one row, one column, or a table inside.
func layout(n *html.Node) bool {
	if attr(n, "role") == "presentation" {
		return true
	}
	rows, cols := 0, 0
	var nested bool
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && !nested; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tr:
				rows++
				cols = max(cols, width(c))
			case atom.Table:
				nested = true
			}
			walk(c)
		}
	}
	walk(n)
	return nested || rows < 2 || cols < 2
}

// width returns the number of cells of a row that hold words.
func width(tr *html.Node) int {
	n := 0
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if (c.DataAtom == atom.Td || c.DataAtom == atom.Th) && wordy(c) {
			n++
		}
	}
	return n
}

func wordy(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || wordy(c) {
			return true
		}
	}
	return false
}
