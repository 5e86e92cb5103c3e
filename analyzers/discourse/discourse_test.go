package discourse

import (
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/sentences"
)

var list = []*analyzers.Analyzer{sentences.Analyzer, Analyzer}

func TestDanish(t *testing.T) {
	analyzertest.Run(t, "da", nil, list, `
    Biblioteket har ligget på torvet siden 1962. {{voice draft|Forvaltningen foreslår, at filialen i Nordby lukkes.}} Det vil ramme de unge.

    {{voice other|Min kollega siger, at avisrummet skal væk.}} Det må han selv skrive om.

    {{voice other|Danmarks Læserforening har i sin rapport foreslået, at alle gebyrer afskaffes.}}

    {{voice law|Efter bibliotekslovens § 4 skal alle have gratis adgang til bøger.}} Vi beder kommunen om at holde fast.
    `)
}

func TestEnglish(t *testing.T) {
	analyzertest.Run(t, "en", nil, list, `
    The library has stood on the square since 1962. {{voice draft|The draft proposes to close the Northby branch.}} That will hurt the young.

    {{voice other|My colleague says that the newspaper room should go.}} She can write her own letter.

    {{voice other|Some readers have asked for a second bus.}}
    `)
}
