// Package rtf reads Rich Text: paragraphs, styles of letters, headings by their outline level, tables, footnotes, typed
// list markers and tracked changes.
//
// RTF is a stream of groups and control words. A group whose first word is unknown and marked \* is skipped whole, as
// are fonts, colours, styles, pictures and fields' instructions. Characters come as bytes of a code page (\'e6), as
// Unicode (\u230?), which drags along as many replacement characters as \uc says, or plain.
package rtf

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/clausewise/clausewise/pipeline/markup"
)

// MediaType is what Rich Text files are called.
const MediaType = "application/rtf"

// maxDepth is how deep groups may be nested.
const maxDepth = 1000

// Is reports whether data begin as Rich Text does.
func Is(head []byte) bool { return bytes.HasPrefix(head, []byte(`{\rtf`)) }

// state is what a group inherits and its end restores.
type state struct {
	style  markup.Style
	size   float64
	skip   bool // what stands here is no text
	uc     int  // replacement characters after \u
	hidden bool
	note   bool // inside a footnote
	list   bool // inside a list marker
	head   int  // outline level + 1
	margin bool // inside a comment in the margin
	name   bool // inside the name of who wrote a comment
	names  bool // inside the list of who changed words
}

type reader struct {
	b       *markup.Builder
	page    *charmap.Charmap
	st      state
	stack   []state
	text    strings.Builder
	para    markup.Para
	eat     int    // replacement characters still to drop
	high    rune   // first half of a surrogate pair
	label   string // the open list marker
	notes   []markup.Para
	hold    []markup.Para // outer paragraphs while a note is read
	count   int
	inRow   bool
	cells   [][]markup.Para // cells of the open row
	rows    [][][]markup.Para
	table   int
	filled  int // cells met
	letters int // bytes of text met
	margin
	first bool // the next control word is the first of its group
	star  bool
}

// Read reads Rich Text into b.
func Read(b *markup.Builder, data []byte) {
	r := &reader{b: b, page: charmap.Windows1252}
	r.st.uc, r.st.size = 1, 12
	r.run(data)
	r.endPara()
	r.endTable()
	for _, p := range r.notes {
		b.Append(p)
	}
	r.say()
}

func (r *reader) run(data []byte) {
	for i := 0; i < len(data) && !r.b.Full(); {
		if r.letters > markup.MaxText {
			r.b.Problem("rtf.cap", "Not all of the file was read: it holds more text than a letter of 700 pages.")
			return
		}
		switch c := data[i]; c {
		case '{':
			r.flush()
			if len(r.stack) >= maxDepth {
				r.b.Problem("rtf.cap", "Not all of the file was read: its groups are nested more than 1000 deep.")
				return
			}
			r.stack = append(r.stack, r.st)
			r.first, r.star = true, false
			i++
		case '}':
			r.close()
			i++
		case '\\':
			i += r.control(data[i:])
		case '\r', '\n', 0:
			i++
		default:
			r.first = false
			r.char(rune(c), c)
			i++
		}
	}
	r.flush()
}

func (r *reader) close() {
	r.flush()
	n := len(r.stack)
	if n == 0 {
		return
	}
	was := r.st
	r.st = r.stack[n-1]
	r.stack = r.stack[:n-1]
	r.first, r.star, r.high = false, false, 0
	if was.note && !r.st.note {
		r.endNote()
	}
	r.leave(was)
	if was.list && !r.st.list {
		r.label = strings.TrimSpace(r.label)
	}
}

// char takes one character; b is its byte where it came as one.
func (r *reader) char(c rune, b byte) {
	if r.eat > 0 {
		r.eat--
		return
	}
	if r.st.skip || r.st.hidden {
		return
	}
	if b >= 0x80 {
		c = r.page.DecodeByte(b)
	}
	switch {
	case r.st.list:
		r.label += string(c)
		return
	case r.st.name || r.st.names:
		r.heard += string(c)
		return
	}
	r.text.WriteRune(c)
}

// flush ends the run of letters in one style.
func (r *reader) flush() {
	if r.text.Len() == 0 {
		return
	}
	s := r.text.String()
	r.text.Reset()
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	r.letters += len(s) + 7 // a run has its price, however short
	r.para.Runs = append(r.para.Runs, markup.Run{Text: s, Style: r.st.style, Size: r.st.size})
}

// control reads a control word or symbol at the head of data and returns its length.
func (r *reader) control(data []byte) int {
	if len(data) < 2 {
		return 1
	}
	c := data[1]
	switch {
	case c == '\'':
		if len(data) < 4 {
			return len(data)
		}
		r.first = false
		if b := unhex(data[2])<<4 | unhex(data[3]); b >= ' ' {
			r.char(rune(b), b)
		}
		return 4
	case c == '*':
		r.star = true
		return 2
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		return r.word(data)
	}
	r.first = false
	switch c {
	case '~':
		r.char(' ', 0)
	case '_':
		r.char('-', 0)
	case '{', '}', '\\':
		r.char(rune(c), c)
	case '\r', '\n':
		r.endPara()
	}
	return 2
}

