package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// ReadText reads plain text, already in UTF-8, into b: typed letters, mails, and what other programs drew from a PDF.
// Hard-wrapped lines become paragraphs again, list markers and Markdown headings are told, notes leave the flow.
func ReadText(b *Builder, text string) {
	if len(text) > MaxText {
		text = strings.ToValidUTF8(text[:MaxText], "")
		b.cut()
	}
	for at, lines := 0, 0; at < len(text); lines++ {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			break
		}
		if at += i + 1; lines > 4*MaxParas {
			text = text[:at]
			b.cut()
		}
	}
	t := prose{lines: cutLines(text)}
	t.unfence()
	t.undouble()
	t.width = wrapWidth(t.lines)
	t.measure()
	ps := t.paragraphs()
	ps = parkNotes(ps)
	ps = rejoin(ps, t.width)
	plainHeadings(ps, b)
	raiseMarks(ps)
	for _, p := range ps {
		b.Open(p.para())
		for _, r := range p.runs() {
			b.Add(r)
		}
		b.Close()
	}
}

// line is one line of plain text.
type line struct {
	text string // without outer blanks
	lead int    // blanks before it
	soft bool   // ends with two blanks: its writer ended a paragraph there
	page bool   // a page break stands before it
}

// passage is a paragraph of plain text.
type passage struct {
	text  string
	kind  consult.Kind
	level int
	label string
	row   int
	col   int
	table int
	width int  // runes of its last line
	md    bool // its words carry Markdown emphasis
	notes map[string]bool
	note  bool // begins with the number of a footnote
}

type prose struct {
	lines []line
	width int
	sharp bool // lines are as full as they can be: all letters are equally wide
	md    bool // Markdown: lines are never a matter of width
	table int
	notes int // footnotes met
}

func cutLines(text string) []line {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	var out []line
	for _, page := range strings.SplitAfter(text, "\f") {
		for i, s := range strings.Split(strings.TrimSuffix(page, "\f"), "\n") {
			s = clean(s)
			body := strings.Trim(s, " \t\n")
			l := line{text: body, lead: len(s) - len(strings.TrimLeft(s, " \t")), page: i == 0 && len(out) > 0}
			l.soft = body != "" && (strings.HasSuffix(s, "  "))
			out = append(out, l)
		}
	}
	return out
}

// undouble takes out the blank lines of a stretch in which every printed line is followed by one, as some programs
// write text drawn from a PDF: there sentences run over single blank lines.
func (t *prose) undouble() {
	var at []int
	for i, l := range t.lines {
		if l.text != "" {
			at = append(at, i)
		}
	}
	drop := map[int]bool{}
	for k := 0; k+1 < len(at); k++ {
		single, runs := 0, 0
		for j := max(0, k-4); j <= min(len(at)-2, k+4); j++ {
			if at[j+1]-at[j] == 2 {
				single++
				if goesOn(t.lines[at[j]].text, t.lines[at[j+1]].text) {
					runs++
				}
			}
		}
		n := min(len(at)-2, k+4) - max(0, k-4) + 1
		if at[k+1]-at[k] == 2 && single*10 >= n*6 && runs >= 2 {
			drop[at[k]+1] = true
		}
	}
	if len(drop) == 0 {
		return
	}
	kept := t.lines[:0]
	for i, l := range t.lines {
		if !drop[i] {
			kept = append(kept, l)
		}
	}
	t.lines = kept
}

// goesOn reports whether a sentence plainly runs from line a into line b.
func goesOn(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	return len(a) > 50 && !ends(last) && startsLower(b)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) != string(r)
}

// wrapWidth returns the width to which text was wrapped, in runes; 0 when its lines are paragraphs.
func wrapWidth(lines []line) int {
	count, most := map[int]int{}, 0
	total := 0
	for _, l := range lines {
		n := utf8.RuneCountInString(l.text)
		if n < 40 || strings.Contains(l.text, "http") || strings.Contains(l.text, "....") {
			continue
		}
		if n > 160 {
			n = 161
		}
		count[n]++
		most = max(most, n)
		total++
	}
	if total < 3 || count[161]*4 > total {
		return 0
	}
	// The width is where all but one in twenty of the long lines end.
	over := 0
	for n := most; n > 40; n-- {
		over += count[n]
		if over*20 >= total {
			near := 0
			for k := n - n/5; k <= most; k++ {
				near += count[k]
			}
			if near < 3 || near*3 < total {
				return 0
			}
			return n
		}
	}
	return 0
}

// measure tells whether lines were broken only where the next word had no room, as type of one width is. Then a line
// with room left was ended by its writer, however full it looks.
func (t *prose) measure() {
	pairs, full, most := 0, 0, t.width
	for _, l := range t.lines {
		if n := utf8.RuneCountInString(l.text); n > most && n <= t.width+3 && !strings.Contains(l.text, "http") {
			most = n
		}
	}
	for i := 0; i+1 < len(t.lines); i++ {
		a, b := t.lines[i].text, t.lines[i+1].text
		if !goesOn(a, b) {
			continue
		}
		pairs++
		first, _, _ := strings.Cut(b, " ")
		if utf8.RuneCountInString(a)+1+utf8.RuneCountInString(first) > most {
			full++
		}
	}
	if t.width > 0 && pairs >= 5 && full*100 >= pairs*96 {
		t.width, t.sharp = most, true
	}
}

