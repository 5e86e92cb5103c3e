package markup

import (
	"strconv"
	"strings"
)

// Ordinal writes the marker of list item n: kind is "bullet", "none", or a form of number as HTML's type names it.
func Ordinal(kind string, n int) string {
	switch kind {
	case "none":
		return ""
	case "1":
		return strconv.Itoa(n) + "."
	case "a":
		return Letter(n) + "."
	case "A":
		return strings.ToUpper(Letter(n)) + "."
	case "i":
		return Roman(n) + "."
	case "I":
		return strings.ToUpper(Roman(n)) + "."
	}
	return "•"
}

// Letter writes n as a, b … z, aa, ab …
func Letter(n int) string {
	if n < 1 || n > 10000 {
		return strconv.Itoa(n)
	}
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

// Roman writes n as i, ii … in small letters.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	s := ""
	for _, d := range []struct {
		v int
		t string
	}{{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for n >= d.v {
			s, n = s+d.t, n-d.v
		}
	}
	return s
}
