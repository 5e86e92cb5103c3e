package report

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// types writes how types of respondent stand to c, where they differ.
func (m *markdown) types(c *consult.ClauseSummary) {
	if !m.Differ(c) {
		return
	}
	if d := m.Difference(c); d != "" {
		m.f("\n**%s**\n", d)
	}
	m.f("\n| %s |", m.T("col.type"))
	for _, l := range stances {
		m.f(" %s |", m.T("short."+className(l)))
	}
	m.f(" %s |\n|---|%s\n", m.T("total"), strings.Repeat("--:|", len(stances)+1))
	for _, t := range c.Types {
		m.f("| %s |", m.Type(t.Type))
		for _, l := range stances {
			m.f(" %s |", m.Int(t.Counts.Of(l)))
		}
		m.f(" %s |\n", m.Int(t.Counts.Total()))
	}
}

// campaigns writes the campaigns, each with what its senders wrote besides.
func (m *markdown) campaigns() {
	if len(m.S.Campaigns) == 0 {
		return
	}
	m.f("\n## %s\n\n%s\n", m.T("campaigns"), m.T("campaigns.lead"))
	for c := range m.Campaigns() {
		m.f("\n### %s: %s\n\n**%s**: %s\n", md(c.ID), m.Quote(md(line(c.Name))), m.N("count.letters", c.Letters), m.counts(c.Overall))
		if c.Subject != "" {
			m.f("\n*%s*\n", md(line(c.Subject)))
		}
		m.f("\n> %s\n", md(line(strings.Join(c.Text, " "))))
		if n := len(c.Plain); n > 0 {
			m.f("\n%s: %s\n", m.N("count.copies", n), m.named(c.Plain))
		}
		if len(c.Variants) == 0 {
			continue
		}
		m.f("\n%s:\n\n", m.T("campaign.own"))
		for _, v := range c.Variants {
			m.f("- **%s**", m.named(v.Senders))
			for _, o := range v.Own {
				for _, q := range o.Quotes {
					m.f(" %s", m.Quote(md(line(q))))
				}
				m.f(" (%s%s)", m.T("page", o.Page), changed(m.words, o))
			}
			for _, l := range v.Left {
				m.f(" *%s:* %s", m.T("campaign.left"), m.Quote(md(line(l))))
			}
			m.f("\n")
		}
	}
}

func (m *markdown) named(all []sender) string {
	var out []string
	for _, s := range all {
		out = append(out, md(line(m.Name(s.Respondent)))+" ("+md(line(s.ID))+")")
	}
	return strings.Join(out, "; ")
}

// changed says that o is the campaign's words, changed.
func changed(w *words, o ownRun) string {
	if !o.Changed {
		return ""
	}
	return ", " + w.T("campaign.changed")
}
