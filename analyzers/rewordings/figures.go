package rewordings

import (
	"github.com/clausewise/clausewise/pipeline/consult"
)

// nextFigure reads a figure of the draft and another in its place over two sentences: "7pm is too early. Make it 9pm.",
// "Der står 15 år. Det bør være 13." The second sentence is short and says what should be; both figures are of one kind.
func (f *finder) nextFigure(l *line, k int) (change, bool) {
	new, old := l.ops[k], f.figure
	if f.figureIn < 0 || f.figureIn != l.i-1 || len(l.toks) > 9 || len(l.ops) != 1 || f.doc.Sentences[l.i].Block != f.doc.Sentences[l.i-1].Block {
		return change{}, false
	}
	if old.unitForm == "" && new.unitForm != "" || new.value == old.value && new.unitForm == old.unitForm || new.unitForm != "" && !f.comparable(new.unitForm, old.unitForm) || l.noun(&new) && !l.cueAt(new.to) {
		return change{}, false
	}
	if !l.sets(&new) || f.numberIn(old.at.clause, new.value, new.unitForm).ok() || f.narrated(l) {
		return change{}, false
	}
	share(&old, &new)
	return change{kind: consult.Replace, old: &old, new: &new, at: old.at, why: "replace.nextfigure", conf: 0.7}, true
}

// sets reports whether the words before a figure say what should be.
func (l *line) sets(o *operand) bool {
	for i := range l.cues {
		m := &l.cues[i]
		plain := !m.Has("weak") || m.ID == "være" || m.ID == "should-be" || m.ID == "gøres-til" || m.ID == "i-stedet"
		if m.Is("lead") && (m.ID == "foreslå" || m.ID == "suggest" || m.ID == "say" || m.ID == "accept" || m.ID == "settle" || m.ID == "bede-om" || m.ID == "hvad-med" || m.ID == "how-about") && m.From < o.from && !l.negated(m) && o.from-m.To <= 2 {
			return true
		}
		if plain && (m.Is("replace") || m.Is("adjust")) && m.From < o.from && !l.negated(m) {
			return true
		}
	}
	if l.has["solve"] {
		return l.suits(o.to, len(l.toks))
	}
	if len(l.toks) <= 7 && (l.wordIn(o.to, len(l.toks), "instead", "stedet") || l.wordIn(o.to, o.to+1, "more") && l.wordIn(o.to+1, o.to+2, "like") || l.wordIn(0, 1, "why", "hvorfor") && l.wordIn(1, 2, "not", "ikke")) {
		return true // "£40 more like.", "Why not £40?"
	}
	return l.wordIn(0, o.from, "should", "bør", "burde", "ought") ||
		len(l.toks) <= o.to+3 && o.from <= 1 && l.wordIn(o.to, len(l.toks), "please", "tak")
}
