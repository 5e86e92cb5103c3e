package letterhead

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// TestTypes tells types from names alone.
func TestTypes(t *testing.T) {
	for _, c := range []struct {
		code string
		kind consult.RespondentType
		list []string
	}{
		{"da", consult.Organisation, []string{"Brovig Lærerkreds", "Grundejerforeningen Solbakken", "Skolelederne i Brovig", "Forældre til Brovig Skole",
			"A/B Strandhvile", "Landsbyernes Fællesråd", "Dansk Standardnævn", "Brovig Roklub", "Afdelingsbestyrelsen i Elmeparken", "Brovig Naturvenner", "Brovig Valgmenighed"}},
		{"da", consult.Authority, []string{"Brovig Kommune, Vand og Natur", "Region Vestfjord", "Kyststyrelsen", "Brovig Provsti", "Vestfjords Politi", "Brovig Museum",
			"Børnepsykiatrisk Afdeling, Brovig Sygehus", "Statens Vejkontor", "Brovig Byret"}},
		{"da", consult.Company, []string{"Brovig Busser A/S", "Vognmand Bent Toft", "Lunde & Ravn Advokatpartnerselskab", "Café Solskin", "Kroghs Køreskole", "Brovig Havn"}},
		{"da", consult.Council, []string{"Ældrerådet i Brovig Kommune", "Brovig Ungeråd", "Handicaprådet", "Elevrådet på Brovig Skole", "Engsø Sogns Menighedsråd"}},
		{"da", consult.School, []string{"Brovig Skole, skolebestyrelsen", "Bestyrelsen for Engsø Skole", "Brovig Gymnasium", "Børnehuset Solstrålen"}},
		{"da", consult.PoliticalParty, []string{"Socialdemokratiet i Brovig", "Brovigpartiet", "Borgerlisten Brovig"}},
		{"da", consult.OtherType, []string{"Brovig Bibliotek", "Klub Skuret", "Ungdomsklubben Skuret"}},
		{"da", "", []string{"Ida Holm", "Professor Ida Holm", "Ældreområdet", "Bent Lauge"}},
		{"en", consult.Organisation, []string{"Fenwick Civic Society", "Friends of Orton Park", "Vale Wildlife Trust", "Marketplace Operators' Alliance", "Students' Union, Fenwick University", "Fenwick Food Bank"}},
		{"en", consult.Authority, []string{"Payment Services Supervisory Office", "Tame Drainage Board", "Orton Fire and Rescue", "Fenwick Health Board"}},
		{"en", consult.Company, []string{"Copper Kettle Ltd", "Northgate Taverns (Fenwick) plc", "Harker Daws LLP", "Orton Taxis", "The Ferry Inn"}},
		{"en", consult.Council, []string{"Great Orton Parish Council", "Fenwick County Council, Trading Standards", "Town of Orton"}},
		{"en", consult.School, []string{"Orton Primary School", "Governing Body of Orton", "University of Fenwick"}},
		{"en", consult.OtherType, []string{"Fenwick Library"}},
		{"en", "", []string{"Ada Hale", "Professor Ada Hale"}},
		{"en", consult.Company, []string{"Brovig Vind A/S"}}, // a Danish company in an English letter
	} {
		for _, name := range c.list {
			if got, why := orgType(lang.For(c.code), name); got != c.kind {
				t.Errorf("%s %q: %q by %q, want %q", c.code, name, got, why, c.kind)
			}
		}
	}
}

// TestPersons finds persons in rows of a signature.
func TestPersons(t *testing.T) {
	for text, want := range map[string][]string{ // Danish titles and English ones, each by the tables of its language
		"Ida Holm, formand":                     {"Ida Holm"},
		"Dr Ada Hale and Bo Lund (secretary)":   {"Ada Hale", "Bo Lund"},
		"Ida og Per Holm":                       {"Ida", "Per Holm"},
		"T. Raaby":                              {"T. Raaby"},
		"Lorcan Mac Giolla, Senior Counsel":     {"Lorcan Mac Giolla"},
		"Jean de la Croix":                      {"Jean de la Croix"},
		"Head of Policy":                        nil,
		"Managing Director":                     nil,
		"bestyrelsesformand":                    nil,
		"Ada Hale Mill Lane":                    {"Ada Hale"},
		"June Castle, President":                {"June Castle"},
		"4 May 2026":                            nil,
		"Sofie Amalie Borg (formand), Yusuf Ay": {"Sofie Amalie Borg", "Yusuf Ay"},
	} {
		var got []string
		code := "en"
		if strings.ContainsAny(text, "øæå") || strings.Contains(text, "formand") || strings.Contains(text, " og ") {
			code = "da"
		}
		for _, s := range tablesOf(lang.For(code)).persons(text, false) {
			got = append(got, s.In(text))
		}
		if len(got) != len(want) {
			t.Errorf("%q: %q, want %q", text, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
	}
}

// TestDates reads dates as letters write them.
func TestDates(t *testing.T) {
	for _, c := range []struct{ code, text, iso string }{
		{"da", "Brovig, den 3. maj 2026", "2026-05-03"}, {"da", "Dato: 30/3-2026", "2026-03-30"}, {"da", "d. 08.04.26", "2026-04-08"},
		{"da", "2026-04-13", "2026-04-13"}, {"da", "Tlf. 22 33 44 55", ""}, {"da", "søndag den 3. maj", ""},
		{"en", "20th May 2026", "2026-05-20"}, {"en", "November 10, 2026", "2026-11-10"}, {"en", "Sun 1 Nov 2026 07:12", "2026-11-01"}, {"en", "Section 4.2", ""},
	} {
		d := &consult.Document{Text: c.text}
		l := &letter{d: d, t: tablesOf(lang.For(c.code))}
		if s, iso := l.dateIn(consult.Span{End: len(c.text)}); iso != c.iso {
			t.Errorf("%q: %q from %q, want %q", c.text, iso, d.Quote(s), c.iso)
		}
	}
}
