package ocr

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// box is a place in pixels: left, top, right, bottom.
type box [4]float64

func (b box) width() float64  { return b[2] - b[0] }
func (b box) height() float64 { return b[3] - b[1] }

// line is a line of words as tesseract found it.
type line struct {
	box
	slope, offset float64 // its base line runs through (left, bottom + offset) and falls by slope
	size          float64 // from descenders to ascenders, as tesseract has it; then an em
	words         []word
}

// base returns the height of the base line at x.
func (l *line) base(x float64) float64 { return l.box[3] + l.offset + l.slope*(x-l.box[0]) }

// word is a word as tesseract read it.
type word struct {
	box
	text string
	sure float64 // 0–100

	stroke float64 // thickness of its strokes
	style  content.Style
	note   rune // the number of a note that is set raised after it; unread where it could not be read, 0 where there is none
	noteAt box
}

// parse reads the lines of an hOCR page, in tesseract's order.
func parse(hocr []byte) ([]line, error) {
	d := xml.NewDecoder(bytes.NewReader(hocr))
	d.Strict = false
	var lines []line
	in := false // a word
	for depth, opened := 0, 0; ; {
		t, err := d.Token()
		if err == io.EOF {
			return lines, nil
		}
		if err != nil {
			return nil, fmt.Errorf("tesseract's hOCR: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			switch p := properties(attr(t, "title")); attr(t, "class") {
			case "ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat":
				lines = append(lines, newLine(p))
			case "ocrx_word":
				if len(lines) > 0 {
					l := &lines[len(lines)-1]
					l.words = append(l.words, word{box: place(p["bbox"]), sure: number(p["x_wconf"], 0)})
					in, opened = true, depth
				}
			}
		case xml.EndElement:
			if in && depth == opened {
				in = false
			}
			depth--
		case xml.CharData:
			if in {
				l := &lines[len(lines)-1]
				l.words[len(l.words)-1].text += string(t)
			}
		}
	}
}

func newLine(p map[string][]string) line {
	l := line{box: place(p["bbox"]), slope: number(p["baseline"], 0), offset: number(p["baseline"], 1), size: number(p["x_size"], 0)}
	if l.size == 0 {
		l.size = l.height()
	}
	return l
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// properties cuts an hOCR title, such as "bbox 1 2 3 4; x_wconf 96".
func properties(title string) map[string][]string {
	m := map[string][]string{}
	for _, p := range strings.Split(title, ";") {
		if f := strings.Fields(p); len(f) > 1 {
			m[f[0]] = f[1:]
		}
	}
	return m
}

func number(f []string, i int) float64 {
	if i >= len(f) {
		return 0
	}
	x, _ := strconv.ParseFloat(f[i], 64)
	return x
}

func place(f []string) (b box) {
	for i := range b {
		b[i] = number(f, i)
	}
	return b
}
