package stance

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/linking"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// list reads what a stance needs; discourse is not among it.
var list = func() []*analyzers.Analyzer {
	links := *linking.Analyzer
	links.Requires = []string{"sentences", "refs"}
	return []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, &links, Analyzer}
}()

var library = &consult.Policy{Lang: "da", Clauses: []consult.Clause{
	{ID: "1.1", Title: "Åbningstider", Text: "Biblioteket holder åbent alle hverdage kl. 9-17. Lørdagsåbningen ophører."},
	{ID: "1.2", Title: "Gebyrer", Text: "For sene afleveringer betales 30 kr. pr. bog."},
	{ID: "2.1", Title: "Bogbussen", Text: "Bogbussen nedlægges, og bogkasser sendes til skolerne."},
	{ID: "2.2", Title: "Lydbøger", Text: "Lydbøger lånes på nettet uden ventetid."},
}}

func stances(t *testing.T, text string) map[string]consult.Label {
	t.Helper()
	doc, _, err := analyzertest.Parse("da", text)
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(doc, analyzers.NewDraft(library), list)
	if len(doc.Problems) > 0 {
		t.Fatal(doc.Problems)
	}
	out := map[string]consult.Label{}
	for _, s := range doc.Stances {
		out[s.Clause] = s.Label
		if len(s.Evidence) == 0 || s.Why == "" || s.Confidence <= 0 || s.Confidence > 1 {
			t.Errorf("%s: %+v", s.Clause, s)
		}
		for _, e := range s.Evidence {
			if doc.Sentences[doc.SentenceAt(e.Start)].Span != e.Span {
				t.Errorf("%s: evidence is no sentence: %q", s.Clause, doc.Quote(e.Span))
			}
		}
	}
	return out
}

func TestClauses(t *testing.T) {
	for _, c := range []struct {
		text, clause string
		want         consult.Label
	}{
		{"# Ad 1.2 Gebyrer\n\nVi støtter gebyret på 30 kr., som vi finder rimeligt. Det er et godt forslag.", "1.2", consult.Support},
		{"# Ad 2.1 Bogbussen\n\nVi er imod, at bogbussen nedlægges. Det vil ramme de ældre hårdt. Bogbussen bør bevares.", "2.1", consult.Oppose},
		{"# Ad 1.2 Gebyrer\n\nVi har ingen bemærkninger til afsnit 1.2.", "1.2", consult.Neutral},
		{"# Ad 2.2 Lydbøger\n\nVi bakker op om lydbøger på nettet under forudsætning af, at børn fortsat kan låne på biblioteket. Det bør skrives ind i afsnit 2.2.", "2.2", consult.Conditional},
	} {
		if got := stances(t, c.text)[c.clause]; got != c.want {
			t.Errorf("%s is %q, want %q in %s", c.clause, got, c.want, c.text)
		}
	}
}

func TestCondition(t *testing.T) {
	doc, _, err := analyzertest.Parse("da", "# Ad 2.2 Lydbøger\n\nVi bakker op om lydbøger på nettet under forudsætning af, at børn fortsat kan låne på biblioteket. Det bør skrives ind i afsnit 2.2.")
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(doc, analyzers.NewDraft(library), list)
	for _, s := range doc.Stances {
		if s.Clause == "2.2" {
			if got, want := doc.Quote(s.Condition), "under forudsætning af, at børn fortsat kan låne på biblioteket"; got != want {
				t.Errorf("condition %q, want %q", got, want)
			}
			return
		}
	}
	t.Error("no stance to 2.2")
}

// A cue at a sentence's end has no condition behind it.
func TestShortCondition(t *testing.T) {
	doc, _, err := analyzertest.Parse("da", "# Ad 2.2 Lydbøger\n\nLydbøger er ikke noget, børn bare har. Biblioteket bør købe flere lydbøger, og så er vi med.")
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(doc, analyzers.NewDraft(library), list)
	for _, s := range doc.Stances {
		if strings.HasPrefix(doc.Quote(s.Condition), "bare") {
			t.Errorf("condition %q", doc.Quote(s.Condition))
		}
	}
}

func TestNothingSaid(t *testing.T) {
	if got := stances(t, "Kære kommune.\n\nVi har modtaget udkastet og takker for det."); len(got) > 0 {
		t.Errorf("stances %v in a letter that takes none", got)
	}
}

// TestTwice runs the analyzers a second time over the same document.
func TestTwice(t *testing.T) {
	doc, _, err := analyzertest.Parse("da", "# Ad 2.1 Bogbussen\n\nVi er imod, at bogbussen nedlægges. Bogbussen bør bevares.")
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(doc, analyzers.NewDraft(library), list)
	first := len(doc.Stances)
	label := doc.Overall
	analyzers.Run(doc, analyzers.NewDraft(library), list)
	if len(doc.Stances) != first || doc.Overall != label {
		t.Errorf("second run: %d stances, overall %v; first: %d, %v", len(doc.Stances), doc.Overall, first, label)
	}
}

func TestModelsThatShip(t *testing.T) {
	m := BuiltIn()
	for name, x := range map[string]bool{"clause": m.Clause == nil, "overall": m.Overall == nil} {
		if x {
			t.Errorf("no %s model", name)
		}
	}
}

// TestConditionWords: "bare" sets a condition before a subject, not before what is merely done.
func TestConditionWords(t *testing.T) {
	for text, want := range map[string]string{
		"Vi kan leve med afsnit 2.2, bare børn fortsat kan låne lydbøger på biblioteket.":                         "bare børn fortsat",
		"Når man har brugt alle kræfter på bare at holde ud, er det svært at læse om lydbøger i afsnit 2.2 igen.": "",
	} {
		doc, _, err := analyzertest.Parse("da", text)
		if err != nil {
			t.Fatal(err)
		}
		analyzers.Run(doc, analyzers.NewDraft(library), list)
		j := phrasing.Judge(doc, lang.For("da"))
		got := doc.Quote(condition(j, consult.Topic{Clause: "2.2", Links: []consult.Link{{Clause: "2.2", Confidence: 1}}}))
		if want == "" && strings.HasPrefix(got, "bare") || !strings.HasPrefix(got, want) {
			t.Errorf("%q: condition %q, want one that begins with %q, or none that begins with bare", text, got, want)
		}
	}
}

// "Not without" denies a lack; it sets no condition.
func TestLitotesSetsNoCondition(t *testing.T) {
	doc, _, err := analyzertest.Parse("da", "# Ad 2.2 Lydbøger\n\nVi er ikke uden forståelse for den bekymring, at lydbøger koster. Biblioteket bør købe flere lydbøger, forudsat at budgettet rækker.")
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(doc, analyzers.NewDraft(library), list)
	for _, s := range doc.Stances {
		if strings.HasPrefix(doc.Quote(s.Condition), "ikke uden") {
			t.Errorf("condition %q", doc.Quote(s.Condition))
		}
	}
}
