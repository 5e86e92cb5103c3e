//go:build !amd64 || purego

package nn

func panel8(c []int32, cs int, a []int16, as int, b []int8, rows, pairs int) {
	panel8Go(c, cs, a, as, b, rows, pairs)
}

func panel16(c []int32, cs int, a []int16, as int, b []int16, rows, pairs int) {
	panel16Go(c, cs, a, as, b, rows, pairs)
}

func quantise(dst []int16, src []float32, limit float32) float32 { return quantiseGo(dst, src, limit) }

func scaleRows(out []float32, os int, c []int32, rows, scale, bias []float32) {
	scaleGo(out, os, c, rows, scale, bias)
}

func norm(x, w, b []float32, eps float32) { normGo(x, w, b, eps) }

func gelu(x []float32) { geluGo(x) }

func add(x, y []float32) { addGo(x, y) }

func peaks(most *[headWidth]float32, src []float32, n, stride int) { peaksGo(most, src, n, stride) }

func packKeys(dst []int16, src []float32, n, stride int, by float32) {
	packKeysGo(dst, src, n, stride, by)
}

func packValues(dst []int16, gap int, src []float32, n, stride int, by *[headWidth]float32) {
	packValuesGo(dst, gap, src, n, stride, by)
}

func soft(e []int16, s []int32, c float32) int32 { return softGo(e, s, c) }
