package pdf

import (
	"context"
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"github.com/clausewise/clausewise/pipeline/pdf/layout"
	"github.com/clausewise/clausewise/pipeline/pdf/object"
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
	ErrCoded   = errors.New("its text can't be decoded, the fonts don't say which letters they show; OCR needed")
	ErrNoText  = errors.New("no text layer: scanned; OCR needed")
)

// Read reads the file held in data. It fills Source.Pages and MediaType, Text, Pages, Blocks, Marks and Problems.
// Where some pages or parts can't be read, Problems names them and the rest is returned; an error means that nothing
// could be read.
func Read(ctx context.Context, data []byte, opt Options) (*consult.Document, error) {
	if len(data) == 0 {
		return nil, ErrEmpty
	}
	f, err := object.Open(data)
	if err != nil {
		return nil, openError(err)
	}
	tree, treeErr := f.Pages()
	if len(tree) == 0 {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, treeErr)
	}
	doc := &consult.Document{Source: consult.Source{MediaType: MediaType, Pages: len(tree)}}
	problem := func(code string, page int, format string, args ...any) {
		doc.Problems = append(doc.Problems, consult.Problem{Code: code, Page: page, Text: fmt.Sprintf(format, args...)})
	}
	if treeErr != nil {
		problem("pdf.pages", 0, "not all pages could be read: %v", treeErr)
	}
	if opt.MaxPages > 0 && len(tree) > opt.MaxPages {
		problem("pdf.pages", 0, "only the first %d of %d pages were read", opt.MaxPages, len(tree))
		tree = tree[:opt.MaxPages]
	}
	in := content.New(ctx, f)
	var l layout.Layout
	coded := 0
	for i, p := range tree {
		page := in.Page(p, i+1)
		l.Add(page)
		coded += page.Undecoded
		doc.Pages = append(doc.Pages, consult.Page{Number: i + 1, Width: page.Width, Height: page.Height, Reader: "own"})
		for _, s := range page.Problems {
			problem("pdf.page", i+1, "page %d: %s", i+1, s)
		}
		if err := in.Err(); err != nil {
			problem("pdf.cap", i+1, "reading stopped on page %d: %v", i+1, err)
			break
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading stopped: %w", err)
	}
	if f.Cut {
		problem("pdf.cap", 0, "a stream holds more than %d MB unpacked and was cut", object.MaxStream>>20)
	}
	for _, n := range f.Notes {
		problem("pdf.repaired", 0, "%s", n)
	}
	l.Build(doc)
	switch {
	case doc.Text == "" && coded > 0:
		return doc, ErrCoded
	case doc.Text == "":
		return doc, ErrNoText
	}
	return doc, nil
}

func openError(err error) error {
	for from, to := range map[error]error{object.ErrNotPDF: ErrNotPDF, object.ErrLocked: ErrLocked} {
		if errors.Is(err, from) {
			return to
		}
	}
	return fmt.Errorf("%w: %v", ErrDamaged, err)
}
