package stance

import (
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/pipeline/consult"
)

var harbour = &consult.Policy{Lang: "en", Clauses: []consult.Clause{
	{ID: "1", Title: "Moorings", Text: "A mooring is let for one year and may not be passed on."},
	{ID: "2", Title: "Winter", Text: "Boats must be ashore between November and March."},
	{ID: "3", Title: "Noise", Text: "Engines may not run in the harbour after ten at night."},
}}

// read analyses a letter against the draft of its language.
func read(t *testing.T, code, text string) *consult.Document {
	t.Helper()
	doc, _, err := analyzertest.Parse(code, text)
	if err != nil {
		t.Fatal(err)
	}
	draft := map[string]*consult.Policy{"da": library, "en": harbour}[code]
	analyzers.Run(doc, analyzers.NewDraft(draft), list)
	if len(doc.Problems) > 0 {
		t.Fatal(doc.Problems)
	}
	return doc
}

func TestWholeOutright(t *testing.T) {
	for _, c := range []struct {
		code, text string
		want       consult.Label
	}{
		{"en", "The yacht club warmly supports the draft rules and urges the harbour board to adopt them.", consult.Support},
		{"en", "We oppose the proposals. We ask that they be withdrawn.", consult.Oppose},
		{"en", "We do not support the draft.", consult.Oppose},
		{"en", "We have no observations to make on the draft rules.", consult.Neutral},
		{"en", "We support the draft provided that it is reviewed after the first winter.", consult.Conditional},
		{"da", "Lånerforeningen går fuldt ind for planen og indstiller, at den vedtages.", consult.Support},
		{"da", "Vi kan desværre ikke tilslutte os forslaget og beder om, at det opgives.", consult.Oppose},
		{"da", "Udkastet giver ikke foreningen anledning til bemærkninger.", consult.Neutral},
		{"da", "Læseklubben har ingen kommentarer til forslaget.", consult.Neutral},
		{"da", "Vi kan tiltræde planen på betingelse af, at den evalueres om to år.", consult.Conditional},
	} {
		d := read(t, c.code, c.text)
		if d.Overall.Label != c.want || len(d.Stances) > 0 {
			t.Errorf("%q: %v with clauses %v, want %s and none", c.text, d.Overall, d.Stances, c.want)
		}
	}
}

func TestClauseOutright(t *testing.T) {
	for _, c := range []struct {
		code, text, clause string
		want               consult.Label
	}{
		{"en", "We cannot accept much of this. We do not support section 2.", "2", consult.Oppose},
		{"en", "We welcome the rule on noise in section 3.", "3", consult.Support},
		{"en", "We have no comments on section 1, but find section 2 unworkable.", "1", consult.Neutral},
		{"en", "We have no comments on section 1, but find section 2 unworkable.", "2", consult.Oppose},
		{"en", "Section 2 is acceptable to us on condition that the slipway is lit.", "2", consult.Conditional},
		{"da", "Læseklubben støtter ikke afsnit 2.1.", "2.1", consult.Oppose},
		{"da", "Vi er positive over for afsnit 2.2, men går imod afsnit 1.2.", "2.2", consult.Support},
		{"da", "Vi er positive over for afsnit 2.2, men går imod afsnit 1.2.", "1.2", consult.Oppose},
		{"da", "# Afsnit 1.2\n\nLæseklubben er imod gebyret.", "1.2", consult.Oppose},
	} {
		got := consult.Label("")
		for _, s := range read(t, c.code, c.text).Stances {
			if s.Clause == c.clause {
				got = s.Label
			}
		}
		if got != c.want {
			t.Errorf("%q: %s to %s, want %s", c.text, got, c.clause, c.want)
		}
	}
}

// TestThanks: who thanks for being heard praises nothing.
func TestThanks(t *testing.T) {
	for code, text := range map[string]string{
		"da": "Læseklubben takker for muligheden for at udtale sig. Klubben har 40 medlemmer.",
		"en": "Thank you for the opportunity to respond. The club has 40 members.",
	} {
		d := read(t, code, text)
		for _, s := range d.Stances {
			if s.Label == consult.Support {
				t.Errorf("%q: support to %s", text, s.Clause)
			}
		}
		if d.Overall.Label == consult.Support {
			t.Errorf("%q: %v", text, d.Overall)
		}
	}
}
