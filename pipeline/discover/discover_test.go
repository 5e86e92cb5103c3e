package discover

import (
	"fmt"
	"math/rand"
	"reflect"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// said makes the facts of a letter from quotations of the draft.
func said(id string, quotes ...string) Facts {
	f := Facts{ID: id, Lang: "da"}
	for i, q := range quotes {
		f.Quotes = append(f.Quotes, Quote{Text: q, Draft: true, At: 100 * i})
	}
	return f
}

func ids(p *consult.Policy) string {
	var out []string
	for _, c := range p.Clauses {
		out = append(out, c.ID)
	}
	return strings.Join(out, " | ")
}

func TestAlone(t *testing.T) {
	f := said("a", "Hver skole har en lærkehave, som eleverne passer.")
	f.Quotes = append(f.Quotes, Quote{Text: "Natur i hverdagen", Draft: true, Title: true, At: 300})
	f.Topics = []Topic{{Title: "Økonomi", At: 500}, {Title: "Lærkehaver", Filled: true, At: 0}}
	p := Clauses([]Facts{f})
	if want := "”Hver skole har en lærkehave …” | Natur i hverdagen | Økonomi"; ids(p) != want {
		t.Errorf("got %s, want %s", ids(p), want)
	}
	if !p.Discovered || p.Lang != "da" || p.Clauses[0].Text != "Hver skole har en lærkehave, som eleverne passer." {
		t.Errorf("got %+v", p)
	}
}

func TestAgreement(t *testing.T) {
	a := said("a", "Alle haver skal have et læhegn på mindst to meter.", "Kun hos os.")
	b := said("b", "alle haver skal have et læhegn på mindst tre meter")
	c := said("c", "skal have et læhegn")
	d := said("d", "Vandingen sker om natten, når der er billig strøm.")
	e := said("e", "Vandingen sker om natten, når der er billig strøm.")
	// Two agreed clauses are hardly any: while letters are few, each one's own count too.
	if got, want := ids(Clauses([]Facts{a, b, c, d, e})), "”Alle haver skal have et …” | ”Vandingen sker om natten, når …” | ”Kun hos os”"; got != want {
		t.Errorf("five letters: got %s, want %s", got, want)
	}
	f := said("f", "Noget helt andet, som kun står ét sted her.")
	if got, want := ids(Clauses([]Facts{a, b, c, d, e, f})), "”Alle haver skal have et …” | ”Vandingen sker om natten, når …”"; got != want {
		t.Errorf("six letters: got %s, want %s", got, want)
	}
}

func TestNumberBesideQuotation(t *testing.T) {
	var facts []Facts
	for i := range 6 {
		f := said(fmt.Sprint(i), "Skiltet skal kunne læses på ti meters afstand.")
		f.Quotes[0].Name = "§ 4, stk. 2"
		f.Names = []Name{{ID: "§ 4, stk. 2", Title: "Skilte", At: 10}, {ID: "§ 10", At: 20}, {ID: "§ 9", At: 30}}
		facts = append(facts, f)
	}
	facts[5].Quotes[0].Name = "§ 7" // one letter got it wrong
	p := Clauses(facts)
	if want := "§ 4, stk. 2 | § 9 | § 10"; ids(p) != want {
		t.Errorf("got %s, want %s", ids(p), want)
	}
	if c := p.Clauses[0]; c.Title != "Skilte" || c.Text != "Skiltet skal kunne læses på ti meters afstand." {
		t.Errorf("got %+v", c)
	}
}

func TestOrderFree(t *testing.T) {
	words := strings.Fields("lærker flyver over markerne når solen står op og haverne ligger i dug mens naboen vander roser ved hegnet og hører radio")
	r := rand.New(rand.NewSource(7))
	var facts []Facts
	for i := range 60 {
		f := Facts{ID: fmt.Sprintf("L%03d", i), Lang: []string{"da", "en"}[i%2]}
		for range 3 {
			at := r.Intn(12)
			f.Quotes = append(f.Quotes, Quote{Text: strings.Join(words[at:at+4+r.Intn(7)], " "), Draft: r.Intn(2) == 0, At: r.Intn(1000)})
		}
		f.Names = []Name{{ID: fmt.Sprintf("2.%d", r.Intn(12)), At: r.Intn(1000)}}
		f.Topics = []Topic{{Title: []string{"Haver", "haver", "Roser"}[r.Intn(3)], At: r.Intn(1000)}}
		facts = append(facts, f)
	}
	want := Clauses(facts)
	if len(want.Clauses) < 4 {
		t.Fatalf("too few clauses for a test: %s", ids(want))
	}
	for range 20 {
		r.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
		if got := Clauses(facts); !reflect.DeepEqual(got, want) {
			t.Fatalf("another order gave other clauses:\n%s\n%s", ids(got), ids(want))
		}
	}
}

func TestNoFacts(t *testing.T) {
	if p := Clauses(nil); len(p.Clauses) != 0 || !p.Discovered {
		t.Errorf("got %+v", p)
	}
}

func TestNatural(t *testing.T) {
	for _, c := range [][2]string{{"2.9", "2.10"}, {"§ 3", "§ 11"}, {"§ 4", "§ 4, stk. 2"}, {"Article 2", "Article 10"}} {
		if !natural(c[0], c[1]) || natural(c[1], c[0]) {
			t.Errorf("%s should stand before %s", c[0], c[1])
		}
	}
}

func BenchmarkClauses(b *testing.B) {
	var facts []Facts
	r := rand.New(rand.NewSource(1))
	for i := range 10_000 {
		f := Facts{ID: fmt.Sprintf("L%05d", i), Lang: "da"}
		for range 4 {
			n := r.Intn(40)
			f.Quotes = append(f.Quotes, Quote{Text: fmt.Sprintf("bestemmelse %d siger, at der skal være %d pladser til cykler ved hver indgang nummer %d", n, n*3, r.Intn(3)), Draft: true, At: r.Intn(1000)})
		}
		f.Names = []Name{{ID: fmt.Sprintf("3.%d", r.Intn(30)), At: 4}}
		facts = append(facts, f)
	}
	b.ReportAllocs()
	for b.Loop() {
		Clauses(facts)
	}
}

// Parts of one paragraph that different letters name add up to it, and what one letter asks of a part is not filed
// under another's.
func TestPartsAddUp(t *testing.T) {
	name := func(id string, spoken bool) Name { return Name{ID: id, Spoken: spoken, At: 100} }
	facts := []Facts{
		{ID: "a", Lang: "da", Names: []Name{name("§ 2, stk. 1", true), name("§ 4", true)}},
		{ID: "b", Lang: "da", Names: []Name{name("§ 2", false)}},
		{ID: "c", Lang: "da", Names: []Name{name("§ 2, stk. 3", false), name("§ 4", true), name("§ 9", false)}},
		{ID: "d", Lang: "da", Names: []Name{name("§ 6, stk. 2", true)}},
		{ID: "e", Lang: "da", Names: []Name{name("Article 3(1)", false)}},
		{ID: "f", Lang: "da", Names: []Name{name("Article 3(2)", false)}},
	}
	if got, want := ids(Clauses(facts)), "Article 3 | § 2 | § 2, stk. 1 | § 4 | § 6, stk. 2"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for i := range lone {
		facts = append(facts, Facts{ID: fmt.Sprintf("x%d", i), Lang: "da"})
	}
	if got, want := ids(Clauses(facts)), "Article 3 | § 2 | § 4"; got != want {
		t.Errorf("many letters: got %s, want %s", got, want)
	}
}

func TestSpoken(t *testing.T) {
	d := &consult.Document{ID: "a", Lang: "da", Text: "Ad § 3\n\nVi er imod § 7. Båden sejler efter § 8."}
	d.Blocks = []consult.Block{{Kind: consult.Heading, Span: consult.Span{Start: 0, End: 7}}, {Kind: consult.Paragraph, Span: consult.Span{Start: 9, End: len(d.Text)}}}
	at := strings.Index(d.Text, " Båden")
	d.Sentences = []consult.Sentence{{Span: consult.Span{Start: 9, End: at}}, {Span: consult.Span{Start: at + 1, End: len(d.Text)}}}
	for _, w := range []string{"§ 3", "§ 7", "§ 8"} {
		i := strings.Index(d.Text, w)
		d.References = append(d.References, consult.Reference{Span: consult.Span{Start: i, End: i + len(w)}})
	}
	var got []string
	for _, n := range Gather(d).Names {
		got = append(got, fmt.Sprint(n.ID, n.Spoken))
	}
	if s := strings.Join(got, " "); s != "§ 3true § 7true § 8false" {
		t.Errorf("got %s", s)
	}
}
