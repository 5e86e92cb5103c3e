package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Sizes of a tile, as in package nn.
const (
	tileRows = 6
	half     = 8 // outputs in one register
)

// panel multiplies six rows at a time with one panel of 16 outputs, whose weights take size bytes each. Twelve registers
// hold the tile's sums; each step takes two inputs of every row, spread over all lanes, times the outputs' two weights.
func panel(name, weights string, size int) {
	panelText(name, weights)
	c, cs, a, as, b := pointer("c"), pointer("cs"), pointer("a"), pointer("as"), pointer("b")
	rows, pairs := pointer("rows"), pointer("pairs")
	SHLQ(U8(2), cs)
	SHLQ(U8(1), as)
	as3, as5 := GP64(), GP64()
	LEAQ(Mem{Base: as, Index: as, Scale: 2}, as3)
	LEAQ(Mem{Base: as, Index: as, Scale: 4}, as5)
	loop(name+"_rows", rows, tileRows, func() {
		var sums [tileRows][2]VecVirtual
		for r := range sums {
			for h := range sums[r] {
				sums[r][h] = YMM()
				VPXOR(sums[r][h], sums[r][h], sums[r][h])
			}
		}
		at, w, n := GP64(), GP64(), GP64()
		MOVQ(a, at)
		MOVQ(b, w)
		MOVQ(pairs, n)
		places := [tileRows]Mem{{Base: at}, {Base: at, Index: as, Scale: 1}, {Base: at, Index: as, Scale: 2},
			{Base: at, Index: as3, Scale: 1}, {Base: at, Index: as, Scale: 4}, {Base: at, Index: as5, Scale: 1}}
		loop(name+"_pairs", n, 1, func() { step(sums, places, w, size, at) })
		for _, s := range sums {
			VMOVDQU(s[0], Mem{Base: c})
			VMOVDQU(s[1], Mem{Base: c, Disp: 32})
			ADDQ(cs, c)
		}
		LEAQ(Mem{Base: a, Index: as3, Scale: 2}, a)
	})
	VZEROUPPER()
	RET()
}

func panelText(name, weights string) {
	TEXT(name, NOSPLIT, fmt.Sprintf("func(c *int32, cs int, a *int16, as int, b %s, rows int, pairs int)", weights))
	Doc(name + " is a kernel; see its twin in panel.go.")
}

func step(sums [tileRows][2]VecVirtual, places [tileRows]Mem, w Register, size int, at Register) {
	var weights [2]VecVirtual
	for h := range weights {
		weights[h] = YMM()
		from := Mem{Base: w, Disp: h * 2 * half * size}
		if size == 1 {
			VPMOVSXBW(from, weights[h])
		} else {
			VMOVDQU(from, weights[h])
		}
	}
	x, product := YMM(), YMM()
	for r, s := range sums {
		VPBROADCASTD(places[r], x)
		for h := range s {
			VPMADDWD(weights[h], x, product)
			VPADDD(product, s[h], s[h])
		}
	}
	ADDQ(U32(4*half*uint32(size)), w)
	ADDQ(U8(4), at)
}
