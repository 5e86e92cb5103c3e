package linking

import (
	"math"
	"slices"
)

// step is one sentence in the sequence.
type step struct {
	score []float64 // by state; the last is "no clause"
	way   way       // from the sentence before
}

// way is the log odds of a step from one sentence to the next, against a jump to any other state.
type way struct{ stay, next, back, ahead, none float64 }

// to scores the way from state a to state b; the last state, n, is "no clause".
func (w way) to(a, b, n int) float64 {
	switch {
	case a == n || b == n:
		if a == b {
			return w.none
		}
	case a == b:
		return w.stay
	case b == a+1:
		return w.next
	case b == a-1:
		return w.back
	case b > a+1:
		return w.ahead
	}
	return 0
}

// likeliest returns the state with the largest share in each step; of equal ones the earlier clause, so that the answer is
// one. A path as a whole may be likelier that goes elsewhere (Viterbi's), but where several clauses vie for a few sentences
// it often stays with one that hardly any other path goes through.
func likeliest(share [][]float64) []int {
	path := make([]int, len(share))
	for i := range share {
		path[i] = highest(share[i], 1)[0]
	}
	return path
}

// highest returns the places of the n largest values, the largest first, of equal ones the first.
func highest(v []float64, n int) []int {
	var out []int
	for i := range v {
		k := len(out)
		for k > 0 && v[i] > v[out[k-1]] {
			k--
		}
		if out = slices.Insert(out, k, i); len(out) > n {
			out = out[:n]
		}
	}
	return out
}

// shares runs forward and backward over the steps. Besides the states' shares it returns the log of the sum of all
// paths' odds.
func shares(steps []step) ([][]float64, float64) {
	t := newTrellis(steps)
	out := make([][]float64, len(steps))
	t.backward(func(i int, bwd []float64) {
		out[i] = t.share(i, bwd)
	})
	return out, t.total
}

// trellis is the steps with what leads to each state.
type trellis struct {
	steps []step
	odds  [][]float64 // of each step's states, the highest 1
	fwd   [][]float64 // shares of the paths that lead there
	total float64     // log of the sum of all paths' odds
}

func newTrellis(steps []step) *trellis {
	n, m := len(steps), len(steps[0].score)
	t := &trellis{steps: steps, odds: make([][]float64, n), fwd: make([][]float64, n)}
	all := make([]float64, 2*n*m)
	for i := range steps {
		t.odds[i], t.fwd[i] = all[2*i*m:(2*i+1)*m:(2*i+1)*m], all[(2*i+1)*m:(2*i+2)*m:(2*i+2)*m]
		top := oddsOf(t.odds[i], steps[i].score)
		copy(t.fwd[i], t.odds[i])
		if i > 0 {
			steps[i].way.spread(t.fwd[i], t.fwd[i-1], true)
			for b := range t.fwd[i] {
				t.fwd[i][b] *= t.odds[i][b]
			}
		}
		t.total += top + math.Log(normal(t.fwd[i]))
	}
	return t
}

// backward calls do for every step from the last to the first, with what leads on from each of its states.
func (t *trellis) backward(do func(i int, bwd []float64)) {
	m := len(t.odds[0])
	bwd, next := make([]float64, m), make([]float64, m)
	for b := range bwd {
		bwd[b] = 1
	}
	for i := len(t.steps) - 1; i >= 0; i-- {
		do(i, bwd)
		if i > 0 {
			for b := range bwd {
				bwd[b] *= t.odds[i][b]
			}
			t.steps[i].way.spread(next, bwd, false)
			bwd, next = next, bwd
			normal(bwd)
		}
	}
}

// share returns the states' shares of all paths in step i.
func (t *trellis) share(i int, bwd []float64) []float64 {
	out := make([]float64, len(bwd))
	for b := range out {
		out[b] = t.fwd[i][b] * bwd[b]
	}
	normal(out)
	return out
}

// spread passes weights v over a step, forward or backward, into out. Every state reaches every other at weight 1 (a
// jump); itself, its neighbours and those ahead at more or less.
func (w way) spread(out, v []float64, forward bool) {
	total := 0.0
	for _, x := range v {
		total += x
	}
	stay, next, back, ahead, none := math.Expm1(w.stay), math.Expm1(w.next), math.Expm1(w.back), math.Expm1(w.ahead), math.Expm1(w.none)
	n := len(v) - 1
	at := func(k int) float64 {
		if k < 0 || k >= n {
			return 0
		}
		return v[k]
	}
	far := 0.0 // sum of the states that lie two or more before b, or backward two or more after it
	for k := range n {
		b, d := k, -1
		if !forward {
			b, d = n-1-k, 1
		}
		far += at(b + 2*d)
		x := total + float64(stay*v[b]) + float64(next*at(b+d)) + float64(back*at(b-d)) + float64(ahead*far)
		out[b] = max(x, 0) // a jump that is all but ruled out may round below nothing
	}
	out[n] = max(total+float64(none*v[n]), 0)
}

// oddsOf writes scores as odds against the highest into out, and returns that.
func oddsOf(out, score []float64) float64 {
	top := slices.Max(score)
	for i, x := range score {
		out[i] = math.Exp(x - top)
	}
	return top
}

// normal makes v sum to 1, and returns what it summed to.
func normal(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	if sum > 0 {
		for i := range v {
			v[i] /= sum
		}
	}
	return sum
}
