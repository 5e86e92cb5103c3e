package refs

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/likeness"
)

// title reads a clause's title of two words or more at token i of running text.
func (s *scanner) title(i int) int {
	for _, c := range s.x.byTitle[s.form(i)] {
		if j := s.sequence(i, s.x.Titles[c].Words); j > i {
			conf := 0.8
			if !s.upper(i) {
				conf = 0.6
			}
			s.add(i, j, s.x.IDs([]int{c}), conf, "ref.title")
			return j
		}
	}
	return i
}

// sequence returns the token after the words ws when they stand at token i, signs skipped; else i.
func (s *scanner) sequence(i int, ws []likeness.Word) int {
	j := i
	for _, w := range ws {
		for j > i && j < len(s.toks) && s.toks[j].Sort == likeness.Sign {
			j++
		}
		if s.form(j) != w.Form {
			return i
		}
		j++
	}
	return j
}

func (s *scanner) upper(i int) bool {
	t := s.toks[i]
	return s.doc.Text[t.Start:t.End] != t.Form
}

// unitOm reads "afsnittet om støj", "the section on dogs": a unit word, a small word and a clause's title.
func (s *scanner) unitOm(i, j int, level string) int {
	if f := s.form(j); !general[level] && level != "article" || f != "om" && f != "on" && f != "about" {
		return i
	}
	for c, t := range s.x.Titles {
		if len(t.Words) == 0 {
			continue
		}
		if k := s.sequence(j+1, t.Words); k > j+1 {
			s.add(i, k, s.x.IDs([]int{c}), 0.9, "ref.title")
			return k
		}
	}
	return i
}

// labelEnd returns the number of words before a colon near the front of a block ("Støj: …"); 0 when there is none.
func (s *scanner) labelEnd() int {
	for k := 1; k < min(len(s.toks), 8); k++ {
		if s.form(k) == ":" {
			return k
		}
	}
	return 0
}

// headingTitle reads a heading (or a cell, or a label: the first n words of a block) that is a clause's title, with or
// without a number before it.
func (s *scanner) headingTitle(n int, conf float64) bool {
	first := 0
	for first < n && (s.toks[first].Sort != likeness.Letters || len(s.form(first)) <= 2 || s.form(first) == "vedr" || s.units[s.form(first)] != "") {
		first++
	}
	for c, t := range s.x.Titles {
		if len(t.Words) > 0 && first < n && sameWords(s.toks[first:n], t.Words) {
			s.add(first, n, s.x.IDs([]int{c}), conf, "ref.heading")
			return true
		}
	}
	return false
}

func sameWords(a, b []likeness.Word) bool {
	n := 0
	for _, w := range a {
		if w.Sort == likeness.Sign {
			continue
		}
		if n == len(b) || w.Form != b[n].Form {
			return false
		}
		n++
	}
	return n == len(b)
}

// rest reads "de øvrige bestemmelser", "the remaining standards" in a sentence without remarks: every clause that no
// other reference names.
func (s *scanner) rest() {
	if len(s.x.names) == 0 {
		return
	}
	named := map[string]bool{}
	for _, r := range s.found {
		for _, id := range r.Clauses {
			named[id] = true
		}
	}
	for _, snt := range s.doc.Sentences {
		text := s.doc.Quote(snt.Span)
		low := strings.ToLower(text)
		hit := false
		for w := range s.words.rest {
			hit = hit || strings.Contains(low, w)
		}
		if !hit {
			continue
		}
		s.toks = likeness.Words(s.toks[:0], text, snt.Start)
		s.restIn(named)
	}
}

func (s *scanner) restIn(named map[string]bool) {
	at, silent := -1, false
	for i, t := range s.toks {
		if s.words.noRemark[t.Form] {
			silent = true
		}
		if _, unit := s.units[s.form(i+1)]; unit && s.words.rest[t.Form] && !subLevel[s.units[s.form(i+1)]] {
			at = i
		}
	}
	if at < 0 || !silent {
		return
	}
	var ids []string
	for _, c := range s.x.Policy.Clauses {
		if !named[c.ID] {
			ids = append(ids, c.ID)
		}
	}
	s.add(at, at+2, ids, 0.3, "ref.rest") // nobody named them: a stance to each would be too much
}
