package letterhead

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// fromFoot weighs the rows of the signature.
func (l *letter) fromFoot() {
	for _, r := range l.foot {
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
		l.vegne(span, text)
		if contact(text) && !l.mixed(text) || len(fields(text)) > 14 || endsLong(text) {
			continue
		}
		l.fromFootRow(span, text)
	}
}

// vegne reads "På bestyrelsens vegne", "På Handicaprådets vegne".
func (l *letter) vegne(s consult.Span, text string) {
	low := strings.ToLower(text)
	if !strings.HasPrefix(low, "på ") || !strings.HasSuffix(low, " vegne") {
		return
	}
	name := text[len("på ") : len(text)-len(" vegne")]
	name = strings.TrimSuffix(name, "s")
	if k, _ := orgType(l.t.pack, name); k != "" && unicode.IsUpper(first(name)) {
		at := s.Start + len("på ")
		l.propose(consult.Span{Start: at, End: at + len(name)}, 3.5, "signature.vegne", false)
	}
}

func (l *letter) fromFootRow(s consult.Span, text string) {
	found := l.t.persons(text, false)
	k, _ := orgType(l.t.pack, text)
	if p := l.t.person(text); !p.Empty() && k == "" {
		weight := 5.0
		if p.Start == 0 && (p.End == len(text) || l.joined(text)) {
			weight = 6
		}
		l.propose(shift(p, s.Start), weight, "signature.person", true)
		return
	}
	if k == "" && len(found) == 0 {
		return
	}
	// "formand for X", "co-founder, X Ltd", "X v/ Ida Holm", or the name alone
	at := 0
	if from, end := find(l.t.phrases["title"], text); from >= 0 {
		rest := strings.TrimLeft(text[end:], " ,:")
		for _, j := range []string{"for ", "i ", "of the ", "of ", "at ", "hos "} {
			rest = strings.TrimPrefix(rest, j)
		}
		at = len(text) - len(rest)
		if rk, _ := orgType(l.t.pack, rest); rk == "" {
			return
		}
	}
	if k == "" {
		return
	}
	span := consult.Span{Start: s.Start + at, End: s.End}
	name := l.clean(span)
	for _, board := range []string{"Bestyrelsen i ", "Bestyrelsen for ", "bestyrelsen i ", "bestyrelsen for "} {
		if rest := strings.TrimPrefix(l.d.Quote(name), board); rest != l.d.Quote(name) && strings.HasSuffix(strings.TrimSpace(board), "i") {
			name.Start = name.End - len(rest)
		}
	}
	if q := genitive(l.d.Quote(name)); len(q) < name.Len() {
		name.End = name.Start + len(q)
	}
	l.propose(name, 6.5, "signature.body", false)
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
		if k, _ := orgType(l.t.pack, r.text); k != "" {
			l.propose(l.clean(r.Span), 4.5, "edge", false)
		} else if words := fields(r.text); len(words) > 0 && !hasDigit(r.text) && functions(l.t.pack, words)*3 < len(words) {
			l.propose(l.clean(r.Span), 2.5, "edge", false)
		}
	}
}

// fromText reads how the letter speaks of its writer in its first sentences.
func (l *letter) fromText() {
	n := 0
	for i := l.frame.Body; i < l.frame.Thread && n < 4; i++ {
		b := l.d.Blocks[i]
		if b.Kind == consult.Heading || b.Kind == consult.Cell || l.t.greets(l.d, i) {
			continue
		}
		n++
		text := l.d.Quote(b.Span)
		l.behalf(b.Span, text, 7, "text")
		l.attorney(b.Span, text)
		l.named(b.Span, text)
		for _, s := range l.d.Sentences {
			if s.Block == i && n <= 2 {
				l.intro(s.Span, 6-2*float64(n-1))
			}
		}
	}
}

// attorney reads "Som advokat for X": the client is the respondent. Only a lawyer's letter says so.
func (l *letter) attorney(s consult.Span, text string) {
	from, end := find(l.t.phrases["attorney"], text)
	if from < 0 {
		return
	}
	for end < len(text) && text[end] == ' ' {
		end++
	}
	end = l.skipArticle(text, end)
	if to := nameRun(text, end); to > end {
		name := text[end:to]
		if k, _ := orgType(l.t.pack, name); k != "" || !l.t.person(name).Empty() {
			l.propose(consult.Span{Start: s.Start + end, End: s.Start + to}, 14, "text.attorney", l.isPerson(name))
		}
	}
}

// named reads "My name is X", "Jeg hedder X", "Undertegnede, X,".
func (l *letter) named(s consult.Span, text string) {
	for _, lead := range []string{"my name is ", "mit navn er ", "jeg hedder ", "undertegnede, ", "undertegnede ", "i, ", "the undersigned, "} {
		from, end := find([]string{strings.TrimSpace(lead)}, text)
		if from < 0 {
			continue
		}
		rest := strings.TrimLeft(text[end:], " ,")
		at := len(text) - len(rest)
		if p := l.t.persons(rest, false); len(p) > 0 && p[0].Start == 0 {
			l.propose(shift(p[0], s.Start+at), 8, "text.named", true)
		}
	}
}

// intro reads a sentence that begins with the writer's own name: "X organiserer …", "X (ABC) represents …".
func (l *letter) intro(s consult.Span, weight float64) {
	text := l.d.Quote(s)
	at := l.skipArticle(text, 0)
	end := nameRun(text, at)
	if end == at {
		return
	}
	name := text[at:end]
	rest := strings.TrimLeft(text[end:], " ")
	short := false
	if strings.HasPrefix(rest, "(") {
		i := strings.IndexByte(rest, ')')
		if i < 0 || i > 20 {
			return
		}
		rest, short = strings.TrimLeft(rest[i+1:], " ,"), true
	}
	k, _ := orgType(l.t.pack, name)
	if len(fields(name)) < 2 && !short && (k == "" || l.generic(name)) {
		return
	}
	if !l.selfVerb(rest) || len(l.t.persons(name, false)) > 0 && k == "" {
		return
	}
	if k == "" && !short {
		weight -= 3
	}
	if short {
		weight += 2
	}
	l.propose(consult.Span{Start: s.Start + at, End: s.Start + end}, weight, "text.intro", false)
}

func (l *letter) selfVerb(rest string) bool { return starts(l.t.phrases["self"], rest) > 0 }

// generic reports whether a single word is a kind of body in the definite form rather than a name: "Foreningen",
// "Regionen", "Society".
func (l *letter) generic(name string) bool {
	low := plain(name)
	for _, r := range l.t.pack.Rows("respondents") {
		core := strings.Trim(r.Fields[0], "*")
		if r.Fields[2] != "name" || !strings.HasPrefix(low, core) && low != core {
			continue
		}
		if len(low)-len(core) <= 3 {
			return true
		}
	}
	return false
}
