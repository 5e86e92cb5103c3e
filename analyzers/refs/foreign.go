package refs

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/likeness"
)

// foreign reports whether the reference in tokens [from, to) is to another text than the draft: a law's name stands just
// before it ("planlovens § 24") or just after it ("§ 27 i museumsloven", "Article 8 of the Convention").
func (s *scanner) foreign(from, to int) bool {
	for k := from - 1; k >= max(0, from-3); k-- {
		if s.toks[k].Sort == likeness.Sign && s.form(k) != ")" && s.form(k) != "(" {
			break
		}
		if s.isLaw(k) {
			return true
		}
	}
	if !s.words.in[s.form(to)] {
		return false
	}
	for k := to + 1; k < min(len(s.toks), to+5); k++ {
		if s.toks[k].Sort == likeness.Sign {
			return false
		}
		if s.isLaw(k) {
			return true
		}
	}
	return false
}

func (s *scanner) isLaw(k int) bool {
	f := s.form(k)
	if s.toks[k].Sort != likeness.Letters || s.x.title[f] {
		return false
	}
	if s.words.laws[f] {
		return !s.ownKind(f)
	}
	for _, end := range s.words.lawEnds {
		if len(f) > len(end)+2 && strings.HasSuffix(f, end) {
			return !s.ownKind(f)
		}
	}
	return false
}

// ownKind reports whether the draft is itself a text of the kind that form names: its title or the letter's first lines
// have the word ("bekendtgørelsens kapitel 5" in a letter on a draft bekendtgørelse).
func (s *scanner) ownKind(form string) bool {
	stem := form
	for _, end := range []string{"ens", "ets", "en", "et", "s"} {
		if t, ok := strings.CutSuffix(form, end); ok && len(t) >= 3 {
			stem = t
			break
		}
	}
	for t := range s.x.title {
		if strings.HasSuffix(t, stem) || strings.HasPrefix(t, stem) {
			return true
		}
	}
	if strings.HasSuffix(stem, "lov") && len(stem) > 3 {
		return false
	}
	head := strings.ToLower(s.doc.Text[:min(len(s.doc.Text), 1000)])
	return strings.Contains(head, "udkast til "+stem) || strings.Contains(head, "forslag til "+stem) ||
		strings.Contains(head, "høring over "+stem) || strings.Contains(head, "draft "+stem) || strings.Contains(head, "om "+stem) ||
		strings.Contains(head, ": "+stem) || strings.Contains(head, "– "+stem)
}
