package refs

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// leads is the table leadins, taken apart.
type leads struct {
	before, after []lead
}

type lead struct {
	phrase string
	role   consult.QuotationUse
}

func leadsOf(p *lang.Pack) *leads {
	return lang.Memo(p, "refs:leads", func(p *lang.Pack) *leads {
		l := &leads{}
		for _, r := range p.Rows("leadins") {
			x := lead{r.Fields[0], consult.QuotationUse(r.Fields[1])}
			if t, ok := strings.CutPrefix(x.phrase, "after:"); ok {
				x.phrase = t
				l.after = append(l.after, x)
			} else {
				l.before = append(l.before, x)
			}
		}
		return l
	})
}

// last returns the role of the phrase that stands last in low; of two that end together the longer.
func (l *leads) last(low string) consult.QuotationUse {
	var role consult.QuotationUse
	end, size := -1, 0
	for _, x := range l.before {
		i := lastWord(low, x.phrase)
		if i < 0 {
			continue
		}
		if e := i + len(x.phrase); e > end || e == end && len(x.phrase) > size {
			role, end, size = x.role, e, len(x.phrase)
		}
	}
	return role
}

// first returns the role of the phrase that stands first in low.
func (l *leads) first(low string) consult.QuotationUse {
	var role consult.QuotationUse
	at := len(low)
	for _, x := range l.after {
		if i := strings.Index(low, x.phrase); i >= 0 && i < at {
			role, at = x.role, i
		}
	}
	return role
}

// lastWord is strings.LastIndex at word boundaries.
func lastWord(s, phrase string) int {
	for end := len(s); ; {
		i := strings.LastIndex(s[:end], phrase)
		if i < 0 {
			return -1
		}
		if (i == 0 || !letterByte(s[i-1])) && (i+len(phrase) == len(s) || !letterByte(s[i+len(phrase)])) {
			return i
		}
		end = i + len(phrase) - 1
	}
}

func letterByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= 0x80 }

// lower returns the last n bytes of s in lower case, cut at a blank.
func lower(s string, n int) string {
	if len(s) > n {
		s = s[len(s)-n:]
		if i := strings.IndexByte(s, ' '); i >= 0 {
			s = s[i+1:]
		}
	}
	return strings.ToLower(s)
}

// role tells what a quotation does, from the words before it in its block, else after it, else its match.
func (q *quoter) role(quo consult.Quotation, outer consult.Span, b consult.Block) consult.QuotationUse {
	before := q.doc.Text[q.leadStart(outer, b):outer.Start]
	after := q.doc.Text[min(outer.End, b.End):b.End]
	if i := strings.IndexAny(after, ".?!”»\"“"); i >= 0 {
		after = after[:i]
	}
	role := q.leads.last(lower(before, 70))
	if role == "" && strings.TrimSpace(before) == "" && outer.Start == b.Start {
		if i := q.doc.BlockAt(b.Start); i > 0 && strings.HasSuffix(strings.TrimSpace(q.doc.Quote(q.doc.Blocks[i-1].Span)), ":") {
			role = q.leads.last(lower(q.doc.Quote(q.doc.Blocks[i-1].Span), 90))
		}
	}
	if role == "" {
		role = q.leads.first(strings.ToLower(after))
	}
	words := strings.Count(q.doc.Quote(quo.Span), " ") + 1
	switch {
	case role == consult.Proposes && quo.Likeness > 0.99 && words >= 2:
		return consult.QuotesDraft // nobody proposes what stands there already
	case role != "" && !(role == consult.QuotesOther && quo.Likeness > 0.8 && words >= 3):
		return role
	case quo.Clause != "":
		return consult.QuotesDraft
	case words <= 2:
		return consult.Scare
	}
	return consult.QuotesOther
}

// leadStart returns where the words that may lead in a quotation begin: after the quotation before it in the block.
func (q *quoter) leadStart(outer consult.Span, b consult.Block) int {
	start := b.Start
	for _, m := range q.marks {
		if m.outer.End <= outer.Start && m.outer.End > start {
			start = m.outer.End
		}
	}
	return start
}
