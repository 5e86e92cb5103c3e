// Package lex reads PDF syntax (numbers, strings, names, arrays, dictionaries, operators) from bytes in memory.
//
// Content streams, character maps and object headers are all written in this syntax. The lexer never fails: what it
// can't understand becomes an operator or is skipped, because a reader of letters wants the rest of the page. It
// allocates only when strings hold escapes, and for arrays; [Lexer.Reset] takes that memory back.
package lex

// Kind is the kind of an [Object].
type Kind uint8

// The kinds of object. An Operator is any bare word: a content operator, "obj", "R", "endobj".
const (
	EOF Kind = iota
	Number
	String
	Name
	Operator
	Array
	Dict
	Bool
	Null
	closer // "]" or ">>" where an object was expected; never leaves the package
)

// Object is one piece of syntax.
type Object struct {
	Kind  Kind
	Num   float64  // Number; Bool: 1 is true
	Bytes []byte   // String (decoded), Name (without the slash), Operator
	Items []Object // Array: the elements; Dict: key, value, key, value
}

// Int returns the number as an integer, cut to the range of an int32 so that sums of such numbers are safe.
func (o Object) Int() int {
	const limit = 1 << 31
	return int(max(-limit, min(limit, o.Num)))
}

// Key returns the value of a dictionary's key; the zero Object when there is none.
func (o Object) Key(name string) Object {
	if o.Kind != Dict {
		return Object{}
	}
	for i := 0; i+1 < len(o.Items); i += 2 {
		if string(o.Items[i].Bytes) == name {
			return o.Items[i+1]
		}
	}
	return Object{}
}

// maxList is the number of elements that are kept of all open lists; a page's strings have some hundreds.
const maxList = 200_000

// maxDepth bounds nested arrays and dictionaries; deeper ones are read flat. Real files nest fewer than ten.
const maxDepth = 100

// Lexer reads objects one after another. The zero Lexer reads nothing.
type Lexer struct {
	data  []byte
	pos   int
	depth int
	bytes []byte   // decoded strings
	items []Object // elements of arrays and dictionaries
	stack []Object // elements of those still open
	refs  bool

	Deep bool // something was nested deeper than is read
}

// New returns a lexer over data. Objects it returns may share data's memory.
func New(data []byte) *Lexer { return &Lexer{data: data} }

// NewObjects returns a lexer that reads "12 0 R" as one Operator object "R" whose Num is 12.
func NewObjects(data []byte) *Lexer { return &Lexer{data: data, refs: true} }

// Restart makes l read data from its start, keeping its memory.
func (l *Lexer) Restart(data []byte) {
	l.data, l.pos, l.depth, l.Deep = data, 0, 0, false
	l.stack = l.stack[:0]
	l.Reset()
}

// Reset takes back the memory of all objects returned so far.
func (l *Lexer) Reset() { l.bytes, l.items = l.bytes[:0], l.items[:0] }

// Pos returns the offset of the next byte to read.
func (l *Lexer) Pos() int { return l.pos }

// Seek goes to offset pos.
func (l *Lexer) Seek(pos int) { l.pos = max(0, min(pos, len(l.data))) }

// Next reads one object.
func (l *Lexer) Next() Object {
	for {
		o := l.next()
		if o.Kind != closer {
			return o
		}
	}
}

func (l *Lexer) next() Object {
	l.space()
	if l.pos >= len(l.data) {
		return Object{}
	}
	c := l.data[l.pos]
	switch {
	case c == '(':
		return Object{Kind: String, Bytes: l.literal()}
	case c == '/':
		l.pos++
		return Object{Kind: Name, Bytes: l.name()}
	case c == '[':
		l.pos++
		return l.list(Array)
	case c == '<':
		if l.peek(1) == '<' {
			l.pos += 2
			return l.list(Dict)
		}
		return Object{Kind: String, Bytes: l.hex()}
	case c == ']' || c == '}' || c == '{' || c == ')':
		l.pos++
		return Object{Kind: closer, Num: float64(c)}
	case c == '>':
		l.pos++
		if l.pos < len(l.data) && l.data[l.pos] == '>' {
			l.pos++
		}
		return Object{Kind: closer, Num: '>'}
	case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
		return l.number()
	}
	return l.word()
}

func (l *Lexer) peek(n int) byte {
	if l.pos+n < len(l.data) {
		return l.data[l.pos+n]
	}
	return 0
}

func (l *Lexer) space() {
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		if c == '%' {
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
			continue
		}
		if class[c] != white {
			return
		}
		l.pos++
	}
}

// list reads elements up to the closing bracket. Elements are gathered on the stack, so that lists inside lists keep
// theirs together, and move to items when the list is complete.
func (l *Lexer) list(k Kind) Object {
	if l.depth >= maxDepth {
		l.Deep = true
		return Object{Kind: Null}
	}
	l.depth++
	base := len(l.stack)
	for {
		o := l.next()
		if o.Kind == EOF || o.Kind == closer && (k == Dict) == (o.Num == '>') {
			break
		}
		if o.Kind == closer {
			continue
		}
		if l.refs && o.Kind == Operator && string(o.Bytes) == "R" && len(l.stack) >= base+2 {
			o.Num = l.stack[len(l.stack)-2].Num
			l.stack = l.stack[:len(l.stack)-2]
		}
		if len(l.stack) < maxList {
			l.stack = append(l.stack, o)
		}
	}
	l.depth--
	at := len(l.items)
	l.items = append(l.items, l.stack[base:]...)
	l.stack = l.stack[:base]
	return Object{Kind: k, Items: l.items[at:len(l.items):len(l.items)]}
}

func (l *Lexer) word() Object {
	start := l.pos
	for l.pos < len(l.data) && class[l.data[l.pos]] == regular {
		l.pos++
	}
	if l.pos == start {
		l.pos++
	}
	w := l.data[start:l.pos]
	switch string(w) {
	case "true":
		return Object{Kind: Bool, Num: 1}
	case "false":
		return Object{Kind: Bool}
	case "null":
		return Object{Kind: Null}
	}
	return Object{Kind: Operator, Bytes: w}
}
