package markup

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// maxTags is how many tags of a page are read.
const maxTags = 500_000

// ReadHTML reads an HTML page, already in UTF-8, into b.
func ReadHTML(b *Builder, data []byte) {
	if n := nthTag(data, maxTags); n >= 0 {
		data = data[:n]
		b.Problem("html.cap", fmt.Sprintf("The page has more than %d tags; what comes after them was not read. Send the letter as PDF.", maxTags))
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		b.Problem("html.damaged", "The page's markup is nested too deep or damaged; its words were read without headings, lists and tables.")
		stripTags(b, data)
		return
	}
	r := htmlReader{b: b, css: sheet{}}
	r.styles(root)
	r.node(root, state{size: 12})
	b.Close()
}

// nthTag returns where the nth tag of a page begins, or -1.
func nthTag(data []byte, n int) int {
	at := 0
	for ; n > 0; n-- {
		i := bytes.IndexByte(data[at:], '<')
		if i < 0 {
			return -1
		}
		at += i + 1
	}
	return at - 1
}

// stripTags reads the words of a page whose tree can't be built.
func stripTags(b *Builder, data []byte) {
	z := html.NewTokenizer(bytes.NewReader(data))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			b.Close()
			return
		case html.TextToken:
			if skip == 0 {
				b.Add(Run{Text: flat(string(z.Text()))})
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if silent[t.DataAtom] && t.Type != html.SelfClosingTagToken {
				skip = max(0, skip+map[html.TokenType]int{html.StartTagToken: 1, html.EndTagToken: -1}[t.Type])
			}
			if !inline[t.DataAtom] {
				b.Close()
			}
		}
	}
}

// state is what an element hands down to what stands in it.
type state struct {
	style  Style
	size   float64
	para   Para // what a paragraph opened here is
	list   *list
	pre    bool
	layout bool // inside a table that only places things
	notes  bool // inside a container of footnotes
	depth  int
}

// list is an ol or ul and the number of its next item.
type list struct {
	kind  string // "bullet", "none", or an ol's type: 1, a, A, i, I
	next  int
	depth int
}

type htmlReader struct {
	b     *Builder
	css   sheet
	table int
}

var silent = set(atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Head, atom.Title, atom.Svg, atom.Math, atom.Object, atom.Audio, atom.Video, atom.Canvas, atom.Select, atom.Datalist, atom.Button)

var inline = set(atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img, atom.Input, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Q, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr, atom.Br)

func set(atoms ...atom.Atom) map[atom.Atom]bool {
	m := map[atom.Atom]bool{}
	for _, a := range atoms {
		m[a] = true
	}
	return m
}

var typography = map[atom.Atom]Style{
	atom.B: Bold, atom.Strong: Bold, atom.Th: Bold,
	atom.I: Italic, atom.Em: Italic, atom.Cite: Italic, atom.Dfn: Italic,
	atom.U: Underline, atom.Ins: Inserted, atom.Del: Struck, atom.S: Struck, atom.Strike: Struck, atom.Sup: Raised,
}

func (r *htmlReader) node(n *html.Node, s state) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			r.words(c.Data, s)
		case html.ElementNode:
			r.element(c, s)
		}
	}
}

func (r *htmlReader) words(t string, s state) {
	if !s.pre {
		t = flat(t)
	}
	if !r.b.IsOpen() {
		if strings.TrimSpace(t) == "" {
			return
		}
		r.b.Open(s.para)
	}
	r.b.Add(Run{Text: t, Style: s.style, Size: s.size})
}

// flat makes line breaks of the source blanks: only <br> ends a line.
func flat(t string) string { return strings.NewReplacer("\r", " ", "\n", " ", "\t", " ").Replace(t) }

func (r *htmlReader) element(n *html.Node, s state) {
	if n.DataAtom == atom.Html && s.depth == 0 {
		r.b.Lang = strings.ToLower(strings.SplitN(attr(n, "lang"), "-", 2)[0])
	}
	if n.DataAtom == atom.Head {
		r.b.Title = title(n)
	}
	if silent[n.DataAtom] {
		return
	}
	d := r.css.of(n)
	if d.hidden || hasAttr(n, "hidden") {
		return
	}
	s = r.inherit(n, d, s)
	switch n.DataAtom {
	case atom.Br:
		r.b.Break()
	case atom.Input:
		if t := attr(n, "type"); t == "" || t == "text" || t == "email" {
			r.words(attr(n, "value"), s)
		}
	case atom.Q:
		r.words("”", s)
		r.node(n, s)
		r.words("”", s)
	case atom.Hr:
		r.b.Close()
	case atom.Ol, atom.Ul, atom.Menu:
		r.listOf(n, d, s)
	case atom.Table:
		r.tableOf(n, s)
	case atom.Li:
		r.item(n, d, s)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.heading(n, s)
	default:
		r.plain(n, d, s)
	}
}

