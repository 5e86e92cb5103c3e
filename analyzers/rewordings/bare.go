package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

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
		if l.wordIn(m.From-1, m.From, "on", "of", "for", "by", "about", "against", "from") {
			continue // "the ban on replacing …"
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
	a := f.skipHeld(l, to+1)
	if a >= end {
		return false
	}
	new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[a].Start, End: l.toks[end-1].End}}}
	f.add(l.span, change{kind: consult.Replace, old: old, new: new, at: old.at, why: "replace.bare", conf: 0.6})
	return true
}

// subject reads "mindst 60 procent ændres til mindst 75 procent" and "… udgår": words without marks at the front of the
// sentence, exactly as the clause has them, and a verb in the passive after them.
func (f *finder) subject(l *line) bool {
	for i := range l.cues {
		m := &l.cues[i]
		del := m.Is("delete")
		if !plainVerbs[m.ID] || m.Has("weak") || m.From == 0 || l.negated(m) {
			continue
		}
		s, ok := f.front(l, m.From)
		if !ok {
			continue
		}
		old := &operand{quote: -1, spans: []consult.Span{s}, at: f.place(s, -1, l.near)}
		swaps := !del && m.ID != "bliver-til" && strings.Contains(f.doc.Quote(s), " ") && f.joins(l.word(m.To)) && l.toks[0].Start == s.Start
		alone := del && l.toks[0].Start == s.Start && l.ends(m.To) && strings.Contains(f.doc.Quote(s), " ") && !determiner[l.word(0)]
		if !f.inDraftExactly(old) || !swaps && !alone && strings.Count(f.doc.Quote(s), " ") < 2 && !strings.ContainsAny(f.doc.Quote(s), "0123456789") {
			continue // two words without a figure are in every other sentence
		}
		if del {
			f.add(l.span, change{kind: consult.Delete, old: old, at: old.at, why: "delete.subject", conf: 0.65})
			return true
		}
		to := m.To
		if !f.joins(l.word(to)) && l.word(to) != "af" {
			to--
		}
		end := len(l.toks)
		for end > to+1 && l.toks[end-1].Kind == cue.Punct {
			end--
		}
		if to+1 >= end || !f.joins(l.word(to)) && l.word(to) != "af" {
			continue
		}
		new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[to+1].Start, End: l.toks[end-1].End}}}
		f.add(l.span, change{kind: consult.Replace, old: old, new: new, at: old.at, why: "replace.subject", conf: 0.65})
		return true
	}
	return false
}

// determiner words begin the name of a thing, not words held up.
var determiner = map[string]bool{"the": true, "a": true, "an": true, "this": true, "that": true, "these": true, "those": true, "our": true, "den": true, "det": true, "de": true, "en": true, "et": true, "denne": true, "dette": true, "disse": true}

// plainVerbs say outright what is done to words.
var plainVerbs = map[string]bool{"ændr": true, "erstat": true, "udskift": true, "ret": true, "laves-om": true, "bliver-til": true, "udgå": true, "slet": true,
	"stryg": true, "replace": true, "amend": true, "change": true, "delete": true, "omit": true, "strike": true}

// front returns the words before token at, back to a comma, colon or the sentence's beginning, auxiliaries left out.
func (f *finder) front(l *line, at int) (consult.Span, bool) {
	end := at
	for end > 0 && auxiliary[l.word(end-1)] {
		end--
	}
	start := end
	for start > 0 && l.toks[start-1].Kind != cue.Punct && end-start < 16 {
		start--
	}
	if f.joins(l.word(start)) || start == end {
		return consult.Span{}, false
	}
	return consult.Span{Start: l.toks[start].Start, End: l.toks[end-1].End}, true
}

var auxiliary = map[string]bool{"bør": true, "skal": true, "kan": true, "må": true, "ønskes": true, "foreslås": true, "bedes": true,
	"kunne": true, "burde": true, "should": true, "must": true, "to": true, "be": true, "is": true, "could": true, "can": true}

// modal verbs are function words, and the ones that drafts are most often asked to change.
var modal = map[string]bool{"kan": true, "skal": true, "bør": true, "må": true, "may": true, "must": true, "should": true,
	"shall": true, "will": true, "can": true, "could": true}

