package likeness

import "sync"

// Mixture is sums of vectors, by number: what a letter says of each clause.
type Mixture struct {
	n     int
	slot  *[]int32 // by run: its row in sums, from 1
	runs  []uint32
	sums  []float32 // rows of n
	parts []int     // how many vectors were added to each sum
}

var slots = sync.Pool{New: func() any { s := make([]int32, buckets); return &s }}

// NewMixture makes n empty sums. Free it after use.
func NewMixture(n int) *Mixture {
	return &Mixture{n: n, slot: slots.Get().(*[]int32), parts: make([]int, n)}
}

// Free gives the mixture's working memory back.
func (m *Mixture) Free() {
	for _, r := range m.runs {
		(*m.slot)[r] = 0
	}
	slots.Put(m.slot)
	m.slot = nil
}

// Add adds v to sum c.
func (m *Mixture) Add(c int, v Bag) {
	slot := *m.slot
	for i, r := range v.Runs {
		k := slot[r]
		if k == 0 {
			m.runs = append(m.runs, r)
			k = int32(len(m.runs))
			slot[r] = k
			m.sums = append(m.sums, make([]float32, m.n)...)
		}
		m.sums[int(k-1)*m.n+c] += v.Weights[i]
	}
	m.parts[c]++
}

// Parts returns how many vectors were added to sum c.
func (m *Mixture) Parts(c int) int { return m.parts[c] }

// Dots returns the scalar product of v with the mean of each sum.
func (m *Mixture) Dots(v Bag) []float64 {
	out := make([]float64, m.n)
	slot := *m.slot
	for i, r := range v.Runs {
		if k := slot[r]; k > 0 {
			for c, w := range m.sums[int(k-1)*m.n : int(k)*m.n] {
				out[c] += float64(v.Weights[i] * w)
			}
		}
	}
	for c := range out {
		out[c] /= float64(max(1, m.parts[c]))
	}
	return out
}

// Squares returns the squared length of the mean of each sum.
func (m *Mixture) Squares() []float64 {
	out := make([]float64, m.n)
	for k := range m.runs {
		for c, w := range m.sums[k*m.n : (k+1)*m.n] {
			out[c] += float64(w * w)
		}
	}
	for c := range out {
		n := float64(max(1, m.parts[c]))
		out[c] /= n * n
	}
	return out
}
