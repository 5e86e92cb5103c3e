package rewordings

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// single decides whether operand k alone is a change.
func (f *finder) single(l *line, k int) (change, bool) {
	o := &l.ops[k]
	switch o.form {
	case quoted:
		if f.used[o.quote] {
			return change{}, false
		}
		if c, ok := f.deletion(l, k); ok {
			return c, true
		}
		return f.newWords(l, k)
	case pointer:
		return f.pointerGone(l, k)
	case word:
		return f.wordGone(l, k)
	}
	if c, ok := f.nextFigure(l, k); ok {
		return c, true
	}
	return f.oneNumber(l, k)
}

// deletion reads "ordene »…« udgår", "delete »…«". The words must be the draft's, when there is one.
func (f *finder) deletion(l *line, k int) (change, bool) {
	o := &l.ops[k]
	if len(f.x.Texts) > 0 && !f.inDraft(o) {
		return change{}, false
	}
	c := change{kind: consult.Delete, old: o, at: o.at, why: "delete", conf: 0.9}
	if s, ok := f.begins(l, o); ok {
		c.old, c.at, c.why = nil, s, "delete.begins"
		return c, f.gone(l, k)
	}
	if end, ok := f.toTheEnd(l, o); ok && (l.find("delete", 0, len(l.toks)) != nil || l.endsNear("stop", 0, o.from, 1)) {
		c.old, c.at, c.why = nil, end, "delete.ends"
		return c, true
	}
	if o.at.like < 0.99 {
		c.conf = 0.8
	}
	return c, f.gone(l, k)
}

// begins reads "the sentence beginning »A«", "sætningen, der begynder med »A«": the draft's sentence that begins so.
func (f *finder) begins(l *line, o *operand) (passage, bool) {
	if !o.at.ok() || !l.wordIn(o.from-2, o.from, "beginning", "begins", "starting", "starts", "begynder", "starter", "indledes") {
		return nowhere, false
	}
	for _, s := range f.draft.sentences[o.at.clause] {
		if s.Contains(o.at.span) && o.at.span.Start-s.Start < 2 {
			return passage{o.at.clause, s, 1}, true
		}
	}
	return nowhere, false
}

// gone reports whether a cue of deletion belongs to operand k: it stands in the same part of the sentence, and the
// operand is no anchor.
func (f *finder) gone(l *line, k int) bool {
	start, end := l.reach(k)
	o := &l.ops[k]
	after := 12
	if o.form == pointer {
		after = 20 // "sidste punktum i § 3, stk. 1, vil vi bede om at få fjernet"
	}
	m := l.findStrong("delete", max(start, o.from-12), min(end, o.to+after))
	if m == nil {
		m = l.find("delete", max(start, o.from-4), min(end, f.past(l, o.to)+5))
	}
	if o.form == pointer && l.placed(o.point) && l.wordIn(o.from-2, o.from, "uden", "without", "minus") {
		return true
	}
	if m != nil && m.From >= o.to && (m.ID == "without" && !l.ends(m.To) || m.ID == "uden" || m.ID == "uden-ordene") {
		return false // what goes stands behind "without"
	}
	if m == nil && l.lead["delete"] && o.form == quoted && !l.has["replace"] {
		return true // an item of "these words should go:"
	}
	if m == nil || m.From >= o.to && l.wantsNot(start, o.from) {
		return false
	}
	return !l.endsNear("anchor", start, o.from, 2) || m.From >= o.to
}

// past returns the token after a reference that follows token i: "the last sentence of Rule 3 …".
func (f *finder) past(l *line, i int) int {
	to := i
	for j := i; j < min(i+8, len(l.toks)); j++ {
		if f.inReference(l.toks[j].Span) {
			to = j + 1
		}
	}
	return to
}

// wantsNot reads "vi mener ikke, at … skal slettes", "we do not want … removed" in the words before an operand.
func (l *line) wantsNot(from, to int) bool {
	for i := from; i < to; i++ {
		w := l.toks[i].Word
		if w == ";" {
			return l.wantsNot(i+1, to)
		}
		if w != "ikke" && w != "not" && w != "never" && w != "aldrig" && !strings.HasSuffix(w, "n't") {
			continue
		}
		switch l.word(i + 1) {
		case "se", "forstå", "see", "understand", "længere", "only", "kun":
		case "acceptere", "tilslutte", "støtte", "leve", "bakke", "godkende", "anerkende", "accept", "support", "endorse", "agree", "live":
		default:
			return l.toks[len(l.toks)-1].Word != "?"
		}
	}
	return false
}

