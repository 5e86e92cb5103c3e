package letterhead

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// fromText reads how the letter speaks of its writer in its first sentences.
func (l *letter) fromText() {
	n := 0
	for i := l.frame.Body; i < l.frame.Thread && n < 4; i++ {
		b := l.d.Blocks[i]
		if b.Kind == consult.Heading || b.Kind == consult.Cell {
			continue
		}
		if !l.t.greets(l.d, i) || n > 0 {
			n++ // "Hej byråd, vi er elevrådet på …": a greeting may go on
		}
		text := l.d.Quote(b.Span)
		l.behalf(b.Span, text, 7, "text")
		l.weAre(b.Span, text)
		l.attorney(b.Span, text)
		l.named(b.Span, text)
		for _, s := range l.d.Sentences {
			if s.Block == i && n <= 2 {
				l.intro(s.Span, min(6, 7-float64(n)))
				l.among(s.Span)
				l.office(s.Span)
			}
		}
	}
}

// weAre reads "Vi i Norup Cykelklub", "I own the Copper Kettle", "as chair of Norup Traders".
func (l *letter) weAre(s consult.Span, text string) {
	from, end := find(l.t.phrases["weare"], text)
	if from < 0 || from > 200 {
		return
	}
	for end < len(text) && text[end] == ' ' {
		end++
	}
	end = l.skipArticle(text, end)
	to := l.nameRun(text, end)
	if to == end {
		return
	}
	name := text[end:to]
	weight := 2.0
	if k, _ := orgType(l.t.pack, name); k != "" && (len(fields(name)) > 1 || !l.generic(name)) {
		weight = 5
	}
	l.propose(consult.Span{Start: s.Start + end, End: s.Start + to}, weight, "text.we-are", false)
}

// attorney reads "Som advokat for X": the client is the respondent. Only a lawyer's letter says so.
func (l *letter) attorney(s consult.Span, text string) {
	from, end := find(l.t.phrases["attorney"], text)
	if from < 0 || !l.agent() && !l.firm() {
		return
	}
	for end < len(text) && strings.IndexByte(" ,:", text[end]) >= 0 {
		end++
	}
	end = l.skipArticle(text, end)
	if to := l.nameRun(text, end); to > end {
		name := text[end:to]
		if k, _ := orgType(l.t.pack, name); k != "" || !l.t.person(name).Empty() {
			l.propose(consult.Span{Start: s.Start + end, End: s.Start + to}, 14, "text.attorney", l.isPerson(name))
		}
	}
}

// agent reports whether the letter's outside shows a trade that writes for clients.
func (l *letter) agent() bool {
	for _, rows := range [][]row{l.head, l.foot, l.edge} {
		for _, r := range rows {
			if from, _ := find(l.t.phrases["agent"], r.text); from >= 0 && len(fields(r.text)) < 10 && !r.addressee {
				return true
			}
		}
	}
	return false
}

// firm reports whether the head names a company: it may write for another.
func (l *letter) firm() bool {
	for i := range l.cands {
		c := &l.cands[i]
		if k, _ := orgType(l.t.pack, l.d.Quote(c.Span)); k == consult.Company && strings.HasPrefix(c.why, "letterhead") {
			return true
		}
	}
	return false
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
	end := l.nameRun(text, at)
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
	if len(fields(name)) < 2 && !short && k != "" && l.generic(name) {
		// "Ældrerådet drøftede …": no name, but a word for whoever has it in the head; "the Council" is as often the
		// one written to
		if l.selfVerb(rest) && (k != consult.Authority && k != consult.Council || l.t.pack.Code == "da") {
			l.propose(consult.Span{Start: s.Start + at, End: s.Start + end}, 4, "text.self", false)
		}
		return
	}
	if len(fields(name)) < 2 && !short && k == "" {
		return
	}
	aside := strings.HasPrefix(rest, ",") && k != "" // "X, der repræsenterer …, finder"
	if !aside && !l.selfVerb(rest) || len(l.t.persons(name, false)) > 0 && k == "" {
		return
	}
	if k == "" && !short {
		weight -= 3
	}
	if starts(l.t.phrases["selfsure"], rest) == 0 {
		weight -= 2 // "X har …" is as often said of others
		if len(fields(name)) == 1 && !short {
			weight--
		}
	}
	if short {
		weight += 2.5
	}
	l.propose(consult.Span{Start: s.Start + at, End: s.Start + end}, weight, "text.intro", false)
	l.unit(name)
}

