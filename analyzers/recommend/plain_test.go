package recommend

import (
	"testing"

	"github.com/clausewise/clausewise/analyzers/analyzertest"
)

func TestDanishOutright(t *testing.T) {
	analyzertest.Run(t, "da", nil, list, `
    {{recommendation|Læsekredsen bakker op om planen og indstiller, at den vedtages uden ændringer.}} Kredsen har 40 medlemmer.

    {{recommendation|Ældrerådet henstiller, at læsesalen får flere stole.}} {{recommendation|Kommunen opfordres til at spørge lånerne.}}

    Foreningen Søbred anbefaler, at alle kommuner får et litteraturhus.
    `)
}

func TestEnglishOutright(t *testing.T) {
	analyzertest.Run(t, "en", nil, list, `
    {{recommendation|We fully support the plan and urge the council to adopt it.}} The club has 40 members.

    {{recommendation|The committee requests that the reading room be heated.}}

    The National Reading Forum recommends that every county appoint a poet.
    `)
}
