package policy

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// unit is a block of the draft's body.
type unit struct {
	text  string // words, struck ones left out, note marks taken off
	lead  int    // bytes of text set in heavy or slanted type from its start; 0: no such start
	head  bool   // a heading, by its kind
	level int    // of a heading; 0 else
	item  string // a list item's marker
	cell  bool
	table int
	quiet bool // set in italics or underlined throughout
	page  int  // printed page; 0 unknown
	phys  int
}

// heading reports whether u reads as a title rather than as text.
func (u *unit) heading() bool { return u.head || u.short() }

// short reports whether u could be a title: one short line that ends like no sentence.
func (u *unit) short() bool {
	if u.cell || utf8.RuneCountInString(u.text) > 110 || u.text == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(u.text, "”»«\"’)"))
	return !strings.ContainsRune(".,;:!", last)
}

// flatten takes the body of a draft apart into units and reads its page numbers.
func flatten(d *consult.Document) []unit {
	var out []unit
	var frames []unit
	for _, b := range d.Blocks {
		u := toUnit(d, b)
		if u.text == "" {
			continue
		}
		switch b.Kind {
		case consult.Footnote:
		case consult.Header, consult.Footer:
			frames = append(frames, u)
		default:
			out = append(out, u)
		}
	}
	return number(out, frames, len(d.Pages) > 0 && d.Pages[0].Width > 0)
}

func toUnit(d *consult.Document, b consult.Block) unit {
	u := unit{text: words(d, b.Span), head: b.Kind == consult.Heading, cell: b.Kind == consult.Cell, table: b.Table, phys: d.PageOf(b.Span)}
	if u.head {
		u.level = max(b.Level, 1)
	}
	if b.Kind == consult.ListItem {
		u.item = b.Label
	}
	end, slant, from := 0, 0, max(b.Body-b.Start, 1)
	for i := marksFrom(d, b.Start); i < len(d.Marks) && d.Marks[i].Start < b.End; i++ {
		m := d.Marks[i]
		if (m.Kind == consult.Bold || m.Kind == consult.Italic || m.Kind == consult.Underl) && m.Start <= b.Start+max(end, from) {
			end = max(end, m.End-b.Start)
			if m.Kind != consult.Bold && m.Start <= b.Start+max(slant, from) {
				slant = max(slant, m.End-b.Start)
			}
		}
	}
	if end > 0 && end <= b.Len() {
		u.lead = len(words(d, consult.Span{Start: b.Start, End: b.Start + end}))
		u.quiet = slant >= b.Len()
	}
	return u
}

