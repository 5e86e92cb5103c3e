package likeness

import "github.com/clausewise/clausewise/pipeline/consult"

// Text is a text cut into words, ready to be searched.
type Text struct {
	Words []Word // without signs
	Of    string
}

// NewText cuts s into words. Signs are left out: people copy words, not commas.
func NewText(s string) *Text {
	t := &Text{Of: s}
	for _, w := range Words(nil, s, 0) {
		if w.Sort != Sign {
			t.Words = append(t.Words, w)
		}
	}
	return t
}

// Match is a passage found in a text.
type Match struct {
	consult.Span         // its place in the text; empty when nothing was like it
	Likeness     float64 // 1: word for word
	First, Last  int     // indices of its first and last word
}

// Find returns the place in t that is most like the words of passage (which hold no signs). A passage of one or two
// words is found only word for word.
func (t *Text) Find(passage []Word) Match { return t.FindFrom(0, passage) }

// FindFrom is Find in the words of t from the one with index first on.
func (t *Text) FindFrom(first int, passage []Word) Match {
	if first > 0 {
		if first >= len(t.Words) {
			return Match{}
		}
		m := (&Text{t.Words[first:], t.Of}).Find(passage)
		m.First, m.Last = m.First+first, m.Last+first
		return m
	}
	if len(passage) == 0 || len(t.Words) == 0 {
		return Match{}
	}
	if m, ok := t.exact(passage); ok {
		return m
	}
	if len(passage) < 3 || !t.worth(passage) {
		return Match{}
	}
	return t.align(passage)
}

func (t *Text) exact(p []Word) (Match, bool) {
	for i := 0; i+len(p) <= len(t.Words); i++ {
		j := 0
		for j < len(p) && t.Words[i+j].Form == p[j].Form {
			j++
		}
		if j == len(p) {
			return t.match(i, i+j-1, 1), true
		}
	}
	return Match{}, false
}

func (t *Text) match(first, last int, like float64) Match {
	return Match{consult.Span{Start: t.Words[first].Start, End: t.Words[last].End}, like, first, last}
}

// worth reports whether enough words of p occur in t for an alignment to be worth its time.
func (t *Text) worth(p []Word) bool {
	hit := 0
	for _, w := range p {
		for _, x := range t.Words {
			if x.Form == w.Form {
				hit++
				break
			}
		}
	}
	return 5*hit >= 2*len(p)
}

// align lays p along t so that the fewest words must be changed (weighed by likeness), dropped or added; words of t
// before and after cost nothing. It is the textbook table: rows are p's words, columns t's.
func (t *Text) align(p []Word) Match {
	n := len(t.Words) + 1
	cost, from := make([]float32, n), make([]int32, n) // from: the column in which the path began
	for j := range from {
		from[j] = int32(j)
	}
	prev, prevFrom := make([]float32, n), make([]int32, n)
	for i := range p {
		cost, prev = prev, cost
		from, prevFrom = prevFrom, from
		cost[0], from[0] = float32(i+1), 0
		for j := 1; j < n; j++ {
			best, at := prev[j-1]+1-float32(Alike(p[i].Form, t.Words[j-1].Form)), prevFrom[j-1]
			if c := prev[j] + 1; c < best {
				best, at = c, prevFrom[j]
			}
			if c := cost[j-1] + 1; c < best {
				best, at = c, from[j-1]
			}
			cost[j], from[j] = best, at
		}
	}
	best := 0
	for j := range cost {
		if cost[j] < cost[best] {
			best = j
		}
	}
	first := int(from[best])
	if best == 0 || first >= best {
		return Match{}
	}
	like := 1 - float64(cost[best])/float64(len(p))
	if like <= 0 {
		return Match{}
	}
	return t.match(first, best-1, like)
}
