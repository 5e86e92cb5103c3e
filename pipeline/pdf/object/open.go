// Package object opens a PDF file over ledongthuc/pdf's object layer and heals what that layer can't read.
package object

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/ledongthuc/pdf"
)

// Open opens a file held in memory.
func Open(data []byte) (*File, error) {
	start := bytes.Index(data[:min(len(data), 4096)], []byte("%PDF-"))
	if start < 0 {
		return nil, ErrNotPDF
	}
	data = data[start:]
	if end := bytes.LastIndex(data, []byte("%%EOF")); end >= 0 {
		data = data[:end+5]
	}
	v := &view{data: data}
	r, err := pdf.NewReader(v, int64(len(data)))
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword):
		return nil, ErrLocked
	case err != nil:
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return &File{r: r, data: data, encrypted: !r.Trailer().Key("Encrypt").IsNull()}, nil
}

// view shows the file with the header that the object layer insists on.
type view struct{ data []byte }

const header = "%PDF-1.7\n"

func (v *view) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= int64(len(v.data)) {
		return 0, io.EOF
	}
	n := copy(p, v.data[off:])
	if off < int64(len(header)) {
		copy(p[:n], header[off:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
