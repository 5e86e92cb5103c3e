// Command asm writes the AVX2 and AVX-512 kernels of package nn: go generate there runs it.
//
// Each kernel does what its twin in plain Go does, with the same operations in the same order for each element, so
// that both give the same bytes. None uses fused multiply-add. Lengths are the callers' business: see kernel_amd64.go.
package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!purego")
	panel("panel8AVX2", "*int8", 1)
	panel("panel16AVX2", "*int16", 2)
	panel512("panel8AVX512", "*int8", 1)
	panel512("panel16AVX512", "*int16", 2)
	quantise()
	scale()
	norm()
	gelu()
	soft()
	soft512()
	peaks()
	packKeys()
	packValues()
	sum()
	Generate()
}

// floats returns a register with v in each of its eight lanes.
func floats(v float32) VecVirtual { return bits(math.Float32bits(v)) }

func bits(b uint32) VecVirtual {
	g, x, y := GP32(), XMM(), YMM()
	MOVL(U32(b), g)
	VMOVD(g, x)
	VPBROADCASTD(x, y)
	return y
}

// spread returns a register with the parameter name in each of its eight lanes.
func spread(name string) VecVirtual {
	x, y := XMM(), YMM()
	Load(Param(name), x)
	VBROADCASTSS(x, y)
	return y
}

func pointer(name string) Register { return Load(Param(name), GP64()) }

// loop counts n down by step, which divides it, around body.
func loop(label string, n Register, step uint32, body func()) {
	Label(label)
	body()
	SUBQ(U32(step), n)
	JNZ(LabelRef(label))
}
