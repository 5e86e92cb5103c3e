package nn

import "math"

// The table of the normal distribution function: steps a unit, and the end beyond which it is 0 or 1.
const (
	geluSteps = 256
	geluEnd   = 6
)

var normal = normalTable()

// normalTable holds Φ(x) at x = -geluEnd + i/geluSteps, from the power series of erf with each product rounded, so that
// it comes out the same everywhere.
func normalTable() []float32 {
	t := make([]float32, 2*geluEnd*geluSteps+2)
	for i := range t {
		t[i] = float32(phi(float64(i)/geluSteps - geluEnd))
	}
	return t
}

func phi(x float64) float64 {
	z := float64(x*x) / 2
	term, sum := x, x
	for n := 1; n < 200; n++ {
		term = float64(term*-z) / float64(n)
		sum += term / float64(2*n+1)
	}
	return min(max(0.5+float64(sum*0.3989422804014327), 0), 1)
}

// geluGo sets x[i] = x[i]·Φ(x[i]), Φ between two entries of the table by a straight line.
func geluGo(x []float32) {
	for i, v := range x {
		if v <= -geluEnd {
			x[i] = 0
			continue
		}
		if v >= geluEnd {
			continue
		}
		p := float32((v + geluEnd) * geluSteps)
		k := int32(p)
		t := normal[k : k+2 : k+2]
		x[i] = float32(v * (t[0] + float32((p-float32(k))*(t[1]-t[0]))))
	}
}

// half returns the value of a 16-bit float without infinities.
func half(b uint16) float32 {
	v := math.Float32frombits(uint32(b&0x7FFF)<<13) * (1 << 112)
	return math.Float32frombits(math.Float32bits(v) | uint32(b>>15)<<31)
}
