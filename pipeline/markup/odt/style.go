package odt

import (
	"math"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// outlineName is the list that numbers headings.
const outlineName = "\x00outline"

// maxLabel is how long what stands around a number may be, in bytes.
const maxLabel = 100

// style reads an element of a style.
func (r *reader) style(e parts.Element) {
	switch e.Name {
	case "style":
		r.cur = &style{parent: e.Attr("parent-style-name")}
		r.styles[e.Attr("name")] = r.cur
	case "text-properties":
		if r.cur != nil {
			r.cur.read(e)
		}
	case "list-style":
		r.curList = e.Attr("name")
		r.lists[r.curList] = &[10]rule{}
	case "outline-style":
		r.curList = outlineName
		r.lists[r.curList] = &[10]rule{}
	case "list-level-style-number", "outline-level-style", "list-level-style-bullet":
		r.level(e)
	}
}

func (r *reader) level(e parts.Element) {
	rules := r.lists[r.curList]
	n, _ := strconv.Atoi(e.Attr("level"))
	if rules == nil || n < 1 || n > 9 {
		return
	}
	if e.Name == "list-level-style-bullet" {
		rules[n] = rule{kind: "bullet"}
		return
	}
	ru := rule{kind: e.Attr("num-format"), prefix: e.Attr("num-prefix"), suffix: e.Attr("num-suffix"), levels: 1, start: 1}
	if ru.kind == "" {
		ru.kind = "none"
	}
	if len(ru.prefix)+len(ru.suffix) > maxLabel {
		ru.prefix, ru.suffix = "", ""
	}
	if d, err := strconv.Atoi(e.Attr("display-levels")); err == nil {
		ru.levels = min(max(d, 1), n)
	}
	if s, err := strconv.Atoi(e.Attr("start-value")); err == nil {
		ru.start = s
	}
	rules[n] = ru
}

// read takes a style's properties of letters.
func (s *style) read(e parts.Element) {
	flag := func(attr string, st markup.Style, on func(string) bool) {
		if e.Has(attr) {
			if on(e.Attr(attr)) {
				s.set |= st
			} else {
				s.unset |= st
			}
		}
	}
	flag("font-weight", markup.Bold, func(v string) bool { return v == "bold" || v >= "600" && v <= "900" })
	flag("font-style", markup.Italic, func(v string) bool { return v == "italic" || v == "oblique" })
	flag("text-underline-style", markup.Underline, func(v string) bool { return v != "none" })
	flag("text-line-through-style", markup.Struck, func(v string) bool { return v != "none" })
	flag("text-line-through-type", markup.Struck, func(v string) bool { return v != "none" })
	flag("text-position", markup.Raised, func(v string) bool { return strings.HasPrefix(v, "super") })
	if v := strings.TrimSuffix(e.Attr("font-size"), "pt"); v != "" {
		if n, err := strconv.ParseFloat(v, 64); err == nil && n > 0 && n < 1000 {
			s.size = math.Round(n*10) / 10
		}
	}
}

// label counts one item of a list and returns its number as printed.
func (r *reader) label(name string, level int) string {
	rules := r.lists[name]
	if rules == nil || level > 9 {
		return "•"
	}
	c := r.counts[name]
	if c == nil {
		c = &[10]int{}
		r.counts[name] = c
	}
	ru := rules[level]
	if c[level] == 0 && ru.start > 1 {
		c[level] = ru.start - 1
	}
	c[level]++
	for i := level + 1; i < 10; i++ {
		c[i] = 0
	}
	switch ru.kind {
	case "bullet":
		return "•"
	case "none", "":
		return ""
	}
	var nums []string
	for i := level - ru.levels + 1; i <= level; i++ {
		if k := rules[i].kind; k != "none" && k != "" && k != "bullet" {
			nums = append(nums, strings.TrimSuffix(markup.Ordinal(k, max(c[i], 1)), "."))
		}
	}
	return strings.TrimSpace(ru.prefix + strings.Join(nums, ".") + ru.suffix)
}

// outline returns the number of a heading of a level.
func (r *reader) outline(level int) string {
	if r.lists[outlineName] == nil || r.lists[outlineName][level].kind == "none" || r.lists[outlineName][level].kind == "" {
		return ""
	}
	return r.label(outlineName, level)
}