// reach returns the tokens that may speak of operand k: to the operands beside it, or a semicolon.
func (l *line) reach(k int) (start, end int) {
	end = len(l.toks)
	for i := 0; i < k; i++ {
		if l.ops[i].form != number {
			start = l.ops[i].to
		}
	}
	for i := len(l.ops) - 1; i > k; i-- {
		if o := &l.ops[i]; o.form != number && !(i == k+1 && o.form == pointer && !l.placed(o.point) && o.from-l.ops[k].to <= 3) {
			end = o.from // "»A«: den sætning mangler" speaks of A
		}
	}
	for i := l.ops[k].from - 1; i >= start; i-- {
		if l.toks[i].Word == ";" {
			start = i + 1
			break
		}
	}
	for i := l.ops[k].to; i < end; i++ {
		if l.toks[i].Word == ";" {
			end = i
			break
		}
	}
	// A verb after the last of several speaks of all: "»A«, »B« og »C« udgår".
	for i := k; i+1 < len(l.ops) && l.onlyJoined(l.ops[i].to, l.ops[i+1].from); i++ {
		end = len(l.toks)
		if i+2 < len(l.ops) {
			end = l.ops[i+2].from
		}
	}
	// A verb before the first of two operands speaks of both: "stryg »A« og »B«".
	if k > 0 && start > 0 && l.ops[k].from-start <= 2 {
		return l.reachFrom(k-1, end)
	}
	return start, end
}

// onlyJoined reports whether the tokens in [from, to) only join words: a comma, "og", "and".
func (l *line) onlyJoined(from, to int) bool {
	for i := from; i < to; i++ {
		switch l.toks[i].Word {
		case ",", "og", "and", "samt", "or", "eller":
		default:
			return false
		}
	}
	return to > from
}

func (l *line) reachFrom(k, end int) (int, int) {
	start, _ := l.reach(k)
	return start, end
}

// toTheEnd reads "fra »A« og frem til punktummet": the passage from the quoted words to the end of their sentence.
func (f *finder) toTheEnd(l *line, o *operand) (passage, bool) {
	if !o.at.ok() {
		return nowhere, false
	}
	at := o.at.span.Start
	if l.wordIn(o.from-5, o.from, "alt", "resten", "everything", "rest", "all") && l.endsNear("anchor", 0, o.from, 2) ||
		l.wordIn(o.from-1, o.from, "efter", "after") && l.wordIn(o.from-2, o.from-1, "words", "text", "ordene", "teksten") ||
		l.endsNear("stop", 0, o.from, 1) {
		at = o.at.span.End // "alt efter »A«"
	} else if !l.wordIn(o.from-3, o.from, "fra", "from") || !l.wordIn(o.to, o.to+8, "punktum", "punktummet", "slutningen", "slut", "resten", "ud", "end", "stop", "on", "onwards") {
		return nowhere, false
	}
	text := f.x.Policy.Clauses[o.at.clause].Text
	for at >= o.at.span.End && at < len(text) && strings.ContainsRune(" ,;", rune(text[at])) {
		at++
	}
	for _, s := range f.draft.sentences[o.at.clause] {
		if s.Contains(o.at.span) && at < s.End {
			end := s.End
			for end > at+1 && text[end-1] == '.' {
				end--
			}
			return passage{o.at.clause, consult.Span{Start: at, End: end}, 1}, strings.ContainsFunc(text[at:end], unicode.IsLetter)
		}
	}
	return nowhere, false
}

