package content

// Glyph is one shown character code: its text and where it stands. Coordinates are in points from the top left
// corner of the page as it is looked at.
type Glyph struct {
	Text   string
	X, Y   float64 // start of the base line
	DX, DY float64 // to its end: (width, 0) for upright text
	Size   float64 // height of an em
	Style  Style
}

// Style is a set of typographic properties.
type Style uint8

// The properties of a glyph.
const (
	Bold Style = 1 << iota
	Italic
	Artifact // marked by the file as belonging to the page, not to the text: running header, footer, page number
	Hidden   // rendering mode 3: the text layer under a scanned image
	Field    // stands in a form field or another annotation
	Underlined
	Struck
)

// Rule is a thin line or a filled or framed box, its corners in order.
type Rule struct {
	X0, Y0, X1, Y1 float64
}

// Width returns the extent from left to right.
func (r Rule) Width() float64 { return r.X1 - r.X0 }

// Height returns the extent from top to bottom.
func (r Rule) Height() float64 { return r.Y1 - r.Y0 }

// Page is what a page shows.
type Page struct {
	Number        int
	Width, Height float64
	Glyphs        []Glyph
	Rules         []Rule // thin lines: borders, underlines
	Dots          []Rule // small filled round shapes: drawn bullets
	ImageArea     float64
	Curves        int  // pieces of bent outlines that are drawn
	Undecoded     int  // glyphs that no table of the file turns into text
	Damaged       bool // its content breaks off
	Scan          bool // read from a picture: rows run through the cells of tables
	Problems      []string
}

// matrix maps (x, y) to (a x + c y + e, b x + d y + f).
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// mul returns the matrix that applies m, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// view returns the matrix from user space to the page as it is looked at, and the page's size then.
func view(box [4]float64, rotate int) (m matrix, w, h float64) {
	w, h = box[2]-box[0], box[3]-box[1]
	switch rotate {
	case 90:
		return matrix{0, 1, 1, 0, -box[1], -box[0]}, h, w
	case 180:
		return matrix{-1, 0, 0, 1, box[2], -box[1]}, w, h
	case 270:
		return matrix{0, -1, -1, 0, box[3], box[2]}, h, w
	}
	return matrix{1, 0, 0, -1, -box[0], box[3]}, w, h
}
