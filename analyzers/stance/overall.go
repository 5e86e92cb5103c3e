package stance

import (
	"math"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Whole returns the stance to the draft as a whole. It reads Document.Stances.
func Whole(j *phrasing.Judged) consult.Overall {
	pr := BuiltIn().Whole(j)
	best := 0
	for k := range pr {
		if pr[k] > pr[best] {
			best = k
		}
	}
	if o, ok := whole(j, consult.Label(Classes[best+1])); ok {
		return o
	}
	if silent(j) {
		return consult.Overall{Label: consult.Neutral, Confidence: told, Why: "none"}
	}
	o := consult.Overall{Label: consult.Label(Classes[best+1]), Confidence: round(pr[best]), Why: "clauses"}
	for i := range j.By {
		if j.Has(i, "overall") {
			for _, class := range classesFor[o.Label] {
				if id := j.Cue(i, class); id != "" {
					o.Why = "cue." + id
					return o
				}
			}
		}
	}
	return o
}

// silent reports whether the letter takes no side at all: none to a clause, and no sentence that more likely than not carries
// one or asks. Few labelled letters are like that, so the model doesn't know them.
func silent(j *phrasing.Judged) bool {
	if len(j.Doc.Stances) > 0 {
		return false
	}
	for i := range j.By {
		if b := j.By[i].Pooled(); !j.Sentences[i].Outside && max(1-b.Stance[0], b.Ask) > 0.5 {
			return false
		}
	}
	return true
}

// DescribeWhole returns what the overall model weighs.
func DescribeWhole(j *phrasing.Judged) fit.Features {
	f := fit.Features{}
	n := 0.0
	for _, s := range j.Doc.Stances {
		f["clauses."+string(s.Label)] += s.Confidence
		f["top."+string(s.Label)] = math.Max(f["top."+string(s.Label)], s.Confidence)
		n += s.Confidence
	}
	for _, c := range Classes[1:] {
		if n > 0 {
			f["share."+c] = f["clauses."+c] / n
		}
		f["clauses."+c] = math.Log1p(f["clauses."+c])
	}
	if n == 0 {
		f["no-clause"] = 1
	}
	linked := map[int]bool{}
	for _, l := range j.Doc.Links {
		linked[l.Sentence] = true
	}
	for i := range j.By {
		if j.Sentences[i].Kind == consult.Heading || j.Sentences[i].Outside {
			continue
		}
		ofWhole(f, j, i, linked[i])
	}
	for k := range f {
		if len(k) > 4 && k[:4] == "sum." {
			f[k] = math.Log1p(f[k])
		}
	}
	f["length"] = math.Log1p(float64(len(j.By)))
	return f
}

// ofWhole adds what sentence i says of the draft as a whole: most by a sentence that is linked to no clause, or speaks of
// the whole in words.
func ofWhole(f fit.Features, j *phrasing.Judged, i int, linked bool) {
	b := j.By[i].Pooled()
	for k, c := range Classes {
		if k == 0 {
			continue
		}
		p := b.Stance[k]
		f["sum."+c] += p
		if !linked {
			f["free."+c] = math.Max(f["free."+c], p)
		}
	}
	f["asks"] = math.Max(f["asks"], b.Ask)
	for q := range j.Sentences[i].Cues {
		m := &j.Sentences[i].Cues[q]
		class := polarity(m)
		if class == "" || b.Foreign() > 0.5 {
			continue
		}
		if j.Has(i, "overall") {
			f["whole."+class] = 1
		}
		if !linked && m.Is("stance") {
			f["free.cue."+class] = 1
		}
	}
}