// plain reads any other element: in the flow of its paragraph, or as a paragraph of its own.
func (r *htmlReader) plain(n *html.Node, d dress, s state) {
	if inline[n.DataAtom] && !d.block {
		r.node(n, s)
		return
	}
	// An item's own first paragraph goes on as that item.
	if r.b.IsOpen() && !r.fresh() {
		r.b.Close()
		if s.para.Kind == consult.ListItem {
			s.para = Para{}
		}
	}
	if s.notes && s.para.Kind == "" && !r.b.IsOpen() {
		s.para = Para{Kind: consult.Footnote}
	}
	r.node(n, s)
	r.b.Close()
}

// fresh reports whether the open paragraph has no words yet.
func (r *htmlReader) fresh() bool {
	return r.b.IsOpen() && r.b.paras[len(r.b.paras)-1].empty()
}

func (r *htmlReader) inherit(n *html.Node, d dress, s state) state {
	s.depth++
	s.style |= typography[n.DataAtom]
	if d.unbold {
		s.style &^= Bold
	}
	if d.unitalic {
		s.style &^= Italic
	}
	s.style |= d.style
	if n.DataAtom == atom.Small || n.DataAtom == atom.Sup || n.DataAtom == atom.Sub {
		s.size = round(s.size * 0.83)
	}
	if d.size != 0 {
		s.size = d.size
	}
	if d.scale != 0 {
		s.size = round(s.size * d.scale)
	}
	s.pre = s.pre && !d.collapse || n.DataAtom == atom.Pre || n.DataAtom == atom.Textarea || d.pre
	s.notes = s.notes || footnotes(n)
	return s
}

// footnotes tells by its name whether an element holds footnotes, as Word, Pandoc and others write them.
func footnotes(n *html.Node) bool {
	if inline[n.DataAtom] {
		return false
	}
	role := attr(n, "role")
	if role == "doc-endnotes" || role == "doc-footnote" {
		return true
	}
	for _, c := range strings.Fields(strings.ToLower(attr(n, "class") + " " + attr(n, "id"))) {
		switch strings.TrimRight(c, "0123456789-_") {
		case "footnotes", "footnote", "fn", "fodnote", "fodnoter", "note", "noter", "endnotes", "msofootnotetext", "ftn", "sdfootnote":
			return true
		}
	}
	return false
}

func (r *htmlReader) heading(n *html.Node, s state) {
	r.b.Close()
	level, _ := strconv.Atoi(n.Data[1:])
	if s.para.Kind == consult.Cell {
		r.b.Open(s.para)
	} else {
		r.b.Open(Para{Kind: consult.Heading, Level: level})
	}
	s.style &^= Bold
	s.style |= Bold
	r.node(n, s)
	r.b.Close()
}

func (r *htmlReader) listOf(n *html.Node, d dress, s state) {
	r.b.Close()
	l := &list{kind: "bullet", next: 1, depth: 1}
	if s.list != nil {
		l.depth = s.list.depth + 1
	}
	if n.DataAtom == atom.Ol {
		l.kind = "1"
		if t := attr(n, "type"); t != "" {
			l.kind = t
		}
		if i, err := strconv.Atoi(attr(n, "start")); err == nil {
			l.next = i
		}
	}
	if d.list != "" {
		l.kind = d.list
	}
	s.list = l
	if s.para.Kind == consult.ListItem {
		s.para = Para{}
	}
	r.node(n, s)
	r.b.Close()
}

func (r *htmlReader) item(n *html.Node, d dress, s state) {
	r.b.Close()
	l := s.list
	if l == nil {
		l = &list{kind: "bullet", depth: 1}
	}
	if i, err := strconv.Atoi(attr(n, "value")); err == nil {
		l.next = i
	}
	kind := l.kind
	if d.list != "" {
		kind = d.list
	}
	label := Ordinal(kind, l.next)
	l.next++
	switch {
	case s.notes:
		s.para = Para{Kind: consult.Footnote, Label: strings.Trim(label, "."), Prefix: strings.Trim(label, ".") + " "}
	case s.para.Kind == consult.Cell:
		s.para.Prefix = label + " "
	default:
		s.para = Para{Kind: consult.ListItem, Level: l.depth, Label: label}
	}
	r.b.Open(s.para)
	s.para.Prefix = ""
	r.node(n, s)
	r.b.Close()
}

func title(head *html.Node) string {
	for c := head.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Title && c.FirstChild != nil {
			return strings.Join(strings.Fields(c.FirstChild.Data), " ")
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
