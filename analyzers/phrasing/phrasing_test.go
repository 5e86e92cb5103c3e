package phrasing

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/sentences"
)

func letterOf(t testing.TB, code, text string) *Letter {
	t.Helper()
	doc, _, err := analyzertest.Parse(code, text)
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(doc, analyzers.NewDraft(nil), []*analyzers.Analyzer{sentences.Analyzer})
	return Read(doc, lang.For(code))
}

// sentence returns the index of the sentence that begins with words.
func sentence(t testing.TB, l *Letter, words string) int {
	t.Helper()
	for i, s := range l.Doc.Sentences {
		if strings.HasPrefix(l.Doc.Quote(s.Span), words) {
			return i
		}
	}
	t.Fatalf("no sentence begins with %q", words)
	return -1
}

func TestImperative(t *testing.T) {
	for _, c := range []struct {
		code, text string
		want       bool
	}{
		{"da", "Fritag de små haver for gebyret.", true},
		{"da", "Sæt prisen ned.", true},
		{"da", "Så stop dog planen.", true},
		{"da", "Forslaget er godt.", false},
		{"da", "Plan og virkelighed er to ting.", false},
		{"da", "Svar på brevet er ikke kommet.", true}, // the form alone can't tell
		{"en", "Withdraw the charge for small gardens.", true},
		{"en", "Please keep the gate.", true},
		{"en", "Place the gate by the road.", true},
		{"en", "Place and time were well chosen.", false},
		{"en", "Mend It Movement", false},
		{"en", "The gate should stay.", false},
	} {
		if l := letterOf(t, c.code, c.text); l.Sentences[0].Imperative != c.want {
			t.Errorf("imperative(%q) = %v", c.text, !c.want)
		}
	}
}

func TestStructure(t *testing.T) {
	l := letterOf(t, "da", `
    Sundby Kommune

    Kære udvalg.

    Vi har læst udkastet med stor interesse og vil gerne sige noget om det.

    # Haven

    Der bør arbejdes for, at:

    - hegnet males
    - lågen åbnes

    Med venlig hilsen

    Oprindelig meddelelse

    Eventuelle bemærkninger bedes sendt til os senest den 1. maj.
    `)
	item, lead := sentence(t, l, "lågen"), sentence(t, l, "Der bør")
	if got := l.Sentences[item]; got.LeadIn != lead || got.Heading != sentence(t, l, "Haven") || !l.Colon(lead) {
		t.Errorf("item: lead-in %d, heading %d", got.LeadIn, got.Heading)
	}
	for words, want := range map[string]bool{"Sundby": true, "Vi har læst": false, "Der bør": false, "Eventuelle": true} {
		if i := sentence(t, l, words); l.Sentences[i].Outside != want {
			t.Errorf("%s: outside %v", words, !want)
		}
	}
}

func TestTables(t *testing.T) {
	l := letterOf(t, "da", `
    Vi har læst udkastet med stor interesse og har tre ændringer, som står her.

    | Afsnit | Nuværende tekst | Forslag |
    | 2.1 | hegnet males hvidt | hegnet males grønt |

    Og nogle bemærkninger:

    | Afsnit | Bemærkning | Forslag til ændring |
    | 3.1 | lågen binder om vinteren | lågen smøres |
    `)
	for words, want := range map[string]Role{"Nuværende": Title, "hegnet males hvidt": Old, "hegnet males grønt": New, "2.1": Where,
		"lågen binder": Comment, "lågen smøres": Proposal} {
		if i := sentence(t, l, words); l.Sentences[i].Cell != want {
			t.Errorf("%s: %q, want %q", words, l.Sentences[i].Cell, want)
		}
	}
	if !l.Introduces(sentence(t, l, "Vi har læst")) || l.Introduces(sentence(t, l, "Og nogle")) {
		t.Error("only a table of old and new words is introduced by an ask")
	}
}

func TestBargain(t *testing.T) {
	l := letterOf(t, "en", "We can live with the gate as long as it is painted. We can live with the gate. It must be painted as long as it stands.")
	for i, want := range []bool{true, false, false} {
		if l.Bargain(i) != want {
			t.Errorf("%s: %v", l.Doc.Quote(l.Doc.Sentences[i].Span), !want)
		}
	}
}

// TestFastPath compares the scores of Score with those of a map of features.
func TestFastPath(t *testing.T) {
	l := letterOf(t, "da", "Vi mener, at hegnet bør males. Det vil hjælpe. Men kommunen foreslår, at det fjernes.")
	m := ModelsOf(l.Lang)
	h := m.join()
	for i := range l.Sentences {
		f := fit.Features{}
		l.Features(i, func(name []byte) { f[string(name)] = 1 })
		want, got := m[Stance].Scores(f), h.score(h.Sum(), l, i).Stance
		for k := range want {
			if d := want[k] - got[k]; d > 1e-9 || d < -1e-9 {
				t.Errorf("sentence %d class %d: %g, by map %g", i, k, got[k], want[k])
			}
		}
	}
}

func TestHeadsThatShip(t *testing.T) {
	for _, code := range lang.Codes {
		m := ModelsOf(lang.For(code))
		for h, classes := range Classes {
			if m[h] == nil || len(m[h].Classes) != len(classes) {
				t.Errorf("%s: head %s is missing or of another shape", code, h)
			}
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	text := strings.Repeat("Vi har i foreningen set på forslaget og mener, at der er flere gode ting i det. Men hegnet bør males, inden vinteren kommer. "+
		"Forvaltningen foreslår, at lågen fjernes, og det vil ramme dem, der bor længst væk fra byen.\n\n", 8) // about a page
	doc, _, err := analyzertest.Parse("da", text)
	if err != nil {
		b.Fatal(err)
	}
	analyzers.Run(doc, analyzers.NewDraft(nil), []*analyzers.Analyzer{sentences.Analyzer})
	p := lang.For("da")
	Judge(doc, p)
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		Judge(doc, p)
	}
}
