package letterhead

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
)

// tables is what the rules know of a language.
type tables struct {
	pack    *lang.Pack
	labels  map[string]string   // label without blanks → role
	phrases map[string][]string // role → lead-ins, long ones first
	titles  map[string]bool     // single words of a signatory's title
	honour  map[string]bool     // what stands before a name
	open    []string            // greetings
	close   []string
}

// labelRoles are the roles of words that stand before a colon.
var labelRoles = map[string]bool{"to": true, "from": true, "subject": true, "date": true, "number": true, "name": true,
	"organisation": true, "capacity": true, "address": true, "contact": true}

func tablesOf(p *lang.Pack) *tables {
	return lang.Memo(p, "letterhead", func(p *lang.Pack) *tables {
		t := &tables{pack: p, labels: map[string]string{}, phrases: map[string][]string{}, titles: map[string]bool{}, honour: map[string]bool{}}
		for _, r := range p.Rows("letterwords") {
			phrase, role := r.Fields[0], r.Fields[1]
			if labelRoles[role] {
				t.labels[squeeze(phrase)] = role
			}
			t.phrases[role] = append(t.phrases[role], phrase)
			switch role {
			case "title":
				t.titles[phrase] = true
			case "honorific":
				t.honour[phrase] = true
			}
		}
		for _, list := range t.phrases {
			sort.SliceStable(list, func(i, j int) bool { return len(list[i]) > len(list[j]) })
		}
		for _, r := range p.Rows("greetings") {
			if r.Fields[1] == "open" {
				t.open = append(t.open, r.Fields[0])
			} else {
				t.close = append(t.close, r.Fields[0])
			}
		}
		for _, list := range [][]string{t.open, t.close} {
			sort.SliceStable(list, func(i, j int) bool { return len(list[i]) > len(list[j]) })
		}
		return t
	})
}

// squeeze writes a label without blanks, stops and case: narrow cells break words, typists forget stops.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '.' || r == '\n' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// label splits "Dato: 3. maj" into role and the place of its value; "" when the row has no label. A value may be
// missing: it stands in the next row then.
func (t *tables) label(s string) (role string, value int) {
	i := strings.IndexByte(s[:min(len(s), 41)], ':')
	if i < 0 {
		if len(s) > 60 {
			return "", 0
		}
		return t.labels[squeeze(s)], len(s)
	}
	name := s[:i]
	if j := strings.IndexByte(name, '('); j > 0 {
		name = name[:j] // "Organisation (if any):"
	}
	role = t.labels[squeeze(name)]
	if role == "" {
		return "", 0
	}
	i++
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return role, i
}

// starts returns the length of the phrase of list that s begins with, 0 for none. "…" in a phrase stands for one or
// two words. A phrase ends at the end of a word.
func starts(list []string, s string) int {
	for _, p := range list {
		if n := prefix(p, s); n > 0 {
			return n
		}
	}
	return 0
}

func prefix(phrase, s string) int {
	if s == "" || phrase == "" || !sameLetter(phrase, s) {
		return 0
	}
	if len(s) > 150 {
		s = s[:150] // a phrase and what it skips are shorter
	}
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return 0
	}
	head, tail, gap := strings.Cut(phrase, "…")
	if !strings.HasPrefix(low, head) {
		return 0
	}
	at := len(head)
	if gap {
		if at = skipWords(s, low, at, strings.TrimSpace(tail)); at == 0 {
			return 0
		}
	}
	if at < len(s) {
		if r, _ := utf8.DecodeRuneInString(s[at:]); isLetter(r) || r >= '0' && r <= '9' {
			return 0
		}
	}
	return at
}

// sameLetter reports whether two texts begin with the same letter, whatever its case.
func sameLetter(a, b string) bool {
	return unicode.ToLower(first(a)) == unicode.ToLower(first(b))
}

// skipWords finds tail behind one or two words of s from at, and returns its end; low is s in small letters. An empty
// tail needs nothing more. The words skipped begin with a small letter: "Yours ever" but not "Yours Ida".
func skipWords(s, low string, at int, tail string) int {
	for range 2 {
		if at >= len(s) || unicode.IsUpper(first(s[at:])) {
			return 0
		}
		end := strings.IndexByte(low[at:], ' ')
		if end < 0 {
			if tail == "" {
				return len(low)
			}
			return 0
		}
		at += end + 1
		if tail == "" {
			return at - 1
		}
		if strings.HasPrefix(low[at:], tail) {
			return at + len(tail)
		}
	}
	return 0
}

// find returns the place behind the first phrase of list in s, at a word's start; -1 for none.
func find(list []string, s string) (from, end int) {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return -1, -1
	}
	best, bestEnd := -1, -1
	for _, p := range list {
		for at := 0; ; {
			i := strings.Index(low[at:], p)
			if i < 0 {
				break
			}
			i += at
			if wordAt(low, i) && wordEnd(low, i+len(p)) {
				if best < 0 || i < best || i == best && i+len(p) > bestEnd {
					best, bestEnd = i, i+len(p)
				}
				break
			}
			at = i + 1
			for at < len(low) && !utf8.RuneStart(low[at]) {
				at++
			}
		}
	}
	return best, bestEnd
}

func wordAt(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !isLetter(r)
}

func wordEnd(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return i >= len(s) || !isLetter(r)
}
