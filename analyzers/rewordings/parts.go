package rewordings

import (
	"slices"
	"strings"
)

// dropPlaces leaves out operands that only say where: "ordet »A« i andet punktum ændres til »B«", "strike »A« from the
// second sentence", and the longer quotation in "in »A B C«, change »B« to »D«".
func (f *finder) dropPlaces(l *line) {
	f.dropHolders(l)
	l.ops = slices.DeleteFunc(l.ops, func(o operand) bool { return o.form == pointer && l.toldWhere(o.from) })
	for k := 1; k < len(l.ops); k++ {
		p, before := &l.ops[k], &l.ops[k-1]
		if p.form == pointer && before.form == quoted && !l.placed(p.point) && p.from <= before.to+2 && l.wordIn(p.from-1, p.from, "er", "is", "var", "was") {
			l.ops = append(l.ops[:k], l.ops[k+1:]...) // "»A« er det ord, der …"
			k--
			continue
		}
		if p.form != pointer || before.form == pointer || l.takesPlace(before.to, p.from) || !l.wordIn(p.from-3, p.from, "i", "in", "of", "fra", "from", "af") {
			continue
		}
		if k+1 < len(l.ops) && l.ops[k+1].form != pointer || k+1 == len(l.ops) && before.form != number && p.from-before.to <= 8 {
			l.ops = append(l.ops[:k], l.ops[k+1:]...)
		}
	}
	if len(l.ops) < 3 {
		return
	}
	a, b := &l.ops[0], &l.ops[1]
	if a.form == quoted && b.form != number && b.form != pointer && f.inDraft(a) && l.wordIn(a.from-1, a.from, "in", "i") &&
		strings.Contains(strings.ToLower(f.doc.Quote(a.spans[0])), strings.ToLower(f.doc.Quote(b.spans[0]))) {
		l.ops = l.ops[1:]
	}
}

// toldWhere reports whether token i belongs to a cue that says where words come in: "could stand as the second sentence".
func (l *line) toldWhere(i int) bool {
	for k := range l.cues {
		if m := &l.cues[k]; (m.ID == "stand-as" || m.ID == "stå-efter") && m.From <= i && i < m.To {
			return true
		}
	}
	return false
}

// dropHolders leaves out a passage pointed to when words inside it are quoted after it, and nothing between tells that the
// passage becomes those words: "first sentence: omit »A«", "i sidste punktum stryges »A«".
func (f *finder) dropHolders(l *line) {
	for k := 0; k+1 < len(l.ops); k++ {
		p, q := &l.ops[k], &l.ops[k+1]
		if p.form != pointer || q.form == pointer || q.form == number || !f.inDraftExactly(q) || l.strong("replace", p.to, q.from) {
			continue
		}
		announced := !l.placed(p.point) && l.strong("delete", 0, p.from) && q.from-p.to <= 6 // "strike the last four words, »A«"
		if at := f.resolve(l, p); announced || l.placed(p.point) && at.ok() && at.clause == q.at.clause && at.span.Contains(q.at.span) {
			l.ops = append(l.ops[:k], l.ops[k+1:]...)
			k--
		}
	}
}

// byEnds joins two quotations that give a passage by its ends ("fra »A« til »B« udgår", "»A … B« erstattes af »C«"): both
// stand in one clause, in order, and something else tells what becomes of them.
func (f *finder) byEnds(l *line) {
	for k := 0; k+1 < len(l.ops); k++ {
		a, b := &l.ops[k], &l.ops[k+1]
		if a.form != quoted || b.form != quoted || !f.inDraftExactly(a) || !f.inDraftExactly(b) ||
			a.at.clause != b.at.clause || b.at.span.Start < a.at.span.End || b.from-a.to > 3 {
			continue
		}
		if !l.wordIn(a.to, b.from, "…") && !(l.wordIn(a.from-3, a.from, "fra", "from") && l.wordIn(a.to, b.from, "til", "to")) {
			continue
		}
		third := k+2 < len(l.ops) && l.ops[k+2].form == quoted && l.ops[k+2].from-b.to < 12
		if !third && l.has["strong.replace"] || !third && !l.has["delete"] {
			continue
		}
		a.form, a.point, a.to = pointer, "ends", b.to
		a.at.span = a.at.span.Cover(b.at.span)
		l.ops = append(l.ops[:k+1], l.ops[k+2:]...)
	}
}

// restOf reads "erstat alt efter »A« med »B«": the passage is the rest of A's sentence.
func (f *finder) restOf(l *line) {
	for k := 0; k+1 < len(l.ops); k++ {
		a, b := &l.ops[k], &l.ops[k+1]
		if a.form != quoted || b.form != quoted || !f.inDraftExactly(a) || f.inDraftExactly(b) || !l.has["strong.replace"] {
			continue
		}
		if rest, ok := f.toTheEnd(l, a); ok && l.wordIn(a.from-5, a.from, "alt", "resten", "everything", "rest", "all") {
			a.form, a.point, a.at = pointer, "ends", rest
		}
	}
}
