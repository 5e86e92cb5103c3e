package fit

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
)

// Features is one example: feature names with values. Names hold no tab or line break.
type Features map[string]float64

// Model is a linear model. It is immutable once read, or learned and shifted.
type Model struct {
	Classes []string
	names   []string
	index   map[string]int
	w       []float64 // feature-major: len(names) × len(Classes)
}

// Bias is the feature that every example has.
const Bias = "(bias)"

// Scores returns one score a class; differences between them are log odds.
func (m *Model) Scores(f Features) []float64 {
	out := make([]float64, len(m.Classes))
	m.add(out, Bias, 1)
	for _, k := range sortedKeys(f) { // in order, so that sums round the same way each time
		m.add(out, k, f[k])
	}
	return out
}

func (m *Model) add(out []float64, name string, v float64) {
	i, ok := m.index[name]
	if !ok {
		return
	}
	for c := range out {
		out[c] += float64(m.w[i*len(out)+c] * v)
	}
}

// Odds returns the log odds of class 1 in a model of two classes.
func (m *Model) Odds(f Features) float64 {
	s := m.Scores(f)
	return s[1] - s[0]
}

// Shift adds by to the bias of one class: it moves a threshold into the model.
func (m *Model) Shift(class int, by float64) { m.w[m.index[Bias]*len(m.Classes)+class] += by }

// Weights calls yield for every feature with its weights, in name order.
func (m *Model) Weights(yield func(name string, w []float64)) {
	k := len(m.Classes)
	for i, n := range m.names {
		yield(n, m.w[i*k:i*k+k])
	}
}

// Softmax turns scores into probabilities.
func Softmax[T float32 | float64](s []T) []float64 {
	top := math.Inf(-1)
	for _, x := range s {
		top = math.Max(top, float64(x))
	}
	out, sum := make([]float64, len(s)), 0.0
	for i, x := range s {
		out[i] = math.Exp(float64(x) - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// Sigmoid turns log odds into a probability.
func Sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func sortedKeys(f Features) []string {
	out := make([]string, 0, len(f))
	for k := range f {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// String writes m as text that [Parse] reads. Weights are rounded to three decimals; features whose weights all round
// to less than floor are left out.
func (m *Model) String(floor float64) string {
	var b strings.Builder
	b.WriteString("classes\t" + strings.Join(m.Classes, "\t") + "\n")
	m.Weights(func(name string, w []float64) {
		big := name == Bias
		for _, x := range w {
			big = big || math.Abs(x) >= floor
		}
		if !big {
			return
		}
		b.WriteString(name)
		for _, x := range w {
			b.WriteString("\t" + strconv.FormatFloat(math.Round(x*1000)/1000, 'g', -1, 64))
		}
		b.WriteString("\n")
	})
	return b.String()
}

// Parse reads what [Model.String] wrote. Lines that begin with "#" and empty lines are skipped; name goes into errors.
func Parse(name, text string) (*Model, error) {
	m := &Model{index: map[string]int{}}
	for no, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if m.Classes == nil {
			if f[0] != "classes" || len(f) < 3 {
				return nil, fmt.Errorf("%s:%d: want a line \"classes\" with two classes or more: %s", name, no+1, line)
			}
			m.Classes = f[1:]
			continue
		}
		if len(f) != 1+len(m.Classes) {
			return nil, fmt.Errorf("%s:%d: %d weights for %d classes: %s", name, no+1, len(f)-1, len(m.Classes), line)
		}
		if _, double := m.index[f[0]]; double {
			return nil, fmt.Errorf("%s:%d: feature twice: %s", name, no+1, line)
		}
		m.index[f[0]] = len(m.names)
		m.names = append(m.names, f[0])
		for _, x := range f[1:] {
			w, err := strconv.ParseFloat(x, 64)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, no+1, err)
			}
			m.w = append(m.w, w)
		}
	}
	if m.Classes == nil {
		return nil, fmt.Errorf("%s: no model in it", name)
	}
	return m, nil
}
