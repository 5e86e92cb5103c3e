package linking

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// ground is an explicit ground for a link.
type ground struct {
	conf float64
	why  string
}

// body finds the first and the last full sentence of the letter: what stands before and after is letterhead, greeting
// and signature.
func (s *scores) body() {
	s.from, s.to = 0, len(s.doc.Sentences)-1
	full := func(i int) bool {
		k := s.block(i).Kind
		t := s.doc.Quote(s.doc.Sentences[i].Span)
		return (k == consult.Paragraph || k == consult.ListItem || k == consult.Cell) && strings.Count(t, " ") >= 4 && strings.ContainsAny(t[len(t)-1:], ".?!:")
	}
	for s.from < s.to && !full(s.from) {
		s.from++
	}
	for s.to > s.from && !full(s.to) {
		s.to--
	}
}

// headings finds the heading above every sentence. Footnotes stand under none.
func (s *scores) headings() {
	s.head = make([]int, len(s.doc.Sentences))
	last := -1
	for i := range s.doc.Sentences {
		switch s.block(i).Kind {
		case consult.Heading:
			last = i
		case consult.Footnote, consult.Header, consult.Footer:
			last = -1
		}
		s.head[i] = last
	}
}

// explicit collects the clauses that each sentence names or quotes.
func (s *scores) explicit() {
	s.named = make([]map[int]ground, len(s.doc.Sentences))
	s.quoted = make([]map[int]float64, len(s.doc.Sentences))
	at := map[string]int{}
	for i, c := range s.clauses {
		at[c.ID] = i
	}
	for _, r := range s.doc.References {
		i := s.doc.SentenceAt(r.Start)
		if r.Foreign || r.Confidence < 0.4 || i >= len(s.named) || !s.doc.Sentences[i].Contains(r.Span) {
			continue
		}
		if s.named[i] == nil {
			s.named[i] = map[int]ground{}
		}
		for _, id := range r.Clauses {
			if c, ok := at[id]; ok && s.named[i][c].conf < r.Confidence {
				s.named[i][c] = ground{r.Confidence, r.Why}
			}
		}
	}
	for _, q := range s.doc.Quotations {
		c, ok := at[q.Clause]
		if !ok {
			continue
		}
		for i := s.doc.SentenceAt(q.Start); i < len(s.quoted) && s.doc.Sentences[i].Start < q.End; i++ {
			if s.quoted[i] == nil {
				s.quoted[i] = map[int]float64{}
			}
			s.quoted[i][c] = max(s.quoted[i][c], passage(s.doc.Quote(q.Span), q.Likeness))
		}
	}
}

// passage tells how much a quotation says: a whole passage much, a single word little.
func passage(words string, like float64) float64 {
	n := float64(strings.Count(words, " ") + 1)
	return like * min(1, 0.35+0.15*n)
}

// together reports whether sentences i and j stand in one block, or in one row of a table.
func (s *scores) together(i, j int) bool {
	if s.doc.Sentences[i].Block == s.doc.Sentences[j].Block {
		return true
	}
	a, b := s.block(i), s.block(j)
	return a.Kind == consult.Cell && b.Kind == consult.Cell && a.Table == b.Table && a.Row == b.Row
}

// rowGrounds returns the clauses that a table's row names in any of its cells; nil outside tables.
func (s *scores) rowGrounds(r run) map[int]float64 {
	if s.block(r.from).Kind != consult.Cell {
		return nil
	}
	out := map[int]float64{}
	for i := r.from; i < r.to; i++ {
		for c, g := range s.named[i] {
			out[c] = max(out[c], g.conf)
		}
	}
	return out
}

// opener tells what the first words of sentence i do: "back", "turn" or "".
func (s *scores) opener(i int) string {
	text := s.doc.Quote(s.doc.Sentences[i].Span)
	low := strings.ToLower(text[:min(len(text), 32)])
	w, _, _ := strings.Cut(low, " ")
	for _, r := range s.openers[strings.Trim(w, ",.:")] {
		if rest, ok := strings.CutPrefix(low, r.Fields[0]); ok && (rest == "" || rest[0] == ' ' || rest[0] == ',' || rest[0] == '.' || rest[0] == ':') {
			return r.Fields[1]
		}
	}
	return ""
}

// openersOf files the table openers by first word, longer phrases first.
func openersOf(pack *lang.Pack) map[string][]lang.Row {
	return lang.Memo(pack, "linking:openers", func(p *lang.Pack) map[string][]lang.Row {
		m := map[string][]lang.Row{}
		for _, r := range p.Rows("openers") {
			w, _, _ := strings.Cut(r.Fields[0], " ")
			m[w] = append(m[w], r)
		}
		for _, list := range m {
			sort.SliceStable(list, func(i, j int) bool { return len(list[i].Fields[0]) > len(list[j].Fields[0]) })
		}
		return m
	})
}

// outside reports whether the sentence stands outside the letter's body: letterhead, greeting, signature, footer.
func (s *scores) outside(i int) bool {
	b := s.block(i)
	if b.Kind == consult.Header || b.Kind == consult.Footer {
		return true
	}
	snt := s.doc.Sentences[i]
	h := &s.doc.Letterhead
	for _, f := range append([]consult.Finding{h.Respondent, h.Addressee, h.Subject, h.Date}, h.Signatories...) {
		// a letter's first sentence may hold the respondent's name and be no letterhead
		if !f.Empty() && 2*(min(f.End, snt.End)-max(f.Start, snt.Start)) > snt.End-snt.Start {
			return true
		}
	}
	return false
}

// reason names the ground that counted most for the link.
func (s *scores) reason(i, c int) string {
	if _, ok := s.quoted[i][c]; ok {
		return "link.quotation"
	}
	if h := s.head[i]; h >= 0 && h != i {
		if _, ok := s.named[h][c]; ok {
			return "link.heading"
		}
		if s.z[h][c] >= 1.5 && s.z[i][c] < 1 {
			return "link.heading"
		}
	}
	if s.z[i][c] >= 1 {
		return "link.words"
	}
	return "link.sequence"
}
