package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

const words = 50 // pieces of a random encoder

// randomEncoder makes an encoder whose numbers have about the sizes of a trained one's.
func randomEncoder(width, inner, layers int) *Encoder {
	r := rand.New(rand.NewPCG(uint64(width), uint64(layers)))
	floats := func(n int, mean, spread float64) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = float32(mean + spread*r.NormFloat64())
		}
		return out
	}
	linear := func(in, out int) Linear {
		l := Linear{In: in, Out: out, Weights: make([]int8, in*out), Scale: floats(out, 0.1/127, 0.01/127), Bias: floats(out, 0, 0.1)}
		for i := range l.Weights {
			l.Weights[i] = int8(r.IntN(255) - 127)
		}
		return l
	}
	norm := func() Norm { return Norm{floats(width, 1, 0.1), floats(width, 0, 0.1)} }
	e := &Encoder{Width: width, Inner: inner, Heads: width / headWidth, Eps: 1e-12, Places: floats(MaxTokens*width, 0, 0.1), Norm: norm()}
	for range words * width / 32 {
		e.Words = append(e.Words, 0, 0x2C) // 2^-4
		for range 16 {
			e.Words = append(e.Words, byte(r.IntN(256)))
		}
	}
	for range layers {
		e.Layers = append(e.Layers, Layer{Q: linear(width, width), K: linear(width, width), V: linear(width, width), O: linear(width, width),
			Up: linear(width, inner), Down: linear(inner, width), Norm1: norm(), Norm2: norm()})
	}
	return e
}

// exact is the encoder in float64, without any rounding to integers.
func (e *Encoder) exact(ids []int32) []float64 {
	n := len(ids)
	x := make([]float64, n*e.Width)
	row := make([]float32, e.Width)
	for i, id := range ids {
		if err := e.embed(row, int(id), i); err != nil {
			panic(err)
		}
		for j, v := range row {
			x[i*e.Width+j] = float64(v)
		}
	}
	exactNorm(x, e.Norm, e.Width, e.Eps)
	for _, l := range e.Layers {
		q, k, v := l.Q.exact(x, n), l.K.exact(x, n), l.V.exact(x, n)
		y := make([]float64, n*e.Width)
		for h := 0; h < e.Width; h += headWidth {
			exactHead(y, q, k, v, h, n, e.Width)
		}
		for i, o := range l.O.exact(y, n) {
			x[i] += o
		}
		exactNorm(x, l.Norm1, e.Width, e.Eps)
		up := l.Up.exact(x, n)
		for i, u := range up {
			up[i] = u * 0.5 * (1 + math.Erf(u/math.Sqrt2))
		}
		for i, d := range l.Down.exact(up, n) {
			x[i] += d
		}
		exactNorm(x, l.Norm2, e.Width, e.Eps)
	}
	return x
}

func exactHead(y, q, k, v []float64, from, n, width int) {
	p := make([]float64, n)
	for i := range n {
		sum := 0.0
		for j := range p {
			s := 0.0
			for d := from; d < from+headWidth; d++ {
				s += q[i*width+d] * k[j*width+d]
			}
			p[j] = math.Exp(s / math.Sqrt(headWidth))
			sum += p[j]
		}
		for j := range p {
			for d := from; d < from+headWidth; d++ {
				y[i*width+d] += p[j] / sum * v[j*width+d]
			}
		}
	}
}

func (l Linear) exact(x []float64, n int) []float64 {
	out := make([]float64, n*l.Out)
	for i := range n {
		for o := range l.Out {
			s := 0.0
			for k := range l.In {
				w := l.Weights[o/tileCols*tileCols*l.In+k/2*2*tileCols+o%tileCols*2+k%2]
				s += x[i*l.In+k] * float64(w)
			}
			out[i*l.Out+o] = s*float64(l.Scale[o]) + float64(l.Bias[o])
		}
	}
	return out
}

func exactNorm(x []float64, by Norm, width int, eps float32) {
	for at := 0; at < len(x); at += width {
		row, mean, spread := x[at:at+width], 0.0, 0.0
		for _, v := range row {
			mean += v / float64(width)
		}
		for _, v := range row {
			spread += (v - mean) * (v - mean) / float64(width)
		}
		for j, v := range row {
			row[j] = (v-mean)/math.Sqrt(spread+float64(eps))*float64(by.Weight[j]) + float64(by.Bias[j])
		}
	}
}

// TestEncoderIsExactEnough compares with float64: what is rounded to integers may cost a few thousandths.
func TestEncoderIsExactEnough(t *testing.T) {
	e := randomEncoder(96, 192, 3)
	for _, n := range []int{1, 7, 40, 130} {
		ids := make([]int32, n)
		for i := range ids {
			ids[i] = int32(i*7) % words
		}
		got, err := e.Encode(ids, e.NewWork())
		if err != nil {
			t.Fatal(err)
		}
		far := 0.0
		for i, v := range e.exact(ids) {
			far = max(far, math.Abs(v-float64(got[i])))
		}
		t.Logf("%d tokens: largest difference %.5f", n, far)
		if far > 0.02 {
			t.Errorf("%d tokens: difference of %.4f from float64, want at most 0.02", n, far)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	e := randomEncoder(64, 64, 1)
	w := e.NewWork()
	for _, ids := range [][]int32{nil, make([]int32, MaxTokens+1), {words}, {-1}} {
		if _, err := e.Encode(ids, w); err == nil {
			t.Errorf("%d tokens, first %v: no error", len(ids), ids[:min(1, len(ids))])
		}
	}
}

func TestTables(t *testing.T) {
	for i, v := range normal[:2*geluEnd*geluSteps+1] {
		if want := 0.5 * (1 + math.Erf((float64(i)/geluSteps-geluEnd)/math.Sqrt2)); math.Abs(want-float64(v)) > 1e-7 {
			t.Fatalf("normal at %v: %v, want %v", float64(i)/geluSteps-geluEnd, v, want)
		}
	}
	for x := float32(-7); x < 7; x += 0.01 {
		got := []float32{x}
		geluGo(got)
		if want := float64(x) * 0.5 * (1 + math.Erf(float64(x)/math.Sqrt2)); math.Abs(want-float64(got[0])) > 1e-5 {
			t.Fatalf("gelu(%v) = %v, want %v", x, got[0], want)
		}
	}
	for b, want := range map[uint16]float32{0: 0, 0x3C00: 1, 0xC000: -2, 0x2C00: 0.0625, 1: 1.0 / (1 << 24), 0x83FF: -1023.0 / (1 << 24)} {
		if got := half(b); got != want {
			t.Errorf("half(%#x) = %v, want %v", b, got, want)
		}
	}
}

// The size of the shipped model; 250 tokens are a full window.
func BenchmarkEncode(b *testing.B) {
	e := randomEncoder(384, 1536, 12)
	w := e.NewWork()
	for _, n := range []int{30, 100, 250} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			ids := make([]int32, n)
			for b.Loop() {
				if _, err := e.Encode(ids, w); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
