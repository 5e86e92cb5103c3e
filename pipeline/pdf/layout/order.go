package layout

import (
	"cmp"
	"math"
	"slices"
)

// Most programs write a page in the order it is read, and know better than any geometry where a column or a box goes
// on. Some write it in another order; then the pen moves upwards inside a column again and again.

// upward is the share of steps inside a column that may lead upwards before a page's order is not believed.
const upward = .12

// inOrder returns a page's rows in reading order: as written, or by their place where the writing jumps about.
func inOrder(rows []*row) []*row {
	steps, up := 0, 0
	for i := 1; i < len(rows); i++ {
		a, b := rows[i-1], rows[i]
		if a.aside || b.aside || !overlap(a, b) || a.cell != b.cell {
			continue
		}
		steps++
		if b.base < a.base-.5*a.size {
			up++
		}
	}
	if steps < 8 || float64(up) < upward*float64(steps) {
		return rows
	}
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b *row) int {
		if math.Abs(a.base-b.base) > .3*min(a.size, b.size) {
			return sign(a.base - b.base)
		}
		return sign(a.x0 - b.x0)
	})
	return columns(out)
}

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

// columns reorders rows that are sorted from top to bottom: between rows that cross the page's gutter, what stands
// left of it comes before what stands right of it.
func columns(rows []*row) []*row {
	gutter, ok := findGutter(rows)
	if !ok {
		return rows
	}
	var out, left, right []*row
	flush := func() {
		out = append(append(out, left...), right...)
		left, right = left[:0], right[:0]
	}
	for _, r := range rows {
		switch {
		case r.x1 <= gutter:
			left = append(left, r)
		case r.x0 >= gutter:
			right = append(right, r)
		default:
			flush()
			out = append(out, r)
		}
	}
	flush()
	return out
}

// findGutter looks for an upright strip that hardly any row crosses, with many rows on both sides.
func findGutter(rows []*row) (x float64, ok bool) {
	left, right := math.Inf(1), math.Inf(-1)
	for _, r := range rows {
		left, right = min(left, r.x0), max(right, r.x1)
	}
	best := len(rows)
	for i := 1; i < 40; i++ {
		at := left + (right-left)*float64(i)/40
		before, after, across := 0, 0, 0
		for _, r := range rows {
			switch {
			case r.x1 <= at:
				before++
			case r.x0 >= at:
				after++
			default:
				across++
			}
		}
		if 4*before >= len(rows) && 4*after >= len(rows) && across < best {
			best, x = across, at
		}
	}
	return x, 10*best < len(rows)
}

// byCell puts the rows of each table in the order of its cells, where they come in lines that run through several.
func byCell(rows []*row) {
	for i := 0; i < len(rows); {
		j := i
		for j < len(rows) && rows[j].cell.table == rows[i].cell.table {
			j++
		}
		if rows[i].cell.table != 0 {
			slices.SortStableFunc(rows[i:j], func(a, b *row) int {
				return cmp.Or(a.cell.row-b.cell.row, a.cell.col-b.cell.col, sign(a.base-b.base))
			})
		}
		i = max(j, i+1)
	}
}
