package nn

import (
	"math"
	"slices"
)

// attend writes one head's part of the attention's result to w.y.
func (w *Work) attend(h, n, width int) {
	keys, rows := upTo(n, tileCols), upTo(n, tileRows)
	from := h * headWidth
	for i := range n {
		at := i*width + from
		w.queryScale[i] = quantise(w.query[i*headWidth:(i+1)*headWidth], w.q[at:at+headWidth], queryLimit)
	}
	scale := w.packKeys(from, n, width)
	for p := 0; p < keys; p += tileCols {
		panel16(w.scores[p:], keys, w.query, headWidth, w.key[p*headWidth:(p+tileCols)*headWidth], rows, headWidth/2)
	}
	var scales, sums [headWidth]float32
	w.packValues(from, n, width, &scales)
	by := float32(scale * float32(math.Log2E/5.656854249492381)) // scores are divided by √headWidth; the base is 2
	for i := range n {
		total := w.softmax(i, n, keys, float32(w.queryScale[i]*by))
		w.column[i] = 1 / float32(total)
	}
	for p := 0; p < headWidth; p += tileCols {
		panel16(w.c, tileCols, w.soft, keys, w.value[p*keys:(p+tileCols)*keys], rows, keys/2)
		scaleRows(w.y[from+p:], width, w.c, w.column[:n], scales[p:p+tileCols], sums[:tileCols])
	}
}

// softmax turns row i of the scores into integers and returns their sum. Keys that only fill the last panel repeat the
// last true score on the way, so that they change neither the maximum nor, taken off again, the sum.
func (w *Work) softmax(i, n, keys int, c float32) int32 {
	s, e := w.scores[i*keys:(i+1)*keys], w.soft[i*keys:(i+1)*keys]
	for j := n; j < keys; j++ {
		s[j] = s[n-1]
	}
	total := soft(e, s, c)
	for j := n; j < keys; j++ {
		total -= int32(e[j])
		e[j] = 0
	}
	return total
}

// packKeys rounds the head's keys with one scale for all, lays them in panels of 16 keys and returns the scale.
func (w *Work) packKeys(from, n, width int) float32 {
	var most [headWidth]float32
	peaks(&most, w.k[from:], n, width)
	top := slices.Max(most[:])
	if top == 0 {
		top = 1
	}
	by := keyLimit / top
	clear(w.key[:upTo(n, tileCols)*headWidth])
	for i := 0; i < n; i += tileCols {
		packKeys(w.key[i*headWidth:], w.k[i*width+from:], min(n-i, tileCols), width, by)
	}
	return top / keyLimit
}

// packValues rounds the head's values with a scale a dimension and lays them in two panels of 16 dimensions.
func (w *Work) packValues(from, n, width int, scales *[headWidth]float32) {
	keys := upTo(n, tileCols)
	var most, by [headWidth]float32
	peaks(&most, w.v[from:], n, width)
	for d, t := range most {
		if t > 0 {
			by[d] = valueLimit / t
		}
		scales[d] = t / valueLimit
	}
	clear(w.value[:keys*headWidth])
	packValues(w.value, tileCols*keys, w.v[from:], n, width, &by)
}
