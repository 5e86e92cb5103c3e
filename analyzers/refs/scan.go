package refs

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// punktum is a sentence of a provision: "1. pkt." is a place in a clause, not one of a list.
var punktum = map[string]bool{"pkt": true, "punktum": true, "led": true}

// item is one number of a reference: "4", "4, stk. 2", "3.1".
type item struct {
	path []string
	to   []string // the end of a range; nil for one number
	end  int      // token after it
}

// unit reads what follows a unit word at token i; start is where the reference begins.
func (s *scanner) unit(start, i int, level string, b consult.Block) int {
	j := i + 1
	if level == "§" && s.form(j) == "§" {
		j++
	}
	if s.form(j) == "." && s.touching(j-1) && len(s.form(i)) <= 5 {
		j++
	} else if level == "page" && len(s.form(i)) <= 2 {
		return i // "s" and "p" name a page only with a full stop
	}
	if s.form(i) == "siden" && s.form(i-1) != "på" {
		return i // since: "siden 2019"
	}
	if s.words.number[s.form(j)] && s.units[s.form(i)] != "nr" {
		j++
		if s.form(j) == "." {
			j++
		}
	}
	items := s.items(j, level)
	if len(items) == 0 {
		return s.unitOm(i, j, level)
	}
	end := items[len(items)-1].end
	switch {
	case level == "page":
		return s.page(start, end, items, b)
	case subLevel[level]:
		return s.relative(start, end, items, level, b)
	case level == "paragraph" && s.inside(start, end, items):
		return end
	}
	if s.foreign(start, end) {
		s.found = append(s.found, consult.Reference{Span: s.span(start, end), Foreign: true, Confidence: 0.9, Why: "ref.foreign"})
		s.last = name{}
		return end
	}
	s.resolved(start, end, items, level)
	return end
}

func (s *scanner) resolved(start, end int, items []item, level string) {
	var at []int
	why, conf := "ref.number", 0.97
	for _, it := range items {
		s.last = name{level: level, path: it.path[:1]}
		if it.to != nil {
			at, why, conf = append(at, s.x.between(level, it.path, it.to)...), "ref.range", 0.93
			continue
		}
		ids, how := s.x.resolve(name{level: level, path: it.path})
		if how == "parent" && len(ids) > 1 {
			why, conf = "ref.parent", min(conf, 0.8)
		}
		at = append(at, ids...)
	}
	if len(at) > 0 && !s.x.levels[level] && !s.x.unitless {
		conf = min(conf, 0.8)
	}
	if len(s.x.names) > 0 && len(at) == 0 {
		conf = 0.5
	}
	s.add(start, end, s.x.IDs(unique(at)), conf, why)
}

func unique(at []int) []int {
	var out []int
	seen := map[int]bool{}
	for _, i := range at {
		if !seen[i] {
			seen[i] = true
			out = append(out, i)
		}
	}
	return out
}

// items reads numbers from token j on: "4", "4 og 7", "3-5", "4, stk. 2, og 6".
func (s *scanner) items(j int, level string) []item {
	var out []item
	it, ok := s.one(j, level)
	for ok {
		out = append(out, it)
		j = it.end
		k := j
		list := false
		if s.form(k) == "," {
			k++
			list = true
		}
		if s.words.and[s.form(k)] || s.form(k) == "/" {
			k++
			list = false
		} else if !list {
			break
		}
		if s.form(k) == "§" && level != "§" {
			break
		}
		if s.units[s.form(k)] == level || s.form(k) == "§" {
			k++
			if s.form(k) == "." || s.form(k) == "§" {
				k++
			}
		}
		if sub := s.units[s.form(k)]; subLevel[sub] && len(it.path) > 1 {
			k++ // "stk. 1 og stk. 3"
			if s.form(k) == "." {
				k++
			}
		}
		next, good := s.one(k, level)
		if !good || list && !s.listGoesOn(next.end) || s.form(next.end) == "." && punktum[s.form(next.end+1)] {
			break
		}
		it, ok = s.sibling(it, next, level), true
	}
	return out
}

