package layout

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// stats is what the document's rows have in common.
type stats struct {
	size    float64             // of most letters: body text
	bold    bool                // most body text is bold
	leading map[float64]float64 // size to the distance of base lines inside a paragraph
	ratio   float64             // leading of body text in em
	apart   map[float64]float64 // size to the distance of base lines between paragraphs, where it is always the same
}

func half(x float64) float64 { return math.Round(x*2) / 2 }

func measure(rows []*row) stats {
	s := stats{leading: map[float64]float64{}}
	sizes := map[float64]int{}
	letters, bold := 0, 0
	for _, r := range rows {
		if r.role == body {
			sizes[half(r.size)] += r.letters
		}
	}
	s.size = bodySize(sizes)
	ends := paragraphSteps{}
	steps, sure := map[float64]map[float64]int{}, map[float64]map[float64]int{}
	add := func(m map[float64]map[float64]int, k, step float64, n int) {
		if m[k] == nil {
			m[k] = map[float64]int{}
		}
		m[k][math.Round(step*4)/4] += n
	}
	for i, r := range rows {
		if r.role != body {
			continue
		}
		if half(r.size) == s.size {
			letters, bold = letters+r.letters, bold+r.bold
		}
		if i == 0 {
			continue
		}
		a := rows[i-1]
		if d := r.base - a.base; a.page == r.page && d > .8*r.size && d < 2.6*r.size && overlap(a, r) && half(a.size) == half(r.size) {
			add(steps, half(r.size), d, min(a.letters, 40))
			ends.add(half(r.size), d, endsSentence(a.text) && !startsLow(r.text))
			if goesOn(a, r) {
				add(sure, half(r.size), d, 1)
			}
		}
	}
	s.bold = bold*2 > letters
	for k, m := range steps {
		s.leading[k] = mode(m)
		if total(sure[k]) > 2 { // a letter of one-line paragraphs has more steps between than inside them
			s.leading[k] = mode(sure[k])
		}
	}
	s.apart = ends.least(s.leading)
	s.ratio = 1.25
	if l := s.leading[s.size]; l > 0 && s.size > 0 {
		s.ratio = l / s.size
	}
	return s
}

// paragraphSteps counts, by size and distance of base lines in quarters of a point, the pairs of rows so far apart, and
// those of them between which a paragraph may end.
type paragraphSteps map[float64]map[float64]*[2]int

func (p paragraphSteps) add(size, step float64, ends bool) {
	if p[size] == nil {
		p[size] = map[float64]*[2]int{}
	}
	k := math.Round(step*4) / 4
	if p[size][k] == nil {
		p[size][k] = &[2]int{}
	}
	p[size][k][0]++
	if ends {
		p[size][k][1]++
	}
}

// least returns, by size, the least distance above the leading at which, three times or more, a paragraph may end
// nearly always. A program sets all lines of a paragraph equally far apart, so a little more is a sign too.
func (p paragraphSteps) least(leading map[float64]float64) map[float64]float64 {
	out := map[float64]float64{}
	for size, steps := range p {
		for k, n := range steps {
			if k > leading[size]+.12*size && n[0] > 2 && 10*n[1] >= 8*n[0] && (out[size] == 0 || k < out[size]) {
				out[size] = k
			}
		}
	}
	return out
}

func startsLow(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(c)
}

func total(m map[float64]int) (n int) {
	for _, c := range m {
		n += c
	}
	return n
}

// goesOn reports whether b must go on with a's sentence: a ends none, and b starts with a small letter.
func goesOn(a, b *row) bool {
	c, _ := utf8.DecodeRuneInString(b.text)
	return unicode.IsLower(c) && !endsSentence(a.text) && a.allBold() == b.allBold()
}

// bodySize is the largest size that a fifth of all letters have: a long table set small doesn't make the letter large.
func bodySize(sizes map[float64]int) float64 {
	total, best := 0, 0.0
	for _, n := range sizes {
		total += n
	}
	for size, n := range sizes {
		if 5*n >= total && size > best {
			best = size
		}
	}
	if best == 0 {
		return mode(sizes)
	}
	return best
}

