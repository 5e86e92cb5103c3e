package content

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
	"github.com/clausewise/clausewise/pipeline/pdf/object"
)

// page runs the first page of a made file.
func page(t testing.TB, data []byte) (*Page, *Interpreter) {
	t.Helper()
	f, err := object.Open(context.Background(), data)
	if err != nil {
		t.Skip(err)
	}
	pages, err := f.Pages()
	if err != nil {
		t.Skip(err)
	}
	in := New(context.Background(), f)
	return in.Page(pages[0], 1), in
}

func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		content, extra string
		x, y, w, size  float64
	}{
		"plain":             {"BT /F1 10 Tf 72 742 Td (A) Tj ET", "", 72, 100, 6.67, 10},
		"scaled":            {"2 0 0 2 0 0 cm BT /F1 5 Tf 36 371 Td (A) Tj ET", "", 72, 100, 6.67, 10},
		"stretched":         {"BT 50 Tz /F1 10 Tf 72 742 Td (A) Tj ET", "", 72, 100, 3.335, 10},
		"raised":            {"BT 5 Ts /F1 10 Tf 72 742 Td (A) Tj ET", "", 72, 95, 6.67, 10},
		"after kerning":     {"BT /F1 10 Tf 72 742 Td [-1000 (A)] TJ ET", "", 82, 100, 6.67, 10},
		"on the next line":  {"BT /F1 10 Tf 12 TL 72 754 Td T* (A) Tj ET", "", 72, 100, 6.67, 10},
		"page turned by 90": {"BT /F1 10 Tf 0 1 -1 0 100 72 Tm (A) Tj ET", "/Rotate 90", 72, 100, 6.67, 10},
		"cropped page":      {"BT /F1 10 Tf 72 742 Td (A) Tj ET", "/CropBox[50 0 595 800]", 22, 58, 6.67, 10},
	} {
		m := pdfmake.New()
		m.Page(c.content, c.extra, "")
		p, _ := page(t, m.Bytes())
		if len(p.Glyphs) != 1 {
			t.Errorf("%s: %d glyphs", name, len(p.Glyphs))
			continue
		}
		g := p.Glyphs[0]
		got, want := fmt.Sprintf("%.2f %.2f %.2f %.2f", g.X, g.Y, g.DX, g.Size), fmt.Sprintf("%.2f %.2f %.2f %.2f", c.x, c.y, c.w, c.size)
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestRules(t *testing.T) {
	m := pdfmake.New()
	m.Page("72 700 200 .5 re f 1 w 72 600 m 272 600 l S 72 500 m 72 400 l S 100 100 50 50 re f 300 300 m 303 300 l 303 303 l 300 303 l h f", "", "")
	p, _ := page(t, m.Bytes())
	var got []string
	for _, r := range p.Rules {
		got = append(got, fmt.Sprintf("%.1f %.1f %.1f %.1f", r.X0, r.Y0, r.X1, r.Y1))
	}
	want := []string{"72.0 141.5 272.0 142.0", "72.0 241.5 272.0 242.5", "71.5 342.0 72.5 442.0"}
	if fmt.Sprint(got) != fmt.Sprint(want) || len(p.Dots) != 1 {
		t.Errorf("%q and %d dots, want %q and one", got, len(p.Dots), want)
	}
}

func TestFontsAreKeptByObject(t *testing.T) {
	m := pdfmake.New()
	a := m.Object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/oslash]>>>>")
	b := m.Object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/ae]>>>>")
	m.Font("F1", fmt.Sprintf("%d 0 R", a))
	m.Page("BT /F1 10 Tf (A) Tj ET", "", "")
	m.Font("F1", fmt.Sprintf("%d 0 R", b))
	m.Page("BT /F1 10 Tf (A) Tj ET", "", "")
	f, err := object.Open(context.Background(), m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := f.Pages()
	in := New(context.Background(), f)
	got := ""
	for i, p := range pages {
		got += in.Page(p, i+1).Glyphs[0].Text
	}
	if got != "øæ" {
		t.Errorf("%q: the second page was read with the first one's font", got)
	}
}

func TestCaps(t *testing.T) {
	m := pdfmake.New()
	form := m.Stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 3 0 R>>>>", "/X Do /X Do")
	m.Page("/X Do", "", fmt.Sprintf("/XObject<</X %d 0 R>>", form))
	p, in := page(t, m.Bytes())
	if len(p.Problems) == 0 || in.forms > MaxForms+1 {
		t.Errorf("%d forms, problems %q", in.forms, p.Problems)
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{
		"BT /F1 12 Tf 72 700 Td [(a)-250(b)] TJ ET", "q 1 0 0 1 0 0 cm Q Q Q", "BI /W 1 ID x EI", "/X Do", "/Span <</ActualText (x)>> BDC (a) Tj EMC EMC",
		"72 700 200 .5 re f S n b*", "\" ' T* TD Tz Ts", "/G gs 1e9 0 0 1e9 0 0 cm BT /F1 1e9 Tf (x) Tj",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		m := pdfmake.New()
		form := m.Stream("/Subtype/Form/BBox[0 0 9 9]", string(data))
		m.Page(string(data), "", fmt.Sprintf("/XObject<</X %d 0 R>>", form))
		p, in := page(t, m.Bytes())
		for _, s := range p.Problems {
			if len(s) > 14 && s[:14] == "the page break" {
				t.Fatal(s)
			}
		}
		if in.Err() != nil && len(data) < 1000 {
			t.Fatal(in.Err())
		}
	})
}