// longest is how long a paragraph is in bytes before another line may not join it: a letter's are never near that, and
// text made to do harm would be copied again with every line. What is looked for in earlier text is looked for in as much.
const longest = 1 << 16

// paragraphs joins lines to paragraphs.
func (t *prose) paragraphs() []passage {
	var out []passage
	fresh := true // the next line begins a paragraph
	for i := 0; i < len(t.lines); i++ {
		l := t.lines[i]
		if l.text == "" {
			fresh = true
			continue
		}
		if rows := t.pipes(i); rows > 0 {
			out = append(out, t.cells(t.lines[i:i+rows])...)
			i, fresh = i+rows-1, true
			continue
		}
		if p, skip, ok := t.marked(i); ok {
			out, fresh = append(out, p), true
			i += skip
			continue
		}
		note := t.note(out, l)
		if n := len(out) - 1; !fresh && !note && n >= 0 && len(out[n].text) < longest && t.continues(out[n], l) {
			out[n].join(l)
		} else {
			out = append(out, passage{text: l.text, width: utf8.RuneCountInString(l.text), md: t.md, note: note})
		}
		fresh = l.soft && (endsSentence(l.text) || t.md)
	}
	return out
}

// note reports whether l begins the next footnote: its number stands glued to a word further up.
func (t *prose) note(out []passage, l line) bool {
	m := noteLine.FindStringSubmatch(l.text)
	if m == nil || t.md || m[1] != itoa(t.notes+1) {
		return false
	}
	for i := len(out) - 1; i >= max(0, len(out)-400); i-- {
		if gluedMark(out[i].text, m[1]) {
			t.notes++
			return true
		}
	}
	return false
}

func (p *passage) join(l line) {
	p.text = glue(p.text, l.text)
	p.width = utf8.RuneCountInString(l.text)
}

// continues reports whether l goes on with the paragraph p.
func (t *prose) continues(p passage, l line) bool {
	if marker(l.text) != "" && !monthForm.MatchString(l.text) && (startsItem(l.text) || endsSentence(p.text) || strings.HasSuffix(p.text, ":")) {
		return false
	}
	if subpartForm.MatchString(l.text) || endsSentence(p.text) && partForm.MatchString(l.text) {
		return false
	}
	if t.md {
		return true
	}
	if p.note && endsSentence(p.text) && !url(p.text, l.text) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(p.text)
	if url(p.text, l.text) || startsLower(l.text) || last == '-' {
		return true
	}
	if t.width == 0 {
		return p.width >= 60 && !endsSentence(p.text) && marker(l.text) == "" && !strings.HasPrefix(l.text, "(")
	}
	first, _, _ := strings.Cut(l.text, " ")
	need := p.width + 1 + utf8.RuneCountInString(first)
	switch {
	case last == ',':
		return p.width*2 > t.width
	case t.sharp:
		return need > t.width
	case endsSentence(p.text):
		return need*100 > t.width*86
	}
	return need*100 > t.width*90
}

// partForm is how a part of a draft numbers itself at the head of a line: where a sentence has just ended, a paragraph
// begins there, however close the lines stand. No sentence begins with a subparagraph's full form, subpartForm.
var (
	partForm    = regexp.MustCompile(`^(§{1,2} ?\d{1,3}[.,: ]|[Ss]tk\. ?\d{1,2}[.:]? \p{Lu}|(Article|Artikel|Section|Clause|Kapitel|Chapter) \d{1,3}[.:( ]|\(\d{1,2}\) \p{Lu}|\d{1,2}(\.\d{1,2}){1,3}[.:]? \p{Lu})`)
	subpartForm = regexp.MustCompile(`^Stk\. ?\d{1,2}[.:] \p{Lu}`)
)

// startsItem reports whether s begins with a bullet, which no sentence does.
func startsItem(s string) bool {
	m := marker(s)
	return m != "" && ordinal(m) == 0 && m != "-" && m != "–" && m != "—"
}

func endsSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "”»\"’)0123456789"+digits))
	return strings.ContainsRune(".!?:", last)
}

var tailURL = regexp.MustCompile(`(?i)(https?://|www\.)\S+$`)

// url reports whether a web address at the end of a goes on at the head of b.
func url(a, b string) bool {
	m := tailURL.FindString(a[strings.LastIndexAny(a, " \t\n")+1:])
	if m == "" || strings.HasPrefix(b, "http") || strings.HasPrefix(b, "www.") {
		return false
	}
	first, _, more := strings.Cut(b, " ")
	last := m[len(m)-1]
	if strings.IndexByte("-/_=&?%#", last) >= 0 {
		return true
	}
	return len(m) > 60 && strings.ContainsAny(first, "/_=&%?") || !more && len(m) > 60 && strings.ContainsAny(first, "-.") && !endsSentence(first)
}

// glue joins two printed lines: hyphenated words and web addresses are whole again.
func glue(a, b string) string {
	if url(a, b) {
		return a + b
	}
	if head := strings.TrimSuffix(a, "-"); head != a && startsLower(b) && !strings.HasSuffix(head, " ") {
		word, _, _ := strings.Cut(b, " ")
		switch word {
		case "og", "eller", "samt", "and", "or", "til", "to":
			return a + " " + b
		}
		return head + b
	}
	return a + " " + b
}

var (
	noteLine = regexp.MustCompile(`^(?:\[\^?)?(\d{1,2})(?:\]:?)?[ \t]+(\S.*)$`)
	bareURL  = regexp.MustCompile(`(?i)^(https?://|www\.)\S+$`)
)
