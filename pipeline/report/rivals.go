package report

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// rivals groups rewordings that touch the same words of the clause, so that they can be read side by side. Groups
// stand in the order of the words they change; rewordings whose original isn't in the clause follow, grouped when
// their originals are the same, and insertions, which touch no words, come last, each on its own.
func rivals(clause string, all []rewordingView) [][]rewordingView {
	var out [][]rewordingView
	var covered []consult.Span // what each group covers of the clause; empty: not in it
	same := map[string]int{}   // original that isn't in the clause → group
	clause = fold(clause)
	for _, x := range all {
		s, key := find(clause, fold(x.Original)), fold(x.Original)
		i := slices.IndexFunc(covered, func(c consult.Span) bool { return !s.Empty() && c.Overlaps(s) })
		if j, ok := same[key]; ok && s.Empty() && key != "" {
			i = j
		}
		if i < 0 {
			i = len(out)
			out, covered = append(out, nil), append(covered, s)
			if s.Empty() {
				same[key] = i
			}
		}
		out[i], covered[i] = append(out[i], x), covered[i].Cover(s)
	}
	return inOrder(out, covered)
}

func find(text, words string) consult.Span {
	at := strings.Index(text, words)
	if words == "" || at < 0 {
		return consult.Span{}
	}
	return consult.Span{Start: at, End: at + len(words)}
}

func inOrder(groups [][]rewordingView, covered []consult.Span) [][]rewordingView {
	order := make([]int, len(groups))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		switch {
		case !covered[i].Empty():
			return covered[i].Start
		case groups[i][0].Original != "":
			return 1 << 30
		}
		return 1<<30 + 1
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(a) - rank(b) })
	out := make([][]rewordingView, len(groups))
	for i, from := range order {
		out[i] = groups[from]
	}
	return out
}
