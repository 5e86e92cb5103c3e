package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// panel512 is panel in AVX-512, with the 16 outputs in one register and with product and sum in one instruction. It
// takes twelve rows at a time, so that weights are widened and sums are waited for half as often; six may be left.
func panel512(name, weights string, size int) {
	panelText(name, weights)
	c, cs, a, as, b := pointer("c"), pointer("cs"), pointer("a"), pointer("as"), pointer("b")
	rows, pairs := pointer("rows"), pointer("pairs")
	SHLQ(U8(2), cs)
	SHLQ(U8(1), as)
	t := tile{c: c, cs: cs, a: a, as: as, b: b, pairs: pairs, as3: GP64(), as5: GP64(), size: size}
	LEAQ(Mem{Base: as, Index: as, Scale: 2}, t.as3)
	LEAQ(Mem{Base: as, Index: as, Scale: 4}, t.as5)
	SUBQ(U8(2*tileRows), rows)
	JL(LabelRef(name + "_rest"))
	Label(name + "_rows")
	t.multiply(name+"_pairs", 2)
	SUBQ(U8(2*tileRows), rows)
	JGE(LabelRef(name + "_rows"))
	Label(name + "_rest")
	ADDQ(U8(2*tileRows), rows)
	JZ(LabelRef(name + "_end"))
	t.multiply(name+"_last", 1)
	Label(name + "_end")
	VZEROUPPER()
	RET()
}

// tile is what panel512 keeps in registers beside the sums; as3 and as5 are three and five times as.
type tile struct {
	c, cs, a, as, b, pairs, as3, as5 Register
	size                             int
}

// multiply does as many times six rows, and moves a and c to the next ones.
func (t tile) multiply(label string, times int) {
	w, n := GP64(), GP64()
	MOVQ(t.b, w)
	MOVQ(t.pairs, n)
	at := make([]Register, times)
	for i := range at {
		at[i] = GP64()
		MOVQ(t.a, at[i])
		LEAQ(Mem{Base: t.a, Index: t.as3, Scale: 2}, t.a)
	}
	sums := make([]VecVirtual, times*tileRows)
	for i := range sums {
		sums[i] = ZMM()
		VPXORD(sums[i], sums[i], sums[i])
	}
	loop(label, n, 1, func() { t.step(sums, at, w) })
	for _, s := range sums {
		VMOVDQU32(s, Mem{Base: t.c})
		ADDQ(t.cs, t.c)
	}
}

func (t tile) step(sums []VecVirtual, at []Register, w Register) {
	v := ZMM()
	if t.size == 1 {
		VPMOVSXBW(Mem{Base: w}, v)
	} else {
		VMOVDQU32(Mem{Base: w}, v)
	}
	for i, p := range at {
		places := [tileRows]Mem{{Base: p}, {Base: p, Index: t.as, Scale: 1}, {Base: p, Index: t.as, Scale: 2},
			{Base: p, Index: t.as3, Scale: 1}, {Base: p, Index: t.as, Scale: 4}, {Base: p, Index: t.as5, Scale: 1}}
		for r, from := range places {
			vpdpwssd(from, v, sums[i*tileRows+r])
		}
	}
	ADDQ(U32(4*half*uint32(t.size)), w)
	for _, p := range at {
		ADDQ(U8(4), p)
	}
}

// vpdpwssd adds to each of to's 16 lanes the two products of the lane's weights and the pair at from. This avo has no
// function for the instruction.
func vpdpwssd(from Mem, weights, to VecVirtual) {
	Instruction(&ir.Instruction{Opcode: "VPDPWSSD", Suffixes: []string{"BCST"}, Operands: []Op{from, weights, to},
		Inputs: []Op{from, weights, to}, Outputs: []Op{to}, ISA: []string{"AVX512F", "AVX512_VNNI"}})
}

// wide returns a register with v in each of its sixteen lanes.
func wide(v uint32) VecVirtual {
	g, z := GP32(), ZMM()
	MOVL(U32(v), g)
	VPBROADCASTD(g, z)
	return z
}

func wideFloats(v float32) VecVirtual { return wide(math.Float32bits(v)) }

// soft512 is soft sixteen elements at a time.
func soft512() {
	TEXT("softAVX512", NOSPLIT, "func(e *int16, s *int32, n int, c float32) int32")
	Doc("softAVX512 is a kernel; see softGo. n is a multiple of 16, not zero.")
	e, s, n := pointer("e"), pointer("s"), pointer("n")
	x, c := XMM(), ZMM()
	Load(Param("c"), x)
	VBROADCASTSS(x, c)
	top := ZMM()
	VPBROADCASTD(softTop(s, n, "soft512_top"), top)
	far, shift, shiftBits, whole := wideFloats(15), wideFloats(round), wide(roundBits), wideFloats(unit)
	k := factors(wideFloats)
	bias, sum := wide(127), ZMM()
	VPXORD(sum, sum, sum)
	y, t, f, p := ZMM(), ZMM(), ZMM(), ZMM()
	loop("soft512_write", n, 16, func() {
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
		VPMOVDW(p, Mem{Base: e})
		ADDQ(U8(64), s)
		ADDQ(U8(32), e)
	})
	low, high := sum.AsY(), YMM()
	VEXTRACTI64X4(U8(1), sum, high)
	VPADDD(low, high, high)
	total := across(high, func(x, y, to Op) { VPADDD(y, x, to) })
	out := GP32()
	VMOVD(total, out)
	Store(out, ReturnIndex(0))
	VZEROUPPER()
	RET()
}
