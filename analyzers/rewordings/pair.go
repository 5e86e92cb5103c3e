package rewordings

import (
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// pair decides whether operands k and k+1 are one change, by the words before, between and after them and by which of
// them the draft has. The draft is the better witness: what stands there is old, what doesn't is new.
func (f *finder) pair(l *line, k int) (change, bool) {
	a, b := &l.ops[k], &l.ops[k+1]
	if a.form == number || b.form == number {
		if a.form == number && b.form == number {
			return f.numberPair(l, k)
		}
		return change{}, false
	}
	if a.form == quoted && b.form == pointer && l.placed(b.point) && !f.inDraftExactly(a) && b.from-a.to <= 8 && l.takesPlace(a.to, b.from) {
		return f.pointed(l, b, a)
	}
	if b.form == pointer || b.form == word && a.form != word {
		return change{}, false
	}
	if a.form == pointer {
		return f.pointed(l, a, b)
	}
	start, end := l.around(k)
	switch r := f.relation(l, a, b, start, end); r {
	case anchorFirst:
		return f.insertion(l, a, b)
	case anchorLast:
		return f.insertion(l, b, a)
	case oldFirst:
		return f.replacement(l, a, b)
	case newFirst:
		return f.replacement(l, b, a)
	}
	return change{}, false
}

// takesPlace reads "»A« might take the place of the last sentence", "»A« i stedet for sidste punktum".
func (l *line) takesPlace(from, to int) bool {
	if l.endsNear("instead", from, to, 2) {
		return true
	}
	m := l.find("replace", from, to)
	return m != nil && (m.ID == "take-place" || m.ID == "erstat" || m.ID == "replace" || m.ID == "afløs") && m.To >= to-2
}

type relation uint8

const (
	unrelated relation = iota
	anchorFirst
	anchorLast
	oldFirst
	newFirst
)

// around returns where the words before operand k begin (after the operand before it) and where those after k+1 end.
func (l *line) around(k int) (start, end int) {
	if k > 0 {
		start = l.ops[k-1].to
	}
	end = len(l.toks)
	if k+2 < len(l.ops) {
		end = l.ops[k+2].from
	}
	return start, end
}

func (f *finder) relation(l *line, a, b *operand, start, end int) relation {
	if l.told(a, b) {
		return unrelated
	}
	rather := l.preferred(start, a, b)
	praised := len(f.x.Texts) > 0 && f.inDraftExactly(a) && !f.inDraft(b) // the draft's words are good instead of others
	if (l.endsNear("instead", a.to, b.from, 3) || rather) && !praised && (f.inDraft(a) || f.inDraft(b) || len(f.x.Texts) == 0 || l.has["replace"] || l.has["lead"]) {
		return newFirst
	}
	if l.find("delete", a.to, b.from) != nil && l.find("replace", start, b.from) == nil && l.find("insert", a.to, b.from) == nil {
		return unrelated // "»A« udgår, og »B« …"
	}
	if f.inDraftExactly(a) && !f.inDraftExactly(b) && l.tooMuch(a, b) && l.find("solve", b.to, end) != nil {
		return oldFirst // "»A« is too strong; »B« would do"
	}
	if f.inDraft(a) && !f.inDraftExactly(b) && l.outIn(a, b) {
		return oldFirst
	}
	known := f.inDraft(a) || f.inDraft(b) || len(f.x.Texts) == 0
	if !known && !l.has["strong.replace"] && !l.has["strong.insert"] && !l.has["strong.delete"] {
		return unrelated
	}
	switch {
	case l.endsNear("instead", start, a.from, 3):
		return oldFirst
	case l.endsNear("anchor", start, a.from, 2) && !f.inDraftExactly(b):
		return anchorFirst
	case l.endsNear("anchor", a.to, b.from, 2) && (l.strong("insert", 0, len(l.toks)) && f.inDraft(b) ||
		(l.find("insert", 0, len(l.toks)) != nil || f.inDraft(b)) && !f.inDraftExactly(a)):
		return anchorLast
	case f.notBut(l, a, b):
		return oldFirst
	case b.from-a.to <= 3 && l.wordIn(a.to, b.from, "for") && !l.wordIn(a.from-1, a.from, "for") && !f.inDraftExactly(a):
		return newFirst // "»A« for »B«", "substitute A for B"
	case l.wordIn(a.from-2, a.from, "for") && f.pack.Code == "en" && (f.inDraft(a) || l.has["replace"]):
		return oldFirst
	}
	if l.word(b.from-1) == ":" && b.from-a.to <= 10 && f.inDraftExactly(a) && !f.inDraftExactly(b) && l.find("insert", start, b.from) == nil &&
		shared(likeness.NewText(f.doc.Quote(a.spans[0])).Words, likeness.NewText(f.doc.Quote(b.spans[0])).Words) >= 0.5 {
		return oldFirst // "»may publish« is the wrong way round: »may not publish«"
	}
	return f.byVerb(l, a, b, start, end)
}

// byVerb decides by the verbs around the two, and by the small words between them.
func (f *finder) byVerb(l *line, a, b *operand, start, end int) relation {
	strong := l.strong("replace", start, end) || l.find("adjust", start, end) != nil
	apart := f.inDraft(a) != f.inDraftExactly(b) // the draft has one and not the other
	if l.onlyJoined(a.to, b.from) && !apart {
		return unrelated // a list of words with one verb
	}
	weak := apart && (l.proposes(start, end) || l.find("lead", start, end) != nil)
	insert := l.find("insert", start, end) != nil
	toOnly := b.from-a.to <= 2 && l.wordIn(a.to, b.from, "til", "to", "with", "by", "med", "af")
	switch {
	case l.wordIn(a.to, b.from, "→", ">"):
		return f.byDraft(a, b, oldFirst)
	case insert && !strong && f.inDraft(a) && !f.inDraftExactly(b):
		if l.find("delete", start, b.from) != nil {
			return oldFirst // "delete A and insert B"
		}
		return anchorFirst
	case insert && !strong && f.inDraftExactly(b) && !f.inDraft(a):
		return anchorLast
	case strong || weak:
		return f.byDraft(a, b, oldFirst)
	case l.find("delete", start, a.to) != nil && f.inDraftExactly(a) && l.wordIn(b.from-2, b.from, "skriv", "sig", "sæt", "brug", "skriver", "say", "put", "write", "use", "have", "read"):
		return oldFirst // "drop A and say B"
	case toOnly && (l.has["replace"] || f.inDraft(a) && !f.inDraftExactly(b)):
		return f.byDraft(a, b, oldFirst) // "… og »A« til »B«"
	}
	return unrelated
}

// strong reports whether a cue of class in [from, to) needs no other ground.
func (l *line) strong(class string, from, to int) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if m.Is(class) && !m.Has("weak") && m.From >= from && m.To <= to && !l.negated(m) {
			return true
		}
	}
	return false
}

