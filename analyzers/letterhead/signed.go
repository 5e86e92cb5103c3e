package letterhead

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// fromFoot weighs the rows of the signature.
func (l *letter) fromFoot() {
	for i, r := range l.foot {
		text := r.text
		cut := starts(l.t.close, text)
		if cut > 0 {
			cut = len(text) - len(strings.TrimLeft(text[cut:], " ,.!"))
			text = text[cut:]
		}
		span := consult.Span{Start: r.Start + cut, End: r.End}
		if text == "" {
			continue
		}
		l.behalf(span, text, 8, "signature")
		if starts(l.t.phrases["onbehalf"], text) > 0 {
			continue
		}
		if l.vegne(span, text) || l.place(text) || contact(text) && !l.mixed(text) || len(fields(text)) > 14 || endsLong(text) {
			continue
		}
		if l.brand(i, text) {
			l.propose(span, 5.5, "signature.brand", false)
			continue
		}
		l.fromFootRow(span, text)
		l.stacked(i)
		l.below(i, span, text)
	}
}

// stacked joins a kind of body with the house in the next row: "Skolebestyrelsen" over "Norup Skole", or the reverse.
func (l *letter) stacked(i int) {
	if i+1 >= len(l.foot) {
		return
	}
	a, b := l.foot[i], l.foot[i+1]
	ka, _ := orgType(l.t.pack, a.text)
	kb, _ := orgType(l.t.pack, b.text)
	if ka == "" || kb == "" || l.place(b.text) || len(l.t.persons(a.text, false))+len(l.t.persons(b.text, false)) > 0 && (known(a.text) || known(b.text)) {
		return
	}
	if len(fields(a.text)) == 1 && l.generic(a.text) || len(fields(b.text)) == 1 && l.generic(b.text) && ka == consult.School {
		l.propose(consult.Span{Start: a.Start, End: l.clean(b.Span).End}, 7, "signature.rows", false)
	}
}

// below reads a row that says nothing of its kind, below a person or a title: "Ida Holm" / "direktør" / "Norup Vind".
func (l *letter) below(i int, s consult.Span, text string) {
	if k, _ := orgType(l.t.pack, text); k != "" || i == 0 || hasDigit(text) || known(text) {
		return
	}
	signed := false
	for _, r := range l.foot[:i] {
		signed = signed || !l.t.person(r.text).Empty()
	}
	words := fields(text)
	if !signed || len(words) > 5 || !unicode.IsUpper(first(text)) || functions(l.t.pack, words)*2 >= len(words) {
		return
	}
	for _, p := range partsOf(text) {
		name := l.stripTitle(p.text)
		titled := name != p.text || p.from > 0
		if !unicode.IsUpper(first(name)) || l.t.title(fields(name)[0]) {
			continue
		}
		weight := 3.5
		if !l.singular() && len(fields(name)) > 1 {
			weight = 5.1 // "we" above a name: theirs
		}
		if titled {
			weight = max(weight, 4.8)
		}
		if strings.Count(l.d.Text, name) > 1 {
			weight++
		}
		at := s.Start + p.to - len(name)
		l.propose(consult.Span{Start: at, End: at + len(name)}, weight, "signature.below", false)
	}
}

// brand reports whether row i of the foot, two capitalised words without a known first name, is a body's: it stands
// above the head's text too, or persons with known names sign below it.
func (l *letter) brand(i int, text string) bool {
	p := l.t.person(text)
	if p.Empty() || known(text[p.Start:p.End]) || p.Len() != len(text) {
		return false
	}
	if k, _ := orgType(l.t.pack, text); k != "" {
		return false
	}
	for _, r := range l.head {
		if strings.EqualFold(r.text, text) && l.titled(r) {
			return true
		}
	}
	for _, r := range l.foot[i+1:] {
		if p := l.t.person(r.text); !p.Empty() && p.Start == 0 && known(r.text) {
			return true
		}
	}
	return false
}

// vegne reads "På bestyrelsens vegne", "På Handicaprådets vegne".
func (l *letter) vegne(s consult.Span, text string) bool {
	low := strings.ToLower(text)
	if !strings.HasPrefix(low, "på ") || !strings.HasSuffix(low, " vegne") {
		return false
	}
	name := text[len("på ") : len(text)-len(" vegne")]
	name = strings.TrimSuffix(name, "s")
	if k, _ := orgType(l.t.pack, name); k != "" && unicode.IsUpper(first(name)) {
		at := s.Start + len("på ")
		l.propose(consult.Span{Start: at, End: at + len(name)}, 3.5, "signature.vegne", false)
	}
	return true
}

