package fit

import "sort"

// Joint is several models over the same features side by side: one look-up a feature serves them all.
type Joint struct {
	index map[string]int
	w     []float64 // feature-major
	k     int       // scores of all models
	bias  []float64
	from  []int // first score of each model
}

// Join puts models side by side; a nil one has no scores.
func Join(models ...*Model) *Joint {
	j := &Joint{index: map[string]int{}}
	set := map[string]bool{}
	for _, m := range models {
		j.from = append(j.from, j.k)
		if m != nil {
			j.k += len(m.Classes)
			for _, n := range m.names {
				set[n] = true
			}
		}
	}
	j.from = append(j.from, j.k)
	names := make([]string, 0, len(set))
	for n := range set {
		names = append(names, n)
	}
	sort.Strings(names)
	j.w = make([]float64, len(names)*j.k)
	for i, n := range names {
		j.index[n] = i
		for q, m := range models {
			if m == nil {
				continue
			}
			if at, ok := m.index[n]; ok {
				copy(j.w[i*j.k+j.from[q]:i*j.k+j.from[q+1]], m.w[at*len(m.Classes):])
			}
		}
	}
	j.bias = make([]float64, j.k)
	if i, ok := j.index[Bias]; ok {
		copy(j.bias, j.w[i*j.k:(i+1)*j.k])
	}
	return j
}

// Sum adds up the weights of one example whose features are all present or absent. It is the fast path of
// [Model.Scores] and needs no map of features.
type Sum struct {
	j    *Joint
	acc  []float64
	seen []int
}

// Sum begins an example.
func (j *Joint) Sum() *Sum {
	return &Sum{j: j, acc: append([]float64(nil), j.bias...), seen: make([]int, 0, 64)}
}

// Reset begins another example with s's memory.
func (s *Sum) Reset() {
	copy(s.acc, s.j.bias)
	s.seen = s.seen[:0]
}

// Add adds a feature; a second time it changes nothing.
func (s *Sum) Add(name []byte) {
	i, ok := s.j.index[string(name)]
	if !ok {
		return
	}
	for _, x := range s.seen {
		if x == i {
			return
		}
	}
	s.seen = append(s.seen, i)
	for c, w := range s.j.w[i*s.j.k : (i+1)*s.j.k] {
		s.acc[c] += w
	}
}

// Scores returns the scores of model q, one a class; they are valid until the next Reset.
func (s *Sum) Scores(q int) []float64 { return s.acc[s.j.from[q]:s.j.from[q+1]] }
