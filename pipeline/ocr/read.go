package ocr

import (
	"context"
	"fmt"
	"image"
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
		return nil, err
	}
	defer f.Close()
	if pages == nil {
		for n := range f.Pages() {
			pages = append(pages, n+1)
		}
	}
	if len(pages) > MaxPages {
		pages, err = pages[:MaxPages], fmt.Errorf("OCR reads no more than %d pages of a file", MaxPages)
	}
	scans, e := readPages(ctx, tool, f, pages, step)
	if e != nil {
		err = e
	}
	evenSizes(scans)
	var out []*content.Page
	for _, s := range scans {
		if len(s.lines) > 0 {
			out = append(out, s.page())
		}
	}
	return out, err
}

// readPages reads as many of the pages as it can; its error is the last page's that failed.
func readPages(ctx context.Context, tool Tool, f *pdfium.File, pages []int, step func()) (scans []*scan, err error) {
	for _, n := range pages {
		s, e := readPage(ctx, tool, f, n)
		if ctx.Err() != nil {
			return scans, ctx.Err()
		}
		if e != nil {
			err = fmt.Errorf("page %d: %w", n, e)
			continue
		}
		scans = append(scans, s)
		step()
	}
	return scans, err
}

func readPage(ctx context.Context, tool Tool, f *pdfium.File, n int) (*scan, error) {
	w, h, err := f.Size(n)
	if err != nil {
		return nil, err
	}
	img, err := f.Render(n, longSide)
	if err != nil {
		return nil, err
	}
	hocr, err := tool.run(ctx, img, tool.Langs)
	if err != nil {
		return nil, err
	}
	lines, err := parse(hocr)
	if err != nil {
		return nil, err
	}
	return &scan{number: n, width: w, height: h, scale: w / float64(img.Rect.Dx()), lines: clean(img, lines)}, nil
}

// clean drops words that are none and heals what is misread.
func clean(_ *image.Gray, lines []line) (out []line) {
	for _, l := range lines {
		words := l.words[:0]
		for _, w := range l.words {
			if w.text = strings.TrimSpace(w.text); w.text != "" && w.width() > 0 {
				words = append(words, w)
			}
		}
		if l.words = words; len(words) > 0 {
			out = append(out, l)
		}
	}
	return out
}
