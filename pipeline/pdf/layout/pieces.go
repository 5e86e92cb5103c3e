package layout

import (
	"math"
	"slices"
	"strings"
)

// rejoin puts pieces of one line together again unless a column of a table starts at the second: then other lines
// have a piece that starts at the same place.
func rejoin(rows []*row) []*row {
	var starts []*row // pieces that follow another on their line
	for i, r := range rows {
		if i > 0 && follows(rows[i-1], r) {
			starts = append(starts, r)
		}
	}
	if len(starts) == 0 {
		return rows
	}
	out := rows[:0]
	for i, r := range rows {
		if n := len(out); i > 0 && slices.Contains(starts, r) && r.x0-rows[i-1].x1 < wide*max(r.size, rows[i-1].size) && !column(starts, r, r.x0-rows[i-1].x1) {
			out[n-1].append(r)
			continue
		}
		out = append(out, r)
	}
	return out
}

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
	r.x1, r.top, r.bottom = max(r.x1, b.x1), min(r.top, b.top), max(r.bottom, b.bottom)
	r.letters, r.bold, r.italic = r.letters+b.letters, r.bold+b.bold, r.italic+b.italic
	r.under, r.struck = r.under+b.under, r.struck+b.struck
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
