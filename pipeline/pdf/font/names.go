package font

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed glyphlist.txt
var glyphList string

var glyphNames = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 4400)
	for line := range strings.Lines(glyphList) {
		name, hex, ok := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.ParseUint(hex, 16, 32); ok && err == nil {
			m[name] = string(rune(n))
		}
	}
	return m
})

// NameToText returns the text of a glyph by its name, as the Adobe Glyph List specifies: listed names, "uni00E6",
// "u1F600", parts joined by "_" ("f_i"), and a suffix after "." ignored ("a.sc"). It returns "" for names that tell
// nothing, such as "g23".
func NameToText(name string) string {
	if s, ok := glyphNames()[name]; ok {
		return s
	}
	if base, _, ok := strings.Cut(name, "."); ok {
		if base == "" {
			return ""
		}
		return NameToText(base)
	}
	if strings.Contains(name, "_") {
		var b strings.Builder
		for part := range strings.SplitSeq(name, "_") {
			b.WriteString(NameToText(part))
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var b strings.Builder
		for ; hex != ""; hex = hex[4:] {
			b.WriteString(codePoint(hex[:4]))
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		return codePoint(hex)
	}
	return ""
}

func codePoint(hex string) string {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || n == 0 || n > 0x10FFFF || n >= 0xD800 && n < 0xE000 {
		return ""
	}
	return string(rune(n))
}
