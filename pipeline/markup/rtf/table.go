package rtf

import (
	"strconv"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
)

// maxCells is how many table cells of a file are read.
const maxCells = 100_000

func itoa(n int) string { return strconv.Itoa(n) }

// endCell ends the open cell of a table row.
func (r *reader) endCell() {
	if r.st.skip {
		return
	}
	r.inRow = true
	r.endPara()
	if r.filled++; r.filled > maxCells {
		r.b.Problem("rtf.cap", "Not all of the file was read: it has more than 100000 table cells.")
		r.cells, r.st.skip = nil, true
		return
	}
	r.cells = append(r.cells, nil)
}

// endRow ends a table row.
func (r *reader) endRow() {
	if r.st.skip || len(r.cells) == 0 {
		return
	}
	r.rows = append(r.rows, r.cells)
	r.cells, r.inRow = nil, false
}

// endTable writes the rows read so far: as cells, or as paragraphs when the table only placed things.
func (r *reader) endTable() {
	if len(r.cells) > 0 {
		r.rows = append(r.rows, r.cells)
		r.cells = nil
	}
	if len(r.rows) == 0 {
		return
	}
	cols := 0
	for _, row := range r.rows {
		n := 0
		for _, c := range row {
			if worded(c) {
				n++
			}
		}
		cols = max(cols, n)
	}
	data := len(r.rows) > 1 && cols > 1
	if data {
		r.table++
	}
	for i, row := range r.rows {
		for j, cell := range row {
			for _, p := range cell {
				if data {
					if p.Label != "" {
						p.Prefix = p.Label + " "
					}
					p.Kind, p.Level, p.Label, p.Table, p.Row, p.Col = consult.Cell, 0, "", r.table, i+1, j+1
				}
				r.b.Append(p)
			}
		}
	}
	r.rows = nil
}

func worded(cell []markup.Para) bool {
	for _, p := range cell {
		if len(p.Runs) > 0 {
			return true
		}
	}
	return false
}
