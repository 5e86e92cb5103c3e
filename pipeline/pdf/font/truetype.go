package font

import "encoding/binary"

// maxGlyphs bounds the glyph numbers a font program may name; TrueType counts them in 16 bits.
const maxGlyphs = 1 << 16

// glyphRunes reads the Unicode table of a TrueType or OpenType program backwards: glyph number to letter. It is what
// is left to go by where a file lacks ToUnicode. nil when the program has no such table.
func glyphRunes(prog []byte) map[uint32]rune {
	t := cmapTable(prog)
	if t == nil {
		return nil
	}
	best, rank := []byte(nil), 0
	for i := range min(int(u16(t, 2)), 32) {
		platform, encoding, at := u16(t, 4+8*i), u16(t, 6+8*i), int(u32(t, 8+8*i))
		if at <= 0 || at >= len(t) {
			continue
		}
		r := 0
		switch {
		case platform == 3 && encoding == 10:
			r = 3
		case platform == 0 && encoding < 5, platform == 3 && encoding == 1:
			r = 2
		}
		if r > rank {
			best, rank = t[at:], r
		}
	}
	m := map[uint32]rune{}
	switch u16(best, 0) {
	case 4:
		format4(best, m)
	case 12:
		for i := range min(int(u32(best, 12)), maxGlyphs) {
			at := 16 + 12*i
			first, last, g := u32(best, at), u32(best, at+4), u32(best, at+8)
			for c := first; c <= last && c-first < maxGlyphs && len(m) < maxGlyphs; c++ {
				learnGlyph(m, g+c-first, rune(c))
			}
		}
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// learnGlyph keeps the lowest letter of a glyph: "A" before its look-alikes.
func learnGlyph(m map[uint32]rune, glyph uint32, c rune) {
	if old, ok := m[glyph]; glyph != 0 && (!ok || c < old) {
		m[glyph] = c
	}
}

func format4(t []byte, m map[uint32]rune) {
	n := int(u16(t, 6)) / 2
	ends, starts := 14, 16+2*n
	deltas, offsets := starts+2*n, starts+4*n
	for i := range n {
		first, last := u16(t, starts+2*i), u16(t, ends+2*i)
		delta, off := u16(t, deltas+2*i), u16(t, offsets+2*i)
		for c := uint32(first); c <= uint32(last) && c != 0xFFFF; c++ {
			g := uint16(c) + delta
			if off != 0 {
				g = u16(t, offsets+2*i+int(off)+2*int(c-uint32(first)))
				if g != 0 {
					g += delta
				}
			}
			learnGlyph(m, uint32(g), rune(c))
		}
	}
}

func cmapTable(prog []byte) []byte {
	for i := range min(int(u16(prog, 4)), 64) {
		at := 12 + 16*i
		if at+16 <= len(prog) && string(prog[at:at+4]) == "cmap" {
			start, length := int(u32(prog, at+8)), int(u32(prog, at+12))
			if start < len(prog) {
				return prog[start:min(len(prog), start+length)]
			}
		}
	}
	return nil
}

// u16 and u32 read big-endian numbers; 0 outside b.
func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}