// swap reads "skriv selvbetjent i stedet for ubemandet", "it should say every day, not weekdays" and "hvor der står A, bør
// der stå B": words without marks on both sides of a joint. The old ones must be the clause's, and a verb of writing must
// introduce the new ones.
func (f *finder) swap(l *line) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if !m.Is("instead") || m.Has("weak") {
			continue
		}
		from := f.skipHeld(l, m.To)
		for to := l.runEnd(from, 6); to > from; to-- {
			old, ok := f.oldRun(l, from, to)
			if !ok {
				continue
			}
			a, b := l.written(0, m.From)
			if a < 0 || m.ID == "hvor-der-står" || m.ID == "where-says" || m.ID == "where-you" {
				a, b = l.written(to, len(l.toks))
			}
			if a < 0 {
				a, b = l.parallel(from, m.From)
			}
			if a < 0 && to-from == 1 && len(l.word(from)) >= 5 {
				a, b = l.beside(m.From)
			}
			if to-from == 1 && modal[l.word(from)] && modal[l.word(m.From-1)] {
				a, b = m.From-1, m.From // "cyclists must, not should, use …"
			}
			if a = f.skipHeld(l, a); a < 0 || b-a > 6 && !(m.ID == "hvor-der-står" && b-a <= 12) || b <= a {
				break
			}
			new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[a].Start, End: l.toks[b-1].End}}}
			f.add(l.span, change{kind: consult.Replace, old: old, new: new, at: old.at, why: "replace.swap", conf: 0.6})
			return true
		}
	}
	return false
}

// parallel returns the words before token to that begin with the same word as those after the joint: "hvert andet år" in
// "reguleres hvert andet år i stedet for hvert år".
func (l *line) parallel(from, to int) (int, int) {
	end := to
	for end > 0 && l.toks[end-1].Kind == cue.Punct {
		end--
	}
	for i := end - 1; i >= max(0, end-6) && l.toks[i].Kind != cue.Punct; i-- {
		if (l.word(i) == l.word(from) || prepositions[l.word(i)] && prepositions[l.word(from)] && end-i >= 2) && (l.wishes() || i > 0 && corrects[l.word(i-1)]) {
			return i, end
		}
	}
	return -1, -1
}

var prepositions = map[string]bool{"at": true, "from": true, "on": true, "in": true, "by": true, "within": true, "during": true, "after": true, "before": true,
	"fra": true, "på": true, "i": true, "inden": true, "efter": true, "før": true, "hele": true, "hver": true, "hvert": true, "every": true}

// beside returns the one word before the joint: "weekly rather than monthly", in a sentence that wishes.
func (l *line) beside(to int) (int, int) {
	end := to
	for end > 0 && l.toks[end-1].Kind == cue.Punct {
		end--
	}
	if end < 1 || l.toks[end-1].Kind != cue.Word || len(l.word(end-1)) < 5 || l.word(end-1) == quoteToken || !l.wishes() {
		return -1, -1
	}
	return end - 1, end
}

// corrects are the words after which the right name stands: "it's Harbour Street, not Harbour Road".
var corrects = map[string]bool{"it's": true, "is": true, "er": true, "hedder": true, "called": true}

// inItsPlace reads "the words »A« gone, and a contact form in their place": the new words stand bare before the phrase.
func (f *finder) inItsPlace(l *line) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if m.ID != "in-its-place" || l.negated(m) || len(l.ops) != 1 || l.ops[0].form != quoted || l.ops[0].to > m.From || !f.inDraft(&l.ops[0]) {
			continue
		}
		a, b := m.From, m.From
		for a > l.ops[0].to && l.toks[a-1].Kind == cue.Word && l.word(a-1) != "and" && l.word(a-1) != "og" && b-a < 10 {
			a--
		}
		if a == b || l.word(a-1) != "and" && l.word(a-1) != "og" || l.wordIn(a, a+1, "that", "at") {
			continue
		}
		new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[a].Start, End: l.toks[b-1].End}}}
		f.add(l.span, change{kind: consult.Replace, old: &l.ops[0], new: new, at: l.ops[0].at, why: "replace.place", conf: 0.7})
		return true
	}
	return false
}

// skipHeld passes over "ordet", "the word" at token i.
func (f *finder) skipHeld(l *line, i int) int {
	switch l.word(i) {
	case "ordet", "ordene":
		return i + 1
	case "the":
		if w := l.word(i + 1); w == "word" || w == "words" {
			return i + 2
		}
	}
	return i
}