// mode returns the key with the greatest count, the least of them where several have it.
func mode(m map[float64]int) float64 {
	keys := make([]float64, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	best, n := 0.0, -1
	for _, k := range keys {
		if m[k] > n {
			best, n = k, m[k]
		}
	}
	return best
}

// lead is the distance of base lines expected inside a paragraph of this size.
func (s stats) lead(size float64) float64 {
	if l := s.leading[half(size)]; l > 0 && l < 1.9*size {
		return l
	}
	return s.ratio * size
}

func overlap(a, b *row) bool { return min(a.x1, b.x1) > max(a.x0, b.x0) }

// columnEdges finds the right edge of the column each row stands in: the furthest right end among its neighbours in
// the text that start near the same place and stand left of what stands beside them.
func columnEdges(rows []*row) {
	limits(rows)
	widest := widestByStart(rows)
	const around, near = 20, 2
	for i, r := range rows {
		limit := r.limit
		for j := max(0, i-near); j < min(len(rows), i+near+1); j++ {
			if o := rows[j]; o.limit > r.x1 && neighbours(o, r) {
				limit = min(limit, o.limit)
			}
		}
		r.edge = r.x1
		n, flush := 0, 0
		for j := max(0, i-around); j < min(len(rows), i+around); j++ {
			o := rows[j]
			if neighbours(o, r) {
				n++
				if math.Abs(o.x1-r.x1) < .6 {
					flush++
				}
			}
			if neighbours(o, r) && o.x1 > r.edge && o.x1 <= limit && half(o.size) <= half(r.size)+1 {
				r.edge = o.x1
			}
		}
		r.full = flush > 3 && r.edge-r.x1 < .6
		if n < 5 && math.IsInf(limit, 1) && r.cell.table == 0 {
			r.edge = max(r.edge, widest[math.Round(r.x0)])
		}
	}
}

// widestByStart returns, for each place where rows with nothing beside them start, how far right they go on any page:
// a page's last lines have no neighbours to tell.
func widestByStart(rows []*row) map[float64]float64 {
	m := map[float64]float64{}
	n := map[float64]int{}
	for _, r := range rows {
		if k := math.Round(r.x0); r.role == body && r.cell.table == 0 && !r.aside && math.IsInf(r.limit, 1) {
			m[k] = max(m[k], r.x1)
			n[k]++
		}
	}
	for k, c := range n {
		if c < 5 {
			delete(m, k)
		}
	}
	return m
}

func neighbours(o, r *row) bool {
	return o.page == r.page && o.cell == r.cell && o.role == r.role && math.Abs(o.x0-r.x0) < 3*r.size
}

// limits finds what stands to the right of each row on its page.
func limits(rows []*row) {
	for i := 0; i < len(rows); {
		j := i
		for j < len(rows) && rows[j].page == rows[i].page {
			j++
		}
		left, right := math.Inf(1), math.Inf(-1)
		for _, r := range rows[i:j] {
			if r.role == body && !r.aside {
				left, right = min(left, r.x0), max(right, r.x1)
			}
		}
		next := columnStarts(rows[i:j])
		for _, r := range rows[i:j] {
			r.left, r.right, r.ends = left, right, right
			for _, c := range next {
				if c.x > r.x1 && r.base < c.bottom+2*r.size {
					r.ends = min(r.ends, c.x-1.5*r.size)
				}
			}
			r.limit = math.Inf(1)
			for _, o := range rows[i:j] {
				if o.x0 > r.x1 && o.x0 < r.limit && o.top < r.bottom && r.top < o.bottom {
					r.limit = o.x0
				}
			}
		}
		i = j
	}
}

// columnStart is where a column of a page starts, besides the one at the left, and the base of its last line.
type columnStart struct{ x, bottom float64 }

// columnStarts finds the columns of a page: eight lines or more start there, and hardly one goes over the place.
func columnStarts(page []*row) (out []columnStart) {
	starts := map[int][]*row{}
	for _, r := range page {
		if r.role == body && !r.aside && r.cell.table == 0 {
			x := int(math.Round(r.x0))
			starts[x] = append(starts[x], r)
		}
	}
	for x, rows := range starts {
		if len(rows) < 8 {
			continue
		}
		before, over := 0, 0
		for _, r := range page {
			if r.x0 < float64(x)-r.size {
				before++
				if r.x1 > float64(x)-.5*r.size {
					over++
				}
			}
		}
		if before > 7 && 10*over <= before {
			c := columnStart{x: float64(x)}
			for _, r := range rows {
				c.bottom = max(c.bottom, r.base)
			}
			out = append(out, c)
		}
	}
	return out
}
