package linking

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/sentences"
)

// BenchmarkPage links a page of 2,500 letters; a draft's lexicon is made once before.
func BenchmarkPage(b *testing.B) {
	text := "Husbådene ved molen skal have kloak, før flere lægger til. Fiskerne skal kunne losse i fred om morgenen, og kranen må ikke stå stille i weekenden. " +
		"Det har vi sagt i ti år. Gæsterne betaler gerne, når badet er varmt."
	d := letter("da", strings.Repeat(text+"\n\n", 12))
	draft := analyzers.NewDraft(harbour)
	list := []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, Analyzer}
	analyzers.Run(d, draft, list)
	for b.Loop() {
		analyzers.Run(d, draft, list[2:])
	}
}
