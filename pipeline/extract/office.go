package extract

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/docx"
	"github.com/clausewise/clausewise/pipeline/markup/odt"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
	"github.com/clausewise/clausewise/pipeline/markup/rtf"
)

var docxKind = &kind{media: docx.MediaType, holds: "a Word file", ext: []string{"docx", "docm", "dotx"}, is: isDOCX, read: readDOCX}

var odtKind = &kind{media: odt.MediaType, holds: "an OpenDocument text", ext: []string{"odt", "ott"}, is: isODT, read: readODT}

var rtfKind = &kind{media: rtf.MediaType, holds: "Rich Text", ext: []string{"rtf"}, is: func(_, head []byte) bool { return rtf.Is(head) }, read: readRTF}

func isZip(_, head []byte) bool { return starts("PK\x03\x04", "PK\x05\x06")(nil, head) }

// members opens data as an archive; nil when it is none.
func members(data []byte) *parts.Archive {
	if !isZip(nil, data) {
		return nil
	}
	a, err := parts.Open(data)
	if err != nil {
		return nil
	}
	return a
}

func isDOCX(data, _ []byte) bool {
	a := members(data)
	return a != nil && docx.Main(a) != ""
}

func readDOCX(_ context.Context, b *markup.Builder, name string, data []byte) (*consult.Document, error) {
	a, err := parts.Open(data)
	if err == nil {
		err = docx.Read(b, a)
	}
	if err != nil {
		return nil, damaged(name, "docx", "Word file", err)
	}
	return b.Document(), nil
}

func isODT(data, _ []byte) bool {
	a := members(data)
	return a != nil && odt.Is(a)
}

func readODT(_ context.Context, b *markup.Builder, name string, data []byte) (*consult.Document, error) {
	a, err := parts.Open(data)
	if err == nil {
		err = odt.Read(b, a)
	}
	if errors.Is(err, odt.ErrLocked) {
		return nil, locked(name)
	}
	if err != nil {
		return nil, damaged(name, "odt", "OpenDocument text", err)
	}
	return b.Document(), nil
}

func readRTF(_ context.Context, b *markup.Builder, _ string, data []byte) (*consult.Document, error) {
	rtf.Read(b, data)
	return b.Document(), nil
}

func locked(name string) error {
	return &Error{Code: "file.encrypted", Text: fmt.Sprintf("%s needs a password. Ask for a copy that is not locked.", base(name))}
}

// damaged says of a file made of parts why it could not be read.
func damaged(name, code, what string, err error) error {
	var c *parts.CapError
	if errors.As(err, &c) {
		return &Error{Code: code + ".cap", Text: fmt.Sprintf("%s was not read: %s. Send the letter as PDF.", base(name), c.What), Err: err}
	}
	return &Error{Code: code + ".damaged", Text: fmt.Sprintf("%s is a damaged %s (%v). Open it and save it again, or send it as PDF.", base(name), what, err), Err: err}
}

// isOther tells archives that are files of other programs.
func isOther(part string) func(data, head []byte) bool {
	return func(data, _ []byte) bool {
		a := members(data)
		if a == nil {
			return false
		}
		for _, n := range a.Names() {
			if strings.HasPrefix(n, part) {
				return true
			}
		}
		return false
	}
}
