package refs

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
)

// glue is the small words between the parts of references, per language.
type glue struct {
	and, to, in, number, same, rest, noRemark map[string]bool
	lawEnds                                   []string        // endings of words that name another law
	laws                                      map[string]bool // words that name another law
}

var glueWords = map[string]map[string]string{
	"da": {
		"and": "og eller samt hhv henholdsvis &", "to": "til", "in": "i til", "number": "nr nummer",
		"same": "samme", "rest": "øvrige resterende andre", "noRemark": "bemærkning bemærkninger kommentarer kommentar holdning indvendinger",
	},
	"en": {
		"and": "and or &", "to": "to through until", "in": "of in to", "number": "no number nos",
		"same": "same", "rest": "remaining other rest", "noRemark": "comment comments observation observations view views remarks objection objections opinion",
	},
}

func wordsOf(p *lang.Pack) *glue {
	return lang.Memo(p, "refs:glue", func(p *lang.Pack) *glue {
		set := func(key string) map[string]bool {
			m := map[string]bool{}
			for _, w := range strings.Fields(glueWords[p.Code][key]) {
				m[w] = true
			}
			return m
		}
		g := &glue{and: set("and"), to: set("to"), in: set("in"), number: set("number"), same: set("same"),
			rest: set("rest"), noRemark: set("noRemark"), laws: map[string]bool{}}
		for _, r := range p.Rows("laws") {
			if end, ok := strings.CutPrefix(r.Fields[0], "*"); ok {
				g.lawEnds = append(g.lawEnds, end)
			} else {
				g.laws[r.Fields[0]] = true
			}
		}
		return g
	})
}