func unhex(b byte) byte {
	switch {
	case b >= '0' && b <= '9':
		return b - '0'
	case b >= 'a' && b <= 'f':
		return b - 'a' + 10
	case b >= 'A' && b <= 'F':
		return b - 'A' + 10
	}
	return 0
}

// word reads a control word with its number.
func (r *reader) word(data []byte) int {
	i := 1
	for i < len(data) && i < 40 && (data[i]|0x20 >= 'a' && data[i]|0x20 <= 'z') {
		i++
	}
	name := string(data[1:i])
	n, has, neg := 0, false, false
	if i < len(data) && data[i] == '-' {
		neg = true
		i++
	}
	for i < len(data) && data[i] >= '0' && data[i] <= '9' {
		if n < 100_000_000 {
			n = n*10 + int(data[i]-'0')
		}
		has = true
		i++
	}
	if neg {
		n = -n
	}
	if i < len(data) && data[i] == ' ' {
		i++
	}
	if name == "bin" && n > 0 {
		return min(len(data), i+n)
	}
	r.do(name, n, has)
	r.first = false
	return i
}

func (r *reader) style(s markup.Style, n int, has bool) {
	r.flush()
	r.st.style &^= s
	if !has || n != 0 {
		r.st.style |= s
	}
}

// do acts on a control word.
func (r *reader) do(name string, n int, has bool) {
	if r.first && r.group(name) {
		return
	}
	if r.character(name, n) {
		return
	}
	switch name {
	case "b":
		r.style(markup.Bold, n, has)
	case "i":
		r.style(markup.Italic, n, has)
	case "ul", "ulw", "uld":
		r.style(markup.Underline, n, has)
	case "ulnone":
		r.style(markup.Underline, 0, true)
	case "strike", "striked":
		r.style(markup.Struck, n, has)
	case "deleted", "revised":
		r.changed = r.changed || !has || n != 0
		r.style(map[string]markup.Style{"deleted": markup.Struck, "revised": markup.Inserted}[name], n, has)
	case "revauth", "revauthdel":
		r.by(n)
	case "super":
		r.style(markup.Raised, n, has)
	case "nosupersub":
		r.style(markup.Raised, 0, true)
	case "fs":
		r.flush()
		if n > 0 && n < 1000 {
			r.st.size = math.Round(float64(n)*5) / 10
		}
	case "plain":
		r.flush()
		r.st.style, r.st.size, r.st.hidden = 0, 12, false
	case "v":
		r.flush()
		r.st.hidden = !has || n != 0
	default:
		r.structure(name, n)
	}
}

// character reads the control words that stand for characters.
func (r *reader) character(name string, n int) bool {
	switch name {
	case "u":
		r.unicode(n)
	case "uc":
		r.st.uc = min(max(n, 0), 16)
	case "tab", "emspace", "enspace", "qmspace":
		r.char(' ', 0)
	case "line":
		r.char('\n', 0)
	case "emdash":
		r.char('—', 0)
	case "endash":
		r.char('–', 0)
	case "bullet":
		r.char('•', 0)
	case "lquote":
		r.char('‘', 0)
	case "rquote":
		r.char('’', 0)
	case "ldblquote":
		r.char('“', 0)
	case "rdblquote":
		r.char('”', 0)
	default:
		return false
	}
	return true
}

func (r *reader) unicode(n int) {
	if n < 0 {
		n += 65536
	}
	c := rune(n)
	if c > utf8.MaxRune {
		c = utf8.RuneError
	}
	switch {
	case utf16.IsSurrogate(c) && c < 0xdc00:
		r.high = c
	case utf16.IsSurrogate(c):
		r.char(utf16.DecodeRune(r.high, c), 0)
		r.high = 0
	case c >= ' ':
		r.char(c, 0)
	}
	r.eat = r.st.uc
}

var pages = map[int]*charmap.Charmap{437: charmap.CodePage437, 850: charmap.CodePage850, 865: charmap.CodePage865, 1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254, 1257: charmap.Windows1257, 10000: charmap.Macintosh}

// structure reads the control words of paragraphs and tables.
func (r *reader) structure(name string, n int) {
	switch name {
	case "par", "sect", "page":
		r.endPara()
	case "pard":
		r.flush()
		r.st.head = 0
		r.inRow = false
	case "outlinelevel":
		r.st.head = min(max(n, 0), 8) + 1
	case "intbl":
		r.inRow = true
	case "cell", "nestcell":
		r.endCell()
	case "row", "nestrow":
		r.endRow()
	case "ansicpg":
		if p := pages[n]; p != nil {
			r.page = p
		}
	case "mac":
		r.page = charmap.Macintosh
	case "chftn":
		r.mark()
	}
}
