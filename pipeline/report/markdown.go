package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Markdown writes the summary as text that reads well as it is and renders well where Markdown is known: the same
// content as the page.
var Markdown = Format{Name: "markdown", File: "summary.md", Write: writeMarkdown}

func writeMarkdown(w io.Writer, in Input) error {
	v, err := newView(&in)
	if err != nil {
		return err
	}
	m := &markdown{view: v, out: bufio.NewWriter(w)}
	m.facts()
	m.overview()
	m.f("\n## %s\n", m.T("clauses"))
	for c := range v.Clauses() {
		m.clause(c)
	}
	if v.HasUnplaced() {
		m.f("\n## %s\n\n%s\n", m.T("unplaced"), m.T("unplaced.lead"))
		m.asks(v.Unplaced())
	}
	m.campaigns()
	m.responses()
	m.problems()
	m.how()
	return m.out.Flush()
}

// markdown writes; the buffered writer keeps its first error.
type markdown struct {
	*view
	out *bufio.Writer
}

func (m *markdown) f(format string, args ...any) { fmt.Fprintf(m.out, format, args...) }

func (m *markdown) facts() {
	c := m.S.Counts
	title := m.T("title.untitled")
	if m.S.Title != "" {
		title = m.T("title.of", md(line(m.S.Title)))
	}
	m.f("# %s\n\n", title)
	if m.S.Policy.Discovered {
		m.f("> %s\n\n", m.T("discovered"))
	}
	named := m.N("count.respondents", c.Respondents)
	if c.Unnamed > 0 {
		named += ", " + m.N("count.unnamed", c.Unnamed)
	}
	m.f("- **%s**: %s; %s; %s\n", m.N("count.responses", c.Responses), m.N("count.with", c.WithRemarks),
		m.N("count.without", c.WithoutRemarks), m.N("count.unsure", c.Unsure))
	if in := m.Campaigned(); in != "" {
		m.f("- **%s**: %s\n", m.T("campaigns"), in)
	}
	m.f("- %s; %s; %s\n", named, m.N("count.signatories", c.Signatories), m.N("count.pages", c.Pages))
	var types, langs []string
	for _, t := range c.Types {
		types = append(types, fmt.Sprintf("%s %s", m.Type(t.Type), m.Int(t.Responses)))
	}
	for _, l := range c.Languages {
		langs = append(langs, fmt.Sprintf("%s %s", m.Language(l.Language), m.Int(l.Responses)))
	}
	m.f("- %s: %s\n- %s: %s\n", m.T("by.type"), list(types), m.T("by.language"), list(langs))
	m.f("- %s: %s\n", m.T("overall"), list([]string{m.counts(c.Overall)}))
	m.f("- %s: %s, %s, %s\n", m.T("findings"), m.N("count.stances", c.Stances),
		m.N("count.recommendations", c.Recommendations), m.N("count.rewordings", c.Rewordings))
	if c.Unread > 0 {
		m.f("- **%s**\n", m.N("count.unread", c.Unread))
	}
	m.f("\n%s\n", m.T("joint"))
}

func (m *markdown) overview() {
	m.f("\n## %s\n\n| %s |", m.T("clauses.table"), m.T("clause"))
	for _, l := range stances {
		m.f(" %s |", m.T("short."+className(l)))
	}
	m.f(" %s |\n|---|%s\n", m.T("total"), strings.Repeat("--:|", len(stances)+1))
	for i := range m.S.Clauses {
		c := &m.S.Clauses[i]
		m.f("| %s |", md(line(clauseName(c))))
		for _, l := range stances {
			m.f(" %s |", m.Int(c.Counts.Of(l)))
		}
		m.f(" %s |\n", m.Int(c.Responses))
	}
}

func (m *markdown) clause(c clauseView) {
	m.f("\n### %s\n", md(line(clauseName(c.ClauseSummary))))
	if c.Missing {
		m.f("\n*%s*\n", m.T("missing"))
	}
	if c.Text != "" {
		m.f("\n> %s\n", strings.ReplaceAll(md(c.Text), "\n", "\n> "))
	}
	if c.Responses == 0 {
		m.f("\n%s\n", m.T("nothing.said"))
		return
	}
	m.f("\n**%s**: %s; %s\n", m.N("count.responses", c.Responses), m.counts(c.ClauseSummary.Counts),
		m.N("count.silent", m.S.Counts.Responses-c.Responses))
	if in := m.InCampaigns(c.ClauseSummary); in != "" {
		m.f("\n%s: %s\n", m.T("campaigns"), in)
	}
	m.types(c.ClauseSummary)
	for _, s := range c.Stands {
		n := m.Int(s.Count)
		if s.Texts < s.Count {
			n += "; " + m.N("count.texts", s.Texts)
		}
		m.f("\n#### %s (%s)\n\n", m.Label(s.Label), n)
		m.points(s.Points)
	}
	m.asks(c.Asks)
}

