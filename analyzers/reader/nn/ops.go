package nn

import "math"

// round is added to and taken from a float32 to round it to an integer, half to even; roundBits are its bits.
const (
	round     = 12582912 // 1.5 · 2^23
	roundBits = 0x4B400000
)

// nearest returns v rounded to an integer; |v| must be below 2^22.
func nearest(v float32) int32 { return int32(math.Float32bits(v+round)) - roundBits }

// quantiseGo writes src as integers of at most limit to dst and returns their scale.
func quantiseGo(dst []int16, src []float32, limit float32) float32 {
	top := float32(0)
	for _, v := range src {
		top = max(top, math.Float32frombits(math.Float32bits(v)&^(1<<31)))
	}
	if top == 0 {
		clear(dst[:len(src)])
		return 0
	}
	by := limit / top
	for i, v := range src {
		dst[i] = int16(nearest(float32(v * by)))
	}
	return top / limit
}

func addGo(x, y []float32) {
	y = y[:len(x)]
	for i := range x {
		x[i] += y[i]
	}
}

// peaksGo sets most to the largest magnitude in each of 32 columns of n rows, which lie stride apart.
func peaksGo(most *[headWidth]float32, src []float32, n, stride int) {
	var top [headWidth]uint32
	for i := range n {
		for d, v := range (*[headWidth]float32)(src[i*stride:]) {
			top[d] = max(top[d], math.Float32bits(v)&^(1<<31)) // without the sign, floats are in the order of their bits
		}
	}
	for d, m := range top {
		most[d] = math.Float32frombits(m)
	}
}

// packKeysGo rounds up to 16 rows of 32, times by, into a panel of keys: [16 pairs of columns][16 rows][2].
func packKeysGo(dst []int16, src []float32, n, stride int, by float32) {
	for i := range n {
		row := (*[headWidth]float32)(src[i*stride:])
		for d := 0; d < headWidth; d += 2 {
			to := dst[d*tileCols+2*i : d*tileCols+2*i+2]
			to[0], to[1] = int16(nearest(float32(row[d]*by))), int16(nearest(float32(row[d+1]*by)))
		}
	}
}

// packValuesGo rounds n rows of 32, each column times its by, into two panels of values, gap apart: [pairs of rows][16
// columns][2].
func packValuesGo(dst []int16, gap int, src []float32, n, stride int, by *[headWidth]float32) {
	for i := range n {
		row := (*[headWidth]float32)(src[i*stride:])
		for p := 0; p < headWidth; p += tileCols {
			to := (*[2*tileCols - 1]int16)(dst[p/tileCols*gap+i/2*2*tileCols+i%2:])
			for d := range tileCols {
				to[2*d] = int16(nearest(float32(row[p+d] * by[p+d])))
			}
		}
	}
}

// scaleGo sets 16 elements a row, out[r·os+i] = c[r·16+i]·(rows[r]·scale[i]) + bias[i].
func scaleGo(out []float32, os int, c []int32, rows, scale, bias []float32) {
	scale, bias = scale[:tileCols], bias[:tileCols]
	for r, row := range rows {
		to, from := out[r*os:r*os+tileCols], c[r*tileCols:(r+1)*tileCols]
		for i := range to {
			to[i] = float32(float32(from[i])*float32(row*scale[i])) + bias[i]
		}
	}
}

// sumGo returns Σ x[i] in the order of an eight-lane kernel: lane i%8 first, then the lanes by halves.
func sumGo(x []float32) float32 {
	var l [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		for j, v := range x[i : i+8 : i+8] {
			l[j] += v
		}
	}
	return ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
}

// normGo is layer norm of a row in place: mean 0, deviation 1, times w, plus b. The row's length is a multiple of 8.
func normGo(x, w, b []float32, eps float32) {
	w, b = w[:len(x)], b[:len(x)]
	n := float32(len(x))
	mean := sumGo(x) / n
	var l [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		for j := range l {
			d := x[i+j] - mean
			x[i+j] = d
			l[j] += float32(d * d)
		}
	}
	v := (((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))) / n
	by := 1 / float32(math.Sqrt(float64(v+eps)))
	for i, d := range x {
		x[i] = float32(float32(d*by)*w[i]) + b[i]
	}
}

// Coefficients of 2^-f · unit for |f| ≤ 1/2, so that unit itself comes out at f = 0.
const (
	unit = 4095
	e1   = -0.69314718 * unit
	e2   = 0.24022651 * unit
	e3   = -0.05550411 * unit
	e4   = 0.00961813 * unit
	e5   = -0.00133336 * unit
)

// softGo writes the softmax's numerators of a row of scores: e[i] = unit·2^(-c·(max s − s[i])), rounded; it returns
// their sum. c is not negative, and two scores differ by less than 2^31.
func softGo(e []int16, s []int32, c float32) int32 {
	top := s[0]
	for _, v := range s {
		top = max(top, v)
	}
	sum := int32(0)
	e = e[:len(s)]
	for i, v := range s {
		y := min(float32(float32(top-v)*c), 15)
		t := y + round
		f := y - (t - round)
		p := float32(e5*f) + e4
		p = float32(p*f) + e3
		p = float32(p*f) + e2
		p = float32(p*f) + e1
		p = float32(p*f) + unit
		half := math.Float32frombits(uint32(127-(int32(math.Float32bits(t))-roundBits)) << 23)
		n := nearest(float32(p * half))
		e[i] = int16(n)
		sum += n
	}
	return sum
}
