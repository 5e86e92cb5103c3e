package discover

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/analyzers/lang"
)

// levelsOf maps words that name a part of a draft to the level that they stand for.
func levelsOf(p *lang.Pack) map[string]string {
	return lang.Memo(p, "discover:levels", func(p *lang.Pack) map[string]string {
		m := map[string]string{}
		for _, r := range p.Rows("units") {
			m[r.Fields[0]] = r.Fields[1]
		}
		return m
	})
}

// plain lists the levels whose word is not part of the id: "afsnit 3.1" names 3.1.
var plain = map[string]bool{"section": true, "point": true, "paragraph": true, "clause": true, "nr": true, "chapter": true}

// shown is how an id writes a level that the draft prints itself.
var shown = map[string]map[string]string{
	"article":        {"da": "Artikel", "en": "Article"},
	"recital":        {"da": "Betragtning", "en": "Recital"},
	"proposal":       {"da": "Forslag", "en": "Proposal"},
	"guide":          {"da": "Vejl.", "en": "Guidance"},
	"initiative":     {"da": "Initiativ", "en": "Initiative"},
	"action":         {"da": "Indsats", "en": "Action"},
	"objective":      {"da": "Mål", "en": "Objective"},
	"target":         {"da": "Delmål", "en": "Target"},
	"theme":          {"da": "Tema", "en": "Theme"},
	"principle":      {"da": "Princip", "en": "Principle"},
	"recommendation": {"da": "Anbefaling", "en": "Recommendation"},
	"standard":       {"da": "Standard", "en": "Standard"},
	"guideline":      {"da": "Retningslinje", "en": "Guideline"},
	"section":        {"da": "Afsnit", "en": "Section"},
	"chapter":        {"da": "Kapitel", "en": "Chapter"},
	"paragraph":      {"da": "Afsnit", "en": "Paragraph"},
	"clause":         {"da": "Bestemmelse", "en": "Clause"},
	"point":          {"da": "Punkt", "en": "Point"},
	"part":           {"da": "Del", "en": "Part"},
	"policy":         {"da": "Politik", "en": "Policy"},
	"annex":          {"da": "Bilag", "en": "Annex"},
	"question":       {"da": "Spørgsmål", "en": "Question"},
}

var (
	lawForm  = regexp.MustCompile(`^§{1,2}\s*(\d+)\s?([a-z])?\b(?:[\s,]*stk\.?\s*(\d+))?(?:[\s,]*nr\.?\s*(\d+))?(?:[\s,]*litra\s+([a-z]))?$`)
	wordForm = regexp.MustCompile(`^(\p{L}+\.?)\s+((?:[A-Z]{1,2}\.?)?\d+(?:\.\d+)*[a-z]?(?:\(\w{1,3}\))*)$`)
	bareForm = regexp.MustCompile(`^(\d+(?:\.\d+)+|[A-Z]\.?\d+(?:\.\d+)*)$`)
	span     = regexp.MustCompile(`^(.*?)(\d+)\s*(?:-|–|til|to)\s*(\d+)$`)
)

// canonical returns the ids of the parts that a reference's words name, in one form for all ways of writing them; none
// for pages and for words that give no number.
func canonical(words string, p *lang.Pack) []string {
	s := strings.Trim(strings.Join(strings.Fields(words), " "), " .,;:()")
	if strings.HasPrefix(s, "§") {
		return lawIDs(s)
	}
	if m := bareForm.FindStringSubmatch(s); m != nil {
		return []string{m[1]}
	}
	head, rest, ok := strings.Cut(s, " ")
	level := levelsOf(p)[strings.ToLower(strings.Trim(head, "."))]
	if !ok || level == "" || level == "page" || level == "stk" || level == "litra" {
		return nil
	}
	if level == "§" {
		return lawIDs("§ " + rest)
	}
	if m := span.FindStringSubmatch(rest); m != nil && m[1] == "" {
		return rangeIDs(m[2], m[3], func(n string) string { return write(level, n, p) })
	}
	var out []string
	for _, part := range strings.FieldsFunc(strings.NewReplacer(" og ", ",", " and ", ",", " eller ", ",", " or ", ",").Replace(rest), func(r rune) bool { return r == ',' }) {
		part = strings.TrimSpace(part)
		if m := wordForm.FindStringSubmatch("x " + part); m != nil {
			out = append(out, write(level, m[2], p))
		}
	}
	return out
}

// write writes an id: the bare number where the draft numbers in levels, else with its word.
func write(level, n string, p *lang.Pack) string {
	if plain[level] && strings.Contains(n, ".") || shown[level] == nil {
		return n
	}
	return shown[level][p.Code] + " " + n
}

func lawIDs(s string) []string {
	if m := lawForm.FindStringSubmatch(strings.ToLower(s)); m != nil {
		id := "§ " + m[1]
		if m[2] != "" {
			id += " " + m[2]
		}
		for i, w := range []string{"stk. ", "nr. ", "litra "} {
			if m[3+i] != "" {
				id += ", " + w + m[3+i]
			}
		}
		return []string{id}
	}
	if m := span.FindStringSubmatch(s); m != nil && strings.Trim(m[1], "§ ") == "" {
		return rangeIDs(m[2], m[3], func(n string) string { return "§ " + n })
	}
	var out []string
	for _, n := range regexp.MustCompile(`\d+`).FindAllString(s, 6) {
		if strings.HasPrefix(s, "§§") {
			out = append(out, "§ "+n)
		}
	}
	return out
}

// rangeIDs names every part of a range of up to ten.
func rangeIDs(from, to string, id func(string) string) []string {
	a, _ := strconv.Atoi(from)
	b, _ := strconv.Atoi(to)
	if b < a || b-a > 9 {
		return nil
	}
	var out []string
	for n := a; n <= b; n++ {
		out = append(out, id(strconv.Itoa(n)))
	}
	return out
}

var (
	numbering = regexp.MustCompile(`^(?:(?i:ad|vedr\.?|vedrørende|re|om|on)\s+)?(?:\(?\d+(?:\.\d+)*[.):]?|\(?[a-zA-Z][.)]|[IVX]+\.)?\s*[-–—:.]*\s*`)
	raised    = "⁰¹²³⁴⁵⁶⁷⁸⁹"
)

// tidy takes from a heading its number, note marks and outer signs.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(raised, r) {
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if m := numbering.FindString(s); len(m) < len(s) {
		s = s[len(m):]
	}
	return strings.Trim(s, " .,:;–—-*•”“»«\"'")
}

// tidyQuote takes from quoted words their note marks and outer signs; a full stop stays.
func tidyQuote(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(raised, r) {
			return -1
		}
		return r
	}, s)
	return strings.Trim(strings.Join(strings.Fields(s), " "), " ,;:–—-*•”“»«\"…")
}

// general reports whether a heading names no matter of the draft: "General remarks", "Conclusion".
func general(s string, p *lang.Pack) bool {
	set := lang.Memo(p, "discover:general", func(p *lang.Pack) map[string]bool { return p.Words("frames") })
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) == 0 {
		return true
	}
	stop := p.Words("stopwords")
	content := 0
	for _, w := range words {
		if set[w] {
			return true
		}
		if !stop[w] {
			content++
		}
	}
	return content == 0
}
