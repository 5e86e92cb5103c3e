package main

import (
	"os"
	"slices"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/recommend"
	"github.com/clausewise/clausewise/analyzers/stance"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// models are all models above the heads.
type models struct {
	ask    recommend.Models
	stance stance.Models
	shift  float64 // odds from which a sentence counts as an ask
}

// second learns the models above the heads and prints figures on the gold sets: those of a set come from models that were
// learned from the other sets. The models without the reader learn from the training letters too, judged by heads that have
// not seen them; those with it from the letters that it has read without having learned from them.
func second(letters, gold []*Consultation, cache string) error {
	link(letters)
	link(gold)
	full, err := learnFull(letters, cache)
	if err != nil {
		return err
	}
	folds := judgeFolds(letters, cache)
	var unseen []*judged // training letters that the reader has read without having learned from them
	for _, l := range folds {
		if l.Labelled.Doc.Reading != nil {
			unseen = append(unseen, l)
		}
	}
	var sets [][]*judged
	read := true
	for _, g := range gold {
		sets = append(sets, judgeSet(full[g.Lang], g))
		read = read && g.Letters[0].Doc.Reading != nil
	}
	var rules []models // for each set those that were learned from all others
	t := newTally("without reader")
	for i, g := range gold {
		m := learnRules(append(slices.Clone(folds), but(sets, i)...))
		rules = append(rules, m)
		m.shift = threshold(m.ask, but(sets, i))
		t.set(g.Name, m, sets[i])
	}
	t.pooled()
	all := learnRules(append(slices.Clone(folds), but(sets, -1)...))
	shift := threshold(all.ask, but(sets, -1))
	if read && len(gold) > 1 {
		t := newTally("with reader")
		for i, g := range gold {
			m := learnRead(rules[i], append(but(sets, i), unseen...))
			m.shift = readThreshold
			t.set(g.Name, m, sets[i])
		}
		t.pooled()
		all = learnRead(all, append(but(sets, -1), unseen...))
		all.ask.Reader.Shift(1, -readThreshold)
	}
	all.ask.Rules.Shift(1, -shift)
	return all.write()
}

func (m models) write() error {
	for path, f := range map[string]*fit.Model{
		"analyzers/recommend/weights/rules.txt":  m.ask.Rules,
		"analyzers/recommend/weights/reader.txt": m.ask.Reader,
		"analyzers/stance/weights/clause.txt":    m.stance.Clause,
		"analyzers/stance/weights/overall.txt":   m.stance.Overall,
	} {
		if f == nil {
			continue
		}
		if err := write(path, f, 0.005); err != nil {
			return err
		}
	}
	return nil
}

func write(path string, m *fit.Model, floor float64) error {
	return os.WriteFile(path, []byte("# made by go run ./pipeline/learn\n"+m.String(floor)), 0o644)
}

// but joins the letters of all sets except one.
func but(sets [][]*judged, i int) []*judged {
	var out []*judged
	for k, s := range sets {
		if k != i {
			out = append(out, s...)
		}
	}
	return out
}

// readThreshold is the odds from which a sentence counts as an ask where the reader has read. Over the open sets, each judged
// by models of the others, F1 is .863 at -.6, .871 at -.4 and .874 at 0; a lower one loses fewer asks of letters that are
// unlike those learned from, and an ask that is missed is worse than one too many.
const readThreshold = -0.5

// penalties of the models above the heads; those with the reader have few letters to learn from.
const (
	askPenalty     = 1
	stancePenalty  = 5
	overallPenalty = 3
	askReadPenalty = 2
)

func learnRules(train []*judged) models {
	var m models
	var asks, topics, wholes []fit.Example
	for _, l := range train {
		for i := range l.By {
			asks = append(asks, fit.Example{Features: recommend.Describe(l.Judged, i), Class: one(len(l.Labels[i].Asks) > 0)})
		}
		for _, t := range l.Labelled.Doc.Topics() {
			topics = append(topics, fit.Example{Features: stance.Describe(l.Judged, t), Class: l.outcome(t.Clause), Weight: l.weight()})
		}
	}
	m.ask.Rules = fit.Learn(asks, fit.Options{Classes: []string{"no", "yes"}, Penalty: askPenalty})
	m.stance.Clause = fit.Learn(topics, fit.Options{Classes: stance.Classes, Penalty: stancePenalty, Steps: 200})
	for _, l := range train { // once by the labelled stances and once by those found: neither alone tells enough
		for _, set := range []func(){l.setLabelled, func() { l.setStances(m.stance) }} {
			set()
			wholes = append(wholes, fit.Example{Features: stance.DescribeWhole(l.Judged), Class: l.whole(), Weight: l.weight()})
		}
	}
	m.stance.Overall = fit.Learn(wholes, fit.Options{Classes: stance.Classes[1:], Penalty: overallPenalty, Steps: 200})
	return m
}

// learnRead learns the model of asks that adds the reader's scores to that of rules.
func learnRead(rules models, train []*judged) models {
	m := rules
	m.ask.Reader = nil
	var asks []fit.Example
	for _, l := range train {
		for i := range l.By {
			base := recommend.Base(m.ask, l.Judged, i)
			asks = append(asks, fit.Example{Features: recommend.DescribeRead(l.Judged, i, base), Class: one(len(l.Labels[i].Asks) > 0), Weight: l.set.askWeight()})
		}
	}
	m.ask.Reader = fit.Learn(asks, fit.Options{Classes: []string{"no", "yes"}, Penalty: askReadPenalty})
	return m
}

// readWeight is how much a letter counts for the models of stances that the reader has read: more than one that it hasn't,
// which tells nothing of its scores. Of 1, 2 and 4 the best over the open sets, each left out.
const readWeight = 2

// weight returns how much the letter's topics count.
func (l *judged) weight() float64 {
	if l.Labelled.Doc.Reading != nil {
		return readWeight
	}
	return 1
}

// goldAskWeight is how much a sentence of a gold set counts for the model of asks with the reader. There are eight times as
// many of the training letters', whose writers drew the line elsewhere now and then. Of 1, 3, 5 and 8 any above 1 does.
const goldAskWeight = 8

func (c *Consultation) askWeight() float64 {
	if c.Gold {
		return goldAskWeight
	}
	return 1
}

// outcome returns the class of a clause's stance in the letter; 0 when it has none.
func (l *judged) outcome(clause string) int {
	if s, ok := l.Stances[clause]; ok {
		return index(stance.Classes, string(s))
	}
	return 0
}

func (l *judged) whole() int { return index(stance.Classes, string(l.Overall)) - 1 }

// setStances fills Document.Stances as the analyzer does.
func (l *judged) setStances(m stance.Models) {
	l.Labelled.Doc.Stances = stance.FindWith(m, l.Judged, l.set.Draft.Policy)
}

// labelledSure is the confidence of a labelled stance, where it takes the place of one found: theirs is so on average.
const labelledSure = 0.75

// setLabelled fills Document.Stances with the labelled ones.
func (l *judged) setLabelled() {
	var out []consult.Stance
	for _, c := range l.set.Draft.Policy.Clauses {
		if s, ok := l.Stances[c.ID]; ok {
			out = append(out, consult.Stance{Clause: c.ID, Label: s, Confidence: labelledSure})
		}
	}
	l.Labelled.Doc.Stances = out
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// askScores returns the odds of all sentences of letters, with the truth.
func askScores(m recommend.Models, list []*judged) []scored {
	var out []scored
	for _, l := range list {
		for i := range l.By {
			out = append(out, scored{recommend.Odds(m, l.Judged, i), len(l.Labels[i].Asks) > 0})
		}
	}
	return out
}

// threshold returns the odds from which the ask models are right most often in sets.
func threshold(m recommend.Models, letters []*judged) float64 {
	list := askScores(m, letters)
	if len(list) == 0 {
		return 0
	}
	_, _, th, _ := best(list)
	return th
}
