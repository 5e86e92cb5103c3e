package eval

import (
	"fmt"
	"io"
	"slices"
	"sort"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// WriteMisses lists what a run missed in g and what it found that isn't labelled. It refuses a set that is shut: one
// whose folder holds a file named SHUT, or whose name stands in shut.
func WriteMisses(w io.Writer, g *Gold, run []consult.Response, shut []string) error {
	if g.Shut() || slices.Contains(shut, g.Name) {
		return fmt.Errorf("%s is kept shut: it measures progress only as long as nobody looks at its misses; leave out --misses or the set", g.Name)
	}
	byID := map[string]*consult.Response{}
	for i := range run {
		byID[run[i].ID] = &run[i]
	}
	for i := range g.Responses {
		for _, line := range compare(&g.Responses[i], byID[g.Responses[i].ID]).misses() {
			if _, err := fmt.Fprintf(w, "%s %s\n", g.Responses[i].ID, line); err != nil {
				return err
			}
		}
	}
	return nil
}

// misses lists one response's differences.
func (c *comparison) misses() []string {
	g, p := c.gold, c.run
	var out []string
	if !c.inRun {
		out = append(out, "is not in the run")
	}
	if !c.name {
		out = append(out, fmt.Sprintf("respondent: gold %q, run %q", g.Respondent.Name, p.Respondent.Name))
	}
	if c.inRun && g.Respondent.Type != string(p.Respondent.Type) {
		out = append(out, fmt.Sprintf("type: gold %s, run %s", g.Respondent.Type, orNone(string(p.Respondent.Type))))
	}
	if c.inRun && g.Overall != string(p.Overall.Stance) {
		out = append(out, fmt.Sprintf("overall: gold %s, run %s", g.Overall, orNone(string(p.Overall.Stance))))
	}
	out = append(out, unpaired(c.sections, len(g.Sections), len(c.headings),
		func(i int) string { return "missed section: " + g.Sections[i] },
		func(j int) string { return "false section: " + c.headings[j] })...)
	out = append(out, unpaired(c.recommendations, len(g.Recommendations), len(p.Recommendations),
		func(i int) string { return "missed recommendation: " + g.Recommendations[i].Quote },
		func(j int) string { return "false recommendation: " + p.Recommendations[j].Text })...)
	out = append(out, unpaired(c.rewordings, len(g.Rewordings), len(p.Rewordings),
		func(i int) string {
			x := &g.Rewordings[i]
			return fmt.Sprintf("missed rewording %s %s: %s", x.Kind, orNone(deref(x.Clause)), x.key())
		},
		func(j int) string {
			x := &p.Rewordings[j]
			return fmt.Sprintf("false rewording %s %s: %s", x.Kind, orNone(deref(x.Clause)), key(x))
		})...)
	return append(out, c.stanceMisses()...)
}

func (c *comparison) stanceMisses() []string {
	seen := map[string]bool{}
	var clauses []string
	for id := range c.goldStances {
		seen[id] = true
		clauses = append(clauses, id)
	}
	for id := range c.runStances {
		if !seen[id] {
			clauses = append(clauses, id)
		}
	}
	sort.Strings(clauses)
	var out []string
	for _, id := range clauses {
		gold, run := "", ""
		if g := c.goldStances[id]; g != nil {
			gold = g.Stance
		}
		if p := c.runStances[id]; p != nil {
			run = string(p.Stance)
		}
		if gold != run {
			out = append(out, fmt.Sprintf("stance on %s: gold %s, run %s", id, orNone(gold), orNone(run)))
		}
	}
	return out
}

// unpaired lists the gold items, then the found ones, that are in no pair.
func unpaired(pairs []pair, golds, founds int, gold, found func(int) string) []string {
	g, f := make([]bool, golds), make([]bool, founds)
	for _, p := range pairs {
		g[p.gold], f[p.found] = true, true
	}
	var out []string
	for i, hit := range g {
		if !hit {
			out = append(out, gold(i))
		}
	}
	for j, hit := range f {
		if !hit {
			out = append(out, found(j))
		}
	}
	return out
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
