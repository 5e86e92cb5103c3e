package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// columns tells what the columns of a table hold; 0 where there is none.
type columns struct{ clause, old, new, comment int }

// table is the cells of one table, by row and column.
type table struct {
	id    int
	rows  map[int]map[int]int // row → column → index of the cell's block
	last  int
	cols  columns
	first int  // block of its first cell
	words bool // the head of the column of proposals promises words, not wishes
}

// tables reads the tables that give changes: old and new text side by side, or a column of proposals.
func (f *finder) tables() {
	for _, t := range f.tableList() {
		if t.cols.new == 0 {
			continue
		}
		f.intro = consult.Span{}
		if t.cols.old > 0 {
			f.intro = f.before(t.first)
		}
		for r := f.firstRow(t); r <= t.last; r++ {
			f.tableRow(t, r)
		}
		f.intro = consult.Span{}
	}
	f.row = nil
}

// firstRow returns the first row that gives a change: 2, or 1 where the table has no head and begins with the draft's words.
func (f *finder) firstRow(t *table) int {
	if i, ok := t.rows[1][t.cols.old]; ok && f.doc.Blocks[i].Len() > 12 {
		if o := f.cell(i); f.inDraft(o) && o.at.like >= 0.9 {
			return 1
		}
	}
	return 2
}

func (f *finder) tableList() []*table {
	if f.listed {
		return f.list
	}
	var out []*table
	for i, b := range f.doc.Blocks {
		if b.Kind != consult.Cell {
			continue
		}
		if len(out) == 0 || out[len(out)-1].id != b.Table {
			out = append(out, &table{id: b.Table, rows: map[int]map[int]int{}, first: i})
		}
		t := out[len(out)-1]
		if t.rows[b.Row] == nil {
			t.rows[b.Row] = map[int]int{}
		}
		t.rows[b.Row][b.Col] = i
		t.last = max(t.last, b.Row)
	}
	for _, t := range out {
		t.cols = f.head(t)
		if i, ok := t.rows[1][t.cols.new]; ok {
			for _, w := range []string{"tekst", "formulering", "ordlyd", "wording", "text", "sætning", "sentence"} {
				t.words = t.words || strings.Contains(strings.ToLower(f.doc.Quote(f.doc.Blocks[i].Span)), w)
			}
		}
		f.infer(t)
	}
	f.list, f.listed = out, true
	return out
}

// head reads a table's first row.
func (f *finder) head(t *table) columns {
	var c columns
	second := 0
	for col := 1; col <= 12; col++ {
		i, ok := t.rows[1][col]
		if !ok {
			continue
		}
		switch f.columnRole(f.doc.Quote(f.doc.Blocks[i].Span)) {
		case "clause":
			c.clause = orFirst(c.clause, col)
		case "old":
			if c.old > 0 && second == 0 {
				second = col
			}
			c.old = orFirst(c.old, col)
		case "new":
			c.new = orFirst(c.new, col)
		case "comment":
			c.comment = orFirst(c.comment, col)
		}
	}
	if c.new == 0 && second > c.old {
		c.new = second // "Before | Now", "Før | Nu"
	}
	return c
}

func orFirst(have, col int) int {
	if have > 0 {
		return have
	}
	return col
}

func (f *finder) columnRole(head string) string {
	low := " " + strings.Trim(strings.ToLower(head), " .:") + " "
	if strings.Count(low, " ") > 8 {
		return ""
	}
	for _, r := range f.pack.Rows("columns") {
		if strings.Contains(low, " "+r.Fields[0]+" ") {
			return r.Fields[1]
		}
	}
	return ""
}

// inTable reports whether the cell's table gives changes and has been read.
func (f *finder) inTable(b consult.Block) bool {
	for _, t := range f.tableList() {
		if t.id == b.Table {
			return t.cols.new > 0
		}
	}
	return false
}

// before returns the last sentence before block i that says something.
func (f *finder) before(i int) consult.Span {
	for s := len(f.doc.Sentences) - 1; s >= 0; s-- {
		snt := f.doc.Sentences[s]
		if snt.Block < i && f.doc.Blocks[snt.Block].Kind != consult.Heading && f.doc.Blocks[snt.Block].Kind != consult.Cell {
			return snt.Span
		}
	}
	return consult.Span{}
}

func (f *finder) tableRow(t *table, r int) {
	f.row = nil
	for col := 1; col <= 12; col++ {
		if i, ok := t.rows[r][col]; ok && (col == t.cols.clause || col < t.cols.new && col != t.cols.old) {
			f.row = append(f.row, f.near(-1, f.doc.Blocks[i].Span)[len(f.row):]...)
		}
	}
	newCell, ok := t.rows[r][t.cols.new]
	if !ok {
		if i, ok := t.rows[r][t.cols.comment]; ok && t.cols.comment > 0 {
			f.told(i)
		}
		return
	}
	if t.cols.old > 0 {
		if oldCell, ok := t.rows[r][t.cols.old]; ok {
			f.sideBySide(oldCell, newCell)
		}
		return
	}
	f.wordsWanted = t.words
	n := len(f.out)
	f.proposal(newCell)
	if i, ok := t.rows[r][t.cols.comment]; ok && len(f.out) == n && t.cols.comment > 0 {
		f.told(i)
	}
}

// told reads the sentences of a comment's cell: the change may stand there, and nothing in the column for proposals.
func (f *finder) told(i int) {
	for k, snt := range f.doc.Sentences {
		if f.doc.Blocks[i].Contains(snt.Span) {
			f.sentence(k, snt.Span)
		}
	}
}

// infer fills in the columns that a table's head leaves open: the column whose cells are the draft's words is old, the
// next one to its right with other words is new.
func (f *finder) infer(t *table) {
	if t.cols.old > 0 && t.cols.new > 0 || len(f.x.Texts) == 0 {
		return
	}
	for col := 1; col <= 12 && t.cols.old == 0; col++ {
		cells, hits := 0, 0
		for r := 1; r <= t.last && col != t.cols.new; r++ {
			i, ok := t.rows[r][col]
			if !ok || r == 1 && t.last > 1 {
				continue
			}
			cells++
			if o := f.cell(i); f.inDraft(o) && o.at.like >= 0.75 && f.doc.Blocks[i].Len() > 5 {
				hits++
			}
		}
		if hits > 0 && 2*hits >= cells {
			t.cols.old = col
		}
	}
	if t.cols.old > 0 && t.cols.new <= t.cols.old {
		t.cols.new = 0
		for col := t.cols.old + 1; col <= 12; col++ {
			if _, ok := t.rows[2][col]; ok && col != t.cols.comment && col != t.cols.clause {
				t.cols.new = col
				break
			}
		}
	}
}
