package docx

import (
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// style is a paragraph style with what it inherits.
type style struct {
	id, name, based string
	props           runProps
	level           int // of a heading; 0: none
	num             string
	ilvl            int
}

type styles struct {
	base   runProps // the document's defaults
	normal string
	paras  map[string]*style
	chars  map[string]runProps
}

// plain returns the properties of letters in a paragraph that names no style.
func (s *styles) plain() runProps {
	if st := s.paras[s.normal]; st != nil {
		return s.base.merge(st.props)
	}
	return s.base
}

// styleReader reads styles.xml.
type styleReader struct {
	out      styles
	all      map[string]*style
	kinds    map[string]string
	open     *style
	kind     string
	defaults bool
	inRun    int
}

func readStyles(data []byte) styles {
	r := &styleReader{all: map[string]*style{}, kinds: map[string]string{}}
	_ = parts.Walk(data, r) // damaged styles cost looks, not words
	out := styles{base: r.out.base, normal: r.out.normal, paras: map[string]*style{}, chars: map[string]runProps{}}
	for id, s := range r.all {
		whole := r.resolve(s, 0)
		if r.kinds[id] == "character" {
			out.chars[id] = whole.props
		} else {
			out.paras[id] = whole
		}
	}
	return out
}

// resolve puts a style over those that it is based on.
func (r *styleReader) resolve(s *style, depth int) *style {
	whole := *s
	base := r.all[s.based]
	if base == nil || depth > 20 {
		return &whole
	}
	b := r.resolve(base, depth+1)
	whole.props = b.props.merge(s.props)
	if whole.num == "" {
		whole.num, whole.ilvl = b.num, max(b.ilvl, whole.ilvl)
	}
	if whole.level == 0 {
		whole.level = b.level
	}
	return &whole
}

func (r *styleReader) Start(e parts.Element) {
	switch e.Name {
	case "style":
		r.open = &style{id: e.Attr("styleId")}
		r.kind = e.Attr("type")
		if r.kind == "paragraph" && (e.Attr("default") == "1" || e.Attr("default") == "true") {
			r.out.normal = r.open.id
		}
	case "rPrDefault":
		r.defaults = true
	case "rPr":
		r.inRun++
	default:
		r.property(e)
	}
}

func (r *styleReader) property(e parts.Element) {
	switch {
	case r.defaults && r.inRun > 0:
		r.out.base.set(e)
	case r.open == nil:
	case r.inRun > 0:
		r.open.props.set(e)
	case e.Name == "name":
		r.open.name = e.Attr("val")
		if n := levelOf(r.open.name); n > 0 {
			r.open.level = n
		}
	case e.Name == "basedOn":
		r.open.based = e.Attr("val")
	case e.Name == "numId":
		r.open.num = e.Attr("val")
	case e.Name == "ilvl":
		n, _ := strconv.Atoi(e.Attr("val"))
		r.open.ilvl = min(max(n, 0), 8)
	case e.Name == "outlineLvl":
		if n, err := strconv.Atoi(e.Attr("val")); err == nil && n >= 0 && n < 9 {
			r.open.level = n + 1
		}
	}
}

func (r *styleReader) End(e parts.Element) {
	switch e.Name {
	case "style":
		if r.open != nil {
			r.all[r.open.id], r.kinds[r.open.id] = r.open, r.kind
		}
		r.open = nil
	case "rPrDefault":
		r.defaults = false
	case "rPr":
		r.inRun = max(0, r.inRun-1)
	}
}

func (r *styleReader) Text(string) {}

// levelOf returns the heading level that a style's built-in name gives. Names of built-in styles are English in the
// file, whatever language Word speaks.
func levelOf(name string) int {
	name = strings.ToLower(name)
	if name == "title" {
		return 1
	}
	for _, p := range []string{"heading ", "overskrift "} {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, p)); err == nil && strings.HasPrefix(name, p) && n > 0 && n < 10 {
			return n
		}
	}
	return 0
}
