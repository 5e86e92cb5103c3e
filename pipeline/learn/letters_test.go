package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

const sample = `lang: en
@ 1 | Gates | The gate is closed at six.
@ 2 | Fences | Fences are painted white.

# L01 | Ann Ash | citizen | conditional
= The gate
[A 1] The gate was put up in 1962.
[R 1; W replace; S 1=conditional] Seven would do.
* [R 2; R 1] green paint
[V other; A 2] My brother wants it black.

# L02 | Bob Birch | citizen | support
[S 2=support] White is right.
`

func TestReadLetters(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gates.txt")
	if err := os.WriteFile(file, []byte(sample), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := readLetters(file)
	if err != nil {
		t.Fatal(err)
	}
	if c.Lang != "en" || len(c.Letters) != 2 || len(c.Draft.Policy.Clauses) != 2 {
		t.Fatalf("%s, %d letters, %d clauses", c.Lang, len(c.Letters), len(c.Draft.Policy.Clauses))
	}
	l := c.Letters[0]
	if err := l.Doc.Validate(); err != nil {
		t.Fatal(err)
	}
	if l.Stances["1"] != consult.Conditional || l.Overall != consult.Conditional || len(l.Labels) != 5 {
		t.Errorf("stances %v, overall %s, %d sentences", l.Stances, l.Overall, len(l.Labels))
	}
	if x := l.Labels[3]; strings.Join(x.Asks, " ") != "2 1" || l.Doc.Quote(l.Doc.Sentences[3].Span) != "green paint" {
		t.Errorf("item: %+v", x)
	}
	if l.Labels[2].Change != "replace" || l.Labels[1].Change != "" {
		t.Errorf("changes %q, %q", l.Labels[2].Change, l.Labels[1].Change)
	}
	if n := (&Labelled{Doc: &consult.Document{Sentences: l.Doc.Sentences, Rewordings: []consult.Rewording{
		{Finding: consult.Finding{Span: l.Doc.Sentences[2].Span}, Kind: consult.Insert}, {Finding: consult.Finding{Span: l.Doc.Sentences[1].Span}}}}, Labels: l.Labels}).changes(); n != (changeCounts{labelled: 1, hit: 1, found: 2, right: 1}) {
		t.Errorf("changes: %+v", n)
	}
	if l.Labels[4].Voice != "other" || len(l.Labels[4].Asks) > 0 {
		t.Errorf("reported ask: %+v", l.Labels[4])
	}
}

func TestReadLettersNamesTheLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.txt")
	if err := os.WriteFile(file, []byte("lang: en\n\n# L01 | Ann | citizen | support\nno label\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readLetters(file); err == nil || !strings.Contains(err.Error(), "bad.txt:4") {
		t.Errorf("error %v, want bad.txt:4", err)
	}
}

// TestPlainLetters reads the letters of fixtures that keep plain words from being forgotten.
func TestPlainLetters(t *testing.T) {
	for _, code := range []string{"da", "en"} {
		c, err := readLetters("../../fixtures/letters/plain-" + code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if !c.plain() || c.weight() <= 1 || len(c.Letters) < 10 {
			t.Errorf("%s: plain %v, weight %g, %d letters", c.Name, c.plain(), c.weight(), len(c.Letters))
		}
	}
}

func TestBest(t *testing.T) {
	at0, top, threshold, ap := best([]scored{{3, true}, {1, false}, {0.5, true}, {-1, false}})
	if at0 != 0.8 || top != 0.8 || threshold != 0.5 || ap < 0.83 || ap > 0.84 {
		t.Errorf("%g %g %g %g", at0, top, threshold, ap)
	}
}
