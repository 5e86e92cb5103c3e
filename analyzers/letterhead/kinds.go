package letterhead

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// kindRow is an entry of the table "respondents", ready to be matched.
type kindRow struct {
	parts []string // of its phrase, without outer marks
	kind  consult.RespondentType
	word  string // the phrase as written
}

// kindTable is the entries of one sort ("name", "title", "capacity") in the table's order. Entries of one word, nearly
// all, are reached by that word; the rest are tried one by one.
type kindTable struct {
	rows  []kindRow
	exact map[string]int // first row with this word
	loose []int          // rows with a star or with several words
}

func kindTables(p *lang.Pack) map[string]*kindTable {
	return lang.Memo(p, "letterhead:kinds", func(p *lang.Pack) map[string]*kindTable {
		out := map[string]*kindTable{}
		for _, r := range p.Rows("respondents") {
			t := out[r.Fields[2]]
			if t == nil {
				t = &kindTable{exact: map[string]int{}}
				out[r.Fields[2]] = t
			}
			t.add(r.Fields[0], consult.RespondentType(r.Fields[1]))
		}
		return out
	})
}

func (t *kindTable) add(phrase string, kind consult.RespondentType) {
	parts := strings.Fields(strings.TrimRight(phrase, "."))
	for i := range parts {
		parts[i] = strings.Trim(parts[i], "'’")
	}
	n := len(t.rows)
	t.rows = append(t.rows, kindRow{parts, kind, phrase})
	if len(parts) > 1 || strings.Contains(phrase, "*") {
		t.loose = append(t.loose, n)
	} else if _, twice := t.exact[parts[0]]; !twice {
		t.exact[parts[0]] = n
	}
}

// typeOf tells a respondent's type from a name (where "name"), a title or a form's answer: the first line of the
// table that matches, whose word it returns; "" for none.
func typeOf(p *lang.Pack, where, text string) (consult.RespondentType, string) {
	t := kindTables(p)[where]
	if t == nil {
		return "", ""
	}
	words := fields(strings.ToLower(text))
	best := len(t.rows)
	for i := range words {
		words[i] = strings.TrimRight(strings.Trim(words[i], "'’-"), ".")
		if n, ok := t.exact[words[i]]; ok && n < best {
			best = n
		}
	}
	for _, n := range t.loose {
		if n > best {
			break
		}
		if matches(t.rows[n].parts, words) {
			best = n
			break
		}
	}
	if best == len(t.rows) || t.rows[best].kind == "none" {
		return "", ""
	}
	return t.rows[best].kind, t.rows[best].word
}

// orgType is typeOf for names, with the company forms of the other languages behind the letter's own.
func orgType(p *lang.Pack, name string) (consult.RespondentType, string) {
	if k, why := typeOf(p, "name", name); k != "" {
		if k == consult.Expert {
			return "", "" // "Professor Ida Holm" is a person
		}
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

// matches reports whether a phrase stands among words. "*" at an end of a word stands for letters, "…" between words
// for one to three others.
func matches(parts, words []string) bool {
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
	switch {
	case head && tail:
		return strings.Contains(w, p[1:len(p)-1])
	case head:
		return strings.HasSuffix(w, p[1:])
	case tail:
		return strings.HasPrefix(w, p[:len(p)-1])
	}
	return w == p
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
