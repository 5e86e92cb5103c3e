package rewordings

import (
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// frequency reads how often something is done, as one operand: "hvert andet år", "every three years", "once a year",
// "monthly". Words that say how often stand in one another's place as figures do.
func (f *finder) frequency(l *line, i int) (operand, bool) {
	end := f.oftenEnd(l, i)
	if end <= i {
		return operand{}, false
	}
	s := consult.Span{Start: l.toks[i].Start, End: l.toks[end-1].End}
	return operand{form: number, quote: -1, from: i, to: end, value: folded(l.toks[i:end]), unitForm: "often", unit: l.toks[end-1].Span, spans: []consult.Span{s}, at: nowhere}, true
}

func folded(toks []cue.Token) string {
	out := ""
	for i, t := range toks {
		if i > 0 {
			out += " "
		}
		out += t.Word
	}
	return out
}

// oftenEnd returns the token after a frequency that begins at token i; i when none does.
func (f *finder) oftenEnd(l *line, i int) int {
	m := measuresOf(f.pack)
	counts := func(k int) bool {
		return k < len(l.toks) && (l.toks[k].Kind == cue.Number || m.values[l.word(k)] != "")
	}
	period := func(k int) bool { return sortsOf(f.pack)[l.word(k)] == "time" }
	k := i
	switch w := l.word(i); {
	case w == "hver" || w == "hvert" || w == "every":
		k++
		if l.wordIn(k, k+1, "anden", "andet", "tredje", "fjerde", "femte", "sjette", "tiende", "other", "second", "third", "fourth", "single") || counts(k) {
			k++
			if l.word(k) == "." {
				k++
			}
		}
		if period(k) {
			return k + 1
		}
	case w == "once" || w == "twice":
		k++
		if l.wordIn(k, k+1, "a", "per", "every", "each") && period(k+1) {
			return k + 2
		}
	case (counts(i) || w == "en") && l.wordIn(i+1, i+2, "times", "gange", "gang"):
		k += 2
		if l.wordIn(k, k+1, "a", "per", "pr", "om", "i") {
			k++
			if l.word(k) == "." {
				k++
			}
			if period(k) || l.wordIn(k, k+1, "året", "måneden", "ugen", "dagen", "døgnet", "kvartalet", "halvåret") {
				return k + 1
			}
		}
	case often[w]:
		return i + 1
	}
	return i
}

var often = map[string]bool{"årligt": true, "månedligt": true, "ugentligt": true, "dagligt": true, "kvartalsvis": true, "halvårligt": true,
	"annually": true, "yearly": true, "monthly": true, "weekly": true, "daily": true, "quarterly": true, "fortnightly": true, "hourly": true}

// oftenIn returns the one place in clause c that says how often; nowhere when there are none or several.
func (f *finder) oftenIn(c int) (passage, string) {
	text := f.x.Policy.Clauses[c].Text
	l := &line{i: -1, span: consult.Span{Start: 0, End: len(text)}, toks: cue.Tokens(text, consult.Span{Start: 0, End: len(text)})}
	found, value := nowhere, ""
	for i := 0; i < len(l.toks); i++ {
		end := f.oftenEnd(l, i)
		if end <= i {
			continue
		}
		if found.ok() {
			return nowhere, ""
		}
		found, value = passage{c, consult.Span{Start: l.toks[i].Start, End: l.toks[end-1].End}, 1}, folded(l.toks[i:end])
		i = end - 1
	}
	return found, value
}
