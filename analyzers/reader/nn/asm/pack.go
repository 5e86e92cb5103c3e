package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// headRegisters is how many registers of eight floats hold a row of one head.
const headRegisters = 4

// peaks takes the largest magnitude in each of a head's 32 columns.
func peaks() {
	TEXT("peaksAVX2", NOSPLIT, "func(most *float32, src *float32, n int, stride int)")
	Doc("peaksAVX2 is a kernel; see peaksGo. n isn't zero.")
	most, src, n, stride := pointer("most"), pointer("src"), pointer("n"), pointer("stride")
	SHLQ(U8(2), stride)
	mask := bits(0x7FFFFFFF)
	var top [headRegisters]VecVirtual
	for c := range top {
		top[c] = YMM()
		VPXOR(top[c], top[c], top[c])
	}
	loop("peaks", n, 1, func() {
		for c := range top {
			v := YMM()
			VPAND(Mem{Base: src, Disp: 32 * c}, mask, v)
			VPMAXSD(v, top[c], top[c]) // without the sign, floats are in the order of their bits
		}
		ADDQ(stride, src)
	})
	for c := range top {
		VMOVDQU(top[c], Mem{Base: most, Disp: 32 * c})
	}
	VZEROUPPER()
	RET()
}

// rounded multiplies the eight floats at from with by and rounds them to integers.
func rounded(from Mem, by Op, shift, less VecVirtual) VecVirtual {
	v := YMM()
	if m, ok := by.(Mem); ok {
		VMOVUPS(m, v)
		VMULPS(from, v, v)
	} else {
		VMULPS(from, by, v)
	}
	VADDPS(shift, v, v)
	VPSUBD(less, v, v)
	return v
}

// packKeys writes up to 16 rows into a panel: two columns of a row stand together, and the same two of all rows after them.
func packKeys() {
	TEXT("packKeysAVX2", NOSPLIT, "func(dst *int16, src *float32, n int, stride int, by float32)")
	Doc("packKeysAVX2 is a kernel; see packKeysGo. n is from 1 to 16.")
	dst, src, n, stride := pointer("dst"), pointer("src"), pointer("n"), pointer("stride")
	by := spread("by")
	shift, less := floats(round), bits(roundBits)
	SHLQ(U8(2), stride)
	loop("packKeys", n, 1, func() {
		for c := 0; c < headRegisters; c += 2 {
			x, y := rounded(Mem{Base: src, Disp: 32 * c}, by, shift, less), rounded(Mem{Base: src, Disp: 32*c + 32}, by, shift, less)
			VPACKSSDW(y, x, x)
			VPERMQ(U8(0b11011000), x, x)
			high := XMM()
			VEXTRACTI128(U8(1), x, high)
			for h, part := range []Register{x.AsX(), high} {
				for k := range 4 {
					VPEXTRD(U8(k), part, Mem{Base: dst, Disp: 64 * (4*c + 4*h + k)})
				}
			}
		}
		ADDQ(stride, src)
		ADDQ(U8(4), dst)
	})
	VZEROUPPER()
	RET()
}

// packValues writes rows two by two into two panels of 16 columns: a column's numbers of both rows stand together.
func packValues() {
	TEXT("packValuesAVX2", NOSPLIT, "func(dst *int16, gap int, src *float32, pairs int, stride int, by *float32)")
	Doc("packValuesAVX2 is a kernel; see packValuesGo. It does pairs times two rows, at least two.")
	dst, gap, src, pairs, stride, by := pointer("dst"), pointer("gap"), pointer("src"), pointer("pairs"), pointer("stride"), pointer("by")
	shift, less, low := floats(round), bits(roundBits), bits(0xFFFF)
	SHLQ(U8(2), stride)
	SHLQ(U8(1), gap)
	ADDQ(dst, gap)
	loop("packValues", pairs, 1, func() {
		for c := range headRegisters {
			x := rounded(Mem{Base: src, Disp: 32 * c}, Mem{Base: by, Disp: 32 * c}, shift, less)
			y := rounded(Mem{Base: src, Index: stride, Scale: 1, Disp: 32 * c}, Mem{Base: by, Disp: 32 * c}, shift, less)
			VPAND(low, x, x)
			VPSLLD(U8(16), y, y)
			VPOR(x, y, x)
			to := Mem{Base: dst, Disp: 32 * c}
			if c >= headRegisters/2 {
				to = Mem{Base: gap, Disp: 32 * (c - headRegisters/2)}
			}
			VMOVDQU(x, to)
		}
		LEAQ(Mem{Base: src, Index: stride, Scale: 2}, src)
		ADDQ(U8(64), dst)
		ADDQ(U8(64), gap)
	})
	VZEROUPPER()
	RET()
}

func sum() {
	TEXT("addAVX2", NOSPLIT, "func(x, y *float32, n int)")
	Doc("addAVX2 is a kernel; see addGo. n is a multiple of 8, not zero.")
	x, y, n := pointer("x"), pointer("y"), pointer("n")
	loop("add", n, 8, func() {
		v := YMM()
		VMOVUPS(Mem{Base: x}, v)
		VADDPS(Mem{Base: y}, v, v)
		VMOVUPS(v, Mem{Base: x})
		ADDQ(U8(32), x)
		ADDQ(U8(32), y)
	})
	VZEROUPPER()
	RET()
}
