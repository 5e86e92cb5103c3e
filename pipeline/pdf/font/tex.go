package font

import "strconv"

// TeX's bitmap fonts reach a PDF as Type 3 fonts whose glyph names tell only the code: "/a65". The code means what it
// means in TeX's own encodings: T1 (Cork), which Danish needs, or the older OT1.

// cork is the T1 encoding where it differs from ASCII below 128; from 192 on it is Latin-1 but for a few codes.
var cork = map[int]string{
	0x0D: "‚", 0x0E: "‹", 0x0F: "›", 0x10: "“", 0x11: "”", 0x12: "„", 0x13: "«", 0x14: "»", 0x15: "–", 0x16: "—",
	0x19: "ı", 0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl", 0x20: "␣", 0x27: "’", 0x60: "‘", 0x7F: "-",
	0x9E: "đ", 0x9F: "§", 0xBF: "£", 0xBD: "¡", 0xBE: "¿", 0xD7: "Œ", 0xDF: "SS", 0xF7: "œ", 0xFF: "ß",
}

// ot1 is the older encoding where it differs from ASCII.
var ot1 = map[int]string{
	0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl", 0x10: "ı", 0x13: "´", 0x14: "ˇ", 0x17: "˚", 0x18: "¸", 0x19: "ß",
	0x1A: "æ", 0x1B: "œ", 0x1C: "ø", 0x1D: "Æ", 0x1E: "Œ", 0x1F: "Ø", 0x22: "”", 0x27: "’", 0x5C: "“", 0x5F: "˙", 0x60: "‘",
	0x7B: "–", 0x7C: "—", 0x7F: "¨",
}

// texEncoding returns the encoding of a font whose glyph names tell only their codes; nil for any other font.
func texEncoding(names map[int]string) *[256]string {
	high, old := false, false
	for c, n := range names {
		if n == ".notdef" {
			continue
		}
		if len(n) < 2 || n[1:] != strconv.Itoa(c) {
			return nil
		}
		high = high || c >= 0x80
		old = old || c == 0x1A || c == 0x0B || c == 0x0C || c == 0x7B
	}
	if len(names) == 0 {
		return nil
	}
	special := cork
	if old && !high {
		special = ot1
	}
	var t [256]string
	for c := range names {
		switch s, ok := special[c]; {
		case ok:
			t[c] = s
		case c > ' ' && c < 0x7F, c >= 0xC0 && c < 0x100:
			t[c] = string(rune(c))
		}
	}
	return &t
}