// fromFootRow reads a row of the signature part by part: "Ida Holm, formand for Norup Idrætsforening",
// "Fretwell Ltd", "Skolebestyrelsen ved Norup Skole v/ Ida Holm".
func (l *letter) fromFootRow(s consult.Span, text string) {
	if p := l.t.person(text); !p.Empty() {
		if k, _ := orgType(l.t.pack, text[p.Start:p.End]); k == "" || known(text[p.Start:p.End]) {
			weight := 4.0
			if known(text[p.Start:p.End]) {
				weight++
			}
			if p.Start == 0 && (p.End == len(text) || l.joined(text)) {
				weight++
			}
			l.propose(shift(p, s.Start), weight, "signature.person", true)
		}
	}
	if name := l.cutCommas(text); strings.Contains(name, ", ") && !known(text) && unicode.IsUpper(first(text)) && !l.t.title(fields(text)[0]) {
		if k, _ := orgType(l.t.pack, name); k != "" {
			l.propose(consult.Span{Start: s.Start, End: s.Start + len(name)}, 6.7, "signature.body", false)
		}
	}
	for _, part := range partsOf(text) {
		name := l.stripTitle(text[part.from:part.to])
		k, _ := orgType(l.t.pack, name)
		if k == "" && part.from > 0 && l.owner(text[:part.from]) && name != "" && unicode.IsUpper(first(name)) && !hasDigit(name) {
			l.propose(consult.Span{Start: s.Start + part.to - len(name), End: s.Start + part.to}, 5, "signature.titled", false)
		}
		if k == "" || strings.ToLower(name) == name {
			continue
		}
		weight := 6.5
		if len(fields(name)) == 1 && l.generic(name) {
			weight = 3.5
		}
		to := s.Start + part.to
		l.propose(l.board(consult.Span{Start: to - len(name), End: to}), weight, "signature.body", false)
		if end := l.furtherParts(text, part); end > part.to {
			l.propose(consult.Span{Start: to - len(name), End: s.Start + end}, weight+0.1, "signature.body", false)
		}
	}
}

// owner reports whether a person with a title, or a title alone, stands before the part: "Ida Holm, indehaver, ".
func (l *letter) owner(before string) bool {
	list := fields(before)
	return len(list) > 0 && l.t.title(list[len(list)-1])
}

// partsOf splits a row of a signature at commas, dashes, brackets and "v/".
func partsOf(text string) []piece {
	var out []piece
	at := 0
	cut := func(from, to int) {
		if t := strings.TrimSpace(text[at:from]); t != "" {
			start := at + strings.Index(text[at:from], t)
			out = append(out, piece{t, start, start + len(t)})
		}
		at = to
	}
	seps := []string{", ", " – ", " - ", " v/", " c/o ", " (", ") ", ")", ": "}
	if i := strings.LastIndex(text, ") "); i > 0 && len(text)-i < 9 {
		seps = seps[:5] // "Gill Freight (North) Ltd"
	}
	for i := 0; i < len(text); i++ {
		for _, sep := range seps {
			if i >= at && strings.HasPrefix(text[i:], sep) {
				cut(i, i+len(sep))
				break
			}
		}
	}
	cut(len(text), len(text))
	return out
}

// furtherParts returns the end of the parts behind one that name a body too: "Norup Skole, skolebestyrelsen".
func (l *letter) furtherParts(text string, part piece) int {
	end := part.to
	for _, p := range partsOf(text) {
		if p.from <= part.from {
			continue
		}
		if text[end:p.from] != ", " || len(l.cutCommas(text[part.from:p.to])) < p.to-part.from {
			break
		}
		end = p.to
	}
	return end
}

// stripTitle leaves out a person and titles before a body's name: "Ida Holm formand for Norup Idrætsforening".
func (l *letter) stripTitle(text string) string {
	if p := l.t.persons(text, false); len(p) > 0 && p[0].Start == 0 && known(text) {
		text = strings.TrimLeft(text[p[0].End:], " ,")
	}
	list := pieces(text)
	at, titled := 0, false
	for at < len(list) {
		low := strings.ToLower(list[at].text)
		if l.t.title(low) {
			titled = true
		} else if low == "for" && at == 0 {
			titled = true
		} else if !titled || !joiners[low] && low != "hos" && low != "at" {
			break
		}
		at++
	}
	if at == len(list) {
		return ""
	}
	return text[list[at].from:]
}

// board cuts "Bestyrelsen i X" to X, and a genitive before "bestyrelse".
func (l *letter) board(s consult.Span) consult.Span {
	name := l.d.Quote(s)
	if rest := strings.TrimPrefix(strings.TrimPrefix(name, "Bestyrelsen i "), "bestyrelsen i "); rest != name {
		s.Start = s.End - len(rest)
	}
	if q := genitive(l.d.Quote(s)); len(q) < s.Len() {
		s.End = s.Start + len(q)
	}
	return s
}

// joined reports whether a row is several persons who sign together: "Ida og Per Holm".
func (l *letter) joined(text string) bool {
	return strings.Contains(text, " og ") || strings.Contains(text, " and ")
}

// fromEdge weighs running headers, footers and small print.
func (l *letter) fromEdge() {
	for _, r := range l.edge {
		if !r.first || contact(r.text) && !l.mixed(r.text) || endsLong(r.text) || l.lead(r.text) || len(fields(r.text)) > 10 {
			continue
		}
		if k, _ := orgType(l.t.pack, r.text); k == consult.Authority || k == consult.Council {
			l.propose(l.clean(r.Span), 4.5, "edge", false)
		} else if k != "" {
			l.propose(l.clean(r.Span), 5.2, "edge", false)
		} else if words := fields(r.text); len(words) > 0 && !hasDigit(r.text) && functions(l.t.pack, words)*3 < len(words) {
			l.propose(l.clean(r.Span), 2.5, "edge", false)
		}
	}
}
