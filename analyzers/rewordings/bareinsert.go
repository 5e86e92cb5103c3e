package rewordings

import (
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// bareInsert reads "add and minibuses after taxis", "efter lånere indsættes og gæster": words without marks that come in
// beside words that the clause has as they are.
func (f *finder) bareInsert(l *line) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if !putsIn[m.ID] || !m.Is("insert") && m.ID != "write" || m.To-m.From > 1 || l.negated(m) {
			continue
		}
		for to := m.To + 1; to < min(m.To+9, len(l.toks)-1); to++ {
			if l.toks[to-1].Kind == cue.Punct {
				break
			}
			if besides[l.word(to)] && f.bareAnchored(l, m.To, to, to+1, len(l.toks)) {
				return true
			}
		}
		for k := m.From - 2; k >= max(0, m.From-7); k-- {
			if besides[l.word(k)] && f.bareAnchored(l, m.To, l.runEnd(m.To, 9), k+1, m.From) {
				return true
			}
		}
	}
	return false
}

// putsIn are verbs of insertion that take the words themselves.
var putsIn = map[string]bool{"add": true, "insert": true, "tilføj": true, "indsæt": true, "indføj": true, "indskyd": true, "føj": true, "write": true}

var besides = map[string]bool{"after": true, "before": true, "efter": true, "foran": true, "før": true}

// bareAnchored adds the words in tokens [a, b) beside those in [c, d), if these are the clause's.
func (f *finder) bareAnchored(l *line, a, b, c, d int) bool {
	a, c = f.skipHeld(l, a), f.skipHeld(l, c)
	for d > c && l.toks[d-1].Kind == cue.Punct {
		d--
	}
	if b <= a || d <= c || d-c > 6 || !f.wordsThemselves(l, a, b) {
		return false
	}
	anchor, ok := f.oldRun(l, c, d)
	if !ok {
		return false
	}
	new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[a].Start, End: l.toks[b-1].End}}}
	f.add(l.span, change{kind: consult.Insert, new: new, at: anchor.at, why: "insert.bare", conf: 0.6})
	return true
}

// wordsThemselves reports whether the tokens in [a, b) can be words to be written, not what they should say: "a sentence
// on …", "that …" describe.
func (f *finder) wordsThemselves(l *line, a, b int) bool {
	switch l.word(a) {
	case "en", "et", "a", "an", "the", "this", "that", "at", "noget", "something", "some", "more", "flere", "nye", "nyt", "ny", "hvad", "what", "reference", "det", "den", "it", "them":
		return false
	}
	for i := a; i < b; i++ {
		if l.word(i) == quoteToken || l.toks[i].Kind == cue.Punct || l.cueAt(i) {
			return false
		}
	}
	return true
}

// notBare reads "the plan shouldn't say weekdays but every day", "der bør ikke stå A, men B": a verb of writing denied, the
// clause's words as they are, and others after "but".
func (f *finder) notBare(l *line) bool {
	for i := 0; i+3 < len(l.toks); i++ {
		w := l.word(i)
		if w != "not" && w != "ikke" && !contracted(w) || !f.saysNext(l, i+1) && !f.saysNext(l, i-1) && !l.parallelBut(i+1) {
			continue
		}
		from := i + 1
		if f.saysNext(l, from) {
			from++
		}
		for to := from + 1; to < min(from+8, len(l.toks)-1); to++ {
			if l.word(to) != "but" && l.word(to) != "men" {
				continue
			}
			end := to
			if l.word(end-1) == "," {
				end--
			}
			old, ok := f.oldRun(l, f.skipHeld(l, from), end)
			a := to + 1
			for l.wordIn(a, a+1, "derimod", "rather", "i", "stedet", "hellere", "instead") {
				a++
			}
			if b := l.runEnd(f.skipHeld(l, a), 8); ok && b > a {
				new := &operand{quote: -1, spans: []consult.Span{{Start: l.toks[f.skipHeld(l, a)].Start, End: l.toks[b-1].End}}}
				f.add(l.span, change{kind: consult.Replace, old: old, new: new, at: old.at, why: "replace.notbut", conf: 0.6})
				return true
			}
			break
		}
	}
	return false
}

// parallelBut reports whether the words after "but" begin like those at token i: "not from among parents but from …".
func (l *line) parallelBut(i int) bool {
	for k := i + 2; k < min(i+8, len(l.toks)-1); k++ {
		if (l.word(k) == "but" || l.word(k) == "men") && l.word(k+1) == l.word(i) {
			return true
		}
	}
	return false
}

func contracted(w string) bool { return len(w) > 3 && w[len(w)-3:] == "n't" }

// saysNext reports whether token i is a verb of writing in the infinitive.
func (f *finder) saysNext(l *line, i int) bool {
	return l.wordIn(i, i+1, "say", "read", "state", "sige", "stå", "hedde", "skrive", "lyde", "kaldes", "tale")
}
