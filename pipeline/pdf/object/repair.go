package object

import (
	"bytes"
	"strconv"

	"github.com/clausewise/clausewise/pipeline/pdf/lex"
)

// check drops entries that don't point at their object and reports whether there were any.
func (x *xref) check() (sound bool) {
	sound = true
	for id, p := range x.places {
		if p.stream == 0 && !startsObject(x.data, p.at, id) {
			delete(x.places, id)
			sound = false
		}
	}
	root := x.trailer.Key("Root")
	_, known := x.places[refTo(root)]
	return sound && known
}

// startsObject reports whether "id gen obj" stands at offset at, white space in front allowed.
func startsObject(data []byte, at, id int) bool {
	if at < 0 || at >= len(data) {
		return false
	}
	b := bytes.TrimLeft(data[at:min(len(data), at+32)], "\x00\t\n\f\r ")
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	got, err := strconv.Atoi(string(b[:n]))
	return err == nil && got == id
}

// refTo returns the number of the object that o refers to; 0 when it is no reference.
func refTo(o lex.Object) int {
	if o.Kind == lex.Operator && string(o.Bytes) == "R" {
		return o.Int()
	}
	return 0
}

// textMode undoes what a transfer as text did to a file: every line feed became two bytes.
func textMode(data []byte) []byte {
	n := bytes.Count(data, []byte("\n"))
	if n < 100 || bytes.Count(data, []byte("\r\n")) < n {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

// rebuild finds every "12 0 obj" in the file, the last of a number counting, and the trailers. What the file's own
// table said stays where it was sound.
func (x *xref) rebuild() {
	x.notes = append(x.notes, "its table of contents is damaged and was rebuilt")
	found := map[int]place{}
	for at := 0; ; {
		i := bytes.Index(x.data[at:], []byte("obj"))
		if i < 0 {
			break
		}
		i, at = at+i, at+i+3
		if id, gen, start, ok := objectHead(x.data, i); ok && id <= maxObject {
			found[id] = place{at: start, gen: gen}
		}
	}
	for id, p := range found {
		if _, ok := x.places[id]; !ok {
			x.places[id] = p
		}
	}
	for _, id := range x.ids() {
		if p := x.places[id]; p.stream == 0 && x.ctx.Err() == nil {
			x.learn(id, p)
		}
	}
	for at := 0; refTo(x.trailer.Key("Root")) == 0; {
		i := bytes.Index(x.data[at:], []byte("trailer"))
		if i < 0 {
			break
		}
		at += i + len("trailer")
		l := lex.NewObjects(x.data)
		l.Seek(at)
		if d := l.Next(); d.Kind == lex.Dict && refTo(d.Key("Root")) > 0 {
			x.trailer = d
		}
	}
}

// objectHead reads "12 0" backwards from the "obj" at offset i.
func objectHead(data []byte, i int) (id, gen, start int, ok bool) {
	number := func(end int) (n, from int) {
		for end > 0 && (data[end-1] == ' ' || data[end-1] == '\n' || data[end-1] == '\r' || data[end-1] == '\t') {
			end--
		}
		from = end
		for from > 0 && data[from-1] >= '0' && data[from-1] <= '9' && end-from < 10 {
			from--
		}
		n, err := strconv.Atoi(string(data[from:end]))
		if err != nil {
			return -1, from
		}
		return n, from
	}
	gen, at := number(i)
	id, start = number(at)
	return id, gen, start, gen >= 0 && gen < 65536 && id > 0 && at < i && start < at
}

// learn looks into a found object: an object stream lists more objects, a cross-reference stream is a trailer, and a
// catalog can stand in for one.
func (x *xref) learn(id int, p place) {
	head := x.data[p.at:min(len(x.data), p.at+400)]
	kind := func(s string) bool {
		return bytes.Contains(head, []byte("/Type /"+s)) || bytes.Contains(head, []byte("/Type/"+s))
	}
	switch {
	case kind("ObjStm"):
		for i, inner := range x.streamIndex(id) {
			if _, ok := x.places[inner]; !ok && inner > 0 && inner <= maxObject {
				x.places[inner] = place{at: i, stream: id}
			}
		}
	case kind("XRef"):
		l := lex.NewObjects(x.data)
		l.Seek(p.at)
		l.Next()
		l.Next()
		l.Next()
		if d := l.Next(); refTo(d.Key("Root")) > 0 {
			x.trailer = d
		}
	case kind("Catalog") && refTo(x.trailer.Key("Root")) == 0:
		ref := lex.Object{Kind: lex.Operator, Bytes: []byte("R"), Num: float64(id)}
		x.trailer = lex.Object{Kind: lex.Dict, Items: append(x.trailer.Items, lex.Object{Kind: lex.Name, Bytes: []byte("Root")}, ref)}
	}
}
