package phrasing

import (
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Letter is a document's sentences as they are put.
type Letter struct {
	Doc       *consult.Document
	Lang      *lang.Pack
	Sentences []Sentence
	called    struct { // the respondent's name, cut into words once
		span  consult.Span
		words []string
	}
}

// Sentence is one sentence's form. Its index is that of the document's sentence.
type Sentence struct {
	Toks       []cue.Token
	Cues       []cue.Match // of all three tables
	Plain      []cue.Match // of table plain
	Kind       consult.Kind
	Heading    int  // sentence index of the heading above; -1 when there is none
	LeadIn     int  // sentence index of the sentence that introduces this item's list; -1
	First      bool // in its block
	Last       bool
	Imperative bool
	Question   bool
	Outside    bool // head of the letter, or a quoted mail below it: not what the respondent has to say
	Before     bool // of what is outside: it stands in the head
	Cell       Role // of a cell
}

// describe describes all sentences of d.
func describe(d *consult.Document, p *lang.Pack) *Letter {
	l := &Letter{Doc: d, Lang: p, Sentences: make([]Sentence, len(d.Sentences))}
	tables := []*cue.Set{cue.Table(p, "asks"), cue.Table(p, "opinions"), cue.Table(p, "voices")}
	plain := cue.Table(p, "plain")
	v := verbsOf(p)
	for i, s := range d.Sentences {
		x := &l.Sentences[i]
		x.Heading, x.LeadIn = -1, -1
		x.Toks = cue.Tokens(d.Text, s.Span)
		for _, t := range tables {
			x.Cues = append(x.Cues, t.Find(x.Toks)...)
		}
		x.Plain = plain.Find(x.Toks)
		x.Cues = withoutThanks(x)
		x.Kind = d.Blocks[s.Block].Kind
		x.First = i == 0 || d.Sentences[i-1].Block != s.Block
		x.Last = i == len(d.Sentences)-1 || d.Sentences[i+1].Block != s.Block
		x.Imperative = v.imperative(x.Toks, d.Quote(s.Span))
		x.Question = endsWith(d.Quote(s.Span), '?')
	}
	l.structure()
	l.outside()
	l.tables()
	return l
}

// outside marks sentences of the letter's head and of a quoted mail below the letter.
func (l *Letter) outside() {
	f := letterhead.FrameOf(l.Doc, l.Lang)
	if f.Body >= f.Thread {
		return // nothing but head: a letter of tables or lines
	}
	for i := range l.Sentences {
		b := l.Doc.Sentences[i].Block
		switch l.Sentences[i].Kind {
		case consult.Paragraph, consult.Heading:
			l.Sentences[i].Outside = b < f.Body || b >= f.Thread
			l.Sentences[i].Before = b < f.Body
		case consult.ListItem:
			l.Sentences[i].Outside = b >= f.Thread
		}
	}
}

// structure ties sentences to the heading above and items to their lead-in.
func (l *Letter) structure() {
	heading, lead := -1, -1
	for i := range l.Sentences {
		x := &l.Sentences[i]
		x.Heading = heading
		switch x.Kind {
		case consult.Heading:
			heading, lead = i, i
			x.Heading = -1
		case consult.ListItem:
			x.LeadIn = lead
		case consult.Paragraph:
			lead = i
		}
	}
}

// Colon reports whether sentence i ends in a colon.
func (l *Letter) Colon(i int) bool {
	return i >= 0 && endsWith(l.Doc.Quote(l.Doc.Sentences[i].Span), ':')
}

// Same reports whether sentences i and j exist and stand in one block.
func (l *Letter) Same(i, j int) bool {
	n := len(l.Doc.Sentences)
	return i >= 0 && j >= 0 && i < n && j < n && l.Doc.Sentences[i].Block == l.Doc.Sentences[j].Block
}

// Has reports whether a cue of class (or below it) that is not negated stands in sentence i.
func (l *Letter) Has(i int, class string) bool { return l.find(i, class) != nil }

// Cue returns the id of the first such cue; "" when there is none.
func (l *Letter) Cue(i int, class string) string {
	if m := l.find(i, class); m != nil {
		return m.ID
	}
	return ""
}

func (l *Letter) find(i int, class string) *cue.Match {
	if i < 0 || i >= len(l.Sentences) {
		return nil
	}
	for k := range l.Sentences[i].Cues {
		if m := &l.Sentences[i].Cues[k]; m.Is(class) && !(m.Negated && m.Cue.Has("drop")) {
			return m
		}
	}
	return nil
}

// Bargain reports whether sentence i gives consent at a price: "we can live with it as long as …". It is support and an
// ask at once.
func (l *Letter) Bargain(i int) bool {
	consent, price := false, false
	for k := range l.Sentences[i].Cues {
		m := &l.Sentences[i].Cues[k]
		consent = consent || m.Is("stance.support") && !m.Negated && !m.Cue.Has("weak")
		price = price || m.Is("condition") && !m.Cue.Has("weak")
	}
	return consent && price
}

// endsWith reports whether s ends in r, closing quotation marks and brackets apart.
func endsWith(s string, r rune) bool {
	s = strings.TrimRight(s, " \"”“»«’')]")
	last, _ := utf8.DecodeLastRuneInString(s)
	return last == r
}
