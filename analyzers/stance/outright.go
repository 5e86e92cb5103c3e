package stance

import (
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// told is how sure a side is that is taken outright.
const told = 0.75

// saidOf returns the sides that sentence i takes outright to a clause: in a part of it that names the clause, not in its
// condition; or, if the sentence names none, an acceptance on a condition, since it is linked to the clause, or any side
// under a heading that names the clause alone.
func saidOf(j *phrasing.Judged, clause string, i int) []phrasing.Said {
	var out []phrasing.Said
	for _, x := range j.Said(i) {
		object := x.Part
		if x.Label == consult.Conditional {
			object.End = min(object.End, x.Condition.Start)
		}
		none := true
		for _, r := range j.Doc.References {
			if r.Foreign || len(r.Clauses) == 0 || r.Start < object.Start || r.Start >= object.End {
				continue
			}
			none = false
			for _, c := range r.Clauses {
				if c == clause {
					out = append(out, x)
					break
				}
			}
		}
		if none && !x.Whole && (x.Label == consult.Conditional || under(j, clause, i)) {
			out = append(out, x)
		}
	}
	return out
}

// under reports whether the heading above sentence i names the clause and no other.
func under(j *phrasing.Judged, clause string, i int) bool {
	h := j.Sentences[i].Heading
	if h < 0 {
		return false
	}
	found := false
	for _, r := range j.Doc.References {
		if r.Foreign || len(r.Clauses) == 0 || !j.Doc.Sentences[h].Contains(r.Span) {
			continue
		}
		if len(r.Clauses) > 1 || r.Clauses[0] != clause {
			return false
		}
		found = true
	}
	return found
}

// outright puts what the letter says outright of a clause above what the model makes of it: a side where the model sees
// none or the contrary, a condition where it sees plain support. Where the model has found more in other sentences (asks,
// a turn), its view stands.
func outright(j *phrasing.Judged, t consult.Topic, pr []float64) []float64 {
	label, only, clear := consult.Label(""), true, true
	for _, l := range t.Links {
		said := saidOf(j, t.Clause, l.Sentence)
		if len(said) == 0 && j.Sentences[l.Sentence].Kind != consult.Heading && weight(j, l.Sentence, 0) >= carries {
			only = false
		}
		for _, x := range said {
			label, clear = join(label, x.Label), clear && x.Clear
		}
	}
	if label == "" {
		return pr
	}
	best := likeliest(pr)
	if Classes[best] == string(label) || !beats(label, consult.Label(Classes[best]), only, only && clear) {
		return pr
	}
	out := make([]float64, len(pr))
	for k, c := range Classes {
		out[k] = (1 - told) * pr[k]
		if c == string(label) {
			out[k] += told
		}
	}
	return out
}

// join returns what two sides taken outright make together.
func join(a, b consult.Label) consult.Label {
	switch {
	case a == "" || a == consult.Neutral || a == b:
		return b
	case b == consult.Neutral:
		return a
	case a == consult.Oppose || b == consult.Oppose:
		return consult.Mixed
	}
	return consult.Conditional
}

// beats reports whether a side taken outright goes before the model's label; only tells that no other sentence says
// anything, clear that nothing in this one takes it back.
func beats(said, model consult.Label, only, clear bool) bool {
	switch {
	case model == "none":
		return true
	case said == consult.Neutral:
		return only
	case said == consult.Conditional:
		return model == consult.Support || model == consult.Neutral
	case model == consult.Conditional, model == consult.Mixed:
		return clear
	case said == consult.Oppose:
		return true
	}
	return only || model == consult.Neutral
}
