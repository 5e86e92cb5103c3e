package layout

import (
	"slices"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// table is a ruled table: lines that touch each other, with at least two columns or rows between them.
type table struct {
	number int
	box    content.Rule
	level  []content.Rule // horizontal
	upward []content.Rule
	xs, ys []float64 // the places of the lines
}

const touch = 2.5 // points between lines that belong together

// tables finds the ruled tables of a page; next is the number the first one gets.
func tables(rules []content.Rule, next int) []table {
	if len(rules) < 5 {
		return nil
	}
	rules = rules[:min(len(rules), 1500)]
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, a := range rules {
		for j := range i {
			b := rules[j]
			if a.X0 <= b.X1+touch && b.X0 <= a.X1+touch && a.Y0 <= b.Y1+touch && b.Y0 <= a.Y1+touch {
				group[find(i)] = find(j)
			}
		}
	}
	var out []table
	for root := range rules {
		if find(root) != root {
			continue
		}
		var t table
		for i, r := range rules {
			if find(i) == root {
				t.add(r)
			}
		}
		if t.finish() {
			t.number = next + len(out)
			out = append(out, t)
		}
	}
	return out
}

func (t *table) add(r content.Rule) {
	if len(t.level)+len(t.upward) == 0 {
		t.box = r
	}
	t.box = content.Rule{X0: min(t.box.X0, r.X0), Y0: min(t.box.Y0, r.Y0), X1: max(t.box.X1, r.X1), Y1: max(t.box.Y1, r.Y1)}
	if r.Width() > r.Height() {
		t.level = append(t.level, r)
		t.ys = append(t.ys, (r.Y0+r.Y1)/2)
	} else {
		t.upward = append(t.upward, r)
		t.xs = append(t.xs, (r.X0+r.X1)/2)
	}
}

func (t *table) finish() bool {
	t.xs, t.ys = distinct(t.xs), distinct(t.ys)
	return len(t.xs) >= 2 && len(t.ys) >= 2 && len(t.xs)+len(t.ys) > 4 && len(t.xs) > 2
}

// distinct sorts v and drops values near their neighbour.
func distinct(v []float64) []float64 {
	slices.Sort(v)
	out := v[:0]
	for _, x := range v {
		if len(out) == 0 || x-out[len(out)-1] > 4 {
			out = append(out, x)
		}
	}
	return out
}

// locate returns the cell that g stands in: counted from the lines above and to the left that reach it, so that a
// cell over several columns is one.
func locate(ts []table, g content.Glyph) cell {
	x, y := g.X+g.DX/2, g.Y-.3*g.Size
	for i := range ts {
		t := &ts[i]
		if x < t.box.X0 || x > t.box.X1 || y < t.box.Y0 || y > t.box.Y1 {
			continue
		}
		left, top := t.box.X0, t.box.Y0
		for _, r := range t.upward {
			if at := (r.X0 + r.X1) / 2; at <= x && at > left && r.Y0 <= y && y <= r.Y1 {
				left = at
			}
		}
		for _, r := range t.level {
			if at := (r.Y0 + r.Y1) / 2; at <= y && at > top && r.X0 <= x && x <= r.X1 {
				top = at
			}
		}
		return cell{t.number, 1 + index(t.ys, top), 1 + index(t.xs, left)}
	}
	return cell{}
}

func index(v []float64, x float64) int {
	n := 0
	for n+1 < len(v) && v[n+1] <= x+4 {
		n++
	}
	return n
}
