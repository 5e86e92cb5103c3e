package report

import (
	"math"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func TestFisher(t *testing.T) {
	for _, c := range []struct {
		table [4]int
		want  float64
	}{
		{[4]int{3, 0, 0, 3}, 0.1}, {[4]int{4, 0, 0, 4}, 2.0 / 70}, {[4]int{1, 9, 11, 3}, 0.0027594562}, {[4]int{5, 0, 5, 0}, 1}, {[4]int{0, 4, 4, 0}, 2.0 / 70},
	} {
		got := fisher(c.table[0], c.table[1], c.table[2], c.table[3])
		if math.Abs(got-c.want) > 1e-8 {
			t.Errorf("%v: %.9f, want %.9f", c.table, got, c.want)
		}
	}
	if p := fisher(9000, 1000, 1000, 9000); p < 0 || p > 1e-9 || math.IsNaN(p) {
		t.Errorf("a large table: %v", p)
	}
}

func TestDifferenceOfTypes(t *testing.T) {
	kind := func(k consult.RespondentType, letters, texts consult.StanceCounts) consult.TypeStances {
		return consult.TypeStances{Type: k, Counts: letters, Texts: texts}
	}
	same := func(k consult.RespondentType, c consult.StanceCounts) consult.TypeStances { return kind(k, c, c) }
	for name, c := range map[string]struct {
		types    []consult.TypeStances
		table    bool
		sentence string
	}{
		"plain": {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 3, Conditional: 2, Neutral: 4}), same(consult.Citizen, consult.StanceCounts{Support: 1, Oppose: 8, None: 3})},
			true, "The types of respondent differ: mostly in favour are organisations (5 of 5 texts); mostly against are citizens (8 of 9 texts)."},
		"three": {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 6}), same(consult.Company, consult.StanceCounts{Support: 5, Mixed: 2}), same(consult.Citizen, consult.StanceCounts{Oppose: 7})},
			true, "The types of respondent differ: mostly in favour are organisations (6 of 6 texts), companies (5 of 7 texts); mostly against are citizens (7 of 7 texts)."},
		"few":           {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 3}), same(consult.Citizen, consult.StanceCounts{Oppose: 3})}, true, ""},
		"one each":      {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 1}), same(consult.Citizen, consult.StanceCounts{Oppose: 1})}, false, ""},
		"one campaign":  {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 6}), kind(consult.Citizen, consult.StanceCounts{Oppose: 40}, consult.StanceCounts{Oppose: 1})}, true, ""},
		"the same side": {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 6}), same(consult.Citizen, consult.StanceCounts{Conditional: 9})}, true, ""},
		"split":         {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 9}), same(consult.Citizen, consult.StanceCounts{Support: 4, Oppose: 5})}, true, ""},
		"agreed":        {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Oppose: 6, Support: 1}), same(consult.Citizen, consult.StanceCounts{Oppose: 9})}, false, ""},
		"type unknown":  {[]consult.TypeStances{same(consult.Organisation, consult.StanceCounts{Support: 9}), same("", consult.StanceCounts{Oppose: 9})}, true, ""},
		"nobody":        {nil, false, ""},
	} {
		v, err := newView(&Input{Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		cs := &consult.ClauseSummary{Types: c.types}
		if got := v.Differ(cs); got != c.table {
			t.Errorf("%s: table %v, want %v", name, got, c.table)
		}
		if got := v.Difference(cs); got != c.sentence {
			t.Errorf("%s: %q, want %q", name, got, c.sentence)
		}
	}
}
