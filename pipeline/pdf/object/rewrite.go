package object

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/clausewise/clausewise/pipeline/pdf/lex"
)

// maxUnpacked bounds what all object streams of a file may hold together.
const maxUnpacked = 192 << 20

// rewriter appends to a file what the object layer should see in its place: the objects of object streams in the open,
// decrypted objects, and a plain cross-reference table.
type rewriter struct {
	x      *xref
	key    *crypt
	out    []byte
	base   int         // offset of out[0] in the rewritten file
	at     map[int]int // object to its offset
	pages  []int       // objects that say they are pages
	sizes  int
	pack   unpacker
	opened map[int]*objectStream
}

// objectStream is an unpacked object stream.
type objectStream struct {
	data    []byte
	ids, at []int
	sorted  []int       // at, in order
	index   map[int]int // number to place in ids
}

// rewrite returns the bytes to append to x.data.
func (x *xref) rewrite(key *crypt, damaged bool) ([]byte, error) {
	w := rewriter{x: x, key: key, base: len(x.data), at: make(map[int]int, len(x.places)), opened: map[int]*objectStream{}}
	w.out = append(w.out, '\n')
	for _, id := range x.ids() {
		if err := x.ctx.Err(); err != nil {
			return nil, err
		}
		p := x.places[id]
		switch {
		case p.stream > 0:
			w.fromStream(id, p)
		case key != nil:
			w.decrypted(id, p)
		default:
			w.at[id] = p.at
		}
		if w.sizes > maxUnpacked {
			return nil, fmt.Errorf("%w: object streams hold more than %d MB", ErrTooLarge, maxUnpacked>>20)
		}
	}
	if damaged {
		w.findPages()
	}
	w.table()
	return w.out, nil
}

func (w *rewriter) begin(id int) {
	w.at[id] = w.base + len(w.out)
	w.out = strconv.AppendInt(w.out, int64(id), 10)
	w.out = append(w.out, " 0 obj\n"...)
}

// fromStream copies an object out of its object stream. The table's index is only a hint; the stream's own list counts.
func (w *rewriter) fromStream(id int, p place) {
	s := w.open(p.stream)
	if s == nil {
		return
	}
	i := p.at
	if i >= len(s.ids) || s.ids[i] != id {
		var ok bool
		if i, ok = s.index[id]; !ok {
			return
		}
	}
	w.begin(id)
	w.out = append(w.out, s.data[s.at[i]:s.end(i)]...)
	w.out = append(w.out, "\nendobj\n"...)
}

// end returns where object i ends: where the next one begins.
func (s *objectStream) end(i int) int {
	j, _ := slices.BinarySearch(s.sorted, s.at[i]+1)
	if j < len(s.sorted) {
		return s.sorted[j]
	}
	return len(s.data)
}

func (w *rewriter) open(id int) *objectStream {
	if s, ok := w.opened[id]; ok {
		return s
	}
	w.opened[id] = nil
	d, raw, ok := w.x.streamAt(id)
	if !ok {
		return nil
	}
	if w.key != nil {
		raw = w.key.stream(id, w.x.places[id].gen, d, raw)
	}
	s := w.pack.objects(d, raw)
	if s != nil {
		w.sizes += len(s.data)
	}
	w.opened[id] = s
	return s
}

// objects unpacks an object stream.
func (u *unpacker) objects(d lex.Object, raw []byte) *objectStream {
	data, _, err := u.unpack(raw, filtersOf(d), nil)
	if err != nil && len(data) == 0 {
		return nil
	}
	s := &objectStream{data: data, index: map[int]int{}}
	l, first := lex.New(data), d.Key("First").Int()
	for range min(d.Key("N").Int(), len(data)) {
		id, at := l.Next(), l.Next()
		if id.Kind != lex.Number || at.Kind != lex.Number || l.Pos() > first+1 {
			break
		}
		if a := first + at.Int(); a >= 0 && a <= len(data) {
			s.index[id.Int()] = len(s.ids)
			s.ids, s.at = append(s.ids, id.Int()), append(s.at, a)
		}
	}
	s.sorted = slices.Sorted(slices.Values(s.at))
	return s
}

// streamAt returns dictionary and packed bytes of stream object id.
func (x *xref) streamAt(id int) (d lex.Object, raw []byte, ok bool) {
	p, known := x.places[id]
	if !known || p.stream > 0 {
		return d, nil, false
	}
	l := lex.NewObjects(x.data)
	l.Seek(p.at)
	l.Next()
	l.Next()
	l.Next()
	d = l.Next()
	raw, ok = rawAfter(x.data, l, d)
	return d, raw, ok
}

// streamIndex returns the numbers of the objects in object stream id.
func (x *xref) streamIndex(id int) []int {
	d, raw, ok := x.streamAt(id)
	if !ok {
		return nil
	}
	var u unpacker
	if s := u.objects(d, raw); s != nil {
		return s.ids
	}
	return nil
}

