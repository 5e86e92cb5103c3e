package campaign

import (
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Body returns what d has to say: its sentences without the letter's outside, in the document's order.
func Body(d *consult.Document) []consult.BodySentence {
	f := letterhead.FrameOf(d, lang.For(d.Lang))
	if f.Body >= f.Close { // nothing but outside: a letter of tables or lines
		f.Body, f.Close = 0, f.Thread
	}
	var out []consult.BodySentence
	for _, s := range d.Sentences {
		if outside(d, f, s) {
			continue
		}
		b := consult.BodySentence{Text: d.Quote(s.Span), Page: d.PageOf(s.Span), Said: said(d, s.Span)}
		for _, q := range d.Quotations {
			if foreign(q) && q.Overlaps(s.Span) {
				b.Quotes = append(b.Quotes, consult.Span{Start: max(q.Start, s.Start) - s.Start, End: min(q.End, s.End) - s.Start})
			}
		}
		out = append(out, b)
	}
	return out
}

// outside reports whether s stands in the letter's head or foot, or names somebody rather than says something.
func outside(d *consult.Document, f letterhead.Frame, s consult.Sentence) bool {
	switch d.Blocks[s.Block].Kind {
	case consult.Header, consult.Footer, consult.Heading:
		return true
	case consult.Paragraph:
		if s.Block < f.Body || s.Block >= f.Close {
			return true
		}
	case consult.ListItem, consult.Cell:
		if s.Block >= f.Thread {
			return true
		}
	}
	h := &d.Letterhead
	named := 0
	for _, x := range append([]consult.Finding{h.Respondent, h.Addressee, h.Subject, h.Date}, h.Signatories...) {
		named += max(0, min(x.End, s.End)-max(x.Start, s.Start))
	}
	return named*2 >= s.Len()
}

// said reports whether s carries a finding.
func said(d *consult.Document, s consult.Span) bool {
	for _, x := range d.Recommendations {
		if x.Overlaps(s) {
			return true
		}
	}
	for _, x := range d.Rewordings {
		if x.Overlaps(s) {
			return true
		}
	}
	for _, x := range d.Stances {
		for _, e := range x.Evidence {
			if e.Overlaps(s) {
				return true
			}
		}
	}
	return false
}

// foreign reports whether q holds words that are neither the respondent's nor proposed by it.
func foreign(q consult.Quotation) bool {
	return q.Clause != "" && q.Role != consult.Proposes || q.Role == consult.QuotesDraft || q.Role == consult.QuotesOther
}
