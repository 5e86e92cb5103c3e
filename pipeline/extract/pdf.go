package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/ocr"
	"github.com/clausewise/clausewise/pipeline/pdf"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"github.com/clausewise/clausewise/pipeline/pdfium"
)

var pdfKind = &kind{media: pdf.MediaType, holds: "a PDF", ext: []string{"pdf"}, is: isPDF, read: readPDF}

// isPDF reports whether a PDF header stands in the first kilobyte, where readers look for it.
func isPDF(_, head []byte) bool { return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) }

// pdfFaults says of each of the reader's errors what the user can do.
var pdfFaults = []struct {
	err       error
	code, say string
}{
	{pdf.ErrEmpty, "file.empty", "is empty. Ask for the file again."},
	{pdf.ErrNotPDF, "pdf.damaged", "begins like a PDF but isn't one. Ask for the file again."},
	{pdf.ErrLocked, "pdf.encrypted", "needs a password. Ask for a copy that is not locked."},
	{pdf.ErrDamaged, "pdf.damaged", "is damaged beyond repair. Ask for the file again, or print it to PDF anew."},
	{ocr.ErrMissing, "ocr.missing", "has no text that can be read: its pages are pictures, as from a scanner, or don't tell their letters. " + install},
	{ocr.ErrSlow, "ocr.time", "is a picture that took too long to read. Run again when the machine has less to do, or ask for the text."},
	{pdf.ErrNoText, "pdf.image", "has no text layer: its pages are pictures, as from a scanner, and OCR found no words in them. Ask for the text, or for a better scan."},
	{pdf.ErrCoded, "pdf.coded", "doesn't tell which letters it shows, and OCR found no words in it. Print it to PDF anew."},
	{pdf.ErrBlank, "pdf.blank", "shows nothing: its pages are empty. Check that the right file was sent."},
}

// readers are asked, in this order, for the pages that the PDF reader reads poorly.
var readers = []pdf.Another{
	{
		Name: "pdfium", Read: readPDFium,
		Says: func(pages string) consult.Problem {
			return consult.Problem{Code: "page.pdfium", Text: pages + " could not be read in the usual way and came from PDFium; compare quotes with the page"}
		},
		Failed: func(error, string) consult.Problem { return consult.Problem{} },
	},
	{
		Name: "ocr", Read: readOCR,
		Says:   ocrSays,
		Failed: ocrFailed,
	},
}

func readPDFium(ctx context.Context, data []byte, pages []int) (out []*content.Page, err error) {
	Progressed(ctx)
	f, err := pdfium.Open(ctx, data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	Progressed(ctx) // the first time, PDFium had to be compiled
	if pages == nil {
		for n := range min(f.Pages(), 5000) {
			pages = append(pages, n+1)
		}
	}
	for _, n := range pages {
		p, e := f.Page(n)
		if e != nil {
			err = e
			continue
		}
		Progressed(ctx)
		out = append(out, p)
	}
	return out, err
}

func readOCR(ctx context.Context, data []byte, pages []int) ([]*content.Page, error) {
	Progressed(ctx)
	return ocr.Read(ctx, data, pages, func() { Progressed(ctx) })
}

const install = "Install tesseract-ocr with its Danish (Debian: apt install tesseract-ocr tesseract-ocr-dan tesseract-ocr-eng) and run again."

func ocrSays(pages string) consult.Problem {
	p := consult.Problem{Code: "page.ocr", Text: pages + " read by OCR; compare quotes with the page"}
	if t, err := ocr.Find(); err == nil && !t.Danish() {
		p.Text += ". Danish letters are lost, because tesseract's Danish is missing. " + install
	}
	return p
}

func ocrFailed(err error, pages string) consult.Problem {
	if errors.Is(err, ocr.ErrMissing) {
		return consult.Problem{Code: "ocr.missing", Text: pages + " without text that can be read: pictures, or letters that the file doesn't tell. " + install}
	}
	return consult.Problem{Code: "ocr.failed", Text: fmt.Sprintf("%s without text that can be read, and OCR could not help: %v", pages, err)}
}

func readPDF(ctx context.Context, _ *markup.Builder, name string, data []byte) (*consult.Document, error) {
	d, err := pdf.Read(ctx, data, pdf.Options{Others: readers})
	if err == nil {
		return d, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, f := range pdfFaults {
		if errors.Is(err, f.err) {
			return nil, &Error{Code: f.code, Text: fmt.Sprintf("%s %s%s", base(name), f.say, met(d)), Err: err}
		}
	}
	return nil, &Error{Code: "pdf.damaged", Text: fmt.Sprintf("%s could not be read (%v). Ask for the file again, or print it to PDF anew.", base(name), err), Err: err}
}

// met says which cap or fault a reading that gave nothing has met first, "" when none.
func met(d *consult.Document) string {
	if d == nil {
		return ""
	}
	for _, p := range d.Problems {
		if p.Code == "pdf.cap" || p.Code == "pdf.page" || p.Code == "pdf.pages" {
			return fmt.Sprintf(" (%s.)", p.Text)
		}
	}
	return ""
}
