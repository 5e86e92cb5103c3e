package rewordings

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// unmarked reads changes whose new words bear no marks: after a colon that follows words such as "affattes således",
// "should read", and on both sides of an arrow.
func (f *finder) unmarked(l *line) {
	if f.arrow(l) || f.bare(l) || f.subject(l) || f.swap(l) || f.notBare(l) || f.object(l) || f.bareInsert(l) {
		return
	}
	for i := range l.ops {
		if l.ops[i].form == quoted {
			return
		}
	}
	for i, t := range l.toks {
		if t.Word != ":" || t.Kind != cue.Punct || i < 1 || f.placeLabel(l, i) {
			continue
		}
		if i+1 >= len(l.toks) {
			f.ahead(l, i)
		} else if i+2 < len(l.toks) {
			f.afterColon(l, i)
		}
		return
	}
}

// placeLabel reports whether the colon at token i only ends the label of a place: "2.1: …".
func (f *finder) placeLabel(l *line, i int) bool {
	return i+1 < len(l.toks) && f.inReference(l.toks[i-1].Span) && l.find("", 0, i) == nil
}

// afterColon reads words without marks after the colon at token colon.
func (f *finder) afterColon(l *line, colon int) {
	rest := consult.Span{Start: l.toks[colon+1].Start, End: l.span.End}
	new := &operand{quote: -1, spans: []consult.Span{rest}, at: nowhere}
	at := f.pointedBefore(l, colon)
	says := l.endsNear("lead.text", 0, colon, 3) || l.endsNear("colon", 0, colon, 1)
	if f.versionOf(l, colon, rest) {
		return
	}
	switch old := (&operand{quote: -1, spans: []consult.Span{rest}, at: f.place(rest, -1, l.near)}); {
	case l.strong("delete", 0, colon) && f.inDraft(old) && colon <= 5:
		f.add(l.span, change{kind: consult.Delete, old: old, at: old.at, why: "delete.colon", conf: 0.75})
	case says && l.find("insert", 0, colon) != nil, f.orderedIn(l, colon) && f.clean(rest) && !f.inDraftExactly(old):
		f.add(l.span, change{kind: consult.Insert, new: new, at: at, why: "insert.colon", conf: 0.65})
	case says && l.strong("replace", 0, colon):
		if !at.ok() {
			if al := f.aligned(rest, l.near); al.like >= 0.3 {
				at = al
			}
		}
		f.add(l.span, change{kind: consult.Replace, new: new, at: at, why: "replace.colon", conf: 0.65})
	}
}

// versionOf reads "Last sentence: …", "Sidste punktum bør i stedet være: …": a passage pointed to, and after the colon the
// same in other words.
func (f *finder) versionOf(l *line, colon int, rest consult.Span) bool {
	for k := range l.ops {
		o := &l.ops[k]
		if o.form != pointer || !l.placed(o.point) || o.to > colon || colon-o.to > 5 || l.find("insert", 0, colon) != nil || l.find("delete", 0, colon) != nil || !f.clean(rest) {
			continue
		}
		at := f.resolve(l, o)
		new := &operand{form: quoted, quote: -1, spans: []consult.Span{rest}}
		if !at.ok() || f.inDraftExactly(&operand{at: f.place(rest, -1, l.near)}) || !f.version(at, new) && !(colon > o.to && l.has["replace"] && l.wishes()) {
			continue
		}
		f.add(l.span, change{kind: consult.Replace, new: new, at: at, why: "replace.version", conf: 0.65})
		return true
	}
	return false
}

// pointedBefore returns the passage pointed to before token i, else the clause that the sentence is about.
func (f *finder) pointedBefore(l *line, i int) passage {
	at := passage{clause: first(l.near)}
	for k := range l.ops {
		if o := &l.ops[k]; o.form == pointer && o.from < i {
			if p := f.resolve(l, o); p.ok() {
				at = p
			}
		}
	}
	return at
}

// orderedIn reads a short head that says nothing but that something comes in: "Add:", "Tilføjelse til 2.1:".
func (f *finder) orderedIn(l *line, colon int) bool {
	m := l.findStrong("insert", 0, colon)
	return m != nil && colon <= 8 && (m.From == 0 || m.From > 0 && f.onlyPlace(l, m.From))
}

