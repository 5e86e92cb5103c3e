package policy

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// labels reads the labels of all units and keeps those that the draft's habits bear out.
func labels(us []unit) []*label {
	out := make([]*label, len(us))
	quoted := insideQuotes(us)
	count := map[string]map[string]bool{}
	for i := range us {
		if us[i].cell || quoted[i] {
			continue
		}
		if l, ok := read(&us[i]); ok {
			out[i] = &l
			if count[l.scheme] == nil {
				count[l.scheme] = map[string]bool{}
			}
			count[l.scheme][l.id] = true
		}
	}
	for i, l := range out {
		if l != nil && l.scheme == "int." && us[i].short() && (count["dec"][l.id+".1"] || count["dec"][l.id+".2"]) {
			l.scheme = "int" // "5. Roads" above 5.1 and 5.2
		}
		if l != nil && !borneOut(l, count) {
			out[i] = nil
		}
	}
	return out
}

// borneOut reports whether a label's scheme is used like a scheme: a word or a code needs a second number, a lone figure
// before a heading a second one or parts.
func borneOut(l *label, count map[string]map[string]bool) bool {
	switch {
	case strings.HasPrefix(l.scheme, "word "), strings.HasPrefix(l.scheme, "code "), l.scheme == "rom", l.scheme == "LET":
		return len(count[l.scheme]) > 1
	case l.scheme == "int", l.scheme == "int:", l.scheme == "int–":
		if len(count[l.scheme]) > 1 {
			return true
		}
		return len(count["int."]) > 1 || count["dec"][l.id+".1"] || count["dec"][l.id+".2"]
	case l.scheme == "int.", l.scheme == "int)", l.scheme == "let", l.scheme == "(n)":
		return len(count[l.scheme]) > 1
	}
	return true
}

// insideQuotes marks units that stand inside a quotation opened by » or “ in an earlier unit: their labels are those of
// the quoted text, as in a bill that rewrites a paragraph of an act.
func insideQuotes(us []unit) []bool {
	in := make([]bool, len(us))
	for i := range us {
		if !opensQuote(us[i].text) {
			continue
		}
		for j := i + 1; j < min(len(us), i+20); j++ {
			if strings.Count(us[j].text, "«") > strings.Count(us[j].text, "»") || strings.Count(us[j].text, "”") > strings.Count(us[j].text, "“") && strings.Contains(us[i].text, "“") {
				for k := i + 1; k <= j; k++ {
					in[k] = true
				}
				break
			}
			if opensQuote(us[j].text) {
				break
			}
		}
	}
	return in
}

func opensQuote(s string) bool {
	return strings.Count(s, "»") > strings.Count(s, "«") || strings.Count(s, "“") > strings.Count(s, "”")
}

// flat reports whether paragraphs numbered "1." count through the whole draft, as in guidance with numbered paragraphs:
// the numbers rise, hardly ever start again, and stand before whole sentences.
func flat(us []unit, ls []*label) bool {
	n, restarts, last, size := 0, 0, 0, 0
	for i, l := range ls {
		if l == nil || l.scheme != "int." {
			continue
		}
		k, _ := strconv.Atoi(l.id)
		n++
		size += utf8.RuneCountInString(l.rest)
		if us[i].heading() && i+1 < len(us) {
			size += utf8.RuneCountInString(us[i+1].text)
		}
		if k <= last {
			restarts++
		}
		last = k
	}
	return n >= 2 && restarts*10 <= n && size >= 60*n
}

var (
	tocHeading = regexp.MustCompile(`(?i)^(indhold|indholdsfortegnelse|indholdsoversigt|contents|table of contents|list of contents)\b.{0,12}$`)
	tocLine    = regexp.MustCompile(`(?i)^(.*?\pL.*?)[\s.…·_–-]*(side|page|s\.|p\.)?\s*\d{1,3}\.?$`)
	leaders    = regexp.MustCompile(`(…|\.{3,}|(\. ){3,}|·{3,}|_{3,})`)
)

