package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// tracked reads changes that are marked in a copy of the draft's text: struck words go out, inserted ones come in, the
// two side by side are a replacement. Struck words that the draft lacks are a slip of the pen, not a change.
func (f *finder) tracked() {
	ms := f.doc.Marks
	for i := 0; i < len(ms); i++ {
		if ms[i].Kind != consult.Struck && ms[i].Kind != consult.Inserted {
			continue
		}
		clause := f.copied(ms[i].Span)
		if clause < 0 && len(f.x.Texts) > 0 {
			continue
		}
		f.intro = f.announced(ms[i].Span)
		j := f.partner(i)
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

// partner returns the next mark of the other kind when only blanks lie between; else i.
func (f *finder) partner(i int) int {
	ms := f.doc.Marks
	for j := i + 1; j < len(ms) && ms[j].Start <= ms[i].End+2; j++ {
		if (ms[j].Kind == consult.Struck || isNew(ms[j].Kind) && (ms[j].Kind == consult.Inserted || ms[i].Kind == consult.Struck)) && ms[j].Kind != ms[i].Kind &&
			ms[j].Start >= ms[i].End && strings.TrimSpace(f.doc.Text[ms[i].End:ms[j].Start]) == "" {
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
func (f *finder) copied(s consult.Span) int {
	i := f.doc.BlockAt(s.Start)
	if i >= len(f.doc.Blocks) {
		return -1
	}
	var kept strings.Builder
	at := f.doc.Blocks[i].Start
	for _, m := range f.doc.Marks {
		if m.Kind == consult.Inserted && f.doc.Blocks[i].Contains(m.Span) && m.Start >= at {
			kept.WriteString(f.doc.Text[at:m.Start])
			kept.WriteString(" ")
			at = m.End
		}
	}
	kept.WriteString(f.doc.Text[at:f.doc.Blocks[i].End])
	ws := likeness.NewText(kept.String()).Words
	best, clause := 0.5, -1
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
		for _, w := range []string{"gennemstreg", "overstreg", "understreg", "rettelser direkte", "ændringer direkte", "track", "struck", "strikethrough", "strike-through", "underlin", "marked up", "mark-up"} {
			if strings.Contains(low, w) {
				return snt.Span
			}
		}
	}
	return consult.Span{}
}
