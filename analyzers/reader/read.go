package reader

import (
	"math"
	"sync"

	"github.com/clausewise/clausewise/analyzers/reader/nn"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// pool keeps the encoder's memory between letters.
type pool struct{ sync.Pool }

// Read returns the scores of a letter's sentences, in order, against clause vectors that [Model.Clauses] made.
func (m *Model) Read(sentences []string, clauses [][]float32) ([]consult.Scores, error) {
	ids, counts := make([][]int32, len(sentences)), make([]int, len(sentences))
	for i, s := range sentences {
		ids[i] = cut(m.vocab.Tokens(s), longest)
		counts[i] = len(ids[i])
	}
	sums := make([]sum, len(sentences))
	for _, w := range Windows(counts) {
		vectors, err := m.window(ids[w.From:w.To])
		if err != nil {
			return nil, err
		}
		for i, v := range vectors {
			sums[w.From+i].add(m.heads.score(v, clauses))
		}
	}
	out := make([]consult.Scores, len(sums))
	for i := range sums {
		out[i] = sums[i].mean()
	}
	return out, nil
}

// window returns a vector a sentence, from the cache or by encoding.
func (m *Model) window(sentences [][]int32) ([][]float32, error) {
	ids, ends := []int32{m.start}, make([]int, 0, len(sentences))
	for _, s := range sentences {
		ids = append(append(ids, s...), m.end)
		ends = append(ends, len(ids))
	}
	k := keyOf(ids, ends)
	if v, ok := m.seen.get(k); ok {
		return v, nil
	}
	v, err := m.encode(ids, 1, ends)
	if err == nil {
		m.seen.put(k, v)
	}
	return v, err
}

// encode returns the mean of the tokens' states from position from to the first end, from there to the second, …
func (m *Model) encode(ids []int32, from int, ends []int) ([][]float32, error) {
	work := m.work.Get().(*nn.Work)
	defer m.work.Put(work)
	states, err := m.enc.Encode(ids, work)
	if err != nil {
		return nil, err
	}
	w := m.enc.Width
	out := make([][]float32, len(ends))
	for i, end := range ends {
		v := make([]float32, w)
		for t := from; t < end; t++ {
			for j, x := range states[t*w : (t+1)*w] {
				v[j] += x
			}
		}
		for j := range v {
			v[j] /= float32(end - from)
		}
		out[i], from = v, end
	}
	return out, nil
}

// Clauses returns the vectors of a draft's clauses: of each the mean over its words, less the mean of all, with length 1.
func (m *Model) Clauses(clauses []consult.Clause) ([][]float32, error) {
	out := make([][]float32, len(clauses))
	mean := make([]float32, m.enc.Width)
	for i, c := range clauses {
		ids := append([]int32{m.start}, cut(m.vocab.Tokens(clauseWords(c)), clauseTokens-2)...)
		ids = append(ids, m.end)
		v, err := m.encode(ids, 0, []int{len(ids)})
		if err != nil {
			return nil, err
		}
		out[i] = v[0]
		for j, x := range v[0] {
			mean[j] += x
		}
	}
	for _, v := range out {
		for j := range v {
			v[j] -= mean[j] / float32(len(out))
		}
		if length := float32(math.Sqrt(float64(dot(v, v)))); length > 0 {
			for j := range v {
				v[j] /= length
			}
		}
	}
	return out, nil
}

func cut(ids []int32, n int) []int32 { return ids[:min(n, len(ids))] }
