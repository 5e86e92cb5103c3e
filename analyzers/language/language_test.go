package language

import (
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

func TestOf(t *testing.T) {
	for text, want := range map[string]string{
		"Vi foreslår, at stien bliver liggende.":  "da",
		"We ask that the path stays where it is.": "en",
		"Kaj Ørsted & Søn, Åvej 3":                "",
		"":                                        "",
		"The report says »vi er bekymrede«, and we agree with it.":     "en",
		"Rapporten »The state of the park« er ny, og vi har læst den.": "da",
		"VI ER IMOD FORSLAGET.":                                          "da",
		"for under at have over":                                         "", // words of both languages
		"Don't close the pool. It's the only one we've got.":             "en",
		"Ingen bemærkninger.":                                            "da",
		"No comments on this consultation.":                              "en",
		"Lokalplan 12: Byggehøjden på Havnevej 4 bør ikke overstige 9 m": "da",
	} {
		if got := Of(text); got != want {
			t.Errorf("Of(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFallback(t *testing.T) {
	for _, c := range []struct{ stated, draft, want string }{{"en", "da", "en"}, {"", "en", "en"}, {"", "", "da"}} {
		d := &consult.Document{Lang: c.stated, Text: "2027: 31"}
		analyzers.Run(d, analyzers.NewDraft(&consult.Policy{Lang: c.draft}), []*analyzers.Analyzer{Analyzer})
		if d.Lang != c.want {
			t.Errorf("file says %q, draft is %q: got %q, want %q", c.stated, c.draft, d.Lang, c.want)
		}
	}
}
