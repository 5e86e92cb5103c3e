package content

import (
	"context"
	"fmt"
	"sync"

	"github.com/clausewise/clausewise/pipeline/pdf/font"
	"github.com/clausewise/clausewise/pipeline/pdf/lex"
	"github.com/clausewise/clausewise/pipeline/pdf/object"
	"github.com/ledongthuc/pdf"
)

// The caps on one document. Letters use a thousandth of them.
const (
	MaxOperators = 20_000_000
	MaxGlyphs    = 4_000_000
	MaxPage      = 300_000 // glyphs on one page
	MaxForms     = 20_000
	maxFormDepth = 12
	maxSaved     = 512
)

// Interpreter runs the pages of one file. It keeps fonts from page to page and belongs to one goroutine.
type Interpreter struct {
	file  *object.File
	ctx   context.Context
	fonts map[string]*font.Font
	kinds map[string]xobject

	unknowns map[*font.Char]string // what stands for letters that no table tells

	operators, glyphs, forms int
	stop                     error // set when a cap is met

	page  *Page
	paper Page // what page points to, its memory kept
	base  matrix
	buf   []byte
	lexer lex.Lexer
	args  []lex.Object
	state state
	saved []state
	path  path
	marks []mark
	style Style // of everything drawn now: an annotation
	form  int   // depth
}

// state is the graphics state as far as text needs it.
type state struct {
	ctm           matrix
	tm, line      matrix
	font          *font.Font
	size          float64
	charSpace     float64
	wordSpace     float64
	scale         float64
	leading, rise float64
	mode          int
	width         float64
}

// mark is an open marked-content sequence.
type mark struct {
	actual   string
	replaces bool
	artifact bool
	start    int // glyphs before it
}

// New returns an interpreter for the pages of f.
func New(ctx context.Context, f *object.File) *Interpreter {
	m := memories.Get().(*memory)
	return &Interpreter{file: f, ctx: ctx, fonts: map[string]*font.Font{}, kinds: map[string]xobject{}, unknowns: map[*font.Char]string{}, paper: m.paper, buf: m.buf}
}

// memory is what an interpreter leaves for the next file's: a page's glyphs are most of what a reading allocates.
type memory struct {
	paper Page
	buf   []byte
}

var memories = sync.Pool{New: func() any { return &memory{} }}

// Close gives the interpreter's memory back. Neither it nor its last page may be used afterwards.
func (in *Interpreter) Close() {
	m := &memory{}
	if cap(in.paper.Glyphs) < 30_000 { // an unusual file's would stay for ever
		clear(in.paper.Glyphs[:cap(in.paper.Glyphs)])
		m.paper = Page{Glyphs: in.paper.Glyphs[:0], Rules: in.paper.Rules[:0], Dots: in.paper.Dots[:0]}
	}
	if cap(in.buf) < 4<<20 {
		m.buf = in.buf[:0]
	}
	in.paper, in.page, in.buf = Page{}, nil, nil
	memories.Put(m)
}

// Err returns the cap that was met, by name, or the context's error; nil when there was none.
func (in *Interpreter) Err() error { return in.stop }

// Page runs page number n. The page is good until the next call, which takes back its memory. What a damaged page still shows is returned, with the damage among its problems.
func (in *Interpreter) Page(p object.Page, n int) (out *Page) {
	in.paper = Page{Number: n, Glyphs: in.paper.Glyphs[:0], Rules: in.paper.Rules[:0], Dots: in.paper.Dots[:0]}
	out = &in.paper
	in.page = out
	in.base, out.Width, out.Height = view(p.Box, p.Rotate)
	defer func() {
		if x := recover(); x != nil {
			out.Damaged = true
			out.Problems = append(out.Problems, fmt.Sprintf("the page breaks off: %v", x))
		}
	}()
	in.start()
	data, err := in.contents(object.Key(p.Dict, "Contents"))
	if err != nil {
		out.Damaged = !in.file.Cut
		out.Problems = append(out.Problems, fmt.Sprintf("its content is damaged: %v", err))
	}
	in.run(data, p.Resources)
	in.annotations(p.Dict)
	out.dropUnknown()
	return out
}

func (in *Interpreter) start() {
	in.state = state{ctm: in.base, tm: identity, line: identity, scale: 1, width: 1}
	in.saved, in.marks, in.style, in.form = in.saved[:0], in.marks[:0], 0, 0
}

