package report

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// types draws a bar a type of respondent, where types differ.
func (t *terminal) types(c *consult.ClauseSummary) {
	if !t.Differ(c) {
		return
	}
	t.line("")
	t.line(t.paint(strong, t.T("by.kind")))
	if d := t.Difference(c); d != "" {
		t.wrap("  ", "  ", plain, d)
	}
	name, most := 0, 1
	for _, x := range c.Types {
		name, most = max(name, width(t.Type(x.Type))), max(most, x.Counts.Total())
	}
	for _, x := range c.Types {
		label := t.Type(x.Type)
		t.line("  " + label + strings.Repeat(" ", name-width(label)+1) + t.bar(x.Counts, most, t.Width-name-3))
		t.wrap(strings.Repeat(" ", name+3), strings.Repeat(" ", name+3), dim, t.counts(x.Counts))
	}
}

// campaigns lists the campaigns by name, with how many letters are copies alone.
func (t *terminal) campaigns() {
	if len(t.S.Campaigns) == 0 {
		return
	}
	t.line("")
	t.line(t.paint(strong, t.T("campaigns")+" ("+t.Int(len(t.S.Campaigns))+")"))
	shown := 0
	for c := range t.Campaigns() {
		if shown++; shown > campaignCap {
			t.wrap("  ", "    ", plain, t.T("terminal.rest", len(t.S.Campaigns)-campaignCap, Markdown.File))
			return
		}
		t.wrap("  • ", "    ", plain, visible(c.ID)+" "+t.Quote(visible(line(c.Name))))
		letters := t.N("count.letters", c.Letters)
		if n := len(c.Plain); n > 0 {
			letters += "; " + t.N("count.copies", n)
		}
		t.wrap("    ", "    ", dim, letters+". "+t.T("overall.lead")+": "+t.counts(c.Overall))
	}
}

// campaignCap is how many campaigns a terminal shows.
const campaignCap = 10
