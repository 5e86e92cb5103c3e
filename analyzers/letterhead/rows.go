package letterhead

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// row is a printed line, or a part of one between "·" or "|": the unit in which the outside of a letter is set.
type row struct {
	consult.Span
	text  string
	block int
	kind  consult.Kind
	page  int // 0: the document has no pages
	box   consult.Box
	bold  bool
	size  float64
	first bool // first row of its printed line

	addressee bool // belongs to the address of the one written to
	group     int  // rows set together have one number
}

// rowsOf lists the rows of blocks from to to (exclusive).
func rowsOf(d *consult.Document, from, to int) []row {
	var out []row
	for i := from; i < to; i++ {
		b := d.Blocks[i]
		if len(b.Lines) == 0 {
			out = append(out, cutRow(d, row{Span: b.Span, block: i, kind: b.Kind, bold: b.Bold, size: b.Size})...)
			continue
		}
		for _, l := range b.Lines {
			out = append(out, cutRow(d, row{Span: l.Span, block: i, kind: b.Kind, page: l.Page, box: l.Box, bold: b.Bold, size: b.Size})...)
		}
	}
	return out
}

// cutRow splits a row at its separators.
func cutRow(d *consult.Document, r row) []row {
	var out []row
	text := d.Quote(r.Span)
	at := r.Start
	for {
		i := strings.IndexAny(text, "·|•‖")
		part := text
		if i >= 0 {
			part = text[:i]
		}
		if s := trim(d.Text, consult.Span{Start: at, End: at + len(part)}); !s.Empty() {
			p := r
			p.Span, p.text, p.first = s, d.Quote(s), len(out) == 0
			out = append(out, p)
		}
		if i < 0 {
			return out
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		at += i + n
		text = text[i+n:]
	}
}

func trim(text string, s consult.Span) consult.Span {
	t := s.In(text)
	left := strings.TrimLeftFunc(t, unicode.IsSpace)
	right := strings.TrimRightFunc(left, unicode.IsSpace)
	at := s.Start + len(t) - len(left)
	return consult.Span{Start: at, End: at + len(right)}
}

// sub returns the span of part, which is a substring of r.text.
func (r row) sub(from, to int) consult.Span {
	return consult.Span{Start: r.Start + from, End: r.Start + to}
}

// words of a text: letters, digits and what stands inside a word.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("'’-./&", r)
	})
}

// plain returns a word in lower case without outer marks.
func plain(w string) string { return strings.ToLower(strings.Trim(w, `.,:;()"'’”“»«!?-/`)) }

// functions counts the function words among words.
func functions(p *lang.Pack, words []string) int {
	n, stop := 0, p.Words("stopwords")
	for _, w := range words {
		if stop[plain(w)] {
			n++
		}
	}
	return n
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

// contact reports whether a row is an address, a number, a mail address, a web site: never a name.
func contact(s string) bool {
	low := strings.ToLower(s)
	if strings.ContainsAny(s, "@§") || strings.Contains(low, "www.") || strings.Contains(low, "://") {
		return true
	}
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 4 || digits > 0 && digits*3 >= utf8.RuneCountInString(s)
}

// place reports whether a row is an address: it begins with a number, or its first part ends with a word for streets
// and houses. "Residents of Mill Lane" is none.
func (l *letter) place(s string) bool {
	part, _, _ := strings.Cut(s, ",")
	words := fields(strings.ToLower(part))
	if len(words) == 0 {
		return false
	}
	if unicode.IsDigit(first(words[0])) {
		return true
	}
	if l.t.pack.Code == "da" && !hasDigit(s) && known(part) {
		return false // "Jens Gade": a Danish street comes with its number
	}
	for len(words) > 1 && hasDigit(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) > 4 {
		return false
	}
	for _, w := range words[:len(words)-1] {
		if joiners[w] && w != "the" && w != "den" {
			return false
		}
		k, _ := orgType(l.t.pack, w)
		if slices.Contains(l.t.phrases["house"], w) {
			k = "" // "Church Cottage"
		}
		switch k {
		case consult.Organisation, consult.Authority, consult.Council:
			return false // "Grundejerforeningen Ankervej"
		}
	}
	return l.t.street(words[len(words)-1]) && (len(words) > 1 || l.t.pack.Code == "da")
}
