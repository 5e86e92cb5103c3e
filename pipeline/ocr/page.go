package ocr

import (
	"math"
	"slices"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// scan is a page as it was read: lines in pixels.
type scan struct {
	number        int
	width, height float64 // of the page, in points
	scale         float64 // points a pixel
	lines         []line
	level         []drawn
	upright       []drawn
}

// page places the scan's letters on a page in points. Letters of a word share its width.
func (s *scan) page() *content.Page {
	p := &content.Page{Number: s.number, Width: s.width, Height: s.height, Scan: true}
	slope := s.slope()
	s.rules(p, slope)
	for i := range s.lines {
		l := &s.lines[i]
		for j, w := range l.words {
			if j > 0 {
				s.blank(p, slope, l, l.words[j-1], w)
			}
			s.word(p, slope, l, w)
		}
	}
	return p
}

// slope returns by how much most lines fall.
func (s *scan) slope() float64 {
	var all []float64
	for _, l := range s.lines {
		for n := l.width(); n > 0; n -= 100 { // long lines tell more
			all = append(all, l.slope)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func (s *scan) word(p *content.Page, slope float64, l *line, w word) {
	right := w.box[2]
	if w.note != 0 {
		right = w.noteAt[0]
	}
	step := (right - w.box[0]) / float64(utf8.RuneCountInString(w.text))
	x := w.box[0]
	for _, c := range w.text {
		s.glyph(p, slope, l, x, step, string(c), w.style)
		x += step
	}
	if w.note != 0 {
		s.glyph(p, slope, l, right, w.noteAt.width(), string(w.note), 0)
		g := &p.Glyphs[len(p.Glyphs)-1]
		g.Y, g.Size = g.Y-.35*g.Size, .6*g.Size
	}
}

// blank puts a blank between two words; where their boxes touch, it takes its room from the first.
func (s *scan) blank(p *content.Page, slope float64, l *line, a, b word) {
	at, gap := a.box[2], b.box[0]-a.box[2]
	if least := .15 * l.size; gap < least {
		at, gap = b.box[0]-least, least
		if n := len(p.Glyphs); n > 0 {
			last := &p.Glyphs[n-1]
			last.DX = max(0, min(last.DX, s.points(at)-last.X))
		}
	}
	s.glyph(p, slope, l, at, gap, " ", 0)
}

func (s *scan) glyph(p *content.Page, slope float64, l *line, x, width float64, text string, st content.Style) {
	mid := (l.box[0] + l.box[2]) / 2
	y := l.base(mid) + slope*(x-mid)
	p.Glyphs = append(p.Glyphs, content.Glyph{
		Text: text, X: s.points(x), Y: s.points(y), DX: s.points(width), DY: s.points(width * slope),
		Size: math.Round(l.size*s.scale*10) / 10, Style: st,
	})
}

// points turns pixels to points, to 1/1024.
func (s *scan) points(px float64) float64 { return math.Round(px*s.scale*1024) / 1024 }

// evenSizes gives lines of nearly one size exactly one: the median of each group, largest group first.
func evenSizes(scans []*scan) {
	var all []*line
	var scale []float64
	for _, s := range scans {
		for i := range s.lines {
			all, scale = append(all, &s.lines[i]), append(scale, s.scale)
		}
	}
	left := make([]int, len(all))
	for i := range left {
		left[i] = i
	}
	points := func(i int) float64 { return all[i].size * scale[i] }
	for len(left) > 0 {
		slices.SortStableFunc(left, func(a, b int) int { return cmp(points(a), points(b)) })
		from, to := densest(left, func(i int) float64 { return points(i) }, func(i int) int { return all[i].letters() })
		mid := points(left[(from+to)/2])
		for _, i := range left[from:to] {
			all[i].size = mid / scale[i]
		}
		left = slices.Delete(left, from, to)
	}
}

func cmp(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// near is how much larger one line's size may be than another's for one size printed.
const near = 1.16

// densest finds the stretch of the sorted items, no wider than near allows, that holds most letters.
func densest(items []int, size func(int) float64, weight func(int) int) (from, to int) {
	best, sum, a := -1, 0, 0
	for b := range items {
		sum += weight(items[b])
		for size(items[b]) > near*size(items[a]) {
			sum -= weight(items[a])
			a++
		}
		if sum > best {
			best, from, to = sum, a, b+1
		}
	}
	return from, to
}

func (l *line) letters() (n int) {
	for _, w := range l.words {
		n += utf8.RuneCountInString(w.text)
	}
	return n
}
