package rewordings_test

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/rewordings"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// under reads a letter whose sentences all speak of the clause that its heading names, so that these forms are about words
// alone, not about the linking of a sentence or two.
func under(t *testing.T, d *consult.Document, p *consult.Policy) string {
	t.Helper()
	return changesOf(d, p, linkedTo(d, p))
}

// linkedTo ties all sentences of d to the clause that its heading names.
func linkedTo(d *consult.Document, p *consult.Policy) *analyzers.Draft {
	if drafts[p] == nil {
		drafts[p] = analyzers.NewDraft(p)
	}
	draft := drafts[p]
	analyzers.Run(d, draft, []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer})
	for _, c := range p.Clauses {
		if strings.HasPrefix(d.Text, c.Title+"\n") {
			for i := range d.Sentences {
				d.Links = append(d.Links, consult.Link{Sentence: i, Clause: c.ID})
			}
		}
	}
	return draft
}

// changesOf reads a letter that is tied to its clauses: kind|clause|old|new of each change.
func changesOf(d *consult.Document, p *consult.Policy, draft *analyzers.Draft) string {
	analyzers.Run(d, draft, []*analyzers.Analyzer{rewordings.Analyzer})
	var out []string
	for _, r := range d.Rewordings {
		out = append(out, strings.Join([]string{string(r.Kind), r.Clause, p.Words(d, r.Original), p.Words(d, r.Proposed)}, "|"))
	}
	return strings.Join(out, " ; ")
}

func TestDanishAndEnglishForms(t *testing.T) {
	check := func(code string, p *consult.Policy, forms []struct{ letter, want string }) {
		for _, c := range forms {
			if got := under(t, letter(code, strings.Split(c.letter, " ¶ ")...), p); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.letter, got, c.want)
			}
		}
	}
	check("da", plan, danishForms)
	check("en", scheme, englishForms)
}
