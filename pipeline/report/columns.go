package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrap writes words in lines of t's width: the first behind indent, the others behind hang. A style that is on where
// a line ends goes on in the next.
func (t *terminal) wrap(indent, hang string, s style, words string) {
	line, col, empty := indent, width(indent), true
	for _, w := range strings.FieldsFunc(words, breaks) {
		n := width(w)
		if !empty && col+1+n > t.Width {
			t.line(t.paint(s, line))
			line, col, empty = hang, width(hang), true
		}
		if !empty {
			line, col = line+" ", col+1
		}
		for n > t.Width-col { // a word longer than a line
			head := cutColumns(w, t.Width-col)
			if head == "" {
				break
			}
			t.line(t.paint(s, line+head))
			w, line, col = w[len(head):], hang, width(hang)
			n = width(w)
		}
		line, col, empty = line+w, col+n, false
	}
	if !empty {
		t.line(t.paint(s, line))
	}
}

// breaks reports whether a line may be broken at r: at white space other than the blanks that hold words together.
func breaks(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// width returns the number of columns that s takes: marks on other letters and ANSI sequences take none.
func width(s string) int {
	n := 0
	for s != "" {
		r, size := step(s)
		n += columns(r)
		s = s[size:]
	}
	return n
}

// step returns the next rune of s and its length; a whole ANSI sequence is one rune without width.
func step(s string) (rune, int) {
	if strings.HasPrefix(s, "\x1b[") {
		if end := strings.IndexByte(s, 'm'); end > 0 {
			return '\u200b', end + 1
		}
	}
	return utf8.DecodeRuneInString(s)
}

func columns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana), r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}

// cutColumns returns the start of s that fits n columns.
func cutColumns(s string, n int) string {
	at := 0
	for at < len(s) {
		r, size := step(s[at:])
		if n -= columns(r); n < 0 {
			break
		}
		at += size
	}
	return s[:at]
}

// cut shortens s to n columns and says so by a mark.
func cut(s string, n int) string {
	if s = line(s); width(s) <= n {
		return s
	}
	return strings.TrimRight(cutColumns(s, n-1), " ") + "…"
}

// quoteArg writes s as an argument on a command line.
func quoteArg(s string) string {
	if strings.ContainsAny(s, " §'\"$`\\*?()&;|<>") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}
