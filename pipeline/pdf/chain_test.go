package pdf

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
)

const (
	picture = "q 500 0 0 700 40 60 cm /Im0 Do Q\n"
	seen    = "Vi støtter udkastet, men mener ikke, at fristen er lang nok."
)

// scanPage adds a page that shows an image and words.
func scanPage(m *pdfmake.File, words string) {
	im := m.Stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00")
	m.Page(picture+words, "", fmt.Sprintf("/XObject<</Im0 %d 0 R>>", im))
}

// glyphs is a page of rows of text as another reader would give it.
func glyphs(n int, rows ...string) *content.Page {
	p := &content.Page{Number: n, Width: 595, Height: 842}
	for i, row := range rows {
		x := 72.0
		for _, c := range row {
			p.Glyphs = append(p.Glyphs, content.Glyph{Text: string(c), X: x, Y: 100 + 14*float64(i), DX: 5, Size: 11})
			x += 5
		}
	}
	return p
}

// other is a reader that gives these pages, and says what it was asked.
func other(name string, err error, pages ...*content.Page) (Another, *[][]int) {
	asked := &[][]int{}
	return Another{
		Name: name,
		Read: func(_ context.Context, _ []byte, want []int) (out []*content.Page, _ error) {
			*asked = append(*asked, want)
			for _, p := range pages {
				if want == nil || slices.Contains(want, p.Number) {
					out = append(out, p)
				}
			}
			return out, err
		},
		Says: func(pages string) consult.Problem { return consult.Problem{Code: "page." + name, Text: pages} },
		Failed: func(err error, pages string) consult.Problem {
			return consult.Problem{Code: name + ".failed", Text: pages + ": " + err.Error()}
		},
	}, asked
}

func codes(doc *consult.Document) (out []string) {
	for _, p := range doc.Problems {
		out = append(out, p.Code+" "+p.Text)
	}
	return out
}

func TestChainAsksForPoorPagesOnly(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, wide, wide), "", "")
	scanPage(m, "")
	m.Page(body(100, wide, wide), "", "")
	scanPage(m, "")
	first, asked1 := other("first", nil, glyphs(2, seen, seen))
	second, asked2 := other("second", nil, glyphs(2, "never"), glyphs(4, seen))
	third, asked3 := other("third", nil)
	doc, err := Read(context.Background(), m.Bytes(), Options{Others: []Another{first, second, third}})
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(*asked1, *asked2, *asked3); got != "[[2 4]] [[4]] []" {
		t.Errorf("asked for %s", got)
	}
	var readers []string
	for _, p := range doc.Pages {
		readers = append(readers, fmt.Sprint(p.Reader, p.Signals))
	}
	if got := strings.Join(readers, " "); got != "own[] first[scanned] own[] second[scanned]" {
		t.Errorf("pages read by %s", got)
	}
	if got := strings.Join(codes(doc), "; "); got != "page.first page 2; page.second page 4" {
		t.Errorf("problems: %s", got)
	}
	if strings.Count(doc.Text, seen) != 3 || strings.Count(doc.Text, wide) != 4 {
		t.Errorf("text: %s", doc.Text)
	}
}

func TestChainLeavesGoodFilesAlone(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, wide, wide), "", "")
	a, asked := other("another", nil, glyphs(1, seen))
	if _, err := Read(context.Background(), m.Bytes(), Options{Others: []Another{a}}); err != nil || len(*asked) > 0 {
		t.Errorf("asked %v, error %v", *asked, err)
	}
}