// runEnd returns the end of the run of words that begins at token i, at most n long.
func (l *line) runEnd(i, n int) int {
	end := i
	for end >= 0 && end < len(l.toks) && end < i+n && l.toks[end].Kind != cue.Punct && l.word(end) != quoteToken {
		end++
	}
	return end
}

// oldRun returns the words in [from, to) as an operand when a clause near has them as they are, and they say something.
func (f *finder) oldRun(l *line, from, to int) (*operand, bool) {
	content := false
	for i := from; i < to; i++ {
		if l.toks[i].Kind == cue.Number || measuresOf(f.pack).values[l.word(i)] != "" {
			if !(prepositions[l.word(from)] && to-from >= 4) {
				return nil, false // figures are operands of their own
			}
		}
		w := l.word(i)
		content = content || !f.pack.Words("stopwords")[w] && f.x.Holds(w) || modal[w]
	}
	if !content {
		return nil, false
	}
	s := consult.Span{Start: l.toks[from].Start, End: l.toks[to-1].End}
	old := &operand{quote: -1, spans: []consult.Span{s}, at: f.place(s, -1, l.near)}
	return old, f.inDraftExactly(old)
}

// writing are the ids of cues that introduce words to be written.
var writing = map[string]bool{"skriv": true, "stå": true, "hedde": true, "lyde": true, "læses": true, "sæt": true, "say": true, "read": true,
	"make-it": true, "call": true, "written": true, "write": true, "use": true, "should-be": true, "være": true}

// written returns the run of words that a verb of writing in [from, to) introduces: from behind the verb to the next
// mark, or to to. "Should be" does so only in a short sentence.
func (l *line) written(from, to int) (int, int) {
	for i := len(l.cues) - 1; i >= 0; i-- {
		m := &l.cues[i]
		if !m.Is("replace") || !writing[m.ID] || m.From < from || m.To >= to || l.negated(m) || (m.ID == "should-be" || m.ID == "være") && len(l.toks) > 10 {
			continue
		}
		end := m.To
		for end < to && l.toks[end].Kind != cue.Punct && l.word(end) != quoteToken {
			end++
		}
		if end > m.To {
			return m.To, end
		}
	}
	return -1, -1
}

// object reads "delete where it is safe to do so", "det bør slettes, at byrådet kan lukke hallen": four words or more after
// a verb of deletion, as a clause near has them.
func (f *finder) object(l *line) bool {
	if f.objectFirst(l) {
		return true
	}
	for i := range l.cues {
		m := &l.cues[i]
		if !m.Is("delete") || m.Has("weak") || l.negated(m) || l.wantsNot(0, m.From) {
			continue
		}
		from := f.skipHeld(l, m.To)
		if l.word(from) == "," && l.word(from+1) == "at" {
			from += 2
		} else if w := l.word(from); w == "that" || w == "at" {
			from++
		}
		end := len(l.toks)
		for end > from && l.toks[end-1].Kind == cue.Punct {
			end--
		}
		for k := from; k < end; k++ {
			if l.word(k) == quoteToken {
				end = k
			}
		}
		if l.word(from) == ":" {
			from++
		}
		all := m.From == 0 && end-from >= 2 && !determiner[l.word(from)] // "Delete by camera."
		if end-from < 4 && !all || end-from > 40 {
			continue
		}
		s := consult.Span{Start: l.toks[from].Start, End: l.toks[end-1].End}
		old := &operand{quote: -1, spans: []consult.Span{s}, at: f.place(s, -1, l.near)}
		if f.inDraftExactly(old) {
			f.add(l.span, change{kind: consult.Delete, old: old, at: old.at, why: "delete.object", conf: 0.65})
			return true
		}
	}
	return false
}

// objectFirst reads the clause's words and, after a colon or question mark, the verb: "Hallen lukkes i ferier: slettes."
func (f *finder) objectFirst(l *line) bool {
	for i, t := range l.toks {
		if t.Word != ":" || i < 2 || len(l.toks)-i > 6 || !l.strong("delete", i, len(l.toks)) {
			continue
		}
		s := consult.Span{Start: l.toks[0].Start, End: l.toks[i-1].End}
		if old := (&operand{quote: -1, spans: []consult.Span{s}, at: f.place(s, -1, l.near)}); f.inDraftExactly(old) {
			f.add(l.span, change{kind: consult.Delete, old: old, at: old.at, why: "delete.object", conf: 0.65})
			return true
		}
	}
	return false
}