func (m *markdown) asks(a asksView) {
	if len(a.Recommendations) > 0 {
		m.f("\n#### %s (%s)\n\n", m.T("recommendations"), m.Int(a.Counts[0]))
		m.points(a.Recommendations)
	}
	if len(a.Rewordings) == 0 {
		return
	}
	m.f("\n#### %s (%s)\n\n", m.T("rewordings"), m.Int(a.Counts[1]))
	for _, group := range a.Rewordings {
		indent := ""
		if len(group) > 1 {
			m.f("- %s:\n", m.N("count.rivals", len(group)))
			indent = "  "
		}
		for _, r := range group {
			m.f("%s- *%s* %s — %s\n", indent, m.Change(r.Kind), mdRedline(r.Redline), m.senders(r.Senders))
			if r.Warning != "" {
				m.f("%s  *%s*\n", indent, m.Warning(r.Warning))
			}
		}
	}
}

func (m *markdown) points(points []pointView) {
	for _, p := range points {
		var quotes []string
		for _, q := range p.Quotes {
			quotes = append(quotes, m.Quote(md(line(q.Text))))
		}
		if len(quotes) == 0 {
			quotes = []string{m.T("evidence.none")}
		}
		m.f("- %s — %s\n", strings.Join(quotes, " "), m.senders(p.Senders))
		if p.Condition != "" {
			m.f("  *%s:* %s\n", m.T("condition"), m.Quote(md(line(p.Condition))))
		}
	}
}

func (m *markdown) senders(all []sender) string {
	var out []string
	for _, s := range all {
		page := ""
		if s.Page > 0 {
			page = ", " + m.T("page", s.Page)
		}
		out = append(out, fmt.Sprintf("%s (%s%s, %s)", md(line(m.Name(s.Respondent))), md(line(s.ID)), page, m.Sure(s.Confidence)))
	}
	return strings.Join(out, "; ")
}

func (m *markdown) responses() {
	m.f("\n## %s\n\n| %s | %s | %s | %s | %s | %s |\n|---|---|---|---|---|---|\n", m.T("responses"), m.T("col.response"),
		m.T("col.respondent"), m.T("col.type"), m.T("col.overall"), m.T("col.date"), m.T("col.file"))
	for i := range m.S.Responses {
		r := &m.S.Responses[i]
		name := md(line(m.Name(r.Respondent)))
		if len(r.Signatories) > 0 {
			name += " (" + m.T("col.signatories", md(line(strings.Join(r.Signatories, ", ")))) + ")"
		}
		m.f("| %s | %s | %s | %s | %s | %s |\n", md(line(r.ID)), name, m.Type(r.Type), m.Label(r.Overall), md(line(r.Date)), md(line(r.File)))
	}
}

func (m *markdown) problems() {
	m.f("\n## %s\n\n", m.T("problems"))
	if len(m.S.Problems) == 0 {
		m.f("%s\n", m.T("problems.none"))
	}
	for _, p := range m.S.Problems {
		page := ""
		if p.Page > 0 {
			page = ", " + m.T("page", p.Page)
		}
		m.f("- %s%s: %s (%s)\n", md(line(p.File)), page, md(line(m.Problem(p))), md(line(p.Code)))
	}
}

func (m *markdown) how() {
	m.f("\n## %s\n\n%s\n\n", m.T("how"), m.T("how.counting"))
	for _, l := range stances {
		m.f("- **%s**: %s\n", m.Label(l), m.T("how."+className(l)))
	}
	for _, key := range []string{"texts", "types", "quotes", "confidence", "rewordings", "remarks", "check"} {
		m.f("\n%s\n", m.T("how."+key))
	}
}

func mdRedline(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		wrap := map[Op]string{Kept: "", Deleted: "~~", Added: "**"}[p.Op]
		words := strings.TrimSpace(line(p.Text))
		before, after, _ := strings.Cut(line(p.Text), words)
		if words == "" { // marks around blanks alone would show as marks
			b.WriteString(line(p.Text))
			continue
		}
		b.WriteString(before + wrap + md(words) + wrap + after)
	}
	return b.String()
}

func list(parts []string) string {
	if s := strings.Join(parts, ", "); s != "" {
		return s
	}
	return "–"
}

// line puts s on one line.
func line(s string) string { return strings.Join(strings.FieldsFunc(s, isBreak), " ") }

func isBreak(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }

// md escapes what Markdown would read as form. HTML is not let through.
func md(s string) string {
	s = mdEscaper.Replace(visible(s))
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = mdStart(l)
	}
	return strings.Join(lines, "\n")
}

var mdEscaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;",
	"|", `\|`, "~", `\~`, "&", "&amp;", "://", `:\//`, "\r", " ")

// mdStart escapes what makes a heading, a list or a rule at the start of a line.
func mdStart(l string) string {
	t := strings.TrimLeft(l, " \t")
	if t == "" {
		return ""
	}
	if strings.ContainsAny(t[:1], "#+-=") {
		return `\` + t
	}
	if n := len(t) - len(strings.TrimLeft(t, "0123456789")); n > 0 && n < len(t) && (t[n] == '.' || t[n] == ')') && (n+1 == len(t) || t[n+1] == ' ') {
		return t[:n] + `\` + t[n:]
	}
	return t
}

// known returns l, or that there is no stance where reports have no word for l.
func known(l consult.Label) consult.Label {
	if slices.Contains(consult.Labels, l) {
		return l
	}
	return ""
}

// stances lists the stances in the order reports show them, and last that there is none.
var stances = append(consult.Labels[:len(consult.Labels):len(consult.Labels)], "")
