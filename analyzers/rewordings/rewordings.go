package rewordings

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Rewordings.
var Analyzer = &analyzers.Analyzer{
	Name:     "rewordings",
	Doc:      "finds the changes of the draft's words that the response gives",
	Requires: []string{"sentences", "refs", "discourse", "links"},
	Run: func(p *analyzers.Pass) error {
		p.Doc.Rewordings = find(p)
		return nil
	},
}

// finder is what is known while a letter is read.
type finder struct {
	doc       *consult.Document
	pack      *lang.Pack
	draft     *draft
	x         *refs.Index
	quotes    []consult.Quotation // the document's, and runs of italics that may be operands
	cues      *cue.Set
	links     map[int][]int  // sentence → clauses, best first
	used      map[int]bool   // quotations that a finding has taken
	last      passage        // the passage of the draft quoted or pointed to last
	lastQuote []consult.Span // its words as the response has them; nil when only pointed to
	lastIn    int            // the sentence that did so
	figure    operand        // the draft's figure that the letter named last
	figureIn  int            // the sentence that did so
	row       []int          // clauses named in the table row that is being read
	intro     consult.Span   // the sentence that introduces the table or marks being read
	out       []consult.Rewording

	list   []*table // the document's tables, once read
	listed bool

	rowEnd int // the last sentence of the row in running text that was read last; -1

	wordsWanted bool // the column being read promises words
}

func find(p *analyzers.Pass) []consult.Rewording {
	f := &finder{doc: p.Doc, pack: p.Lang, draft: draftOf(p.Draft), x: refs.IndexOf(p.Draft), cues: cue.Table(p.Lang, "changes"),
		links: map[int][]int{}, used: map[int]bool{}, last: nowhere, lastIn: -1, figureIn: -1, rowEnd: -1}
	for _, l := range p.Doc.Links {
		if c := p.Policy().Index(l.Clause); c >= 0 {
			f.links[l.Sentence] = append(f.links[l.Sentence], c)
		}
	}
	f.quotes = f.held()
	f.tables()
	f.tracked()
	f.labels()
	for i := 0; i < len(p.Doc.Sentences); i++ {
		b := p.Doc.Blocks[p.Doc.Sentences[i].Block]
		if b.Kind == consult.Header || b.Kind == consult.Footer || b.Kind == consult.Cell && f.inTable(b) {
			continue
		}
		span := p.Doc.Sentences[i].Span
		for i+1 < len(p.Doc.Sentences) && f.goesOn(i) {
			i++
			span = span.Cover(p.Doc.Sentences[i].Span)
		}
		if !f.sentence(i, span) {
			f.asRead(i, span)
		}
	}
	sort.SliceStable(f.out, func(i, j int) bool { return key(f.out[i]) < key(f.out[j]) })
	return f.out
}

// goesOn reports whether the sentence after i only goes on with it, cut off by a full stop inside marks: "»A.« → »B.«".
func (f *finder) goesOn(i int) bool {
	a, b := f.doc.Sentences[i], f.doc.Sentences[i+1]
	if a.Block != b.Block {
		return false
	}
	next := strings.TrimLeft(f.doc.Quote(b.Span), " »«“”\"")
	return strings.HasPrefix(next, "→") || strings.HasPrefix(next, "->") || strings.HasPrefix(next, "til ") || strings.HasPrefix(next, "to ") ||
		strings.HasPrefix(next, "i stedet for") || strings.HasPrefix(next, "erstattes") || strings.HasPrefix(next, "ændres") ||
		strings.HasPrefix(next, "should ") || strings.HasPrefix(next, "be ") || strings.HasPrefix(next, "udgår") || strings.HasPrefix(next, "with ")
}

// key is where the new words (or the words to delete) stand, so that findings come in the letter's order.
func key(r consult.Rewording) int {
	for _, w := range []consult.Words{r.Proposed, r.Original} {
		if len(w.Spans) > 0 && w.Clause == "" {
			return w.Spans[0].Start
		}
	}
	return r.Start
}

// change is a rewording before it is written down.
type change struct {
	kind     consult.Change
	old, new *operand
	at       passage // where the old words, or the anchor, stand in the draft
	conf     float64
	why      string
}

// add writes a change down. Old and new words that are the same change nothing.
func (f *finder) add(span consult.Span, c change) {
	r := consult.Rewording{Kind: c.kind}
	r.Span, r.Confidence, r.Why = span, c.conf, "rewording."+c.why
	if !f.intro.Empty() {
		r.Span = f.intro
	}
	if c.new != nil {
		r.Proposed = consult.Words{Spans: c.new.spans}
		if c.new.quote >= 0 {
			f.used[c.new.quote] = true
			if f.intro.Empty() {
				r.Span = r.Span.Cover(c.new.spans[0])
			}
		}
	}
	switch {
	case c.kind == consult.Insert:
	case c.old != nil && len(c.old.spans) > 0:
		r.Original = consult.Words{Spans: c.old.spans}
	case c.at.ok():
		r.Original = consult.Words{Clause: f.x.Policy.Clauses[c.at.clause].ID, Spans: []consult.Span{c.at.span}}
	}
	if c.at.ok() {
		r.Clause = f.x.Policy.Clauses[c.at.clause].ID
	} else if c.at.clause >= 0 {
		r.Clause = f.x.Policy.Clauses[c.at.clause].ID
		if c.kind != consult.Insert && len(f.x.Texts) > 0 {
			r.Warning, r.Confidence = "original.not-in-draft", min(r.Confidence, 0.6)
		}
	} else if c.kind != consult.Insert && len(f.x.Texts) > 0 {
		r.Warning, r.Confidence = "original.not-in-draft", min(r.Confidence, 0.5)
	}
	if same(f.x.Policy.Words(f.doc, r.Original), f.x.Policy.Words(f.doc, r.Proposed)) {
		return
	}
	f.out = append(f.out, r)
}