// TestChainDoubtsOthersToo gives a page whose letters the fonts don't tell to a reader that makes nothing of them
// either, then to one that does.
func TestChainDoubtsOthersToo(t *testing.T) {
	m := pdfmake.New()
	m.Font("F9", "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/CharProcs<<>>/Encoding<</Differences[65/g1/g2/g3/g4/g5/g6]>>/FirstChar 65/LastChar 70/Widths[5 5 5 5 5 5]>>")
	m.Page("BT /F9 11 Tf 72 700 Td ("+strings.Repeat("ABCDEF", 20)+") Tj ET", "", "")
	bad := glyphs(1, strings.Repeat("# ¤ ~ % ", 12))
	first, _ := other("first", nil, bad)
	second, _ := other("second", nil, glyphs(1, seen))
	doc, err := Read(context.Background(), m.Bytes(), Options{Others: []Another{first, second}})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Text != seen || doc.Pages[0].Reader != "second" || !slices.Contains(doc.Pages[0].Signals, SignalUndecoded) {
		t.Errorf("%q by %+v", doc.Text, doc.Pages[0])
	}
}

func TestChainReadsOutlines(t *testing.T) {
	m := pdfmake.New()
	m.Page("72 700 m "+strings.Repeat("73 701 74 702 75 703 c ", 1200)+"f", "", "")
	a, asked := other("another", nil, glyphs(1, seen))
	doc, err := Read(context.Background(), m.Bytes(), Options{Others: []Another{a}})
	if err != nil || doc.Text != seen || fmt.Sprint(*asked, doc.Pages[0].Signals) != "[[1]] [drawn]" {
		t.Errorf("%v, asked %v", err, *asked)
	}
	if _, err := Read(context.Background(), m.Bytes(), Options{}); !errors.Is(err, ErrNoText) {
		t.Errorf("without another reader: %v", err)
	}
}

func TestChainTellsWhyPagesAreUnread(t *testing.T) {
	m := pdfmake.New()
	scanPage(m, "")
	broken := errors.New("no tool")
	a, _ := other("another", broken)
	_, err := Read(context.Background(), m.Bytes(), Options{Others: []Another{a}})
	if !errors.Is(err, ErrNoText) || !errors.Is(err, broken) {
		t.Errorf("error: %v", err)
	}
	m.Page(body(100, wide, wide), "", "")
	doc, err := Read(context.Background(), m.Bytes(), Options{Others: []Another{a}})
	if err != nil {
		t.Fatal(err)
	}
	got := codes(doc)
	if len(got) != 1 || got[0] != "another.failed page 1: no tool" {
		t.Errorf("problems: %q", got)
	}
}

// TestChainReadsWhatCantBeOpened has another reader open a file that ours can't.
func TestChainReadsWhatCantBeOpened(t *testing.T) {
	a, asked := other("another", nil, glyphs(2, seen))
	doc, err := Read(context.Background(), []byte("%PDF-1.4\nnothing else"), Options{Others: []Another{a}})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Text != seen || len(doc.Pages) != 2 || (*asked)[0] != nil {
		t.Errorf("%q on %d pages, asked for %v", doc.Text, len(doc.Pages), *asked)
	}
	b, asked := other("another", nil)
	if _, err := Read(context.Background(), []byte("%PDF-1.4\nnothing else"), Options{Others: []Another{b}}); !errors.Is(err, ErrDamaged) || len(*asked) != 1 {
		t.Errorf("error %v, asked %v", err, *asked)
	}
}

func TestChainRefusesLockedFiles(t *testing.T) {
	a, asked := other("another", nil, glyphs(1, seen))
	_, err := Read(context.Background(), nil, Options{Others: []Another{a}})
	if !errors.Is(err, ErrEmpty) || len(*asked) > 0 {
		t.Errorf("error %v, asked %v", err, *asked)
	}
}

func TestList(t *testing.T) {
	for want, in := range map[string][]int{
		"page 3":               {3},
		"pages 1–2":            {1, 2},
		"pages 1 and 3":        {1, 3},
		"pages 1–3, 5 and 7–8": {1, 2, 3, 5, 7, 8},
	} {
		if got := list(in); got != want {
			t.Errorf("%v: %q, want %q", in, got, want)
		}
	}
}
