package summarize

import (
	"cmp"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// letter is what a Builder keeps of a response: one finding a clause and kind, without boxes.
type letter struct {
	entry      consult.ResponseEntry
	problems   []consult.ProblemEntry
	stances    []clauseStance
	recommends []clauseRecommend
	rewordings []clauseRewording
}

type clauseStance struct {
	clause string
	consult.StanceEntry
}

type clauseRecommend struct {
	clause string // "": under no clause
	consult.RecommendEntry
}

type clauseRewording struct {
	clause string
	consult.RewordingEntry
}

func trim(r consult.Response) letter {
	l := letter{stances: stances(r)}
	for _, x := range r.Recommendations {
		l.recommends = append(l.recommends, clauseRecommend{value(x.Clause), consult.RecommendEntry{
			Response: r.ID, Text: x.Text, Page: x.Evidence.Page, Confidence: x.Confidence, Why: x.Why}})
	}
	for _, x := range r.Rewordings {
		l.rewordings = append(l.rewordings, clauseRewording{value(x.Clause), consult.RewordingEntry{
			Response: r.ID, Kind: x.Kind, Original: value(x.Original), Proposed: value(x.Proposed), Text: x.Evidence.Text,
			Page: x.Evidence.Page, Confidence: x.Confidence, Why: x.Why, Warning: x.Warning}})
	}
	for _, p := range r.Problems {
		l.problems = append(l.problems, consult.ProblemEntry{Response: r.ID, File: r.Source.Name, Problem: p})
	}
	slices.SortStableFunc(l.problems, compareProblems)
	l.entry = entry(r, l)
	return l
}

func entry(r consult.Response, l letter) consult.ResponseEntry {
	return consult.ResponseEntry{
		ID: r.ID, File: r.Source.Name, Pages: r.Source.Pages, Language: r.Language,
		Respondent: strings.TrimSpace(r.Respondent.Name), Type: r.Respondent.Type,
		Signatories: append([]string(nil), r.Respondent.Signatories...), Date: value(r.Date), Subject: value(r.Subject),
		Overall: r.Overall.Stance, Confidence: r.Overall.Confidence, Remarks: remarks(r, l),
		Stances: len(l.stances), Recommendations: len(l.recommends), Rewordings: len(l.rewordings), Problems: len(l.problems),
	}
}

// remarks tells whether r has remarks. A neutral stance counts: it stands for a comment or a question on the clause.
// A letter that only supports or opposes the draft as a whole has a remark too.
func remarks(r consult.Response, l letter) consult.Remarks {
	overall := r.Overall.Stance != "" && r.Overall.Stance != consult.Neutral
	switch {
	case overall || len(l.stances)+len(l.recommends)+len(l.rewordings) > 0:
		return consult.WithRemarks
	case slices.ContainsFunc(r.Problems, func(p consult.Problem) bool { return p.Code != "file.same" }): // a copy reads well
		return consult.UnsureRemarks
	}
	return consult.WithoutRemarks
}

// stances returns one stance a clause, in the response's order. Should a clause come twice, the surer one counts (on
// a tie the one that reports show first), and no evidence is lost.
func stances(r consult.Response) []clauseStance {
	var out []clauseStance
	for _, x := range r.Stances {
		if x.Clause == "" {
			continue // the stance to the draft as a whole is Overall
		}
		s := clauseStance{x.Clause, consult.StanceEntry{Response: r.ID, Stance: x.Stance, Condition: value(x.Condition),
			Confidence: x.Confidence, Why: x.Why, Evidence: quotes(x.Evidence)}}
		i := slices.IndexFunc(out, func(o clauseStance) bool { return o.clause == s.clause })
		if i < 0 {
			out = append(out, s)
			continue
		}
		all := append(out[i].Evidence, s.Evidence...)
		if surer(s.StanceEntry, out[i].StanceEntry) {
			out[i] = s
		}
		out[i].Evidence = all
	}
	return out
}

func surer(a, b consult.StanceEntry) bool {
	if a.Confidence != b.Confidence {
		return a.Confidence > b.Confidence
	}
	return slices.Index(consult.Labels, a.Stance) < slices.Index(consult.Labels, b.Stance)
}

func quotes(evidence []consult.EvidenceRecord) []consult.QuoteEntry {
	out := make([]consult.QuoteEntry, 0, len(evidence))
	for _, e := range evidence {
		out = append(out, consult.QuoteEntry{Text: e.Text, Page: e.Page})
	}
	return out
}

func compareProblems(a, b consult.ProblemEntry) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text, b.Text))
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
