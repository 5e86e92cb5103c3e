package fit

import (
	"math"
	"sort"
)

// Example is features with the class they stand for.
type Example struct {
	Features
	Class  int
	Weight float64 // 0 counts as 1
}

// Options set how a model is learned.
type Options struct {
	Classes []string
	Penalty float64                           // of each squared weight, for the sum over examples; the bias is free
	Steps   int                               // L-BFGS steps; 0 means 120
	Keep    func(name string) bool            // nil keeps all features
	Scale   func(name string) (scale float64) // a feature's own share of the penalty; nil means 1
}

type entry struct {
	feature int
	value   float64
}

// problem is the examples as rows of numbers.
type problem struct {
	rows    [][]entry
	class   []int
	weight  []float64
	k       int
	penalty []float64 // one a feature
}

// Learn fits a model to examples.
func Learn(examples []Example, o Options) *Model {
	m, p := compile(examples, o)
	m.w = Minimize(len(m.names)*p.k, o.Steps, p.cost)
	return m
}

func compile(examples []Example, o Options) (*Model, *problem) {
	m := &Model{Classes: o.Classes, index: map[string]int{}}
	set := map[string]bool{}
	for _, e := range examples {
		for k := range e.Features {
			if o.Keep == nil || o.Keep(k) {
				set[k] = true
			}
		}
	}
	for k := range set {
		m.names = append(m.names, k)
	}
	sort.Strings(m.names)
	m.names = append([]string{Bias}, m.names...)
	p := &problem{k: len(o.Classes)}
	for i, n := range m.names {
		m.index[n] = i
		pen := o.Penalty
		if o.Scale != nil {
			pen *= o.Scale(n)
		}
		if i == 0 {
			pen = 1e-6
		}
		p.penalty = append(p.penalty, pen)
	}
	for _, e := range examples {
		row := []entry{{0, 1}}
		for _, k := range sortedKeys(e.Features) {
			if i, ok := m.index[k]; ok {
				row = append(row, entry{i, e.Features[k]})
			}
		}
		w := e.Weight
		if w == 0 {
			w = 1
		}
		p.rows, p.class, p.weight = append(p.rows, row), append(p.class, e.Class), append(p.weight, w)
	}
	return m, p
}

// cost returns the penalised negative log likelihood and writes its gradient.
func (p *problem) cost(w, grad []float64) float64 {
	total := 0.0
	for i, x := range w {
		pen := p.penalty[i/p.k]
		total += pen * x * x / 2
		grad[i] = pen * x
	}
	s := make([]float64, p.k)
	for r, row := range p.rows {
		for c := range s {
			s[c] = 0
		}
		for _, e := range row {
			for c := range s {
				s[c] += w[e.feature*p.k+c] * e.value
			}
		}
		pr := Softmax(s)
		total -= p.weight[r] * math.Log(math.Max(pr[p.class[r]], 1e-300))
		pr[p.class[r]]--
		for _, e := range row {
			for c := range s {
				grad[e.feature*p.k+c] += p.weight[r] * pr[c] * e.value
			}
		}
	}
	return total
}

const history = 8

// Minimize returns n numbers at which cost is least, as far as steps steps of L-BFGS go (0 means 120): two-loop recursion,
// step halving until the cost falls enough. cost also writes its gradient.
func Minimize(n, steps int, cost func(w, gradient []float64) float64) []float64 {
	if steps == 0 {
		steps = 120
	}
	w, g := make([]float64, n), make([]float64, n)
	least := cost(w, g)
	var ss, ys [][]float64
	next, ng := make([]float64, n), make([]float64, n)
	for step := 0; step < steps; step++ {
		d := direction(g, ss, ys)
		slope := dot(d, g)
		t := 1.0
		if len(ss) == 0 {
			t = 1 / math.Max(1, math.Sqrt(dot(g, g)))
		}
		c := 0.0
		for try := 0; ; try++ {
			for i := range w {
				next[i] = w[i] + t*d[i]
			}
			c = cost(next, ng)
			if c <= least+1e-4*t*slope || try == 30 {
				break
			}
			t /= 2
		}
		s, y := make([]float64, n), make([]float64, n)
		for i := range w {
			s[i], y[i] = next[i]-w[i], ng[i]-g[i]
		}
		if dot(s, y) > 1e-10 {
			ss, ys = append(ss, s), append(ys, y)
			if len(ss) > history {
				ss, ys = ss[1:], ys[1:]
			}
		}
		done := least-c < 1e-6*math.Abs(least)
		copy(w, next)
		copy(g, ng)
		least = c
		if done {
			break
		}
	}
	return w
}

func direction(g []float64, ss, ys [][]float64) []float64 {
	d := make([]float64, len(g))
	for i := range g {
		d[i] = -g[i]
	}
	alpha := make([]float64, len(ss))
	for j := len(ss) - 1; j >= 0; j-- {
		alpha[j] = dot(ss[j], d) / dot(ss[j], ys[j])
		axpy(-alpha[j], ys[j], d)
	}
	if j := len(ss) - 1; j >= 0 {
		scale := dot(ss[j], ys[j]) / dot(ys[j], ys[j])
		for i := range d {
			d[i] *= scale
		}
	}
	for j := range ss {
		axpy(alpha[j]-dot(ys[j], d)/dot(ss[j], ys[j]), ss[j], d)
	}
	return d
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

func axpy(a float64, x, y []float64) {
	for i := range x {
		y[i] += a * x[i]
	}
}
