package rewordings_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/linking"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/rewordings"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// FuzzRead holds that no text makes the references, the links or the rewordings fail or leave their text.
func FuzzRead(f *testing.F) {
	for _, c := range append(cases[:len(cases):len(cases)], moreCases...) {
		f.Add(c.letter, c.lang == "en")
	}
	f.Add("»»« ”“ „ ‘’ § §§ 1-§ stk. nr. (1)(a) 3.1–2.2 → -> fra »A« til … »", false)
	f.Fuzz(func(t *testing.T, text string, english bool) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		p, code := plan, "da"
		if english {
			p, code = scheme, "en"
		}
		var parts []string
		for _, s := range strings.Split(text, " ¶ ") {
			if strings.TrimLeft(s, "#* ") != "" {
				parts = append(parts, s)
			}
		}
		if len(parts) == 0 {
			t.Skip()
		}
		d := letter(code, parts...)
		if d.Validate() != nil {
			t.Skip()
		}
		if drafts[p] == nil {
			drafts[p] = analyzers.NewDraft(p)
		}
		analyzers.Run(d, drafts[p], []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, linking.Analyzer, rewordings.Analyzer})
		for _, x := range d.Problems {
			t.Fatal(x.Text)
		}
		for _, r := range d.Rewordings {
			p.Words(d, r.Original)
			p.Words(d, r.Proposed)
			d.Quote(r.Span)
		}
		for _, q := range d.Quotations {
			if q.Empty() || q.Clause != "" && !q.At.Empty() && q.At.End > len(p.Clauses[p.Index(q.Clause)].Text) {
				t.Errorf("quotation %+v", q)
			}
		}
		for _, r := range d.References {
			d.Quote(consult.Span{Start: r.Start, End: r.End})
		}
	})
}
