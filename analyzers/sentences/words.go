package sentences

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/analyzers/lang"
)

// words is what the rules know of a language.
type words struct {
	abbr     map[string]string // lower case with its full stop → "never", "name" or "may"
	function map[string]bool   // stop words, lower case
	month    map[string]bool
	ordinal  map[string]bool // words before an ordinal that is followed by a name
}

func wordsOf(p *lang.Pack) *words {
	return lang.Memo(p, "sentences", func(p *lang.Pack) *words {
		w := &words{map[string]string{}, p.Words("stopwords"), p.Words("months"), map[string]bool{}}
		for _, r := range p.Rows("abbreviations") {
			w.abbr[r.Fields[0]] = r.Fields[1]
		}
		for _, o := range strings.Fields("den det de d i på til fra under efter før ved for af om som the on from since until") {
			w.ordinal[o] = true
		}
		return w
	})
}

// abbreviation tells whether word, with its full stop, is one, and of what kind; "" when it is none. A compound with
// a hyphen or slash is what its last part is ("el-nr.", "jan./feb.").
func (w *words) abbreviation(word string) string {
	low := strings.ToLower(word)
	if k := w.abbr[low]; k != "" {
		return k
	}
	if i := strings.LastIndexAny(low[:max(0, len(low)-1)], "-/–("); i >= 0 {
		return w.abbr[low[i+1:]]
	}
	if n := len(word); n > 2 && strings.Count(word[:n-1], ".") > 0 && dotted(word) {
		return "may" // "a.b.c.": an abbreviation that no list has
	}
	return ""
}

// dotted reports whether word is short parts with a stop behind each: "n.n.", "cand.jur.".
func dotted(word string) bool {
	for _, part := range strings.Split(strings.TrimSuffix(word, "."), ".") {
		if part == "" || len([]rune(part)) > 2 || !allLower(part) {
			return false
		}
	}
	return true
}

func allLower(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLower(r) }) < 0
}

// isInitial reports whether word is a single capital, or capitals with stops between them ("H.C").
func isInitial(word string) bool {
	for i, part := range strings.Split(word, ".") {
		r := []rune(part)
		if len(r) != 1 || !unicode.IsUpper(r[0]) {
			return i > 0 && len(r) == 2 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1]) // "A.Th"
		}
	}
	return true
}

// isNumber reports whether word is digits, perhaps with stops, commas, dashes or an opening section sign.
func isNumber(word string) bool {
	digits := 0
	for _, r := range strings.TrimLeft(word, "§") {
		switch {
		case isDigit(r):
			digits++
		case !strings.ContainsRune(".,-–/:", r):
			return false
		}
	}
	return digits > 0
}

func isRoman(word string) bool { return word != "" && strings.Trim(word, "IVX") == "" }
