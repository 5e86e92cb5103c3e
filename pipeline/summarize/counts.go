package summarize

import (
	"cmp"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// count adds up the responses.
func count(entries []consult.ResponseEntry) consult.Counts {
	c := consult.Counts{Responses: len(entries)}
	names := map[string]bool{}
	types := map[consult.RespondentType]int{}
	langs := map[string]int{}
	sent := map[string]bool{}  // campaigns that were met
	stood := map[texted]bool{} // and under which stance
	for _, e := range entries {
		if e.Respondent == "" {
			c.Unnamed++
		} else {
			names[strings.ToLower(strings.Join(strings.Fields(e.Respondent), " "))] = true
		}
		types[e.Type]++
		langs[e.Language]++
		c.Overall.Add(e.Overall)
		if e.Campaign != "" {
			c.InCampaigns++
			sent[e.Campaign] = true
		}
		if x := (texted{campaign: e.Campaign, stance: e.Overall}); e.Campaign == "" || !stood[x] {
			stood[x] = true
			c.OverallTexts.Add(e.Overall)
		}
		c.Pages += e.Pages
		c.Signatories += len(e.Signatories)
		c.Stances += e.Stances
		c.Recommendations += e.Recommendations
		c.Rewordings += e.Rewordings
		switch e.Remarks {
		case consult.WithRemarks:
			c.WithRemarks++
		case consult.WithoutRemarks:
			c.WithoutRemarks++
		default:
			c.Unsure++
		}
	}
	c.Campaigns, c.Texts = len(sent), c.Responses-c.InCampaigns+len(sent)
	c.Respondents = len(names) + c.Unnamed
	c.Types, c.Languages = byType(types), byLanguage(langs)
	return c
}

func byType(counts map[consult.RespondentType]int) []consult.TypeCount {
	out := []consult.TypeCount{}
	for t, n := range counts {
		out = append(out, consult.TypeCount{Type: t, Responses: n})
	}
	slices.SortFunc(out, func(a, b consult.TypeCount) int { return compareTypes(a.Type, b.Type) })
	return out
}

func byLanguage(counts map[string]int) []consult.LanguageCount {
	out := []consult.LanguageCount{}
	for l, n := range counts {
		out = append(out, consult.LanguageCount{Language: l, Responses: n})
	}
	slices.SortFunc(out, func(a, b consult.LanguageCount) int {
		return cmp.Or(b.Responses-a.Responses, cmp.Compare(a.Language, b.Language))
	})
	return out
}

// mostUsed returns the language of most responses; on a tie the draft's if it is among them; the draft's too where no
// response tells its language.
func mostUsed(langs []consult.LanguageCount, draft string) string {
	best, n := draft, 0
	for _, l := range langs {
		if l.Language != "" && (l.Responses > n || l.Responses == n && l.Language == draft) {
			best, n = l.Language, l.Responses
		}
	}
	return best
}
