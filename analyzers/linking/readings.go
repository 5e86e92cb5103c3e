package linking

import (
	"math"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// readings are the learned reader's scores: a row a sentence, a column a state.
type readings struct {
	z       [][]float64 // z-score over the states
	log     [][]float64 // log of the share
	top     []peak      // by clause: where the log share is highest
	carries []float64   // how likely the sentence asks or takes a side
}

// readingsOf returns nil where the reader has not read d against this draft.
func readingsOf(d *consult.Document, clauses int) *readings {
	r := d.Reading
	if r == nil || len(r.Clauses) != clauses || len(r.Rows) != len(d.Sentences) {
		return nil
	}
	out := &readings{}
	for i := range r.Rows {
		if len(r.Rows[i].Link) != clauses+1 {
			return nil
		}
		v := float64s(r.Rows[i].Link)
		out.z = append(out.z, zscore(v))
		share := shareOf(v)
		for c := range share {
			share[c] = max(math.Log(share[c]), logFloor)
		}
		out.log = append(out.log, share)
		out.carries = append(out.carries, max(1-shareOf(float64s(r.Rows[i].Stance[:]))[0], 1/(1+math.Exp(-float64(r.Rows[i].Ask)))))
	}
	out.top = peaks(out.log, clauses)
	return out
}

// shareOf returns the softmax of v.
func shareOf(v []float64) []float64 {
	out := make([]float64, len(v))
	oddsOf(out, v)
	normal(out)
	return out
}

func float64s(v []float32) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x)
	}
	return out
}

// ofClause fills in what the reader makes of clause c in sentence i, h being the heading above or -1 and paragraph the mean
// over the block.
func (r *readings) ofClause(f []float64, i, h, c int, paragraph float64) {
	f[readerZ], f[readerLog], f[readerShare], f[readerParagraph] = r.z[i][c], r.log[i][c], math.Exp(r.log[i][c]), paragraph
	if h >= 0 {
		f[readerHeading] = r.z[h][c]
	}
	if i > 0 {
		f[readerBefore] = r.z[i-1][c]
	}
	if i+1 < len(r.z) {
		f[readerAfter] = r.z[i+1][c]
	}
	f[readerColumn] = max(-columnFar, min(columnFar, r.log[i][c]-r.top[c].besides(i)))
}

// peak is the highest of some values and where it stands, and the highest of those that stand elsewhere.
type peak struct {
	at          int
	best, other float64
}

// peaks returns the peak of each of the first n columns over the rows of v.
func peaks(v [][]float64, n int) []peak {
	out := make([]peak, n)
	for c := range out {
		out[c] = peak{-1, math.Inf(-1), math.Inf(-1)}
		for i := range v {
			out[c].add(i, v[i][c])
		}
	}
	return out
}

// add puts in a value that stands at at; values of one place come one after the other.
func (p *peak) add(at int, x float64) {
	switch {
	case x > p.best && at == p.at:
		p.best = x
	case x > p.best:
		*p = peak{at, x, p.best}
	case at != p.at:
		p.other = max(p.other, x)
	}
}

// besides returns the highest value that stands elsewhere; 0 where there is none.
func (p *peak) besides(at int) float64 {
	x := p.best
	if p.at == at {
		x = p.other
	}
	if math.IsInf(x, -1) {
		return 0
	}
	return x
}
