package rewordings

import (
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// rescue helps a sentence that is tied to no clause, or to the wrong one: when the draft's words stand in none of the
// clauses near, but some that are quoted stand in one clause alone, that clause is the one spoken of. Everything quoted is
// then looked for there.
func (f *finder) rescue(l *line) {
	if len(f.x.Texts) == 0 {
		return
	}
	here := f.hereBefore(l)
	quotes := 0
	for k := range l.ops {
		if l.ops[k].form == quoted {
			quotes++
		}
	}
	for k := range l.ops {
		if l.ops[k].form == quoted && l.ops[k].at.ok() {
			return
		}
	}
	for k := range l.ops {
		o := &l.ops[k]
		if o.form != quoted || f.short(o) && (here || quotes < 2 && l.find("delete", 0, len(l.toks)) == nil) {
			continue // one word alone may be the new one
		}
		c := f.alone(l, o.spans[0])
		if c < 0 {
			continue
		}
		l.near = append([]int{c}, l.near...)
		for j := range l.ops {
			if p := &l.ops[j]; p.form == quoted {
				p.at = f.place(p.spans[0], p.quote, []int{c})
			}
		}
		return
	}
}

// alone returns the one clause that has the words of s as they are; -1 when none or several have them. Of several, one
// that the sentences before were tied to counts.
func (f *finder) alone(l *line, s consult.Span) int {
	segs := refs.Segments(likeness.Words(nil, f.doc.Quote(s), 0))
	n, says := 0, false
	for _, g := range segs {
		for _, w := range g {
			n++
			says = says || len(w.Form) > 3 && !f.pack.Words("stopwords")[w.Form]
		}
	}
	if n == 0 || n > 40 || !says {
		return -1
	}
	found, several := -1, false
	for c := range f.x.Texts {
		if m := f.x.Find(c, segs); !m.Empty() && m.Likeness >= 0.99 {
			several = several || found >= 0
			found = c
			for i := l.i - 1; i >= max(0, l.i-4); i-- {
				for _, x := range f.links[i] {
					if x == c {
						return c
					}
				}
			}
		}
	}
	if several {
		return -1
	}
	return found
}
