package rewordings

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// tracked reads changes that are marked in a copy of the draft's text: struck words go out, inserted ones come in, the
// two side by side are a replacement. Struck words that the draft lacks are a slip of the pen, not a change.
func (f *finder) tracked() {
	ms := f.shown()
	for i := 0; i < len(ms); i++ {
		lone := ms[i].Kind != consult.Struck && ms[i].Kind != consult.Inserted
		j := partner(f.doc.Text, ms, i)
		if lone && j > i && ms[j].Kind != consult.Struck {
			continue
		}
		clause := f.copied(ms, ms[i].Span, lone)
		if clause < 0 && (lone || len(f.x.Texts) > 0) || lone && !f.isAddition(ms[i].Span, clause) {
			continue
		}
		f.intro = f.announced(ms[i].Span)
		switch {
		case j > i && ms[i].Kind == consult.Struck:
			f.mark(ms[i].Span, ms[j].Span, clause)
		case j > i:
			f.mark(ms[j].Span, ms[i].Span, clause)
		case ms[i].Kind == consult.Struck:
			f.mark(ms[i].Span, consult.Span{}, clause)
		default:
			f.mark(consult.Span{}, ms[i].Span, clause)
		}
		if j > i {
			i = j
		}
		f.intro = consult.Span{}
	}
}

// shown returns the marks that may show changes: the document's, and where the letter says so, words in square brackets
// (they go) and in capitals (they come in).
func (f *finder) shown() []consult.Mark {
	var out []consult.Mark
	for _, m := range f.doc.Marks {
		if m.Kind == consult.Struck || isNew(m.Kind) {
			out = append(out, m)
		}
	}
	text := f.doc.Text
	low := strings.ToLower(text)
	if says(low, "brackets", "kantede parenteser", "kantet parentes", "skarpe parenteser", "firkantede parenteser") {
		for at := 0; ; {
			i := strings.IndexByte(text[at:], '[')
			if i < 0 {
				break
			}
			k := strings.IndexByte(text[at+i:], ']')
			if k < 0 || k > 400 {
				break
			}
			out = append(out, consult.Mark{Kind: consult.Struck, Span: consult.Span{Start: at + i + 1, End: at + i + k}})
			at += i + k + 1
		}
	}
	if says(low, "capitals", "capital letters", "upper case", "versaler", "store bogstaver", "blokbogstaver") {
		for _, b := range f.doc.Blocks {
			out = append(out, f.loud(b.Span)...)
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].Start < out[b].Start })
	return out
}

func says(low string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// loud returns the runs of words in capitals in s, as if they were bold.
func (f *finder) loud(s consult.Span) []consult.Mark {
	var out []consult.Mark
	for _, t := range cue.Tokens(f.doc.Text, s) {
		w := f.doc.Quote(t.Span)
		if t.Kind != cue.Word || len(t.Word) < 2 || strings.ToUpper(w) != w {
			continue
		}
		if n := len(out); n > 0 && t.Start-out[n-1].End <= 1 {
			out[n-1].End = t.End
			continue
		}
		out = append(out, consult.Mark{Kind: consult.Bold, Span: t.Span})
	}
	return out
}

// isAddition reports whether words in bold, italics or underlined can be what a copy of the clause adds: they stand inside a
// block, outside quotations, are no label, and the clause lacks them.
func (f *finder) isAddition(s consult.Span, clause int) bool {
	b := f.doc.Blocks[f.doc.BlockAt(s.Start)]
	if b.Kind == consult.Heading || 10*s.Len() > 7*b.Len() || isLabel(f.doc.Text, b, s) {
		return false
	}
	for _, q := range f.doc.Quotations {
		if q.Overlaps(s) {
			return false
		}
	}
	ws := likeness.NewText(f.doc.Quote(s)).Words
	return len(ws) > 0 && f.x.Texts[clause].Find(ws).Likeness < 0.99
}

// partner returns the next mark of the other kind when only blanks lie between; else i.
func partner(text string, ms []consult.Mark, i int) int {
	for j := i + 1; j < len(ms) && ms[j].Start <= ms[i].End+3; j++ {
		if (ms[j].Kind == consult.Struck || isNew(ms[j].Kind) && (ms[j].Kind == consult.Inserted || ms[i].Kind == consult.Struck)) && ms[j].Kind != ms[i].Kind &&
			ms[j].Start >= ms[i].End && strings.Trim(text[ms[i].End:ms[j].Start], " \n[]") == "" {
			return j
		}
	}
	return i
}

// isNew reports whether such a mark beside struck words shows the new ones.
func isNew(k consult.MarkKind) bool {
	return k == consult.Inserted || k == consult.Bold || k == consult.Underl || k == consult.Italic
}

func (f *finder) mark(old, new consult.Span, clause int) {
	c := change{kind: consult.Replace, at: passage{clause: clause}, why: "tracked", conf: 0.95}
	if !old.Empty() {
		c.old = &operand{quote: -1, spans: []consult.Span{old}}
		if clause >= 0 {
			segs := [][]likeness.Word{likeness.NewText(f.doc.Quote(old)).Words}
			if m := f.x.Find(clause, segs); !m.Empty() {
				c.at = passage{clause, m.Span, m.Likeness}
			}
		}
	}
	if !new.Empty() {
		c.new = &operand{quote: -1, spans: []consult.Span{new}}
	}
	switch {
	case new.Empty():
		c.kind = consult.Delete
	case old.Empty():
		c.kind = consult.Insert
	}
	span := old.Cover(new)
	if i := f.doc.SentenceAt(span.Start); i < len(f.doc.Sentences) {
		span = f.doc.Sentences[i].Span
	}
	f.add(span, c)
}

// copied returns the clause whose text the block of s copies, inserted words left out; -1 when it copies none.
func (f *finder) copied(ms []consult.Mark, s consult.Span, closely bool) int {
	i := f.doc.BlockAt(s.Start)
	if i >= len(f.doc.Blocks) {
		return -1
	}
	var kept strings.Builder
	at := f.doc.Blocks[i].Start
	for _, m := range ms {
		if (m.Kind == consult.Inserted || closely && isNew(m.Kind)) && f.doc.Blocks[i].Contains(m.Span) && m.Start >= at {
			kept.WriteString(f.doc.Text[at:m.Start])
			kept.WriteString(" ")
			at = m.End
		}
	}
	kept.WriteString(f.doc.Text[at:f.doc.Blocks[i].End])
	ws := likeness.NewText(kept.String()).Words
	best, clause := 0.5, -1
	if closely {
		if best = 0.8; len(ws) < 6 {
			return -1
		}
	}
	for c := range f.x.Texts {
		if m := f.x.Texts[c].Find(ws); m.Likeness > best {
			best, clause = m.Likeness, c
		}
	}
	return clause
}

// announced returns the sentence before s that announces marked changes; empty when none does.
func (f *finder) announced(s consult.Span) consult.Span {
	for i := len(f.doc.Sentences) - 1; i >= 0; i-- {
		snt := f.doc.Sentences[i]
		if snt.Start >= s.Start {
			continue
		}
		low := strings.ToLower(f.doc.Quote(snt.Span))
		for _, w := range []string{"gennemstreg", "overstreg", "understreg", "rettelser direkte", "ændringer direkte", "track", "struck", "strikethrough", "strike-through", "underlin", "marked up", "mark-up", "brackets", "parenteser", "capitals", "capital letters", "versaler", "store bogstaver", "in bold", "med fed", "in italics", "kursiv", "fremhævet"} {
			if strings.Contains(low, w) {
				return snt.Span
			}
		}
	}
	return consult.Span{}
}
