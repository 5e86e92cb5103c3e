package refs

import (
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// marked is a passage between quotation marks.
type marked struct {
	consult.Span      // inside the marks
	open         bool // no closing mark
	outer        consult.Span
}

// closers lists what may close a quotation that a mark opens. The same glyph opens and closes in Danish typewriting
// ("…", ”…”), and word processors mix the rest.
var closers = map[rune]string{
	'‚': "‘’", '´': "´`", '`': "`´'", '*': "*", '_': "_",
	'»': "«", '«': "»", '“': "”“\"", '”': "”“", '„': "“”", '"': "\"”", '‘': "’'", '’': "’", '\'': "'",
}

// single marks are apostrophes too.
func single(r rune) bool {
	switch r {
	case '‘', '’', '\'', '‚', '´', '`', '*', '_':
		return true
	}
	return false
}

// marksIn returns the quotations of text, which stands at byte base of the document. A quotation inside another is
// left to the outer one.
func marksIn(into []marked, text string, base int) []marked {
	m := marker{text: text, base: base, out: into, guillemets: '»'}
	if left, right := index(text, '«'), index(text, '»'); left >= 0 && (right < 0 || left < right) && opensAt(text, left, '«') {
		m.guillemets = '«' // the French way round
	}
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if _, mark := closers[r]; mark {
			m.mark(r, i, n)
		}
		i += n
	}
	m.finish()
	return m.out
}

func index(s string, r rune) int {
	for i, c := range s {
		if c == r {
			return i
		}
	}
	return -1
}

type marker struct {
	text       string
	base       int
	out        []marked
	guillemets rune
	opened     rune // 0: outside
	at, start  int  // where the opening mark and the words begin
	depth      int  // quotations inside the open one, by the same pair of marks
}

func (m *marker) mark(r rune, i, n int) {
	before, after := around(m.text, i, n)
	opens, closes := m.opens(r, before, after), m.closes(r, before, after)
	switch {
	case m.opened == 0:
		if opens && (!single(r) || m.hasClose(r, i+n)) {
			m.opened, m.at, m.start = r, i, i+n
		}
	case isCloser(m.opened, r) && closes && m.depth > 0:
		m.depth--
	case opens && r == m.opened && (family(r) == 1 || r == '“') && m.nests(i+n):
		m.depth++
	case isCloser(m.opened, r) && closes && !(single(r) && m.possessive(r, before, i, n)):
		m.close(i, i+n, false)
	case opens && !closes && !single(r) && family(r) == family(m.opened):
		m.close(m.sentenceEnd(i), i, true) // the one before was never closed
		m.opened, m.at, m.start = r, i, i+n
	}
}

func family(r rune) int {
	switch r {
	case '»', '«':
		return 1
	case '‘', '’', '\'', '‚':
		return 2
	case '*':
		return 3
	case '_':
		return 4
	case '´', '`':
		return 5
	}
	return 0
}

func isCloser(opened, r rune) bool {
	for _, c := range closers[opened] {
		if c == r {
			return true
		}
	}
	return false
}

func around(text string, i, n int) (before, after rune) {
	before, _ = utf8.DecodeLastRuneInString(text[:i])
	after, _ = utf8.DecodeRuneInString(text[i+n:])
	if i == 0 {
		before = ' '
	}
	if i+n == len(text) {
		after = ' '
	}
	return before, after
}

func opensAt(text string, i int, r rune) bool {
	before, after := around(text, i, utf8.RuneLen(r))
	return opening(before, after)
}

// opening reports whether a mark between these two runes can open.
func opening(before, after rune) bool {
	if unicode.IsSpace(after) {
		return false
	}
	switch before {
	case '(', '[', '/', '–', '—', '-', '»', '«', '“', '„', '"', '‘', ':', '→', '>':
		return true
	}
	return unicode.IsSpace(before)
}

func (m *marker) opens(r, before, after rune) bool {
	switch r {
	case '»', '«':
		return r == m.guillemets && !unicode.IsSpace(after)
	case '„':
		return true
	case '“', '‘':
		return !unicode.IsSpace(after) && !unicode.IsLetter(before)
	case '’', '\'', '´', '`', '*', '_', '‚':
		return opening(before, after) && unicode.IsLetter(after)
	}
	return opening(before, after)
}

func (m *marker) closes(r, before, after rune) bool {
	switch r {
	case '»', '«':
		return r != m.guillemets
	case '’', '\'':
		return !unicode.IsSpace(before) && !unicode.IsLetter(after) && !unicode.IsDigit(after)
	}
	return !unicode.IsSpace(before) && !unicode.IsLetter(after) && !unicode.IsDigit(after)
}

// hasClose reports whether a single mark that opens before i is closed in the same block.
func (m *marker) hasClose(r rune, i int) bool {
	for j, c := range m.text[i:] {
		if isCloser(r, c) {
			before, after := around(m.text, i+j, utf8.RuneLen(c))
			if m.closes(c, before, after) && j > 0 {
				return true
			}
		}
	}
	return false
}

// possessive reports whether the mark at i ends a plural ("the traders’ rights’") and the quotation goes on.
func (m *marker) possessive(r, before rune, i, n int) bool {
	if before != 's' {
		return false
	}
	rest := m.text[i+n:]
	for j, c := range rest {
		if c == '‘' || c == '.' || c == ';' || j > 120 {
			return false
		}
		if isCloser(m.opened, c) {
			b, a := around(rest, j, utf8.RuneLen(c))
			if j > 0 && opening(b, a) {
				return false // another quotation opens: this one has ended
			}
			if m.closes(c, b, a) && unicode.IsSpace(a) {
				return true
			}
		}
	}
	return false
}

func (m *marker) close(end, outer int, open bool) {
	s := trim(m.text, m.start, end)
	if !s.Empty() {
		m.out = append(m.out, marked{consult.Span{Start: m.base + s.Start, End: m.base + s.End}, open,
			consult.Span{Start: m.base + m.at, End: m.base + outer}})
	}
	m.opened, m.depth = 0, 0
}

// nests reports whether a mark that opens before i inside an open quotation has a closing mark of its own: at least two
// more close than open in the rest of the block.
func (m *marker) nests(i int) bool {
	open, closed := 0, 0
	for _, c := range m.text[i:] {
		if c == m.opened {
			open++
		} else if isCloser(m.opened, c) {
			closed++
		}
	}
	return closed >= open+2
}

// finish ends a quotation without closing mark: where its sentence ends when a sentence in the respondent's own voice
// seems to follow, else with the block.
func (m *marker) finish() {
	if m.opened == 0 || single(m.opened) {
		return
	}
	end := m.sentenceEnd(len(m.text))
	m.close(end, end, true)
}

// sentenceEnd returns where the first sentence of an unclosed quotation ends, at most limit.
func (m *marker) sentenceEnd(limit int) int {
	words := 0
	for i := m.start; i < limit; i++ {
		switch c := m.text[i]; c {
		case ' ':
			words++
		case '.', '?', '!':
			if i+2 < limit && m.text[i+1] == ' ' && words >= 2 {
				if r, _ := utf8.DecodeRuneInString(m.text[i+2:]); unicode.IsUpper(r) {
					return i + 1
				}
			}
		}
	}
	return limit
}

func trim(text string, start, end int) consult.Span {
	for start < end {
		r, n := utf8.DecodeRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += n
	}
	for end > start {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= n
	}
	return consult.Span{Start: start, End: end}
}
