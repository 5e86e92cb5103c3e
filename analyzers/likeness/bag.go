package likeness

import (
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
	buckets           = 1 << 18 // more costs cache, less mixes runs up
)

// Bagger makes bags and keeps its working memory between them. It is not for use by several goroutines at once.
type Bagger struct {
	Weight func(form string) float32 // how much a word counts, 0 to 1; nil: every word 1

	hashes []uint64 // a run in the upper half, its word's weight as bits in the lower
	ends   []int
	padded []byte
}

// Bag counts the runs of three to five letters inside the words ws, blanks at a word's ends being part of it. Signs count
// for nothing, and so do words of one letter.
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
	slices.Sort(b.hashes)
	out := Bag{Runs: make([]uint32, 0, len(b.hashes)), Weights: make([]float32, 0, len(b.hashes))}
	for i := 0; i < len(b.hashes); {
		run, sum := uint32(b.hashes[i]>>32), float32(0)
		for ; i < len(b.hashes) && uint32(b.hashes[i]>>32) == run; i++ {
			sum += math.Float32frombits(uint32(b.hashes[i]))
		}
		out.Runs = append(out.Runs, run)
		out.Weights = append(out.Weights, sum)
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
	start, low := 0, uint64(math.Float32bits(weight))
	for i := range b.ends {
		h := uint32(2166136261)
		at := start
		for k := 0; k < longest && i+k < len(b.ends); k++ {
			for ; at < b.ends[i+k]; at++ {
				h = (h ^ uint32(b.padded[at])) * 16777619
			}
			if k+1 >= shortest {
				b.hashes = append(b.hashes, uint64((h^h>>18^uint32(k)<<9)&(buckets-1))<<32|low)
			}
		}
		start = b.ends[i]
	}
}

// Model weighs runs by how few of the texts that it was made of hold them.
type Model struct {
	idf []float32 // by run
}

// NewModel makes a model of the given texts.
func NewModel(texts []Bag) *Model {
	m := &Model{idf: make([]float32, buckets)}
	for _, t := range texts {
		for _, r := range t.Runs {
			m.idf[r]++
		}
	}
	table := make([]float32, len(texts)+1)
	for k := range table {
		table[k] = weight(len(texts), k)
	}
	for r, k := range m.idf {
		m.idf[r] = table[int(k)]
	}
	return m
}

func weight(n, k int) float32 { return float32(math.Log(float64(n+1)/float64(k+1)) + 1) }

// Vector returns the bag's unit vector: 1+log(count) times the run's weight.
func (m *Model) Vector(b Bag) Bag {
	v := Bag{b.Runs, make([]float32, len(b.Runs))}
	sum := 0.0
	for i, r := range b.Runs {
		w := m.idf[r]
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
	start []int32 // by run: where its postings begin
	posts []posting
	size  int
}

type posting struct {
	doc int32
	w   float32
}

// NewIndex indexes vs.
func NewIndex(vs []Bag) *Index {
	x := &Index{start: make([]int32, buckets+1), size: len(vs)}
	n := 0
	for _, v := range vs {
		for _, r := range v.Runs {
			x.start[r+1]++
		}
		n += len(v.Runs)
	}
	for r := range buckets {
		x.start[r+1] += x.start[r]
	}
	x.posts = make([]posting, n)
	next := slices.Clone(x.start)
	for d, v := range vs {
		for i, r := range v.Runs {
			x.posts[next[r]] = posting{int32(d), v.Weights[i]}
			next[r]++
		}
	}
	return x
}

// Cosines returns the cosine of v with each vector of the index.
func (x *Index) Cosines(v Bag) []float64 {
	sum := make([]float64, x.size)
	for i, r := range v.Runs {
		for _, p := range x.posts[x.start[r]:x.start[r+1]] {
			sum[p.doc] += float64(v.Weights[i] * p.w)
		}
	}
	return sum
}
