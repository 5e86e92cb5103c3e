package eval

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Table writes the figures of the rows: precision, recall and F1 of each kind, then the shares.
func Table(w io.Writer, rows []*Result) error {
	wide := len("pooled")
	for _, r := range rows {
		wide = max(wide, utf8.RuneCountInString(r.Name))
	}
	t := &table{w: w, wide: wide}
	t.prf(rows)
	t.line("")
	t.shares(rows)
	return t.err
}

type table struct {
	w    io.Writer
	wide int
	err  error
}

func (t *table) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

func (t *table) prf(rows []*Result) {
	kinds := []string{"sections", "recommendations", "rewordings", "clause mentions", "stance labelled"}
	head, sub := "", ""
	for _, k := range kinds {
		head += fmt.Sprintf("  %-19s", k)
		sub += fmt.Sprintf("  %5s  %5s  %5s", "P", "R", "F1")
	}
	t.line("%-*s%s", t.wide, "", head)
	t.line("%-*s%s", t.wide, "set", sub)
	for _, r := range rows {
		f := r.Figures()
		cells := ""
		for _, p := range []PRF{f.Sections, f.Recommendations, f.Rewordings, f.Mentions, f.Labelled} {
			cells += fmt.Sprintf("  %.3f  %.3f  %.3f", p.Precision, p.Recall, p.F1)
		}
		t.line("%-*s%s", t.wide, r.Name, cells)
	}
}

func (t *table) shares(rows []*Result) {
	heads := []string{"responses", "in run", "language", " name", " type", "overall", "ask clause", "change clause", "macro F1", "on found", "evidence"}
	t.line("%-*s  %s", t.wide, "set", strings.Join(heads, "  "))
	for _, r := range rows {
		f := r.Figures()
		cells := []string{fmt.Sprint(f.Responses), fmt.Sprint(f.InRun)}
		for _, v := range []*float64{&f.Language, &f.Respondent, &f.Type, &f.Overall, f.RecommendationClause, f.RewordingClause, f.Macro, f.OnFound, f.Evidence} {
			if v == nil {
				cells = append(cells, "–")
			} else {
				cells = append(cells, fmt.Sprintf("%.3f", *v))
			}
		}
		line := fmt.Sprintf("%-*s", t.wide, r.Name)
		for i, c := range cells {
			line += fmt.Sprintf("  %*s", len(heads[i]), c)
		}
		t.line("%s", line)
	}
}