// newWords reads a quotation that the draft doesn't have: "der tilføjes: »…«", "the sentence should read »…«".
func (f *finder) newWords(l *line, k int) (change, bool) {
	o := &l.ops[k]
	role := f.quotes[o.quote].Role
	if k > 0 && (l.told(&l.ops[k-1], o) || f.inDraftExactly(&l.ops[k-1]) && l.preferred(0, &l.ops[k-1], o)) {
		return change{}, false
	}
	start, end := l.reach(k)
	solves := l.strong("solve", start, end)
	suits := o.from <= 2 && f.hereBefore(l) && f.lastIn == l.i-1 && f.last.like >= 0.99 && l.suits(o.to, min(end, o.to+4))
	own := l.writes(start, end) && (f.hereBefore(l) || f.aligned(o.spans[0], l.near).like >= 0.5) // "our version: »…«"
	if f.inDraftExactly(o) || !solves && !suits && !own && !l.lead["insert"] && !l.lead["replace"] && (role == consult.QuotesOther || role == consult.QuotesDraft && o.at.like >= 0.7) && !l.has["strong.insert"] && !l.has["strong.replace"] {
		return change{}, false
	}
	if old, ok := f.insteadOf(l, o); ok {
		return change{kind: consult.Replace, old: old, new: o, at: old.at, why: "replace.insteadof", conf: 0.7}, true
	}
	ins, rep := l.find("insert", start, end), l.find("replace", start, end)
	if ins == nil && rep == nil && l.lead["insert"] {
		return change{kind: consult.Insert, new: o, at: passage{clause: f.home(l, o)}, why: "insert.item", conf: 0.75}, true
	}
	if ins != nil && rep != nil && (ins.ID == "nyt" || ins.ID == "new") && (states(rep.ID, true) || states(rep.ID, false)) && !l.wordIn(ins.From-1, ins.From, "den", "det", "de", "the") {
		rep = nil // "a new sentence could read: »…«"
	}
	if rep != nil && rep.From >= o.to && (rep.ID == "become" || rep.ID == "bliver-til" || rep.ID == "turn" || rep.ID == "udvides") || rep != nil && rep.Has("weak") && states(rep.ID, false) && !l.wishes() {
		rep = nil
	}
	if ins != nil && (ins.ID == "such-as" || ins.ID == "såsom" || ins.ID == "begin-with" || ins.ID == "indled") && !l.wishes() && !l.has["solve"] {
		return change{}, false
	}
	if ins != nil && ins.Has("weak") || f.short(o) && ins == nil && !suits && (rep == nil || rep.Has("weak")) && l.find("lead", start, end) == nil && !(rep != nil && f.hereBefore(l) && f.lastIn == l.i-1 && l.wishes()) {
		return change{}, false
	}
	switch {
	case ins != nil && (rep == nil || rep.Has("weak") || ins.From >= rep.From):
		return change{kind: consult.Insert, new: o, at: passage{clause: f.home(l, o)}, why: "insert.words", conf: 0.8}, true
	case rep != nil && rep.From >= o.to && takesOld[rep.ID] && !f.joins(l.word(o.from-1)):
		return change{}, false // "»A« bør rettes": A, which the draft hasn't, would be the old words
	case rep != nil && rep.ID == "lyde" && l.wordIn(rep.To, rep.To+1, "som", "like"):
		return change{}, false // "lyder som »A«" compares
	case rep != nil && states(rep.ID, true) && rep.From >= o.to && !l.wordIn(rep.To, rep.To+2, "bedre", "better", "godt", "well"):
		return change{}, false // "»A« lyder grimt": the verb tells of the words before it
	case rep != nil:
		c, ok := f.inPlaceOf(l, o, rep.Has("weak"))
		if states(rep.ID, false) && c.old == nil && !c.at.ok() {
			c.kind = consult.Insert
		}
		return c, ok
	case own:
		return f.inPlaceOf(l, o, !f.hereBefore(l))
	case suits:
		return f.inPlaceOf(l, o, true)
	case solves:
		c, _ := f.inPlaceOf(l, o, false)
		c.conf = 0.6
		return c, true
	}
	return change{}, false
}

// takesOld are verbs of replacement before which the words that go stand.
var takesOld = map[string]bool{"ret": true, "ændr": true, "korriger": true, "amend": true, "change": true, "alter": true, "correct": true}

// suits reports whether the words in [from, to) say that something would do: "would be clear", "ville passe", and not that it
// would be too much.
func (l *line) suits(from, to int) bool {
	m := l.find("solve", from, to)
	if m == nil {
		return false
	}
	return !l.wordIn(m.To, m.To+2, "too", "for", "not", "ikke", "worse", "værre", "wrong", "forkert", "less", "mindre", "absurd") && !l.wordIn(m.From, m.To, "not", "ikke")
}

