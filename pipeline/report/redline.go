package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Piece is a run of words of a redline: kept, deleted or inserted.
type Piece struct {
	Op   Op
	Text string
}

// Op is what happens to a piece.
type Op int8

// What can happen.
const (
	Kept Op = iota
	Deleted
	Added
)

// redlineCap is the number of words up to which a redline is worth its time and anybody's reading: comparing is
// quadratic at worst. Longer texts are shown as deleted and inserted whole.
const redlineCap = 4000

// Redline compares original and proposed word by word. Kept pieces and deleted ones make the original, kept and added
// ones the proposed words.
func Redline(original, proposed string) []Piece {
	a, b := splitWords(original), splitWords(proposed)
	if len(a) > redlineCap || len(b) > redlineCap {
		return tidy([]Piece{{Deleted, original}, {Added, proposed}})
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // the default makes the result depend on the machine's load
	code := coder{number: map[string]rune{}}
	var out []Piece
	for _, x := range d.DiffMainRunes(code.encode(a), code.encode(b), false) {
		op := map[diffmatchpatch.Operation]Op{diffmatchpatch.DiffEqual: Kept, diffmatchpatch.DiffDelete: Deleted,
			diffmatchpatch.DiffInsert: Added}[x.Type]
		out = append(out, Piece{op, code.decode(x.Text)})
	}
	return tidy(out)
}

// coder numbers words, so that a diff over runes is a diff over words.
type coder struct {
	number map[string]rune
	words  []string
}

const firstCode = 0xF0000 // a private plane: no letter can be taken for a number

func (c *coder) encode(words []string) []rune {
	out := make([]rune, 0, len(words))
	for _, w := range words {
		n, ok := c.number[w]
		if !ok {
			n = firstCode + rune(len(c.words))
			c.number[w] = n
			c.words = append(c.words, w)
		}
		out = append(out, n)
	}
	return out
}

func (c *coder) decode(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(c.words[r-firstCode])
	}
	return b.String()
}

// splitWords cuts s into words, runs of white space, and single marks.
func splitWords(s string) []string {
	var out []string
	for s != "" {
		first, n := utf8.DecodeRuneInString(s)
		if kind := kindOf(first); kind != mark {
			for n < len(s) {
				r, m := utf8.DecodeRuneInString(s[n:])
				if kindOf(r) != kind {
					break
				}
				n += m
			}
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

const (
	letter = iota
	blank
	mark
)

func kindOf(r rune) int {
	switch {
	case unicode.IsSpace(r):
		return blank
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return letter
	}
	return mark
}

// tidy makes a redline easy to read: where two changes have only a blank between them they become one, deleted words
// before added ones, and neighbours of one kind are joined.
func tidy(pieces []Piece) []Piece {
	var out []Piece
	del, add := "", ""
	flush := func() {
		if del != "" {
			out = append(out, Piece{Deleted, del})
		}
		if add != "" {
			out = append(out, Piece{Added, add})
		}
		del, add = "", ""
	}
	for i, p := range pieces {
		switch {
		case p.Op == Deleted:
			del += p.Text
		case p.Op == Added:
			add += p.Text
		case del != "" && add != "" && i+1 < len(pieces) && strings.TrimSpace(p.Text) == "":
			del, add = del+p.Text, add+p.Text
		default:
			flush()
			out = append(out, p)
		}
	}
	flush()
	return out
}
