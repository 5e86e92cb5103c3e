package likeness

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// Bag is what a text is made of: hashes of its runs of letters, sorted, each with a count or a weight.
type Bag struct {
	Runs    []uint32
	Weights []float32
}

const (
	shortest, longest = 3, 5
	buckets           = 1 << 20 // 20 bits: two runs of a letter seldom meet in one
)

// Bagger makes bags and keeps its working memory between them. It is not for use by several goroutines at once.
type Bagger struct {
	Weight func(form string) float32 // how much a word counts, 0 to 1; nil: every word 1

	hashes []weighed
	ends   []int
	padded []byte
}

type weighed struct {
	run uint32
	w   float32
}

// Bag counts the runs of three to five letters inside the words ws, blanks at a word's ends being part of it. Words of
// one letter and signs count for nothing.
func (b *Bagger) Bag(ws []Word) Bag {
	b.hashes = b.hashes[:0]
	for _, w := range ws {
		if w.Sort == Sign {
			continue
		}
		weight := float32(1)
		if b.Weight != nil {
			weight = b.Weight(w.Form)
		}
		if weight > 0 {
			b.add(w.Form, weight)
		}
	}
	slices.SortFunc(b.hashes, func(x, y weighed) int {
		if c := cmp.Compare(x.run, y.run); c != 0 {
			return c
		}
		return cmp.Compare(x.w, y.w)
	})
	out := Bag{Runs: make([]uint32, 0, len(b.hashes)), Weights: make([]float32, 0, len(b.hashes))}
	for i := 0; i < len(b.hashes); {
		j, sum := i, float32(0)
		for ; j < len(b.hashes) && b.hashes[j].run == b.hashes[i].run; j++ {
			sum += b.hashes[j].w
		}
		out.Runs = append(out.Runs, b.hashes[i].run)
		out.Weights = append(out.Weights, sum)
		i = j
	}
	return out
}

func (b *Bagger) add(form string, weight float32) {
	b.padded = append(append(append(b.padded[:0], ' '), form...), ' ')
	b.ends = b.ends[:0]
	for i := 0; i < len(b.padded); {
		_, n := utf8.DecodeRune(b.padded[i:])
		i += n
		b.ends = append(b.ends, i)
	}
	start := 0
	for i := range b.ends {
		h := uint32(2166136261)
		at := start
		for k := 0; k < longest && i+k < len(b.ends); k++ {
			for ; at < b.ends[i+k]; at++ {
				h = (h ^ uint32(b.padded[at])) * 16777619
			}
			if k+1 >= shortest {
				b.hashes = append(b.hashes, weighed{(h ^ h>>20 ^ uint32(k)<<9) & (buckets - 1), weight})
			}
		}
		start = b.ends[i]
	}
}

// Model weighs runs by how few of the texts that it was made of hold them.
type Model struct {
	idf   map[uint32]float32
	other float32 // the weight of a run that none of them holds
}

// NewModel makes a model of the given texts.
func NewModel(texts ...[]Bag) *Model {
	df := map[uint32]int{}
	n := 0
	for _, list := range texts {
		for _, t := range list {
			for _, r := range t.Runs {
				df[r]++
			}
			n++
		}
	}
	m := &Model{idf: make(map[uint32]float32, len(df)), other: weight(n, 0)}
	for r, k := range df {
		m.idf[r] = weight(n, k)
	}
	return m
}

func weight(n, k int) float32 { return float32(math.Log(float64(n+1)/float64(k+1)) + 1) }

// Vector returns the bag's unit vector: 1+log(count) times the run's weight.
func (m *Model) Vector(b Bag) Bag {
	v := Bag{b.Runs, make([]float32, len(b.Runs))}
	sum := 0.0
	for i, r := range b.Runs {
		w, ok := m.idf[r]
		if !ok {
			w = m.other
		}
		if c := b.Weights[i]; c > 1 {
			w = float32(w * float32(1+math.Log(float64(c))))
		} else {
			w = float32(w * c)
		}
		v.Weights[i] = w
		sum += float64(float64(w) * float64(w))
	}
	if sum > 0 {
		scale := float32(1 / math.Sqrt(sum))
		for i := range v.Weights {
			v.Weights[i] *= scale
		}
	}
	return v
}

// Index holds vectors so that one more can be compared with all of them at once.
type Index struct {
	at   map[uint32][]posting
	size int
}

type posting struct {
	doc int32
	w   float32
}

// NewIndex indexes vs.
func NewIndex(vs []Bag) *Index {
	x := &Index{at: map[uint32][]posting{}, size: len(vs)}
	for d, v := range vs {
		for i, r := range v.Runs {
			x.at[r] = append(x.at[r], posting{int32(d), v.Weights[i]})
		}
	}
	return x
}

// Cosines returns the cosine of v with each vector of the index.
func (x *Index) Cosines(v Bag) []float64 {
	sum := make([]float64, x.size)
	for i, r := range v.Runs {
		for _, p := range x.at[r] {
			sum[p.doc] += float64(v.Weights[i] * p.w)
		}
	}
	return sum
}

// Mix returns the unit vector of v plus share times the mean of own; v itself when there is none.
func Mix(v Bag, own []Bag, share float64) Bag {
	if len(own) == 0 {
		return v
	}
	sum := map[uint32]float64{}
	for i, r := range v.Runs {
		sum[r] = float64(v.Weights[i])
	}
	for _, o := range own {
		for i, r := range o.Runs {
			sum[r] += float64(float64(o.Weights[i]) * share / float64(len(own)))
		}
	}
	out := Bag{Runs: make([]uint32, 0, len(sum)), Weights: make([]float32, len(sum))}
	for r := range sum {
		out.Runs = append(out.Runs, r)
	}
	slices.Sort(out.Runs)
	sq := 0.0
	for _, r := range out.Runs {
		sq += float64(sum[r] * sum[r])
	}
	for i, r := range out.Runs {
		out.Weights[i] = float32(sum[r] / math.Sqrt(sq))
	}
	return out
}
