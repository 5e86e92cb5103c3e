package docx

import "github.com/clausewise/clausewise/pipeline/consult"

// table is an open table.
type table struct {
	from, row, col, next int
	nested               bool
}

func (w *walker) openTable(name string) {
	n := len(w.tables) - 1
	switch {
	case name == "tbl":
		if n >= 0 {
			w.tables[n].nested = true
		}
		w.tables = append(w.tables, &table{from: len(w.out)})
	case n < 0:
	case name == "tr":
		t := w.tables[n]
		t.row, t.next = t.row+1, 1
	case name == "tc":
		t := w.tables[n]
		t.col, t.next = t.next, t.next+1
	}
}

func (w *walker) closeTable(name string) {
	n := len(w.tables) - 1
	if n < 0 {
		return
	}
	t := w.tables[n]
	if name == "tc" {
		return
	}
	w.tables = w.tables[:n]
	rows, cols := map[int]bool{}, map[int]bool{}
	for i := min(t.from, len(w.out)); i < len(w.out); i++ {
		if !blank(w.out[i]) && w.out[i].Table == 0 {
			rows[w.out[i].Row], cols[w.out[i].Col] = true, true
		}
	}
	if t.nested || len(rows) < 2 || len(cols) < 2 {
		for i := min(t.from, len(w.out)); i < len(w.out); i++ {
			if w.out[i].Table == 0 {
				w.out[i].Row, w.out[i].Col = 0, 0
			}
		}
		return
	}
	w.f.table++
	for i := min(t.from, len(w.out)); i < len(w.out); i++ {
		c := &w.out[i]
		if c.Label != "" {
			c.Prefix = c.Label + " "
		}
		c.Kind, c.Level, c.Label, c.Table = consult.Cell, 0, "", w.f.table
	}
}
