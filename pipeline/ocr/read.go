package ocr

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"github.com/clausewise/clausewise/pipeline/pdfium"
)

// A page is drawn so that its long side has longSide pixels, which for A4 is 200 dots an inch. It is pixels that count:
// many scanners' files give a page's size in no real unit.
const (
	longSide = 2339
	dpi      = "200"
)

// MaxPages is the number of pages of a file that are read.
const MaxPages = 100

// Read draws and reads the pages given by number, from 1; all where pages is nil. It returns those in which it found
// words, and an error where not all could be read; the others are good then too. It calls step after each page.
func Read(ctx context.Context, data []byte, pages []int, step func()) ([]*content.Page, error) {
	tool, err := Find()
	if err != nil {
		return nil, err
	}
	f, err := pdfium.Open(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("the file is too damaged to be drawn (%w)", err)
	}
	defer f.Close()
	if pages == nil {
		for n := range f.Pages() {
			pages = append(pages, n+1)
		}
	}
	r := reader{ctx: ctx, tool: tool, file: f, lang: tool.Langs[0]}
	if len(pages) > MaxPages {
		pages, r.err = pages[:MaxPages], fmt.Errorf("OCR reads no more than %d pages of a file", MaxPages)
	}
	for _, n := range pages {
		r.page(n)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		step()
	}
	evenSizes(r.scans)
	numberNotes(r.scans)
	var out []*content.Page
	for _, s := range r.scans {
		out = append(out, s.page())
	}
	return out, r.err
}

// reader reads one file's pages.
type reader struct {
	ctx   context.Context
	tool  Tool
	file  *pdfium.File
	lang  string  // of the page before
	scans []*scan // pages with words
	err   error   // why the last page that could not be read could not
}

// page draws and reads page n.
func (r *reader) page(n int) {
	s, err := r.scan(n)
	switch {
	case err != nil:
		r.err = fmt.Errorf("page %d: %w", n, err)
	case len(s.lines) > 0:
		r.scans = append(r.scans, s)
	}
}

func (r *reader) scan(n int) (*scan, error) {
	w, h, err := r.file.Size(n)
	if err != nil {
		return nil, err
	}
	img, err := r.file.Render(n, longSide)
	if err != nil {
		return nil, err
	}
	s := &scan{number: n, width: w, height: h, scale: w / float64(img.Rect.Dx()), level: level(img), upright: upright(img)}
	s.erase(img)
	lines, err := r.read(img)
	if err != nil {
		return nil, err
	}
	s.lines = clean(img, lines)
	s.heal(img)
	return s, nil
}

// read reads a picture in the language of the page before, and again where it turns out to be in another: tesseract
// reads no language well while it reckons with two.
func (r *reader) read(img *image.Gray) ([]line, error) {
	lines, err := r.readIn(img, r.lang)
	if l := language(lines); err == nil && l != "" && l != r.lang && slices.Contains(r.tool.Langs, l) {
		r.lang = l
		return r.readIn(img, l)
	}
	return lines, err
}

func (r *reader) readIn(img *image.Gray, lang string) ([]line, error) {
	hocr, err := r.tool.run(r.ctx, img, lang)
	if err != nil {
		return nil, err
	}
	return parse(hocr)
}

// clean drops words that are none and measures the others.
func clean(img *image.Gray, lines []line) (out []line) {
	for _, l := range lines {
		words := l.words[:0]
		for _, w := range l.words {
			if w.text = strings.TrimSpace(w.text); w.text != "" && w.width() > 0 {
				w.stroke = stroke(img, w.box)
				words = append(words, w)
			}
		}
		if l.words = words; len(words) > 0 {
			l.size = l.em()
			l.apart()
			out = append(out, l)
		}
	}
	out = margins(out)
	bold(out)
	return out
}