// contents joins a page's streams with a blank between them: an operator may not run over, but words have been seen to.
func (in *Interpreter) contents(v pdf.Value) (data []byte, err error) {
	data = in.buf[:0]
	if v.Kind() == pdf.Array {
		for i := range min(v.Len(), 10_000) {
			var e error
			if data, e = in.file.Bytes(object.Index(v, i), data); e != nil {
				err = e
			}
			data = append(data, '\n')
			if len(data) > object.MaxStream {
				return data[:object.MaxStream], fmt.Errorf("longer than %d MB, cut", object.MaxStream>>20)
			}
		}
	} else if !v.IsNull() {
		data, err = in.file.Bytes(v, data)
	}
	in.buf = data
	return data, err
}

// run executes a content stream with its resources.
func (in *Interpreter) run(data []byte, res pdf.Value) {
	outer, outerArgs := in.lexer, in.args
	if in.form > 0 {
		in.lexer, in.args = lex.Lexer{}, nil
	}
	in.lexer.Restart(data)
	in.args = in.args[:0]
	r := resources{dict: res}
	for in.stop == nil {
		o := in.lexer.Next()
		if o.Kind == lex.EOF {
			break
		}
		if o.Kind != lex.Operator {
			if len(in.args) < 64 {
				in.args = append(in.args, o)
			}
			if in.operators++; in.operators > MaxOperators {
				in.stop = fmt.Errorf("more than %d million drawing operators", MaxOperators/1_000_000)
			}
			continue
		}
		in.count()
		in.operator(string(o.Bytes), &r)
		in.args = in.args[:0]
		in.lexer.Reset()
	}
	if in.lexer.Deep {
		in.note("lists are nested too deep, cut")
	}
	if in.form > 0 {
		in.lexer, in.args = outer, outerArgs
	}
}

func (in *Interpreter) count() {
	in.operators++
	if in.operators&0xFFF == 0 && in.ctx.Err() != nil {
		in.stop = in.ctx.Err()
	}
	if in.operators > MaxOperators {
		in.stop = fmt.Errorf("more than %d million drawing operators", MaxOperators/1_000_000)
	}
}

// num returns argument i as a number, counted from the last one needed, n in all, so that stray operands before them
// do no harm.
func (in *Interpreter) num(i, n int) float64 {
	if k := len(in.args) - n + i; k >= 0 && k < len(in.args) {
		return in.args[k].Num
	}
	return 0
}

func (in *Interpreter) matrix() matrix {
	n := func(i int) float64 { return in.num(i, 6) }
	return matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
}

func (in *Interpreter) last() lex.Object {
	if len(in.args) == 0 {
		return lex.Object{}
	}
	return in.args[len(in.args)-1]
}

func (in *Interpreter) operator(op string, r *resources) {
	s := &in.state
	switch op {
	case "Tj":
		in.show(in.last().Bytes)
	case "TJ":
		in.showArray(in.last().Items)
	case "Tm":
		s.tm = in.matrix()
		s.line = s.tm
	case "Td":
		in.move(in.num(0, 2), in.num(1, 2))
	case "TD":
		s.leading = -in.num(1, 2)
		in.move(in.num(0, 2), in.num(1, 2))
	case "T*":
		in.move(0, -s.leading)
	case "'":
		in.move(0, -s.leading)
		in.show(in.last().Bytes)
	case "\"":
		s.wordSpace, s.charSpace = in.num(0, 3), in.num(1, 3)
		in.move(0, -s.leading)
		in.show(in.last().Bytes)
	case "BT":
		s.tm, s.line = identity, identity
	case "Tf":
		if len(in.args) >= 2 {
			s.font, s.size = in.font(r, string(in.args[len(in.args)-2].Bytes)), in.num(1, 2)
		}
	case "Tc":
		s.charSpace = in.num(0, 1)
	case "Tw":
		s.wordSpace = in.num(0, 1)
	case "Tz":
		s.scale = in.num(0, 1) / 100
	case "TL":
		s.leading = in.num(0, 1)
	case "Ts":
		s.rise = in.num(0, 1)
	case "Tr":
		s.mode = int(in.num(0, 1))
	case "q":
		if len(in.saved) < maxSaved {
			in.saved = append(in.saved, *s)
		}
	case "Q":
		if n := len(in.saved); n > 0 {
			*s = in.saved[n-1]
			in.saved = in.saved[:n-1]
		}
	case "cm":
		s.ctm = in.matrix().mul(s.ctm)
	case "w":
		s.width = in.num(0, 1)
	case "gs":
		in.extState(r)
	case "Do":
		in.do(r)
	case "BI":
		in.inlineImage()
	case "BMC", "BDC":
		in.beginMark(r, op == "BDC")
	case "EMC":
		in.endMark()
	default:
		in.paint(op)
	}
}
