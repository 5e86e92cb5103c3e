package object

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/pdf/lex"
	"github.com/ledongthuc/pdf"
)

// The ways in which a file can fail as a whole.
var (
	ErrNotPDF   = errors.New("not a PDF file")
	ErrLocked   = errors.New("needs a password")
	ErrDamaged  = errors.New("damaged beyond repair")
	ErrTooLarge = errors.New("larger than the caps allow")
)

// MaxStream is the size, unpacked, at which a stream is cut.
const MaxStream = 64 << 20

// File is an open PDF file.
type File struct {
	Notes []string // what was odd about the file and was healed
	Cut   bool     // a stream was longer than MaxStream

	r    *pdf.Reader
	view *view
	pack unpacker
}

// Reader returns the object layer.
func (f *File) Reader() *pdf.Reader { return f.r }

// Trailer returns the file's trailer dictionary.
func (f *File) Trailer() pdf.Value { return f.r.Trailer() }

// Key follows a path of dictionary keys. The object layer panics on objects it can't read; here they are null.
func Key(v pdf.Value, path ...string) (out pdf.Value) {
	defer func() {
		if recover() != nil {
			out = pdf.Value{}
		}
	}()
	for _, k := range path {
		v = v.Key(k)
	}
	return v
}

// Index returns an array's element, null where it can't be read.
func Index(v pdf.Value, i int) (out pdf.Value) {
	defer func() {
		if recover() != nil {
			out = pdf.Value{}
		}
	}()
	return v.Index(i)
}

// Bytes returns the unpacked bytes of a stream, appended to dst.
func (f *File) Bytes(v pdf.Value, dst []byte) (out []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			out, err = dst, fmt.Errorf("stream: %v", x)
		}
	}()
	if v.Kind() != pdf.Stream {
		return dst, errors.New("stream missing")
	}
	raw, err := f.raw(v)
	if err != nil {
		return dst, err
	}
	out, cut, err := f.pack.unpack(raw, filters(v), dst)
	f.Cut = f.Cut || cut
	return out, err
}

// Head returns the first n unpacked bytes of a stream, or as many as there are.
func (f *File) Head(v pdf.Value, n int) (out []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			out, err = nil, fmt.Errorf("stream: %v", x)
		}
	}()
	if v.Kind() != pdf.Stream {
		return nil, errors.New("stream missing")
	}
	raw, err := f.raw(v)
	if err != nil {
		return nil, err
	}
	u := unpacker{most: n}
	out, _, err = u.unpack(raw, filters(v), nil)
	return out, err
}

// raw returns the stream's bytes as they stand in the file. The object layer knows the offset and tells it only in
// its printed form: "<<…>>@1234". The length is believed only when "endstream" follows.
func (f *File) raw(v pdf.Value) ([]byte, error) {
	s := v.String()
	at, err := strconv.Atoi(s[strings.LastIndexByte(s, '@')+1:])
	rest := f.view.from(at)
	if err != nil || rest == nil {
		return nil, errors.New("stream outside the file")
	}
	return measured(rest, int(Key(v, "Length").Int64())), nil
}

// filter is one step of a stream's packing.
type filter struct {
	name                           string
	predictor, colors, bits, width int
	early                          bool
}

func filters(v pdf.Value) []filter {
	names, params := first(v, "Filter", "F"), first(v, "DecodeParms", "DP")
	switch names.Kind() {
	case pdf.Name:
		if params.Kind() == pdf.Array {
			params = Index(params, 0)
		}
		return []filter{newFilter(names.Name(), params)}
	case pdf.Array:
		var out []filter
		for i := range min(names.Len(), 8) {
			p := params
			if params.Kind() == pdf.Array {
				p = Index(params, i)
			}
			out = append(out, newFilter(Index(names, i).Name(), p))
		}
		return out
	}
	return nil
}

func first(v pdf.Value, keys ...string) pdf.Value {
	for _, k := range keys {
		if x := Key(v, k); !x.IsNull() {
			return x
		}
	}
	return pdf.Value{}
}

func newFilter(name string, p pdf.Value) filter {
	f := filter{name: name, predictor: 1, colors: 1, bits: 8, width: 1, early: true}
	if p.Kind() != pdf.Dict {
		return f
	}
	set := func(key string, to *int) {
		if x := Key(p, key); x.Kind() == pdf.Integer {
			*to = int(x.Int64())
		}
	}
	set("Predictor", &f.predictor)
	set("Colors", &f.colors)
	set("BitsPerComponent", &f.bits)
	set("Columns", &f.width)
	f.early = Key(p, "EarlyChange").Kind() != pdf.Integer || Key(p, "EarlyChange").Int64() != 0
	return f
}

// filtersOf is filters for a dictionary read by the lexer.
func filtersOf(d lex.Object) []filter {
	names, params := d.Key("Filter"), d.Key("DecodeParms")
	if names.Kind == lex.Name {
		names = lex.Object{Kind: lex.Array, Items: []lex.Object{names}}
	}
	var out []filter
	for i, n := range names.Items {
		p := params
		if p.Kind == lex.Array && i < len(p.Items) {
			p = p.Items[i]
		}
		f := filter{name: string(n.Bytes), predictor: 1, colors: 1, bits: 8, width: 1, early: true}
		for key, to := range map[string]*int{"Predictor": &f.predictor, "Colors": &f.colors, "BitsPerComponent": &f.bits, "Columns": &f.width} {
			if v := p.Key(key); v.Kind == lex.Number {
				*to = v.Int()
			}
		}
		if e := p.Key("EarlyChange"); e.Kind == lex.Number {
			f.early = e.Num != 0
		}
		out = append(out, f)
	}
	return out
}
