package linking

import (
	"math"

	"github.com/clausewise/clausewise/analyzers/fit"
)

// Example is a letter to learn from: what speaks for which clause in each sentence, and which states are right. A nil
// list leaves the sentence open: what a labelled letter says nothing of.
type Example struct {
	Grounds []Grounded
	Right   [][]int
}

// Learn returns the model under which the right paths of all examples are likeliest: the log likelihood of all paths
// that go through right states, less penalty times the sum of the squared weights. reader tells whether the reader's
// grounds take part.
func Learn(examples []Example, penalty float64, reader bool) *Model {
	off := map[int]bool{}
	i := 0
	NewModel(make([]float64, Grounds())).each(func(name string, _ *float64) {
		off[i] = !reader && isReaders(name)
		i++
	})
	w := fit.Minimize(Grounds(), 150, func(w, gradient []float64) float64 {
		cost := 0.0
		for i, x := range w {
			cost += penalty * x * x
			gradient[i] = 2 * penalty * x
		}
		for _, e := range examples {
			cost += e.cost(NewModel(w), NewModel(gradient))
		}
		for i := range gradient {
			if off[i] {
				gradient[i] = 0
			}
		}
		return cost
	})
	return NewModel(w)
}

func isReaders(name string) bool {
	for i := range name {
		if name[i] == ' ' {
			return len(name) > i+7 && name[i+1:i+8] == "reader."
		}
	}
	return false
}

// cost returns the log odds of the wrong paths and adds its gradient: what all paths expect of a ground less what the
// right ones do.
func (e Example) cost(m, gradient *Model) float64 {
	steps := weigh(e.Grounds, m)
	all := e.expect(steps, gradient, 1)
	for i, right := range e.Right {
		if right == nil {
			continue
		}
		kept := steps[i].score
		steps[i].score = make([]float64, len(kept))
		for c := range kept {
			steps[i].score[c] = math.Inf(-1)
		}
		for _, c := range right {
			steps[i].score[c] = kept[c]
		}
	}
	return all - e.expect(steps, gradient, -1)
}

// expect adds sign times the grounds' expectations over the paths to gradient, and returns the log of the paths' sum.
func (e Example) expect(steps []step, gradient *Model, sign float64) float64 {
	t := newTrellis(steps)
	n := len(t.odds[0]) - 1
	before := make([]float64, n+1)
	t.backward(func(i int, bwd []float64) {
		at, g := t.share(i, bwd), e.Grounds[i]
		for c, f := range g.Clauses {
			axpy(gradient.Clause, sign*at[c], f)
		}
		axpy(gradient.None, sign*at[n], g.None)
		if i == 0 {
			return
		}
		for b := range bwd {
			before[b] = bwd[b] * t.odds[i][b]
		}
		w := ways(steps[i].way, t.fwd[i-1], before)
		for k, x := range [...]float64{w.stay, w.next, w.back, w.ahead, w.none} {
			from, to := wayFrom[k], wayFrom[k+1]
			axpy(gradient.Way[from:to], sign*x, g.Way[from:to])
		}
	})
	return t.total
}

// ways returns how likely each kind of way is between states of the weights a, before, and b, after.
func ways(w way, a, b []float64) way {
	sumA, sumB := 0.0, 0.0
	for i := range a {
		sumA += a[i]
		sumB += b[i]
	}
	n := len(a) - 1
	var out way
	total := sumA * sumB
	add := func(to *float64, x, w float64) {
		*to += x * math.Exp(w)
		total += x * math.Expm1(w)
	}
	far := 0.0
	for c := range n {
		add(&out.stay, a[c]*b[c], w.stay)
		if c > 0 {
			add(&out.next, a[c-1]*b[c], w.next)
			add(&out.back, a[c]*b[c-1], w.back)
		}
		if c > 1 {
			far += a[c-2]
			add(&out.ahead, far*b[c], w.ahead)
		}
	}
	add(&out.none, a[n]*b[n], w.none)
	return way{out.stay / total, out.next / total, out.back / total, out.ahead / total, out.none / total}
}

func axpy(to []float64, a float64, x []float64) {
	for i := range x {
		to[i] += a * x[i]
	}
}
