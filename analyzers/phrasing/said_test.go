package phrasing

import (
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/sentences"
)

func TestSaid(t *testing.T) {
	for _, c := range []struct{ code, text, want string }{
		{"en", "We support the draft plan.", "support whole"},
		{"en", "We support the proposal to close the bridge.", "support"},
		{"en", "The chairman said that his wife supports the draft.", ""},
		{"en", "We know that the neighbours oppose the draft.", ""},
		{"en", "We would support the draft if the bridge stayed open.", ""},
		{"en", "We are not opposed to the draft.", ""},
		{"en", "Do we support the draft?", ""},
		{"en", "The National Rowing Union supports the draft.", ""},
		{"en", "No further comments.", "neutral"},
		{"da", "Vi støtter planen.", "support whole"},
		{"da", "Vi støtter forslaget om at lukke broen.", "support"},
		{"da", "Vi ved, at naboerne er imod planen.", ""},
		{"da", "Vi ville støtte planen, hvis broen blev.", ""},
		{"da", "Vi er ikke imod planen.", ""},
		{"da", "Foreningen Søbred støtter planen.", ""},
		{"da", "Bådelauget kan tilslutte sig udkastet, forudsat at broen bliver.", "conditional whole"},
		{"da", "Vi støtter formålet med planen.", "support"},
	} {
		// a sentence before it, so that a name at its front isn't the letter's first
		before := map[string]string{"da": "Broen ved møllen er fra 1911.\n\n", "en": "The bridge by the mill dates from 1911.\n\n"}[c.code]
		doc, _, err := analyzertest.Parse(c.code, before+c.text)
		if err != nil {
			t.Fatal(err)
		}
		analyzers.Run(doc, analyzers.NewDraft(nil), []*analyzers.Analyzer{sentences.Analyzer})
		l := Read(doc, lang.For(c.code))
		got := ""
		for _, x := range l.Said(len(doc.Sentences) - 1) {
			got += string(x.Label)
			if x.Whole {
				got += " whole"
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
