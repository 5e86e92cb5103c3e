package layout

import (
	"math"
)

// A table without lines shows in the order of the text: the pen goes from one block to another beside it, to the
// right, and then down to the left again, and the next such row has its columns at the same places. Two columns of
// running text go to the right once a page, so two rows are asked for.

// line is one row of a supposed table: its cells from left to right, each a run of blocks.
type tableLine struct {
	cells [][]*block
	first int // index of the first block
	last  int
}

// aligned finds tables without lines and gives their rows a cell; next is the number of the first one. It reports
// whether it found any.
func aligned(bs []*block, next int) bool {
	var lines []tableLine
	for i := 0; i < len(bs); {
		l, ok := lineAt(bs, i)
		if !ok {
			i++
			continue
		}
		lines = append(lines, l)
		i = l.last + 1
	}
	found := false
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && lines[j].first == lines[j-1].last+1 && lines[i].sameColumns(lines[j]) {
			j++
		}
		if rowsOnOnePage(lines[i:j]) {
			number(lines[i:j], next)
			next, found = next+1, true
		}
		i = j
	}
	return found
}

func rowsOnOnePage(ls []tableLine) bool {
	for i := 1; i < len(ls); i++ {
		if ls[i].page() == ls[i-1].page() {
			return true
		}
	}
	return false
}

func (l tableLine) page() int { return l.cells[0][0].first().page }

// extent returns top, bottom, left and right of a run of blocks.
func extent(run []*block) (top, bottom, left, right float64) {
	top, left = math.Inf(1), math.Inf(1)
	for _, b := range run {
		for _, r := range b.rows {
			top, bottom, left, right = min(top, r.top), max(bottom, r.bottom), min(left, r.x0), max(right, r.x1)
		}
	}
	return top, bottom, left, right
}

// maxCell is the number of lines beyond which a block is running text.
const maxCell = 25

// lineAt reads a table row that starts at block i.
func lineAt(bs []*block, i int) (l tableLine, ok bool) {
	l = tableLine{cells: [][]*block{{bs[i]}}, first: i, last: i}
	if !cellLike(bs[i]) {
		return l, false
	}
	defer func() { l.trim() }()
	bandTop, bandBottom, _, right := extent(l.cells[0])
	left := bs[i].first().x0
	for j := i + 1; j < len(bs); j++ {
		b := bs[j]
		if !cellLike(b) || b.first().page != bs[i].first().page {
			break
		}
		top, bottom, x0, x1 := extent([]*block{b})
		n := len(l.cells) - 1
		switch {
		case n == 0 && math.Abs(x0-left) < 3 && top > bandBottom-2 && top < bandBottom+b.size() && len(l.cells[0]) < 6:
			l.cells[0] = append(l.cells[0], b) // perhaps a cell of several lines
			right = max(right, x1)
		case x0 > right-1 && top < bandBottom && bottom > bandTop:
			l.cells = append(l.cells, []*block{b})
			left, right = x0, x1
		case n > 0 && math.Abs(x0-left) < 3 && top >= bandTop && top < bandBottom:
			l.cells[n] = append(l.cells[n], b) // another paragraph of the same cell
			right = max(right, x1)
		default:
			return l, n > 0
		}
		bandTop, bandBottom = min(bandTop, top), max(bandBottom, bottom)
		l.last = j
	}
	return l, len(l.cells) > 1
}

// trim drops blocks from the first cell that stand wholly above the second: what precedes the table.
func (l *tableLine) trim() {
	if len(l.cells) < 2 {
		return
	}
	top, _, _, _ := extent(l.cells[1])
	for c := l.cells[0]; len(c) > 1; c = l.cells[0] {
		_, bottom, left, right := extent(c[:1])
		size := c[0].size()
		if bottom > top || right-left < 2*size && bottom > top-3*size { // beside it, or a letter of a very narrow cell
			break
		}
		l.cells[0] = c[1:]
		l.first++
	}
}

func cellLike(b *block) bool {
	return b.first().cell.table == 0 && len(b.rows) <= maxCell && !b.first().aside && b.first().page == b.last().page
}

// sameColumns reports whether two rows have most of their columns at the same places.
func (l tableLine) sameColumns(m tableLine) bool {
	same := 0
	for _, c := range l.cells {
		for _, d := range m.cells {
			if math.Abs(c[0].first().x0-d[0].first().x0) < 3 {
				same++
				break
			}
		}
	}
	return same >= 2
}

// number gives the rows of a table's blocks their cells.
func number(ls []tableLine, table int) {
	var xs []float64
	for _, l := range ls {
		for _, c := range l.cells {
			xs = append(xs, c[0].first().x0)
		}
	}
	xs = distinct(xs)
	for i, l := range ls {
		for _, c := range l.cells {
			for _, b := range c {
				for _, r := range b.rows {
					r.cell = cell{table, i + 1, 1 + index(xs, c[0].first().x0)}
				}
			}
		}
	}
}
