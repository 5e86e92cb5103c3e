package ocr

import (
	"image"
	"math"
	"slices"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// Lines that are drawn on the page tell tables, and underlined and struck words. In pixels.
const (
	minLevel   = 80  // length of a level line; a dash is half as long
	minPiece   = 30  // of a piece of one: lines under words leave room for the tails of letters
	pieceThick = 4   // mean thickness of a piece
	pieceGap   = 35  // between two pieces
	minUpright = 45  // of an upright one; no letter of body text is half as high
	maxThick   = 7   // mean thickness
	maxStrokes = 600 // a page with more is a drawing
)

// drawn is a drawn line: its box, and how many pixels of it are ink.
type drawn struct {
	box
	ink int
}

// paper returns the grey of the page itself: the commonest of the light ones.
func paper(img *image.Gray) int {
	var n [256]int
	for y := 0; y < img.Rect.Dy(); y += 3 {
		for _, v := range img.Pix[y*img.Stride:][:img.Rect.Dx()] {
			n[v]++
		}
	}
	best := 255
	for v := 255; v > 100; v-- {
		if n[v] > n[best] {
			best = v
		}
	}
	return best
}

// level finds the level lines of the picture, upright those of its columns.
func level(img *image.Gray) []drawn {
	pieces := trace(img.Rect.Dy(), img.Rect.Dx(), minPiece, dark(img, func(a, b int) (int, int) { return b, a }))
	return slices.DeleteFunc(slices.Clone(pieces), func(d drawn) bool {
		if d.width() >= minLevel {
			return false
		}
		long := 0.0
		for _, o := range pieces {
			if o.thin() && math.Abs(o.box[1]-d.box[1]) < 4 && o.box[0] < d.box[2]+pieceGap && d.box[0] < o.box[2]+pieceGap {
				long += o.width()
			}
		}
		return !d.thin() || long < minLevel
	})
}

// thin reports whether a short line may be a piece of a longer one, and is no part of a letter.
func (d drawn) thin() bool { return d.width() >= minLevel || float64(d.ink) < pieceThick*d.width() }

func upright(img *image.Gray) []drawn {
	out := trace(img.Rect.Dx(), img.Rect.Dy(), minUpright, dark(img, func(a, b int) (int, int) { return a, b }))
	for i := range out {
		b := out[i].box
		out[i].box = box{b[1], b[0], b[3], b[2]}
	}
	return out
}

// erase paints over the lines of tables, which tesseract would take for letters. Lines under words are left, because the
// tails of letters hang into them, and so are short upright ones that meet no level line: they may be letters of a large
// heading.
func (s *scan) erase(img *image.Gray) {
	white := uint8(paper(img))
	for _, d := range s.level {
		b := d.box
		if !meets(s.upright, b) {
			continue
		}
		paint(int(b[1]), int(b[3]), int(b[0]), int(b[2]), minPiece, dark(img, func(a, b int) (int, int) { return b, a }),
			func(a, b int) { set(img, b, a, white) })
	}
	for _, d := range s.upright {
		b := d.box
		if b.height() > 3*minUpright || meets(s.level, b) {
			paint(int(b[0]), int(b[2]), int(b[1]), int(b[3]), minUpright/2, dark(img, func(a, b int) (int, int) { return a, b }),
				func(a, b int) { set(img, a, b, white) })
		}
	}
}

// meets reports whether one of the lines touches u.
func meets(lines []drawn, u box) bool {
	return slices.ContainsFunc(lines, func(d drawn) bool {
		return d.box[0] < u[2]+4 && d.box[2] > u[0]-4 && d.box[1] < u[3]+4 && d.box[3] > u[1]-4
	})
}

// paint paints the runs of ink no shorter than least in the rows given, and the pale edge on both sides of them.
func paint(from, to, start, end, least int, ink func(across, along int) bool, set func(across, along int)) {
	type run struct{ a, from, to int }
	var runs []run
	for a := from; a < to; a++ {
		for x := start; x < end; {
			for x < end && !ink(a, x) {
				x++
			}
			first := x
			for x < end && ink(a, x) {
				x++
			}
			if x-first >= least {
				runs = append(runs, run{a, first, x})
			}
		}
	}
	for _, r := range runs {
		for a := r.a - 1; a <= r.a+1; a++ {
			for x := r.from; x < r.to; x++ {
				set(a, x)
			}
		}
	}
}

func set(img *image.Gray, x, y int, v uint8) {
	if image.Pt(x, y).In(img.Rect) {
		img.Pix[y*img.Stride+x] = v
	}
}

// dark reports whether there is ink at a place.
func dark(img *image.Gray, at func(across, along int) (x, y int)) func(across, along int) bool {
	limit := uint8(max(60, paper(img)-50))
	return func(across, along int) bool {
		x, y := at(across, along)
		return img.Pix[y*img.Stride+x] < limit
	}
}

// trace follows runs of ink from one row to the next: a line on a page that lies askew climbs through many.
func trace(across, along, least int, ink func(across, along int) bool) (out []drawn) {
	var open, next []drawn
	for a := range across {
		next = next[:0]
		for x := 0; x < along; {
			for x < along && !ink(a, x) {
				x++
			}
			from := x
			for x < along && ink(a, x) {
				x++
			}
			if x-from < least {
				continue
			}
			d := drawn{box{float64(from), float64(a), float64(x), float64(a + 1)}, x - from}
			for i := range open {
				if o := &open[i]; o.ink > 0 && o.box[0] < d.box[2] && d.box[0] < o.box[2] {
					d.box = box{min(d.box[0], o.box[0]), o.box[1], max(d.box[2], o.box[2]), d.box[3]}
					d.ink += o.ink
					o.ink = 0
				}
			}
			next = append(next, d)
		}
		out = keep(out, open)
		open, next = next, open
	}
	return keep(out, open)
}

// keep adds the lines that nothing went on with and that are thin.
func keep(out, ended []drawn) []drawn {
	for _, d := range ended {
		if d.ink > 0 && float64(d.ink) < maxThick*d.width() && len(out) < maxStrokes {
			out = append(out, d)
		}
	}
	return out
}

// rules turns drawn lines into rules of the page, straight as the words will be once they are turned.
func (s *scan) rules(p *content.Page, slope float64) {
	if len(s.level)+len(s.upright) >= maxStrokes {
		return
	}
	for _, d := range joinPieces(s.level) {
		x0, _ := s.turn(slope, d.box[0], (d.box[1]+d.box[3])/2)
		x1, _ := s.turn(slope, d.box[2], (d.box[1]+d.box[3])/2)
		_, y := s.turn(slope, (d.box[0]+d.box[2])/2, (d.box[1]+d.box[3])/2)
		p.Rules = append(p.Rules, content.Rule{X0: x0, Y0: y - .5, X1: x1, Y1: y + .5})
	}
	for _, d := range s.upright {
		_, y0 := s.turn(slope, (d.box[0]+d.box[2])/2, d.box[1])
		_, y1 := s.turn(slope, (d.box[0]+d.box[2])/2, d.box[3])
		x, _ := s.turn(slope, (d.box[0]+d.box[2])/2, (d.box[1]+d.box[3])/2)
		p.Rules = append(p.Rules, content.Rule{X0: x - .5, Y0: y0, X1: x + .5, Y1: y1})
	}
}

// joinPieces makes one line of the pieces between the tails of letters.
func joinPieces(lines []drawn) (out []drawn) {
	for _, d := range lines {
		i := slices.IndexFunc(out, func(o drawn) bool {
			return math.Abs(o.box[1]-d.box[1]) < 4 && o.box[0] < d.box[2]+pieceGap && d.box[0] < o.box[2]+pieceGap
		})
		if i < 0 {
			out = append(out, d)
			continue
		}
		o := &out[i]
		o.box = box{min(o.box[0], d.box[0]), min(o.box[1], d.box[1]), max(o.box[2], d.box[2]), max(o.box[3], d.box[3])}
	}
	return out
}

// turn returns where a place in pixels stands, in points, when the page is turned around its middle so that lines which
// fall by slope are level. The layout turns the words so.
func (s *scan) turn(slope, x, y float64) (float64, float64) {
	sin, cos := math.Sincos(-math.Atan(slope))
	x, y = x*s.scale-s.width/2, y*s.scale-s.height/2
	return fix(s.width/2 + float64(x*cos) - float64(y*sin)), fix(s.height/2 + float64(x*sin) + float64(y*cos))
}

func fix(x float64) float64 { return math.Round(x*1024) / 1024 }
