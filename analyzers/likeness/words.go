package likeness

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Sort is what a word is made of.
type Sort uint8

// The sorts of word.
const (
	Letters Sort = iota // begins with a letter
	Number              // begins with a digit: "1.200", "2,5", "24/7", "14a"
	Sign                // one character of punctuation, or one symbol
)

// Word is a word of a text.
type Word struct {
	consult.Span
	Form string // lower case, footnote digits left out
	Sort Sort
}

// Words cuts text into words and signs and appends them to into. Offsets are those of text plus base.
func Words(into []Word, text string, base int) []Word {
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case isLetter(r):
			j := wordEnd(text, i+n)
			into = append(into, word(text, i, j, base, Letters))
			i = j
		case r >= '0' && r <= '9':
			j := numberEnd(text, i+n)
			into = append(into, word(text, i, j, base, Number))
			i = j
		case r == ' ' || r == '\n' || unicode.IsSpace(r) || superscript(r):
			i += n
		default:
			into = append(into, Word{consult.Span{Start: base + i, End: base + i + n}, text[i : i+n], Sign})
			i += n
		}
	}
	return into
}

func word(text string, i, j, base int, s Sort) Word {
	form := text[i:j]
	if !plain(form) {
		form = fold(form)
	}
	return Word{consult.Span{Start: base + i, End: base + j}, form, s}
}

func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || s[i] >= 'A' && s[i] <= 'Z' {
			return false
		}
	}
	return true
}

func fold(s string) string {
	s = strings.ToLower(s)
	return strings.Map(func(r rune) rune {
		switch {
		case superscript(r):
			return -1
		case r == '’' || r == '‘':
			return '\''
		}
		return r
	}, s)
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

func superscript(r rune) bool { return r == '¹' || r == '²' || r == '³' || r >= '⁰' && r <= '⁹' }

// wordEnd returns the end of the word whose first letter ends at i. Apostrophes, hyphens and digits belong to a word
// when a letter follows; so does a superscript, which stands for a footnote or a unit (m²).
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case isLetter(r) || r >= '0' && r <= '9' || superscript(r):
			i += n
		case r == '\'' || r == '’' || r == '-' || r == '‑':
			next, m := utf8.DecodeRuneInString(text[i+n:])
			if !isLetter(next) && (r != '-' || next < '0' || next > '9') {
				return i
			}
			i += n + m
		default:
			return i
		}
	}
	return i
}

// numberEnd returns the end of the number whose first digit ends at i: digits, and letters and separators between.
func numberEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		switch {
		case c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			i++
		case (c == '.' || c == ',' || c == ':' || c == '/' || c == '-') && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9':
			i += 2
		default:
			return i
		}
	}
	return i
}

// Alike reports how far two word forms are the same word: 1 the same, 0.7 the same stem or number, 0 not.
func Alike(a, b string) float64 {
	if a == b {
		return 1
	}
	n := common(a, b)
	if n >= 4 && len(a)-n <= 3 && len(b)-n <= 3 || n >= 7 && len(a)-n <= 5 && len(b)-n <= 5 {
		return 0.7
	}
	return 0
}

func common(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
