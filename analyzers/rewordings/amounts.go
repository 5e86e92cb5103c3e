package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// sorts of units: what measures the same can stand in one another's place ("14 days" and "three weeks", "7pm" and
// "midnight").
func sortsOf(p *lang.Pack) map[string]string {
	return lang.Memo(p, "rewordings:sorts", func(p *lang.Pack) map[string]string {
		m := map[string]string{"kl": "clock", "am": "clock", "pm": "clock", "clock": "clock"}
		for _, r := range p.Rows("cuesets") {
			if sort, ok := strings.CutPrefix(r.Fields[0], "unit-"); ok {
				for _, w := range strings.Fields(r.Fields[1]) {
					m[w] = sort
				}
			}
		}
		return m
	})
}

// comparable reports whether two units measure the same.
func (f *finder) comparable(a, b string) bool {
	if a == b || likeUnit(a, b) || signs[a] == b || signs[b] == a || signs[a] != "" && signs[a] == signs[b] {
		return true
	}
	if x, y := lastWord(a), lastWord(b); x == y && len(x) > 2 {
		return true // "days", "working days"
	}
	sorts := sortsOf(f.pack)
	s := sorts[lastWord(a)]
	return s != "" && s == sorts[lastWord(b)]
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// inRange reports whether a figure is one end of a span of two: "7am-7pm", "from 7am to 7pm".
func (l *line) inRange(o *operand) bool {
	for i := range l.ops {
		p := &l.ops[i]
		if p.form != number || p.from == o.from {
			continue
		}
		a, b := o, p
		if b.from < a.from {
			a, b = b, a
		}
		if b.from == a.to+1 && (l.word(a.to) == "to" || l.word(a.to) == "til" || l.word(a.to) == "-" || l.word(a.to) == "–") {
			return true
		}
	}
	return false
}

// signs are the words for which a sign stands in figures.
var signs = map[string]string{"pounds": "£", "pound": "£", "quid": "£", "euros": "€", "euro": "€", "percent": "%", "per cent": "%", "pc": "%", "pct": "%", "procent": "%", "kroner": "kr"}

// wordedNumber reads amounts that aren't numbers: "an hour", "et år", "midnight".
func (f *finder) wordedNumber(l *line, i int) (operand, bool) {
	t := l.toks[i]
	switch t.Word {
	case "midnight", "noon", "midday", "midnat":
		return operand{form: number, quote: -1, from: i, to: i + 1, value: t.Word, unitForm: "clock", spans: []consult.Span{t.Span}, at: nowhere}, true
	case "a", "an", "en", "et":
		w := l.word(i + 1)
		if i > 0 && l.toks[i-1].Kind == cue.Number {
			return operand{}, false // "£24 a year"
		}
		if sortsOf(f.pack)[w] == "" || !(i == 0 || l.endsNear("instead", 0, i, 2) || f.insteadAfter(l, i+2)) {
			return operand{}, false
		}
		s := consult.Span{Start: t.Start, End: l.toks[i+1].End}
		return operand{form: number, quote: -1, from: i, to: i + 2, value: "1", unitForm: w, unit: l.toks[i+1].Span, spans: []consult.Span{s}, at: nowhere}, true
	}
	return operand{}, false
}

func (f *finder) insteadAfter(l *line, i int) bool {
	for k := range l.cues {
		if m := &l.cues[k]; m.Is("instead") && m.From >= i && m.From <= i+2 {
			return true
		}
	}
	return false
}

// onlyNumber returns the one number of clause c whose unit measures the same as unit; nowhere when there are none or
// several.
func (f *finder) onlyNumber(c int, unit string) (passage, string) {
	switch unit {
	case "date":
		return f.onlyDate(c)
	case "often":
		return f.oftenIn(c)
	}
	if p, v := f.onlyOf(c, unit, likeUnit); p.ok() || v != "" {
		return p, v
	}
	return f.onlyOf(c, unit, f.comparable)
}

// onlyOf returns the one number of clause c whose unit is like unit; with a value and no passage when there are several.
func (f *finder) onlyOf(c int, unit string, alike func(a, b string) bool) (passage, string) {
	found, value := nowhere, ""
	text := f.x.Policy.Clauses[c].Text
	ws := f.x.Texts[c].Words
	m := measuresOf(f.pack)
	for i := range ws {
		v := ws[i].Form
		if n := m.values[v]; n != "" {
			v = n
		} else if ws[i].Sort != likeness.Number {
			continue
		}
		span := consult.Span{Start: ws[i].Start, End: ws[i].End}
		switch {
		case isCurrency(unit) && strings.HasSuffix(text[:ws[i].Start], unit):
			span.Start -= len(unit)
		case unit == "%" && strings.HasPrefix(strings.TrimLeft(text[ws[i].End:], " "), "%"):
		case i+1 < len(ws) && (signs[ws[i+1].Form] == unit || signs[unit] != "" && signs[ws[i+1].Form] == signs[unit] || ws[i+1].Form == signs[unit]):
			span.End = ws[i+1].End
		case i+1 < len(ws) && (ws[i+1].Form == unit || likeness.Alike(ws[i+1].Form, unit) > 0 || alike(ws[i+1].Form, unit)):
			span.End = ws[i+1].End
		default:
			continue
		}
		if found.ok() {
			return nowhere, v
		}
		found, value = passage{c, span, 1}, v
	}
	return found, value
}

// onlyDate returns the one date of clause c.
func (f *finder) onlyDate(c int) (passage, string) {
	text := f.x.Policy.Clauses[c].Text
	l := &line{i: -1, span: consult.Span{Start: 0, End: len(text)}, toks: cue.Tokens(text, consult.Span{Start: 0, End: len(text)})}
	found := nowhere
	for i := range l.toks {
		end := f.date(l, i)
		if end <= i || l.toks[end-1].Kind != cue.Number && l.word(end-1) != "." && end-i < 2 {
			continue
		}
		if found.ok() {
			return nowhere, ""
		}
		found = passage{c, consult.Span{Start: l.toks[i].Start, End: l.toks[end-1].End}, 1}
	}
	if !found.ok() {
		return nowhere, ""
	}
	return found, strings.ToLower(found.span.In(text))
}
