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
type way struct{ stay, next, back, none float64 }

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
	}
	return 0
}

// decode returns the best state of every step, and for every step the share of all paths that goes through each state.
func decode(steps []step) ([]int, [][]float64) {
	share, _ := shares(steps)
	return viterbi(steps), share
}

// viterbi finds the path with the largest sum. Of equal ones the earlier clause wins, so that the answer is one.
func viterbi(steps []step) []int {
	m := len(steps[0].score)
	sum := slices.Clone(steps[0].score)
	back := make([][]int32, len(steps))
	for i := 1; i < len(steps); i++ {
		back[i] = make([]int32, m)
		next := make([]float64, m)
		// At most three predecessors of a state score other than 0, so the best is one of those or of the four highest.
		high := highest(sum, 4)
		for b := range m {
			from, score := -1, math.Inf(-1)
			for _, a := range append([]int{b - 1, b, b + 1}, high...) {
				if a < 0 || a >= m {
					continue
				}
				if x := sum[a] + steps[i].way.to(a, b, m-1); x > score || x == score && a < from {
					from, score = a, x
				}
			}
			next[b], back[i][b] = score+steps[i].score[b], int32(from)
		}
		sum = next
	}
	at := highest(sum, 1)[0]
	path := make([]int, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		path[i] = at
		if i > 0 {
			at = int(back[i][at])
		}
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
	fwd, total := forward(steps)
	m := len(steps[0].score)
	bwd := make([]float64, m)
	for b := range bwd {
		bwd[b] = 1
	}
	out := make([][]float64, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		out[i] = make([]float64, m)
		for b := range out[i] {
			out[i][b] = fwd[i][b] * bwd[b]
		}
		normal(out[i])
		if i == 0 {
			break
		}
		odds, _ := oddsOf(steps[i].score)
		for b := range bwd {
			bwd[b] *= odds[b]
		}
		bwd = steps[i].way.spread(bwd, false)
		normal(bwd)
	}
	return out, total
}

// forward returns for every step the states' shares of the paths that lead there, and the log of the sum of all paths'
// odds.
func forward(steps []step) ([][]float64, float64) {
	fwd := make([][]float64, len(steps))
	total := 0.0
	for i := range steps {
		odds, top := oddsOf(steps[i].score)
		fwd[i] = odds
		if i > 0 {
			fwd[i] = steps[i].way.spread(fwd[i-1], true)
			for b := range fwd[i] {
				fwd[i][b] *= odds[b]
			}
		}
		total += top + math.Log(normal(fwd[i]))
	}
	return fwd, total
}

// spread passes weights over a step, forward or backward. Every state reaches every other at weight 1 (a jump), itself
// and its neighbours at more or less.
func (w way) spread(v []float64, forward bool) []float64 {
	total := 0.0
	for _, x := range v {
		total += x
	}
	stay, next, back, none := math.Expm1(w.stay), math.Expm1(w.next), math.Expm1(w.back), math.Expm1(w.none)
	if !forward {
		next, back = back, next
	}
	n := len(v) - 1
	out := make([]float64, n+1)
	for b := range n {
		out[b] = total + float64(stay*v[b])
		if b > 0 {
			out[b] += float64(next * v[b-1])
		}
		if b+1 < n {
			out[b] += float64(back * v[b+1])
		}
		out[b] = max(out[b], 0) // a jump that is all but ruled out may round below nothing
	}
	out[n] = max(total+float64(none*v[n]), 0)
	return out
}

// oddsOf returns scores as odds against the highest, and that.
func oddsOf(score []float64) ([]float64, float64) {
	top := slices.Max(score)
	out := make([]float64, len(score))
	for i, x := range score {
		out[i] = math.Exp(x - top)
	}
	return out, top
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
