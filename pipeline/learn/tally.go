package main

import (
	"fmt"
	"slices"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/analyzers/recommend"
	"github.com/clausewise/clausewise/analyzers/stance"
)

// tally adds up figures over sets.
type tally struct {
	ask, mention, label, evidence counts
	per                           map[string]*counts
	overall, letters              int
	scores                        []scored
}

func newTally(title string) *tally {
	fmt.Println(title)
	t := &tally{per: map[string]*counts{}}
	for _, c := range stance.Classes[1:] {
		t.per[c] = &counts{}
	}
	return t
}

// measure prints the figures of the models that ship: honest only for sets that nothing was learned from.
func measure(gold []*Consultation) {
	link(gold)
	t := newTally("as shipped")
	for _, g := range gold {
		t.set(g.Name, models{ask: recommend.BuiltIn(), stance: stance.BuiltIn()}, judgeSet(phrasing.ModelsOf(lang.For(g.Lang)), g))
	}
	t.pooled()
}

// set measures a set and prints its row.
func (t *tally) set(name string, m models, list []*judged) {
	own := tally{per: map[string]*counts{}, letters: len(list)}
	for c := range t.per {
		own.per[c] = &counts{}
	}
	sc := askScores(m.ask, list)
	at0, top, th, ap := best(slices.Clone(sc))
	for _, x := range sc {
		own.ask.found += one(x.score >= m.shift)
		own.ask.truth += one(x.truth)
		own.ask.hit += one(x.score >= m.shift && x.truth)
	}
	for _, l := range list {
		own.letter(m, l)
	}
	fmt.Printf("%-20s asks %.3f (at 0 %.3f, best %.3f at %.2f, ap %.3f)  mentions %.3f  labelled %.3f  macro %.3f  evidence %.3f  overall %.3f\n", name, own.ask.f1(), at0, top, th, ap,
		own.mention.f1(), own.label.f1(), macro(own.per), own.evidence.r(), float64(own.overall)/float64(own.letters))
	for _, x := range sc {
		t.scores = append(t.scores, scored{x.score - m.shift, x.truth})
	}
	t.ask.add(own.ask)
	t.mention.add(own.mention)
	t.label.add(own.label)
	t.evidence.add(own.evidence)
	for k, c := range own.per {
		t.per[k].add(*c)
	}
	t.overall += own.overall
	t.letters += own.letters
}

// letter counts one letter's stances as the scorer does.
func (t *tally) letter(m models, l *judged) {
	l.setStances(m.stance)
	t.mention.truth += len(l.Stances)
	t.label.truth += len(l.Stances)
	for _, s := range l.Stances {
		t.per[string(s)].truth++
	}
	for _, s := range l.Labelled.Doc.Stances {
		t.mention.found++
		t.label.found++
		t.per[string(s.Label)].found++
		truth, ok := l.Stances[s.Clause]
		if !ok {
			continue
		}
		t.mention.hit++
		if truth == s.Label {
			t.label.hit++
			t.per[string(truth)].hit++
		}
		t.evidence.truth++
		for _, e := range s.Evidence {
			if i := l.Labelled.Doc.SentenceAt(e.Start); l.Labels[i].Stances[s.Clause] != "" {
				t.evidence.hit++
				break
			}
		}
	}
	p, k := m.stance.Whole(l.Judged), 0
	for i := range p {
		if p[i] > p[k] {
			k = i
		}
	}
	t.overall += one(k == l.whole())
}

func (t *tally) pooled() {
	_, top, th, ap := best(t.scores)
	fmt.Printf("pooled               asks %.3f (P %.3f R %.3f; best %.3f at %.2f, ap %.3f)  mentions %.3f (P %.3f R %.3f)  labelled %.3f  macro %.3f  evidence %.3f  overall %.3f\n  ", t.ask.f1(), t.ask.p(), t.ask.r(), top, th, ap,
		t.mention.f1(), t.mention.p(), t.mention.r(), t.label.f1(), macro(t.per), t.evidence.r(), float64(t.overall)/float64(t.letters))
	for _, c := range stance.Classes[1:] {
		fmt.Printf("  %s %.2f (%d/%d)", c, t.per[c].f1(), t.per[c].found, t.per[c].truth)
	}
	fmt.Println()
}

func macro(per map[string]*counts) (m float64) {
	n := 0
	for _, c := range stance.Classes[1:] {
		if per[c].truth > 0 {
			m += per[c].f1()
			n++
		}
	}
	return m / float64(max(n, 1))
}
