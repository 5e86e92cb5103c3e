package sections

import (
	"os"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/sentences"
)

var list = []*analyzers.Analyzer{language.Analyzer, sentences.Analyzer, letterhead.Analyzer, Analyzer}

// TestLetters reads the letters of testdata.
func TestLetters(t *testing.T) {
	for _, code := range lang.Codes {
		raw, err := os.ReadFile("testdata/" + code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, letter := range strings.Split(string(raw), "\n=== ")[1:] {
			name, text, _ := strings.Cut(letter, "\n")
			t.Run(code+"/"+name, func(t *testing.T) {
				analyzertest.Run(t, code, nil, list, text, "section")
			})
		}
	}
}

// TestBodies checks that a section reaches to the next of its level or above, and the last one to the letter's foot.
func TestBodies(t *testing.T) {
	d := analyzertest.Run(t, "en", nil, list, `
Dear Sirs

We have read the draft and thank you for the time that was given to us to comment on it.

# {{section 1|1. Trees}}

We like the trees, and we like them tall. They should stay.

## {{section 2|1.1 Limes}}

The limes are the tallest, and nobody has complained of them.

# {{section 1|2. Grass}}

The grass is cut too often for the bees that we have counted.

Yours faithfully

Ada Hale
`)
	want := []string{"We like the trees, and we like them tall. They should stay.\n\n1.1 Limes\n\nThe limes are the tallest, and nobody has complained of them.",
		"The limes are the tallest, and nobody has complained of them.", "The grass is cut too often for the bees that we have counted."}
	for i, s := range d.Sections {
		if got := d.Quote(s.Body); got != want[i] {
			t.Errorf("body of %q: %q", d.Quote(s.Heading), got)
		}
	}
}