// among reads "I elevrådet på Norup Skole har vi …", "At the Copper Kettle we …".
func (l *letter) among(s consult.Span) {
	text := l.d.Quote(s)
	word, rest, ok := strings.Cut(text, " ")
	if !ok || !joiners[strings.ToLower(word)] && !ledBy[strings.ToLower(word)] {
		return
	}
	at := l.skipArticle(text, len(word)+1)
	end := l.nameRun(text, at)
	k, _ := orgType(l.t.pack, text[at:end])
	if end == at || k == "" || len(rest) == 0 {
		return
	}
	if weFollow(text[end:]) {
		l.propose(consult.Span{Start: s.Start + at, End: s.Start + end}, 5.2, "text.among", false)
	}
}

// weFollow reports whether "we" is among the next words.
func weFollow(text string) bool {
	for i, w := range fields(text) {
		if w == "vi" || w == "we" {
			return true
		}
		if i == 3 {
			break
		}
	}
	return false
}

// ledBy are words besides the joiners with which "… we …" sentences begin.
var ledBy = map[string]bool{"hos": true, "here": true, "som": true, "as": true, "at": true}

// office reads "I write as secretary of the Norup Traders", "Som formand for Norup Skoles bestyrelse …": a title, and
// the body behind it, near a word for oneself.
func (l *letter) office(s consult.Span) {
	text := l.d.Quote(s)
	list := pieces(text)
	own := -9
	for i := 0; i+2 < len(list); i++ {
		switch strings.ToLower(list[i].text) {
		case "jeg", "as", "som", "vi", "we", "am", "er":
			own = i
		case "i":
			if list[i].text == "I" && l.t.pack.Code == "en" {
				own = i
			}
		}
		if i-own > 8 {
			own = -9
		}
		next := list[i+2].from
		switch low := strings.ToLower(list[i].text); {
		case low == "fra" || low == "from" || low == "i" && (i > own || own < 0):
			next = list[i+1].from
		case i-own > 7 || own < 0:
			continue
		case !l.t.title(low) || !joiners[list[i+1].text] && list[i+1].text != "at" && list[i+1].text != "hos":
			continue
		}
		at := l.skipArticle(text, next)
		end := withBoard(text, l.nameRun(text, at))
		if end == at {
			continue
		}
		k, _ := orgType(l.t.pack, text[at:end])
		if own < 0 && !weFollow(text[end:]) {
			continue
		}
		if strings.EqualFold(list[i].text, "i") && k != consult.Council && k != consult.Organisation {
			continue // "vi bor i Norup Kommune"
		}
		if k != "" && (len(fields(text[at:end])) > 1 || !l.generic(text[at:end])) {
			l.propose(consult.Span{Start: s.Start + at, End: s.Start + at + len(genitive(text[at:end]))}, 5.2, "text.office", false)
			return
		}
	}
}

// unit proposes the rows of the head that hold a name by which the letter introduces its writer, with the row above
// when that names the house the unit belongs to: "Norup Hospital" over "Department of Children's Health".
func (l *letter) unit(name string) {
	want := strings.Join(fields(name), " ")
	for i := 1; i < len(l.head); i++ {
		above, have := l.head[i-1], ""
		if k, _ := orgType(l.t.pack, above.text); k == "" || above.addressee || above.group != l.head[i].group {
			continue
		}
		for j := i; j < min(len(l.head), i+3) && l.head[j].group == l.head[i].group; j++ {
			have = strings.TrimSpace(have + " " + strings.Join(fields(l.head[j].text), " "))
			if strings.EqualFold(have, want) {
				l.propose(consult.Span{Start: above.Start, End: l.head[j].End}, 9.5, "letterhead.unit", false)
				return
			}
		}
	}
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
