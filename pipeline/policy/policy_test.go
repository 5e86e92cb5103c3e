package policy

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

func TestJSON(t *testing.T) {
	p, err := Read(context.Background(), "clauses.json", []byte(`[{"id":"1.1","title":"Haver","text":"Der skal være haver."},{"id":"1.2","text":"Og bede."}]`))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Clauses) != 2 || p.Clauses[0] != (consult.Clause{ID: "1.1", Title: "Haver", Text: "Der skal være haver."}) || p.Lang != "da" || p.Source.MediaType != "application/json" {
		t.Errorf("got %+v", p)
	}
	if p, err = Read(context.Background(), "x.json", []byte(`{"title":"T","lang":"en","clauses":[{"id":"a","text":"b","page":3}]}`)); err != nil || p.Title != "T" || p.Clauses[0].Page != 3 {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, data, code, says string }{
		{"a.json", `[{"title":"x","text":"y"}]`, "policy.json", "clause 1 has no id"},
		{"b.json", `[{"id":"1","text":"y"},{"id":"1","text":"z"}]`, "policy.json", "stands twice"},
		{"c.json", `[{"id":"1"}]`, "policy.json", "neither title nor text"},
		{"d.json", `{"a":1}`, "policy.clauseless", "no clauses"},
		{"e.json", `[1,2]`, "policy.json", "not a list of clauses"},
		{"brev.txt", "Kære alle. Her er et brev, som ikke er noget udkast. Det har ingen numre og ingen overskrifter.", "policy.clauseless", "no numbered parts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(context.Background(), c.name, []byte(c.data))
			var e *Error
			if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Text, c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	var e *extract.Error
	if _, err := Read(context.Background(), "tom.pdf", nil); !errors.As(err, &e) || e.Code != "file.empty" {
		t.Errorf("empty file: %v", err)
	}
}

func TestLabels(t *testing.T) {
	for in, want := range map[string]string{
		"§ 4. Kommunen fastsætter takster.":             "§ 4 | Kommunen fastsætter takster.",
		"§ 4, stk. 2 – Taksten":                         "§ 4, stk. 2 | Taksten",
		"§ 13 a. Reglerne gælder ikke.":                 "§ 13 a | Reglerne gælder ikke.",
		"§ 7. Stk. 2. Taksten må ikke overstige 10 kr.": "§ 7, stk. 2 | Taksten må ikke overstige 10 kr.",
		"§ 4 finder ikke anvendelse på haver.":          "",
		"§ 4, stk. 2, ophæves.":                         "",
		"Stk. 3. Reglerne fastsættes lokalt.":           "stk. 3 | Reglerne fastsættes lokalt.",
		"Article 3(1) Ranking":                          "Article 3(1) | Ranking",
		"Proposal 7: Loading":                           "Proposal 7 | Loading",
		"Article 3 applies to sellers of used goods in all States, as it did before the change of the Act in 2019, and no others.": "",
		"2.1 Haver":                 "2.1 | Haver",
		"2.500 træer plantes":       "",
		"2.5 km sti anlægges":       "",
		"12.03.2018 Referat":        "",
		"4. maj 2026":               "",
		"1. Formål":                 "1 | Formål",
		"Tabel 2 Udgifter":          "",
		"Politik H1: Boliger":       "Politik H1 | Boliger",
		"Vi 3 vil gerne bo her":     "",
		"SK-04 Færre lærere":        "SK-04 | Færre lærere",
		"(3) The buyer should know": "(3) | The buyer should know",
		"a) bænke":                  "a | bænke",
	} {
		u := &unit{text: in}
		l, ok := read(u)
		got := ""
		if ok {
			got = l.id + " | " + trimTitle(l.rest)
			if !u.short() {
				got = l.id + " | " + l.rest
			}
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	page := `<h2>1.1 Haver</h2><p>Der skal være haver.</p><p>Udkast til haveplan · side 6</p><h2>1.2 Bede</h2><p>Og bede.</p><p>Udkast til haveplan · side 7</p><p>Bedene skal vandes.</p>`
	p, err := Read(context.Background(), "a.html", []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Clauses) != 2 || p.Clauses[0].Page != 6 || p.Clauses[1].Page != 7 || p.Clauses[1].Last != 8 || p.Clauses[1].Text != "Og bede.\nBedene skal vandes." {
		t.Errorf("got %+v", p.Clauses)
	}
}

func TestFineDraft(t *testing.T) {
	var s strings.Builder
	s.WriteString("<h1>Catalogue of measures</h1>")
	for _, a := range "123456789" {
		s.WriteString("<h2>" + string(a) + " Part</h2>")
		for b := range 9 {
			for c := range 9 {
				id := string(a) + "." + itoa(b+1) + "." + itoa(c+1)
				s.WriteString("<h3>" + id + " Measure</h3><p>The council will do thing " + id + " by the end of the year.</p>")
			}
		}
	}
	p, err := Read(context.Background(), "a.html", []byte(s.String()))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.Clauses); n != 81 || p.Clauses[0].ID != "1.1" || !strings.Contains(p.Clauses[80].Text, "thing 9.9.9") {
		t.Errorf("got %d clauses, first %+v", n, p.Clauses[0])
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("1. A\n\n1.1 B\n\nText.\n\n§ 4. Noget.\n\nStk. 2. Mere.\n\n1) a\n\n2) b\n")
	f.Add("<h1>X</h1><h2>Article 1</h2><p>(1) A.</p><table><tr><td>1<td>2<tr><td>3<td>4</table><h2>Bilag</h2>")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Read(context.Background(), "x", []byte(s))
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, c := range p.Clauses {
			if c.ID == "" || c.Text == "" || seen[c.ID] {
				t.Errorf("clause %+v", c)
			}
			seen[c.ID] = true
		}
	})
}
