package fit

// Sum adds up a model's weights for one example whose features are all present or absent. It is the fast path of
// [Model.Scores] and needs no map of features. The zero Sum and one of a nil model have no scores.
type Sum struct {
	m    *Model
	acc  []float64
	seen []int
}

// NewSum begins an example.
func NewSum(m *Model) *Sum {
	s := &Sum{m: m}
	if m != nil {
		s.acc = make([]float64, len(m.Classes))
		s.add(m.index[Bias])
	}
	return s
}

// Add adds a feature; a second time it changes nothing.
func (s *Sum) Add(name []byte) {
	if s.m == nil {
		return
	}
	i, ok := s.m.index[string(name)]
	if !ok {
		return
	}
	for _, j := range s.seen {
		if j == i {
			return
		}
	}
	s.seen = append(s.seen, i)
	s.add(i)
}

func (s *Sum) add(i int) {
	k := len(s.acc)
	for c, w := range s.m.w[i*k : i*k+k] {
		s.acc[c] += w
	}
}

// Scores returns one score a class.
func (s *Sum) Scores() []float64 { return s.acc }
