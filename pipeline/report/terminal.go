package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// TerminalOptions says how [Terminal] writes.
type TerminalOptions struct {
	Clause string // id of the one clause to show in full; "": all, in short
	Width  int    // columns; 0: 80
	Color  bool   // ANSI colours
	ASCII  bool   // no block characters
	Lang   string // "da" or "en"; "": the summary's language
}

// Terminal writes s for reading in a terminal. It fails when o names a clause that s lacks.
func Terminal(w io.Writer, s consult.Summary, o TerminalOptions) error {
	v, err := newView(&Input{Summary: s, Lang: o.Lang})
	if err != nil {
		return err
	}
	if o.Width <= 0 {
		o.Width = 80
	}
	t := &terminal{view: v, TerminalOptions: o, out: bufio.NewWriter(w)}
	t.Width = max(t.Width, 40) // below that nothing is readable
	if o.Clause == "" {
		t.all()
		return t.out.Flush()
	}
	asked := v.asked(o.Clause)
	if len(asked) == 0 {
		var ids []string
		for _, c := range s.Clauses {
			ids = append(ids, c.ID)
		}
		return fmt.Errorf("%s", v.T("terminal.unknown", o.Clause, list(ids)))
	}
	for k, i := range asked {
		if k > 0 {
			t.line("")
		}
		t.one(v.clause(i))
	}
	return t.out.Flush()
}

