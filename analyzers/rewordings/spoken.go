package rewordings

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// inlineLabels reads old and new words that stand after labels in running text, where a table's row has become a line:
// "Nu: A. Forslag: B", "Now: A / Proposed: (omit)". The labels may be those of two sentences. It reports whether sentence i,
// which stands at span, was such a row or its second half.
func (f *finder) inlineLabels(i int, span consult.Span) bool {
	if i == f.rowEnd && i > 0 {
		return true
	}
	role, from, ok := f.inlineLabel(span)
	if !ok || role != "old" {
		return false
	}
	old, rest := consult.Span{Start: from, End: span.End}, consult.Span{}
	for _, sep := range []string{" / ", " | ", ". ", "; ", " – ", "« ", "” ", "\" "} {
		for at := from; ; {
			k := strings.Index(f.doc.Text[at:span.End], sep)
			if k < 0 {
				break
			}
			at += k + len(sep)
			next := consult.Span{Start: at, End: span.End}
			if role, to, ok := f.inlineLabel(next); ok && role == "new" && rest.Empty() {
				old.End, rest = at-len(sep), consult.Span{Start: to, End: span.End}
				if strings.HasPrefix(sep, "«") || strings.HasPrefix(sep, "”") || strings.HasPrefix(sep, "\"") {
					old.End = at - 1
				}
			}
		}
	}
	last := i
	if rest.Empty() && i+1 < len(f.doc.Sentences) && f.doc.Sentences[i+1].Block == f.doc.Sentences[i].Block {
		next := f.doc.Sentences[i+1].Span
		if role, to, ok := f.inlineLabel(next); ok && role == "new" {
			rest, last = consult.Span{Start: to, End: next.End}, i+1
		}
	}
	if rest.Empty() {
		return false
	}
	return f.inlineRow(i, last, trimmed(f.doc.Text, old), trimmed(f.doc.Text, rest))
}

// inlineRow adds the change of a row in running text.
func (f *finder) inlineRow(i, last int, old, new consult.Span) bool {
	span := f.doc.Sentences[i].Span.Cover(f.doc.Sentences[last].Span)
	if first := []rune(f.doc.Quote(old)); len(first) > 0 && !unicode.IsUpper(first[0]) { // a part of a sentence, and the row's own full stop
		old.End -= len(f.doc.Quote(old)) - len(strings.TrimRight(f.doc.Quote(old), "."))
		new.End -= len(f.doc.Quote(new)) - len(strings.TrimRight(f.doc.Quote(new), "."))
	}
	o, n := f.labelled(old), f.labelled(new)
	near := f.near(i, span)
	if p := f.place(o.spans[0], -1, near); p.like >= o.at.like {
		o.at = p
	}
	c := change{kind: consult.Replace, old: o, new: n, at: o.at, why: "labels.inline", conf: 0.8}
	switch {
	case f.emptied(new) && f.inDraft(o):
		c.kind, c.new, c.why = consult.Delete, nil, "labels.delete"
	case f.inDraft(o) || len(f.x.Texts) == 0:
	case f.noWords(old):
		c = change{kind: consult.Insert, new: n, at: passage{clause: first(near)}, why: "labels.insert", conf: 0.7}
	default:
		return false
	}
	f.rowEnd = last
	f.add(span, c)
	return true
}

// inlineLabel returns what a label at the front of s says that its words are, and where the words begin.
func (f *finder) inlineLabel(s consult.Span) (role string, from int, ok bool) {
	head := f.doc.Text[s.Start:min(s.End, s.Start+32)]
	k := strings.IndexByte(head, ':')
	if k < 2 || strings.Count(head[:k], " ") > 2 || strings.ContainsAny(head[:k], ",.;»«“”\"") {
		return "", 0, false
	}
	return f.columnRole(head[:k]), s.Start + k + 1, s.Start+k+1 < s.End
}

// emptied reports whether what should stand in the words' place is nothing: "(udgår)", "–", "deleted".
func (f *finder) emptied(s consult.Span) bool {
	toks := cue.Tokens(f.doc.Text, s)
	for _, m := range f.cues.Find(toks) {
		if m.Is("delete") && len(toks) <= 5 {
			return true
		}
	}
	return !strings.ContainsFunc(f.doc.Quote(s), func(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' })
}

// noWords reports whether the cell of the old words says that there are none: "(intet)", "Ingen ord om slæbested".
func (f *finder) noWords(s consult.Span) bool {
	toks := cue.Tokens(f.doc.Text, s)
	for _, t := range toks[:min(2, len(toks))] {
		if f.nothing(t.Word) || t.Word == "no" || t.Word == "mangler" || t.Word == "missing" || t.Word == "silent" {
			return len(toks) <= 8
		}
	}
	return len(toks) == 0
}

// frontNew reads new words without marks at the front and the old ones in marks behind: "A, sådan bør det lyde, og ikke »B«",
// "A – that is what it could say, rather than »B«", "Every twentieth instead of »every fifth«".
func (f *finder) frontNew(l *line) bool {
	if len(l.ops) != 1 || l.ops[0].form != quoted || !f.inDraft(&l.ops[0]) {
		return false
	}
	o := &l.ops[0]
	for i := range l.cues {
		m := &l.cues[i]
		front := m.ID == "sådan-lyde" || m.ID == "so-said"
		if m.To > o.from || l.negated(m) || front && !l.endsNear("instead", m.To, o.from, 3) {
			continue
		}
		end := m.From
		if !front && (!m.Is("instead") || m.Has("weak") || m.To < o.from-2 || end > 10 || !f.inDraftExactly(o)) {
			continue
		}
		for end > 0 && l.toks[end-1].Kind == cue.Punct {
			end--
		}
		if front && end == m.From || end < 2 {
			continue
		}
		new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[0].Start, End: l.toks[end-1].End}}}
		f.add(l.span, change{kind: consult.Replace, old: o, new: new, at: o.at, why: "replace.front", conf: 0.7})
		return true
	}
	return false
}

// quotedFigure makes a figure of a quotation that holds nothing but a number, where the sentence has one other figure: "the
// figure should be 20, not »eight«".
func (f *finder) quotedFigure(l *line) {
	if len(l.ops) != 2 || (l.ops[0].form == number) == (l.ops[1].form == number) {
		return
	}
	for k := range l.ops {
		o := &l.ops[k]
		if o.form != quoted {
			continue
		}
		toks := cue.Tokens(f.doc.Text, o.spans[0])
		if len(toks) == 0 || len(toks) > 2 || len(toks) == 2 && !measuresOf(f.pack).units[toks[1].Word] {
			continue
		}
		value := measuresOf(f.pack).values[toks[0].Word]
		if toks[0].Kind == cue.Number {
			value = toks[0].Word
		}
		if value == "" {
			continue
		}
		o.form, o.value = number, value
		if len(toks) == 2 {
			o.unit, o.unitForm = toks[1].Span, toks[1].Word
		}
	}
}