// proposes reports whether a weak cue of replacement in [from, to) tells what should be written, not what is.
func (l *line) proposes(from, to int) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if m.Is("replace") && m.From >= from && m.To <= to && !l.negated(m) && !(m.Has("weak") && (m.ID == "stå" || m.ID == "say" && m.To-m.From == 1) && !l.wishes()) {
			return true
		}
	}
	return false
}

// preferred reads "hellere A end B", "A would suit us better than B", "prefer A to B", "earlier than the B proposed".
func (l *line) preferred(start int, a, b *operand) bool {
	lead := l.find("lead", start, a.from)
	if l.wordIn(b.from-3, b.from, "end", "than") {
		return lead != nil || l.wordIn(start, b.from, "better", "bedre", "hellere") || l.compares(a, b) ||
			l.wordIn(b.from-2, b.from, "foreslåede", "proposed") || l.wordIn(b.to, b.to+1, "proposed", "suggested", "foreslået")
	}
	return lead != nil && b.from-a.to <= 2 && (l.wordIn(b.from-1, b.from, "over") || lead.ID == "prefer" && l.wordIn(b.from-1, b.from, "to"))
}

// outIn reads "out with A, in with B", "A ud, B ind".
func (l *line) outIn(a, b *operand) bool {
	return b.from-a.to <= 6 &&
		(l.wordIn(a.from-2, a.from, "ud", "out", "væk", "bort") || l.wordIn(a.to, a.to+1, "ud", "out", "væk")) &&
		(l.wordIn(b.from-2, b.from, "ind", "in") || l.wordIn(b.to, b.to+1, "ind", "in"))
}

// compares reads "A would be fairer than B", "A er mere realistisk end B": one is said to be more of something, and more
// than that it is not ("is more than B").
func (l *line) compares(a, b *operand) bool {
	if b.from-a.to > 10 || a.to >= b.from {
		return false
	}
	for i := a.to; i < b.from-2; i++ {
		switch l.word(i) {
		case "mere", "more":
			return !l.wordIn(i+1, i+2, "end", "than")
		case "nærmere", "fairer", "kinder", "safer", "wiser", "clearer", "stronger", "closer", "rimeligere", "klarere", "tydeligere", "klogere", "venligere":
			return true
		case "ville", "would":
			return !l.wordIn(i+1, b.from, "være", "mindre", "less", "worse", "værre", "dårligere") || l.wordIn(i+1, b.from, "more", "mere", "bedre")
		}
	}
	return false
}

