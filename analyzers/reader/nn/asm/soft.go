package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func soft() {
	TEXT("softAVX2", NOSPLIT, "func(e *int16, s *int32, n int, c float32) int32")
	Doc("softAVX2 is a kernel; see softGo. n is a multiple of 16, not zero.")
	e, s, n := pointer("e"), pointer("s"), pointer("n")
	c := spread("c")
	at, left, top := GP64(), GP64(), YMM()
	MOVQ(s, at)
	MOVQ(n, left)
	VMOVDQU(Mem{Base: s}, top)
	loop("soft_top", left, 16, func() {
		for i := range 2 {
			VPMAXSD(Mem{Base: at, Disp: 32 * i}, top, top)
		}
		ADDQ(U8(64), at)
	})
	one := across(top, func(x, y, to Op) { VPMAXSD(y, x, to) })
	VPBROADCASTD(one, top)
	// The twin's constants are exact products rounded once, so these must be the same expressions.
	far, shift, shiftBits, whole := floats(15), floats(round), bits(roundBits), floats(unit)
	e1, e2, e3, e4, e5 := float32(-0.69314718*unit), float32(0.24022651*unit), float32(-0.05550411*unit), float32(0.00961813*unit), float32(-0.00133336*unit)
	first, k4, k3, k2, k1 := floats(e5), floats(e4), floats(e3), floats(e2), floats(e1)
	bias, sum := bits(127), YMM()
	VPXOR(sum, sum, sum)
	y, t, f, p := YMM(), YMM(), YMM(), YMM()
	loop("soft_write", n, 8, func() {
		VPSUBD(Mem{Base: s}, top, y)
		VCVTDQ2PS(y, y)
		VMULPS(c, y, y)
		VMINPS(far, y, y)
		VADDPS(shift, y, t)
		VSUBPS(shift, t, f)
		VSUBPS(f, y, f)
		VMULPS(f, first, p)
		VADDPS(k4, p, p)
		for _, k := range []Op{k3, k2, k1, whole} {
			VMULPS(f, p, p)
			VADDPS(k, p, p)
		}
		VPSUBD(shiftBits, t, t)
		VPSUBD(t, bias, t)
		VPSLLD(U8(23), t, t)
		VMULPS(t, p, p)
		VADDPS(shift, p, p)
		VPSUBD(shiftBits, p, p)
		VPADDD(p, sum, sum)
		VPACKSSDW(p, p, p)
		VPERMQ(U8(0b1000), p, p)
		VMOVDQU(p.AsX(), Mem{Base: e})
		ADDQ(U8(32), s)
		ADDQ(U8(16), e)
	})
	total := across(sum, func(x, y, to Op) { VPADDD(y, x, to) })
	out := GP32()
	VMOVD(total, out)
	Store(out, ReturnIndex(0))
	VZEROUPPER()
	RET()
}
