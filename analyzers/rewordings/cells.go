package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// sideBySide reads a row of old and new words.
func (f *finder) sideBySide(oldCell, newCell int) {
	old, new := f.cell(oldCell), f.cell(newCell)
	switch {
	case f.unchanged(newCell):
	case f.void(newCell):
		if old.spans == nil || f.void(oldCell) {
			return
		}
		f.add(f.doc.Blocks[oldCell].Span, change{kind: consult.Delete, old: old, at: f.rowAt(old), why: "table.delete", conf: 0.9})
	case f.void(oldCell):
		f.add(f.doc.Blocks[newCell].Span, change{kind: consult.Insert, new: new, at: passage{clause: first(f.row)}, why: "table.insert", conf: 0.85})
	case len(f.x.Texts) == 0 || f.inDraft(old) || !f.inDraftExactly(new):
		f.add(f.doc.Blocks[oldCell].Span.Cover(f.doc.Blocks[newCell].Span),
			change{kind: consult.Replace, old: old, new: new, at: f.rowAt(old), why: "table.replace", conf: 0.9})
	}
}

func (f *finder) rowAt(old *operand) passage {
	if old.at.ok() && old.at.like >= 0.5 {
		return old.at
	}
	return passage{clause: first(f.row)}
}

// cell returns a cell's words as an operand, without marks around them.
func (f *finder) cell(i int) *operand {
	s := f.doc.Blocks[i].Span
	q := -1
	for k, quo := range f.quotes {
		if s.Contains(quo.Span) && 10*quo.Len() >= 8*s.Len() {
			s, q = quo.Span, k
		}
	}
	o := &operand{form: quoted, quote: q, spans: []consult.Span{s}}
	o.at = f.place(s, q, f.row)
	if !o.at.ok() {
		o.at = f.anywhere(s)
	}
	return o
}

// anywhere looks for the words of s in every clause.
func (f *finder) anywhere(s consult.Span) passage {
	all := make([]int, len(f.x.Texts))
	for i := range all {
		all[i] = i
	}
	p := f.place(s, -1, all)
	if p.like < 0.6 {
		return nowhere
	}
	return p
}

// void reports whether a cell says that there is no text: "(slettes)", "(intet)", "(delete)", "–".
func (f *finder) void(i int) bool {
	text := strings.ToLower(f.doc.Quote(f.doc.Blocks[i].Span))
	ws := likeness.NewText(text).Words
	if len(ws) == 0 {
		return true
	}
	return len(ws) <= 3 && lang.Memo(f.pack, "rewordings:void", func(p *lang.Pack) map[string]bool {
		m := map[string]bool{}
		for _, w := range strings.Fields("slettes slet udgår udgå stryges intet ingen nyt ny ingenting tomt delete deleted omit remove none nothing new nil") {
			m[w] = true
		}
		return m
	})[ws[0].Form]
}

// unchanged reports whether a cell says that the words stay: "ingen ændring", "no change", "OK".
func (f *finder) unchanged(i int) bool {
	ws := likeness.NewText(f.doc.Quote(f.doc.Blocks[i].Span)).Words
	if len(ws) == 0 || len(ws) > 4 {
		return false
	}
	switch ws[0].Form {
	case "uændret", "uændrede", "unchanged", "ok", "okay", "enig", "agreed", "fastholdes", "bevares", "beholdes", "keep", "retain", "fine", "same", "samme":
		return true
	case "ingen", "no", "som", "as":
		return len(ws) > 1 && f.keepsWord(ws[1].Form)
	}
	return false
}

func (f *finder) keepsWord(w string) bool {
	switch w {
	case "ændring", "ændringer", "bemærkninger", "bemærkning", "kommentar", "kommentarer", "rettelser", "change", "changes", "comment", "comments", "amendment", "amendments", "nu", "foreslået", "is", "drafted", "proposed", "it":
		return true
	}
	return false
}

// proposal reads a cell of proposals: an instruction like a sentence, or bare words to stand in the draft.
func (f *finder) proposal(i int) {
	b := f.doc.Blocks[i]
	n := len(f.out)
	for k, snt := range f.doc.Sentences {
		if b.Contains(snt.Span) {
			f.sentence(k, snt.Span)
		}
	}
	if k := f.doc.SentenceAt(b.Start); len(f.row) == 0 && k < len(f.doc.Sentences) {
		f.row = append(f.row, f.links[k]...)
	}
	if len(f.out) > n || len(f.row) == 0 || f.row[0] < 0 {
		return
	}
	ws := likeness.NewText(f.doc.Quote(b.Span)).Words
	if len(ws) <= 2 && f.void(i) && len(ws) > 0 && !f.nothing(ws[0].Form) {
		if p := f.rowPassage(i); p.ok() {
			f.add(b.Span, change{kind: consult.Delete, at: p, why: "table.delete", conf: 0.8})
		}
		return
	}
	f.bareCell(i, len(ws))
}

// bareCell reads a cell of words that are neither marked nor introduced. "Tilføj: …" comes in; what is like a sentence of
// the row's clause stands in its place; other words do so only when the column's head promises words.
func (f *finder) bareCell(i, n int) {
	s := f.doc.Blocks[i].Span
	l := f.read(-1, s)
	colon := strings.IndexByte(f.doc.Quote(s), ':')
	if l != nil && colon > 0 && colon < 40 {
		rest := trimmed(f.doc.Text, consult.Span{Start: s.Start + colon + 1, End: s.End})
		if m := l.find("insert", 0, 5); m != nil && m.To <= 6 && rest.Len() > 8 {
			f.add(s, change{kind: consult.Insert, new: &operand{quote: -1, spans: []consult.Span{rest}}, at: passage{clause: f.row[0]}, why: "table.insert", conf: 0.7})
			return
		}
		if role := f.columnRole(f.doc.Text[s.Start : s.Start+colon]); role == "new" && rest.Len() > 8 {
			s = rest
		}
	}
	al := f.aligned(s, f.row)
	o := &operand{form: quoted, quote: -1, spans: []consult.Span{s}}
	switch {
	case n < 4 || al.like >= 0.99:
	case al.like >= 0.4 || al.like >= 0.25 && f.wordsWanted:
		f.add(f.doc.Blocks[i].Span, change{kind: consult.Replace, new: o, at: al, why: "table.bare", conf: 0.7})
	case f.wordsWanted && (l == nil || len(l.cues) == 0):
		f.add(f.doc.Blocks[i].Span, change{kind: consult.Insert, new: o, at: passage{clause: f.row[0]}, why: "table.bareinsert", conf: 0.55})
	}
}

func (f *finder) nothing(w string) bool {
	switch w {
	case "ingen", "intet", "none", "nil", "nothing", "ingenting":
		return true
	}
	return false
}

// rowPassage returns the sentence that the row's reference names: "§ 11, stk. 1, 3. pkt."; else what the row quotes.
func (f *finder) rowPassage(newCell int) passage {
	b := f.doc.Blocks[newCell]
	quote := nowhere
	for i := newCell - 1; i >= 0 && f.doc.Blocks[i].Kind == consult.Cell && f.doc.Blocks[i].Row == b.Row && f.doc.Blocks[i].Table == b.Table; i-- {
		l := f.read(-1, f.doc.Blocks[i].Span)
		if l == nil {
			continue
		}
		for k := range l.ops {
			o := &l.ops[k]
			if o.form == pointer && o.point != "above" && o.point != "it" {
				if p := f.resolve(l, o); p.ok() {
					return p
				}
			}
			if o.form == quoted && f.inDraft(o) && !quote.ok() {
				quote = o.at
			}
		}
	}
	return quote
}
