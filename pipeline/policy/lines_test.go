package policy

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Subparagraphs on consecutive lines are clauses of their own, whatever the format.
func TestSubparagraphsOnLines(t *testing.T) {
	forms := map[string]string{
		"udkast.md": `# Udkast til vedtægt for Birkelunds kolonihaver

## § 1 Formål
Vedtægten fastsætter regler for brugen af haverne i Birkelund.

## § 2 Hegn og porte
Stk. 1. Hegn må højst være halvanden meter høje.
Stk. 2. Porte skal kunne åbnes udefra, og de må ikke stå
åbne om natten.

## § 3 Vand
Stk. 1. Hver have har en vandhane.
Stk. 2. Der lukkes for vandet fra november til marts.
`,
		"udkast.txt": `Udkast til vedtægt for Birkelunds kolonihaver

§ 1 Formål
Vedtægten fastsætter regler for brugen af haverne i Birkelund.

§ 2 Hegn og porte
Stk. 1. Hegn må højst være halvanden meter høje.
Stk. 2. Porte skal kunne åbnes udefra, og de må ikke stå åbne om natten.

§ 3 Vand
Stk. 1. Hver have har en vandhane.
Stk. 2. Der lukkes for vandet fra november til marts.
`,
		"udkast.html": `<html lang="da"><body><h1>Udkast til vedtægt for Birkelunds kolonihaver</h1>
<h2>§ 1 Formål</h2><p>Vedtægten fastsætter regler for brugen af haverne i Birkelund.</p>
<h2>§ 2 Hegn og porte</h2><p>Stk. 1. Hegn må højst være halvanden meter høje.</p>
<p>Stk. 2. Porte skal kunne åbnes udefra, og de må ikke stå åbne om natten.</p>
<h2>§ 3 Vand</h2><p>Stk. 1. Hver have har en vandhane.</p><p>Stk. 2. Der lukkes for vandet fra november til marts.</p></body></html>`,
	}
	want := []string{
		"§ 1: Vedtægten fastsætter regler for brugen af haverne i Birkelund.",
		"§ 2, stk. 1: Hegn må højst være halvanden meter høje.",
		"§ 2, stk. 2: Porte skal kunne åbnes udefra, og de må ikke stå åbne om natten.",
		"§ 3, stk. 1: Hver have har en vandhane.",
		"§ 3, stk. 2: Der lukkes for vandet fra november til marts.",
	}
	for name, text := range forms {
		p, err := Read(context.Background(), name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range p.Clauses {
			got = append(got, c.ID+": "+c.Text)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
