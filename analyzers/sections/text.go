package sections

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
)

// tables is what the rules know of a language.
type tables struct {
	labels map[string]bool
	form   map[string]bool // labels that only forms have
	titles []string        // words with which a letter's title begins
	greet  []string
}

func tablesOf(p *lang.Pack) *tables {
	return lang.Memo(p, "sections", func(p *lang.Pack) *tables {
		t := &tables{labels: map[string]bool{}, form: map[string]bool{}}
		for _, r := range p.Rows("letterwords") {
			switch r.Fields[1] {
			case "name", "organisation", "capacity", "address":
				t.form[r.Fields[0]] = true
			}
			switch r.Fields[1] {
			case "to", "from", "subject", "date", "number", "name", "organisation", "capacity", "address", "contact":
				t.labels[r.Fields[0]] = true
			case "respond":
				t.titles = append(t.titles, r.Fields[0])
			}
		}
		for _, r := range p.Rows("greetings") {
			if !strings.Contains(r.Fields[0], "…") {
				t.greet = append(t.greet, r.Fields[0])
			}
		}
		sort.Strings(t.titles)
		return t
	})
}

// title reports whether text begins as letters' titles do.
func (t *tables) title(text string) bool { return begins(t.titles, text) }

func (t *tables) greets(text string) bool { return begins(t.greet, text) && len(text) < 60 }

func begins(list []string, text string) bool {
	low := strings.ToLower(text)
	for _, p := range list {
		if strings.HasPrefix(low, p) {
			r, _ := utf8.DecodeRuneInString(low[len(p):])
			if !unicode.IsLetter(r) {
				return true
			}
		}
	}
	return false
}

// numbering returns the number with which a heading begins, without its last stop: "2.1" of "2.1 Trees", "3" of
// "3. Wording"; "" for none.
func numbering(text string) string {
	head, rest, ok := strings.Cut(text, " ")
	if !ok || rest == "" {
		return ""
	}
	n := strings.TrimRight(head, ".)")
	if n == "" || len(n) > 6 || strings.Trim(n, "0123456789.") != "" || n[0] == '.' || n == head && !strings.Contains(n, ".") {
		return ""
	}
	return n
}

func endsSentence(s string) bool {
	return strings.HasSuffix(strings.TrimRight(s, ` )"”“»«’`), ".") && !strings.HasSuffix(s, "…")
}

// endsFull reports whether s ends with a full stop, comma or colon, as text does and headings don't.
func endsFull(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ";")
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// quoted reports whether s stands in quotation marks.
func quoted(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(`"”“»«„’‘'`, r)
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// capitals reports whether all letters of s are capitals, and there are some.
func capitals(s string) bool {
	return strings.ToUpper(s) == s && strings.ToLower(s) != s && utf8.RuneCountInString(s) > 3
}

// bare returns a line without its digits.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}
