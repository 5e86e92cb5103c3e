package content

import "math"

// path gathers the straight parts of the current path, in page coordinates.
type path struct {
	points []point
	curved bool
}

type point struct {
	x, y float64
	move bool // starts a subpath
}

const maxPath = 20_000

func (in *Interpreter) paint(op string) {
	p := &in.path
	n := in.num
	switch op {
	case "m":
		in.to(n(0, 2), n(1, 2), true)
	case "l":
		in.to(n(0, 2), n(1, 2), false)
	case "re":
		x, y, w, h := n(0, 4), n(1, 4), n(2, 4), n(3, 4)
		in.to(x, y, true)
		in.to(x+w, y, false)
		in.to(x+w, y+h, false)
		in.to(x, y+h, false)
		in.to(x, y, false)
	case "c", "v", "y":
		p.curved = true
		in.page.Curves++
		k := len(in.args) - 2
		if k >= 0 {
			in.to(n(0, 2), n(1, 2), false)
		}
	case "h":
		p.close()
	case "S", "s":
		in.stroke()
	case "f", "F", "f*":
		in.fill()
	case "B", "B*", "b", "b*":
		in.fill()
	case "n":
	default:
		return
	}
	switch op {
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n":
		*p = path{points: p.points[:0]}
	}
}

func (in *Interpreter) to(x, y float64, move bool) {
	x, y = in.state.ctm.apply(x, y)
	if x, y = fix(x), fix(y); len(in.path.points) < maxPath && !far(x) && !far(y) {
		in.path.points = append(in.path.points, point{x, y, move})
	}
}

func (p *path) close() {
	for i := len(p.points) - 1; i >= 0; i-- {
		if p.points[i].move {
			p.points = append(p.points, point{p.points[i].x, p.points[i].y, false})
			return
		}
	}
}

// thin is the greatest thickness of a rule; a filled box thicker than that is a background.
const thin = 3

// stroke keeps the upright and level parts of the path as rules.
func (in *Interpreter) stroke() {
	half := in.state.width * math.Sqrt(math.Abs(in.state.ctm.a*in.state.ctm.d-in.state.ctm.b*in.state.ctm.c)) / 2
	if half > thin {
		return
	}
	pts := in.path.points
	for i := 1; i < len(pts); i++ {
		a, b := pts[i-1], pts[i]
		if b.move {
			continue
		}
		dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
		switch {
		case dy < .5 && dx > 2:
			in.rule(Rule{min(a.x, b.x), min(a.y, b.y) - half, max(a.x, b.x), max(a.y, b.y) + half})
		case dx < .5 && dy > 2:
			in.rule(Rule{min(a.x, b.x) - half, min(a.y, b.y), max(a.x, b.x) + half, max(a.y, b.y)})
		}
	}
}

// fill keeps thin boxes as rules and small round ones as dots.
func (in *Interpreter) fill() {
	pts := in.path.points
	for i := 0; i < len(pts); {
		r := Rule{pts[i].x, pts[i].y, pts[i].x, pts[i].y}
		j := i + 1
		for ; j < len(pts) && !pts[j].move; j++ {
			r = Rule{min(r.X0, pts[j].x), min(r.Y0, pts[j].y), max(r.X1, pts[j].x), max(r.Y1, pts[j].y)}
		}
		i = j
		w, h := r.Width(), r.Height()
		switch {
		case h <= thin && w > 2*h && w > 2, w <= thin && h > 2*w && h > 2:
			in.rule(r)
		case w > 1 && w < 8 && math.Abs(w-h) < .2*w:
			if len(in.page.Dots) < maxPath {
				in.page.Dots = append(in.page.Dots, r)
			}
		}
	}
}

func (in *Interpreter) rule(r Rule) {
	if len(in.page.Rules) < maxPath {
		in.page.Rules = append(in.page.Rules, r)
	}
}
