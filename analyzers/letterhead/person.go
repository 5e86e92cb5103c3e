package letterhead

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// piece is a word of a row with its place there.
type piece struct {
	text     string
	from, to int
}

// pieces splits s at blanks and at commas, semicolons and brackets, which are pieces of their own.
func pieces(s string) []piece {
	var out []piece
	start := -1
	flush := func(i int) {
		if start >= 0 {
			out = append(out, piece{s[start:i], start, i})
			start = -1
		}
	}
	for i, r := range s {
		switch {
		case unicode.IsSpace(r):
			flush(i)
		case strings.ContainsRune(",;:()[]<>–—\"”“»«", r):
			flush(i)
			out = append(out, piece{string(r), i, i + utf8.RuneLen(r)})
		case start < 0:
			start = i
		}
	}
	flush(len(s))
	return out
}

// particles are small words inside a person's name.
var particles = map[string]bool{"af": true, "von": true, "van": true, "de": true, "der": true, "den": true, "la": true, "le": true, "del": true,
	"di": true, "da": true, "el": true, "al": true, "bin": true, "ter": true, "ten": true, "zu": true, "y": true, "ní": true, "mac": true, "nic": true, "ó": true}

// and joins persons.
var and = map[string]bool{"og": true, "and": true, "&": true, "samt": true}

// persons finds the names of persons in a row of the outside: "Dr Ada Holt, chair, and Bo Lund (secretary)". caps
// allows names in capitals.
func (t *tables) persons(s string, caps bool) []consult.Span {
	list := pieces(s)
	var out []consult.Span
	fresh := true // a name may begin here
	for i := 0; i < len(list); {
		w := list[i].text
		if t.honour[strings.ToLower(w)] || t.honour[strings.ToLower(strings.Trim(w, "."))] {
			i++
			continue
		}
		if fresh {
			if n := t.personLen(list[i:], caps); n > 0 {
				out = append(out, consult.Span{Start: list[i].from, End: list[i+n-1].to})
				i += n
				fresh = false
				continue
			}
		}
		fresh = and[strings.ToLower(w)] || strings.ContainsAny(w, ",;:()<>–—")
		i++
	}
	return out
}

// personLen returns how many pieces of list a person's name at its beginning has: two to five capitalised words,
// perhaps with initials and particles; or one first name that shares its surname ("Ida og Per Holm").
func (t *tables) personLen(list []piece, caps bool) int {
	n, full := 0, 0
	for n < len(list) && n < 6 {
		w := list[n].text
		if particles[strings.ToLower(w)] && !unicode.IsUpper(first(w)) {
			to := n + 1
			if to < len(list) && particles[strings.ToLower(list[to].text)] {
				to++ // "de la Croix"
			}
			if n == 0 || to >= len(list) || !t.nameWord(list[to].text, caps) {
				break
			}
			n = to
			continue
		}
		if initial(w) {
			n++
			continue
		}
		if !t.nameWord(w, caps) {
			break
		}
		full++
		n++
	}
	if n >= 4 && t.street(list[n-1].text) {
		n -= 2 // "Ada Hale Mill Lane"
	}
	for n > 0 && initial(list[n-1].text) && full > 0 && n > 1 {
		n-- // a name doesn't end with an initial
	}
	if full >= 1 && n >= 2 {
		return n
	}
	if n == 1 && full == 1 && len(list) > 3 && and[strings.ToLower(list[1].text)] && t.personLen(list[2:], caps) > 1 {
		return 1
	}
	return 0
}

// street reports whether w is a word that ends the name of a street or a house.
func (t *tables) street(w string) bool {
	for _, p := range t.phrases["street"] {
		if matchWord(p, strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// nameWord reports whether w can be a word of a person's name.
func (t *tables) nameWord(w string, caps bool) bool {
	r := first(w)
	if !unicode.IsUpper(r) || hasDigit(w) || strings.ContainsAny(w, "@/.!?&") {
		return false
	}
	low := strings.ToLower(w)
	if t.title(w) || t.pack.Words("stopwords")[low] || t.pack.Words("months")[low] && !lang.For("en").Words("firstnames")[w] || and[low] {
		return false
	}
	rest := w[utf8.RuneLen(r):]
	if rest == "" {
		return false
	}
	return caps || strings.ToUpper(rest) != rest || utf8.RuneCountInString(w) < 3
}

// known reports whether a name begins with a common first name of any language.
func known(name string) bool {
	list := pieces(name)
	for _, p := range list {
		if initial(p.text) {
			continue
		}
		w, _, _ := strings.Cut(p.text, "-")
		for _, code := range lang.Codes {
			if lang.For(code).Words("firstnames")[p.text] || lang.For(code).Words("firstnames")[w] {
				return true
			}
		}
		return false
	}
	return false
}

// title reports whether w is a word of a signatory's title, or a compound with one ("bestyrelsesformand").
func (t *tables) title(w string) bool {
	w = strings.ToLower(strings.Trim(w, ",;:()"))
	if t.titles[w] || t.honour[w] {
		return true
	}
	for _, p := range t.phrases["title"] {
		if len(p) >= 5 && len(w) > len(p) && strings.HasSuffix(w, p) {
			return true
		}
	}
	return false
}

func first(w string) rune {
	r, _ := utf8.DecodeRuneInString(w)
	return r
}

// initial reports whether w is one: "T.", "A.B.", "J".
func initial(w string) bool {
	w = strings.TrimSuffix(w, ".")
	for _, p := range strings.Split(w, ".") {
		if utf8.RuneCountInString(p) != 1 || !unicode.IsUpper(first(p)) {
			return false
		}
	}
	return true
}

// person returns the span of s when all of it is one person or several, titles left out; empty otherwise.
func (t *tables) person(s string) consult.Span {
	found := t.persons(s, true)
	if len(found) == 0 {
		return consult.Span{}
	}
	for _, w := range pieces(s)[0:1] {
		if found[0].Start > w.from && !t.honour[strings.ToLower(w.text)] && !t.honour[strings.ToLower(strings.Trim(w.text, "."))] {
			return consult.Span{}
		}
	}
	return found[0].Cover(found[len(found)-1])
}
