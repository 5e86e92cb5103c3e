package letterhead

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// cand is a place that may hold the respondent's name.
type cand struct {
	consult.Span
	weight float64
	why    string
	person bool
	stems  map[string]bool
}

// stems are a name's words for comparison: small letters, no function words, no genitive.
func stems(p *lang.Pack, name string) map[string]bool {
	out := map[string]bool{}
	for _, w := range fields(name) {
		w = plain(w)
		if w == "" || p.Words("stopwords")[w] {
			continue
		}
		if utf8.RuneCountInString(w) > 4 {
			w = strings.TrimSuffix(strings.TrimSuffix(w, "s"), "'")
			w = strings.TrimSuffix(w, "’")
		}
		out[w] = true
	}
	return out
}

// related reports whether one name holds all words of the other.
func related(a, b map[string]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for w := range a {
		if !b[w] {
			return false
		}
	}
	return len(a) > 0
}

// propose adds a candidate, cleaned of what doesn't belong to a name.
func (l *letter) propose(s consult.Span, weight float64, why string, person bool) {
	s = trim(l.d.Text, s)
	if s.Empty() || s.Len() > 160 {
		return
	}
	name := l.d.Quote(s)
	st := stems(l.t.pack, name)
	if len(st) == 0 || letters(name) < 3 {
		return
	}
	if !person && len(fields(name)) == 1 && l.generic(name) {
		weight = min(weight, bodyFloor+0.2) // "Grundejerforeningen": which one, another place may say
	}
	l.cands = append(l.cands, cand{s, weight, why, person, st})
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// clean cuts a name out of s: no mail address, no tagline, no person behind "v/", no street.
func (l *letter) clean(s consult.Span) consult.Span {
	text := l.d.Quote(s)
	for _, mark := range []string{"<", " v/", " c/o ", " att.", " Att.", " [", "\u00a0v/"} {
		if i := strings.Index(text, mark); i > 0 {
			text = text[:i]
		}
	}
	for _, dash := range []string{" – ", " — ", " - "} {
		if i := strings.Index(text, dash); i > 0 {
			rest := fields(text[i+len(dash):])
			if functions(l.t.pack, rest)*3 >= len(rest) || len(rest) > 0 && contact(text[i:]) {
				text = text[:i]
			}
		}
	}
	text = l.cutCommas(text)
	text = strings.TrimRight(text, " ,;:.\"”“»«–-")
	if strings.HasSuffix(strings.ToLower(l.d.Text[s.Start:min(len(l.d.Text), s.Start+len(text)+1)]), "a.m.b.a.") {
		text += "."
	}
	return consult.Span{Start: s.Start, End: s.Start + len(text)}
}

// cutCommas keeps the parts of a name between commas: units of a body ("Norup Kommune, Vand og Natur"), but no
// address, no person and no title.
func (l *letter) cutCommas(text string) string {
	parts := strings.Split(text, ", ")
	end := len(parts[0])
	for _, p := range parts[1:] {
		k, _ := orgType(l.t.pack, p)
		words := fields(p)
		switch {
		case len(words) == 0 || contact(p) || l.place(p),
			hasDigit(p) && !strings.Contains(strings.ToLower(p), "committee"),
			k == "" && len(l.t.persons(p, false)) > 0 && known(p),
			k == "" && l.t.title(words[0]),
			k == "" && !unicode.IsUpper(first(p)) && !unicode.IsUpper(first(words[len(words)-1])):
			return text[:end]
		}
		end += 2 + len(p)
	}
	return text[:end]
}

// small words that join the words of a body's name.
var joiners = map[string]bool{"og": true, "for": true, "i": true, "af": true, "på": true, "til": true, "ved": true, "and": true, "of": true, "the": true,
	"&": true, "in": true, "on": true, "de": true, "la": true, "den": true, "om": true, "at": true, "–": true}

// nameRun returns the end of the name that begins at byte at of s: capitalised words, joined by small ones, with a
// bracket in its midst ("Veldara Marketplace (Europe) DAC") but not at its end ("Norup Fællesråd (NF)").
func (l *letter) nameRun(s string, at int) int {
	end, pending, bracket := at, 0, 0
	for i, p := range pieces(s[at:]) {
		w := p.text
		switch {
		case i == 0 && p.from == 0 && l.kindWord(w):
			end = at + p.to
		case i == 0 && l.t.pack.Words("stopwords")[strings.ToLower(w)] && !articles[w]:
			return at // "I Kirkestræde", "Vi"
		case i == 0 && (p.from > 0 || !unicode.IsUpper(first(w)) && !unicode.IsDigit(first(w))):
			return at
		case w == "(" || w == ")":
			if bracket++; bracket > 2 {
				return end
			}
		case bracket == 1:
		case unicode.IsUpper(first(w)) || unicode.IsDigit(first(w)) || w == "&" || i > 0 && l.companyForm(w):
			end, pending, bracket = at+p.to, 0, 0
			if n := len(w); strings.HasSuffix(w, ".") && !initial(w) && !strings.Contains(w[:n-1], ".") {
				return end - 1
			}
		case joiners[w]:
			if pending++; pending > 2 || bracket > 0 {
				return end
			}
		default:
			return end
		}
	}
	return end
}

// genitive cuts "s bestyrelse" and the like: who signs for the board of X writes for X.
func genitive(text string) string {
	low := strings.ToLower(text)
	for _, tail := range boards {
		if strings.HasSuffix(low, tail) {
			return text[:len(text)-len(tail)]
		}
	}
	return text
}

// articles can begin a name: "Det Sociale Klagenævn".
var articles = map[string]bool{"Det": true, "Den": true, "De": true, "The": true}

// kindWord reports whether a word in small letters names a kind of body: "skolebestyrelsen ved Norup Skole".
func (l *letter) kindWord(w string) bool {
	if !unicode.IsLower(first(w)) || len(w) < 5 {
		return false
	}
	switch k, _ := orgType(l.t.pack, w); k {
	case consult.Council, consult.School:
		return true
	case consult.Organisation:
		for _, end := range []string{"foreningen", "bestyrelsen", "klubben", "kredsen", "forbundet", "lauget", "lavet", "association", "society", "residents", "traders", "tenants"} {
			if strings.HasSuffix(w, end) {
				return true
			}
		}
	}
	return false
}

// companyForm reports whether w is the form of a company, which may be written small: "plc", "aps".
func (l *letter) companyForm(w string) bool {
	k, _ := orgType(l.t.pack, w)
	return k == consult.Company && len(w) <= 6 && unicode.IsLower(first(w)) && !isWordOf(l.t, w)
}

func isWordOf(t *tables, w string) bool { return t.pack.Words("stopwords")[w] }

var boards = []string{"s bestyrelse", "s styrelse", "s hovedbestyrelse", "s formandskab", "' board", "'s board", "’s board", "'s committee", "’s committee"}

// withBoard returns the end of a name that ends at byte to of s, moved behind a board that follows it.
func withBoard(s string, to int) int {
	low := strings.ToLower(s)
	for _, b := range boards {
		i := strings.IndexByte(b, ' ')
		if strings.HasSuffix(low[:to], b[:i]) && strings.HasPrefix(low[to:], b[i:]) {
			return to + len(b) - i
		}
	}
	return to
}
