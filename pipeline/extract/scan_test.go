package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/ocr"
	"github.com/clausewise/clausewise/pipeline/pdf"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"github.com/clausewise/clausewise/pipeline/pdfium"
)

// objects writes a PDF file of these objects, numbered from 1; the first is the catalog.
func objects(list ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(list))
	for i, o := range list {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(list)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(list)+1, start)
	return b.Bytes()
}

func stream(dict string, data []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

const catalog = "<</Type/Catalog/Pages 2 0 R>>"

// printed is a letter of one page as a word processor prints it: headings bold, in WinAnsi.
func printed(operators string) []byte {
	var latin []byte
	for _, r := range operators {
		latin = append(latin, map[rune]byte{'•': 0x95, '”': 0x94, '–': 0x96}[r])
		if latin[len(latin)-1] == 0 {
			latin[len(latin)-1] = byte(r)
		}
	}
	return objects(catalog, "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<<"+
			"/F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"+
			"/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>>>>>>>",
		stream("", latin))
}

// scanned is a file of pictures, as a scanner makes them; a nil picture is a page of text.
func scanned(pictures ...*image.Gray) []byte {
	list := []string{catalog, ""}
	var kids strings.Builder
	for _, p := range pictures {
		n := len(list) + 1
		fmt.Fprintf(&kids, "%d 0 R ", n)
		if p == nil {
			list = append(list, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>", n+1),
				stream("", []byte("BT /F1 11 Tf 72 700 Td (Vedlagt er vores skrivelse af 3. maj om udkastet.) Tj ET")))
			continue
		}
		list = append(list, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>", n+1, n+2),
			stream("", []byte("q 595 0 0 842 0 0 cm /I Do Q")),
			stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray", p.Rect.Dx(), p.Rect.Dy()), p.Pix))
	}
	list[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pictures), kids.String())
	return objects(list...)
}

// photograph draws the first page of a file.
func photograph(t testing.TB, file []byte) *image.Gray {
	t.Helper()
	f, err := pdfium.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := f.Render(1, 2339)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// askew turns a picture by the angle, in degrees, as a sheet laid on the glass by hand.
func askew(img *image.Gray, degrees float64) *image.Gray {
	out := image.NewGray(img.Rect)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	mx, my := float64(img.Rect.Dx())/2, float64(img.Rect.Dy())/2
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			dx, dy := float64(x)-mx, float64(y)-my
			out.Pix[y*out.Stride+x] = 255
			if p := image.Pt(int(math.Round(mx+dx*cos+dy*sin)), int(math.Round(my-dx*sin+dy*cos))); p.In(img.Rect) {
				out.Pix[y*out.Stride+x] = img.GrayAt(p.X, p.Y).Y
			}
		}
	}
	return out
}

func needTesseract(t *testing.T) {
	t.Helper()
	tool, err := ocr.Find()
	if err != nil || !tool.Danish() {
		t.Skip("tesseract with Danish is not installed (apt install tesseract-ocr tesseract-ocr-dan tesseract-ocr-eng); OCR was not tested")
	}
}

// hammerby is a letter that has what scans must keep: headings, a section sign, a list, a note, hyphenation.
var hammerby = printed(`BT /F1 11 Tf 14 TL 72 770 Td (Til Lynghede Kommune) Tj T* T*
/F2 11 Tf (Om §§ 4 og 7 i udkastet) Tj T* T*
/F1 11 Tf (Hammerby Beboerforening takker for muligheden for at udtale sig. Vi finder, at § 12,) Tj T*
(stk. 2, går for vidt, og at kommunen bør give naboerne ret til at sige nej.) Tj
/F1 7 Tf 4 Ts (1) Tj 0 Ts /F1 11 Tf ( Der er især for-) Tj T*
(hold omkring åen, som ingen har set på, og æblehaven ligger midt i det hele.) Tj T* T*
(Vi foreslår derfor:) Tj T* T*
(•  at stien lægges syd om haven,) Tj T*
(•  at fristen sættes til den 1. august.) Tj T* T*
/F2 11 Tf (Om støj) Tj T* T*
/F1 11 Tf (Vi støtter, at der måles støj ved skolen hvert år, og at tallene lægges frem.) Tj T*
ET BT /F1 8 Tf 72 90 Td (1 Naboerne har bedt om det siden 2019, se referatet fra mødet i forsamlingshuset.) Tj ET`)

