package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// heldUp finds words that the sentence holds up without marks: "ordet skal", "the word may".
func (f *finder) heldUp(l *line) {
	for i, t := range l.toks {
		switch t.Word {
		case "ordet", "udtrykket", "begrebet":
		case "word", "term":
			if l.word(i-1) != "the" {
				continue
			}
		default:
			continue
		}
		if i+1 >= len(l.toks) || l.toks[i+1].Kind != cue.Word || l.word(i+1) == quoteToken || len(f.x.Texts) > 0 && !f.x.Holds(l.word(i+1)) {
			continue
		}
		s := l.toks[i+1].Span
		l.ops = append(l.ops, operand{form: word, quote: -1, from: i + 1, to: i + 2, spans: []consult.Span{s}, at: f.place(s, -1, l.near)})
	}
}

// sharper reports whether cue i, a passage pointed to, holds one that says which: "det sidste punktum".
func (l *line) sharper(i int) bool {
	m := &l.cues[i]
	if !m.Is("point.above") && !m.Is("point.it") {
		return false
	}
	for j := range l.cues {
		if o := &l.cues[j]; j != i && o.Is("point") && !o.Is("point.above") && !o.Is("point.it") && o.From >= m.From && o.From < m.To {
			return true
		}
	}
	return false
}

// capitals finds words that stand in capitals to be held up: "change SHOULD to MUST".
func (f *finder) capitals(l *line) {
	small := false
	for _, t := range l.toks {
		if t.Kind == cue.Word && len(t.Word) >= 2 && !t.Upper {
			small = true
		}
	}
	if !small {
		return
	}
	for i, t := range l.toks {
		if t.Kind != cue.Word || !t.Upper || len(t.Word) < 3 || l.word(i) == quoteToken || strings.ToUpper(f.doc.Quote(t.Span)) != f.doc.Quote(t.Span) {
			continue
		}
		if at := f.place(t.Span, -1, l.near); at.ok() && at.span.In(f.x.Policy.Clauses[at.clause].Text) != f.doc.Quote(t.Span) || len(l.ops) > 0 && l.ops[len(l.ops)-1].form == word {
			l.ops = append(l.ops, operand{form: word, quote: -1, from: i, to: i + 1, spans: []consult.Span{t.Span}, at: at})
		}
	}
}

// pointers finds passages pointed to. One that introduces a quotation ("sætningen »…«") is none.
func (f *finder) pointers(l *line) {
	taken := -1
	for i, m := range l.cues {
		if !m.Is("point") || m.From < taken || l.sharper(i) {
			continue
		}
		if w := l.word(m.To); w == quoteToken || w == "," && l.word(m.To+1) == quoteToken || w == ":" && !l.endsNear("anchor", 0, m.From, 2) {
			continue
		}
		taken = m.To
		l.ops = append(l.ops, operand{form: pointer, quote: -1, from: m.From, to: m.To, point: strings.TrimPrefix(m.Class, "point."), at: nowhere})
	}
}
