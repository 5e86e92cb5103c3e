package report

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestContrast computes the contrast of every pair of text and ground in both colour schemes: WCAG AA wants 4.5.
func TestContrast(t *testing.T) {
	light, rest, _ := strings.Cut(pageCSS, "prefers-color-scheme: dark")
	dark, _, _ := strings.Cut(rest, "* {")
	for name, css := range map[string]string{"light": light, "dark": dark} {
		colors := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]+);`).FindAllStringSubmatch(css, -1) {
			colors[m[1]] = m[2]
		}
		pairs := [][2]string{{"ink", "paper"}, {"ink", "tint"}, {"dim", "paper"}, {"dim", "tint"}, {"link", "paper"}, {"link", "tint"},
			{"bad", "paper"}, {"bad", "tint"}, {"del", "del-bg"}, {"ins", "ins-bg"}, {"ink", "ins-bg"}, {"link", "ins-bg"}, {"dim", "ins-bg"}}
		for _, l := range stances {
			pairs = append(pairs, [2]string{className(l) + "-ink", className(l)})
		}
		for _, p := range pairs {
			a, b := luminance(t, colors[p[0]]), luminance(t, colors[p[1]])
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f", name, p[0], p[1], ratio)
			}
		}
	}
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", hex, err)
	}
	channel := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.03928 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
