package linking

import (
	"math"
	"math/rand"
	"testing"
)

func randomExample(r *rand.Rand, sentences, clauses int) Example {
	e := Example{}
	for range sentences {
		g := Grounded{None: noise(r, len(NoneGrounds)), Way: noise(r, len(WayGrounds))}
		for range clauses {
			g.Clauses = append(g.Clauses, noise(r, len(ClauseGrounds)))
		}
		e.Grounds = append(e.Grounds, g)
		var right []int
		if r.Intn(3) > 0 {
			right = append(right, r.Intn(clauses+1))
		}
		e.Right = append(e.Right, right)
	}
	return e
}

func noise(r *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = r.NormFloat64() / 2
	}
	return v
}

// The gradient is the slope of the cost, ground by ground.
func TestGradient(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 5 {
		e := randomExample(r, 6, 4)
		w, g := noise(r, Grounds()), make([]float64, Grounds())
		e.cost(NewModel(w), NewModel(g))
		for i := range w {
			const h = 1e-5
			side := func(d float64) float64 {
				v := append([]float64{}, w...)
				v[i] += d
				return e.cost(NewModel(v), NewModel(make([]float64, Grounds())))
			}
			if slope := (side(h) - side(-h)) / (2 * h); math.Abs(slope-g[i]) > 1e-4*(1+math.Abs(slope)) {
				t.Errorf("ground %d: slope %.6f, gradient %.6f", i, slope, g[i])
			}
		}
	}
}

// A model learned from paths finds them again.
func TestLearnFindsThePath(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	truth := NewModel(noise(r, Grounds()))
	for i := range truth.Clause {
		truth.Clause[i] *= 6
	}
	var list []Example
	for range 40 {
		e := randomExample(r, 12, 4)
		for i, c := range Path(e.Grounds, truth) {
			e.Right[i] = []int{c}
		}
		list = append(list, e)
	}
	m := Learn(list, 0.01, true)
	same, all := 0, 0
	for _, e := range list {
		for i, c := range Path(e.Grounds, m) {
			all++
			if c == e.Right[i][0] {
				same++
			}
		}
	}
	if same < all*9/10 {
		t.Errorf("%d of %d states found again", same, all)
	}
}

func TestModelAsText(t *testing.T) {
	m := NewModel(noise(rand.New(rand.NewSource(1)), Grounds()))
	back, err := ParseModel("m", m.String())
	if err != nil {
		t.Fatal(err)
	}
	if got := back.String(); got != m.String() {
		t.Errorf("written %s\nread %s", m, got)
	}
	for _, bad := range []string{"clause nothing\t1", "none any\tx", "none any\t1\nnone any\t2"} {
		if _, err := ParseModel("m", bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
