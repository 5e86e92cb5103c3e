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

var models sync.Map // language code → Models

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

// Score judges sentence i.
func (m Models) Score(l *Letter, i int) Scores {
	ask, stance, voice, side := fit.NewSum(m[Ask]), fit.NewSum(m[Stance]), fit.NewSum(m[Voice]), fit.NewSum(m[Side])
	l.Features(i, func(name []byte) {
		ask.Add(name)
		stance.Add(name)
		voice.Add(name)
		side.Add(name)
	})
	var s Scores
	if a := ask.Scores(); len(a) == 2 {
		s.Ask = a[1] - a[0]
	}
	copy(s.Stance[:], stance.Scores())
	copy(s.Voice[:], voice.Scores())
	copy(s.Side[:], side.Scores())
	return s
}
