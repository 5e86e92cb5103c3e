package phrasing

import (
	"embed"
	"sync"

	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/lang"
)

// MinFiles is the number of consultations in whose letters a run of words must stand to be learned.
const MinFiles = 3

// Head names what is judged of a sentence.
type Head string

// The heads and their classes.
const (
	Ask    Head = "ask"
	Stance Head = "stance"
	Voice  Head = "voice"
	Side   Head = "side"
)

// Classes lists a head's classes in the order of its scores.
var Classes = map[Head][]string{
	Ask:    {"no", "yes"},
	Stance: {"none", "support", "conditional", "oppose", "mixed", "neutral"},
	Voice:  {"own", "other", "draft", "law", "hypothetical"},
	Side:   {"none", "for", "against", "neither"},
}

//go:embed weights
var weights embed.FS

// Models are the heads of one language.
type Models map[Head]*fit.Model

var models, joined sync.Map // language code → Models, heads

// headsOf returns the built-in heads of a language side by side.
func headsOf(p *lang.Pack) heads {
	if h, ok := joined.Load(p.Code); ok {
		return h.(heads)
	}
	h, _ := joined.LoadOrStore(p.Code, ModelsOf(p).join())
	return h.(heads)
}

// ModelsOf returns the built-in heads of a language.
func ModelsOf(p *lang.Pack) Models {
	if m, ok := models.Load(p.Code); ok {
		return m.(Models)
	}
	out := Models{}
	for h := range Classes {
		name := "weights/" + p.Code + "-" + string(h) + ".txt"
		text, err := weights.ReadFile(name)
		if err != nil {
			continue // a head that was never learned judges nothing
		}
		m, err := fit.Parse(name, string(text))
		if err != nil {
			panic(err) // the embedded weights are tested; this can't happen in a release
		}
		out[h] = m
	}
	m, _ := models.LoadOrStore(p.Code, out)
	return m.(Models)
}

// Scores are the heads' scores of one sentence: log odds for Ask, a score a class for the others.
type Scores struct {
	Ask    float64
	Stance [6]float64
	Voice  [5]float64
	Side   [4]float64
}

// heads are the models of a language side by side.
type heads struct{ *fit.Joint }

func (m Models) join() heads { return heads{fit.Join(m[Ask], m[Stance], m[Voice], m[Side])} }

// score judges sentence i with the memory of sum.
func (h heads) score(sum *fit.Sum, l *Letter, i int) Scores {
	sum.Reset()
	l.Features(i, sum.Add)
	var s Scores
	if a := sum.Scores(0); len(a) == 2 {
		s.Ask = a[1] - a[0]
	}
	copy(s.Stance[:], sum.Scores(1))
	copy(s.Voice[:], sum.Scores(2))
	copy(s.Side[:], sum.Scores(3))
	return s
}
