package object

import (
	"errors"

	"github.com/ledongthuc/pdf"
)

// Page is one page's dictionary with what it inherits from the page tree.
type Page struct {
	Dict      pdf.Value
	Resources pdf.Value
	Box       [4]float64 // x0, y0, x1, y1: what is shown of the page
	Rotate    int        // 0, 90, 180, 270: clockwise
}

// MaxPages is the number of pages after which a file is cut.
const MaxPages = 5000

// Pages walks the page tree, not believing /Count and /Type: what has Kids is a node, everything else a page.
// It returns the pages found and, when the tree is cut, an error.
func (f *File) Pages() ([]Page, error) {
	var w walker
	root := Key(f.Trailer(), "Root")
	w.node(Key(root, "Pages"), Page{Box: [4]float64{0, 0, 595, 842}}, 0)
	if found := Key(f.Trailer(), "FoundPages"); len(w.pages) < found.Len() {
		w = walker{}
		for i := range found.Len() {
			w.node(Index(found, i), Page{Box: [4]float64{0, 0, 595, 842}}, 0)
		}
	}
	if len(w.pages) == 0 && w.err == nil {
		w.err = errors.New("no pages in the page tree")
	}
	return w.pages, w.err
}

type walker struct {
	pages []Page
	nodes int
	err   error
}

func (w *walker) node(v pdf.Value, p Page, depth int) {
	if w.nodes++; depth > 60 || w.nodes > 3*MaxPages {
		w.err = errors.New("page tree goes in circles")
		return
	}
	if v.Kind() != pdf.Dict {
		return
	}
	p.inherit(v)
	kids := Key(v, "Kids")
	if kids.Kind() != pdf.Array {
		if len(w.pages) >= MaxPages {
			w.err = ErrTooLarge
			return
		}
		p.Dict = v
		w.pages = append(w.pages, p)
		return
	}
	for i := 0; i < kids.Len() && w.err == nil; i++ {
		w.node(Index(kids, i), p, depth+1)
	}
}

func (p *Page) inherit(v pdf.Value) {
	if r := Key(v, "Resources"); r.Kind() == pdf.Dict {
		p.Resources = r
	}
	if r := Key(v, "Rotate"); r.Kind() == pdf.Integer {
		p.Rotate = (int(r.Int64())%360 + 360) % 360
	}
	for _, name := range []string{"MediaBox", "CropBox"} {
		if b, ok := Rect(Key(v, name)); ok {
			p.Box = b
		}
	}
}

// Rect reads a rectangle with its corners in order; ok is false when it has no area.
func Rect(v pdf.Value) (b [4]float64, ok bool) {
	if v.Kind() != pdf.Array || v.Len() < 4 {
		return b, false
	}
	for i := range b {
		b[i] = Index(v, i).Float64()
	}
	b = [4]float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
	return b, b[2] > b[0] && b[3] > b[1]
}