// decrypted writes object id anew with its strings and its stream in the clear.
func (w *rewriter) decrypted(id int, p place) {
	l := lex.NewObjects(w.x.data)
	l.Seek(p.at)
	l.Next()
	l.Next()
	l.Next()
	v := l.Next()
	raw, isStream := rawAfter(w.x.data, l, v)
	w.begin(id)
	if !isStream {
		w.value(v, id, p.gen, 0)
		w.out = append(w.out, "\nendobj\n"...)
		return
	}
	if string(v.Key("Type").Bytes) != "XRef" {
		raw = w.key.stream(id, p.gen, v, raw)
	}
	items := append([]lex.Object(nil), v.Items...)
	for i := 0; i+1 < len(items); i += 2 {
		if string(items[i].Bytes) == "Length" {
			items[i+1] = lex.Object{Kind: lex.Number, Num: float64(len(raw))}
		}
	}
	w.value(lex.Object{Kind: lex.Dict, Items: items}, id, p.gen, 0)
	w.out = append(w.out, "\nstream\n"...)
	w.out = append(w.out, raw...)
	w.out = append(w.out, "\nendstream\nendobj\n"...)
}

// value writes o in PDF syntax, its strings decrypted.
func (w *rewriter) value(o lex.Object, id, gen, depth int) {
	switch o.Kind {
	case lex.Number:
		w.out = strconv.AppendFloat(w.out, o.Num, 'f', -1, 64)
	case lex.String:
		w.out = fmt.Appendf(w.out, "<%x>", w.key.bytes(id, gen, o.Bytes))
	case lex.Name:
		w.out = appendName(w.out, o.Bytes)
	case lex.Operator:
		if n := refTo(o); n > 0 {
			w.out = fmt.Appendf(w.out, "%d 0 R", n)
		} else {
			w.out = append(w.out, "null"...)
		}
	case lex.Array, lex.Dict:
		open, shut := "[", "]"
		if o.Kind == lex.Dict {
			open, shut = "<<", ">>"
		}
		w.out = append(w.out, open...)
		for _, it := range o.Items {
			w.value(it, id, gen, depth+1)
			w.out = append(w.out, ' ')
		}
		w.out = append(w.out, shut...)
	case lex.Bool:
		w.out = strconv.AppendBool(w.out, o.Num != 0)
	default:
		w.out = append(w.out, "null"...)
	}
}

func appendName(out, name []byte) []byte {
	out = append(out, '/')
	for _, c := range name {
		if c <= ' ' || c > 126 || bytes.IndexByte([]byte("()<>[]{}/%#"), c) >= 0 {
			out = fmt.Appendf(out, "#%02x", c)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// findPages lists the objects that say they are pages, for files whose page tree is lost.
func (w *rewriter) findPages() {
	for _, id := range w.x.ids() {
		at := w.at[id]
		src := w.x.data
		if at >= w.base {
			at, src = at-w.base, w.out
		}
		head := src[at:min(len(src), at+1500)]
		if end := bytes.Index(head, []byte("endobj")); end > 0 {
			head = head[:end]
		}
		if i := bytes.Index(head, []byte("/Page")); i >= 0 && bytes.Contains(head, []byte("/Type")) {
			for ; i >= 0; i = nextPage(head, i) {
				if i+5 < len(head) && bytes.IndexByte([]byte(" \r\n\t/>"), head[i+5]) >= 0 {
					w.pages = append(w.pages, id)
					break
				}
			}
		}
	}
	sort.SliceStable(w.pages, func(i, j int) bool { return w.at[w.pages[i]] < w.at[w.pages[j]] })
}

func nextPage(b []byte, i int) int {
	j := bytes.Index(b[i+1:], []byte("/Page"))
	if j < 0 {
		return -1
	}
	return i + 1 + j
}

// table writes the cross-reference table and the trailer.
func (w *rewriter) table() {
	ids := make([]int, 0, len(w.at))
	for id := range w.at {
		ids = append(ids, id)
	}
	sort.Ints(ids)
	start := w.base + len(w.out)
	w.out = append(w.out, "xref\n"...)
	for i := 0; i < len(ids); {
		j := i + 1
		for j < len(ids) && ids[j] == ids[j-1]+1 {
			j++
		}
		w.out = fmt.Appendf(w.out, "%d %d\n", ids[i], j-i)
		for _, id := range ids[i:j] {
			gen := 0
			if w.at[id] < w.base {
				gen = w.x.places[id].gen
			}
			w.out = fmt.Appendf(w.out, "%010d %05d n \n", w.at[id], gen)
		}
		i = j
	}
	size := 1
	if len(ids) > 0 {
		size = ids[len(ids)-1] + 1
	}
	w.out = fmt.Appendf(w.out, "trailer\n<</Size %d", size)
	if root := refTo(w.x.trailer.Key("Root")); root > 0 {
		gen := 0
		if w.at[root] < w.base {
			gen = w.x.places[root].gen
		}
		w.out = fmt.Appendf(w.out, " /Root %d %d R", root, gen)
	}
	if info := refTo(w.x.trailer.Key("Info")); w.at[info] > 0 {
		w.out = fmt.Appendf(w.out, " /Info %d 0 R", info)
	}
	if len(w.pages) > 0 {
		w.out = append(w.out, " /FoundPages ["...)
		for _, id := range w.pages {
			w.out = fmt.Appendf(w.out, "%d %d R ", id, w.x.places[id].gen)
		}
		w.out = append(w.out, ']')
	}
	w.out = fmt.Appendf(w.out, ">>\nstartxref\n%d\n%%%%EOF", start)
}
