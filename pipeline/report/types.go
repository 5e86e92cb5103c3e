package report

import (
	"slices"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// How types of respondent differ. The table of a clause is put forward where the stance that most letters of one type
// take is not the one that most letters of another take, with two letters a type at least. A sentence names a
// difference only where the numbers carry it:
//
//   - different texts are counted, not letters: forty copies from citizens are one voice;
//   - support, on conditions or not, is in favour and opposition is against; mixed texts count for neither but stay in
//     the total; neutral ones and those without a stance are left out;
//   - a type is in favour or against when three texts at least, and two thirds of its total, are;
//   - of a type in favour and a type against the difference would come about by chance in at most one of twenty cases
//     (Fisher's exact test, both sides) were there none.
const (
	leastLetters = 2
	leastTexts   = 3
	chance       = 0.05
)

// Differ reports whether types take different stances to c, for the table.
func (v *view) Differ(c *consult.ClauseSummary) bool {
	var leading consult.Label
	for _, t := range c.Types {
		best := consult.Label("")
		for _, l := range consult.Labels {
			if n := t.Counts.Of(l); n > 0 && (best == "" || n > t.Counts.Of(best)) {
				best = l
			}
		}
		if t.Counts.Total()-t.Counts.None < leastLetters {
			continue
		}
		if leading != "" && best != leading {
			return true
		}
		leading = best
	}
	return false
}

// side is how a type stands, by texts.
type side struct {
	consult.TypeStances
	in, against, total int
}

// Difference says in a sentence which types are in favour of c and which against it; "" where the numbers don't carry
// it.
func (v *view) Difference(c *consult.ClauseSummary) string {
	var in, against []side
	for _, t := range c.Types {
		s := side{TypeStances: t, in: t.Texts.Support + t.Texts.Conditional, against: t.Texts.Oppose}
		s.total = s.in + s.against + t.Texts.Mixed
		switch {
		case t.Type == "":
		case s.in >= leastTexts && s.in*3 >= s.total*2:
			in = append(in, s)
		case s.against >= leastTexts && s.against*3 >= s.total*2:
			against = append(against, s)
		}
	}
	keep := func(s side, others []side) bool {
		return slices.ContainsFunc(others, func(o side) bool { return fisher(s.in, s.against, o.in, o.against) <= chance })
	}
	allIn := in
	in = slices.DeleteFunc(slices.Clone(in), func(s side) bool { return !keep(s, against) })
	against = slices.DeleteFunc(against, func(s side) bool { return !keep(s, allIn) })
	if len(in) == 0 || len(against) == 0 {
		return ""
	}
	var a, b []string
	for _, s := range in {
		a = append(a, v.T("types.share", v.Types(s.Type), s.in, s.total))
	}
	for _, s := range against {
		b = append(b, v.T("types.share", v.Types(s.Type), s.against, s.total))
	}
	return v.T("types.differ", list(a), list(b))
}

// Types names a type of respondent in the plural.
func (w *words) Types(t consult.RespondentType) string { return w.known("types."+string(t), string(t)) }

// fisher returns how likely a table of two rows a b and c d, or one that is no likelier, is by chance.
func fisher(a, b, c, d int) float64 {
	rows, column := [2]int{a + b, c + d}, a+c
	low, high := max(0, column-rows[1]), min(rows[0], column)
	// p(k) relative to the likeliest k, by the ratio of neighbours: nothing overflows.
	ratio := func(k int) float64 { // of p(k+1) to p(k)
		return float64((rows[0]-k)*(column-k)) / float64((k+1)*(rows[1]-column+k+1))
	}
	weight := make([]float64, high-low+1)
	top := min(max((rows[0]+1)*(column+1)/(rows[0]+rows[1]+2), low), high)
	weight[top-low] = 1
	for k := top; k < high; k++ {
		weight[k-low+1] = weight[k-low] * ratio(k)
	}
	for k := top; k > low; k-- {
		weight[k-low-1] = weight[k-low] / ratio(k-1)
	}
	sum, tail := 0.0, 0.0
	for _, x := range weight {
		sum += x
		if x <= weight[a-low]*(1+1e-9) {
			tail += x
		}
	}
	return tail / sum
}
