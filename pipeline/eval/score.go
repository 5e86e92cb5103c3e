package eval

import (
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Counts are found and labelled items of one kind.
type Counts struct{ Gold, Found, Hit int }

func (c *Counts) add(d Counts) {
	c.Gold += d.Gold
	c.Found += d.Found
	c.Hit += d.Hit
}

// Share is a share of right answers.
type Share struct{ Right, Of int }

func (s *Share) count(right bool) {
	s.Of++
	if right {
		s.Right++
	}
}

// Result holds a set's counts.
type Result struct {
	Name                            string
	Responses, InRun                int
	Lang, Respondent, Type, Overall Share
	Sections                        Counts
	Recommendations                 Counts
	RecommendationClause            Share
	Rewordings                      Counts
	RewordingClause                 Share
	Mentions, Labelled              Counts
	PerLabel                        map[consult.Label]*Counts
	Evidence                        Share
}

// Score compares a run's responses with g.
func Score(g *Gold, run []consult.Response) *Result {
	r := newResult(g.Name)
	byID := map[string]*consult.Response{}
	for i := range run {
		byID[run[i].ID] = &run[i]
	}
	for i := range g.Responses {
		c := compare(&g.Responses[i], byID[g.Responses[i].ID])
		r.count(c)
	}
	return r
}

// Pool adds the counts of several sets.
func Pool(sets []*Result) *Result {
	r := newResult("pooled")
	for _, s := range sets {
		r.Responses += s.Responses
		r.InRun += s.InRun
		for _, p := range []struct{ to, from *Share }{{&r.Lang, &s.Lang}, {&r.Respondent, &s.Respondent}, {&r.Type, &s.Type},
			{&r.Overall, &s.Overall}, {&r.RecommendationClause, &s.RecommendationClause}, {&r.RewordingClause, &s.RewordingClause},
			{&r.Evidence, &s.Evidence}} {
			p.to.Right += p.from.Right
			p.to.Of += p.from.Of
		}
		r.Sections.add(s.Sections)
		r.Recommendations.add(s.Recommendations)
		r.Rewordings.add(s.Rewordings)
		r.Mentions.add(s.Mentions)
		r.Labelled.add(s.Labelled)
		for _, l := range consult.Labels {
			r.PerLabel[l].add(*s.PerLabel[l])
		}
	}
	return r
}

func newResult(name string) *Result {
	r := &Result{Name: name, PerLabel: map[consult.Label]*Counts{}}
	for _, l := range consult.Labels {
		r.PerLabel[l] = &Counts{}
	}
	return r
}

// count adds one response's comparison.
func (r *Result) count(c *comparison) {
	g, p := c.gold, c.run
	r.Responses++
	if c.inRun {
		r.InRun++
	}
	r.Respondent.count(c.name)
	r.Type.count(c.inRun && g.Respondent.Type == string(p.Respondent.Type))
	r.Lang.count(c.inRun && g.Lang == p.Language)
	r.Overall.count(c.inRun && g.Overall == string(p.Overall.Stance))
	r.Sections.add(Counts{len(g.Sections), len(c.headings), len(c.sections)})
	r.Recommendations.add(Counts{len(g.Recommendations), len(p.Recommendations), len(c.recommendations)})
	for _, m := range c.recommendations {
		r.RecommendationClause.count(sameClause(g.Recommendations[m.gold].Clause, p.Recommendations[m.found].Clause))
	}
	r.Rewordings.add(Counts{len(g.Rewordings), len(p.Rewordings), len(c.rewordings)})
	for _, m := range c.rewordings {
		r.RewordingClause.count(sameClause(g.Rewordings[m.gold].Clause, p.Rewordings[m.found].Clause))
	}
	r.countStances(c)
}

func (r *Result) countStances(c *comparison) {
	both, right := 0, 0
	for clause, g := range c.goldStances {
		if l := r.PerLabel[consult.Label(g.Stance)]; l != nil {
			l.Gold++
		}
		p := c.runStances[clause]
		if p == nil {
			continue
		}
		both++
		if g.Stance == string(p.Stance) {
			right++
			if l := r.PerLabel[p.Stance]; l != nil {
				l.Hit++
			}
		}
		if len(g.Evidence) > 0 {
			r.Evidence.count(shareEvidence(g.Evidence, p.Evidence))
		}
	}
	for _, p := range c.runStances {
		if l := r.PerLabel[p.Stance]; l != nil {
			l.Found++
		}
	}
	r.Mentions.add(Counts{len(c.goldStances), len(c.runStances), both})
	r.Labelled.add(Counts{len(c.goldStances), len(c.runStances), right})
}

// shareEvidence reports whether any sentence found is at least half alike to one labelled.
func shareEvidence(gold []string, found []consult.EvidenceRecord) bool {
	n := bags{}
	for _, q := range gold {
		a := n.of(q)
		for _, e := range found {
			if overlap(a, n.of(e.Text)) >= 0.5 {
				return true
			}
		}
	}
	return false
}

func sameClause(gold, found *string) bool {
	if found != nil && *found == "" {
		found = nil
	}
	if gold == nil || found == nil {
		return gold == nil && found == nil
	}
	return *gold == *found
}
