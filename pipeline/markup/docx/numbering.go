package docx

import (
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// maxLabel is how long the form of a number may be, in bytes.
const maxLabel = 100

// level is one level of a list's rules.
type level struct {
	start  int
	format string // decimal, lowerLetter, bullet …
	text   string // "%1.%2", "§ %1."
	legal  bool   // all numbers as digits
}

// numbering holds the lists' rules and how far each has counted.
type numbering struct {
	abstract map[string]*[9]level
	nums     map[string]*list
	counts   map[string]*[9]int // by abstract list: lists of one kind count on together
	started  map[string]bool    // lists that have begun at their own start
}

// list is a list: rules of an abstract list, with its own changes.
type list struct {
	abstract string
	over     map[int]level
	starts   map[int]int
}

// numReader reads numbering.xml.
type numReader struct {
	n      *numbering
	links  map[string]string // abstract list → numbering style that has its rules
	owners map[string]string // numbering style → abstract list
	abs    string
	num    string
	at     int // open level, -1 none
}

func readNumbering(data []byte, st styles) *numbering {
	r := &numReader{n: &numbering{abstract: map[string]*[9]level{}, nums: map[string]*list{}, counts: map[string]*[9]int{}, started: map[string]bool{}},
		at: -1, links: map[string]string{}, owners: map[string]string{}}
	_ = parts.Walk(data, r) // damaged rules cost numbers, not words
	for abs, s := range r.links {
		if o := r.owners[s]; o != "" && r.n.abstract[o] != nil {
			r.n.abstract[abs] = r.n.abstract[o]
		} else if p := st.paras[s]; p != nil && r.n.nums[p.num] != nil {
			r.n.abstract[abs] = r.n.abstract[r.n.nums[p.num].abstract]
		}
	}
	return r.n
}

func (r *numReader) Start(e parts.Element) {
	switch e.Name {
	case "abstractNum":
		r.abs, r.num = e.Attr("abstractNumId"), ""
		r.n.abstract[r.abs] = &[9]level{}
	case "num":
		r.num, r.abs = e.Attr("numId"), ""
		r.n.nums[r.num] = &list{over: map[int]level{}, starts: map[int]int{}}
	case "abstractNumId":
		if l := r.n.nums[r.num]; l != nil {
			l.abstract = e.Attr("val")
		}
	case "numStyleLink":
		r.links[r.abs] = e.Attr("val")
	case "styleLink":
		r.owners[e.Attr("val")] = r.abs
	case "lvlOverride", "lvl":
		n, err := strconv.Atoi(e.Attr("ilvl"))
		r.at = n
		if err != nil || n < 0 || n > 8 {
			r.at = -1
		}
		if l := r.n.nums[r.num]; l != nil && e.Name == "lvl" && r.at >= 0 {
			l.over[r.at] = level{start: 1}
		}
	default:
		r.rule(e)
	}
}

// rule reads one rule of the open level.
func (r *numReader) rule(e parts.Element) {
	if r.at < 0 {
		return
	}
	v := e.Attr("val")
	n, _ := strconv.Atoi(v)
	if e.Name == "startOverride" {
		if l := r.n.nums[r.num]; l != nil {
			l.starts[r.at] = n
		}
		return
	}
	change := func(l *level) {
		switch e.Name {
		case "start":
			l.start = n
		case "numFmt":
			l.format = v
		case "lvlText":
			if len(v) <= maxLabel {
				l.text = v
			}
		case "isLgl":
			l.legal = toggle(e) == on
		}
	}
	if a := r.n.abstract[r.abs]; a != nil && r.num == "" {
		change(&a[r.at])
	} else if l := r.n.nums[r.num]; l != nil {
		if o, ok := l.over[r.at]; ok {
			change(&o)
			l.over[r.at] = o
		}
	}
}

func (r *numReader) End(e parts.Element) {
	switch e.Name {
	case "lvl", "lvlOverride":
		r.at = -1
	case "num", "abstractNum":
		r.num, r.abs = "", ""
	}
}

func (r *numReader) Text(string) {}

// label counts one paragraph of list num at level ilvl and returns its number as Word prints it; "" for none.
func (n *numbering) label(num string, ilvl int) string {
	l := n.nums[num]
	if l == nil || num == "0" || n.abstract[l.abstract] == nil {
		return ""
	}
	rule := n.rule(l, ilvl)
	c := n.counts[l.abstract]
	if c == nil {
		c = &[9]int{}
		n.counts[l.abstract] = c
	}
	if !n.started[num] {
		n.started[num] = true
		for i, s := range l.starts {
			c[i] = s - 1
		}
	}
	if c[ilvl] == 0 && rule.start > 0 && l.starts[ilvl] == 0 {
		c[ilvl] = rule.start - 1
	}
	c[ilvl]++
	for i := ilvl + 1; i < 9; i++ {
		c[i] = 0
	}
	if rule.format == "bullet" {
		return "•"
	}
	if rule.format == "none" || rule.text == "" {
		return ""
	}
	text := rule.text
	for i := 0; i <= ilvl; i++ {
		r := n.rule(l, i)
		format := r.format
		if rule.legal {
			format = "decimal"
		}
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), written(format, max(c[i], min(r.start, 1))))
	}
	return strings.TrimSpace(text)
}

func (n *numbering) rule(l *list, i int) level {
	if o, ok := l.over[i]; ok {
		return o
	}
	return n.abstract[l.abstract][i]
}

// written writes a number in one of Word's formats.
func written(format string, n int) string {
	switch format {
	case "lowerLetter":
		return markup.Letter(n)
	case "upperLetter":
		return strings.ToUpper(markup.Letter(n))
	case "lowerRoman":
		return markup.Roman(n)
	case "upperRoman":
		return strings.ToUpper(markup.Roman(n))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}
