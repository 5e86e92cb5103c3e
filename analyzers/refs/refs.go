package refs

import (
	"sort"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.References and Document.Quotations.
var Analyzer = &analyzers.Analyzer{
	Name:     "refs",
	Doc:      "finds references to the draft's clauses and quotations, and ties them to clauses",
	Requires: []string{"sentences"},
	Run:      run,
}

func run(p *analyzers.Pass) error {
	s := &scanner{doc: p.Doc, x: IndexOf(p.Draft), units: unitsOf(p.Lang), words: wordsOf(p.Lang)}
	for i := range p.Doc.Blocks {
		b := p.Doc.Blocks[i]
		if b.Kind == consult.Header || b.Kind == consult.Footer {
			continue
		}
		s.block(b)
	}
	s.rest()
	sort.SliceStable(s.found, func(i, j int) bool { return s.found[i].Start < s.found[j].Start })
	p.Doc.References = s.found
	p.Doc.Quotations = quotations(p.Doc, s.x, p.Lang, s.found)
	return nil
}

// units maps words to levels.
type units map[string]string

func unitsOf(p *lang.Pack) units {
	return lang.Memo(p, "refs:units", func(p *lang.Pack) units {
		u := units{}
		for _, r := range p.Rows("units") {
			u[r.Fields[0]] = r.Fields[1]
		}
		return u
	})
}

// scanner walks over a letter's words and collects references.
type scanner struct {
	doc   *consult.Document
	x     *Index
	units units
	words *glue
	toks  []likeness.Word
	found []consult.Reference
	last  name // the paragraph named last: what "stk. 2" is a part of
	same  []string
}

func (s *scanner) block(b consult.Block) {
	s.toks = likeness.Words(s.toks[:0], s.doc.Text[b.Start:b.End], b.Start)
	if b.Kind == consult.Heading || b.Kind == consult.Cell {
		before := len(s.found)
		if s.labelled() && s.scan(b) {
			return // "§ 2 Placering": the number says which, also where several parts share the title
		}
		s.found = s.found[:before]
		if s.headingTitle(len(s.toks), 0.9) {
			return
		}
	}
	if k := s.labelEnd(); k > 0 {
		s.headingTitle(k, 0.8)
	}
	s.scan(b)
}

// labelled reports whether the block begins with a number, "§", or the word for a part of a draft.
func (s *scanner) labelled() bool {
	if len(s.toks) < 2 {
		return false
	}
	_, unit := s.units[s.toks[0].Form]
	return unit || s.isNumber(0) || s.toks[0].Form == "§"
}

// scan collects the references of a block and reports whether any is to a clause of the draft.
func (s *scanner) scan(b consult.Block) bool {
	before, hit := len(s.found), false
	for i := 0; i < len(s.toks); {
		if j := s.at(i, b); j > i {
			i = j
			continue
		}
		i++
	}
	for _, r := range s.found[before:] {
		hit = hit || len(r.Clauses) > 0
	}
	return hit
}

// at tries to read a reference at token i and returns where it ends, or i.
func (s *scanner) at(i int, b consult.Block) int {
	t := &s.toks[i]
	switch t.Sort {
	case likeness.Sign:
		if t.Form == "§" {
			return s.unit(i, i, "§", b)
		}
		return i
	case likeness.Number:
		if j := s.bare(i); j > i {
			return j
		}
		return s.literal(i)
	}
	if level, ok := s.units[t.Form]; ok {
		if j := s.unit(i, i, level, b); j > i {
			return j
		}
	}
	if s.words.same[t.Form] {
		if j := s.sameAgain(i); j > i {
			return j
		}
	}
	if j := s.literal(i); j > i {
		return j
	}
	return s.title(i)
}

func (s *scanner) add(from, to int, ids []string, conf float64, why string) {
	s.found = append(s.found, consult.Reference{Span: s.span(from, to), Clauses: ids, Confidence: conf, Why: why})
	if len(ids) > 0 {
		s.same = ids
	}
}

// span returns the span of tokens [from, to).
func (s *scanner) span(from, to int) consult.Span {
	return consult.Span{Start: s.toks[from].Start, End: s.toks[to-1].End}
}

func (s *scanner) form(i int) string {
	if i < 0 || i >= len(s.toks) {
		return ""
	}
	return s.toks[i].Form
}

func (s *scanner) isNumber(i int) bool {
	return i >= 0 && i < len(s.toks) && s.toks[i].Sort == likeness.Number
}

func (s *scanner) isWord(i int) bool {
	return i >= 0 && i < len(s.toks) && s.toks[i].Sort == likeness.Letters
}

// touching reports whether tokens i and i+1 stand without a blank between them.
func (s *scanner) touching(i int) bool {
	return i+1 < len(s.toks) && s.toks[i].End == s.toks[i+1].Start
}
