package fit

import (
	"math"
	"strings"
	"testing"
)

func examples() []Example {
	var out []Example
	for i := range 60 {
		f := Features{"noise": float64(i%7) / 7}
		c := i % 3
		f[string(rune('a'+c))] = 1
		out = append(out, Example{Features: f, Class: c})
	}
	return out
}

func TestLearnsAndRoundTrips(t *testing.T) {
	o := Options{Classes: []string{"x", "y", "z"}, Penalty: 0.1}
	m := Learn(examples(), o)
	for _, e := range examples() {
		if p := Softmax(m.Scores(e.Features)); p[e.Class] < 0.9 {
			t.Fatalf("%v: class %d gets %v", e.Features, e.Class, p)
		}
	}
	text := m.String(0)
	if again := Learn(examples(), o).String(0); again != text {
		t.Error("a second training gives another model")
	}
	back, err := Parse("m", text)
	if err != nil {
		t.Fatal(err)
	}
	if back.String(0) != text {
		t.Errorf("read back: %s, wrote %s", back.String(0), text)
	}
	if a, b := m.Scores(Features{"a": 1, "unheard-of": 9}), m.Scores(Features{"a": 1}); a[0] != b[0] {
		t.Error("an unknown feature counts")
	}
}

// TestGradient compares the gradient with differences of the cost.
func TestGradient(t *testing.T) {
	_, p := compile(examples()[:12], Options{Classes: []string{"x", "y", "z"}, Penalty: 0.5})
	n := len(p.penalty) * p.k
	w, g, junk := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range w {
		w[i] = float64(i%5)/10 - 0.2
	}
	p.cost(w, g)
	for i := range w {
		const h = 1e-5
		w[i] += h
		up := p.cost(w, junk)
		w[i] -= 2 * h
		down := p.cost(w, junk)
		w[i] += h
		if d := (up - down) / (2 * h); math.Abs(d-g[i]) > 1e-5 {
			t.Errorf("weight %d: gradient %g, difference %g", i, g[i], d)
		}
	}
}

func TestParseNamesThePlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "m: no model",
		"classes\ta\n":                      "m:1: ",
		"classes\ta\tb\nx\t1\n":             "m:2: 1 weights for 2 classes",
		"classes\ta\tb\nx\t1\tq\n":          "m:2: ",
		"classes\ta\tb\n\nx\t1\t2\nx\t1\t2": "m:4: feature twice",
	} {
		if _, err := Parse("m", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
