package layout

import (
	"math"
	"slices"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// page cuts a page into rows in the order of its content stream, first those at the angle of most text. tables is the
// number of tables before, and then with those of the page.
func (w *rower) page(p *content.Page, tablesBefore int) (rows []*row, tablesNow int) {
	*w = rower{paper: p, grid: tables(p.Rules, tablesBefore+1), writesBlanks: writesBlanks(p.Glyphs), cur: w.cur[:0], gaps: w.gaps[:0]}
	main, others := byAngle(p)
	if main.angle != 0 {
		w.grid = nil
	}
	tablesNow = tablesBefore + len(w.grid)
	decorate(main.glyphs, p.Rules)
	for _, g := range dropDoubles(main.glyphs) {
		w.feed(g)
	}
	w.flush()
	w.rows = rejoin(w.rows, w.writesBlanks)
	if p.Scan {
		byCell(w.rows)
	}
	bullets(w.rows, p.Dots)
	w.rows = inOrder(w.rows)
	for _, r := range w.rows {
		r.turned = main.turned
	}
	for _, o := range others {
		n := len(w.rows)
		w.grid, w.at = nil, cell{}
		for _, g := range o.glyphs {
			w.feed(g)
		}
		w.flush()
		for _, r := range w.rows[n:] {
			r.aside, r.turned = true, o.turned
		}
	}
	return w.rows, tablesNow
}

// slant is the glyphs of a page that run at one angle, turned upright.
type slant struct {
	angle  float64 // degrees, rounded
	turned float64 // radians that the glyphs were turned by around the middle of the page
	glyphs []content.Glyph
}

// byAngle parts glyphs by the angle they run at. Nearly all pages have but one, 0.
func byAngle(p *content.Page) (main slant, others []slant) {
	upright := true
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; g.DX < 0 || math.Abs(g.DY) > .002*g.DX {
			upright = false
			break
		}
	}
	if upright {
		return slant{glyphs: p.Glyphs}, nil
	}
	var all []slant
	for _, g := range p.Glyphs {
		a := math.Round(math.Atan2(g.DY, g.DX)*180/math.Pi/3) * 3
		if g.DX == 0 && g.DY == 0 {
			a = 0
		}
		i := slices.IndexFunc(all, func(s slant) bool { return s.angle == a })
		if i < 0 {
			if len(all) > 20 {
				continue
			}
			i, all = len(all), append(all, slant{angle: a})
		}
		all[i].glyphs = append(all[i].glyphs, g)
	}
	slices.SortStableFunc(all, func(a, b slant) int { return len(b.glyphs) - len(a.glyphs) })
	for i := range all {
		all[i].turn(p)
	}
	if len(all) == 0 {
		return slant{}, nil
	}
	return all[0], all[1:]
}

// turn rotates the glyphs around the page's middle by their median angle.
func (s *slant) turn(p *content.Page) {
	angles := make([]float64, len(s.glyphs))
	for i, g := range s.glyphs {
		angles[i] = math.Atan2(g.DY, g.DX)
	}
	slices.Sort(angles)
	s.turned = -angles[len(angles)/2]
	sin, cos := math.Sincos(s.turned)
	mx, my := p.Width/2, p.Height/2
	for i := range s.glyphs {
		g := &s.glyphs[i]
		x, y := g.X-mx, g.Y-my
		g.X, g.Y = mx+float64(x*cos)-float64(y*sin), my+float64(x*sin)+float64(y*cos)
		g.DX, g.DY = math.Hypot(g.DX, g.DY), 0
	}
}

// dropDoubles drops letters drawn again a hair beside themselves, a way to fake bold type, and marks them bold.
// Only pages where the pen steps back on its line are looked at.
func dropDoubles(gs []content.Glyph) []content.Glyph {
	back := false
	for i := 1; i < len(gs) && !back; i++ {
		a, b := &gs[i-1], &gs[i]
		back = b.X < a.X+.5*a.DX && math.Abs(a.Y-b.Y) < .3*a.Size && b.Text != " " && b.X > a.X-600
	}
	if !back {
		return gs
	}
	// Letters are filed by what they are and the square of four points they stand in; those within reach of g are in
	// its square, or in the next where g stands at the edge.
	at := func(c rune, x, y int) uint64 { return uint64(c)<<40 | uint64(x&0xFFFFF)<<20 | uint64(y&0xFFFFF) }
	seen := make(map[uint64]int, len(gs))
	out := make([]content.Glyph, 0, len(gs))
	for _, g := range gs {
		c, _ := utf8.DecodeRuneInString(g.Text)
		reach := min(.12*g.Size, 4)
		found := -1
		for x := square(g.X - reach); x <= square(g.X+reach) && found < 0 && c != ' '; x++ {
			for y := square(g.Y - reach); y <= square(g.Y+reach); y++ {
				if i, ok := seen[at(c, x, y)]; ok && out[i].Text == g.Text && near(out[i], g) {
					found = i
					break
				}
			}
		}
		if found >= 0 {
			out[found].Style |= content.Bold
			continue
		}
		seen[at(c, square(g.X), square(g.Y))] = len(out)
		out = append(out, g)
	}
	return out
}

func square(x float64) int { return int(math.Floor(x / 4)) }

func near(a, b content.Glyph) bool {
	return math.Abs(a.X-b.X) < .12*b.Size && math.Abs(a.Y-b.Y) < .12*b.Size && math.Abs(a.Size-b.Size) < .1*b.Size
}

// decorate marks glyphs that a line runs under or through.
func decorate(gs []content.Glyph, rules []content.Rule) {
	var level []content.Rule
	for _, r := range rules {
		if r.Width() > r.Height() && r.Height() < 2.2 {
			level = append(level, r)
		}
	}
	if len(level) == 0 {
		return
	}
	slices.SortStableFunc(level, func(a, b content.Rule) int {
		switch {
		case a.Y0 < b.Y0:
			return -1
		case a.Y0 > b.Y0:
			return 1
		}
		return 0
	})
	for i := range gs {
		g := &gs[i]
		lo, _ := slices.BinarySearchFunc(level, g.Y-.5*g.Size, func(r content.Rule, y float64) int {
			if r.Y0 < y {
				return -1
			}
			return 1
		})
		for _, r := range level[lo:] {
			mid := (r.Y0 + r.Y1) / 2
			if mid > g.Y+.3*g.Size {
				break
			}
			x := g.X + g.DX/2
			if x < r.X0 || x > r.X1 {
				continue
			}
			switch up := (g.Y - mid) / g.Size; {
			case up > .15 && up < .45:
				g.Style |= content.Struck
			case up <= .02 && up > -.25:
				g.Style |= content.Underlined
			}
		}
	}
}

// writesBlanks reports whether a page's blanks are glyphs, as most programs but TeX have it.
func writesBlanks(gs []content.Glyph) bool {
	n := 0
	for i := range gs {
		if gs[i].Text == " " {
			n++
		}
	}
	return 12*n > len(gs)
}

// bullets finds the rows that a drawn dot stands before and writes a bullet into them.
func bullets(rows []*row, dots []content.Rule) {
	for _, d := range dots {
		mid := (d.Y0 + d.Y1) / 2
		for _, r := range rows {
			if gap := r.x0 - d.X1; gap > 0 && gap < 2*r.size && mid < r.base && mid > r.base-.8*r.size && d.Width() < .6*r.size && !r.bullet {
				r.prepend("• ")
				r.bullet = true
				break
			}
		}
	}
}
