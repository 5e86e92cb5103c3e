package rewordings

import (
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// mixed reads changes of which one side is marked and the other isn't: "»kan« ændres til skal", "the word 'should' should
// read must", "efter »ferier« tilføjes: efter høring af klubberne". The marked words must be the draft's as they are.
func (f *finder) mixed(l *line) bool {
	if len(l.ops) == 0 {
		return false
	}
	a := &l.ops[0]
	for k := range l.ops {
		if o := &l.ops[k]; o.form == quoted {
			a = o
			break
		}
	}
	for k := range l.ops {
		if o := &l.ops[k]; o.form == quoted && o != a || o.form == word && o != a {
			return false
		}
	}
	if a.form != quoted && a.form != word || !f.inDraftExactly(a) || a.form == quoted && f.used[a.quote] {
		return false
	}
	if l.endsNear("anchor", 0, a.from, 2) {
		return f.mixedInsertion(l, a)
	}
	if len(l.toks)-a.to <= 6 && a.from <= 1 && f.joins(l.word(a.to)) && f.bareNew(l, a, a.to+1) {
		return true // "'should' to must"
	}
	for i := range l.cues {
		m := &l.cues[i]
		if !m.Is("replace") || m.Has("weak") || l.negated(m) || m.From < a.to || m.From > a.to+6 {
			continue
		}
		from := m.To
		if f.joins(l.word(from)) || l.word(from) == "af" {
			from++
		} else if !f.joins(l.word(from-1)) && !takesWords[m.ID] {
			continue
		}
		if l.wordIn(m.To-1, m.To, "lyder", "reads", "says", "hedder", "står", "became") && !l.wordIn(a.to, m.To, "should", "must", "bør", "skal", "burde", "kunne") {
			continue // how it sounds, not how it should
		}
		if f.bareNew(l, a, from) {
			return true
		}
	}
	return false
}

// takesWords are verbs that new words follow without a "to".
var takesWords = map[string]bool{"read": true, "say": true, "become": true, "hedde": true, "lyde": true, "stå": true, "be": true}

// bareNew adds the words from token i to the end of the sentence's part in place of old.
func (f *finder) bareNew(l *line, old *operand, i int) bool {
	i = f.skipHeld(l, i)
	if l.word(i) == ":" {
		i++
	}
	end := l.runEnd(i, 9)
	if i >= end || end < len(l.toks) && l.toks[end].Kind != cue.Punct || !f.wordsThemselves(l, i, end) || l.describes(i, end) {
		return false
	}
	new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[i].Start, End: l.toks[end-1].End}}}
	f.add(l.span, change{kind: consult.Replace, old: old, new: new, at: old.at, why: "replace.mixed", conf: 0.65})
	return true
}

// describes reports whether the words in [a, b) say what new words should be like: "a clearer wording", "mere præcist".
func (l *line) describes(a, b int) bool {
	for i := a; i < b; i++ {
		switch l.word(i) {
		case "mere", "more", "noget", "something", "formulering", "ordlyd", "sætning", "tekst", "begreb", "definition", "udtryk", "wording", "text", "sentence", "phrase", "term", "language",
			"clearer", "klarere", "tydeligere", "stronger", "følgende", "følgelig", "clear", "klart", "tydeligt", "præcist", "which", "som", "der", "that", "this", "dette", "det", "it":
			return true
		}
	}
	return false
}

// mixedInsertion reads "after »A« add B", "efter »A« tilføjes: B" with B unmarked.
func (f *finder) mixedInsertion(l *line, anchor *operand) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if !m.Is("insert") || m.Has("weak") || l.negated(m) || m.From < anchor.to || m.From > anchor.to+3 {
			continue
		}
		from := m.To
		colon := l.word(from) == ":"
		if colon {
			from++
		}
		from = f.skipHeld(l, from)
		end := len(l.toks)
		for end > from && l.toks[end-1].Kind == cue.Punct {
			end--
		}
		if end-from < 1 || end-from > 40 || !colon && (end-from > 12 || !f.wordsThemselves(l, from, min(end, from+1)) || l.describes(from, min(end, from+3))) {
			continue
		}
		new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[from].Start, End: l.toks[end-1].End}}}
		f.add(l.span, change{kind: consult.Insert, new: new, at: anchor.at, why: "insert.mixed", conf: 0.65})
		return true
	}
	return false
}

// insteadOf returns the clause's words without marks that a quotation stands instead of: "»A« i stedet for b".
func (f *finder) insteadOf(l *line, o *operand) (*operand, bool) {
	for i := range l.cues {
		m := &l.cues[i]
		if !m.Is("instead") || m.Has("weak") || m.From < o.to || m.From > o.to+2 {
			continue
		}
		from := f.skipHeld(l, m.To)
		for to := l.runEnd(from, 6); to > from; to-- {
			if old, ok := f.oldRun(l, from, to); ok {
				return old, true
			}
		}
	}
	return nil, false
}

// saysAs reads "the sentence should say that …", "ændres, så der står, at …" when what follows is a sentence of the clause
// in other words.
func (f *finder) saysAs(l *line) bool {
	for i := 2; i < len(l.toks)-4; i++ {
		if w := l.word(i); w != "that" && w != "at" || !l.wordIn(i-2, i, "say", "says", "read", "state", "stå", "står", "skriv", "write", ",") || w == "at" && !l.wordIn(i-3, i, "stå", "står", "skriv", "skrive") {
			continue
		}
		if !l.wishes() || len(l.ops) > 0 && l.ops[0].form == quoted || l.wordIn(i-2, i-1, "you", "they", "i", "de") || l.wordIn(i-3, i-2, "i", "de", "kommunen", "udkastet") {
			return false // "you write that …" retells
		}
		end := len(l.toks)
		for end > i && l.toks[end-1].Kind == cue.Punct {
			end--
		}
		s := consult.Span{Start: l.toks[i+1].Start, End: l.toks[end-1].End}
		ws := likeness.NewText(f.doc.Quote(s)).Words
		for _, c := range l.near {
			if c < 0 {
				continue
			}
			for _, t := range f.draft.sentences[c] {
				if x := shared(ws, likeness.NewText(t.In(f.x.Policy.Clauses[c].Text)).Words); len(ws) > 4 && x >= 0.7 && x < 0.99 {
					f.add(l.span, change{kind: consult.Replace, new: &operand{quote: -1, spans: []consult.Span{s}}, at: passage{c, t, x}, why: "replace.says", conf: 0.6})
					return true
				}
			}
		}
	}
	return false
}
