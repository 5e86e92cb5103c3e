package pdf

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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
	MaxPages int       // pages to read at most; 0: object.MaxPages
	Others   []Another // asked in this order for pages that our own reader reads poorly
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
	c := chain{ctx: ctx, data: data, opt: opt, pages: map[int]reread{}}
	r, err := c.run()
	if e := ctx.Err(); e != nil {
		return nil, fmt.Errorf("reading stopped: %w", e)
	}
	if err != nil {
		return nil, err
	}
	c.says(r)
	return r.doc, c.because(r.err())
}

// reader is one reading of all pages, some of which others may have read.
type reader struct {
	file   *object.File // nil where it can't be opened, and others read all pages
	doc    *consult.Document
	layout layout.Layout
	states []state
	coded  int     // letters that could not be decoded
	images float64 // area
}

// state is what is known of a page as it was read last.
type state struct {
	signals []string
	letters int
}

func (s state) has(signals ...string) bool { return has(s.signals, signals...) }

func has(list []string, any ...string) bool {
	return slices.ContainsFunc(any, func(s string) bool { return slices.Contains(list, s) })
}

// read opens the file and reads its pages, taking those of c.pages for what they are.
func (c *chain) read() (*reader, error) {
	r := &reader{doc: &consult.Document{Source: consult.Source{MediaType: MediaType}}}
	pages, err := r.open(c.ctx, c.data)
	if err != nil {
		if len(c.pages) == 0 || !errors.Is(err, ErrDamaged) {
			return nil, err
		}
		pages = make([]object.Page, slices.Max(slices.Collect(maps.Keys(c.pages))))
		r.problem("pdf.repaired", 0, "the file is damaged; its pages were found by another reader")
	}
	r.doc.Source.Pages = len(pages)
	if n := c.opt.MaxPages; n > 0 && len(pages) > n {
		r.problem("pdf.pages", 0, "only the first %d of %d pages were read", n, len(pages))
		pages = pages[:n]
	}
	r.pages(c.ctx, pages, c.pages)
	if r.file != nil && r.file.Cut {
		r.problem("pdf.cap", 0, "a stream holds more than %d MB unpacked and was cut", object.MaxStream>>20)
	}
	r.layout.Build(r.doc)
	if r.layout.Guessed {
		r.problem("pdf.guessed", 0, "a font lacks some letters, or doesn't tell them; they were guessed from the words they stand in: compare quotes with the page")
	}
	r.garbled()
	return r, nil
}

// open opens the file and lists its pages.
func (r *reader) open(ctx context.Context, data []byte) ([]object.Page, error) {
	f, err := object.Open(ctx, data)
	if err != nil {
		return nil, openError(err)
	}
	pages, err := f.Pages()
	if len(pages) == 0 {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	r.file, r.doc.Title = f, title(f)
	for _, n := range f.Notes {
		r.problem("pdf.repaired", 0, "%s", n)
	}
	if err != nil {
		r.problem("pdf.pages", 0, "not all pages could be read: %v", err)
	}
	return pages, nil
}

func (r *reader) problem(code string, page int, format string, args ...any) {
	r.doc.Problems = append(r.doc.Problems, consult.Problem{Code: code, Page: page, Text: fmt.Sprintf(format, args...)})
}

// pages runs and lays out the pages.
func (r *reader) pages(ctx context.Context, pages []object.Page, others map[int]reread) {
	in := content.New(ctx, r.file)
	defer in.Close()
	for i, p := range pages {
		if ctx.Err() != nil {
			return
		}
		if o, ok := others[i+1]; ok {
			r.add(o.page, o.by.Name, o.why)
			continue
		}
		if r.file == nil {
			r.add(&content.Page{Number: i + 1}, "own", nil)
			continue
		}
		r.add(in.Page(p, i+1), "own", nil)
		if err := in.Err(); err != nil {
			r.problem("pdf.cap", i+1, "reading stopped on page %d: %v", i+1, err)
			return
		}
	}
}

// add lays out a page that was read by the reader named, because of the signals why.
func (r *reader) add(page *content.Page, by string, why []string) {
	now := state{signals: pageSignals(page), letters: letters(page)}
	r.coded += page.Undecoded
	r.images += page.ImageArea
	r.states = append(r.states, now)
	r.doc.Pages = append(r.doc.Pages, consult.Page{
		Number: page.Number, Width: page.Width, Height: page.Height, Reader: by, Signals: union(why, now.signals),
	})
	for _, s := range page.Problems {
		r.problem("pdf.page", page.Number, "page %d: %s", page.Number, s)
	}
	if r.layout.Add(page) {
		r.problem("pdf.page", page.Number, "page %d: more than %d lines, cut", page.Number, layout.MaxRows)
	}
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// poor lists the pages whose signals ask for another reader.
func (r *reader) poor() []int {
	return r.lacking(SignalScanned, SignalDrawn, SignalUndecoded, SignalGarbled, SignalDamaged)
}

// lacking lists the pages with one of the signals.
func (r *reader) lacking(signals ...string) (out []int) {
	for i, s := range r.states {
		if s.has(signals...) {
			out = append(out, i+1)
		}
	}
	return out
}

// err tells why there is no text.
func (r *reader) err() error {
	switch {
	case r.doc.Text != "":
		return nil
	case r.coded > 0:
		return ErrCoded
	case r.images == 0 && len(r.lacking(SignalDrawn)) == 0:
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
