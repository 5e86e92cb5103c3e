//go:build amd64 && !purego

package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// withTwin runs f with the kernels and without, and returns both results.
func withTwin[T any](t testing.TB, f func() T) (kernel, twin T) {
	t.Helper()
	if !avx2 {
		t.Skip("this processor has no AVX2")
	}
	kernel = f()
	avx2 = false
	defer func() { avx2 = true }()
	return kernel, f()
}

// eachKernel runs f with and without the kernels in AVX-512.
func eachKernel(t *testing.T, f func(t *testing.T)) {
	has := avx512
	defer func() { avx512 = has }()
	for _, v := range []bool{false, true} {
		t.Run(fmt.Sprintf("avx512=%t", v), func(t *testing.T) {
			if v && !has {
				t.Skip("this processor has no AVX-512 with VNNI")
			}
			avx512 = v
			f(t)
		})
	}
}

// same compares by bits, so that 0 and -0 differ.
func same(x, y []float32) error {
	for i := range x {
		if math.Float32bits(x[i]) != math.Float32bits(y[i]) {
			return fmt.Errorf("element %d: kernel %v, twin %v", i, x[i], y[i])
		}
	}
	return nil
}

func sames[T comparable](x, y []T) error {
	for i := range x {
		if x[i] != y[i] {
			return fmt.Errorf("element %d: kernel %v, twin %v", i, x[i], y[i])
		}
	}
	return nil
}

func check(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func ints[T int8 | int16 | int32](r *rand.Rand, n, limit int) []T {
	out := make([]T, n)
	for i := range out {
		switch r.IntN(8) {
		case 0:
			out[i] = T(limit)
		case 1:
			out[i] = T(-limit)
		default:
			out[i] = T(r.IntN(2*limit+1) - limit)
		}
	}
	return out
}

// flows returns numbers of many sizes, of both signs, with zeros among them.
func flows(r *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		if r.IntN(16) > 0 {
			out[i] = float32(r.NormFloat64() * math.Exp(r.NormFloat64()*2-1))
		}
	}
	return out
}

func TestPanelsEqualTwins(t *testing.T) { eachKernel(t, panelsEqualTwins) }

func panelsEqualTwins(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, pairs := range []int{1, 2, 16, 128, 192, 768} {
		for _, rows := range []int{6, 12, 18, 30, 252} {
			as, cs := 2*pairs+r.IntN(3), tileCols+16*r.IntN(3)
			a := ints[int16](r, rows*as, flowLimit)
			b8, b16 := ints[int8](r, 2*tileCols*pairs, 127), ints[int16](r, 2*tileCols*pairs, min(keyLimit, math.MaxInt32/flowLimit/2/pairs))
			k, w := withTwin(t, func() []int32 {
				c := make([]int32, 2*rows*cs)
				panel8(c, cs, a, as, b8, rows, pairs)
				panel16(c[rows*cs:], cs, a, as, b16, rows, pairs)
				return c
			})
			check(t, fmt.Sprintf("%d pairs, %d rows", pairs, rows), sames(k, w))
		}
	}
}

func TestRowsEqualTwins(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		x, w, b := flows(r, 384), flows(r, 384), flows(r, 384)
		if r.IntN(20) == 0 {
			clear(x)
		}
		type ints struct {
			scale float32
			v     []int16
		}
		qk, qw := withTwin(t, func() ints {
			out := make([]int16, len(x))
			return ints{quantise(out, x, flowLimit), out}
		})
		check(t, "quantise", sames(qk.v, qw.v))
		check(t, "quantise", same([]float32{qk.scale}, []float32{qw.scale}))
		nk, nw := withTwin(t, func() []float32 { y := slices.Clone(x); norm(y, w, b, 1e-12); return y })
		check(t, "norm", same(nk, nw))
		gk, gw := withTwin(t, func() []float32 { y := slices.Clone(x); gelu(y); return y })
		check(t, "gelu", same(gk, gw))
		rows := 1 + r.IntN(5)
		c := make([]int32, 16*rows)
		for i := range c {
			c[i] = r.Int32() >> r.IntN(31)
		}
		sk, sw := withTwin(t, func() []float32 {
			y := make([]float32, 24*rows)
			scaleRows(y, 24, c, x[:rows], w, b)
			return y
		})
		check(t, "scale", same(sk, sw))
	}
	edges := []float32{geluEnd, -geluEnd, math.Nextafter32(geluEnd, 0), math.Nextafter32(-geluEnd, 0), math.Nextafter32(geluEnd, 9), math.Nextafter32(-geluEnd, -9), 1e30, -1e30}
	gk, gw := withTwin(t, func() []float32 { y := slices.Clone(edges); gelu(y); return y })
	check(t, "gelu at its ends", same(gk, gw))
}

func TestSoftEqualsTwin(t *testing.T) { eachKernel(t, softEqualsTwin) }

func softEqualsTwin(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		s := make([]int32, 16*(1+r.IntN(16)))
		for i := range s {
			s[i] = (r.Int32() - math.MaxInt32/2) >> (r.IntN(12))
		}
		c := float32(math.Exp(r.NormFloat64()*3-14)) * float32(r.IntN(5))
		var sums [2]int32
		i := 0
		k, w := withTwin(t, func() []int16 {
			e := make([]int16, len(s))
			sums[i] = soft(e, s, c)
			i++
			return e
		})
		check(t, "soft", sames(k, w))
		if sums[0] != sums[1] {
			t.Fatalf("sum: kernel %d, twin %d", sums[0], sums[1])
		}
	}
}

// TestEncoderEqualsTwin runs a small encoder of random weights both ways, at lengths that fill tiles and that don't.
func TestEncoderEqualsTwin(t *testing.T) { eachKernel(t, encoderEqualsTwin) }

func encoderEqualsTwin(t *testing.T) {
	e := randomEncoder(96, 192, 2)
	r := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{1, 2, 5, 6, 7, 15, 16, 17, 48, 97, 255, 256} {
		ids := make([]int32, n)
		for i := range ids {
			ids[i] = r.Int32N(words)
		}
		k, w := withTwin(t, func() []float32 {
			x, err := e.Encode(ids, e.NewWork())
			if err != nil {
				t.Fatal(err)
			}
			return x
		})
		check(t, fmt.Sprintf("%d tokens", n), same(k, w))
	}
}
