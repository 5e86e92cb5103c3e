package pdfium

import (
	"math"
	"regexp"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// Page reads the glyphs of page n, counted from 1. It knows no rules, and no images but by their absence of text.
func (f *File) Page(n int) (page *content.Page, err error) {
	err = f.guard(func() error {
		page, err = f.read(n)
		return err
	})
	return page, err
}

func (f *File) read(n int) (*content.Page, error) {
	p := f.page(n)
	v, err := f.view(p)
	if err != nil {
		return nil, err
	}
	loaded, err := f.in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: f.doc, Index: n - 1})
	if err != nil {
		return nil, err
	}
	defer f.in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	text, err := f.in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &loaded.Page}})
	if err != nil {
		return nil, err
	}
	defer f.in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := f.in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	r := reader{File: f, text: text.TextPage, view: v, page: &content.Page{Number: n, Width: v.width, Height: v.height}}
	for i := range min(count.Count, content.MaxPage) {
		if err := r.char(i); err != nil {
			return nil, err
		}
	}
	return r.page, nil
}

// reader reads one page's glyphs.
type reader struct {
	*File
	text references.FPDF_TEXTPAGE
	view view
	page *content.Page
}

// char adds the character at index i, unless PDFium made it up: it puts blanks and line ends where it thinks that they
// belong, which our layout does better.
func (r *reader) char(i int) error {
	made, err := r.in.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: r.text, Index: i})
	if err != nil || made.IsGenerated {
		return err
	}
	c, err := r.in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: r.text, Index: i})
	if err != nil {
		return err
	}
	at, err := r.in.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: r.text, Index: i})
	if err != nil {
		return nil // a character without a place is none
	}
	code := rune(c.Unicode)
	if code == 2 { // how PDFium writes a hyphen at the end of a line
		code = '-'
	}
	lost, err := r.in.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: r.text, Index: i})
	if err != nil {
		return err
	}
	if lost.HasUnicodeMapError || code < ' ' || code == 0xFFFD || code == 0xFFFE {
		r.page.Undecoded++
		return nil
	}
	g := content.Glyph{Text: string(code), Style: r.style(i)}
	if err := r.place(i, &g, at.X, at.Y); err != nil {
		return err
	}
	r.page.Glyphs = append(r.page.Glyphs, g)
	return nil
}

// place sets the glyph's base line, width and size.
func (r *reader) place(i int, g *content.Glyph, x, y float64) error {
	size, err := r.in.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: r.text, Index: i})
	if err != nil {
		return err
	}
	a, b, c, d := 1.0, 0.0, 0.0, 1.0
	if m, err := r.in.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: r.text, Index: i}); err == nil {
		a, b, c, d = float64(m.Matrix.A), float64(m.Matrix.B), float64(m.Matrix.C), float64(m.Matrix.D)
	}
	g.Size = math.Abs(size.FontSize) * math.Hypot(c, d)
	box, err := r.in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: r.text, Index: i})
	if err != nil {
		return err
	}
	left, right, top, bottom := float64(box.Rect.Left), float64(box.Rect.Right), float64(box.Rect.Top), float64(box.Rect.Bottom)
	dx, dy := 0.0, 0.0
	switch long := math.Hypot(a, b); {
	case long == 0:
	case math.Abs(b) <= math.Abs(a): // the box is upright: its width is the advance but for the slant
		dx = math.Copysign(max(0, right-left), a)
		dy = dx * b / a
	default:
		dy = math.Copysign(max(0, top-bottom), b)
		dx = dy * a / b
	}
	x1, y1 := r.view.apply(x+dx, y+dy)
	g.X, g.Y = r.view.apply(x, y)
	g.DX, g.DY = fix(x1-g.X), fix(y1-g.Y)
	g.X, g.Y, g.Size = fix(g.X), fix(g.Y), fix(g.Size)
	return nil
}

// fix rounds a length to 1/1024 point, as package content does.
func fix(x float64) float64 { return math.Round(x*1024) / 1024 }

var (
	boldName   = regexp.MustCompile(`(?i)bold|black|heavy|demi`)
	italicName = regexp.MustCompile(`(?i)italic|oblique`)
)

// style tells bold and italic by the font's name and its flags.
func (r *reader) style(i int) (s content.Style) {
	f, err := r.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: r.text, Index: i})
	if err != nil {
		return 0
	}
	const italic, forceBold = 1 << 6, 1 << 18
	if boldName.MatchString(f.FontName) || f.Flags&forceBold != 0 {
		s |= content.Bold
	}
	if italicName.MatchString(f.FontName) || f.Flags&italic != 0 {
		s |= content.Italic
	}
	return s
}

// view turns the file's coordinates to those of the page as it is looked at.
type view struct {
	left, right, bottom, top float64
	rotation                 enums.FPDF_PAGE_ROTATION
	width, height            float64
}

func (f *File) view(p requests.Page) (v view, err error) {
	box, err := f.in.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: p})
	if err != nil {
		return v, err
	}
	turn, err := f.in.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: p})
	if err != nil {
		return v, err
	}
	v = view{left: float64(box.Rect.Left), right: float64(box.Rect.Right), bottom: float64(box.Rect.Bottom), top: float64(box.Rect.Top), rotation: turn.PageRotation}
	v.width, v.height = v.right-v.left, v.top-v.bottom
	if v.rotation == enums.FPDF_PAGE_ROTATION_90_CW || v.rotation == enums.FPDF_PAGE_ROTATION_270_CW {
		v.width, v.height = v.height, v.width
	}
	return v, nil
}

func (v view) apply(x, y float64) (float64, float64) {
	switch v.rotation {
	case enums.FPDF_PAGE_ROTATION_90_CW:
		return y - v.bottom, x - v.left
	case enums.FPDF_PAGE_ROTATION_180_CW:
		return v.right - x, y - v.bottom
	case enums.FPDF_PAGE_ROTATION_270_CW:
		return v.top - y, v.right - x
	}
	return x - v.left, v.top - y
}