// asked returns the places of the clauses that a user means by id: the clause of that id, else the parts of the part of
// that number, with or without the sign or word before it: "2" and "§ 2" for "§ 2, stk. 1" and "§ 2, stk. 2".
func (v *view) asked(id string) []int {
	if i, ok := v.places[id]; ok {
		return []int{i}
	}
	want := strings.TrimRight(strings.ToLower(strings.Join(strings.Fields(id), " ")), ".,")
	if !strings.ContainsAny(want, "0123456789") {
		return nil
	}
	for _, bare := range []bool{false, true} {
		var out []int
		for i := range v.S.Clauses {
			have := strings.ToLower(strings.Join(strings.Fields(v.S.Clauses[i].ID), " "))
			if bare {
				have = have[max(0, strings.IndexAny(have, "0123456789")):]
			}
			if rest, ok := strings.CutPrefix(have, want); ok && (rest == "" || strings.ContainsAny(rest[:1], ",.( ")) {
				out = append(out, i)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// terminal writes lines; the buffered writer keeps its first error.
type terminal struct {
	*view
	TerminalOptions
	out *bufio.Writer
}

// style is an ANSI sequence, used only when colour is wanted.
type style string

const (
	plain  style = ""
	strong style = "1"
	dim    style = "2"
	gone   style = "31;9" // deleted: red, struck
	come   style = "32;4" // inserted: green, underlined
)

// look is how a stance is drawn: by colour, by shade and by sign, so that each alone is enough.
var look = map[consult.Label]struct {
	color        style
	block, ascii string
}{
	consult.Support:     {"34", "█", "+"},
	consult.Conditional: {"36", "▓", "%"},
	consult.Oppose:      {"33", "▒", "-"},
	consult.Mixed:       {"35", "◆", "x"},
	consult.Neutral:     {"37", "░", "o"},
	"":                  {"90", "·", "."},
}

func (t *terminal) paint(s style, words string) string {
	if !t.Color || s == plain || words == "" {
		return words
	}
	return "\x1b[" + string(s) + "m" + words + "\x1b[0m"
}

// paintWords paints each word by itself, so that a line may break between any two.
func (t *terminal) paintWords(s style, words string) string {
	fields := strings.Split(words, " ")
	for i, f := range fields {
		fields[i] = t.paint(s, f)
	}
	return strings.Join(fields, " ")
}

// all shows the consultation: figures, then a line and a bar a clause.
func (t *terminal) all() {
	c := t.S.Counts
	title := t.T("title.untitled")
	if t.S.Title != "" {
		title = t.T("title.of", visible(t.S.Title))
	}
	t.wrap("", "", strong, title)
	t.wrap("", "", plain, strings.Join([]string{t.N("count.responses", c.Responses), t.N("count.respondents", c.Respondents),
		t.N("count.pages", c.Pages)}, ", "))
	if in := t.Campaigned(); in != "" {
		t.wrap("", "", plain, in)
	}
	t.wrap("", "", plain, strings.Join([]string{t.N("count.with", c.WithRemarks), t.N("count.without", c.WithoutRemarks),
		t.N("count.unsure", c.Unsure)}, ", "))
	t.wrap("", "", plain, strings.Join([]string{t.N("count.stances", c.Stances), t.N("count.recommendations", c.Recommendations),
		t.N("count.rewordings", c.Rewordings)}, ", "))
	if t.S.Policy.Discovered {
		t.wrap("", "", plain, t.T("discovered"))
	}
	t.line("")
	t.legend()
	t.row(t.T("overall.lead"), c.Overall, c.Responses)
	most := 1
	for _, x := range t.S.Clauses {
		most = max(most, x.Responses)
	}
	for i := range t.S.Clauses {
		x := &t.S.Clauses[i]
		t.row(visible(clauseName(x)), x.Counts, most)
	}
	t.unplaced()
	t.campaigns()
	t.problems()
	if len(t.S.Clauses) > 0 {
		t.line("")
		t.wrap("", "", dim, t.T("terminal.more", quoteArg(t.S.Clauses[0].ID)))
	}
}

// legend says what the bars are made of.
func (t *terminal) legend() {
	var words []string
	for _, l := range stances {
		words = append(words, t.paint(look[l].color, t.fill(l, 1))+" "+strings.ReplaceAll(strings.ToLower(t.Label(l)), " ", "\u00a0"))
	}
	t.wrap("", "", plain, strings.Join(words, "  "))
}

func (t *terminal) fill(l consult.Label, n int) string {
	if t.ASCII {
		return strings.Repeat(look[l].ascii, n)
	}
	return strings.Repeat(look[l].block, n)
}

// row shows one line of counts and its bar, whose full width stands for most responses.
func (t *terminal) row(name string, c consult.StanceCounts, most int) {
	t.line("")
	total := t.Int(c.Total())
	name = cut(name, t.Width-width(total)-2)
	t.line(t.paint(strong, name) + strings.Repeat(" ", t.Width-width(name)-width(total)) + total)
	if c.Total() == 0 {
		return
	}
	t.line(t.bar(c, most, t.Width))
	t.wrap("", "", dim, t.counts(c))
}

// bar draws c: a count that is not zero takes one column at least.
func (t *terminal) bar(c consult.StanceCounts, most, columns int) string {
	var b strings.Builder
	for _, l := range stances {
		if n := c.Of(l); n > 0 {
			b.WriteString(t.paint(look[l].color, t.fill(l, max(1, n*(columns-len(stances))/max(most, 1)))))
		}
	}
	return b.String()
}

// one shows a clause in full.
func (t *terminal) one(c clauseView) {
	t.wrap("", "", strong, visible(clauseName(c.ClauseSummary)))
	if c.Missing {
		t.wrap("", "", plain, t.T("missing"))
	}
	for _, l := range strings.Split(visible(c.Text), "\n") {
		t.wrap("  ", "  ", plain, l)
	}
	if c.Responses == 0 {
		t.wrap("", "", plain, t.T("nothing.said"))
		return
	}
	t.line("")
	t.legend()
	t.line(t.bar(c.ClauseSummary.Counts, c.Responses, t.Width))
	t.wrap("", "", plain, t.N("count.responses", c.Responses)+": "+t.counts(c.ClauseSummary.Counts))
	if in := t.InCampaigns(c.ClauseSummary); in != "" {
		t.wrap("", "", plain, in)
	}
	t.types(c.ClauseSummary)
	for _, s := range c.Stands {
		t.head(look[s.Label].color, t.Label(s.Label), s.Count)
		t.points(s.Points)
	}
	t.asks(c.Asks)
}

func (t *terminal) asks(a asksView) {
	if len(a.Recommendations) > 0 {
		t.head(plain, t.T("recommendations"), a.Counts[0])
		t.points(a.Recommendations)
	}
	if len(a.Rewordings) > 0 {
		t.head(plain, t.T("rewordings"), a.Counts[1])
	}
	for _, group := range a.Rewordings {
		if len(group) > 1 {
			t.wrap("  ", "  ", strong, t.N("count.rivals", len(group)))
		}
		for _, r := range group {
			t.wrap("  • ", "    ", plain, t.senders(r.Senders))
			t.wrap("    ", "    ", plain, t.Change(r.Kind)+": "+t.redline(r.Redline))
		}
	}
}

func (t *terminal) points(points []pointView) {
	for _, p := range points {
		t.wrap("  • ", "    ", plain, t.senders(p.Senders))
		for _, q := range p.Quotes {
			t.wrap("    ", "    ", plain, t.Quote(visible(q.Text)))
		}
		if p.Condition != "" {
			t.wrap("    ", "    ", plain, t.T("condition")+": "+t.Quote(visible(p.Condition)))
		}
	}
}

func (t *terminal) senders(all []sender) string {
	var out []string
	for _, s := range all {
		name := t.paintWords(strong, line(visible(t.Name(s.Respondent))))
		page := ""
		if s.Page > 0 {
			page = ", " + t.T("page", s.Page)
		}
		out = append(out, fmt.Sprintf("%s (%s%s, %s)", name, visible(s.ID), page, t.Sure(s.Confidence)))
	}
	return strings.Join(out, "; ")
}

// redline marks words by style in colour and by brackets without.
func (t *terminal) redline(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		words := visible(p.Text)
		switch {
		case p.Op == Kept:
			b.WriteString(words)
		case t.Color:
			b.WriteString(t.paintWords(map[Op]style{Deleted: gone, Added: come}[p.Op], words))
		case p.Op == Deleted:
			b.WriteString("[-" + words + "-]")
		default:
			b.WriteString("{+" + words + "+}")
		}
	}
	return b.String()
}

func (t *terminal) head(s style, words string, n int) {
	t.line("")
	t.line(t.paint(s, t.paint(strong, fmt.Sprintf("%s (%s)", words, t.Int(n)))))
}

func (t *terminal) unplaced() {
	n, m := len(t.S.Unplaced.Recommendations), len(t.S.Unplaced.Rewordings)
	if n+m == 0 {
		return
	}
	t.line("")
	t.wrap("", "", plain, t.T("unplaced")+": "+t.N("count.recommendations", n)+", "+t.N("count.rewordings", m))
}

// problemCap is how many problems a terminal shows before it names the file that has them all.
const problemCap = 20

func (t *terminal) problems() {
	if len(t.S.Problems) == 0 {
		return
	}
	t.line("")
	t.line(t.paint(strong, t.N("count.problems", len(t.S.Problems))))
	for i, p := range t.S.Problems {
		if i == problemCap {
			t.wrap("  ", "    ", plain, t.T("terminal.rest", len(t.S.Problems)-i, Markdown.File))
			return
		}
		t.wrap("  ", "    ", plain, visible(p.File)+": "+visible(t.Problem(p)))
	}
}

func (t *terminal) line(s string) { t.out.WriteString(strings.TrimRight(s, " ") + "\n") }