// marksFrom returns the index of the first mark that begins at pos or later.
func marksFrom(d *consult.Document, pos int) int {
	lo, hi := 0, len(d.Marks)
	for lo < hi {
		if m := (lo + hi) / 2; d.Marks[m].Start < pos {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// words returns the words of s as the draft would stand if adopted: struck words left out, note marks taken off.
func words(d *consult.Document, s consult.Span) string {
	var out strings.Builder
	at := s.Start
	for i := marksFrom(d, s.Start); i < len(d.Marks) && d.Marks[i].Start < s.End; i++ {
		m := d.Marks[i]
		if m.Kind != consult.Struck && m.Kind != consult.NoteRef || m.Start < at {
			continue
		}
		out.WriteString(d.Text[at:m.Start])
		at = min(m.End, s.End)
	}
	out.WriteString(d.Text[at:s.End])
	return strings.Join(strings.Fields(out.String()), " ")
}

var (
	pageWord  = regexp.MustCompile(`(?i)(^|[\s|·•–—-])(side|page|s\.|p\.|pg\.?)\s*(\d{1,4})(\s*(/|af|of)\s*\d{1,4})?\s*\.?$`)
	pageHead  = regexp.MustCompile(`(?i)^(side|page)\s*(\d{1,4})(\s*(/|af|of)\s*\d{1,4})?([\s|·•–—-].*)?$`)
	pageBare  = regexp.MustCompile(`^[-–— ]*(\d{1,4})[-–— ]*$`)
	aloneForm = regexp.MustCompile(`(?i)^(side|page) 0(\s*(/|af|of)\s*0)?$`) // masked
	numbers   = regexp.MustCompile(`\d+`)
)

// pageNumber reads the page number that a running line says; 0 when it says none.
func pageNumber(s string) int {
	n := ""
	if m := pageWord.FindStringSubmatch(s); m != nil {
		n = m[3]
	} else if m := pageHead.FindStringSubmatch(s); m != nil {
		n = m[2]
	} else if m := pageBare.FindStringSubmatch(s); m != nil {
		n = m[1]
	}
	i, _ := strconv.Atoi(n)
	return i
}

// number gives every unit its printed page and takes running lines out of the flow. A file without pages that prints no
// page numbers leaves them unknown.
func number(us, frames []unit, paged bool) []unit {
	count := map[string]int{}
	for i := range us {
		if pageNumber(us[i].text) > 0 && utf8.RuneCountInString(us[i].text) < 160 && !us[i].cell {
			count[masked(us[i].text)]++
		}
	}
	var known []string
	for k, n := range count {
		if n > 1 || aloneForm.MatchString(k) {
			known = append(known, k)
		}
	}
	slices.SortFunc(known, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	known = known[:min(len(known), 40)]
	at := map[int]foot{}
	for i := range us {
		if f, rest, ok := cutFoot(us[i].text, known); ok && !us[i].cell {
			at[i], us[i].text = f, rest
		}
	}
	if len(at) < 2 || !rising(us, at) {
		if !paged {
			return us
		}
		offset := shift(us, frames)
		for i := range us {
			us[i].page = max(us[i].phys+offset, 0)
		}
		return us
	}
	return byMarks(us, at)
}

// foot is what a running line says: a page number, or several where lines of pages stand together.
type foot struct{ first, last int }

func masked(s string) string { return numbers.ReplaceAllString(s, "0") }

// cutFoot takes running lines, known by their words, off the end of a text.
func cutFoot(s string, known []string) (f foot, rest string, ok bool) {
	for {
		cut := false
		for _, k := range known {
			if n := footLen(s, k); n > 0 {
				p := pageNumber(strings.TrimSpace(s[len(s)-n:]))
				if f.last == 0 {
					f.last = p
				}
				f.first, s, ok, cut = p, strings.TrimSpace(s[:len(s)-n]), true, true
				break
			}
		}
		if !cut || s == "" {
			return f, s, ok
		}
	}
}

// footLen returns the length of the end of s that reads like the masked line k; 0 when it doesn't. A bare number ends
// many texts, so it must be the whole text.
func footLen(s, k string) int {
	if masked(s) == k {
		return len(s)
	}
	if pageBare.MatchString(k) || !strings.HasSuffix(masked(s), " "+k) {
		return 0
	}
	digits := strings.Count(k, "0")
	all := numbers.FindAllStringIndex(s, -1)
	from := len(s) - len(k)
	for _, m := range all[max(0, len(all)-digits):] {
		from -= m[1] - m[0] - 1
	}
	return max(0, len(s)-from)
}

// rising reports whether the numbers of the running lines count up through the draft.
func rising(us []unit, at map[int]foot) bool {
	last, up := 0, 0
	for i := range us {
		if f, ok := at[i]; ok {
			if f.first > last {
				up++
			}
			last = f.last
		}
	}
	return up*10 >= len(at)*9
}

// byMarks numbers pages by running lines that stand in the flow: at the foot of pages, or at their head when the first
// one opens the draft.
func byMarks(us []unit, at map[int]foot) []unit {
	if f, ok := at[0]; ok && us[0].text == "" {
		page := f.last
		for i := range us {
			if f, ok := at[i]; ok {
				page = f.last
			}
			us[i].page = page
		}
	} else {
		page := 0
		for i := len(us) - 1; i >= 0; i-- {
			if f, ok := at[i]; ok {
				page = f.first
			}
			us[i].page = page // 0 below the last foot: told next
		}
	}
	out := us[:0]
	last := 0
	for i, u := range us {
		if u.page == 0 && last > 0 {
			u.page = last + 1
		}
		if f, ok := at[i]; ok {
			last = f.last
		}
		if u.text != "" {
			out = append(out, u)
		}
	}
	return out
}

// shift returns how much the printed page numbers differ from the file's own.
func shift(us, frames []unit) int {
	for _, f := range frames {
		if n := pageNumber(f.text); n > 0 && pageBare.FindString(f.text) == "" {
			return n - f.phys
		}
	}
	return 0
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func startsUpper(s string) bool {
	return unicode.IsUpper(firstRune(s)) || unicode.IsTitle(firstRune(s))
}