func TestScansAreRead(t *testing.T) {
	needTesseract(t)
	born, err := Read(context.Background(), "brev.pdf", hammerby)
	if err != nil {
		t.Fatal(err)
	}
	picture := photograph(t, hammerby)
	for name, img := range map[string]*image.Gray{"straight": picture, "askew": askew(picture, .8)} {
		t.Run(name, func(t *testing.T) {
			data := scanned(img, nil)
			doc, err := Read(context.Background(), "brev.pdf", data)
			if err != nil {
				t.Fatal(err)
			}
			if err := doc.Validate(); err != nil {
				t.Fatal(err)
			}
			again, err := Read(context.Background(), "brev.pdf", data)
			if err != nil {
				t.Fatal(err)
			}
			if a, b := asJSON(t, doc), asJSON(t, again); a != b {
				t.Errorf("read twice, and not the same:\n%s\n%s", a, b)
			}
			if p := doc.Pages; p[0].Reader != "ocr" || p[1].Reader != "own" || fmt.Sprint(p[0].Signals) != "[scanned]" {
				t.Errorf("pages: %+v", p)
			}
			if p := doc.Problems; len(p) != 1 || p[0].Code != "page.ocr" || p[0].Text != "page 1 read by OCR; compare quotes with the page" {
				t.Errorf("problems: %+v", p)
			}
			sameBlocks(t, born, doc)
		})
	}
}

func asJSON(t *testing.T, doc *consult.Document) string {
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sameBlocks holds what was read from the scan against what was printed: words, kinds, and where each block stands.
func sameBlocks(t *testing.T, born, scan *consult.Document) {
	t.Helper()
	find := func(text string) *consult.Block {
		for i, b := range scan.Blocks {
			if scan.Quote(b.Span) == text {
				return &scan.Blocks[i]
			}
		}
		return nil
	}
	for _, b := range born.Blocks {
		text := born.Quote(b.Span)
		s := find(text)
		if s == nil {
			t.Errorf("not in the scan: %s %q", b.Kind, text)
			continue
		}
		if s.Kind != b.Kind || s.Bold != b.Bold || s.Label != b.Label {
			t.Errorf("%q: %s, bold %v, label %q; printed as %s, %v, %q", text, s.Kind, s.Bold, s.Label, b.Kind, b.Bold, b.Label)
		}
		got, want := s.Lines[0].Box, b.Lines[0].Box
		for i := range want {
			if math.Abs(got[i]-want[i]) > 8 {
				t.Errorf("%q stands at %v, printed at %v", text, got, want)
				break
			}
		}
	}
	if t.Failed() {
		t.Logf("the scan:\n%s", scan.Text)
	}
}

// TestPDFiumReads holds the glyphs of PDFium against those of our own reader.
func TestPDFiumReads(t *testing.T) {
	born, err := Read(context.Background(), "brev.pdf", hammerby)
	if err != nil {
		t.Fatal(err)
	}
	// A file that only the other reader can open.
	doc, err := pdf.Read(context.Background(), []byte("%PDF-1.7\nnothing"), pdf.Options{Others: []pdf.Another{{
		Name: "pdfium",
		Read: func(ctx context.Context, _ []byte, pages []int) ([]*content.Page, error) {
			return readPDFium(ctx, hammerby, pages)
		},
		Says: readers[0].Says,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	sameBlocks(t, born, doc)
}

func TestWithoutTesseract(t *testing.T) {
	defer func(was []pdf.Another) { readers = was }(readers)
	readers = append([]pdf.Another(nil), readers...)
	readers[1].Read = func(context.Context, []byte, []int) ([]*content.Page, error) { return nil, ocr.ErrMissing }
	picture := image.NewGray(image.Rect(0, 0, 30, 40))

	_, err := Read(context.Background(), "scan.pdf", scanned(picture))
	var e *Error
	if !errors.As(err, &e) || e.Code != "ocr.missing" || !strings.Contains(e.Text, "scan.pdf") || !strings.Contains(e.Text, "tesseract-ocr-dan") {
		t.Errorf("a scan: %v", err)
	}
	doc, err := Read(context.Background(), "scan.pdf", scanned(nil, picture, picture))
	if err != nil {
		t.Fatal(err)
	}
	if p := doc.Problems; len(p) != 1 || p[0].Code != "ocr.missing" || !strings.HasPrefix(p[0].Text, "pages 2–3 ") || !strings.Contains(p[0].Text, "tesseract-ocr-dan") {
		t.Errorf("problems: %+v", p)
	}
	if !strings.Contains(doc.Text, "Vedlagt er vores skrivelse") {
		t.Errorf("text: %q", doc.Text)
	}
}
