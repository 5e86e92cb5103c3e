package linking

import (
	"math"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// readings are the learned reader's link scores: a row a sentence, a column a state.
type readings struct {
	z   [][]float64 // z-score over the states
	log [][]float64 // log of the share
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
		v := make([]float64, clauses+1)
		for c, x := range r.Rows[i].Link {
			v[c] = float64(x)
		}
		out.z = append(out.z, zscore(v))
		odds, _ := oddsOf(v)
		normal(odds)
		for c := range odds {
			odds[c] = max(math.Log(odds[c]), logFloor)
		}
		out.log = append(out.log, odds)
	}
	return out
}

// ofClause fills in what the reader makes of clause c in sentence i, h being the heading above or -1: its z-score and
// share, the heading's, a place for the paragraph's, and the neighbours'.
func (r *readings) ofClause(f []float64, i, h, c int) {
	f[0], f[1], f[2] = r.z[i][c], r.log[i][c], math.Exp(r.log[i][c])
	if h >= 0 {
		f[3] = r.z[h][c]
	}
	if i > 0 {
		f[5] = r.z[i-1][c]
	}
	if i+1 < len(r.z) {
		f[6] = r.z[i+1][c]
	}
}
