package pdf

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
)

// FuzzRead reads whole files: no panic, no document that breaks its own rules, no reading without end.
func FuzzRead(f *testing.F) {
	m := pdfmake.New()
	m.Page(body(100, filler, "1. a", "2. b", "* c")+pdfmake.Rule(72, 150, 100, 1), "", "")
	m.Page(body(100, filler), "/Rotate 90", "")
	f.Add(m.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
		defer stop()
		doc, err := Read(ctx, data, Options{MaxPages: 20})
		if ctx.Err() != nil {
			t.Fatal("took five seconds")
		}
		if err == nil {
			if e := doc.Validate(); e != nil {
				t.Fatal(e)
			}
			if _, e := json.Marshal(doc); e != nil {
				t.Fatal(e)
			}
		}
	})
}

// FuzzLayout lays out rows of words at any place.
func FuzzLayout(f *testing.F) {
	f.Add([]byte{10, 10, 11, 0, 10, 24, 11, 1, 90, 10, 11, 2, 10, 90, 9, 3})
	words := []string{"Afsnit", "1 note", "a) punkt", "Overskrift", "en sætning.", "delt-", "12", "www.x.dk/", "og mere"}
	f.Fuzz(func(t *testing.T, data []byte) {
		content := ""
		for ; len(data) >= 4; data = data[4:] {
			font := []string{"F1", "F2"}[data[3]>>7]
			content += pdfmake.Text(float64(data[0])*2, float64(data[1])*3, font, 4+float64(data[2]%16), words[int(data[3])%len(words)])
		}
		m := pdfmake.New()
		m.Page(content, "", "")
		doc, err := Read(context.Background(), m.Bytes(), Options{})
		if err == nil {
			if e := doc.Validate(); e != nil {
				t.Fatal(e)
			}
		}
	})
}
