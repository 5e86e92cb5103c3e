package rewordings

import (
	"slices"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// asRead looks for a change in a sentence in which the rules found none, but which the learned reader takes for one: people
// give new words in ways without end ("»her decision is final« goes, or I do"). What the reader can't tell, which words are
// the old ones and which the new, the draft does: what stands there is old. A sentence in which that isn't plain gives
// nothing.
func (f *finder) asRead(i int, span consult.Span) {
	kind := f.readKind(i)
	if kind == "" || f.reported(span) {
		return
	}
	l := f.read(i, span)
	if l == nil || len(l.ops) == 0 || f.lawsOwn(l) || l.rejects() {
		return
	}
	var quotes, figures, points []*operand
	for k := range l.ops {
		switch o := &l.ops[k]; {
		case o.form == quoted && !f.used[o.quote]:
			if len(l.toks) <= o.to-o.from+2 || f.quotes[o.quote].Role == consult.QuotesOther && !l.wishes() {
				return // a sentence that is nothing but a quotation tells what somebody says
			}
			quotes = append(quotes, o)
		case o.form == number:
			figures = append(figures, o)
		case o.form == pointer && l.placed(o.point):
			points = append(points, o)
		}
	}
	c, ok := change{}, false
	switch kind {
	case consult.Delete:
		c, ok = f.readDelete(l, quotes, points)
	case consult.Insert:
		c, ok = f.readInsert(l, quotes)
	default:
		c, ok = f.readReplace(l, quotes, figures, points)
	}
	if ok {
		c.conf = 0.55
		f.add(span, c)
	}
}

// readKind returns the change that the reader more likely than not sees in sentence i; "" for none, and where no reader read.
func (f *finder) readKind(i int) consult.Change {
	if f.doc.Reading == nil || i >= len(f.doc.Reading.Rows) {
		return ""
	}
	s, best := f.doc.Reading.Rows[i].Change, 0
	for k := range s {
		if s[k] > s[best] {
			best = k
		}
	}
	return [4]consult.Change{"", consult.Replace, consult.Insert, consult.Delete}[best]
}

// readDelete takes the draft's words that are quoted, or a passage pointed to.
func (f *finder) readDelete(l *line, quotes, points []*operand) (change, bool) {
	if len(quotes) == 1 && f.inDraft(quotes[0]) {
		return change{kind: consult.Delete, old: quotes[0], at: quotes[0].at, why: "delete.read"}, true
	}
	if len(quotes) == 0 && len(points) == 1 && (l.has["delete"] || l.wishes()) {
		at := f.resolve(l, points[0])
		return change{kind: consult.Delete, at: at, why: "delete.read"}, at.ok()
	}
	return change{}, false
}

// readInsert takes quoted words that the draft doesn't have; the draft's words beside them are where they come in.
func (f *finder) readInsert(l *line, quotes []*operand) (change, bool) {
	var new, anchor *operand
	for _, o := range quotes {
		switch {
		case f.inDraftExactly(o):
			anchor = o
		case f.quotes[o.quote].Role == consult.QuotesDraft && f.inDraft(o):
			return change{}, false
		case new != nil:
			return change{}, false
		default:
			new = o
		}
	}
	if new == nil {
		return change{}, false
	}
	if anchor != nil {
		c, ok := f.insertion(l, anchor, new)
		c.why = "insert.read"
		return c, ok
	}
	return change{kind: consult.Insert, new: new, at: passage{clause: f.home(l, new)}, why: "insert.read"}, f.home(l, new) >= 0
}

// readReplace takes two quotations or two figures of which the draft has one, new words for a passage pointed to, quoted
// before or much like them, or a figure where the clause has one of its kind.
func (f *finder) readReplace(l *line, quotes, figures, points []*operand) (change, bool) {
	switch {
	case len(quotes) == 2:
		a, b := quotes[0], quotes[1]
		if f.inDraftExactly(b) && !f.inDraftExactly(a) {
			a, b = b, a
		}
		if !f.inDraft(a) || f.inDraftExactly(b) {
			return change{}, false
		}
		return change{kind: consult.Replace, old: a, new: b, at: a.at, why: "replace.read"}, true
	case len(quotes) == 1 && !f.inDraftExactly(quotes[0]) && !(f.quotes[quotes[0].quote].Role == consult.QuotesDraft && quotes[0].at.like >= 0.85):
		return f.readVersion(l, quotes[0], points)
	case len(quotes) == 0 && len(unique(figures)) == 2:
		figures = unique(figures)
		return f.readFigures(l, figures[0], figures[1])
	case len(quotes) == 0 && len(figures) == 1 && first(l.near) >= 0:
		o := figures[0]
		if o.unitForm == "" {
			return change{}, false
		}
		at, value := f.onlyNumber(first(l.near), o.unitForm)
		return change{kind: consult.Replace, new: o, at: at, why: "replace.readfigure"}, at.ok() && value != o.value
	}
	return change{}, false
}

// unique leaves out figures that were there before: "150 metres we can live with, so change 500 to 150".
func unique(figures []*operand) []*operand {
	var out []*operand
	for _, o := range figures {
		if !slices.ContainsFunc(out, func(p *operand) bool { return p.value == o.value }) {
			out = append(out, o)
		}
	}
	return out
}

// readVersion finds what new words stand in place of.
func (f *finder) readVersion(l *line, o *operand, points []*operand) (change, bool) {
	if len(points) == 1 {
		if at := f.resolve(l, points[0]); at.ok() {
			return change{kind: consult.Replace, new: o, at: at, why: "replace.read"}, true
		}
	}
	c, _ := f.inPlaceOf(l, o, false)
	c.kind, c.why = consult.Replace, "replace.read"
	return c, c.at.clause >= 0
}

// readFigures pairs two figures of one kind, of which the clauses near have one.
func (f *finder) readFigures(l *line, a, b *operand) (change, bool) {
	if a.unitForm != "" && b.unitForm != "" && !f.comparable(a.unitForm, b.unitForm) {
		return change{}, false
	}
	share(a, b)
	p, q := f.numberNear(a.value, a.unitForm, l.near), f.numberNear(b.value, b.unitForm, l.near)
	if p.ok() == q.ok() || a.value == b.value {
		return change{}, false
	}
	if q.ok() {
		a, b, p = b, a, q
	}
	a.at = p
	return change{kind: consult.Replace, old: a, new: b, at: p, why: "replace.read"}, true
}
