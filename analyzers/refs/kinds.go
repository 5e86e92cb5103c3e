package refs

import (
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// inside reads "paragraph 2" after "Article 3": a paragraph of it, when the draft has it there.
func (s *scanner) inside(start, end int, items []item) bool {
	if s.last.level == "" {
		return false
	}
	var at []int
	for _, it := range items {
		ids, how := s.x.resolve(name{level: s.last.level, path: append(append([]string{}, s.last.path...), it.path...)})
		if how != "exact" {
			return false
		}
		at = append(at, ids...)
	}
	s.add(start, end, s.x.IDs(unique(at)), 0.85, "ref.relative")
	return true
}

func (s *scanner) page(start, end int, items []item, b consult.Block) int {
	if b.Kind == consult.Footnote || s.afterYear(start) {
		return end // a footnote's pages are a book's
	}
	var at []int
	for _, it := range items {
		first, err := strconv.Atoi(it.path[0])
		last := first
		if it.to != nil {
			last, _ = strconv.Atoi(it.to[0])
		}
		if err != nil || s.form(it.end) == "/" || (s.form(it.end) == "af" || s.form(it.end) == "of") && s.isNumber(it.end+1) {
			return end // "side 1/3", "side 2 af 4" is the letter's own
		}
		at = append(at, s.x.pages(first, last)...)
	}
	if len(at) > 0 {
		s.add(start, end, s.x.IDs(unique(at)), 0.6, "ref.page")
	} else if len(s.x.names) == 0 {
		s.add(start, end, nil, 0.5, "ref.page")
	}
	return end
}

func (s *scanner) afterYear(start int) bool {
	for k := start - 1; k >= max(0, start-3); k-- {
		if f := s.form(k); s.isNumber(k) && len(f) == 4 && (f[0] == '1' || f[0] == '2') {
			return true
		}
	}
	return false
}

// relative reads "stk. 2" without its paragraph: that stands after it ("stk. 1 i § 3") or was named before.
func (s *scanner) relative(start, end int, items []item, level string, b consult.Block) int {
	if s.words.in[s.form(end)] && (s.form(end+1) == "§" || s.units[s.form(end+1)] == "§" || s.units[s.form(end+1)] == "article") {
		j, lv := end+2, "§"
		if s.form(end+1) != "§" {
			lv = s.units[s.form(end+1)]
		}
		if head, ok := s.one(j, lv); ok {
			for i := range items {
				items[i].path = append(append([]string{}, head.path...), items[i].path...)
			}
			if s.foreign(start, head.end) {
				s.found = append(s.found, consult.Reference{Span: s.span(start, head.end), Foreign: true, Confidence: 0.9, Why: "ref.foreign"})
				return head.end
			}
			s.resolved(start, head.end, items, lv)
			return head.end
		}
	}
	if s.last.level == "" || s.foreign(start, end) {
		return end
	}
	var at []int
	for _, it := range items {
		ids, how := s.x.resolve(name{level: s.last.level, path: append(append([]string{}, s.last.path...), it.path...)})
		if how == "exact" && s.x.sub(ids[0]) == level {
			at = append(at, ids...)
		}
	}
	if len(at) > 0 {
		s.add(start, end, s.x.IDs(unique(at)), 0.75, "ref.relative")
	}
	return end
}

// bare reads an id without a unit word: "2.1" in a draft whose ids are such numbers, "i 2.1" where they are such numbers
// with a word of their own ("Punkt 2.1").
func (s *scanner) bare(i int) int {
	if !s.x.unitless && (!s.x.dotted || !s.words.in[s.form(i-1)]) || !strings.Contains(s.form(i), ".") || s.quantity(i) {
		return i
	}
	it, ok := s.one(i, "")
	if !ok {
		return i
	}
	items := []item{it}
	for k := it.end; ; {
		if s.form(k) == "," {
			k++
		}
		if s.words.and[s.form(k)] {
			k++
		}
		if k == it.end || !s.isNumber(k) || !strings.Contains(s.form(k), ".") || s.quantity(k) {
			break
		}
		if it, ok = s.one(k, ""); !ok {
			break
		}
		items, k = append(items, it), it.end
	}
	var at []int
	why := "ref.bare"
	for _, it := range items {
		level := ""
		if !s.x.unitless {
			level = "section" // fits every id that has two numbers
		}
		if it.to != nil {
			at, why = append(at, s.x.between(level, it.path, it.to)...), "ref.range"
		} else if ids, how := s.x.resolve(name{level: level, path: it.path}); how == "exact" {
			at = append(at, ids...)
		} else {
			return i
		}
	}
	if len(at) == 0 {
		return i
	}
	end := items[len(items)-1].end
	s.add(i, end, s.x.IDs(unique(at)), 0.9, why)
	return end
}

// quantity reports whether the number at i counts, costs or dates something.
func (s *scanner) quantity(i int) bool {
	before, after := s.form(i-1), s.form(i+1)
	switch before {
	case "kl", "£", "€", "$", "kr", "ca", "v", "version", "tlf":
		return true
	case ".":
		if f := s.form(i - 2); f == "kl" || f == "ca" || f == "tlf" {
			return true
		}
	}
	switch after {
	case "%", "pct", "procent", "mio", "million", "millioner", "mia", "kr", "meter", "meters", "metres", "m", "m²", "m³", "cm", "mm", "km", "ha", "kg", "ton", "tons", "tonnes", "per",
		"percent", "pm", "am", "år", "timer", "timers", "hours", "years", "days", "times", "gange", "grader", "degrees", "hektar", "hectares", "points", "kwh", "mw", "db":
		return true
	}
	return false
}

// literal reads an id of a form of its own, such as "P5" or "S.8.3", exactly as the draft prints it.
func (s *scanner) literal(i int) int {
	for _, c := range s.x.literals[s.form(i)] {
		id := s.x.Policy.Clauses[c].ID
		at := s.toks[i].Start
		if !strings.HasPrefix(s.doc.Text[at:], id) {
			continue
		}
		j := i + 1
		for j < len(s.toks) && s.toks[j].Start < at+len(id) {
			j++
		}
		if s.toks[j-1].End == at+len(id) {
			s.add(i, j, []string{id}, 0.9, "ref.literal")
			return j
		}
	}
	return i
}

// sameAgain reads "samme bestemmelse", "the same section".
func (s *scanner) sameAgain(i int) int {
	if _, ok := s.units[s.form(i+1)]; ok && len(s.same) > 0 {
		s.add(i, i+2, s.same, 0.7, "ref.same")
		return i + 2
	}
	return i
}
