package markup

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dress is what style rules say of one element, as far as reading needs it.
type dress struct {
	style            Style
	unbold, unitalic bool
	size             float64 // points; 0: as it stands in
	scale            float64 // times the size it stands in; 0: not said
	hidden           bool
	block            bool // set as a block although its tag is not
	pre, collapse    bool
	list             string
}

// declaration is one declaration of a sheet.
type declaration struct{ key, value string }

// sheet holds the rules of a page's style elements by their selector: a tag, ".class", "tag.class" or "#id". Other
// selectors are read by their last part, which is what they dress. Of each key only the last value is kept.
type sheet map[string][]declaration

// styles gathers the page's style elements.
func (r *htmlReader) styles(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Style && c.FirstChild != nil {
			r.css.add(c.FirstChild.Data)
		} else if c.DataAtom == atom.Html || c.DataAtom == atom.Head || c.DataAtom == atom.Body {
			r.styles(c)
		}
	}
}

// The caps of a sheet: rules are read again at every element that they dress.
const (
	maxSelectors = 2000
	maxClasses   = 16 // of one element
)

func (c sheet) add(text string) {
	for text != "" && len(c) < maxSelectors {
		i, j := strings.IndexByte(text, '{'), strings.IndexByte(text, '}')
		if i < 0 || j < 0 {
			return
		}
		if j > i && !strings.HasPrefix(strings.TrimSpace(text[:i]), "@") {
			list := rules(nil, text[i+1:j])
			for _, sel := range strings.Split(text[:i], ",") {
				if f := strings.Fields(sel); len(f) == 1 && !strings.ContainsAny(f[0], ":>[") {
					for _, r := range list {
						c[f[0]] = put(c[f[0]], r)
					}
				}
			}
		}
		text = text[j+1:]
	}
}

// telling are the keys that say something to a reader of words.
var telling = map[string]bool{"font-weight": true, "font-style": true, "text-decoration": true, "text-decoration-line": true, "vertical-align": true,
	"font-size": true, "display": true, "visibility": true, "white-space": true, "list-style": true, "list-style-type": true}

// rules reads declarations.
func rules(list []declaration, text string) []declaration {
	for text != "" {
		var one string
		one, text, _ = strings.Cut(text, ";")
		k, v, ok := strings.Cut(one, ":")
		if k = strings.ToLower(strings.TrimSpace(k)); ok && telling[k] {
			list = put(list, declaration{k, strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "!important")))})
		}
	}
	return list
}

// put adds r, which takes the place of an earlier one of its key.
func put(list []declaration, r declaration) []declaration {
	for i := range list {
		if list[i].key == r.key {
			return append(append(list[:i:i], list[i+1:]...), r)
		}
	}
	return append(list, r)
}

// of returns what the sheet and the element's own attributes say of n, the nearer word last.
func (c sheet) of(n *html.Node) dress {
	var d dress
	if len(c) > 0 {
		d.read(c[n.Data])
		classes := strings.Fields(attr(n, "class"))
		for _, k := range classes[:min(len(classes), maxClasses)] {
			d.read(c["."+k])
			d.read(c[n.Data+"."+k])
		}
		d.read(c["#"+attr(n, "id")])
	}
	d.read(rules(nil, attr(n, "style")))
	return d
}

func (d *dress) read(list []declaration) {
	for _, r := range list {
		d.rule(r.key, r.value)
	}
}

func (d *dress) rule(k, v string) {
	switch k {
	case "font-weight":
		w, _ := strconv.Atoi(v)
		d.set(Bold, v == "bold" || v == "bolder" || w >= 600)
		d.unbold = !(v == "bold" || v == "bolder" || w >= 600) && v != "inherit"
	case "font-style":
		d.set(Italic, v == "italic" || v == "oblique")
		d.unitalic = v == "normal"
	case "text-decoration", "text-decoration-line":
		d.set(Struck, strings.Contains(v, "line-through"))
		d.set(Underline, strings.Contains(v, "underline"))
	case "vertical-align":
		d.set(Raised, v == "super")
	case "font-size":
		d.fontSize(v)
	case "display":
		d.hidden = v == "none"
		d.block = v == "block" || v == "table" || v == "table-cell" || v == "flex" || v == "list-item" || v == "grid"
	case "visibility":
		d.hidden = v == "hidden" || d.hidden
	case "white-space":
		d.pre = strings.HasPrefix(v, "pre")
		d.collapse = !d.pre
	case "list-style", "list-style-type":
		d.listStyle(v)
	}
}

func (d *dress) set(s Style, on bool) {
	d.style &^= s
	if on {
		d.style |= s
	}
}

func (d *dress) listStyle(v string) {
	for _, w := range strings.Fields(v) {
		switch w {
		case "none":
			d.list = "none"
		case "decimal":
			d.list = "1"
		case "lower-alpha", "lower-latin":
			d.list = "a"
		case "upper-alpha", "upper-latin":
			d.list = "A"
		case "lower-roman":
			d.list = "i"
		case "upper-roman":
			d.list = "I"
		case "disc", "circle", "square":
			d.list = "bullet"
		}
	}
}

var units = map[string]float64{"pt": 1, "px": 0.75, "cm": 28.35, "mm": 2.835, "in": 72, "rem": 12}

var sizes = map[string]float64{"xx-small": 7, "x-small": 7.5, "small": 10, "medium": 12, "large": 13.5, "x-large": 18, "xx-large": 24}

func (d *dress) fontSize(v string) {
	if s, ok := sizes[v]; ok {
		d.size = s
		return
	}
	i := strings.IndexFunc(v, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if i <= 0 {
		switch v {
		case "smaller":
			d.scale = 0.83
		case "larger":
			d.scale = 1.2
		}
		return
	}
	n, err := strconv.ParseFloat(v[:i], 64)
	if err != nil || n <= 0 || n > 1000 {
		return
	}
	switch u := strings.TrimSpace(v[i:]); u {
	case "em":
		d.scale = n
	case "%":
		d.scale = n / 100
	default:
		if f := units[u]; f > 0 {
			d.size = round(float64(n * f))
		}
	}
}

// round keeps a size to a tenth of a point, so that it is the same wherever it is computed.
func round(x float64) float64 { return math.Round(x*10) / 10 }
