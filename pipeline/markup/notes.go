package markup

import (
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// parkNotes tells footnotes: paragraphs that begin with a number in sequence whose mark is glued to a word before, and
// the bare addresses that follow them.
func parkNotes(ps []passage) []passage {
	next, after := 1, false
	var seen strings.Builder
	for i := range ps {
		p := &ps[i]
		m := noteLine.FindStringSubmatch(p.text)
		switch {
		case m != nil && p.kind == "" && m[1] == itoa(next) && gluedMark(tail(seen.String()), m[1]):
			p.kind, p.label = consult.Footnote, m[1]
			next, after = next+1, true
		case after && bareURL.MatchString(p.text):
			p.kind = consult.Footnote
		default:
			seen.WriteString("\n" + p.text)
			after = false
		}
	}
	return dropEchoes(ps)
}

// tail returns the end of s, as far as it is looked at.
func tail(s string) string {
	if len(s) > longest {
		return s[len(s)-longest:]
	}
	return s
}

// dropEchoes drops a bare web address that only says again what a note before it says.
func dropEchoes(ps []passage) []passage {
	kept, note := ps[:0], ""
	for _, p := range ps {
		if p.kind == consult.Footnote {
			if p.label == "" && strings.Contains(tail(note), p.text) {
				continue
			}
			note = tail(note) + "\n" + p.text
		}
		kept = append(kept, p)
	}
	return kept
}

// gluedMark reports whether a word of s ends with the digits n, as a note mark does in plain text.
func gluedMark(s, n string) bool {
	for i := 0; ; {
		j := strings.Index(s[i:], n)
		if j < 0 {
			return false
		}
		j += i
		if markAt(s, j, len(n)) {
			return true
		}
		i = j + 1
	}
}

// markAt reports whether the n digits at byte i of s are glued to the end of a word or sentence.
func markAt(s string, i, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if i == 0 || i+n < len(s) && !strings.ContainsRune(" .,;:)!?\n", rune(s[i+n])) {
		return false
	}
	switch {
	case isLetter(before):
		word := s[strings.LastIndexAny(s[:i], " \n(\"”")+1 : i]
		return utf8.RuneCountInString(word) > 2 && word != strings.ToUpper(word)
	case strings.ContainsRune(".,)”»\"!?", before):
		b2, _ := utf8.DecodeLastRuneInString(s[:i-utf8.RuneLen(before)])
		return isLetter(b2) || strings.ContainsRune(".)”»\"%", b2)
	}
	return false
}
