package sentences

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ends reports whether the stop at pos, whose tail ends at end, ends the sentence; the next would begin at next.
func (c *cutter) ends(pos, end, next int) bool {
	if next >= c.end {
		return true
	}
	if before, _ := utf8.DecodeLastRuneInString(c.text[:next]); !unicode.IsSpace(before) {
		return next == end && c.missingBlank(pos, end)
	}
	if c.bracketed(pos, end) {
		return false
	}
	first, quoted := c.first(next)
	stop, _ := utf8.DecodeRuneInString(c.text[pos:])
	if stop != '.' || end > pos+1 && c.text[pos+1] == '.' {
		return c.loud(stop, pos, end, first)
	}
	return c.fullStop(pos, end, next, first, quoted)
}

// bracketed reports whether a bracket that opened within the sentence is still open after the tail.
func (c *cutter) bracketed(pos, end int) bool {
	open := len(c.opened)
	for _, r := range c.text[pos:end] {
		if (r == ')' || r == ']') && open > 0 {
			open--
		}
	}
	if open == 0 {
		return false
	}
	at := c.opened[open-1]
	if at == c.start {
		return false // the sentence itself stands in brackets
	}
	return c.closes(end)
}

// closes reports whether a closing bracket comes soon enough for the open one to be taken seriously.
func (c *cutter) closes(pos int) bool {
	return strings.ContainsAny(c.text[pos:min(c.end, pos+300)], ")]")
}

// first returns the first rune of the next sentence's words, and whether an opening mark stands before it.
func (c *cutter) first(next int) (rune, bool) {
	at := c.run(next, isOpener)
	r, _ := utf8.DecodeRuneInString(c.text[at:c.end])
	return r, at > next
}

// loud decides on "!", "?" and ellipses.
func (c *cutter) loud(stop rune, pos, end int, first rune) bool {
	if pos > c.start && (c.text[pos-1] == '(' || c.text[pos-1] == '[') {
		return false // "(!)", "(…)"
	}
	if !unicode.IsLower(first) {
		return stop == '!' || stop == '?' || !unicode.IsDigit(first)
	}
	plain := c.run(pos, isStop) == end // no closing quote after the stop
	return plain && (stop == '!' || stop == '?')
}

// missingBlank forgives "slut.Vi": a full stop glued between a small word and a capitalised one.
func (c *cutter) missingBlank(pos, end int) bool {
	word := c.lastWord(pos)
	if len(word) < 3 || c.words.abbreviation(word+".") != "" || strings.ContainsAny(word, "@/.:_") || !allLower(word[1:]) {
		return false
	}
	after := c.text[end:c.run(end, func(r rune) bool { return !unicode.IsSpace(r) })]
	r, n := utf8.DecodeRuneInString(after)
	if !unicode.IsUpper(r) || strings.ContainsAny(after, "@/_") || strings.Contains(strings.TrimRight(after, ".,"), ".") {
		return false
	}
	rest := strings.TrimRight(after[n:], ".,:;!?)")
	return allLower(rest) && (rest != "" || r == 'I' || r == 'A')
}

// fullStop decides on a single full stop with a blank behind it.
func (c *cutter) fullStop(pos, end, next int, first rune, quoted bool) bool {
	word := c.lastWord(pos)
	following := c.word(c.run(next, isOpener))
	starter := unicode.IsUpper(first) && c.words.function[strings.ToLower(following)]
	closed := end > pos+1 // a quote or bracket closes after the stop
	switch kind := c.abbreviation(pos, word); {
	case unicode.IsLower(first):
		return !closed && kind == "" && c.lowerStart(word, following)
	case kind == "never":
		return starter && closed
	case kind == "name":
		return starter || !isDigit(first) && c.opens(pos, word) && c.words.function[strings.ToLower(word)] // "No. Absolutely not."
	case kind == "may":
		return c.mayEnd(pos, word, first, starter, quoted)
	case isInitial(word):
		return closed || starter && !c.nameBefore(pos-len(word))
	case isNumber(word):
		return closed || c.afterNumber(pos, word, following, first, starter)
	case c.opens(pos, word) && isRoman(word):
		return false // "IV. Skoler"
	}
	return true
}

// abbreviation is words.abbreviation for word, which ends at pos, with a look at the word before it ("m. fl.").
func (c *cutter) abbreviation(pos int, word string) string {
	if len(word) <= 4 {
		if k := c.words.abbr[strings.ToLower(c.lastWord(pos-len(word)-1)+" "+word)+"."]; k != "" {
			return k
		}
	}
	return c.words.abbreviation(word + ".")
}

// lowerStart decides whether a sentence ends before a small letter: after a plain word that is no likely abbreviation.
func (c *cutter) lowerStart(word, following string) bool {
	w := strings.ToLower(word)
	if !allLower(w) || !strings.ContainsAny(w, "aeiouyæøåéü") {
		return false
	}
	n := utf8.RuneCountInString(w)
	return n >= 4 || n == 3 && c.words.function[following]
}

// mayEnd decides on an abbreviation that can be a sentence's last word.
func (c *cutter) mayEnd(pos int, word string, first rune, starter, quoted bool) bool {
	if starter {
		return true
	}
	w := strings.ToLower(word)
	if w == "stk" || w == "kr" || w == "min" {
		before := c.lastWord(pos - len(word) - 1)
		return unicode.IsUpper(first) && isNumber(before)
	}
	if c.words.month[w] {
		return unicode.IsUpper(first)
	}
	return unicode.IsUpper(first) || quoted && !isDigit(first)
}

// nameBefore reports whether the word before pos is a capitalised name or another initial, so that a single letter
// after it is part of a name.
func (c *cutter) nameBefore(pos int) bool {
	w := strings.TrimSuffix(c.lastWord(pos-1), ".")
	return isInitial(w) && strings.HasSuffix(c.lastWord(pos-1), ".")
}

// afterNumber decides on "1. Vi", "i 2026. Vi", "§ 3, stk. 2. Kommunen", "den 2. Division", "on 3. May".
func (c *cutter) afterNumber(pos int, word, following string, first rune, starter bool) bool {
	switch {
	case c.opens(pos, word):
		return false // numbering at the sentence's start
	case c.words.month[strings.ToLower(following)]:
		return false
	case starter || len(word) >= 3 || !unicode.IsUpper(first) && !isDigit(first):
		return true
	}
	before := strings.ToLower(c.lastWord(pos - len(word) - 1))
	return !c.words.ordinal[before] || isDigit(first) && len(word) > 1
}

// opens reports whether word, which ends at pos, is the first of the open sentence.
func (c *cutter) opens(pos int, word string) bool {
	return strings.TrimFunc(c.text[c.start:pos-len(word)], func(r rune) bool { return unicode.IsSpace(r) || isOpener(r) }) == ""
}

// lastWord returns the run of non-blank bytes that ends at pos, without opening marks.
func (c *cutter) lastWord(pos int) string {
	if pos <= c.start {
		return ""
	}
	s := c.text[c.start:pos]
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		s = s[i+n:]
	}
	return strings.TrimLeftFunc(s, isOpener)
}

// word returns the letters, digits and apostrophes from pos.
func (c *cutter) word(pos int) string {
	return c.text[pos:c.run(pos, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’' })]
}