// onlyPlace reports whether the tokens before token i only name a place: "2.1: …".
func (f *finder) onlyPlace(l *line, i int) bool {
	for k := 0; k < i; k++ {
		if t := l.toks[k]; t.Kind != cue.Punct && !f.inReference(t.Span) && t.Word != "in" && t.Word != "i" && t.Word != "to" && t.Word != "til" {
			return false
		}
	}
	return true
}

// clean reports whether words without marks can be the draft's: a whole sentence, or more, that speaks of nobody's wishes.
func (f *finder) clean(s consult.Span) bool {
	text := strings.TrimSpace(f.doc.Quote(s))
	if first := []rune(text); len(first) == 0 || !unicode.IsUpper(first[0]) && !unicode.IsDigit(first[0]) || strings.HasSuffix(text, "?") || strings.HasSuffix(text, ":") || strings.Count(text, " ") < 2 {
		return false
	}
	toks := cue.Tokens(f.doc.Text, s)
	for i, t := range toks {
		switch t.Word {
		case "vi", "jeg", "vores", "mit", "min", "os", "we", "i", "my", "our", "us", "foreslår", "anbefaler":
			if t.Word != "i" || f.pack.Code == "en" && (i == 0 || i+1 < len(toks) && toks[i+1].Word != ")") {
				return false
			}
		}
	}
	return true
}

// ahead reads new words in a block of their own, without marks, after a sentence that announces them and ends in the colon
// at token colon.
func (f *finder) ahead(l *line, colon int) {
	b := f.doc.BlockAt(l.span.Start) + 1
	if b <= 0 || b >= len(f.doc.Blocks) || f.doc.Blocks[b].Kind != consult.Paragraph {
		return
	}
	s := trimmed(f.doc.Text, f.doc.Blocks[b].Words())
	ins, rep := l.findStrong("insert", 0, colon), l.findStrong("replace", 0, colon)
	in := l.findStrong("instead", 0, colon)
	if ins == nil && rep == nil && !(in != nil && l.has["lead"]) || !l.announces(colon) || !f.clean(s) || f.instructs(s) {
		return
	}
	new := f.labelled(s)
	if new.quote >= 0 && f.used[new.quote] || f.inDraftExactly(new) {
		return
	}
	at := f.pointedBefore(l, colon)
	if ins != nil && rep == nil && in == nil {
		f.add(l.span, change{kind: consult.Insert, new: new, at: at, why: "insert.ahead", conf: 0.7})
		return
	}
	if al := f.aligned(s, l.near); !at.ok() && al.like >= 0.3 {
		at = al
	}
	f.add(l.span, change{kind: consult.Replace, new: new, at: at, why: "replace.ahead", conf: 0.7})
}

// instructs reports whether a block says itself what is to be done to words, and doesn't give them.
func (f *finder) instructs(s consult.Span) bool {
	b := &line{i: -1, span: s, toks: cue.Tokens(f.doc.Text, s)}
	b.cues = f.cues.Find(b.toks)
	marks := strings.ContainsAny(f.doc.Quote(s), ":»“\"”→")
	return marks && (b.strong("insert", 0, len(b.toks)) || b.strong("delete", 0, len(b.toks)) || b.strong("replace", 0, len(b.toks)))
}

// announces reports whether the words before token colon promise words, not matters: "følgende tekst", "as follows".
func (l *line) announces(colon int) bool {
	if l.endsNear("lead.text", 0, colon, 1) || l.endsNear("colon", 0, colon, 2) {
		return true
	}
	for i := 0; i < colon; i++ {
		switch l.word(i) {
		case "tekst", "sætning", "ordlyd", "formulering", "affattelse", "punktum", "passus", "text", "sentence", "wording", "words", "paragraph", "clause", "language", "formulation":
			return l.wordIn(i-3, i, "denne", "følgende", "ny", "nyt", "nye", "this", "following", "new", "these", "with")
		}
	}
	return l.wordIn(0, colon, "this", "dette") && l.has["instead"]
}
