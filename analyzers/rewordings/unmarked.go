package rewordings

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
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
		if b.Kind == consult.Heading || !s.Contains(m.Span) || m.Len() > 300 || 10*m.Len() > 9*s.Len() || label(f.doc.Text, b, m.Span) {
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

// label reports whether the run s stands at the front of block b and ends in a colon or full stop.
func label(text string, b consult.Block, s consult.Span) bool {
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

// unmarked reads changes whose new words bear no marks: after a colon that follows words such as "affattes således",
// "should read", and on both sides of an arrow.
func (f *finder) unmarked(l *line) {
	if f.arrow(l) || f.bare(l) {
		return
	}
	colon := -1
	for i, t := range l.toks {
		if t.Word == ":" && t.Kind == cue.Punct {
			colon = i
			break
		}
	}
	if colon < 1 || colon+2 >= len(l.toks) {
		return
	}
	for i := range l.ops {
		if l.ops[i].form == quoted {
			return
		}
	}
	rest := consult.Span{Start: l.toks[colon+1].Start, End: l.span.End}
	new := &operand{quote: -1, spans: []consult.Span{rest}, at: nowhere}
	at := passage{clause: first(l.near)}
	for i := range l.ops {
		if l.ops[i].form == pointer && l.ops[i].from < colon {
			if p := f.resolve(l, &l.ops[i]); p.ok() {
				at = p
			}
		}
	}
	switch old := (&operand{quote: -1, spans: []consult.Span{rest}, at: f.place(rest, -1, l.near)}); {
	case l.strong("delete", 0, colon) && f.inDraft(old) && colon <= 5:
		f.add(l.span, change{kind: consult.Delete, old: old, at: old.at, why: "delete.colon", conf: 0.75})
	case l.endsNear("lead.text", 0, colon, 3) && l.find("insert", 0, colon) != nil:
		f.add(l.span, change{kind: consult.Insert, new: new, at: at, why: "insert.colon", conf: 0.65})
	case l.endsNear("lead.text", 0, colon, 3) && l.strong("replace", 0, colon):
		if !at.ok() {
			if al := f.aligned(rest, l.near); al.like >= 0.3 {
				at = al
			}
		}
		f.add(l.span, change{kind: consult.Replace, new: new, at: at, why: "replace.colon", conf: 0.65})
	}
}

// bare reads "ændr kan til skal", "swap must for may": words without marks beside a verb of replacement. The old ones must
// stand in the clause as they are, and both must be few.
func (f *finder) bare(l *line) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if !m.Is("replace") || m.Has("weak") || l.negated(m) || m.To-m.From > 2 {
			continue
		}
		if m.ID == "read" || m.ID == "write" || m.ID == "rettelse" || m.ID == "ændring" || m.ID == "omskriv" || m.ID == "affat" {
			continue
		}
		first := m.To
		if l.word(first) == "ordet" || l.word(first) == "det" {
			first++
		} else if l.word(first) == "the" && l.word(first+1) == "word" {
			first += 2
		}
		for to := first + 1; to < min(first+7, len(l.toks)-1) && l.toks[to-1].Kind != cue.Punct; to++ {
			if f.joins(l.word(to)) && f.barePair(l, first, to) {
				return true
			}
		}
	}
	return false
}

func (f *finder) joins(w string) bool {
	switch w {
	case "til", "med", "to", "with", "by", "for":
		return true
	}
	return false
}

func (f *finder) barePair(l *line, from, to int) bool {
	end := to + 1
	for end < len(l.toks) && end < to+10 && l.toks[end].Kind != cue.Punct && l.word(end) != quoteToken {
		end++
	}
	if end == to+1 || end < len(l.toks) && l.word(end) == quoteToken || f.pack.Words("stopwords")[l.word(from)] && to-from == 1 && !modal[l.word(from)] {
		return false
	}
	s := consult.Span{Start: l.toks[from].Start, End: l.toks[to-1].End}
	old := &operand{quote: -1, spans: []consult.Span{s}, at: f.place(s, -1, l.near)}
	if !f.inDraftExactly(old) {
		return false
	}
	new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[to+1].Start, End: l.toks[end-1].End}}}
	f.add(l.span, change{kind: consult.Replace, old: old, new: new, at: old.at, why: "replace.bare", conf: 0.6})
	return true
}

// modal verbs are function words, and the ones that drafts are most often asked to change.
var modal = map[string]bool{"kan": true, "skal": true, "bør": true, "må": true, "may": true, "must": true, "should": true,
	"shall": true, "will": true, "can": true, "could": true}

// arrow reads "old words → new words" without marks; the old ones must be the draft's.
func (f *finder) arrow(l *line) bool {
	text := f.doc.Quote(l.span)
	i, n := strings.Index(text, "→"), len("→")
	if i < 0 {
		i, n = strings.Index(text, "->"), 2
	}
	if i <= 0 {
		return false
	}
	left := trimmed(f.doc.Text, consult.Span{Start: l.span.Start, End: l.span.Start + i})
	right := trimmed(f.doc.Text, consult.Span{Start: l.span.Start + i + n, End: l.span.End})
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

// labels reads old and new words in paragraphs of their own, each after a label: "Nuværende tekst: …", "Forslag: …".
func (f *finder) labels() {
	var old *operand
	oldBlock := -1
	for i, b := range f.doc.Blocks {
		if b.Kind != consult.Paragraph && b.Kind != consult.ListItem {
			continue
		}
		role, s := f.label(b)
		switch {
		case role == "old":
			old, oldBlock = f.labelled(s), i
		case role == "new" && old != nil && i-oldBlock <= 2 && (f.inDraft(old) || len(f.x.Texts) == 0):
			f.add(b.Span, change{kind: consult.Replace, old: old, new: f.labelled(s), at: old.at, why: "labels", conf: 0.85})
			old = nil
		}
	}
}

// label returns what the label at the front of a block says that its words are, and those words.
func (f *finder) label(b consult.Block) (string, consult.Span) {
	s := b.Words()
	head := f.doc.Text[s.Start:min(s.End, s.Start+40)]
	k := strings.IndexByte(head, ':')
	if k < 2 || strings.Count(head[:k], " ") > 3 {
		return "", s
	}
	return f.columnRole(head[:k]), trimmed(f.doc.Text, consult.Span{Start: s.Start + k + 1, End: s.End})
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
