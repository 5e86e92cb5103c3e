//go:build amd64 && !purego

package nn

import "golang.org/x/sys/cpu"

//go:generate go run ./asm -out kernel_amd64.s -stubs stub_amd64.go -pkg nn

// avx2 tells whether the kernels may be used; GODEBUG=cpu.avx2=off turns them off.
var avx2 = cpu.X86.HasAVX2

// avx512 tells whether kernels may also use AVX-512, where avx2 holds; GODEBUG=cpu.avx512bw=off turns that off.
var avx512 = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI

// The kernels don't check their arguments, so each of these functions does, by touching the last element of each slice.

func panel8(c []int32, cs int, a []int16, as int, b []int8, rows, pairs int) {
	if !avx2 || !tiled(c, cs, a, as, rows, pairs) {
		panel8Go(c, cs, a, as, b, rows, pairs)
		return
	}
	_ = b[2*tileCols*pairs-1]
	if avx512 {
		panel8AVX512(&c[0], cs, &a[0], as, &b[0], rows, pairs)
		return
	}
	panel8AVX2(&c[0], cs, &a[0], as, &b[0], rows, pairs)
}

func panel16(c []int32, cs int, a []int16, as int, b []int16, rows, pairs int) {
	if !avx2 || !tiled(c, cs, a, as, rows, pairs) {
		panel16Go(c, cs, a, as, b, rows, pairs)
		return
	}
	_ = b[2*tileCols*pairs-1]
	if avx512 {
		panel16AVX512(&c[0], cs, &a[0], as, &b[0], rows, pairs)
		return
	}
	panel16AVX2(&c[0], cs, &a[0], as, &b[0], rows, pairs)
}

func tiled(c []int32, cs int, a []int16, as, rows, pairs int) bool {
	if rows <= 0 || rows%tileRows != 0 || pairs <= 0 {
		return false
	}
	_, _ = c[(rows-1)*cs+tileCols-1], a[(rows-1)*as+2*pairs-1]
	return true
}

func quantise(dst []int16, src []float32, limit float32) float32 {
	n := len(src)
	if !avx2 || n == 0 || n%16 != 0 {
		return quantiseGo(dst, src, limit)
	}
	_ = dst[n-1]
	return quantiseAVX2(&dst[0], &src[0], n, limit)
}

func scaleRows(out []float32, os int, c []int32, rows, scale, bias []float32) {
	n := len(rows)
	if !avx2 || n == 0 {
		scaleGo(out, os, c, rows, scale, bias)
		return
	}
	_, _, _, _ = out[(n-1)*os+tileCols-1], c[n*tileCols-1], scale[tileCols-1], bias[tileCols-1]
	scaleAVX2(&out[0], os, &c[0], &rows[0], n, &scale[0], &bias[0])
}

func norm(x, w, b []float32, eps float32) {
	n := len(x)
	if !avx2 || n == 0 || n%8 != 0 {
		normGo(x, w, b, eps)
		return
	}
	_, _ = w[n-1], b[n-1]
	normAVX2(&x[0], &w[0], &b[0], n, eps)
}

func gelu(x []float32) {
	if !avx2 || len(x) == 0 || len(x)%8 != 0 {
		geluGo(x)
		return
	}
	geluAVX2(&x[0], len(x), &normal[0])
}

func soft(e []int16, s []int32, c float32) int32 {
	n := len(s)
	if !avx2 || n == 0 || n%16 != 0 {
		return softGo(e, s, c)
	}
	_ = e[n-1]
	if avx512 {
		return softAVX512(&e[0], &s[0], n, c)
	}
	return softAVX2(&e[0], &s[0], n, c)
}

func add(x, y []float32) {
	n := len(x)
	if !avx2 || n == 0 || n%8 != 0 {
		addGo(x, y)
		return
	}
	_ = y[n-1]
	addAVX2(&x[0], &y[0], n)
}

func peaks(most *[headWidth]float32, src []float32, n, stride int) {
	if !avx2 || n <= 0 {
		peaksGo(most, src, n, stride)
		return
	}
	_ = src[(n-1)*stride+headWidth-1]
	peaksAVX2(&most[0], &src[0], n, stride)
}

func packKeys(dst []int16, src []float32, n, stride int, by float32) {
	if !avx2 || n <= 0 || n > tileCols {
		packKeysGo(dst, src, n, stride, by)
		return
	}
	_, _ = dst[tileCols*headWidth-1], src[(n-1)*stride+headWidth-1]
	packKeysAVX2(&dst[0], &src[0], n, stride, by)
}

func packValues(dst []int16, gap int, src []float32, n, stride int, by *[headWidth]float32) {
	pairs := n / 2
	if !avx2 || pairs == 0 {
		packValuesGo(dst, gap, src, n, stride, by)
		return
	}
	_, _ = dst[gap+2*pairs*tileCols-1], src[(n-1)*stride+headWidth-1]
	packValuesAVX2(&dst[0], gap, &src[0], pairs, stride, &by[0])
	if n%2 != 0 {
		packValuesGo(dst[2*pairs*tileCols:], gap, src[2*pairs*stride:], 1, stride, by)
	}
}
