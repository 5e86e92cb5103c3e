package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/pdf"
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
	{pdf.ErrNoText, "pdf.image", "has no text layer: its pages are images, as from a scanner. Run it through OCR and give the result."},
}

func readPDF(ctx context.Context, _ *markup.Builder, name string, data []byte) (*consult.Document, error) {
	d, err := pdf.Read(ctx, data, pdf.Options{})
	if err == nil {
		return d, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, f := range pdfFaults {
		if errors.Is(err, f.err) {
			return nil, &Error{Code: f.code, Text: fmt.Sprintf("%s %s", base(name), f.say), Err: err}
		}
	}
	return nil, &Error{Code: "pdf.damaged", Text: fmt.Sprintf("%s could not be read (%v). Ask for the file again, or print it to PDF anew.", base(name), err), Err: err}
}
