package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Constants of package nn.
const (
	round     = 12582912
	roundBits = 0x4B400000
	geluSteps = 256
	geluEnd   = 6
	unit      = 4095
)

// across takes the eight lanes of v, by halves, into the lowest lane of the result with op.
func across(v VecVirtual, op func(x, y, to Op)) VecVirtual {
	x := XMM()
	VEXTRACTF128(U8(1), v, x)
	op(v.AsX(), x, x)
	y := XMM()
	VPSHUFD(U8(0b1110), x, y)
	op(y, x, x)
	VPSHUFD(U8(1), x, y)
	op(y, x, x)
	return x
}

func addFloats(x, y, to Op) { VADDPS(y, x, to) }

// pack writes the 16 integers of two registers as int16 at to.
func pack(x, y VecVirtual, to Mem) {
	VPACKSSDW(y, x, x)
	VPERMQ(U8(0b11011000), x, x)
	VMOVDQU(x, to)
}

func quantise() {
	TEXT("quantiseAVX2", NOSPLIT, "func(dst *int16, src *float32, n int, limit float32) float32")
	Doc("quantiseAVX2 is a kernel; see quantiseGo. n is a multiple of 16, not zero.")
	dst, src, n := pointer("dst"), pointer("src"), pointer("n")
	limit := Load(Param("limit"), XMM())
	at, left, top, mask, shift := GP64(), GP64(), YMM(), bits(0x7FFFFFFF), floats(round)
	MOVQ(src, at)
	MOVQ(n, left)
	VPXOR(top, top, top)
	loop("quantise_top", left, 16, func() {
		// Without the sign, floats are in the order of their bits.
		for i := range 2 {
			v := YMM()
			VPAND(Mem{Base: at, Disp: 32 * i}, mask, v)
			VPMAXSD(v, top, top)
		}
		ADDQ(U8(64), at)
	})
	one := across(top, func(x, y, to Op) { VPMAXSD(y, x, to) })
	zero, by, x := XMM(), XMM(), YMM()
	VXORPS(zero, zero, zero)
	VDIVSS(one, limit, by)
	VUCOMISS(zero, one)
	JNE(LabelRef("quantise_some"))
	VXORPS(by, by, by) // all are zero
	Label("quantise_some")
	VBROADCASTSS(by, x)
	less := bits(roundBits)
	loop("quantise_round", n, 16, func() {
		var v [2]VecVirtual
		for i := range v {
			v[i] = YMM()
			VMULPS(Mem{Base: src, Disp: 32 * i}, x, v[i])
			VADDPS(shift, v[i], v[i])
			VPSUBD(less, v[i], v[i])
		}
		pack(v[0], v[1], Mem{Base: dst})
		ADDQ(U8(64), src)
		ADDQ(U8(32), dst)
	})
	VDIVSS(limit, one, one)
	Store(one, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func scale() {
	TEXT("scaleAVX2", NOSPLIT, "func(out *float32, os int, c *int32, rows *float32, n int, scale, bias *float32)")
	Doc("scaleAVX2 is a kernel; see scaleGo. It does n rows of 16 elements.")
	out, os, c, rows, n := pointer("out"), pointer("os"), pointer("c"), pointer("rows"), pointer("n")
	by, bias := pointer("scale"), pointer("bias")
	SHLQ(U8(2), os)
	var scales, sums [2]VecVirtual
	for i := range scales {
		scales[i], sums[i] = YMM(), YMM()
		VMOVUPS(Mem{Base: by, Disp: 32 * i}, scales[i])
		VMOVUPS(Mem{Base: bias, Disp: 32 * i}, sums[i])
	}
	row := YMM()
	loop("scale", n, 1, func() {
		VBROADCASTSS(Mem{Base: rows}, row)
		for i := range scales {
			v, s := YMM(), YMM()
			VCVTDQ2PS(Mem{Base: c, Disp: 32 * i}, v)
			VMULPS(scales[i], row, s)
			VMULPS(s, v, v)
			VADDPS(sums[i], v, v)
			VMOVUPS(v, Mem{Base: out, Disp: 32 * i})
		}
		ADDQ(os, out)
		ADDQ(U8(64), c)
		ADDQ(U8(4), rows)
	})
	VZEROUPPER()
	RET()
}

func norm() {
	TEXT("normAVX2", NOSPLIT, "func(x *float32, w *float32, b *float32, n int, eps float32)")
	Doc("normAVX2 is a kernel; see normGo. n is a multiple of 8, not zero.")
	x, w, b, n := pointer("x"), pointer("w"), pointer("b"), pointer("n")
	eps := Load(Param("eps"), XMM())
	at, left, sum, count := GP64(), GP64(), YMM(), XMM()
	VXORPS(count, count, count)
	VCVTSI2SSQ(n, count, count)
	begin := func() {
		MOVQ(x, at)
		MOVQ(n, left)
		VXORPS(sum, sum, sum)
	}
	begin()
	loop("norm_sum", left, 8, func() {
		VADDPS(Mem{Base: at}, sum, sum)
		ADDQ(U8(32), at)
	})
	mean, means := across(sum, addFloats), YMM()
	VDIVSS(count, mean, mean)
	VBROADCASTSS(mean, means)
	begin()
	loop("norm_spread", left, 8, func() {
		d := YMM()
		VMOVUPS(Mem{Base: at}, d)
		VSUBPS(means, d, d)
		VMOVUPS(d, Mem{Base: at})
		VMULPS(d, d, d)
		VADDPS(d, sum, sum)
		ADDQ(U8(32), at)
	})
	v, by := across(sum, addFloats), YMM()
	VDIVSS(count, v, v)
	VADDSS(eps, v, v)
	VSQRTSS(v, v, v)
	one := floats(1).AsX()
	VDIVSS(v, one, v)
	VBROADCASTSS(v, by)
	loop("norm_write", n, 8, func() {
		d := YMM()
		VMULPS(Mem{Base: x}, by, d)
		VMULPS(Mem{Base: w}, d, d)
		VADDPS(Mem{Base: b}, d, d)
		VMOVUPS(d, Mem{Base: x})
		for _, p := range []Register{x, w, b} {
			ADDQ(U8(32), p)
		}
	})
	VZEROUPPER()
	RET()
}

func gelu() {
	TEXT("geluAVX2", NOSPLIT, "func(x *float32, n int, table *float32)")
	Doc("geluAVX2 is a kernel; see geluGo. n is a multiple of 8, not zero.")
	x, n, table := pointer("x"), pointer("n"), pointer("table")
	end, low, steps, last, zero := floats(geluEnd), floats(-geluEnd), floats(geluSteps), floats(2*geluEnd*geluSteps), YMM()
	VXORPS(zero, zero, zero)
	loop("gelu", n, 8, func() {
		v, p, k, t, u, all, part := YMM(), YMM(), YMM(), YMM(), YMM(), YMM(), YMM()
		VMOVUPS(Mem{Base: x}, v)
		VADDPS(end, v, p)
		VMULPS(steps, p, p)
		// Lanes beyond the table look into its ends; what they give is replaced below.
		VMAXPS(zero, p, p)
		VMINPS(last, p, p)
		VCVTTPS2DQ(p, k)
		VPCMPEQD(all, all, all)
		VGATHERDPS(all, Mem{Base: table, Index: k, Scale: 4}, t)
		VPCMPEQD(all, all, all)
		VGATHERDPS(all, Mem{Base: table, Index: k, Scale: 4, Disp: 4}, u)
		VCVTDQ2PS(k, part)
		VSUBPS(part, p, part)
		VSUBPS(t, u, u)
		VMULPS(u, part, u)
		VADDPS(u, t, t)
		VMULPS(t, v, t)
		VCMPPS(U8(13), end, v, all) // v ≥ end
		VBLENDVPS(all, v, t, t)
		VCMPPS(U8(2), low, v, all) // v ≤ -end
		VANDNPS(t, all, t)
		VMOVUPS(t, Mem{Base: x})
		ADDQ(U8(32), x)
	})
	VZEROUPPER()
	RET()
}
