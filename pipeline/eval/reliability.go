package eval

import (
	"fmt"
	"io"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Bin gathers findings of like confidence.
type Bin struct {
	From, To float64 // confidence: at least From, less than To (the last bin holds 1 too)
	Found    int
	Right    int
	sum      float64
}

// Claimed returns the mean confidence of the bin's findings.
func (b Bin) Claimed() float64 {
	if b.Found == 0 {
		return 0
	}
	return b.sum / float64(b.Found)
}

// Reliability counts, by tenths of confidence, how many recommendations and stances of a run are right. Findings in
// responses without labels are left out.
func Reliability(golds []*Gold, runs [][]consult.Response) (recommendations, stances []Bin) {
	recommendations, stances = bins(), bins()
	for i, g := range golds {
		labels := map[string]*Labels{}
		for j := range g.Responses {
			labels[g.Responses[j].ID] = &g.Responses[j]
		}
		for j := range runs[i] {
			if l := labels[runs[i][j].ID]; l != nil {
				compare(l, &runs[i][j]).weigh(recommendations, stances)
			}
		}
	}
	return recommendations, stances
}

func (c *comparison) weigh(recommendations, stances []Bin) {
	hit := make([]bool, len(c.run.Recommendations))
	for _, m := range c.recommendations {
		hit[m.found] = true
	}
	for j, r := range c.run.Recommendations {
		put(recommendations, r.Confidence, hit[j])
	}
	for _, s := range c.run.Stances {
		g := c.goldStances[s.Clause]
		put(stances, s.Confidence, g != nil && g.Stance == string(s.Stance))
	}
}

func bins() []Bin {
	out := make([]Bin, 10)
	for i := range out {
		out[i].From, out[i].To = float64(i)/10, float64(i+1)/10
	}
	return out
}

func put(list []Bin, confidence float64, right bool) {
	i := 0
	for i < len(list)-1 && confidence >= list[i].To {
		i++
	}
	list[i].Found++
	list[i].sum += confidence
	if right {
		list[i].Right++
	}
}

// WriteReliability writes the bins that hold findings: what they claim, and what is true.
func WriteReliability(w io.Writer, title string, list []Bin) error {
	if _, err := fmt.Fprintf(w, "%s\nconfidence   found  claimed  right\n", title); err != nil {
		return err
	}
	for _, b := range list {
		if b.Found == 0 {
			continue
		}
		if _, err := fmt.Fprintf(w, "%.1f–%.1f    %7d    %.3f  %.3f\n", b.From, b.To, b.Found, round3(b.Claimed()), round3(ratio(b.Right, b.Found))); err != nil {
			return err
		}
	}
	return nil
}
