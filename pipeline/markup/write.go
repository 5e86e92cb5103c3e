package markup

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// clean brings text to the form that analyzers read: NFC, no soft hyphens, no invisible characters, no-break spaces as
// blanks.
func clean(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || s[i] < ' ' && s[i] != '\n' && s[i] != '\t' && s[i] != '\r' {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2064' || r == '\ufeff':
			return -1
		case r == '\n' || r == '\t' || r == '\r':
			return r
		case r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			return '\n'
		case unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return norm.NFC.String(s)
}

// writer writes paragraphs as one text with blocks and marks.
type writer struct {
	doc  *consult.Document
	text []byte
	gap  bool // white space is due before the next word

	sheets []int
}

// write also returns the page of each block, by the file's page breaks.
func write(ps []Para) (*consult.Document, []int) {
	w := writer{doc: &consult.Document{Pages: []consult.Page{{Number: 1}}}}
	for i := range ps {
		w.block(&ps[i])
	}
	w.doc.Text = string(w.text)
	sort.SliceStable(w.doc.Marks, func(i, j int) bool { return w.doc.Marks[i].Start < w.doc.Marks[j].Start })
	return w.doc, w.sheets
}

func (w *writer) block(p *Para) {
	size := len(w.text)
	if size > 0 {
		w.text = append(w.text, "\n\n"...)
	}
	start, marks := len(w.text), len(w.doc.Marks)
	b := consult.Block{Kind: p.Kind, Level: p.Level, Label: p.Label, Table: p.Table, Row: p.Row, Col: p.Col,
		Size: p.letters(), Bold: p.share(Bold) > 0.5}
	if b.Kind == "" {
		b.Kind = consult.Paragraph
	}
	w.gap = false
	if b.Kind == consult.ListItem && p.Label != "" && !p.folded {
		w.text = append(append(w.text, p.Label...), ' ')
		b.Body = len(w.text)
	}
	for _, r := range p.Runs {
		w.run(r, start)
	}
	b.Span = consult.Span{Start: start, End: len(w.text)}
	if b.Empty() || b.Body == b.End {
		w.text, w.doc.Marks = w.text[:size], w.doc.Marks[:marks]
		return
	}
	if p.folded {
		b.Body = w.body(b)
	}
	w.doc.Blocks = append(w.doc.Blocks, b)
	w.sheets = append(w.sheets, p.Page)
}

// body returns where the words after a printed marker begin; 0 when there are none.
func (w *writer) body(b consult.Block) int {
	s := string(w.text[b.Start:b.End])
	i := len(s) - len(strings.TrimLeft(s, "[( "))
	switch {
	case strings.HasPrefix(s, b.Label):
		i = len(b.Label)
	case strings.HasPrefix(s[i:], b.Label):
		i += len(b.Label)
	case strings.HasPrefix(s, superscript(b.Label)):
		i = len(superscript(b.Label))
	default:
		return 0
	}
	j := i + len(s[i:]) - len(strings.TrimLeftFunc(s[i:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".):]\t", r) }))
	if j >= len(s) {
		return 0
	}
	return b.Start + j
}

// run appends a run, collapsing white space over the borders of runs, and leaves marks on it.
func (w *writer) run(r Run, start int) {
	note := false
	text := clean(r.Text)
	if r.Style&Raised != 0 {
		if s, ok := raise(text, w.text[start:]); ok {
			text, note = s, !unit(w.text[start:])
			w.gap = w.gap && !note
		}
	}
	from := -1
	for len(text) > 0 {
		c, n := utf8.DecodeRuneInString(text)
		if unicode.IsSpace(c) {
			w.gap = true
		} else {
			if w.gap && len(w.text) > start && w.text[len(w.text)-1] != ' ' {
				w.text = append(w.text, ' ')
			}
			w.gap = false
			if from < 0 {
				from = len(w.text)
			}
			w.text = append(w.text, text[:n]...)
		}
		text = text[n:]
	}
	if from >= 0 {
		w.mark(r.Style, note, consult.Span{Start: from, End: len(w.text)})
	}
}

var marked = []struct {
	style Style
	kind  consult.MarkKind
}{{Bold, consult.Bold}, {Italic, consult.Italic}, {Underline, consult.Underl}, {Struck, consult.Struck}, {Inserted, consult.Inserted}}

func (w *writer) mark(s Style, note bool, at consult.Span) {
	for _, m := range marked {
		if s&m.style != 0 {
			w.add(m.kind, at)
		}
	}
	if note {
		w.add(consult.NoteRef, at)
	}
}

// add leaves a mark, growing the last one of its kind when only a blank lies between.
func (w *writer) add(k consult.MarkKind, at consult.Span) {
	for i := len(w.doc.Marks) - 1; i >= 0 && i >= len(w.doc.Marks)-8; i-- {
		m := &w.doc.Marks[i]
		if m.Kind == k && k != consult.NoteRef && strings.TrimSpace(string(w.text[m.End:at.Start])) == "" && !strings.Contains(string(w.text[m.End:at.Start]), "\n") {
			m.End = at.End
			return
		}
	}
	w.doc.Marks = append(w.doc.Marks, consult.Mark{Kind: k, Span: at})
}

const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹"

func superscript(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return []rune(digits)[r-'0']
		}
		return r
	}, s)
}

// raise writes a raised number as superscript digits: "1", "[2]", "3)". Other raised text stays as it is.
func raise(s string, before []byte) (string, bool) {
	t := strings.Trim(strings.TrimSpace(s), "[]()")
	if t == "" || len(t) > 3 && !strings.ContainsAny(t, ", ") || len(t) > 12 {
		return s, false
	}
	for _, r := range t {
		if (r < '0' || r > '9') && r != ',' && r != ' ' && !strings.ContainsRune(digits, r) {
			return s, t == "*" || t == "**"
		}
	}
	// 10⁻³ and "2.000²" are powers, not notes; a note mark stands after a word, a mark or a year.
	return superscript(t), true
}

// unit reports whether a raised 2 or 3 after these bytes makes a unit: m², km³.
func unit(before []byte) bool {
	s := string(before)
	i := strings.LastIndexAny(s, " \u00a0(/0123456789") + 1
	switch s[i:] {
	case "m", "km", "cm", "mm", "dm", "kvm", "ft", "pr.m":
		return true
	}
	return false
}
