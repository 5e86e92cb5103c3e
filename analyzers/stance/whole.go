package stance

import (
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// whole returns the stance to the draft where the letter takes one outright to all of it ("we object to the draft and ask
// that it be withdrawn"), and model, which the clauses make likely, does not say more. Clauses with another stance make
// of support a conditional one.
func whole(j *phrasing.Judged, model consult.Label) (consult.Overall, bool) {
	label, id := consult.Label(""), ""
	for i := range j.By {
		for _, x := range j.Said(i) {
			if !x.Whole && !(x.Bare && !linked(j, i)) {
				continue
			}
			if l := join(label, x.Label); l != label {
				label, id = l, x.Cue
			}
		}
	}
	if label == "" || !settles(j, label, model) {
		return consult.Overall{}, false
	}
	if label == consult.Support && against(j) {
		label = consult.Conditional
	}
	return consult.Overall{Label: label, Confidence: told, Why: "cue." + id}, true
}

// settles reports whether a side taken outright to the whole goes before the model's label.
func settles(j *phrasing.Judged, said, model consult.Label) bool {
	switch said {
	case model:
		return true
	case consult.Neutral:
		return len(j.Doc.Stances) == 0 && len(j.Doc.Rewordings) == 0
	case consult.Support:
		return model != consult.Conditional && model != consult.Mixed || !against(j)
	case consult.Oppose:
		return model == consult.Support || model == consult.Neutral || !favours(j)
	}
	return true
}

// against reports whether a clause has a stance that isn't support.
func against(j *phrasing.Judged) bool {
	for _, s := range j.Doc.Stances {
		if s.Label != consult.Support && s.Label != consult.Neutral {
			return true
		}
	}
	return false
}

// favours reports whether a clause has a stance that isn't opposition.
func favours(j *phrasing.Judged) bool {
	for _, s := range j.Doc.Stances {
		if s.Label != consult.Oppose && s.Label != consult.Neutral {
			return true
		}
	}
	return false
}

func linked(j *phrasing.Judged, i int) bool {
	for _, l := range j.Doc.Links {
		if l.Sentence == i {
			return true
		}
	}
	return false
}
