package language

import (
	"strings"
	"sync"
	"unicode"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
)

// Analyzer fills Document.Lang.
var Analyzer = &analyzers.Analyzer{
	Name: "language",
	Doc:  "tells the letter's language by a vote of its stop words",
	Run:  run,
}

func run(p *analyzers.Pass) error {
	if code := Of(p.Doc.Text); code != "" {
		p.Doc.Lang = code
	} else if p.Doc.Lang == "" {
		p.Doc.Lang = lang.For(p.Policy().Lang).Code
	}
	return nil
}

// Of returns the code of the language in which text is written; "" when no word tells it.
func Of(text string) string {
	votes := make([]int, len(lang.Codes))
	own := voters()
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		if i, ok := own[strings.ToLower(w)]; ok {
			votes[i]++
		}
	}
	best := 0
	for i, n := range votes {
		if n > votes[best] {
			best = i
		}
	}
	if votes[best] == 0 {
		return ""
	}
	return lang.Codes[best]
}

// voters maps each stop word that one language alone has to the language's place in lang.Codes.
var voters = sync.OnceValue(func() map[string]int {
	out, shared := map[string]int{}, map[string]bool{}
	for i, code := range lang.Codes {
		for _, r := range lang.For(code).Rows("stopwords") {
			w := r.Fields[0]
			if _, twice := out[w]; twice {
				shared[w] = true
			}
			out[w] = i
		}
	}
	for w := range shared {
		delete(out, w)
	}
	return out
})
