package phrasing

import (
	"math"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Judged is a letter with what the heads say of each sentence, and what the reader said where it has read the letter.
type Judged struct {
	*Letter
	By []Judgement // one a sentence
}

// Judgement is what is thought of one sentence. Probabilities are those of the heads alone; R holds the reader's.
type Judgement struct {
	AskOdds float64
	Ask     float64
	Stance  [6]float64 // none, support, conditional, oppose, mixed, neutral
	Voice   [5]float64 // own, other, draft, law, hypothetical
	Side    [4]float64 // none, for, against, neither
	R       *Reader    // nil where the reader has not read
}

// Reader is the learned reader's view of a sentence, as probabilities.
type Reader struct {
	AskOdds float64
	Ask     float64
	Stance  [6]float64
	Voice   [5]float64
	Change  [4]float64
}

func judge(h heads, l *Letter) *Judged {
	sum, d := h.Sum(), l.Doc
	out := &Judged{Letter: l, By: make([]Judgement, len(l.Sentences))}
	for i := range l.Sentences {
		s := h.score(sum, l, i)
		j := &out.By[i]
		j.AskOdds, j.Ask = s.Ask, fit.Sigmoid(s.Ask)
		copy(j.Stance[:], fit.Softmax(s.Stance[:]))
		copy(j.Voice[:], fit.Softmax(s.Voice[:]))
		copy(j.Side[:], fit.Softmax(s.Side[:]))
		if d.Reading != nil && i < len(d.Reading.Rows) {
			j.R = reader(&d.Reading.Rows[i])
		}
		if l.Polite(i) {
			j.silence()
		}
		if l.Speaks(i) {
			j.own()
		}
	}
	return out
}

// silence takes every stance from a sentence that has none.
func (j *Judgement) silence() {
	none := [6]float64{0.99, 0.002, 0.002, 0.002, 0.002, 0.002}
	j.Stance, j.Side = none, [4]float64{0.99, 0.003, 0.003, 0.004}
	if j.R != nil {
		j.R.Stance = none
	}
}

// own takes a sentence whose subject is the respondent for its own voice: heads and reader know it by "we", not by name.
func (j *Judgement) own() {
	own := [5]float64{0.96, 0.01, 0.01, 0.01, 0.01}
	if j.Voice[0] < own[0] {
		j.Voice = own
	}
	if j.R != nil && j.R.Voice[0] < own[0] {
		j.R.Voice = own
	}
}

func reader(r *consult.Scores) *Reader {
	out := &Reader{AskOdds: float64(r.Ask), Ask: fit.Sigmoid(float64(r.Ask))}
	soft(out.Stance[:], r.Stance[:])
	soft(out.Voice[:], r.Voice[:])
	soft(out.Change[:], r.Change[:])
	return out
}

func soft(into []float64, logits []float32) {
	copy(into, fit.Softmax(logits))
}

// Foreign returns the probability that the sentence is not in the respondent's own voice, by the heads and, where it
// has read, the reader: their mean.
func (j *Judgement) Foreign() float64 {
	f := 1 - j.Voice[0]
	if j.R != nil {
		f = (f + 1 - j.R.Voice[0]) / 2
	}
	return f
}

// Pooled returns the judgement with the reader's view drawn in where it has read: the geometric mean of both
// probabilities for the stance, the mean of both odds for the ask.
func (j *Judgement) Pooled() *Judgement {
	if j.R == nil {
		return j
	}
	out := *j
	out.AskOdds = (j.AskOdds + j.R.AskOdds) / 2
	out.Ask = fit.Sigmoid(out.AskOdds)
	sum := 0.0
	for k := range out.Stance {
		out.Stance[k] = math.Sqrt(j.Stance[k] * j.R.Stance[k])
		sum += out.Stance[k]
	}
	for k := range out.Stance {
		out.Stance[k] /= sum
	}
	return &out
}
