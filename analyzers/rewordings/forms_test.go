package rewordings_test

import (
	"strings"
	"testing"
)

func TestDanishAndEnglishForms(t *testing.T) {
	check := func(code string, forms []struct{ letter, want string }) {
		p := plan
		if code == "en" {
			p = scheme
		}
		for _, c := range forms {
			got := strings.Join(read(t, letter(code, strings.Split(c.letter, " ¶ ")...), p), " ; ")
			if got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.letter, got, c.want)
			}
		}
	}
	check("da", danishForms)
	check("en", englishForms)
}
