package cue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Token is a word, a number or a mark of a sentence.
type Token struct {
	consult.Span        // in the document's text
	Word         string // lower case, ’ as '
	Upper        bool   // begins with a capital letter
	Kind         TokenKind
}

// TokenKind tells words, numbers and marks apart.
type TokenKind uint8

// The kinds of token.
const (
	Word TokenKind = iota
	Number
	Punct
)

// Tokens cuts span s of text into tokens. Words keep inner hyphens and apostrophes, numbers inner points and commas;
// superscript digits (footnote marks) are left out.
func Tokens(text string, s consult.Span) []Token {
	out := make([]Token, 0, s.Len()/5+4)
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(text[i:s.End])
		switch {
		case unicode.IsLetter(r):
			j := wordEnd(text, i, s.End)
			out = append(out, Token{consult.Span{Start: i, End: j}, fold(text[i:j]), unicode.IsUpper(r), Word})
			i = j
		case r >= '0' && r <= '9':
			j := numberEnd(text, i, s.End)
			out = append(out, Token{consult.Span{Start: i, End: j}, fold(text[i:j]), false, Number})
			i = j
		case unicode.IsSpace(r) || unicode.IsNumber(r) || r == '\u00ad' || unicode.IsMark(r):
			i += n
		default:
			out = append(out, Token{consult.Span{Start: i, End: i + n}, text[i : i+n], false, Punct})
			i += n
		}
	}
	return out
}

func fold(w string) string {
	w = strings.ToLower(w)
	if strings.ContainsRune(w, '’') {
		w = strings.ReplaceAll(w, "’", "'")
	}
	return w
}

func wordEnd(text string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:end])
		if unicode.IsLetter(r) || r >= '0' && r <= '9' || unicode.IsMark(r) || r == '\u00ad' {
			i += n
			continue
		}
		if r != '-' && r != '\'' && r != '’' && r != '‑' {
			return i
		}
		if next, _ := utf8.DecodeRuneInString(text[i+n : end]); !unicode.IsLetter(next) {
			return i
		}
		i += n
	}
	return i
}

func numberEnd(text string, i, end int) int {
	for i < end {
		c := text[i]
		if c >= '0' && c <= '9' {
			i++
			continue
		}
		if (c == '.' || c == ',') && i+1 < end && text[i+1] >= '0' && text[i+1] <= '9' {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		if !unicode.IsLetter(r) {
			return i
		}
		i += n
	}
	return i
}

// stops reports whether no gap of a pattern may cross the token.
func (t Token) stops() bool {
	if t.Kind != Punct {
		return false
	}
	switch t.Word {
	case "?", "!", ";", ":": // a full stop inside a sentence ends an abbreviation
		return true
	}
	return false
}