// writes reports whether a cue in [from, to) introduces the respondent's own words ("our version:"), or tells of writing, not
// of what is written ("mere rigtigt at skrive").
func (l *line) writes(from, to int) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if m.Is("lead") && !m.Is("lead.text") && m.From >= from && m.To <= to && !l.negated(m) {
			return true
		}
		if m.Is("replace") && m.Has("weak") && m.From >= from && m.To <= to && !l.negated(m) && (m.ID == "skriv" || m.ID == "write" || m.ID == "ment" || m.ID == "meant" || m.ID == "i-stedet") {
			return true
		}
	}
	return false
}

// states reports whether the cue of replacement says only that words should stand in the draft; with sounds, how they read.
func states(id string, sounds bool) bool {
	if sounds {
		return id == "lyde" || id == "read"
	}
	return id == "stå" || id == "say"
}

func (f *finder) short(o *operand) bool {
	s := f.doc.Quote(o.spans[0])
	for _, r := range s {
		if r == ' ' {
			return false
		}
	}
	return true
}

// hereBefore reports whether the draft was quoted in the same block before this sentence.
func (f *finder) hereBefore(l *line) bool {
	if len(f.lastQuote) == 0 {
		return false
	}
	a, b := f.doc.BlockAt(f.lastQuote[0].Start), f.doc.BlockAt(l.span.Start)
	return a == b
}

// inPlaceOf finds what the new words o would stand in place of: the passage quoted before in the same block, or the
// draft's sentence that they are like. With neither they are an insertion when the cue is weak.
func (f *finder) inPlaceOf(l *line, o *operand, weak bool) (change, bool) {
	c := change{kind: consult.Replace, new: o, why: "replace.words", conf: 0.75}
	al := f.aligned(o.spans[0], l.near)
	switch {
	case f.hereBefore(l) && f.last.clause >= 0 && f.lastQuote[0] != o.spans[0] && !(l.saysThat(o) && f.lastIn < l.i-1):
		c.old, c.at = &operand{quote: -1, spans: f.lastQuote}, f.last
	case al.ok() && al.like >= 0.4 || al.like >= 0.3 && l.has["strong.replace"]:
		c.at = al
	case weak:
		return change{}, false
	case l.find("replace", 0, o.from) != nil && l.saysThat(o) && l.find("instead", 0, len(l.toks)) == nil:
		c.at, c.conf, c.kind, c.why = passage{clause: f.home(l, o)}, 0.6, consult.Insert, "insert.that"
	default:
		c.at, c.conf = passage{clause: f.home(l, o)}, 0.6
		if len(f.x.Texts) > 0 && !l.has["strong.replace"] {
			c.kind = consult.Insert
		}
	}
	return c, true
}

// saysThat reads "skriv, at bussen »…«", "it should say that »…«": the quotation goes on with the letter's own words.
func (l *line) saysThat(o *operand) bool {
	for i := max(1, o.from-5); i < o.from; i++ {
		switch l.word(i) {
		case "at":
			return l.word(i-1) == "," || l.wordIn(i-3, i, "skriv", "skrive", "stå")
		case "that":
			return l.wordIn(i-2, i, "say", "write", "state", "provide", "read")
		}
	}
	return false
}

// home returns the clause that new words belong to: the one whose words they are like, else the sentence's.
func (f *finder) home(l *line, o *operand) int {
	if c := f.clauseOf(o); c >= 0 {
		return c
	}
	if c := first(l.near); c >= 0 {
		return c
	}
	return f.last.clause
}

// pointerGone reads "sidste punktum udgår", "that sentence should go".
func (f *finder) pointerGone(l *line, k int) (change, bool) {
	o := &l.ops[k]
	if !f.gone(l, k) || l.endsNear("anchor", 0, o.from, 2) || o.point == "it" && !l.strong("delete", 0, len(l.toks)) {
		return change{}, false
	}
	at := f.resolve(l, o)
	c := change{kind: consult.Delete, at: at, why: "delete.pointer", conf: 0.85}
	if p, words := f.back(l, o); (o.point == "above" || o.point == "it") && len(words) > 0 && p == at {
		c.old = &operand{quote: -1, spans: words}
	}
	if !at.ok() && c.old == nil {
		return change{}, false
	}
	return c, true
}

// wordGone reads "ordet kun bør udgå".
func (f *finder) wordGone(l *line, k int) (change, bool) {
	o := &l.ops[k]
	if !o.at.ok() || !f.gone(l, k) {
		return change{}, false
	}
	return change{kind: consult.Delete, old: o, at: o.at, why: "delete.word", conf: 0.7}, true
}
