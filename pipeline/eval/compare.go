package eval

import "github.com/clausewise/clausewise/pipeline/consult"

// The likeness from which two texts count as the same thing.
const (
	nameFloor      = 0.8
	headingFloor   = 0.8
	recommendFloor = 0.5
	rewordingFloor = 0.8
)

// comparison is one response beside its labels.
type comparison struct {
	gold  *Labels
	run   *consult.Response // empty when the run lacks the response
	inRun bool
	name  bool // the respondent's name is right

	headings                              []string // of the run
	sections, recommendations, rewordings []pair
	goldStances                           map[string]*Stance // by clause
	runStances                            map[string]*consult.StanceRecord
}

func compare(g *Labels, p *consult.Response) *comparison {
	c := &comparison{gold: g, run: p, inRun: p != nil, goldStances: map[string]*Stance{}, runStances: map[string]*consult.StanceRecord{}}
	if p == nil {
		c.run = &consult.Response{}
	}
	n := bags{}
	c.name = overlap(n.of(g.Respondent.Name), n.of(c.run.Respondent.Name)) >= nameFloor
	for _, s := range c.run.Sections {
		if s.Heading != "" {
			c.headings = append(c.headings, s.Heading)
		}
	}
	c.sections = match(n.all(len(g.Sections), func(i int) string { return g.Sections[i] }),
		n.all(len(c.headings), func(i int) string { return c.headings[i] }), headingFloor, nil)
	c.recommendations = match(n.all(len(g.Recommendations), func(i int) string { return g.Recommendations[i].Quote }),
		n.all(len(c.run.Recommendations), func(i int) string { return c.run.Recommendations[i].Text }), recommendFloor, nil)
	c.rewordings = match(n.all(len(g.Rewordings), func(i int) string { return g.Rewordings[i].key() }),
		n.all(len(c.run.Rewordings), func(i int) string { return key(&c.run.Rewordings[i]) }), rewordingFloor,
		func(i, j int) bool { return g.Rewordings[i].Kind == string(c.run.Rewordings[j].Kind) })
	for i := range g.Stances {
		c.goldStances[g.Stances[i].Clause] = &g.Stances[i]
	}
	for i := range c.run.Stances {
		c.runStances[c.run.Stances[i].Clause] = &c.run.Stances[i]
	}
	return c
}

func (n bags) all(count int, text func(int) string) []bag {
	out := make([]bag, count)
	for i := range out {
		out[i] = n.of(text(i))
	}
	return out
}

// key returns the words by which a rewording is recognised: the new ones, or those to be deleted.
func (w *Rewording) key() string {
	if w.Kind == string(consult.Delete) {
		return deref(w.Original)
	}
	return deref(w.Proposed)
}

func key(w *consult.RewordingRecord) string {
	if w.Kind == consult.Delete {
		return deref(w.Original)
	}
	return deref(w.Proposed)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
