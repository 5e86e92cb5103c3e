package eval

import (
	"strconv"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Figures are a result in the reference scorer's terms, for JSON. Shares of nothing are null.
type Figures struct {
	Set                  string                `json:"set"`
	Responses            int                   `json:"responses"`
	InRun                int                   `json:"in_run"`
	Language             float64               `json:"language_accuracy"`
	Respondent           float64               `json:"respondent_name_accuracy"`
	Type                 float64               `json:"respondent_type_accuracy"`
	Overall              float64               `json:"overall_stance_accuracy"`
	Sections             PRF                   `json:"sections"`
	Recommendations      PRF                   `json:"recommendations"`
	RecommendationClause *float64              `json:"recommendation_clause_accuracy"`
	Rewordings           PRF                   `json:"rewordings"`
	RewordingClause      *float64              `json:"rewording_clause_accuracy"`
	Mentions             PRF                   `json:"clause_mentions"`
	Labelled             PRF                   `json:"stance_labelled"`
	Macro                *float64              `json:"stance_macro_f1"`
	PerLabel             map[consult.Label]PRF `json:"stance_per_label"`
	OnFound              *float64              `json:"stance_accuracy_on_found_clauses"`
	Evidence             *float64              `json:"stance_evidence_accuracy"`
}

// PRF is precision, recall and F1, to three digits.
type PRF struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Gold      int     `json:"gold"`
	Predicted int     `json:"predicted"`
}

// Figures computes the shares.
func (r *Result) Figures() Figures {
	f := Figures{
		Set: r.Name, Responses: r.Responses, InRun: r.InRun,
		Language: orZero(r.Lang.value()), Respondent: orZero(r.Respondent.value()), Type: orZero(r.Type.value()), Overall: orZero(r.Overall.value()),
		Sections: r.Sections.PRF(), Recommendations: r.Recommendations.PRF(), RecommendationClause: r.RecommendationClause.value(),
		Rewordings: r.Rewordings.PRF(), RewordingClause: r.RewordingClause.value(),
		Mentions: r.Mentions.PRF(), Labelled: r.Labelled.PRF(), PerLabel: map[consult.Label]PRF{},
		OnFound: Share{r.Labelled.Hit, r.Mentions.Hit}.value(), Evidence: r.Evidence.value(),
	}
	var f1s []float64
	for _, l := range consult.Labels {
		f.PerLabel[l] = r.PerLabel[l].PRF()
		if r.PerLabel[l].Gold > 0 {
			f1s = append(f1s, f.PerLabel[l].F1)
		}
	}
	if len(f1s) > 0 {
		total := 0.0
		for _, x := range f1s {
			total += x
		}
		m := round3(total / float64(len(f1s)))
		f.Macro = &m
	}
	return f
}

// PRF computes precision, recall and F1; 0 where there is nothing to divide by.
func (c Counts) PRF() PRF {
	p, r := ratio(c.Hit, c.Found), ratio(c.Hit, c.Gold)
	f := 0.0
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return PRF{round3(p), round3(r), round3(f), c.Gold, c.Found}
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func (s Share) value() *float64 {
	if s.Of == 0 {
		return nil
	}
	v := round3(float64(s.Right) / float64(s.Of))
	return &v
}

func orZero(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

// round3 rounds to three digits by the exact decimal value, as Python does: 0.0625 is 0.062, not 0.063.
func round3(x float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 3, 64), 64)
	if err != nil {
		return x
	}
	return v
}
