package phrasing

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/tagger"
)

// verbs tells an imperative at a sentence's beginning.
type verbs struct {
	english bool
	plain   map[string]bool // imperatives
	noun    map[string]bool // imperatives that are nouns too
	after   map[string]bool // words that show that such a noun is a verb
	finite  map[string]bool // verbs whose subject stands before them
}

func verbsOf(p *lang.Pack) *verbs {
	return lang.Memo(p, "phrasing:verbs", func(p *lang.Pack) *verbs {
		v := &verbs{p.Code == "en", map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
		for _, r := range p.Rows("verbs") {
			for _, w := range strings.Fields(r.Fields[0]) {
				switch r.Fields[1] {
				case "plain":
					v.plain[v.form(w)] = true
				case "noun":
					v.noun[v.form(w)] = true
				case "after":
					v.after[w] = true
				case "finite":
					v.finite[w] = true
				}
			}
		}
		return v
	})
}

// form makes an imperative of an infinitive: English has none of its own, Danish drops the -e and one of two equal
// consonants before it ("stoppe" → "stop", "sikre" → "sikr"); short verbs ("gå") stay.
func (v *verbs) form(infinitive string) string {
	w := infinitive
	if v.english || !strings.HasSuffix(w, "e") || len(w) < 4 {
		return w
	}
	w = w[:len(w)-1]
	if n := len(w); w[n-1] == w[n-2] && w[n-1] < 0x80 {
		w = w[:n-1]
	}
	return w
}

// lead are words that may stand before an imperative ("So keep it"); "and" and "please" among them.
var lead = map[string]bool{"så": true, "og": true, "men": true, "derfor": true, "altså": true, "venligst": true, "so": true, "and": true, "but": true,
	"please": true, "then": true, "therefore": true, "just": true, ",": true, "instead": true, "do": true}

// imperative reports whether the sentence of toks begins with a verb that tells somebody to do something.
func (v *verbs) imperative(toks []cue.Token, sentence string) bool {
	i := 0
	for i < len(toks) && toks[i].Kind != cue.Word {
		i++
	}
	from := i
	for i < len(toks) && i < from+3 && lead[toks[i].Word] {
		i++
	}
	if i >= len(toks) || toks[i].Kind != cue.Word {
		return false
	}
	w := toks[i].Word
	next := "."
	if i+1 < len(toks) {
		next = toks[i+1].Word
		if toks[i+1].Upper && toks[i].Upper && next != "i" { // a name: "Mend It Movement"
			return false
		}
	}
	if v.finite[next] || v.english && (next == "," || next == "and" || next == "of") || v.english && len(toks) < 3 {
		return false
	}
	switch {
	case v.plain[w]:
		return true
	case v.noun[w]:
		return v.after[next]
	}
	return v.english && i == from && len(w) > 2 && v.after[next] && tagger.Verb(sentence)
}
