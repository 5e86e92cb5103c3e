package main

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// penalties of the heads' weights, chosen by five folds over the training letters. Cues and form count for less of the
// penalty than runs of words, because somebody who knows the language wrote them down.
var penalties = map[phrasing.Head]float64{phrasing.Ask: 4, phrasing.Stance: 6, phrasing.Voice: 6, phrasing.Side: 6}

const (
	cueShare  = 0.3
	pairShare = 1.0
)

// plain says that a set holds letters in plain official words (fixtures/letters). Most labelled letters avoid such words
// on purpose; these keep the plain forms from being forgotten. They count more, and are in the training of every fold.
func (c *Consultation) plain() bool { return strings.HasPrefix(c.Name, "plain-") }

const plainWeight = 5

func (c *Consultation) weight() float64 {
	if c.plain() {
		return plainWeight
	}
	return 1
}

// example is a sentence's features with its classes by head; -1 where it has no label.
type example struct {
	fit.Features
	class  map[phrasing.Head]int
	weight float64
}

// examplesOf describes all sentences of a consultation but headings.
func examplesOf(c *Consultation) [][]example {
	var out [][]example
	for _, l := range c.Letters {
		p := phrasing.Read(l.Doc, lang.For(c.Lang))
		var one []example
		for i := range l.Doc.Sentences {
			e := example{Features: fit.Features{}, class: classesOf(l.Labels[i]), weight: c.weight()}
			if p.Sentences[i].Kind == consult.Heading && len(l.Labels[i].Asks) == 0 && len(l.Labels[i].Stances) == 0 {
				e.class = nil
			}
			p.Features(i, func(name []byte) { e.Features[string(name)] = 1 })
			one = append(one, e)
		}
		out = append(out, one)
	}
	return out
}

func classesOf(l Label) map[phrasing.Head]int {
	out := map[phrasing.Head]int{phrasing.Ask: 0, phrasing.Stance: 0, phrasing.Voice: index(phrasing.Classes[phrasing.Voice], l.Voice)}
	if len(l.Asks) > 0 {
		out[phrasing.Ask] = 1
	}
	if s := l.Stance(); s != "" {
		out[phrasing.Stance] = index(phrasing.Classes[phrasing.Stance], string(s))
	}
	out[phrasing.Side] = sideOf(l)
	return out
}

// sideOf returns which side a sentence takes by itself. In letters that are for or against a clause its evidence is so
// too; a conditional or mixed stance is made of sentences of both sides, so its evidence says nothing here.
func sideOf(l Label) int {
	switch l.Stance() {
	case "":
		return 0
	case consult.Support:
		return 1
	case consult.Oppose:
		return 2
	case consult.Neutral:
		return 3
	}
	return -1
}

func index(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

// learnHead fits one head to the consultations' sentences.
func learnHead(h phrasing.Head, sets map[string][][]example) *fit.Model {
	files := map[string]map[string]bool{}
	var all []fit.Example
	for _, name := range sorted(sets) {
		for _, letter := range sets[name] {
			for _, e := range letter {
				c, ok := e.class[h]
				if !ok || c < 0 {
					continue
				}
				all = append(all, fit.Example{Features: e.Features, Class: c, Weight: e.weight})
				for f := range e.Features {
					if files[f] == nil {
						files[f] = map[string]bool{}
					}
					files[f][name] = true
				}
			}
		}
	}
	return fit.Learn(all, fit.Options{Classes: phrasing.Classes[h], Penalty: penalties[h], Steps: 80,
		Keep: func(f string) bool { return len(files[f]) >= phrasing.MinFiles }, Scale: share})
}

func share(name string) float64 {
	if strings.ContainsAny(name[:1], "+%-<>=@~|") {
		return cueShare
	}
	return pairShare
}

// odds returns one sentence's scores of a head.
func odds(m *fit.Model, e example) []float64 { return m.Scores(e.Features) }
