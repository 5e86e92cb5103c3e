package rewordings

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// held returns the document's quotations and, beside them, short runs of italics or bold inside a sentence: people who
// write in a word processor hold up words that way too.
func (f *finder) held() []consult.Quotation {
	out := append([]consult.Quotation{}, f.doc.Quotations...)
	for _, m := range f.doc.Marks {
		if m.Kind != consult.Italic && m.Kind != consult.Bold {
			continue
		}
		i := f.doc.SentenceAt(m.Start)
		if i >= len(f.doc.Sentences) {
			break
		}
		s := f.doc.Sentences[i]
		b := f.doc.Blocks[s.Block]
		if b.Kind == consult.Heading || !s.Contains(m.Span) || m.Len() > 300 || 10*m.Len() > 9*s.Len() || isLabel(f.doc.Text, b, m.Span) {
			continue // a whole sentence in italics, or a label at a paragraph's front, holds nothing up
		}
		if q := consult.FirstAt(len(f.doc.Quotations), m.Start, func(k int) consult.Span { return f.doc.Quotations[k].Span }); q < len(f.doc.Quotations) && f.doc.Quotations[q].Start < m.End+1 {
			continue
		}
		out = append(out, consult.Quotation{Span: trimmed(f.doc.Text, m.Span), Why: "quote.italics", Role: consult.Scare})
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].Start < out[b].Start })
	return out
}

// isLabel reports whether the run s stands at the front of block b and ends in a colon or full stop.
func isLabel(text string, b consult.Block, s consult.Span) bool {
	if s.Start > b.Words().Start {
		return false
	}
	run := strings.TrimRight(s.In(text), " ")
	return strings.HasSuffix(run, ":") || strings.HasSuffix(run, ".") || strings.HasPrefix(text[s.End:], ":")
}

// trimmed leaves out white space and marks at both ends of s.
func trimmed(text string, s consult.Span) consult.Span {
	const out = " \n\u00a0"
	for s.Start < s.End && strings.ContainsRune(out, rune(text[s.Start])) {
		s.Start++
	}
	for s.End > s.Start && strings.ContainsRune(out, rune(text[s.End-1])) {
		s.End--
	}
	return s
}

// arrow reads "old words → new words" without marks, one or several in a sentence; the old ones must be the draft's.
func (f *finder) arrow(l *line) bool {
	found := false
	for at := l.span.Start; at < l.span.End; {
		end := l.span.End
		if k := strings.IndexByte(f.doc.Text[at:end], ';'); k >= 0 {
			end = at + k
		}
		found = f.oneArrow(l, consult.Span{Start: at, End: end}) || found
		at = end + 1
	}
	return found
}

func (f *finder) oneArrow(l *line, s consult.Span) bool {
	text := f.doc.Quote(s)
	i, n := -1, 0
	for _, sign := range []string{"→", "->", "=>", "⇒", "➔", "➜"} {
		if k := strings.Index(text, sign); k >= 0 && i < 0 {
			i, n = k, len(sign)
		}
	}
	if i <= 0 {
		return false
	}
	left := trimmed(f.doc.Text, consult.Span{Start: s.Start, End: s.Start + i})
	right := trimmed(f.doc.Text, consult.Span{Start: s.Start + i + n, End: s.End})
	if k := strings.LastIndex(left.In(f.doc.Text), ": "); k >= 0 {
		left.Start += k + 2
	}
	if left.Empty() || right.Empty() {
		return false
	}
	old := &operand{quote: -1, spans: []consult.Span{left}, at: f.place(left, -1, l.near)}
	if !old.at.ok() {
		old.at = f.anywhere(left)
	}
	if !f.inDraft(old) {
		return false
	}
	f.add(l.span, change{kind: consult.Replace, old: old, new: &operand{quote: -1, spans: []consult.Span{right}}, at: old.at, why: "replace.arrow", conf: 0.8})
	return true
}

// labels reads old and new words in paragraphs of their own, each after a label: "Nuværende tekst: …", "Forslag: …". The
// label may be a block of its own, also a heading.
func (f *finder) labels() {
	var old *operand
	oldBlock := -1
	for i := range f.doc.Blocks {
		role, says, s := f.label(i)
		switch {
		case role == "old":
			old, oldBlock = f.labelled(s), i
		case role == "new" && old != nil && i-oldBlock <= 3 && (f.inDraft(old) || len(f.x.Texts) == 0):
			f.add(f.doc.Blocks[i].Span, change{kind: consult.Replace, old: old, new: f.labelled(s), at: old.at, why: "labels", conf: 0.85})
			old = nil
		case role == "new" && says:
			f.newLabel(i, s)
		}
	}
}

// newLabel reads new words that stand after a label alone: they replace the sentence of the draft that they are like, or
// come in beside.
func (f *finder) newLabel(i int, s consult.Span) {
	k := f.doc.SentenceAt(s.Start)
	if k >= len(f.doc.Sentences) {
		return
	}
	new := f.labelled(s)
	near := f.near(k, f.doc.Blocks[i].Span)
	c := change{kind: consult.Insert, new: new, at: passage{clause: first(near)}, why: "labels.insert", conf: 0.6}
	if al := f.aligned(new.spans[0], near); al.like >= 0.3 && al.like < 0.99 {
		c.kind, c.at, c.why = consult.Replace, al, "labels.replace"
	}
	if new.quote >= 0 && f.used[new.quote] || f.inDraftExactly(new) || c.at.clause < 0 || f.noWords(new.spans[0]) || f.emptied(new.spans[0]) {
		return
	}
	f.add(f.doc.Blocks[i].Span, c)
}

// label returns what the label at the front of block i says that its words are, whether it speaks of words at all ("ny
// tekst", not "forslag"), and those words. A block that is nothing but a label speaks of the next one.
func (f *finder) label(i int) (role string, says bool, s consult.Span) {
	b := f.doc.Blocks[i]
	if b.Kind != consult.Paragraph && b.Kind != consult.ListItem && b.Kind != consult.Heading {
		return "", false, consult.Span{}
	}
	s = b.Words()
	head := f.doc.Text[s.Start:min(s.End, s.Start+48)]
	k := strings.IndexByte(head, ':')
	alone := b.Kind == consult.Heading && s.Len() < 48 || k == s.Len()-1
	if alone && k < 0 {
		k = s.Len()
	}
	if k < 2 || strings.Count(head[:k], " ") > 3 || alone && (i+1 >= len(f.doc.Blocks) || f.doc.Blocks[i+1].Kind != consult.Paragraph) {
		return "", false, s
	}
	role = f.columnRole(head[:k])
	for _, w := range []string{"tekst", "formulering", "ordlyd", "wording", "text", "sætning", "sentence"} {
		says = says || strings.Contains(strings.ToLower(head[:k]), w)
	}
	if alone {
		if !says {
			return "", false, s
		}
		return role, says, trimmed(f.doc.Text, f.doc.Blocks[i+1].Span)
	}
	return role, says, trimmed(f.doc.Text, consult.Span{Start: s.Start + k + 1, End: s.End})
}

func (f *finder) labelled(s consult.Span) *operand {
	q := -1
	for k, quo := range f.quotes {
		if s.Contains(quo.Span) && 10*quo.Len() >= 8*s.Len() {
			s, q = quo.Span, k
		}
	}
	return &operand{form: quoted, quote: q, spans: []consult.Span{s}, at: f.anywhere(s)}
}
