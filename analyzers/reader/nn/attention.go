package nn

import "math"

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
	most := uint32(0)
	for i := range n {
		for _, v := range (*[headWidth]float32)(w.k[i*width+from:]) {
			most = max(most, math.Float32bits(v)&^(1<<31)) // without the sign, floats are in the order of their bits
		}
	}
	top := math.Float32frombits(most)
	if top == 0 {
		top = 1
	}
	by := keyLimit / top
	clear(w.key[:upTo(n, tileCols)*headWidth])
	for i := range n {
		row := (*[headWidth]float32)(w.k[i*width+from:])
		to := (*[panelKeys]int16)(w.key[i/tileCols*tileCols*headWidth+i%tileCols*2:])
		for d := 0; d < headWidth; d += 2 {
			to[d*tileCols] = int16(nearest(float32(row[d] * by)))
			to[d*tileCols+1] = int16(nearest(float32(row[d+1] * by)))
		}
	}
	return top / keyLimit
}

// panelKeys is how far one key's numbers reach in a panel of keys.
const panelKeys = (headWidth-2)*tileCols + 2

// packValues rounds the head's values with a scale a dimension and lays them in two panels of 16 dimensions.
func (w *Work) packValues(from, n, width int, scales *[headWidth]float32) {
	keys := upTo(n, tileCols)
	var most [headWidth]uint32
	var by [headWidth]float32
	for i := range n {
		for d, v := range (*[headWidth]float32)(w.v[i*width+from:]) {
			most[d] = max(most[d], math.Float32bits(v)&^(1<<31))
		}
	}
	for d, m := range most {
		t := math.Float32frombits(m)
		if t > 0 {
			by[d] = valueLimit / t
		}
		scales[d] = t / valueLimit
	}
	clear(w.value[:keys*headWidth])
	for i := range n {
		row := (*[headWidth]float32)(w.v[i*width+from:])
		for p := 0; p < headWidth; p += tileCols {
			to := (*[2*tileCols - 1]int16)(w.value[p*keys+i/2*2*tileCols+i%2:])
			for d := range tileCols {
				to[2*d] = int16(nearest(float32(row[p+d] * by[p+d])))
			}
		}
	}
}
