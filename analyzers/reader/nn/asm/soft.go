package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func soft() {
	TEXT("softAVX2", NOSPLIT, "func(e *int16, s *int32, n int, c float32) int32")
	Doc("softAVX2 is a kernel; see softGo. n is a multiple of 16, not zero.")
	e, s, n := pointer("e"), pointer("s"), pointer("n")
	c := spread("c")
	top := YMM()
	VPBROADCASTD(softTop(s, n, "soft_top"), top)
	far, shift, shiftBits, whole := floats(15), floats(round), bits(roundBits), floats(unit)
	k := factors(floats)
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
		VMULPS(f, k[4], p)
		VADDPS(k[3], p, p)
		for _, k := range []Op{k[2], k[1], k[0], whole} {
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

// softTop returns the largest of the n scores at s.
func softTop(s, n Register, label string) VecVirtual {
	at, left, top := GP64(), GP64(), YMM()
	MOVQ(s, at)
	MOVQ(n, left)
	VMOVDQU(Mem{Base: s}, top)
	loop(label, left, 16, func() {
		for i := range 2 {
			VPMAXSD(Mem{Base: at, Disp: 32 * i}, top, top)
		}
		ADDQ(U8(64), at)
	})
	return across(top, func(x, y, to Op) { VPMAXSD(y, x, to) })
}

// factors returns registers with e1 to e5 of package nn, filled by all. The twin's constants are exact products rounded
// once, so these must be the same expressions.
func factors(all func(float32) VecVirtual) (k [5]VecVirtual) {
	for i, e := range [5]float32{-0.69314718 * unit, 0.24022651 * unit, -0.05550411 * unit, 0.00961813 * unit, -0.00133336 * unit} {
		k[i] = all(e)
	}
	return k
}
