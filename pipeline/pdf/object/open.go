// Package object opens PDF files over ledongthuc/pdf's object layer and heals what that layer can't read.
//
// The object layer resolves references and reads dictionaries, arrays and streams' places. Around it stand, here: the
// reading of the cross-reference table, bounded and checked, with every object looked for where the table is damaged;
// object streams unpacked once; decryption with the empty password; stream filters; and the page tree. The object layer
// then reads a view of the file in memory: the file's own bytes, and behind them what was unpacked and a plain table.
package object

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/clausewise/clausewise/pipeline/pdf/lex"
	"github.com/ledongthuc/pdf"
)

// Open opens a file held in memory, which it keeps. It returns ErrNotPDF, ErrLocked, ErrTooLarge, ErrDamaged, or ctx's
// error.
func Open(ctx context.Context, data []byte) (*File, error) {
	start := bytes.Index(data[:min(len(data), 4096)], []byte("%PDF-"))
	if start < 0 {
		return nil, ErrNotPDF
	}
	f := &File{}
	x, damaged := tableOf(ctx, data, start)
	if refTo(x.trailer.Key("Root")) == 0 && !damaged {
		return nil, fmt.Errorf("%w: no catalog", ErrDamaged)
	}
	f.Notes = x.notes
	key, err := x.crypt()
	if err != nil {
		return nil, err
	}
	more, err := x.rewrite(key, damaged)
	if err != nil {
		return nil, err
	}
	f.view = &view{data: x.data, more: more}
	f.r, err = pdf.NewReader(f.view, int64(len(x.data)+len(more)))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return f, nil
}

// tableOf reads the file's table of objects, first with offsets counted from the header, then from the file's start,
// and rebuilds it where neither is sound.
func tableOf(ctx context.Context, data []byte, start int) (x *xref, damaged bool) {
	for _, d := range [][]byte{data[start:], data} {
		var err error
		if x, err = readXref(ctx, d); err == nil && x.check() {
			return x, false
		}
		if start == 0 {
			break
		}
	}
	if undone := textMode(data[start:]); len(undone) < len(data)-start {
		if x, err := readXref(ctx, undone); err == nil && x.check() {
			x.notes = append(x.notes, "it was damaged by a transfer as text and mended")
			return x, true
		}
	}
	x, _ = readXref(ctx, data[start:])
	x.check()
	x.rebuild()
	return x, true
}

// crypt returns the file's decryption, nil when it isn't encrypted.
func (x *xref) crypt() (*crypt, error) {
	d := x.trailer.Key("Encrypt")
	if id := refTo(d); id > 0 {
		l := lex.NewObjects(x.data)
		l.Seek(x.places[id].at)
		l.Next()
		l.Next()
		l.Next()
		d = l.Next()
		delete(x.places, id) // its strings are not encrypted, and nobody needs it any more
	}
	if d.Kind != lex.Dict {
		return nil, nil
	}
	var id []byte
	if ids := x.trailer.Key("ID").Items; len(ids) > 0 {
		id = ids[0].Bytes
	}
	return newCrypt(d, id)
}

// view shows the file and what was appended to it as one, with the header that the object layer insists on.
type view struct{ data, more []byte }

const header = "%PDF-1.7\n"

func (v *view) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	if off >= 0 && off < int64(len(v.data)) {
		n = copy(p, v.data[off:])
		if off < int64(len(header)) {
			copy(p[:n], header[off:])
		}
	}
	if rest := off + int64(n) - int64(len(v.data)); rest >= 0 && n < len(p) && rest < int64(len(v.more)) {
		n += copy(p[n:], v.more[rest:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// from returns the bytes from offset at on: the file's or the appended ones.
func (v *view) from(at int) []byte {
	switch {
	case at < 0 || at >= len(v.data)+len(v.more):
		return nil
	case at < len(v.data):
		return v.data[at:]
	}
	return v.more[at-len(v.data):]
}