// sibling completes a bare number after a number with parts: "nr. 1 og 3" goes on inside the paragraph when the draft
// has it there.
func (s *scanner) sibling(before, it item, level string) item {
	if len(before.path) > 1 && len(it.path) == 1 && it.to == nil {
		inner := append(append([]string{}, before.path[:len(before.path)-1]...), it.path[0])
		if ids, how := s.x.resolve(name{level: level, path: inner}); how == "exact" && len(ids) > 0 {
			it.path = inner
		}
	}
	return it
}

// lettered levels may be counted by capitals or Roman numerals.
var lettered = map[string]bool{"chapter": true, "part": true, "theme": true, "option": true, "proposal": true,
	"principle": true, "standard": true, "policy": true, "initiative": true, "action": true, "objective": true}

func (s *scanner) listGoesOn(i int) bool {
	f := s.form(i)
	return f == "," || s.words.and[f] || f == "" || f == "." || f == ":" || f == ")"
}

// one reads one number with its parts and, after a dash or "til", the end of a range.
func (s *scanner) one(j int, level string) (item, bool) {
	it := item{end: j + 1}
	switch {
	case s.isNumber(j):
		f := s.form(j)
		if a, b, ok := strings.Cut(f, "-"); ok {
			it.path, it.to = split(a), split(b)
			return it, true
		}
		if strings.ContainsAny(f, ":,") {
			return it, false
		}
		it.path = strings.FieldsFunc(f, func(r rune) bool { return r == '.' || r == '/' })
	case s.isWord(j) && (roman(s.form(j)) || len(s.form(j)) == 1) && (lettered[level] || s.x.letters[level]) && s.capital(j) && s.form(j-1) != ".":
		it.path = []string{s.form(j)}
	case s.isWord(j) && level == "litra" && len(s.form(j)) == 1:
		it.path = []string{s.form(j)}
	default:
		return it, false
	}
	s.parts(&it, level)
	if k := it.end; s.isRange(k) {
		k++
		if s.units[s.form(k)] == level || s.form(k) == "§" {
			k++
			if s.form(k) == "." {
				k++
			}
		}
		if s.isNumber(k) && !strings.ContainsAny(s.form(k), ":,-") {
			to := item{path: split(s.form(k)), end: k + 1}
			s.parts(&to, level)
			it.to, it.end = to.path, to.end
		}
	}
	return it, true
}

func (s *scanner) isRange(k int) bool {
	f := s.form(k)
	return f == "–" || f == "-" || f == "—" || s.words.to[f]
}

func (s *scanner) capital(j int) bool {
	c := s.doc.Text[s.toks[j].Start]
	return c >= 'A' && c <= 'Z'
}

// parts reads "(1)", ", stk. 2", ", nr. 3", "litra a", " a" after a number.
func (s *scanner) parts(it *item, level string) {
	for {
		j := it.end
		if s.form(j) == "(" && s.form(j+2) == ")" && (s.isNumber(j+1) || len(s.form(j+1)) <= 2) && s.touching(j-1) {
			it.path, it.end = append(it.path, s.form(j+1)), j+3
			continue
		}
		if level == "§" && s.isWord(j) && len(s.form(j)) == 1 && s.form(j) >= "a" && s.form(j) <= "h" {
			it.path[len(it.path)-1] += s.form(j)
			it.end++
			continue
		}
		k := j
		if s.form(k) == "," {
			k++
		}
		u := s.units[s.form(k)]
		if !subLevel[u] && !(level == "article" && u == "paragraph" && k > j) {
			return
		}
		if k++; s.form(k) == "." {
			k++
		}
		if !s.isNumber(k) && len(s.form(k)) != 1 || strings.ContainsAny(s.form(k), "-:,") || s.form(k) == "" {
			return
		}
		it.path, it.end = append(it.path, s.form(k)), k+1
	}
}