// contents marks the units of a table of contents: lines under its heading, and lines with leaders and a page number,
// that say what a heading further on says again.
func contents(us []unit) map[int]bool {
	skip := map[int]bool{}
	later := map[string]int{}
	for i := range us {
		later[squeeze(us[i].text)] = i
	}
	in := false
	for i := range us {
		s := us[i].text
		if tocHeading.MatchString(s) && us[i].heading() {
			in, skip[i] = true, true
			continue
		}
		stem, hasPage := s, false
		if m := tocLine.FindStringSubmatch(s); m != nil && utf8.RuneCountInString(s) < 200 {
			stem, hasPage = m[1], true
		}
		again := later[squeeze(s)] > i || later[squeeze(stem)] > i
		dotted := hasPage && leaders.MatchString(s)
		many := leaders.MatchString(s) && len(leaders.FindAllString(s, 3)) > 1
		if in && (again || hasPage || many) || dotted || hasPage && again {
			skip[i] = true
		} else {
			in = in && us[i].cell
		}
	}
	return skip
}

// squeeze folds a heading for comparison.
func squeeze(s string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" .:–—-…\u00a0", r) }), " "))
}

// titlesAbove finds the titles that a draft sets in a line of their own above a labelled paragraph, as laws do. It
// returns them by the unit of the label and marks their units as used.
func titlesAbove(us []unit, ls []*label, skip map[int]bool) map[int]string {
	type dress struct {
		level int
		quiet bool
	}
	of := func(u *unit) dress {
		if u.quiet {
			return dress{quiet: true} // whatever rank the reader of the file gave it
		}
		return dress{level: u.level}
	}
	count, runins := map[dress]int{}, 0
	var at []int
	for i := 1; i < len(us); i++ {
		if ls[i] == nil || us[i].head || ls[i].rest == "" || us[i].short() || skip[i] {
			continue
		}
		if ls[i].scheme != "stk" && ls[i].scheme != "int)" && ls[i].scheme != "let" {
			runins++
		}
		if ls[i-1] == nil && !skip[i-1] && us[i-1].heading() && us[i-1].item == "" && !strings.ContainsAny(us[i-1].text, "»«") {
			at = append(at, i)
			count[of(&us[i-1])]++
		}
	}
	var best dress
	for d, n := range count {
		if n > count[best] || n == count[best] && (d.level > best.level || d.quiet && !best.quiet) {
			best = d
		}
	}
	titles := map[int]string{}
	// A ranked heading over some paragraphs only is the heading of a group.
	share := 5
	if best.level > 0 {
		share = 8
	}
	if count[best] < 2 || count[best]*10 < runins*share {
		return titles
	}
	for _, i := range at {
		if of(&us[i-1]) == best {
			titles[i], skip[i-1] = trimTitle(us[i-1].text), true
		}
	}
	return titles
}

// captions marks what belongs to tables of figures: their cells and captions, which are no words of a clause.
func captions(us []unit, skip map[int]bool) {
	digits, cells := map[int]int{}, map[int]int{}
	for i := range us {
		if us[i].cell {
			cells[us[i].table]++
			if figure.MatchString(us[i].text) {
				digits[us[i].table]++
			}
		}
	}
	for i := range us {
		if us[i].cell && digits[us[i].table]*4 >= cells[us[i].table] {
			skip[i] = true
		}
		if captionForm.MatchString(us[i].text) && utf8.RuneCountInString(us[i].text) < 200 {
			skip[i] = true
		}
	}
}

var figure = regexp.MustCompile(`^[-–+±£€$]?\s?\d[\d.,\s]*(%|pct\.?|procent|kr\.?|mio\.?|m²|m|km|ha)?( kr\.?)?$`)

var captionForm = regexp.MustCompile(`(?i)^(tabel|table|figur|figure|fig\.|boks|box|kort|map|illustration|foto|photo)\s*\d+(\.\d+)*\s*[.:–-]`)
