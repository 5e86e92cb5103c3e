package main

import (
	"fmt"
	"os"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/recommend"
	"github.com/clausewise/clausewise/analyzers/stance"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// askExamples returns a letter's sentences as the ask model sees them.
func askExamples(list []*judged) []fit.Example {
	var out []fit.Example
	for _, l := range list {
		for i := range l.By {
			e := fit.Example{Features: recommend.Describe(l.Judged, i)}
			if len(l.Labels[i].Asks) > 0 {
				e.Class = 1
			}
			if recommend.Plain(l.Judged, i) {
				e.Features[plain] = 1
			}
			out = append(out, e)
		}
	}
	return out
}

// plain marks sentences whose odds the analyzer raises; it is no feature of the model.
const plain = "plain!"

func askOdds(m *fit.Model, e fit.Example) float64 {
	return m.Odds(e.Features) + e.Features[plain]*recommend.PlainOdds
}

func fitAsk(train []fit.Example) *fit.Model {
	return fit.Learn(train, fit.Options{Classes: []string{"no", "yes"}, Penalty: 1, Keep: func(f string) bool { return f != plain }})
}

func askFigures(m *fit.Model, test []fit.Example) (at0, top, th, ap float64) {
	var list []scored
	for _, e := range test {
		list = append(list, scored{askOdds(m, e), e.Class == 1})
	}
	return best(list)
}

// stanceExamples returns the topics of letters as the clause model sees them.
func stanceExamples(list []*judged) []fit.Example {
	var out []fit.Example
	for _, l := range list {
		for _, t := range stance.Topics(l.Labelled.Doc) {
			e := fit.Example{Features: stance.Describe(l.Judged, t)}
			if s, ok := l.Stances[t.Clause]; ok {
				e.Class = index(stance.Classes, string(s))
			}
			out = append(out, e)
		}
	}
	return out
}

func fitStance(train []fit.Example) *fit.Model {
	return fit.Learn(train, fit.Options{Classes: stance.Classes, Penalty: stancePenalty, Steps: 200})
}

const stancePenalty = 5

// stanceFigures counts mentions and labels of a set, as the scorer does.
func stanceFigures(m *fit.Model, list []*judged, spoken float64) (mention, label counts, per map[string]*counts) {
	per = map[string]*counts{}
	for _, c := range stance.Classes[1:] {
		per[c] = &counts{}
	}
	for _, l := range list {
		mention.truth += len(l.Stances)
		label.truth += len(l.Stances)
		for _, s := range l.Stances {
			per[string(s)].truth++
		}
		for _, t := range stance.Topics(l.Labelled.Doc) {
			p := fit.Softmax(m.Scores(stance.Describe(l.Judged, t)))
			if 1-p[0] < spoken {
				continue
			}
			k := 1
			for j := 2; j < len(p); j++ {
				if p[j] > p[k] {
					k = j
				}
			}
			mention.found++
			label.found++
			per[stance.Classes[k]].found++
			if s, ok := l.Stances[t.Clause]; ok {
				mention.hit++
				if string(s) == stance.Classes[k] {
					label.hit++
					per[stance.Classes[k]].hit++
				}
			}
		}
	}
	return mention, label, per
}

func macro(per map[string]*counts) (m float64) {
	n := 0
	for _, c := range per {
		if c.truth > 0 {
			m += c.f1()
			n++
		}
	}
	return m / float64(max(n, 1))
}

// second learns the models above the heads and prints figures on the gold sets.
func second(letters, gold []*Consultation, cache string) error {
	train := judgeFolds(letters, cache)
	full, err := learnFull(letters, cache)
	if err != nil {
		return err
	}
	var sets [][]*judged
	for _, g := range gold {
		sets = append(sets, judgeSet(full[g.Lang], g))
	}
	ask := fitAsk(askExamples(train))
	shift := threshold(ask, sets, -1)
	st := fitStance(stanceExamples(train))
	overall := learnOverall(train, st)
	t := newTally()
	for i, g := range gold {
		t.set(g.Name, ask, threshold(ask, sets, i), st, overall, sets[i])
	}
	t.pooled()
	ask.Shift(1, -shift)
	if err := write("analyzers/recommend/weights/rules.txt", ask, 0); err != nil {
		return err
	}
	if err := write("analyzers/stance/weights/clause-rules.txt", st, 0.005); err != nil {
		return err
	}
	return write("analyzers/stance/weights/overall-rules.txt", overall, 0.005)
}

// threshold returns the odds from which the ask model is right most often in all sets but one.
func threshold(m *fit.Model, sets [][]*judged, but int) float64 {
	var list []scored
	for i, s := range sets {
		if i != but {
			for _, e := range askExamples(s) {
				list = append(list, scored{askOdds(m, e), e.Class == 1})
			}
		}
	}
	if len(list) == 0 {
		return 0
	}
	_, _, th, _ := best(list)
	return th
}

// tally adds up figures over sets.
type tally struct {
	ask, mention, label counts
	per                 map[string]*counts
	overall, letters    int
}

func newTally() *tally {
	t := &tally{per: map[string]*counts{}}
	for _, c := range stance.Classes[1:] {
		t.per[c] = &counts{}
	}
	return t
}

func (t *tally) set(name string, ask *fit.Model, th float64, st, overall *fit.Model, list []*judged) {
	ex := askExamples(list)
	_, top, _, ap := askFigures(ask, ex)
	a := counts{}
	for _, e := range ex {
		yes := one(askOdds(ask, e) >= th)
		a.found += yes
		a.truth += e.Class
		a.hit += yes * e.Class
	}
	m, l, per := stanceFigures(st, list, 0.5)
	right := overallRight(overall, st, list)
	fmt.Printf("%-20s asks %.3f (best %.3f, ap %.3f)  mentions %.3f  labelled %.3f  macro %.3f  overall %.3f\n", name, a.f1(), top, ap, m.f1(), l.f1(), macro(per), float64(right)/float64(len(list)))
	t.ask.add(a)
	t.mention.add(m)
	t.label.add(l)
	for k, c := range per {
		t.per[k].add(*c)
	}
	t.overall += right
	t.letters += len(list)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t *tally) pooled() {
	fmt.Printf("pooled               asks %.3f (P %.3f R %.3f)  mentions %.3f (P %.3f R %.3f)  labelled %.3f  macro %.3f  overall %.3f\n  ", t.ask.f1(), t.ask.p(), t.ask.r(),
		t.mention.f1(), t.mention.p(), t.mention.r(), t.label.f1(), macro(t.per), float64(t.overall)/float64(t.letters))
	for _, c := range stance.Classes[1:] {
		fmt.Printf("  %s %.2f (%d/%d)", c, t.per[c].f1(), t.per[c].found, t.per[c].truth)
	}
	fmt.Println()
}

// setStances fills Document.Stances as the analyzer would.
func setStances(l *judged, m *fit.Model) {
	l.Labelled.Doc.Stances = nil
	for _, t := range stance.Topics(l.Labelled.Doc) {
		p := fit.Softmax(m.Scores(stance.Describe(l.Judged, t)))
		if 1-p[0] < 0.5 {
			continue
		}
		k := 1
		for j := 2; j < len(p); j++ {
			if p[j] > p[k] {
				k = j
			}
		}
		l.Labelled.Doc.Stances = append(l.Labelled.Doc.Stances, consult.Stance{Clause: t.Clause, Label: consult.Label(stance.Classes[k]), Confidence: p[k]})
	}
}

func overallExamples(list []*judged, st *fit.Model) []fit.Example {
	var out []fit.Example
	for _, l := range list {
		setStances(l, st)
		out = append(out, fit.Example{Features: stance.DescribeWhole(l.Judged), Class: index(stance.Classes, string(l.Overall)) - 1})
	}
	return out
}

func learnOverall(train []*judged, st *fit.Model) *fit.Model {
	return fit.Learn(overallExamples(train, st), fit.Options{Classes: stance.Classes[1:], Penalty: 3, Steps: 200})
}

func overallRight(m, st *fit.Model, list []*judged) int {
	right := 0
	for _, e := range overallExamples(list, st) {
		s := m.Scores(e.Features)
		k := 0
		for j := range s {
			if s[j] > s[k] {
				k = j
			}
		}
		if k == e.Class {
			right++
		}
	}
	return right
}

func write(path string, m *fit.Model, floor float64) error {
	return os.WriteFile(path, []byte("# made by go run ./pipeline/learn\n"+m.String(floor)), 0o644)
}
