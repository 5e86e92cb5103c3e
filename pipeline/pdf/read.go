package pdf

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"github.com/clausewise/clausewise/pipeline/pdf/layout"
	"github.com/clausewise/clausewise/pipeline/pdf/object"
	"github.com/ledongthuc/pdf"
	"golang.org/x/text/unicode/norm"
)

// MediaType is what PDF files are called in Source.MediaType.
const MediaType = "application/pdf"

// Options bounds a reading. The zero Options has no bounds but the package's caps.
type Options struct {
	MaxPages int // pages to read at most; 0: object.MaxPages
}

// The errors that Read returns for a file with nothing to read; test with errors.Is. Their text is made for the user.
var (
	ErrEmpty   = errors.New("the file is empty")
	ErrNotPDF  = errors.New("not a PDF file")
	ErrLocked  = errors.New("needs a password")
	ErrDamaged = errors.New("damaged beyond repair")
	ErrTooBig  = errors.New("larger unpacked than a letter can be")
	ErrNoText  = errors.New("no text layer: scanned; OCR needed")
	ErrCoded   = errors.New("its text can't be decoded, the fonts don't say which letters they show; OCR needed")
	ErrBlank   = errors.New("nothing is on its pages")
)

// Read reads the file held in data, which it doesn't keep. It fills Source.Pages and MediaType, Title, Text, Pages,
// Blocks, Marks and Problems.
//
// Where some pages or parts can't be read, Problems names them and the rest is returned. An error means that there is
// nothing to use; the document then still tells the pages and problems where the file could be opened, and is nil
// where it couldn't. The error wraps ctx's when that ended the reading.
func Read(ctx context.Context, data []byte, opt Options) (*consult.Document, error) {
	if len(data) == 0 {
		return nil, ErrEmpty
	}
	f, err := object.Open(ctx, data)
	if err != nil {
		return nil, openError(err)
	}
	r := reader{file: f, doc: &consult.Document{Source: consult.Source{MediaType: MediaType}}}
	pages, err := f.Pages()
	if len(pages) == 0 {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	r.doc.Source.Pages = len(pages)
	r.doc.Title = title(f)
	for _, n := range f.Notes {
		r.problem("pdf.repaired", 0, "%s", n)
	}
	if err != nil {
		r.problem("pdf.pages", 0, "not all pages could be read: %v", err)
	}
	if opt.MaxPages > 0 && len(pages) > opt.MaxPages {
		r.problem("pdf.pages", 0, "only the first %d of %d pages were read", opt.MaxPages, len(pages))
		pages = pages[:opt.MaxPages]
	}
	r.pages(ctx, pages)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading stopped: %w", err)
	}
	return r.doc, r.finish()
}

// reader is one reading.
type reader struct {
	file   *object.File
	doc    *consult.Document
	layout layout.Layout
	coded  int     // letters that could not be decoded
	images float64 // area
}

func (r *reader) problem(code string, page int, format string, args ...any) {
	r.doc.Problems = append(r.doc.Problems, consult.Problem{Code: code, Page: page, Text: fmt.Sprintf(format, args...)})
}

// pages runs and lays out the pages.
func (r *reader) pages(ctx context.Context, pages []object.Page) {
	in := content.New(ctx, r.file)
	for i, p := range pages {
		if ctx.Err() != nil {
			return
		}
		page := in.Page(p, i+1)
		r.coded += page.Undecoded
		r.images += page.ImageArea
		r.doc.Pages = append(r.doc.Pages, consult.Page{
			Number: i + 1, Width: page.Width, Height: page.Height, Reader: "own", Signals: pageSignals(page),
		})
		for _, s := range page.Problems {
			r.problem("pdf.page", i+1, "page %d: %s", i+1, s)
		}
		if r.layout.Add(page) {
			r.problem("pdf.page", i+1, "page %d: more than %d lines, cut", i+1, layout.MaxRows)
		}
		if err := in.Err(); err != nil {
			r.problem("pdf.cap", i+1, "reading stopped on page %d: %v", i+1, err)
			return
		}
	}
}

// finish builds the document and says what was odd about it; its error tells why there is no text.
func (r *reader) finish() error {
	if r.file.Cut {
		r.problem("pdf.cap", 0, "a stream holds more than %d MB unpacked and was cut", object.MaxStream>>20)
	}
	r.layout.Build(r.doc)
	garbled(r.doc)
	for _, p := range r.doc.Pages {
		r.doc.Problems = append(r.doc.Problems, signalProblems(p)...)
	}
	switch {
	case r.doc.Text != "":
		return nil
	case r.coded > 0:
		return ErrCoded
	case r.images == 0:
		return ErrBlank
	}
	return ErrNoText
}

// title returns the title among the file's properties, "" where a program put its own words there.
func title(f *object.File) string {
	v := object.Key(f.Trailer(), "Info", "Title")
	if v.Kind() != pdf.String {
		return ""
	}
	s := norm.NFC.String(strings.Join(strings.Fields(content.TextString([]byte(v.RawString()))), " "))
	low := strings.ToLower(s)
	for _, p := range []string{"microsoft word", "untitled", "about:blank", "file:", "document"} {
		if strings.HasPrefix(low, p) {
			return ""
		}
	}
	return s
}

func openError(err error) error {
	switch {
	case errors.Is(err, object.ErrNotPDF):
		return ErrNotPDF
	case errors.Is(err, object.ErrLocked):
		return ErrLocked
	case errors.Is(err, object.ErrTooLarge):
		return ErrTooBig
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("reading stopped: %w", err)
	}
	return fmt.Errorf("%w (%s)", ErrDamaged, strings.TrimPrefix(err.Error(), object.ErrDamaged.Error()+": "))
}

func itoa(n int) string { return strconv.Itoa(n) }
