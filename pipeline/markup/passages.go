package markup

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func itoa(n int) string { return strconv.Itoa(n) }

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// rejoin makes whole the paragraphs that a page's end, with its notes, had cut in two.
func rejoin(ps []passage, width int) []passage {
	var out []passage
	last := -1 // the last paragraph of the body
	for _, p := range ps {
		if p.kind == "" && last >= 0 && out[last].kind == "" && width > 0 && len(out[last].text) < longest && startsLower(p.text) && marker(p.text) == "" &&
			!endsSentence(out[last].text) && out[last].width*10 > width*6 {
			out[last].text, out[last].width = glue(out[last].text, p.text), p.width
			continue
		}
		out = append(out, p)
		if p.kind != consult.Footnote {
			last = len(out) - 1
		}
	}
	return out
}

var (
	openings = regexp.MustCompile(`(?i)^(til|kære|hej|att\.?|dear|to|cc|vedr\.?|re|fra|from|tlf|tel|mail|e-mail|dato|date|emne|subject|sagsnr|j\.? ?nr|med venlig hilsen|venlig hilsen|mvh|hilsen|yours|kind regards|best regards|sincerely|på vegne af|on behalf of)\b`)
	dateForm = regexp.MustCompile(`(?i)^([\p{L} ]+,? )?(d\.|den)? ?\d{1,2}(\.|st|nd|rd|th)? ?(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)\p{L}*\.? \d{4}$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$`)
	address  = regexp.MustCompile(`^\d{4} \p{Lu}|@|\d[\d ]{6,}\d|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b`)
)

// partHeading is a heading that names a part of the draft: "§ 4 Parking", "Ad § 4, stk. 2". A number alone on its line
// is an act's way to number, and heads a paragraph rather than a passage.
var partHeading = regexp.MustCompile(`^((Ad|Til|Vedr\.|Vedrørende|Re|On) (§{1,2} ?\d|(Article|Artikel|Section|Clause|Kapitel|Chapter|[Aa]fsnit|[Pp]unkt|[Pp]kt\.) \d)|§{1,2} ?\d+\.? \p{Lu}\p{L}{2})`)

// plainHeadings tells headings in text without typography: a short line without a full stop right above running text.
// The lines of letterhead, greeting and signature are none.
func plainHeadings(ps []passage, b *Builder) {
	begun := false // running text has begun
	for i := range ps {
		p := &ps[i]
		if p.kind != "" {
			continue
		}
		if running(p.text) {
			begun = true
			continue
		}
		if i+1 < len(ps) && titled(ps, i) && (begun || i+1 < len(ps) && running(ps[i+1].text) && i > 0 && !openings.MatchString(p.text)) {
			p.kind, p.level = consult.Heading, 1
		}
	}
}

// running reports whether s is a paragraph of sentences.
func running(s string) bool {
	return utf8.RuneCountInString(s) > 120 || utf8.RuneCountInString(s) > 35 && endsSentence(s)
}

func titled(ps []passage, i int) bool {
	s, next := ps[i].text, ""
	for j := i + 1; j < len(ps); j++ {
		if ps[j].kind != consult.Footnote {
			next = ps[j].text
			break
		}
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case partHeading.MatchString(s) && utf8.RuneCountInString(s) <= 110 && !strings.ContainsRune(".,;:!?", last):
		return running(next) || endsSentence(next)
	case utf8.RuneCountInString(s) > 110 || strings.ContainsRune(".,;:”»\"!", last) || !(unicode.IsUpper(first) || unicode.IsDigit(first)):
		return false
	case openings.MatchString(s) || dateForm.MatchString(s) || address.MatchString(s) || !hasLetter(s) && !shouts(s):
		return false
	case marker(s) != "" && ordinal(marker(s)) == 0:
		return false
	}
	return running(next) || marker(next) != "" && strings.TrimSpace(next) != "" && numbered(s)
}

func numbered(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// raiseMarks notes in every paragraph the digits that point to a footnote found.
func raiseMarks(ps []passage) {
	notes := map[string]bool{}
	for _, p := range ps {
		if p.kind == consult.Footnote && p.label != "" {
			notes[p.label] = true
		}
	}
	for i := range ps {
		ps[i].notes = notes
	}
}

func (p passage) para() Para {
	return Para{Kind: p.kind, Level: p.level, Label: p.label, Table: p.table, Row: p.row, Col: p.col, Plain: !p.md}
}

var digitRun = regexp.MustCompile(`\d{1,2}`)

// runs cuts a passage into runs: note marks raised, Markdown emphasis as style.
func (p passage) runs() []Run {
	if p.md {
		return emphasis(p.text)
	}
	if len(p.notes) == 0 || p.kind == consult.Footnote {
		return []Run{{Text: p.text}}
	}
	var out []Run
	at := 0
	for _, m := range digitRun.FindAllStringIndex(p.text, -1) {
		if p.notes[p.text[m[0]:m[1]]] && markAt(p.text, m[0], m[1]-m[0]) {
			out = append(out, Run{Text: p.text[at:m[0]]}, Run{Text: p.text[m[0]:m[1]], Style: Raised})
			at = m[1]
		}
	}
	return append(out, Run{Text: p.text[at:]})
}
