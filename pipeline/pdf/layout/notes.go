package layout

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// tieNotes looks for the places that footnotes belong to where nothing marks them: a program printed the note's number
// at full size on the line, stuck to a word ("few and small.1 They"). A number is taken for a note's only when such a
// footnote exists, nothing else refers to it, and the numbers come in order.
func tieNotes(bs []*block) {
	for _, note := range bs {
		if note.kind != consult.Footnote {
			continue
		}
		n, err := strconv.Atoi(plainDigits(strings.TrimSpace(note.first().text[:note.marker])))
		if err != nil || n < 1 || referred(bs, n) {
			continue
		}
		tie(bs, n)
	}
}

// referred reports whether a raised n stands in the body.
func referred(bs []*block, n int) bool {
	for _, b := range bs {
		for _, r := range b.rows {
			for _, x := range r.runs {
				if x.super && b.kind != consult.Footnote && plainDigits(r.text[x.start:x.end]) == strconv.Itoa(n) {
					return true
				}
			}
		}
	}
	return false
}

// tie raises the first n that is stuck to a word's end.
func tie(bs []*block, n int) {
	digits := strconv.Itoa(n)
	for _, b := range bs {
		if b.kind == consult.Footnote {
			continue
		}
		for _, r := range b.rows {
			if at := stuck(r.text, digits); at >= 0 {
				r.raiseAt(at, len(digits))
				return
			}
		}
	}
}

// stuck finds digits behind a word and its punctuation, a blank or the row's end behind them; -1 when they don't stand
// so. A number with a decimal point or a clause's number has a digit before the point.
func stuck(s, digits string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], digits)
		if i < 0 {
			return -1
		}
		i += from
		from = i + len(digits)
		if from < len(s) && s[from] != ' ' {
			continue
		}
		head := strings.TrimRight(s[:i], ".,;:!?"+closing)
		c, _ := utf8.DecodeLastRuneInString(head)
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[from:], " "))
		if unicode.IsLower(c) && len(head) < i && !(abbreviation.MatchString(s[:i]) && unicode.IsLower(next)) { // "art.1 og"
			return i
		}
	}
}

// raiseAt turns n digits at a place of the row's text into a note's number.
func (r *row) raiseAt(at, n int) {
	raised := superscript(r.text[at : at+n])
	grow := len(raised) - n
	r.text = r.text[:at] + raised + r.text[at+n:]
	var out []run
	for _, x := range r.runs {
		switch {
		case x.end <= at:
			out = append(out, x)
		case x.start >= at+n:
			x.start, x.end = x.start+grow, x.end+grow
			out = append(out, x)
		default:
			if x.start < at {
				out = append(out, run{x.start, at, x.style, x.super})
			}
			out = append(out, run{at, at + len(raised), x.style, true})
			if x.end > at+n {
				out = append(out, run{at + len(raised), x.end + grow, x.style, x.super})
			}
		}
	}
	r.runs = out
}
