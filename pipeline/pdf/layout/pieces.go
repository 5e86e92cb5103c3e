package layout

import (
	"math"
	"slices"
	"strings"
)

// spread is the least and the greatest of some lengths.
type spread struct {
	n        int
	low, top float64
}

func (s *spread) add(x float64) {
	if s.n++; s.n == 1 {
		s.low, s.top = x, x
		return
	}
	s.low, s.top = min(s.low, x), max(s.top, x)
}

func (s *spread) addAll(o spread) {
	if o.n > 0 {
		s.add(o.low)
		s.add(o.top)
		s.n += o.n - 2
	}
}

// rejoin puts pieces of one line together again unless a column of a table starts at the second: then other lines
// have a piece that starts at the same place.
func rejoin(rows []*row, writesBlanks bool) []*row {
	rows = joinJustified(rows, writesBlanks)
	var starts []*row // pieces that follow another on their line
	for i, r := range rows {
		if i > 0 && follows(rows[i-1], r) {
			starts = append(starts, r)
		}
	}
	if len(starts) == 0 {
		return rows
	}
	out := make([]*row, 0, len(rows))
	for i, r := range rows {
		if i > 0 && slices.Contains(starts, r) {
			a := rows[i-1]
			gap := r.x0 - a.x1
			jumped := writesBlanks && !a.trailing && gap > few*r.size // the pen went on without a blank
			apart := jumped && (r.cell.table > 0 || sameStart(rows, r)) || column(starts, r, gap)
			if gap < wide*max(r.size, a.size) && !apart {
				out[len(out)-1].append(r)
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

// joinJustified joins the pieces of lines that were stretched to their column's width: all blanks on such a line are
// equally wide, which cells of a table are apart only by chance, and a blank is written in each. Where many lines are
// stretched, one of two words is too, when it fills its column as others do.
func joinJustified(rows []*row, writesBlanks bool) []*row {
	out := rows[:0]
	var pairs [][2]*row // two words on a line
	stretched := 0
	for i := 0; i < len(rows); {
		j := i + 1
		for j < len(rows) && follows(rows[j-1], rows[j]) && (rows[j-1].trailing || !writesBlanks) {
			j++
		}
		line := rows[i:j]
		out = append(out, line[0])
		if len(line) > 1 && isMarker(line[0].text) {
			line = line[1:]
		}
		switch gaps := gapsOf(line); {
		case len(line) < 2 || gaps.top > most*line[0].size:
			out = append(out, rows[i+1:j]...)
		case gaps.n > 1 && gaps.top-gaps.low < .08*line[0].size:
			for _, r := range line[1:] {
				line[0].append(r)
			}
			if len(line) < j-i {
				out = append(out, line[0])
			}
			stretched++
		default:
			if gaps.n == 1 && writesBlanks {
				pairs = append(pairs, [2]*row{line[0], line[1]})
			}
			out = append(out, rows[i+1:j]...)
		}
		i = j
	}
	if stretched < 3 || len(pairs) == 0 {
		return out
	}
	return joinPairs(out, pairs)
}

// isMarker reports whether a text is a list marker and nothing else.
func isMarker(s string) bool {
	if len(s) > 8 {
		return false
	}
	s += " "
	return bulletMarker.FindString(s) == s || numberMarker.FindString(s) == s
}

func gapsOf(line []*row) (all spread) {
	for i, r := range line {
		all.addAll(r.gaps)
		if i > 0 {
			all.add(r.x0 - line[i-1].x1)
		}
	}
	return all
}

// joinPairs joins two words that stand at the two edges of a column.
func joinPairs(rows []*row, pairs [][2]*row) []*row {
	left, right := map[int]int{}, map[int]int{}
	for _, r := range rows {
		left[int(math.Round(r.x0))]++
		right[int(math.Round(r.x1))]++
	}
	for _, p := range pairs {
		if left[int(math.Round(p[0].x0))] < 2 || right[int(math.Round(p[1].x1))] < 4 {
			continue
		}
		if i := slices.Index(rows, p[1]); i > 0 && rows[i-1] == p[0] {
			p[0].append(p[1])
			rows = slices.Delete(rows, i, i+1)
		}
	}
	return rows
}

// most is how wide a stretched blank may be, in em: where a line of a narrow column has but two or three words.
const most = 9

// follows reports whether b stands on a's line, to its right.
func follows(a, b *row) bool {
	return a.cell == b.cell && math.Abs(a.base-b.base) < .3*max(a.size, b.size) && b.x0 >= a.x1
}

// column reports whether other lines have a piece that starts where r does: one after a wide gap, two after a narrow one.
func column(starts []*row, r *row, gap float64) bool {
	n := 0
	for _, o := range starts {
		if o != r && math.Abs(o.x0-r.x0) < .7 && math.Abs(o.base-r.base) > r.size {
			n++
		}
	}
	return n >= 2 || n == 1 && gap > 1.5*r.size
}

// sameStart reports whether another line has a row that starts where r does.
func sameStart(rows []*row, r *row) bool {
	return slices.ContainsFunc(rows, func(o *row) bool {
		return o != r && math.Abs(o.x0-r.x0) < .5 && math.Abs(o.base-r.base) > .5*r.size
	})
}

// append adds the text of b, which stands to the right on the same line.
func (r *row) append(b *row) {
	shift := len(r.text) + 1
	r.text = strings.Join([]string{r.text, b.text}, " ")
	for _, x := range b.runs {
		x.start, x.end = x.start+shift, x.end+shift
		r.runs = append(r.runs, x)
	}
	if b.letters > r.letters {
		r.size, r.base = b.size, b.base
	}
	r.letters, r.bold, r.italic = r.letters+b.letters, r.bold+b.bold, r.italic+b.italic
	r.under, r.struck = r.under+b.under, r.struck+b.struck
	r.gaps.add(b.x0 - r.x1)
	r.gaps.addAll(b.gaps)
	r.x1, r.top, r.bottom = max(r.x1, b.x1), min(r.top, b.top), max(r.bottom, b.bottom)
	r.trailing, r.edge, r.limit = b.trailing, max(r.edge, b.edge), b.limit
	r.artifact = r.artifact || b.artifact
}

// prepend puts a marker before the row's text.
func (r *row) prepend(marker string) {
	r.text = marker + r.text
	for i := range r.runs {
		r.runs[i].start += len(marker)
		r.runs[i].end += len(marker)
	}
}

// raise makes the row's digits a note's number.
func (r *row) raise() {
	r.text = superscript(r.text)
	r.runs = []run{{0, len(r.text), r.lead, true}}
}

// unglue puts a blank between a note's number and its text.
func (r *row) unglue() {
	g := noteGlued.FindStringSubmatch(r.text)
	if g == nil {
		return
	}
	n := len(g[1])
	r.text = r.text[:n] + " " + r.text[n:]
	for i := range r.runs {
		if r.runs[i].start >= n {
			r.runs[i].start++
		}
		if r.runs[i].end > n {
			r.runs[i].end++
		}
	}
}
