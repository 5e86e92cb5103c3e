package nn

// Sizes of a kernel's tile: six tokens by sixteen outputs.
const (
	tileRows = 6
	tileCols = 16
)

// upTo returns n rounded up to a multiple of m.
func upTo(n, m int) int { return (n + m - 1) / m * m }

// panel8Go sets c[r][j] = Σ a[r][k]·b[j][k] for rows rows (a multiple of six), 16 outputs j and 2·pairs inputs k. Rows
// of a lie as apart and rows of c lie cs apart, in elements; b is one panel.
func panel8Go(c []int32, cs int, a []int16, as int, b []int8, rows, pairs int) {
	for r := 0; r < rows; r += 2 {
		a0, a1 := a[r*as:r*as+2*pairs], a[(r+1)*as:(r+1)*as+2*pairs]
		c0, c1 := c[r*cs:r*cs+tileCols], c[(r+1)*cs:(r+1)*cs+tileCols]
		for j := 0; j < tileCols; j += 4 {
			// Two rows share one integer: the low half sums row r, the high half row r+1.
			var s0, s1, s2, s3 int64
			for k, at := 0, 2*j; k < len(a0); k, at = k+2, at+2*tileCols {
				x := int64(a0[k]) + int64(a1[k])<<32
				y := int64(a0[k+1]) + int64(a1[k+1])<<32
				w := b[at : at+8 : at+8]
				s0 += x*int64(w[0]) + y*int64(w[1])
				s1 += x*int64(w[2]) + y*int64(w[3])
				s2 += x*int64(w[4]) + y*int64(w[5])
				s3 += x*int64(w[6]) + y*int64(w[7])
			}
			for i, s := range [4]int64{s0, s1, s2, s3} {
				low := int32(s)
				c0[j+i], c1[j+i] = low, int32((s-int64(low))>>32)
			}
		}
	}
}

// panel16Go is panel8Go for weights of 16 bits.
func panel16Go(c []int32, cs int, a []int16, as int, b []int16, rows, pairs int) {
	for r := 0; r < rows; r += 2 {
		a0, a1 := a[r*as:r*as+2*pairs], a[(r+1)*as:(r+1)*as+2*pairs]
		c0, c1 := c[r*cs:r*cs+tileCols], c[(r+1)*cs:(r+1)*cs+tileCols]
		for j := 0; j < tileCols; j += 4 {
			var s0, s1, s2, s3 int64
			for k, at := 0, 2*j; k < len(a0); k, at = k+2, at+2*tileCols {
				x := int64(a0[k]) + int64(a1[k])<<32
				y := int64(a0[k+1]) + int64(a1[k+1])<<32
				w := b[at : at+8 : at+8]
				s0 += x*int64(w[0]) + y*int64(w[1])
				s1 += x*int64(w[2]) + y*int64(w[3])
				s2 += x*int64(w[4]) + y*int64(w[5])
				s3 += x*int64(w[6]) + y*int64(w[7])
			}
			for i, s := range [4]int64{s0, s1, s2, s3} {
				low := int32(s)
				c0[j+i], c1[j+i] = low, int32((s-int64(low))>>32)
			}
		}
	}
}
