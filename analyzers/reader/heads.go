package reader

import (
	"math"

	"github.com/clausewise/clausewise/analyzers/reader/model"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// head is a linear map from a sentence's standardised vector to n scores.
type head struct {
	weights, bias []float32
}

// heads are what sits on a sentence's vector.
type heads struct {
	width                               int
	mean, by                            []float32 // a vector is standardised by (v − mean)·by
	ask, stance, voice, change, nowhere head
	passage, weigh                      head // empty in a model without them
	judge                               head // of topics; empty in a model without it
	link                                []float32
	gain                                float32
}

func readHeads(f *model.File) heads {
	w := f.Width
	read := func(name string, n int) head {
		return head{f.Float32(name+".w", n, w), f.Float32(name+".bias", n)}
	}
	h := heads{width: w, mean: f.Float32("mu", w), by: f.Float32("sd", w), ask: read("ask", 1), stance: read("stance", 6), voice: read("voice", 5),
		change: read("change", 4), nowhere: read("nowhere", 1), link: f.Float32("link", w, w), gain: f.Float32("gain", 1)[0]}
	if f.Has("passage.w") {
		h.passage, h.weigh = read("passage", 6), read("weigh", 1)
	}
	if f.Has("judge.w") {
		h.judge = read("judge", 6)
	}
	for i, sd := range h.by {
		h.by[i] = 1 / sd
	}
	return h
}

// dot sums in a fixed order, each product rounded.
func dot(x, y []float32) float32 {
	y = y[:len(x)]
	s := float32(0)
	for i, v := range x {
		s += float32(v * y[i])
	}
	return s
}

func (h head) scores(x, out []float32) {
	for i := range h.bias {
		out[i] = dot(x, h.weights[i*len(x):(i+1)*len(x)]) + h.bias[i]
	}
}

// standard returns a vector as the heads take it.
func (h *heads) standard(v []float32) []float32 {
	x := make([]float32, len(v))
	for i := range v {
		x[i] = float32((v[i] - h.mean[i]) * h.by[i])
	}
	return x
}

// score returns the scores of a sentence whose vector is v, against the clauses' vectors.
func (h *heads) score(v []float32, clauses [][]float32) consult.Scores {
	x := h.standard(v)
	var s consult.Scores
	one := make([]float32, 1)
	single := func(of head) float32 {
		of.scores(x, one)
		return one[0]
	}
	s.Ask = single(h.ask)
	h.stance.scores(x, s.Stance[:])
	h.voice.scores(x, s.Voice[:])
	h.change.scores(x, s.Change[:])
	if len(h.weigh.bias) > 0 {
		h.passage.scores(x, s.Passage[:])
		s.Weigh = single(h.weigh)
	}
	q := h.project(v)
	for _, c := range clauses {
		s.Link = append(s.Link, float32(dot(q, c)*h.gain))
	}
	s.Link = append(s.Link, single(h.nowhere))
	return s
}

// project maps a sentence's vector to where the clauses' vectors are, with length 1.
func (h *heads) project(v []float32) []float32 {
	q := make([]float32, h.width)
	for i, x := range v {
		for j, w := range h.link[i*h.width : (i+1)*h.width] {
			q[j] += float32(x * w)
		}
	}
	by := 1 / float32(math.Sqrt(float64(dot(q, q)+1e-6)))
	for j := range q {
		q[j] *= by
	}
	return q
}

// sum adds up the scores of a sentence that lies in several windows.
type sum struct {
	scores consult.Scores
	n      float32
}

func (t *sum) add(s consult.Scores) {
	if t.n++; t.n == 1 {
		t.scores = s
		return
	}
	each(&t.scores, &s, func(a, b float32) float32 { return a + b })
}

func (t *sum) mean() consult.Scores {
	each(&t.scores, &t.scores, func(a, _ float32) float32 { return a / t.n })
	return t.scores
}

// each sets every score of a to f of it and b's.
func each(a, b *consult.Scores, f func(a, b float32) float32) {
	a.Ask, a.Weigh = f(a.Ask, b.Ask), f(a.Weigh, b.Weigh)
	for _, p := range [][2][]float32{{a.Stance[:], b.Stance[:]}, {a.Voice[:], b.Voice[:]}, {a.Change[:], b.Change[:]}, {a.Passage[:], b.Passage[:]}, {a.Link, b.Link}} {
		for i := range p[0] {
			p[0][i] = f(p[0][i], p[1][i])
		}
	}
}
