package report

import (
	"iter"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// campaignView is a campaign as a page shows it: the senders of the plain text together, the others with what they wrote
// besides, those who wrote the same together.
type campaignView struct {
	*consult.Campaign
	Number   int    // from 1
	Subject  string // that most of the letters have in common; "" where they don't
	Overall  consult.StanceCounts
	Plain    []sender
	Variants []variantView
}

// variantView is what some letters of a campaign have of their own.
type variantView struct {
	Own     []ownRun
	Left    []string
	Senders []sender
}

// ownRun is sentences of one page, all changed from the campaign's or all new.
type ownRun struct {
	Quotes  []string
	Page    int
	Changed bool
}

func runs(own []consult.OwnEntry) []ownRun {
	var out []ownRun
	for _, o := range own {
		k := len(out) - 1
		if k < 0 || out[k].Page != o.Page || out[k].Changed != o.Changed {
			out, k = append(out, ownRun{nil, o.Page, o.Changed}), k+1
		}
		out[k].Quotes = append(out[k].Quotes, o.Text)
	}
	return out
}

// Campaigns yields the campaigns one at a time.
func (v *view) Campaigns() iter.Seq[campaignView] {
	return func(yield func(campaignView) bool) {
		for i := range v.S.Campaigns {
			if !yield(v.campaign(i)) {
				return
			}
		}
	}
}

func (v *view) campaign(i int) campaignView {
	out := campaignView{Campaign: &v.S.Campaigns[i], Number: i + 1}
	at, subjects := map[string]int{}, map[string]int{}
	for _, m := range out.Members {
		who := v.sender(m.Response, 0, 0, "")
		out.Overall.Add(who.Overall)
		key := fold(who.Subject)
		if subjects[key]++; key != "" && subjects[key]*2 > out.Letters {
			out.Subject = who.Subject
		}
		if len(m.Own)+len(m.Left) == 0 {
			out.Plain = append(out.Plain, who)
			continue
		}
		k, ok := at[variantKey(m)]
		if !ok {
			k = len(out.Variants)
			at[variantKey(m)] = k
			out.Variants = append(out.Variants, variantView{Own: runs(m.Own), Left: m.Left})
		}
		out.Variants[k].Senders = append(out.Variants[k].Senders, who)
	}
	return out
}

func variantKey(m consult.CampaignMember) string {
	var b strings.Builder
	for _, o := range m.Own {
		b.WriteString(o.Text + "\x00")
	}
	for _, l := range m.Left {
		b.WriteString("\x01" + l)
	}
	return b.String()
}

// campaigned says how many of the letters are in campaigns and how many different texts there are; "" when none is.
func (w *words) campaigned(in, campaigns, texts int) string {
	if in == 0 {
		return ""
	}
	return w.T("campaigned", w.N("count.letters", in), w.N("count.campaigns", campaigns), w.N("count.texts", texts))
}

// Campaigned says the same of the whole consultation.
func (v *view) Campaigned() string {
	c := v.S.Counts
	return v.campaigned(c.InCampaigns, c.Campaigns, c.Texts)
}

// InCampaigns says the same of a clause; "" where no two letters are of one campaign.
func (v *view) InCampaigns(c *consult.ClauseSummary) string {
	if c.Texts == c.Responses {
		return ""
	}
	return v.campaigned(c.Campaigned, c.Campaigns, c.Texts)
}

// CampaignNumber returns the number of the campaign called id; 0 when there is none.
func (v *view) CampaignNumber(id string) int { return v.numbers[id] }
