package tagger

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/jdkato/prose/v2"
)

// Tag is a word with its part of speech in the Penn Treebank's names: VB, NNS, PRP$.
type Tag struct {
	consult.Span
	Tag string
}

var model = sync.OnceValue(func() (m *prose.Model) {
	defer func() { _ = recover() }()
	d, err := prose.NewDocument("One.", prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		return nil
	}
	return d.Model
})

// Sentence tags the words of span s of text, one sentence; nil when that can't be done. It ends before the first word
// that occurs a second time.
func Sentence(text string, s consult.Span) []Tag {
	return place(text, s, run(text[s.Start:s.End]))
}

// run returns prose's tokens of a sentence up to the first repeated one; nil after a panic.
func run(sentence string) (out []prose.Token) {
	m := model()
	if m == nil {
		return nil
	}
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	d, err := prose.NewDocument(beforeRepeat(sentence), prose.UsingModel(m), prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		return nil
	}
	return d.Tokens()
}

// beforeRepeat returns the words of a sentence before the first that stands in it already.
func beforeRepeat(sentence string) string {
	seen := map[string]bool{}
	at := 0
	for at < len(sentence) {
		word := strings.IndexFunc(sentence[at:], func(r rune) bool { return !unicode.IsSpace(r) })
		if word < 0 {
			break
		}
		word += at
		end := len(sentence)
		if n := strings.IndexFunc(sentence[word:], unicode.IsSpace); n >= 0 {
			end = word + n
		}
		if seen[sentence[word:end]] {
			return sentence[:at]
		}
		seen[sentence[word:end]] = true
		at = end
	}
	return sentence
}

// place lays tokens over the text; nil when one doesn't fit.
func place(text string, s consult.Span, tokens []prose.Token) []Tag {
	out := make([]Tag, 0, len(tokens))
	at := s.Start
	for _, t := range tokens {
		for at < s.End {
			r, n := utf8.DecodeRuneInString(text[at:s.End])
			if !unicode.IsSpace(r) {
				break
			}
			at += n
		}
		end := fits(text[:s.End], at, t.Text)
		if end < 0 {
			return nil
		}
		out = append(out, Tag{consult.Span{Start: at, End: end}, t.Tag})
		at = end
	}
	return out
}

// fits returns where word ends when it stands in text at byte at; curly quotes equal straight ones. -1 when it doesn't.
func fits(text string, at int, word string) int {
	for _, w := range word {
		if at >= len(text) {
			return -1
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		switch r {
		case '“', '”':
			r = '"'
		case '‘', '’':
			r = '\''
		}
		if r != w {
			return -1
		}
		at += n
	}
	return at
}

const (
	votes  = 31 // prose settles a tie by the order of a map: one that may fall either way passes once in two thousand million
	window = 60 // bytes: what the tagger sees of a sentence's beginning
)

// Verb reports whether the first word of a sentence is a verb in its base form, as in an imperative. The capital that
// every sentence begins with would make it a name to the tagger, so it is lowered.
func Verb(sentence string) bool {
	if len(sentence) > window {
		if cut := strings.LastIndexByte(sentence[:window], ' '); cut > 0 {
			sentence = sentence[:cut]
		}
	}
	r, n := utf8.DecodeRuneInString(sentence)
	sentence = string(unicode.ToLower(r)) + sentence[n:]
	for range votes {
		tags := run(sentence)
		if len(tags) == 0 || tags[0].Tag != "VB" && tags[0].Tag != "VBP" {
			return false
		}
	}
	return true
}
