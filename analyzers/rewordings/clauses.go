package rewordings

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// clauseGone reads "§ 8 bør udgå", "we ask the Committee to leave out subsection (2)": a clause goes out as a whole. The
// reference must be what the verb speaks of, and name that clause itself, not a part of it.
func (f *finder) clauseGone(l *line) {
	for i := range l.cues {
		m := &l.cues[i]
		if !m.Is("delete") || m.Has("weak") || l.negated(m) || l.wantsNot(0, m.From) {
			continue
		}
		for _, r := range f.doc.References {
			if r.Start >= l.span.End {
				break
			}
			if !r.Overlaps(l.span) || r.Foreign || len(r.Clauses) != 1 {
				continue
			}
			c := f.x.Policy.Index(r.Clauses[0])
			if c < 0 || f.x.Policy.Clauses[c].Text == "" || !f.namesWhole(r.Span, r.Clauses[0]) || !f.isObject(l, r.Span, m) {
				continue
			}
			text := f.x.Policy.Clauses[c].Text
			f.add(l.span, change{kind: consult.Delete, at: passage{c, consult.Span{Start: 0, End: len(text)}, 1}, why: "delete.clause", conf: 0.6})
			return
		}
	}
}

// namesWhole reports whether the figures of a reference are the last ones of the clause's id: "subsection (2)" for
// "Section 8(2)", but not "§ 8, stk. 2" for "§ 8".
func (f *finder) namesWhole(s consult.Span, id string) bool {
	if strings.EqualFold(f.doc.Quote(s), id) {
		return true
	}
	a, b := figuresOf(f.doc.Quote(s)), figuresOf(id)
	return len(a) > 0 && len(a) <= len(b) && slices.Equal(a, b[len(b)-len(a):])
}

func figuresOf(s string) []string {
	var out []string
	start := -1
	for i := 0; i <= len(s); i++ {
		digit := i < len(s) && s[i] >= '0' && s[i] <= '9'
		switch {
		case digit && start < 0:
			start = i
		case !digit && start >= 0:
			out = append(out, s[start:i])
			start = -1
		}
	}
	return out
}

// isObject reports whether the reference at s is what the verb m takes out: nothing but auxiliaries stands between it and
// the verb, and no word such as "i" or "from" before it.
func (f *finder) isObject(l *line, s consult.Span, m *cue.Match) bool {
	from, to := -1, -1
	for i, t := range l.toks {
		if t.Overlaps(s) {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from > 1 && l.wordIn(from-1, from, "of") && l.wordIn(from-2, from-1, "whole", "all", "entirety") {
		from -= 2
		for from > 0 && l.wordIn(from-1, from, "the") {
			from--
		}
	}
	if from < 0 || from > 0 && l.wordIn(from-1, from, "i", "in", "of", "from", "fra", "under", "til", "to", "efter", "after", "af", "on", "om", "with", "med") {
		return false
	}
	plain := func(a, b int) bool {
		for i := a; i < b; i++ {
			if w := l.word(i); !auxiliary[w] && !whole[w] {
				return false
			}
		}
		return true
	}
	if m.To <= from {
		return plain(m.To, from) && (to >= len(l.toks) || l.toks[to].Kind == cue.Punct || l.wordIn(to, to+1, "og", "and", "as", "i", "altogether", "entirely", "helt"))
	}
	return m.From >= to && plain(to, m.From)
}

// whole are words that may stand between a clause's number and the verb.
var whole = map[string]bool{"helt": true, "i": true, "sin": true, "dets": true, "helhed": true, "hele": true, "derfor": true, "bedes": true, ",": true,
	"the": true, "whole": true, "entirely": true, "altogether": true, "all": true, "therefore": true, "accordingly": true, "simply": true,
	"in": true, "its": true, "entirety": true, "clause": true, "paragraph": true, "section": true, "article": true, "subsection": true, "afsnit": true, "punkt": true,
	"bestemmelsen": true, "afsnittet": true, "punktet": true, "ganske": true, "også": true, "also": true, "dog": true}
