package stance

import (
	"embed"
	"math"
	"sort"
	"sync"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Stances and Document.Overall.
var Analyzer = &analyzers.Analyzer{
	Name:     "stance",
	Doc:      "tells which side the respondent takes to each clause that it speaks of, and to the draft",
	Requires: []string{"sentences", "links"},
	Run: func(p *analyzers.Pass) error {
		j := phrasing.Judge(p.Doc, p.Lang)
		p.Doc.Stances = Find(j, p.Policy())
		p.Doc.Overall = Whole(j)
		return nil
	},
}

//go:embed weights
var weights embed.FS

// Models weigh a letter's stances: Clause those to the clauses, Overall that to the whole, from the clauses' stances.
type Models struct{ Clause, Overall *fit.Model }

// BuiltIn returns the models that ship.
var BuiltIn = sync.OnceValue(func() Models {
	return Models{load("clause"), load("overall")}
})

// load reads a built-in model.
func load(name string) *fit.Model {
	file := "weights/" + name + ".txt"
	text, err := weights.ReadFile(file)
	if err != nil {
		panic(err) // embedded, like the next
	}
	m, err := fit.Parse(file, string(text))
	if err != nil {
		panic(err) // the embedded weights are tested; this can't happen in a release
	}
	return m
}

// Outcomes returns the probabilities of a topic's outcomes, in the order of [Classes].
func (m Models) Outcomes(j *phrasing.Judged, t consult.Topic) []float64 {
	return fit.Softmax(m.Clause.Scores(Describe(j, t)))
}

// Whole returns the probabilities of the draft's labels, in the order of [Classes] without the first.
func (m Models) Whole(j *phrasing.Judged) []float64 {
	return fit.Softmax(m.Overall.Scores(DescribeWhole(j)))
}

// Classes are the outcomes of the clause model; the overall model has all but the first.
var Classes = []string{"none", "support", "conditional", "oppose", "mixed", "neutral"}

// Find returns the stances of a letter in the draft's order.
func Find(j *phrasing.Judged, p *consult.Policy) []consult.Stance {
	return FindWith(BuiltIn(), j, p)
}

// FindWith is Find with models of the caller's.
func FindWith(m Models, j *phrasing.Judged, p *consult.Policy) []consult.Stance {
	var out []consult.Stance
	for _, t := range j.Doc.Topics() {
		if s, ok := decide(j, t, outright(j, t, m.Outcomes(j, t))); ok {
			out = append(out, s)
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return p.Index(out[a].Clause) < p.Index(out[b].Clause) })
	return out
}

// spoken is the probability of any stance from which a clause counts as spoken of: .6 and .7 find as many clauses and labels
// over the open sets, within .007; .6 finds more of the clauses of letters that are unlike those learned from. Links are
// taken by shares, so that a sentence's second clause is seen; this is where it is dropped again.
const spoken = 0.6

// likeliest returns the outcome that the model's probabilities come to, by its place in [Classes].
func likeliest(pr []float64) int {
	if 1-pr[0] < spoken {
		return 0
	}
	best := 1
	for k := 2; k < len(pr); k++ {
		if pr[k] > pr[best] {
			best = k
		}
	}
	return best
}

// decide makes a stance of a topic's outcomes; false where the clause was only touched on.
func decide(j *phrasing.Judged, t consult.Topic, pr []float64) (consult.Stance, bool) {
	best := likeliest(pr)
	if best == 0 {
		return consult.Stance{}, false
	}
	s := consult.Stance{Clause: t.Clause, Label: consult.Label(Classes[best]), Confidence: round(pr[best]), Evidence: evidence(j, t, best)}
	s.Why = why(j, s.Evidence, best)
	if s.Label == consult.Conditional {
		s.Condition = condition(j, t)
	}
	return s, true
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
