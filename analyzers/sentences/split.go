package sentences

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Split returns the sentences of text within s, in order. Their spans are relative to text.
func Split(pack *lang.Pack, text string, s consult.Span) []consult.Span {
	c := cutter{text: text, end: s.End, words: wordsOf(pack)}
	var out []consult.Span
	add := func(t consult.Span) {
		if t = trim(text, t); hasWord(t.In(text)) {
			out = append(out, t)
		} else if n := len(out); n > 0 && !t.Empty() && t.Start == out[n-1].End {
			out[n-1].End = t.End // a stray mark belongs to what it follows
		}
	}
	c.start = s.Start
	for pos := s.Start; pos < s.End; {
		r, n := utf8.DecodeRuneInString(text[pos:s.End])
		if !isStop(r) {
			c.bracket(r, pos)
			pos += n
			continue
		}
		end, next := c.tail(pos)
		if next > pos && c.ends(pos, end, next) {
			add(consult.Span{Start: c.start, End: end})
			c.start, c.opened = next, nil
		} else {
			end = c.inside(pos, end)
			next = end
		}
		pos = max(next, pos+n)
	}
	add(consult.Span{Start: c.start, End: s.End})
	return out
}

// cutter walks over one stretch of text.
type cutter struct {
	text   string
	start  int   // of the sentence that is open
	end    int   // of the stretch
	opened []int // places of the brackets that are open in this sentence
	words  *words
}

func isStop(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '…' }

// bracket keeps the stack of open brackets.
func (c *cutter) bracket(r rune, pos int) {
	switch r {
	case '(', '[':
		c.opened = append(c.opened, pos)
	case ')', ']':
		if n := len(c.opened); n > 0 {
			c.opened = c.opened[:n-1]
		}
	}
}

// tail looks at what belongs to the stop at pos: more stops, closing quotes and brackets, note marks. It returns where
// the sentence would end (without note marks) and where the next would begin.
func (c *cutter) tail(pos int) (end, next int) {
	end = c.run(pos, isStop)
	note := c.note(pos, end)
	if note == end {
		end = c.run(end, isCloser)
		note = c.note(pos, end)
	} else if after := c.run(note, isCloser); after > note && c.blank(after) {
		end, note = after, after // "behov.²)": the bracket closes behind the note mark
	}
	return end, c.run(note, unicode.IsSpace)
}

// run returns the end of the longest stretch from pos whose runes satisfy ok.
func (c *cutter) run(pos int, ok func(rune) bool) int {
	for pos < c.end {
		r, n := utf8.DecodeRuneInString(c.text[pos:c.end])
		if !ok(r) {
			break
		}
		pos += n
	}
	return pos
}

// note returns the end of the footnote marks at end, the end of the stop at pos. Plain digits count as one when they
// are few, a letter stands before the stop, and a blank or the end behind them.
func (c *cutter) note(pos, end int) int {
	if sup := c.run(end, isSuperscript); sup > end {
		return sup
	}
	before, _ := utf8.DecodeLastRuneInString(c.text[c.start:pos])
	if !unicode.IsLetter(before) && before != ')' && !isCloser(before) {
		return end
	}
	digits := c.run(end, isDigit)
	if digits == end || digits-end > 2 || !c.blank(digits) || c.words.abbreviation(c.lastWord(pos)) != "" {
		return end
	}
	return digits
}

// blank reports whether the stretch ends at pos or has white space there.
func (c *cutter) blank(pos int) bool { return pos >= c.end || c.run(pos, unicode.IsSpace) > pos }

// inside moves over a tail that ends nothing, keeping the count of brackets.
func (c *cutter) inside(pos, end int) int {
	for i, r := range c.text[pos:end] {
		c.bracket(r, pos+i)
	}
	return end
}

func isCloser(r rune) bool {
	switch r {
	case '"', '”', '“', '’', '\'', '»', '«', ')', ']', '›', '‹':
		return true
	}
	return false
}

func isOpener(r rune) bool {
	switch r {
	case '"', '”', '“', '„', '‘', '’', '\'', '»', '«', '(', '[', '›', '‹':
		return true
	}
	return false
}

func isSuperscript(r rune) bool {
	return r == '¹' || r == '²' || r == '³' || '⁰' <= r && r <= '⁹'
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func hasWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// trim leaves out white space, outer note marks and the marker of an item that was read as a paragraph.
func trim(text string, s consult.Span) consult.Span {
	edge := func(r rune) bool { return unicode.IsSpace(r) || isSuperscript(r) }
	t := strings.TrimRightFunc(s.In(text), edge)
	end := s.Start + len(t)
	t = strings.TrimLeftFunc(t, func(r rune) bool { return edge(r) || strings.ContainsRune("•●▪◦‣❯■□", r) })
	return consult.Span{Start: end - len(t) + marker(t), End: end}
}

// marker returns the length of a marker at the start of s, with the blank behind it: "(4) ", "b) ", "12) ".
func marker(s string) int {
	at := strings.IndexByte(s[:min(len(s), 5)], ')')
	if at < 1 || !strings.HasPrefix(s[at+1:], " ") {
		return 0
	}
	in := strings.TrimPrefix(s[:at], "(")
	if len(in) == 1 && (isDigit(rune(in[0])) || 'a' <= in[0] && in[0] <= 'z') || len(in) == 2 && isNumber(in) {
		return at + 2
	}
	return 0
}
