package pdfium

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"github.com/clausewise/clausewise/pipeline/pdf/object"
)

// made is a file of one page with words at two sizes, one of them bold; extra is written into the page's dictionary.
func made(extra string) []byte {
	text := "BT /F1 12 Tf 100 700 Td (Naboerne er h\\370rt) Tj /F2 9 Tf 0 -40 Td (og enige.) Tj ET"
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i, o := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/CropBox[20 30 575 800]/Contents 4 0 R" + extra + "/Resources<</Font<<" +
			"/F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>" +
			"/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(text), text),
	} {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer\n<</Size 5/Root 1 0 R>>\n")
	return b.Bytes()
}

// TestPagesAsOurOwnReaderHasThem compares where the letters stand, however the page is turned.
func TestPagesAsOurOwnReaderHasThem(t *testing.T) {
	for _, turn := range []int{0, 90, 180, 270} {
		t.Run(fmt.Sprint(turn), func(t *testing.T) { samePage(t, made(fmt.Sprintf("/Rotate %d", turn))) })
	}
}

func samePage(t *testing.T, data []byte) {
	f, err := Open(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.Page(1)
	if err != nil {
		t.Fatal(err)
	}
	w, h, err := f.Size(1)
	if err != nil || w != got.Width || h != got.Height {
		t.Errorf("size %v × %v, %v", w, h, err)
	}
	own, err := object.Open(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := own.Pages()
	want := content.New(context.Background(), own).Page(pages[0], 1)
	if got.Width != want.Width || got.Height != want.Height || len(got.Glyphs) != len(want.Glyphs) {
		t.Fatalf("%v × %v, %d letters; want %v × %v, %d", got.Width, got.Height, len(got.Glyphs), want.Width, want.Height, len(want.Glyphs))
	}
	order := func(a, b content.Glyph) int { // PDFium gives turned letters in an order of its own
		return cmp.Or(cmp.Compare(math.Round(a.Size), math.Round(b.Size)), cmp.Compare(math.Round(a.X+a.Y), math.Round(b.X+b.Y)))
	}
	slices.SortStableFunc(got.Glyphs, order)
	slices.SortStableFunc(want.Glyphs, order)
	for i, g := range got.Glyphs {
		o := want.Glyphs[i]
		if g.Text != o.Text || g.Style != o.Style || far(g.X, o.X) || far(g.Y, o.Y) || far(g.DX, o.DX) || far(g.DY, o.DY) || far(g.Size, o.Size) {
			t.Fatalf("letter %d: %+v, want %+v", i, g, o)
		}
	}
}

func far(a, b float64) bool { return math.Abs(a-b) > .2 }

func TestRender(t *testing.T) {
	f, err := Open(context.Background(), made(""))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := f.Render(1, 770)
	if err != nil {
		t.Fatal(err)
	}
	if img.Rect.Dx() != 555 || img.Rect.Dy() != 770 {
		t.Errorf("%v", img.Rect)
	}
	ink := func(x0, y0, x1, y1 int) (n int) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				if img.GrayAt(x, y).Y < 100 {
					n++
				}
			}
		}
		return n
	}
	if n := ink(78, 88, 180, 104); n < 150 {
		t.Errorf("%d dark points where the words stand", n)
	}
	if n := ink(0, 200, 555, 770); n > 0 {
		t.Errorf("%d dark points where nothing stands", n)
	}
	if _, err := f.Render(2, 700); err == nil {
		t.Error("a page that isn't there was drawn")
	}
}

func TestOpenErrors(t *testing.T) {
	if _, err := Open(context.Background(), []byte("%PDF-1.7 and nothing else")); err == nil {
		t.Error("a file without objects was opened")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, made("")); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	f, err := Open(ctx, made(""))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cancel()
	if _, err := f.Page(1); !errors.Is(err, context.Canceled) {
		t.Errorf("a page after the end of the context: %v", err)
	}
}
