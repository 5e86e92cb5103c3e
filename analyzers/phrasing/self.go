package phrasing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/cue"
)

// front is how far into a sentence its subject is looked for: "Derfor mener foreningen".
const front = 4

// Speaks reports whether sentence i has the respondent itself as its subject, by a word of its name: "Rådet mener" in a
// letter from Handicaprådet, "the Trust asks" in one from the Vale Trust. Such a sentence speaks of a third person and yet
// in the respondent's own voice.
func (l *Letter) Speaks(i int) bool {
	s := &l.Sentences[i]
	for k := range min(front, len(s.Toks)) {
		t := &s.Toks[k]
		switch {
		case set(l.Lang, "hand")[t.Word], t.Kind == cue.Punct && k > 0:
			return false
		case t.Kind == cue.Word && l.initials(l.Doc.Text[t.Start:t.End]):
			return true
		case t.Kind != cue.Word || !l.OwnName(t.Word):
		case l.anothers(s, k):
			return false
		default:
			return l.Lang.Code != "en" || k > 0 && s.Toks[k-1].Word == "the" || t.Upper && k == 0
		}
	}
	return false
}

// OwnName reports whether w, in small letters, is a word of the respondent's name, or the end of one: "rådet" for Handicaprådet, "foreningen"
// for Lånerforeningen and Vandreforening.
func (l *Letter) OwnName(w string) bool {
	if len(w) < 4 || len(l.name()) == 0 || !set(l.Lang, "we")[w] && !l.named(w) {
		return false
	}
	for _, part := range l.name() {
		for n := 0; n <= 2 && n+4 <= len(w); n++ { // without the article that Danish hangs on
			if strings.HasSuffix(part, w[:len(w)-n]) {
				return true
			}
		}
	}
	return l.named(w)
}

// name returns the words of the respondent's name in small letters.
func (l *Letter) name() []string {
	span := l.Doc.Letterhead.Respondent.Span
	if l.called.span != span || l.called.words == nil {
		l.called.span, l.called.words = span, []string{}
		for _, part := range strings.Fields(strings.ToLower(l.Doc.Quote(span))) {
			if part = strings.Trim(part, ".,;:()"); part != "" {
				l.called.words = append(l.called.words, part)
			}
		}
	}
	return l.called.words
}

// initials reports whether w, in capitals, is how the respondent's name is shortened: it stands in the name, or is made of
// its words' first letters.
func (l *Letter) initials(w string) bool {
	r := l.Doc.Letterhead.Respondent
	if len(w) < 2 || r.Empty() || strings.ToUpper(w) != w || strings.ToLower(w) == w {
		return false
	}
	first := ""
	for _, part := range strings.Fields(l.Doc.Quote(r.Span)) {
		part = strings.Trim(part, ".,;:()")
		if part == w {
			return true
		}
		if c, n := utf8.DecodeRuneInString(part); n > 0 && unicode.IsUpper(c) {
			first += string(c)
		}
	}
	return first == w
}
