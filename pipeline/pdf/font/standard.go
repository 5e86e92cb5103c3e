package font

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed standard14.txt
var standard14 string

// standardWidths holds, for each column of standard14.txt, the width of each text.
var standardWidths = sync.OnceValue(func() (t [6]map[string]float64) {
	for i := range t {
		t[i] = make(map[string]float64, 256)
	}
	for line := range strings.Lines(standard14) {
		f := strings.Fields(line)
		if len(f) != 7 || f[0] == "#" {
			continue
		}
		s := NameToText(f[0])
		for i := range t {
			if n, err := strconv.Atoi(f[i+1]); err == nil && s != "" {
				t[i][s] = float64(n)
			}
		}
	}
	return t
})

// standardWidth returns the width of s in the standard font nearest to a font of this name, in 1/1000 em.
func standardWidth(name, s string, bold, italic bool) float64 {
	low := strings.ToLower(name)
	if strings.Contains(low, "courier") || strings.Contains(low, "mono") {
		return 600
	}
	col := 0
	switch {
	case strings.Contains(low, "times") || strings.Contains(low, "roman") || strings.Contains(low, "serif") && !strings.Contains(low, "sans"):
		col = 2
		if italic {
			col = 4
		}
	}
	if bold {
		col++
	}
	if w, ok := standardWidths()[col][s]; ok {
		return w
	}
	return 500
}
