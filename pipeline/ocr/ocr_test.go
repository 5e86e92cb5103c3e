package ocr

import (
	"context"
	"errors"
	"image"
	"math"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

const sample = `<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body>
<div class='ocr_page' title='image "x"; bbox 0 0 1000 1400'>
 <span class='ocr_line' title="bbox 100 190 400 230; baseline 0.01 -8; x_size 30; x_descenders 8; x_ascenders 7">
  <span class='ocrx_word' title='bbox 100 190 180 222; x_wconf 96'>Støj</span>
  <span class='ocrx_word' title='bbox 195 195 260 222; x_wconf 91'><strong>&amp; larm</strong></span>
 </span>
 <span class='ocr_header' title="bbox 100 290 150 320; baseline 0 0">
  <span class='ocrx_word' title='bbox 100 290 150 320; x_wconf 12'> </span>
 </span>
</div></body></html>`

func TestParse(t *testing.T) {
	lines, err := parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 2 || len(lines[0].words) != 2 || lines[0].words[1].text != "& larm" || lines[0].words[0].sure != 96 {
		t.Fatalf("%+v", lines)
	}
	if l := lines[0]; l.base(100) != 222 || l.base(200) != 223 || l.size != 30 || l.words[1].box != (box{195, 195, 260, 222}) {
		t.Errorf("%+v", l)
	}
	if got := clean(image.NewGray(image.Rect(0, 0, 1000, 1400)), lines); len(got) != 1 {
		t.Errorf("a line of blanks is kept: %+v", got)
	}
	if _, err := parse([]byte("<p><<")); err == nil {
		t.Error("broken hOCR is no error")
	}
}

// words is a line of words 20 pixels high on base line 100, each letter 10 wide, with these gaps between words.
func words(gap float64, texts ...string) line {
	l := line{box: box{0, 80, 0, 100}, size: 28}
	x := 0.0
	for _, s := range texts {
		w := 10 * float64(len([]rune(s)))
		l.words = append(l.words, word{box: box{x, 80, x + w, 100}, text: s})
		x += w + gap
	}
	l.box[2] = x
	return l
}

func TestWordsThatOverlapGetTheirOwnPlace(t *testing.T) {
	l := words(8, "sidder", "i", "hånden")
	l.words[0].box[2] = 95 // over "i" and into "hånden"
	l.apart()
	for i := 1; i < len(l.words); i++ {
		if l.words[i].box[0] <= l.words[i-1].box[2] {
			t.Errorf("%q starts at %v, %q ends at %v", l.words[i].text, l.words[i].box[0], l.words[i-1].text, l.words[i-1].box[2])
		}
	}
	s := scan{number: 1, width: 500, height: 700, scale: 1, lines: []line{words(0, "sidder", "i", "hånden")}}
	if got := text(s.page()); got != "sidder i hånden" {
		t.Errorf("words that touch: %q", got)
	}
}

func text(p *content.Page) string {
	var b strings.Builder
	for _, g := range p.Glyphs {
		b.WriteString(g.Text)
	}
	return b.String()
}

func TestPageKeepsTheSlope(t *testing.T) {
	l := words(8, "fristen", "er", "kort")
	l.slope = .02
	s := scan{number: 3, width: 500, height: 700, scale: .5, lines: []line{l, l, l}}
	p := s.page()
	if p.Number != 3 || !p.Scan || p.Width != 500 {
		t.Errorf("%+v", p)
	}
	first, last := p.Glyphs[0], p.Glyphs[len(p.Glyphs)/3-1]
	if got := (last.Y - first.Y) / (last.X - first.X); math.Abs(got-.02) > .001 {
		t.Errorf("falls by %v", got)
	}
	if g := first; math.Abs(g.DX-5) > .01 || math.Abs(g.DY-.1) > .01 || g.Size != 14 {
		t.Errorf("%+v", g)
	}
}

func TestEvenSizes(t *testing.T) {
	var ls []line
	for _, size := range []float64{29, 30, 31, 30, 28.5, 44, 22} {
		l := words(8, "fristen", "er", "kort")
		l.size = size
		ls = append(ls, l)
	}
	s := &scan{scale: 1, lines: ls}
	evenSizes([]*scan{s})
	var got []float64
	for _, l := range s.lines {
		got = append(got, l.size)
	}
	want := []float64{30, 30, 30, 30, 30, 44, 22}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for want, s := range map[string]string{
		"dan": "Vi mener at det er for tidligt og at der er brug for mere tid til det",
		"eng": "We think that it is too early and that the plan is not what the town needs of the council",
		"":    "Hammerby 4 Lynghede",
	} {
		if got := language([]line{words(8, strings.Fields(s)...)}); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestWordsThatNeighboursTell(t *testing.T) {
	for in, want := range map[string]string{
		"that | would":              "that I would",
		"§ 4, stk. | går":           "§ 4, stk. 1 går",
		"stk. I, går":               "stk. 1, går",
		"Ellen I Holm":              "Ellen I Holm",
		"skriv til post&by.example": "skriv til post@by.example",
		"Holm & Søn":                "Holm & Søn",
		"efter 86,stk.1 kan":        "efter 86, stk. 1 kan",
		"”haver (..) byen":          "”haver (…) byen",
		"ja -— nej":                 "ja – nej",
	} {
		l := words(8, strings.Fields(in)...)
		var out []string
		for i := range l.words {
			l.words[i].text = l.word(i)
			out = append(out, l.words[i].text)
		}
		if got := strings.Join(out, " "); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// paintBox draws a black box.
func paintBox(img *image.Gray, x0, y0, x1, y1 int) {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			set(img, x, y, 0)
		}
	}
}

func blank(w, h int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

func TestLinesOfTables(t *testing.T) {
	img := blank(600, 400)
	paintBox(img, 50, 100, 550, 103) // a table of one row and two columns
	paintBox(img, 50, 200, 550, 203)
	paintBox(img, 50, 100, 53, 203)
	paintBox(img, 300, 100, 303, 203)
	paintBox(img, 547, 100, 550, 203)
	paintBox(img, 60, 300, 100, 302) // under words, in two pieces
	paintBox(img, 115, 300, 170, 302)
	paintBox(img, 60, 350, 90, 353)   // a dash
	paintBox(img, 400, 250, 500, 390) // a picture
	paintBox(img, 200, 320, 208, 370) // a letter of a heading
	s := &scan{width: 600, height: 400, scale: 1, level: level(img), upright: upright(img)}
	if len(s.level) != 4 {
		t.Errorf("level: %v", s.level)
	}
	p := &content.Page{}
	s.rules(p, 0)
	if level := len(joinPieces(s.level)); level != 3 {
		t.Errorf("joined: %d", level)
	}
	if n := len(p.Rules); n != 3+len(s.upright) {
		t.Errorf("rules: %v", p.Rules)
	}
	s.erase(img)
	for _, at := range []image.Point{{200, 101}, {51, 150}, {301, 150}, {548, 201}} {
		if img.GrayAt(at.X, at.Y).Y != 255 {
			t.Errorf("%v: the table's line is left", at)
		}
	}
	for _, at := range []image.Point{{80, 301}, {75, 351}, {450, 300}, {204, 340}} {
		if img.GrayAt(at.X, at.Y).Y != 0 {
			t.Errorf("%v is painted over", at)
		}
	}
}

// TestSignsByTheirShape draws letters as boxes: what counts is how far they reach over and under the base line.
func TestSignsByTheirShape(t *testing.T) {
	draw := func(up, down int) (*image.Gray, line) {
		img := blank(200, 200)
		paintBox(img, 2, 100-up, 9, 100+down)
		for x := 20; x < 60; x += 10 {
			paintBox(img, x+1, 80, x+9, 100)
		}
		return img, words(10, "8", "4,", "stk.")
	}
	img, l := draw(22, 4)
	if l.sections(img, 128); l.words[0].text != "§" {
		t.Errorf("a sign that reaches under the line is %q", l.words[0].text)
	}
	img, l = draw(20, 0)
	if l.sections(img, 128); l.words[0].text != "8" {
		t.Errorf("a digit is %q", l.words[0].text)
	}
	img, l = draw(12, -5)
	l.words[0].text = "e"
	if l.bullet(img, 128); l.words[0].text != "•" {
		t.Errorf("a sign that floats is %q", l.words[0].text)
	}
	img, l = draw(14, 0)
	l.words[0].text = "e"
	if l.bullet(img, 128); l.words[0].text != "e" {
		t.Errorf("a letter is %q", l.words[0].text)
	}
}

func TestNotes(t *testing.T) {
	img := blank(200, 200)
	l := words(10, "klasser.?")
	for x := 0; x < 80; x += 10 {
		paintBox(img, x+1, 86, x+9, 100)
	}
	paintBox(img, 81, 79, 87, 90) // raised
	l.notes(img, 128)
	if w := l.words[0]; w.text != "klasser." || w.note != unread {
		t.Fatalf("%+v", w)
	}
	s := &scan{width: 200, height: 200, scale: 1, lines: []line{l}}
	numberNotes([]*scan{s})
	p := s.page()
	g := p.Glyphs[len(p.Glyphs)-1]
	if g.Text != "1" || g.Size > .7*l.size || g.Y > 95 {
		t.Errorf("%+v", g)
	}
}

func TestStrokesTellBold(t *testing.T) {
	img := blank(400, 400)
	var ls []line
	for i := range 6 {
		l := words(8, "fristen", "er", "kort")
		thick := 2
		if i == 3 {
			thick = 4
		}
		for j := range l.words {
			b := &l.words[j].box
			b[1], b[3] = 20+float64(i)*50, 40+float64(i)*50
			for x := int(b[0]); x < int(b[2]); x += 10 {
				paintBox(img, x, int(b[1]), x+thick, int(b[3]))
			}
		}
		l.box[1], l.box[3] = 20+float64(i)*50, 40+float64(i)*50
		ls = append(ls, l)
	}
	for i, l := range clean(img, ls) {
		if got, want := l.words[0].style == content.Bold, i == 3; got != want {
			t.Errorf("line %d: bold %v", i, got)
		}
	}
}

func TestWithoutTesseract(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := find(); !errors.Is(err, ErrMissing) {
		t.Errorf("error: %v", err)
	}
}

func TestTesseractStopsWithTheContext(t *testing.T) {
	tool, err := Find()
	if err != nil {
		t.Skip("tesseract is not installed; its stopping was not tested")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := tool.run(ctx, blank(2000, 2000), tool.Langs[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("error: %v", err)
	}
}

func TestSmallPrintInTheMargin(t *testing.T) {
	var lines []line
	for i := range 4 {
		l := words(8, "naboerne", "er", "hørt")
		l.box[1], l.box[3] = 80+40*float64(i), 100+40*float64(i)
		if i < 3 {
			l.words = append(l.words, word{box: box{300, 80, 340, 94}, text: []string{"Dato", "Sags", "Side"}[i]})
		}
		lines = append(lines, l)
	}
	var got []string
	for _, l := range margins(lines) {
		for _, w := range l.words {
			got = append(got, w.text)
		}
	}
	if s := strings.Join(got[:5], " "); s != "Dato Sags Side naboerne er" || len(got) != 15 {
		t.Errorf("%v", got)
	}
	for i := range 3 { // as large as the text: a column of a table
		lines[i].words[3].box[3] = 100
	}
	if got := margins(lines); len(got) != 4 || len(got[0].words) != 4 {
		t.Errorf("%v", got)
	}
}
