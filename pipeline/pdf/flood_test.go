package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
)

func deflate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// TestFloods reads files that ask for work without end in ways that the shared hostile files don't.
func TestFloods(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	made := map[string]func(m *pdfmake.File){
		"a million kids": func(m *pdfmake.File) {
			m.Page("", "/Kids["+strings.Repeat("null ", 1_000_000)+"]", "")
		},
		"an object stream of a million": func(m *pdfmake.File) {
			m.Stream("/Type/ObjStm/N 3000000/First 9/Filter/FlateDecode", deflate(strings.Repeat("7 0 ", 3_000_000)))
			m.Page("x", "", "")
		},
		"object streams without an end": func(m *pdfmake.File) {
			m.Page("x", "", "")
			for range 20_000 {
				m.Object("<</Type/ObjStm/N 1/First 1/Length 99999999>>\nstream\n")
			}
		},
		"forms of blanks": func(m *pdfmake.File) {
			n := m.Stream("/Subtype/Form/BBox[0 0 1 1]/Filter/FlateDecode", deflate(strings.Repeat(" ", 60<<20)))
			m.Page(strings.Repeat("/X Do ", 10_000), "", fmt.Sprintf("/XObject<</X %d 0 R>>", n))
		},
		"a letter a line": func(m *pdfmake.File) {
			var b strings.Builder
			for i := range 60_000 {
				b.WriteString(pdfmake.Text(float64(i%97)*6, float64(i%811), "F1", 5, "a"))
			}
			m.Page(b.String(), "", "")
		},
		"nothing but rules": func(m *pdfmake.File) {
			m.Page(strings.Repeat("10 10 300 1 re f 10 10 1 300 re f ", 200_000)+"BT /F1 9 Tf 20 20 Td (a) Tj ET", "", "")
		},
		"widths for ever": func(m *pdfmake.File) {
			m.Font("F1", "<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W["+strings.Repeat("0 65535 500 ", 30_000)+"]>>]>>")
			m.Page("BT /F1 9 Tf <0041> Tj ET", "", "")
		},
	}
	for name, build := range made {
		m := pdfmake.New()
		build(m)
		data := m.Bytes()
		ctx, stop := context.WithTimeout(context.Background(), time.Second)
		start := time.Now()
		_, err := Read(ctx, data, Options{})
		stop()
		if d := time.Since(start); d > 6*time.Second {
			t.Errorf("%s: took %v (%v)", name, d, err)
		}
	}
}
