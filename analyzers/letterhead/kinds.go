package letterhead

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// typeOf tells a respondent's type from a name (where "name"), a title or a form's answer: the first line of the
// table that matches, whose word it returns; "" for none.
func typeOf(p *lang.Pack, where, text string) (consult.RespondentType, string) {
	words := fields(strings.ToLower(text))
	for i := range words {
		words[i] = strings.TrimRight(strings.Trim(words[i], "'’-"), ".")
	}
	for _, r := range p.Rows("respondents") {
		if r.Fields[2] == where && matches(r.Fields[0], words) {
			return consult.RespondentType(r.Fields[1]), r.Fields[0]
		}
	}
	return "", ""
}

// orgType is typeOf for names, with the company forms of the other languages behind the letter's own.
func orgType(p *lang.Pack, name string) (consult.RespondentType, string) {
	if k, why := typeOf(p, "name", name); k != "" {
		return k, why
	}
	for _, code := range lang.Codes {
		if code != p.Code {
			if k, why := typeOf(lang.For(code), "name", name); k == consult.Company {
				return k, why
			}
		}
	}
	return "", ""
}

// matches reports whether a table's word or phrase stands among words. "*" at an end of a word stands for letters,
// "…" between words for one to three others.
func matches(pattern string, words []string) bool {
	parts := strings.Fields(strings.TrimRight(pattern, "."))
	for i := range parts {
		parts[i] = strings.Trim(parts[i], "'’")
	}
	for at := range words {
		if matchFrom(parts, words[at:]) {
			return true
		}
	}
	return false
}

func matchFrom(parts, words []string) bool {
	for i, p := range parts {
		if p == "…" {
			for skip := 1; skip <= 3 && i+skip < len(words); skip++ {
				if matchFrom(parts[i+1:], words[i+skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(words) || !matchWord(p, words[i]) {
			return false
		}
	}
	return true
}

func matchWord(p, w string) bool {
	head, tail := strings.HasPrefix(p, "*"), strings.HasSuffix(p, "*")
	core := strings.Trim(p, "*")
	switch {
	case head && tail:
		return strings.Contains(w, core)
	case head:
		return strings.HasSuffix(w, core)
	case tail:
		return strings.HasPrefix(w, core)
	}
	return w == core
}

// kind tells the type of the respondent and on what ground.
func (l *letter) kind(name consult.Span, isPerson bool) (consult.RespondentType, string) {
	if s := l.capacity; s != "" {
		if k, why := typeOf(l.t.pack, "capacity", s); k != "" {
			return k, "field.capacity:" + why
		}
	}
	if isPerson {
		if why := l.academic(); why != "" {
			return consult.Expert, "title.academic:" + why
		}
		return consult.Citizen, "name.person"
	}
	if k, why := orgType(l.t.pack, l.d.Quote(name)); k != "" {
		return k, "name.word:" + why
	}
	for _, r := range l.foot {
		if k, why := typeOf(l.t.pack, "title", r.text); k != "" {
			return k, "signature.title:" + why
		}
	}
	for _, c := range l.cands {
		if !c.person && related(c.stems, stems(l.t.pack, l.d.Quote(name))) {
			if k, why := orgType(l.t.pack, l.d.Quote(c.Span)); k != "" {
				return k, "name.other-form:" + why
			}
		}
	}
	return l.kindByText()
}

// kindByText counts what the letter says of its writer.
func (l *letter) kindByText() (consult.RespondentType, string) {
	low := strings.ToLower(l.d.Text)
	best, bestN, bestWhy := consult.Organisation, 0, "default"
	count := map[consult.RespondentType]int{}
	for _, r := range l.t.pack.Rows("respondents") {
		if r.Fields[2] != "text" {
			continue
		}
		k := consult.RespondentType(r.Fields[1])
		count[k] += strings.Count(low, r.Fields[0])
		if count[k] > bestN {
			best, bestN, bestWhy = k, count[k], "text:"+r.Fields[0]
		}
	}
	return best, bestWhy
}

// academic returns the academic title that the letter's outside shows.
func (l *letter) academic() string {
	for _, rows := range [][]row{l.head, l.foot} {
		for _, r := range rows {
			if r.addressee || len(fields(r.text)) > 10 {
				continue
			}
			if from, end := find(l.t.phrases["academic"], r.text); from >= 0 {
				return strings.ToLower(r.text[from:end])
			}
		}
	}
	return ""
}
