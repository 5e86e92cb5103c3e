package letterhead

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// fromFields reads the labels of forms, memos and mails.
func (l *letter) fromFields() {
	roles := map[string]bool{}
	l.labelled(func(role string, value consult.Span) {
		text := l.d.Quote(value)
		switch role {
		case "name", "organisation", "capacity", "number", "address", "date":
			roles[role] = true
		}
		if value.Empty() || strings.Trim(text, "-–— .") == "" {
			return
		}
		switch role {
		case "capacity":
			l.capacity = text
		case "name":
			l.fromNameField(value, text)
		case "organisation":
			if len(fields(text)) > 0 && !l.no(text) {
				l.propose(l.clean(value), 11, "field.organisation", false)
			}
		case "from":
			l.fromSender(value)
		}
	})
	l.form = len(roles) >= 2 && (roles["name"] || roles["organisation"])
}

func (l *letter) fromNameField(value consult.Span, text string) {
	if p := l.t.person(text); !p.Empty() {
		if k, _ := orgType(l.t.pack, text); k == "" {
			l.propose(shift(p, value.Start), 8, "field.name", true)
			return
		}
	}
	if k, _ := orgType(l.t.pack, text); k != "" {
		l.propose(l.clean(value), 10, "field.name", false)
		return
	}
	l.propose(l.clean(value), 7, "field.name", true)
}

// no reports whether a form's answer says that there is none.
func (l *letter) no(text string) bool {
	switch plain(text) {
	case "nej", "ingen", "no", "none", "n/a", "ikke relevant", "privat", "private":
		return true
	}
	return false
}

// fromSender reads the value of "Fra:".
func (l *letter) fromSender(value consult.Span) {
	text := l.d.Quote(value)
	if i := strings.IndexByte(text, '<'); i > 0 {
		text = strings.TrimRight(text[:i], ` "'`)
		value.End = value.Start + len(text)
	}
	value.Start += len(text) - len(strings.TrimLeft(text, ` "'`))
	text = l.d.Quote(value)
	if strings.ContainsRune(text, '@') || text == "" || len(fields(text)) > 12 || strings.Contains(text, ": ") {
		return
	}
	first, rest, comma := strings.Cut(text, ", ")
	k, _ := orgType(l.t.pack, first)
	if comma && k == "" {
		if k2, _ := orgType(l.t.pack, rest); k2 != "" && len(l.t.persons(first, false)) == 0 {
			value.Start += len(first) + 2
			if len(fields(first)) == 1 && k2 == consult.School {
				value.Start -= len(first) + 2
				l.propose(value, 9, "field.from", false)
				return
			}
			l.propose(l.clean(value), 9, "field.from", false)
			return
		}
	}
	if p := l.t.person(first); !p.Empty() && k == "" {
		l.propose(shift(p, value.Start), 5, "field.from", true)
		l.senderBody(value, text)
		return
	}
	weight := 9.0
	if k == "" {
		weight = 5
	} else if comma && k != consult.School {
		value.End = value.Start + len(first) // "Norup Vind A/S, Regulatory": a desk
		if k2, _ := orgType(l.t.pack, rest); k2 != "" {
			value.End = value.Start + len(text)
		}
	}
	l.propose(l.clean(value), weight, "field.from", false)
}

// senderBody reads the body behind a person in "Fra:": "Ida Holm, Norup Busser", "Ada Hale (Copper Kettle)".
func (l *letter) senderBody(value consult.Span, text string) {
	for i, p := range partsOf(text) {
		name := l.stripTitle(p.text)
		if i == 0 || name == "" || contact(name) || l.place(name) || !unicode.IsUpper(first(name)) {
			continue
		}
		weight := 5.0
		if k, _ := orgType(l.t.pack, name); k != "" {
			weight = 7
		}
		at := value.Start + p.to - len(name)
		l.propose(consult.Span{Start: at, End: at + len(name)}, weight, "field.from", false)
		return
	}
}

// fromSubject reads "Høringssvar fra X", "comments of X" and "på vegne af X" in titles and subject lines.
func (l *letter) fromSubject() {
	for i := 0; i < min(len(l.d.Blocks), l.frame.Body+3); i++ {
		b := l.d.Blocks[i]
		if b.Kind != consult.Heading && i >= l.frame.Body {
			continue
		}
		text := l.d.Quote(b.Span)
		l.behalf(b.Span, text, 8, "subject")
		if l.agent() {
			l.attorney(b.Span, text)
		}
		l.ownersOf(b.Span, text)
	}
}

// ownersOf reads "Ældrerådets bemærkninger til …", "Norup Cyclists' response to …".
func (l *letter) ownersOf(s consult.Span, text string) {
	end := l.nameRun(text, 0)
	if end == 0 || end >= len(text) || starts(l.t.phrases["respond"], strings.TrimLeft(text[end:], " ")) == 0 || starts(l.t.phrases["respond"], text) > 0 {
		return
	}
	name := text[:end]
	for _, g := range []string{"'s", "’s", "s'", "s’", "s"} {
		if rest := strings.TrimSuffix(name, g); rest != name {
			if g == "s'" || g == "s’" {
				rest += "s"
			}
			weight := 6.0
			if len(fields(rest)) == 1 && l.generic(rest) {
				weight = 4
			}
			l.propose(consult.Span{Start: s.Start, End: s.Start + len(rest)}, weight, "subject.owner", false)
			return
		}
	}
}

// behalf proposes the name behind a lead-in such as "på vegne af".
func (l *letter) behalf(s consult.Span, text string, weight float64, why string) {
	if from, end := find(l.t.phrases["onbehalf"], text); from >= 0 {
		for end < len(text) && text[end] == ' ' {
			end++
		}
		end = l.skipArticle(text, end)
		if to := max(withBoard(text, l.nameRun(text, end)), l.remainder(text, end, why)); to > end {
			k, _ := orgType(l.t.pack, text[end:to])
			if len(fields(text[end:to])) == 1 && l.generic(text[end:to]) {
				weight = 3
			} else if k == "" && why == "text" && !known(text[end:to]) {
				weight = 4
			} else if l.agent() && why != "signature" {
				weight += 6 // an agent's letter: the client is the respondent
			}
			l.propose(consult.Span{Start: s.Start + end, End: s.Start + end + len(genitive(text[end:to]))}, weight, why+".behalf", l.isPerson(text[end:to]) && known(text[end:to]))
		}
	}
}

// remainder returns the end of a name that fills the rest of a row: in the signature all of it, in a subject up to the
// word that says what is answered.
func (l *letter) remainder(text string, at int, why string) int {
	if why == "text" || at >= len(text) || endsSentence(text) || len(text)-at > 110 {
		return at
	}
	if r := first(text[at:]); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
		return at
	}
	rest := text[at:]
	if why == "subject" {
		for _, stop := range []string{" til ", " vedr", " om ", " angående ", " to ", " on ", " regarding ", " concerning ", " – ", ": ", " | ", " · "} {
			if i := strings.Index(rest, stop); i > 0 {
				rest = rest[:i]
			}
		}
	}
	return at + len(l.cutCommas(rest))
}

func (l *letter) skipArticle(text string, at int) int {
	for _, a := range []string{"the ", "vores ", "foreningen ", "bestyrelsen for ", "bestyrelsen i "} {
		if strings.HasPrefix(strings.ToLower(text[at:min(len(text), at+len(a))]), a) && a != "foreningen " {
			return at + len(a)
		}
	}
	return at
}

func (l *letter) isPerson(text string) bool {
	k, _ := orgType(l.t.pack, text)
	return k == "" && !l.t.person(text).Empty()
}
