package object

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/clausewise/clausewise/pipeline/pdf/lex"
)

// The object layer trusts a cross-reference table: an entry for object 2,000,000,000 makes it ask for a table of that
// length, which ends the process, and a chain of sections that bites its own tail never ends. So the table is read
// here, bounded, and the object layer gets a fresh one of entries that were checked.

// maxObject is the greatest object number that is believed. A file of 5,000 pages has some 100,000 objects.
const maxObject = 2_000_000

// place is where an object stands: at an offset, or inside an object stream.
type place struct {
	at     int // offset of "12 0 obj"; in a stream: the index there
	gen    int
	stream int // number of the object stream; 0: none
}

// xref is a file's table of objects.
type xref struct {
	ctx     context.Context // ends long searches
	data    []byte
	places  map[int]place
	trailer lex.Object
	notes   []string // what was odd
}

// readXref follows the chain of cross-reference sections from the last "startxref".
func readXref(ctx context.Context, data []byte) (*xref, error) {
	x := &xref{ctx: ctx, data: data, places: map[int]place{}}
	i := bytes.LastIndex(data, []byte("startxref"))
	if i < 0 {
		return x, errors.New("no startxref")
	}
	l := lex.New(data)
	l.Seek(i + len("startxref"))
	next := l.Next()
	if next.Kind != lex.Number {
		return x, errors.New("no number after startxref")
	}
	seen := map[int]bool{}
	for at := next.Int(); ; {
		if seen[at] {
			x.notes = append(x.notes, "the chain of cross-reference tables goes in circles")
			break
		}
		seen[at] = true
		dict, err := x.section(at)
		if err != nil {
			return x, err
		}
		if x.trailer.Kind != lex.Dict {
			x.trailer = dict
		}
		if s := dict.Key("XRefStm"); s.Kind == lex.Number && !seen[s.Int()] {
			seen[s.Int()] = true
			if _, err := x.section(s.Int()); err != nil {
				return x, err
			}
		}
		prev := dict.Key("Prev")
		if prev.Kind != lex.Number {
			break
		}
		at = prev.Int()
	}
	return x, nil
}

// section reads the table or stream at offset at; entries that are known already are newer and stay.
func (x *xref) section(at int) (lex.Object, error) {
	if at < 0 || at >= len(x.data) {
		return lex.Object{}, errors.New("cross-reference table outside the file")
	}
	l := lex.NewObjects(x.data)
	l.Seek(at)
	switch o := l.Next(); {
	case o.Kind == lex.Operator && string(o.Bytes) == "xref":
		return x.table(l)
	case o.Kind == lex.Number:
		l.Next()
		l.Next()
		return x.stream(l)
	}
	return lex.Object{}, errors.New("no cross-reference table where the file says")
}

func (x *xref) table(l *lex.Lexer) (lex.Object, error) {
	for {
		o := l.Next()
		if o.Kind == lex.Operator && string(o.Bytes) == "trailer" {
			d := l.Next()
			if d.Kind != lex.Dict {
				return d, errors.New("no trailer")
			}
			return d, nil
		}
		n := l.Next()
		if o.Kind != lex.Number || n.Kind != lex.Number {
			return o, errors.New("cross-reference table breaks off")
		}
		if o.Int()+n.Int() > maxObject {
			x.tooMany()
		}
		for i := range n.Int() {
			off, gen, use := l.Next(), l.Next(), l.Next()
			if use.Kind != lex.Operator {
				return use, errors.New("cross-reference table breaks off")
			}
			if string(use.Bytes) == "n" && off.Int() > 0 {
				x.put(o.Int()+i, place{at: off.Int(), gen: gen.Int()})
			}
		}
	}
}

func (x *xref) put(id int, p place) {
	if id <= 0 || id > maxObject {
		x.tooMany()
		return
	}
	if _, ok := x.places[id]; !ok {
		x.places[id] = p
	}
}

func (x *xref) tooMany() {
	note := fmt.Sprintf("its table of contents names objects over number %d, which were left out", maxObject)
	if !slices.Contains(x.notes, note) {
		x.notes = append(x.notes, note)
	}
}

// stream reads a cross-reference stream; l stands before its dictionary.
func (x *xref) stream(l *lex.Lexer) (lex.Object, error) {
	d := l.Next()
	raw, ok := rawAfter(x.data, l, d)
	if !ok || string(d.Key("Type").Bytes) != "XRef" {
		return d, errors.New("no cross-reference stream where the file says")
	}
	var u unpacker
	data, _, err := u.unpack(raw, filtersOf(d), nil)
	if err != nil {
		return d, err
	}
	var w [3]int
	for i := range w {
		if i < len(d.Key("W").Items) {
			w[i] = min(8, max(0, d.Key("W").Items[i].Int()))
		}
	}
	width := w[0] + w[1] + w[2]
	index := d.Key("Index").Items
	if len(index) < 2 {
		index = []lex.Object{{Kind: lex.Number}, d.Key("Size")}
	}
	for ; len(index) >= 2 && width > 0; index = index[2:] {
		for i := 0; i < index[1].Int() && len(data) >= width; i++ {
			x.entry(index[0].Int()+i, data[:width], w)
			data = data[width:]
		}
	}
	return d, nil
}

func (x *xref) entry(id int, b []byte, w [3]int) {
	field := func(from, n int) (v int) {
		for _, c := range b[from : from+n] {
			v = v<<8 | int(c)
		}
		return v
	}
	kind, a, c := field(0, w[0]), field(w[0], w[1]), field(w[0]+w[1], w[2])
	switch {
	case w[0] == 0 || kind == 1:
		x.put(id, place{at: a, gen: c})
	case kind == 2 && a > 0:
		x.put(id, place{at: c, stream: a})
	}
}

// rawAfter returns the packed bytes of the stream whose dictionary d was just read from l. ok is false when no stream
// follows.
func rawAfter(data []byte, l *lex.Lexer, d lex.Object) (raw []byte, ok bool) {
	if o := l.Next(); d.Kind != lex.Dict || o.Kind != lex.Operator || string(o.Bytes) != "stream" {
		return nil, false
	}
	rest := data[l.Pos():]
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		rest = rest[2:]
	case len(rest) > 0 && (rest[0] == '\n' || rest[0] == '\r'):
		rest = rest[1:]
	}
	if n := d.Key("Length"); n.Kind == lex.Number && n.Int() >= 0 && n.Int() <= len(rest) {
		return measured(rest, n.Int()), true
	}
	return measured(rest, -1), true
}

// measured cuts a stream's bytes at the length the file gives when "endstream" follows there, else at "endstream".
func measured(rest []byte, n int) []byte {
	if n >= 0 && n <= len(rest) {
		after := bytes.TrimLeft(rest[n:min(len(rest), n+16)], "\r\n \t")
		if bytes.HasPrefix(after, []byte("endstream")) {
			return rest[:n]
		}
	}
	if end := bytes.Index(rest, []byte("endstream")); end >= 0 {
		return rest[:end]
	}
	return rest
}

// ids returns the object numbers in order.
func (x *xref) ids() []int {
	ids := make([]int, 0, len(x.places))
	for id := range x.places {
		ids = append(ids, id)
	}
	sort.Ints(ids)
	return ids
}