// notBut reads "not A but B", "ikke A, men B".
func (f *finder) notBut(l *line, a, b *operand) bool {
	return l.wordIn(a.from-4, a.from, "not", "ikke") && l.wordIn(a.to, b.from, "but", "men") && !l.strong("insert", a.to, b.from)
}

// byDraft turns a relation round when only the second operand stands in the draft.
func (f *finder) byDraft(a, b *operand, r relation) relation {
	if len(f.x.Texts) > 0 && !f.inDraft(a) && f.inDraftExactly(b) {
		return newFirst
	}
	return r
}

func (f *finder) inDraft(o *operand) bool { return o.at.ok() && o.at.like >= 0.6 }

func (f *finder) inDraftExactly(o *operand) bool { return o.at.ok() && o.at.like >= 0.99 }

func (f *finder) replacement(l *line, old, new *operand) (change, bool) {
	c := change{kind: consult.Replace, old: old, new: new, at: old.at, why: "replace", conf: 0.9}
	if !old.at.ok() {
		c.at, c.conf = passage{clause: first(l.near)}, 0.65
		if p := f.clauseOf(new); p >= 0 {
			c.at.clause = p
		}
	} else if old.at.like < 0.99 {
		c.conf = 0.85
	}
	return c, true
}

// clauseOf returns the clause whose text new words are much like; -1 when none.
func (f *finder) clauseOf(o *operand) int {
	if o.at.ok() && o.at.like >= 0.6 {
		return o.at.clause
	}
	return -1
}

func (f *finder) insertion(l *line, anchor, new *operand) (change, bool) {
	c := change{kind: consult.Insert, new: new, at: anchor.at, why: "insert.anchor", conf: 0.9}
	if !anchor.at.ok() {
		c.at, c.conf = passage{clause: first(l.near)}, 0.7
	}
	return c, true
}

// pointed decides on a pointer and a quotation: "tredje punktum affattes således: »…«".
func (f *finder) pointed(l *line, p, q *operand) (change, bool) {
	if q.form != quoted {
		return change{}, false
	}
	at := f.resolve(l, p)
	if l.wordIn(p.to, q.from, "som", "like") && l.wordIn(p.to, q.from, "lyder", "lyde", "sounds", "reads") {
		return change{}, false // "the wording reads like »A«"
	}
	if l.wordIn(p.to, q.from, "eller", "or") && l.strong("delete", 0, p.from) {
		return change{}, false // "delete the second sentence, or insert …"
	}
	shortened := q == &l.ops[len(l.ops)-1] && l.placed(p.point) && l.has["strong.replace"] && at.clause == q.at.clause && at.span.Contains(q.at.span) && 10*q.at.span.Len() < 9*at.span.Len()
	if f.inDraftExactly(q) && !(shortened && l.strong("replace", p.to, q.from)) {
		return change{}, false
	}
	anchored := p.point != "ends" && l.endsNear("anchor", 0, p.from, 2) && !l.endsNear("instead", 0, p.from, 3)
	back := p.point == "above" || p.point == "it"
	given := l.placed(p.point) && at.ok() && l.word(q.from-1) == ":" && q.to >= len(l.toks)-1 && l.wishes() && l.find("delete", p.to, q.from) == nil
	version := given || l.placed(p.point) && at.ok() && l.find("delete", p.to, len(l.toks)) == nil && f.version(at, q)
	if !version && !anchored && !l.has["strong.replace"] && !l.has["insert"] && !l.has["lead"] && !(back && (l.has["instead"] || l.has["replace"])) {
		return change{}, false
	}
	if anchored || l.has["insert"] && !l.has["strong.replace"] {
		return change{kind: consult.Insert, new: q, at: f.orNear(l, at), why: "insert.pointer", conf: 0.85}, true
	}
	c := change{kind: consult.Replace, new: q, at: f.orNear(l, at), why: "replace.pointer", conf: 0.85}
	if _, words := f.back(l, p); back && len(words) > 0 {
		c.old = &operand{quote: -1, spans: words}
	}
	if !at.ok() && c.old == nil {
		c.at, c.conf = f.orNear(l, f.aligned(q.spans[0], l.near)), 0.6
	}
	return c, true
}

// version reports whether q is the passage p in other words.
func (f *finder) version(p passage, q *operand) bool {
	old := likeness.NewText(p.span.In(f.x.Policy.Clauses[p.clause].Text)).Words
	return shared(old, likeness.NewText(f.doc.Quote(q.spans[0])).Words) >= 0.4
}

// orNear returns p, or the clause that the sentence is about.
func (f *finder) orNear(l *line, p passage) passage {
	if p.clause >= 0 {
		return p
	}
	return passage{clause: first(l.near)}
}
