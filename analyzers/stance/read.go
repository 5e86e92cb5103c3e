package stance

import (
	"math"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// What the learned reader says of a topic stands beside what is pooled of it and the heads, since the two err in
// different places: letters that it hasn't read have none of these features.

// read adds what the reader alone says of a sentence that is linked with confidence w.
func (d *gather) read(r *phrasing.Reader, w float64) {
	d.f["read"] = 1
	for k, c := range Classes[1:] {
		p := r.Stance[k+1] * w * r.Voice[0]
		d.f["read.sum."+c] += p
		d.top("read.max."+c, p)
	}
	d.top("read.ask", r.Ask*w)
}

// readShares adds the labels' shares of the reader's sums, and puts the sums on the scale of the others.
func (d *gather) readShares() {
	if d.f["read"] == 0 {
		return
	}
	total := 1e-9
	for _, c := range Classes[1:] {
		total += d.f["read.sum."+c]
	}
	for _, c := range Classes[1:] {
		d.f["read.share."+c] = d.f["read.sum."+c] / total
		d.f["read.sum."+c] = math.Log1p(d.f["read.sum."+c])
	}
}

// topic adds the reader's view of the clause and the topic's sentences read as one text (consult.TopicScores).
func topic(f fit.Features, j *phrasing.Judged, t consult.Topic) {
	s := j.Doc.Reading.Topic(t.Clause)
	if s == nil {
		return
	}
	f["judge"] = 1
	for k, p := range fit.Softmax(s.Stance[:]) {
		f["judge."+Classes[k+1]] = p
		f["judge.log."+Classes[k+1]] = math.Log(p+0.01) / 4
	}
}

// passage adds the reader's view of all the topic's sentences taken together (consult.Scores.Passage).
func passage(f fit.Features, j *phrasing.Judged, t consult.Topic) {
	if j.Doc.Reading == nil {
		return
	}
	most, total := math.Inf(-1), 0.0
	for _, l := range t.Links {
		most = math.Max(most, float64(j.Doc.Reading.Rows[l.Sentence].Weigh))
	}
	var sum [6]float64
	for _, l := range t.Links {
		if s := &j.Sentences[l.Sentence]; s.Outside || s.Kind == consult.Heading && len(t.Links) > 1 {
			continue
		}
		r := &j.Doc.Reading.Rows[l.Sentence]
		w := math.Exp(float64(r.Weigh)-most) * l.Confidence
		total += w
		for k := range sum {
			sum[k] += w * float64(r.Passage[k])
		}
	}
	if total == 0 {
		return
	}
	for k := range sum {
		sum[k] /= total
	}
	for k, p := range fit.Softmax(sum[:]) {
		f["passage."+Classes[k]] = p
	}
}
