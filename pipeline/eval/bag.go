package eval

import (
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// bag is a text as its words' numbers, sorted: two bags are compared in one walk over both.
type bag []int32

// bags numbers words, so that equal words have equal numbers.
type bags map[string]int32

func (n bags) of(text string) bag {
	words := Words(text)
	out := make(bag, len(words))
	for i, w := range words {
		id, ok := n[w]
		if !ok {
			id = int32(len(n))
			n[w] = id
		}
		out[i] = id
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// overlap is the token F1 of two bags: twice the words in common, over all words of both.
func overlap(a, b bag) float64 {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	hit := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			hit++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(2*hit) / float64(len(a)+len(b))
}

// Overlap is the token F1 between two texts, 0 to 1.
func Overlap(a, b string) float64 {
	n := bags{}
	return overlap(n.of(a), n.of(b))
}

// Words returns a text's words as the scorer compares them: compatibility forms folded, lower case, a word that is
// hyphenated over two lines whole again, everything but letters and numbers left out.
func Words(text string) []string {
	text = heal(lower(norm.NFKC.String(text)))
	return strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) })
}

// lower is strings.ToLower but for the letters whose small form depends on their place or has two runes.
func lower(s string) string {
	if strings.ContainsAny(s, "Σİ") {
		return cases.Lower(language.Und).String(s)
	}
	return strings.ToLower(s)
}

// heal joins "word- \nword". The letter after a hyphen was used up by its match: the next match begins behind it.
func heal(s string) string {
	if !strings.Contains(s, "-") {
		return s
	}
	r := []rune(s)
	out := make([]rune, 0, len(r))
	for i := 0; i < len(r); {
		end := hyphenEnd(r, i)
		if end == 0 {
			out = append(out, r[i])
			i++
			continue
		}
		out = append(out, r[i], r[end])
		i = end + 1
	}
	return string(out)
}

// hyphenEnd returns the place of the second letter of a match that begins at i, or 0.
func hyphenEnd(r []rune, i int) int {
	if !isWord(r[i]) && r[i] != '_' || i+2 >= len(r) || r[i+1] != '-' {
		return 0
	}
	j := i + 2
	for j < len(r) && (unicode.IsSpace(r[j]) || 0x1c <= r[j] && r[j] <= 0x1f) {
		j++
	}
	if j == i+2 || j >= len(r) || !isWord(r[j]) && r[j] != '_' {
		return 0
	}
	return j
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// pair is a gold item and a found item that were matched.
type pair struct{ gold, found int }

// match pairs items one to one, the most alike first, none below floor; among equals the later gold item first, then
// the later found item.
func match(golds, founds []bag, floor float64, may func(g, f int) bool) []pair {
	type candidate struct {
		sim float64
		pair
	}
	var all []candidate
	for i, g := range golds {
		for j, f := range founds {
			if most := float64(2*min(len(g), len(f))) / float64(max(1, len(g)+len(f))); most < floor && len(g)+len(f) > 0 {
				continue // too different in length, whatever the words are
			}
			if may != nil && !may(i, j) {
				continue
			}
			if s := overlap(g, f); s >= floor {
				all = append(all, candidate{s, pair{i, j}})
			}
		}
	}
	sort.Slice(all, func(x, y int) bool {
		a, b := all[x], all[y]
		switch {
		case a.sim != b.sim:
			return a.sim > b.sim
		case a.gold != b.gold:
			return a.gold > b.gold
		}
		return a.found > b.found
	})
	usedG, usedF := make([]bool, len(golds)), make([]bool, len(founds))
	var out []pair
	for _, c := range all {
		if !usedG[c.gold] && !usedF[c.found] {
			usedG[c.gold], usedF[c.found] = true, true
			out = append(out, c.pair)
		}
	}
	return out
}
