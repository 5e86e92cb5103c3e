package docx

import (
	"math"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// flag is a property that may be set, unset or not spoken of.
type flag int8

const (
	on  flag = 1
	off flag = -1
)

// runProps are the properties of a run's letters.
type runProps struct {
	bold, italic, under, struck, raised, hidden flag
	size                                        float64
}

// merge returns a with what b speaks of put over it.
func (a runProps) merge(b runProps) runProps {
	over := func(x *flag, y flag) {
		if y != 0 {
			*x = y
		}
	}
	over(&a.bold, b.bold)
	over(&a.italic, b.italic)
	over(&a.under, b.under)
	over(&a.struck, b.struck)
	over(&a.raised, b.raised)
	over(&a.hidden, b.hidden)
	if b.size > 0 {
		a.size = b.size
	}
	return a
}

func (a runProps) style() markup.Style {
	var s markup.Style
	for _, f := range []struct {
		flag  flag
		style markup.Style
	}{{a.bold, markup.Bold}, {a.italic, markup.Italic}, {a.under, markup.Underline}, {a.struck, markup.Struck}, {a.raised, markup.Raised}} {
		if f.flag == on {
			s |= f.style
		}
	}
	return s
}

// toggle reads a property that is on by standing there.
func toggle(e parts.Element) flag {
	switch strings.ToLower(e.Attr("val")) {
	case "0", "false", "off", "none":
		return off
	}
	return on
}

// set reads one property of a run.
func (a *runProps) set(e parts.Element) {
	switch e.Name {
	case "b":
		a.bold = toggle(e)
	case "i":
		a.italic = toggle(e)
	case "u":
		a.under = toggle(e)
	case "strike", "dstrike":
		a.struck = toggle(e)
	case "vanish":
		a.hidden = toggle(e)
	case "vertAlign":
		a.raised = off
		if e.Attr("val") == "superscript" {
			a.raised = on
		}
	case "sz":
		if n, err := strconv.ParseFloat(e.Attr("val"), 64); err == nil && n > 0 && n < 2000 {
			a.size = math.Round(n*5) / 10
		}
	}
}

// props reads the properties of the open run or paragraph.
func (w *walker) props(e parts.Element) {
	p := w.top()
	switch {
	case e.Name == "headerReference" || e.Name == "footerReference":
		w.frames = append(w.frames, e.Attr("id"))
	case e.Name == "gridSpan" && len(w.tables) > 0:
		n, _ := strconv.Atoi(e.Attr("val"))
		w.tables[len(w.tables)-1].next += min(max(n, 1), 63) - 1
	case p == nil:
	case len(w.propsOf) > 0 && w.propsOf[len(w.propsOf)-1] == "r" && w.run != nil:
		if e.Name == "rStyle" {
			w.run.style = e.Attr("val")
		}
		w.run.props.set(e)
	case len(w.propsOf) > 0:
	case e.Name == "pageBreakBefore" && toggle(e) == on:
		w.page++
	case e.Name == "sectPr":
		p.section = true
	case e.Name == "type" && e.Attr("val") == "continuous":
		p.section = false
	case e.Name == "pStyle":
		p.style = e.Attr("val")
		if st := w.f.styles.paras[p.style]; st != nil {
			p.base = w.f.styles.base.merge(st.props)
		}
	case e.Name == "ilvl":
		p.ilvl, _ = strconv.Atoi(e.Attr("val"))
		p.ilvl = min(max(p.ilvl, 0), 8)
	case e.Name == "numId":
		p.num, p.hasNum = e.Attr("val"), true
	case e.Name == "outlineLvl":
		if n, err := strconv.Atoi(e.Attr("val")); err == nil {
			p.outl = n
		}
	}
}
