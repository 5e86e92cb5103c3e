package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var (
	hashes = regexp.MustCompile(`^(#{1,6})[ \t]+(.*?)[ \t#]*$`)
	rule   = regexp.MustCompile(`^(={3,}|-{3,}|_{3,}|\*{3,})$`)
	pipes  = regexp.MustCompile(`^\|?(.+\|.+)$`)
	dashes = regexp.MustCompile(`^[|:\- \t]*-{3,}[|:\- \t]*$`)
	item   = regexp.MustCompile(`^([-*+•]|\d{1,3}[.)])[ \t]+(\S.*)$`)
	mdNote = regexp.MustCompile(`^\[\^([^\]]{1,8})\]:[ \t]*(.+)$`)
	weight = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__|~~([^~\n]+)~~|\*([^*\s][^*\n]*?)\*|\b_([^_\s][^_\n]*?)_\b|\[\^([^\]]{1,8})\]|!?\[([^\]\n]+)\]\([^)\s]+\)`)
)

// Markdown reports whether text is written in Markdown: by its headings, or by several kinds of its signs.
func Markdown(text string) bool {
	heads, signs := 0, 0
	for _, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if hashes.MatchString(l) {
			heads++
		}
		if strings.Contains(l, "**") && weight.MatchString(l) || mdNote.MatchString(l) || strings.Contains(l, "](http") || dashes.MatchString(l) && strings.Contains(l, "|") {
			signs++
		}
	}
	return heads > 0 && heads+signs > 1 || signs > 2
}

// unfence notes whether the text is Markdown and takes out what only frames it: a front matter of keys.
func (t *prose) unfence() {
	var all []string
	for _, l := range t.lines {
		all = append(all, l.text)
	}
	t.md = Markdown(strings.Join(all, "\n"))
	if !t.md || len(all) == 0 || all[0] != "---" {
		return
	}
	for i := 1; i < len(all) && i < 60; i++ {
		if all[i] == "---" || all[i] == "..." {
			t.lines = t.lines[i+1:]
			return
		}
		if all[i] != "" && !strings.Contains(all[i], ":") && !strings.HasPrefix(all[i], "-") {
			return
		}
	}
}

// marked reads a line that Markdown marks as a unit: heading, item, note, rule. skip counts the lines used beyond it.
func (t *prose) marked(i int) (p passage, skip int, ok bool) {
	if !t.md {
		return p, 0, false
	}
	l := t.lines[i]
	w := utf8.RuneCountInString(l.text)
	if m := hashes.FindStringSubmatch(l.text); m != nil && m[2] != "" {
		return passage{text: m[2], kind: consult.Heading, level: len(m[1]), md: true}, 0, true
	}
	if i+1 < len(t.lines) && rule.MatchString(t.lines[i+1].text) && w < 100 && strings.ContainsAny(t.lines[i+1].text[:1], "=-") && (i == 0 || t.lines[i-1].text == "") {
		level := 1
		if t.lines[i+1].text[0] == '-' {
			level = 2
		}
		return passage{text: l.text, kind: consult.Heading, level: level, md: true}, 1, true
	}
	if m := mdNote.FindStringSubmatch(l.text); m != nil {
		text, n := t.hang(i, m[2])
		return passage{text: m[1] + " " + text, kind: consult.Footnote, label: m[1], md: true}, n, true
	}
	if m := item.FindStringSubmatch(l.text); m != nil && !monthForm.MatchString(l.text) {
		text, n := t.hang(i, m[2])
		label := m[1]
		if strings.ContainsAny(label, "-*+") {
			label = "•"
		}
		return passage{text: text, kind: consult.ListItem, level: 1 + min(l.lead/2, 5), label: label, md: true}, n, true
	}
	if strings.HasPrefix(l.text, ">") {
		return t.quoted(i)
	}
	return p, 0, rule.MatchString(l.text)
}

// hang adds to the words of line i the lines that go on below it.
func (t *prose) hang(i int, text string) (string, int) {
	n := 0
	for j := i + 1; j < len(t.lines); j++ {
		l := t.lines[j].text
		if l == "" || item.MatchString(l) || hashes.MatchString(l) || mdNote.MatchString(l) || rule.MatchString(l) {
			break
		}
		text, n = glue(text, l), n+1
	}
	return text, n
}

func (t *prose) quoted(i int) (passage, int, bool) {
	text, n := strings.TrimSpace(strings.TrimLeft(t.lines[i].text, "> ")), 0
	for j := i + 1; j < len(t.lines) && strings.HasPrefix(t.lines[j].text, ">"); j++ {
		rest := strings.TrimSpace(strings.TrimLeft(t.lines[j].text, "> "))
		if rest == "" {
			break
		}
		text, n = glue(text, rest), n+1
	}
	return passage{text: text, md: true}, n, true
}

// pipes returns how many lines from i on make a Markdown table; 0 for none.
func (t *prose) pipes(i int) int {
	if i+1 >= len(t.lines) || !pipes.MatchString(t.lines[i].text) || !dashes.MatchString(t.lines[i+1].text) || !strings.Contains(t.lines[i+1].text, "|") {
		return 0
	}
	n := 2
	for i+n < len(t.lines) && strings.Contains(t.lines[i+n].text, "|") {
		n++
	}
	return n
}

func (t *prose) cells(rows []line) []passage {
	t.table++
	var out []passage
	for i, l := range rows {
		if i == 1 {
			continue
		}
		row := i + 1 - min(i, 1)
		for col, c := range strings.Split(strings.Trim(l.text, "| "), "|") {
			if c = strings.TrimSpace(c); c != "" {
				out = append(out, passage{text: c, kind: consult.Cell, table: t.table, row: row, col: col + 1, md: true})
			}
		}
	}
	return out
}

// emphasis cuts Markdown into runs.
func emphasis(s string) []Run {
	var out []Run
	for {
		m := weight.FindStringSubmatchIndex(s)
		if m == nil {
			return append(out, Run{Text: s})
		}
		out = append(out, Run{Text: s[:m[0]]})
		for g, style := range []Style{Bold, Bold, Struck, Italic, Italic, Raised, 0} {
			if m[2+2*g] >= 0 {
				out = append(out, Run{Text: s[m[2+2*g]:m[3+2*g]], Style: style})
			}
		}
		s = s[m[1]:]
	}
}
