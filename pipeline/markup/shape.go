package markup

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// short is the longest line, in bytes, that may be a line of an address or a signature.
const short = 70

// splitBreaks makes paragraphs of the lines of a paragraph where its breaks were meant as ends: two breaks in a row,
// or a break beside a short line that the next line doesn't continue. Other breaks become blanks.
func splitBreaks(ps []Para) []Para {
	out := make([]Para, 0, len(ps))
	for _, p := range ps {
		if p.Kind == consult.Heading || !p.hasBreak() {
			out = append(out, p)
			continue
		}
		lines := p.lines()
		for i := 0; i < len(lines); i++ {
			if lines[i].empty() {
				continue
			}
			cur := lines[i]
			for i+1 < len(lines) && !lines[i+1].empty() && (p.Lines || joins(&lines[i], &lines[i+1])) {
				cur.Runs = append(append(cur.Runs, Run{Text: " "}), lines[i+1].Runs...)
				i++
			}
			if i < len(lines)-1 || len(out) > 0 {
				cur.Plain = cur.Plain || i+1 < len(lines) && len(lines[i+1].text()) < short && len(lines[i+1].text()) > 0
			}
			out = append(out, cur)
		}
	}
	return out
}

func (p *Para) hasBreak() bool {
	for _, r := range p.Runs {
		if strings.Contains(r.Text, brk) {
			return true
		}
	}
	return false
}

// lines cuts p at its breaks. The first line keeps p's marker, the others are paragraphs beside it.
func (p *Para) lines() []Para {
	first, rest := *p, *p
	first.Runs, rest.Runs, rest.Label = nil, nil, ""
	if rest.Kind == consult.ListItem || rest.Kind == consult.Footnote {
		rest.Kind = consult.Paragraph
	}
	out := []Para{first}
	for _, r := range p.Runs {
		for i, s := range strings.Split(r.Text, brk) {
			if i > 0 {
				out = append(out, rest)
			}
			if s != "" {
				l := &out[len(out)-1]
				l.Runs = append(l.Runs, Run{s, r.Style, r.Size})
			}
		}
	}
	return out
}

// joins reports whether b continues the line a.
func joins(a, b *Para) bool {
	s, t := a.text(), b.text()
	first, _ := utf8.DecodeRuneInString(t)
	last, _ := utf8.DecodeLastRuneInString(s)
	word, _, _ := strings.Cut(t, " ")
	if marker(t) != "" || strings.Contains(word, "@") || bareURL.MatchString(word) && len(s) < short {
		return false
	}
	if unicode.IsLower(first) || last == ',' && len(s) > 45 || last == '-' {
		return true
	}
	return len(s) > short && !ends(last)
}

func ends(r rune) bool { return strings.ContainsRune(".!?:;”»\"", r) }

var markerForm = regexp.MustCompile(`^([•●▪■◦‣○·❯➢✓►–—*-]|\(?\d{1,2}[.)]|\(?[a-zæøå][.)]|\(?[ivx]{1,4}[.)])[ \t]+\S`)

// marker returns the list marker at the head of s, or "".
func marker(s string) string {
	if m := markerForm.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

var monthForm = regexp.MustCompile(`(?i)^\d{1,2}\.\s+(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)`)

// markItems tells list items that are typed by hand: a bullet, or a number or letter with a neighbour in sequence.
func markItems(ps []Para) {
	for i := range ps {
		p := &ps[i]
		if p.Kind != "" && p.Kind != consult.Paragraph {
			continue
		}
		s := p.text()
		m := marker(s)
		if m == "" || monthForm.MatchString(s) {
			continue
		}
		if n := ordinal(m); n > 0 && (p.loud() || !near(ps, i, m, n)) {
			continue
		}
		p.Kind, p.Level, p.Label, p.folded = consult.ListItem, 1, m, true
	}
}

// loud reports whether p stands in heavy type from end to end, as headings do.
func (p *Para) loud() bool { return p.share(Bold) > 0.9 || p.share(Underline) > 0.9 }

// ordinal returns the place that a marker stands for, 0 for a bullet.
func ordinal(m string) int {
	t := strings.Trim(m, "().")
	if n, err := strconv.Atoi(t); err == nil {
		return n
	}
	if len(t) == 1 && t[0] >= 'a' && t[0] <= 'z' {
		return int(t[0]-'a') + 1
	}
	return 0
}

// near looks a few paragraphs up and down for the marker before or after n, in the same dress.
func near(ps []Para, i int, m string, n int) bool {
	dress := strings.Trim(m, "abcdefghijklmnopqrstuvwxyz0123456789")
	for j := max(0, i-4); j <= min(len(ps)-1, i+4); j++ {
		if j == i || ps[j].Kind != "" && ps[j].Kind != consult.Paragraph && !ps[j].folded {
			continue
		}
		o := marker(ps[j].text())
		if k := ordinal(o); o != "" && strings.Trim(o, "abcdefghijklmnopqrstuvwxyz0123456789") == dress && (k == n-1 && j < i || k == n+1 && j > i) && !monthForm.MatchString(ps[j].text()) {
			return true
		}
	}
	return false
}
