package recommend

import (
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/sentences"
)

var list = []*analyzers.Analyzer{sentences.Analyzer, withoutLinks()}

// withoutLinks is the analyzer for texts that have no draft.
func withoutLinks() *analyzers.Analyzer {
	a := *Analyzer
	a.Requires = []string{"sentences"}
	return &a
}

func TestDanish(t *testing.T) {
	analyzertest.Run(t, "da", nil, list, `
    Biblioteket har ligget på torvet siden 1962, og vi låner 400 bøger ud om ugen. {{recommendation|Vi anbefaler, at filialen i Nordby bevares.}} Huset er fra 1988.

    {{recommendation|Gebyret for små lån bør sættes ned.}} {{recommendation|Der er behov for en læsesal i kælderen.}}

    {{recommendation|Lad bogbussen køre videre.}} {{recommendation|Det bør præciseres, hvem der vælger bøgerne.}}

    Der bør arbejdes for, at:

    - {{recommendation|lånekortet gælder i alle kommuner}}
    - {{recommendation|læsesalen er åben om aftenen}}

    Vi deltager gerne i et møde.
    `)
}

func TestDanishNotAsked(t *testing.T) {
	analyzertest.Run(t, "da", nil, list, `
    Min kollega siger, at avisrummet skal væk. Med lovforslaget foreslås det, at gebyret hæves.

    Vi uddyber gerne vores svar. Vores egne medlemmer opfordrer vi til at spare på strømmen.

    I 2019 lånte 40.000 mennesker bøger hos os.
    `, "recommendation")
}

func TestEnglish(t *testing.T) {
	analyzertest.Run(t, "en", nil, list, `
    The library has stood on the square since 1962, and we lend 400 books a week. {{recommendation|We recommend that the Northby branch be kept.}} The building dates from 1988.

    {{recommendation|The charge for small loans should be lowered.}} {{recommendation|Please open a reading room in the basement.}}

    {{recommendation|Keep the mobile library on the road until the last reader has gone.}}

    We seek the following:

    - {{recommendation|a card that is valid in every county}}
    - {{recommendation|a reading room open in the evening}}

    We would be happy to discuss this at a meeting.
    `)
}

func TestEnglishNotAsked(t *testing.T) {
	analyzertest.Run(t, "en", nil, list, `
    My colleague says that the newspaper room should go. The draft proposes that charges should rise.

    We are asking our own members to bring their own cups. In 2019 some 40,000 people borrowed books from us.
    `, "recommendation")
}
