package letterhead

import (
	"os"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/sentences"
)

var list = []*analyzers.Analyzer{language.Analyzer, sentences.Analyzer, Analyzer}

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
				analyzertest.Run(t, code, nil, list, text, "respondent", "signatory", "addressee", "subject", "date")
			})
		}
	}
}
