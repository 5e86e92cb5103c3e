package policy

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Split finds the clauses of a draft. The policy it returns has none when the draft has neither labels nor headings.
func Split(d *consult.Document) *consult.Policy {
	us := flatten(d)
	p := &consult.Policy{Lang: language(d), Source: d.Source}
	s := splitter{units: us, skip: contents(us)}
	captions(us, s.skip)
	s.labels = labels(us)
	p.Title = title(d, us, s.labels)
	s.titles = titlesAbove(us, s.labels, s.skip)
	b := builder{units: us, labels: s.labels, titles: s.titles, skip: s.skip, flat: flat(us, s.labels)}
	for i, l := range s.labels {
		if l != nil && !s.skip[i] {
			b.lastly = i
		}
	}
	root := b.build()
	s.law, s.acts = laws(s.labels), hasParagraphs(root)
	s.collect(root, "")
	if !s.enough(root) {
		s.out = nil
		s.headings(root)
	}
	if len(s.out) == 0 {
		s.rows(d)
	}
	p.Clauses = finish(s.out)
	for i := range p.Clauses {
		if p.Clauses[i].Parent == p.Title {
			p.Clauses[i].Parent = "" // stands under nothing but the draft itself
		}
	}
	return p
}

// splitter turns the tree into clauses.
type splitter struct {
	units  []unit
	labels []*label
	titles map[int]string
	skip   map[int]bool
	law    bool // the draft counts its paragraphs by "Stk."
	acts   bool // the draft is an act: its parts are "§" or "Article"
	out    []consult.Clause
}

// laws reports whether the draft has the "Stk." of laws, standing at the head of paragraphs.
func laws(ls []*label) bool {
	for _, l := range ls {
		if l != nil && l.scheme == "stk" {
			return true
		}
	}
	return false
}

// keep is the length, in bytes, from which the words that introduce parts are a clause of their own.
const keep = 600

// collect writes the clauses of n and its parts. outer is the label that n's own is read within.
func (s *splitter) collect(n *node, outer string) {
	id := s.ident(n, outer)
	s.promote(n)
	if !n.frame && !n.weak && !labelledBelow(n) {
		if container(n) {
			return
		}
		s.clause(n, id, n.all(), n.last())
		return
	}
	if n.frame && explains.MatchString(n.title) && s.acts && !hasParagraphs(n) {
		return
	}
	if !n.frame && !n.weak {
		own := n.direct()
		if n.label.scheme == "§" && n.runin && stkBelow(n) || len(own) >= keep && !endsIntro(own) {
			s.clause(n, id, own, n.lastOwn())
		}
	}
	for _, it := range n.items {
		if it.sub == nil {
			continue
		}
		if n.frame {
			s.collect(it.sub, outer)
		} else {
			s.collect(it.sub, id)
		}
	}
}

// explains is how the part of an act's draft begins that explains it and is no part of the act.
var explains = regexp.MustCompile(`(?i)^(redegørelse|bemærkninger|almindelige bemærkninger|explanatory|baggrund og|lokalplanens redegørelse|planens redegørelse)`)

// labelledBelow reports whether a part of n, at any depth, is a clause of its own.
func labelledBelow(n *node) bool {
	for _, it := range n.items {
		if it.sub != nil && (!it.sub.frame && !it.sub.weak || labelledBelow(it.sub)) {
			return true
		}
	}
	return false
}

// container reports whether n only frames parts by its kind: all its neighbours of the same word ("Part A", "Part B")
// hold labelled parts, and n's own words are few.
func container(n *node) bool {
	if !strings.HasPrefix(n.label.scheme, "word ") || n.parent == nil || len(n.all()) >= keep {
		return false
	}
	others := 0
	for _, it := range n.parent.items {
		if m := it.sub; m != nil && m != n && m.label.scheme == n.label.scheme {
			if !labelledBelow(m) {
				return false
			}
			others++
		}
	}
	return others > 1
}

func stkBelow(n *node) bool {
	for _, it := range n.items {
		if it.sub != nil && it.sub.label.scheme == "stk" {
			return true
		}
	}
	return false
}

func endsIntro(s string) bool { return strings.HasSuffix(strings.TrimSpace(s), ":") }

var amends = regexp.MustCompile(`(?i)(følgende ændring(er)?|ændres således|is amended as follows|following amendments?( are made)?)[^.]*:$`)
var amending = regexp.MustCompile(`^(I|Efter|Før|Overskriften|Kapitel|Bilag|Nr\.|After|In|Before|Article|Section|Paragraph)?\s*(§|stk\.|»|“|overskriften|kapitel|bilag|section|article|paragraph|subsection)`)

// promote decides whether the list items of n are clauses: items with titles of their own, the changes of an amending
// act, or paragraphs that begin right under a heading. Other lists stay words of their clause.
func (s *splitter) promote(n *node) {
	var items []*node
	for _, it := range n.items {
		if it.sub != nil && it.sub.weak && (len(items) == 0 || family(it.sub.label.scheme) == family(items[0].label.scheme)) {
			items = append(items, it.sub)
		}
	}
	if len(items) < 2 && !(len(items) == 1 && items[0].title != "" && n.label.scheme == "§") {
		return
	}
	titled, size, changes := 0, 0, 0
	for _, m := range items {
		w := m.all()
		size += utf8.RuneCountInString(w)
		if m.title != "" && w != "" {
			titled++
		}
		if amending.MatchString(w) {
			changes++
		}
	}
	own := strings.TrimSpace(n.own())
	switch {
	case titled*10 >= len(items)*8:
	case amends.MatchString(own) && changes*2 >= len(items):
	case recitals(own) != "" && sentences(items):
	case own == "" && !n.frame && size >= 50*len(items) && sentences(items):
	case n.frame && s.acts && annexName(n) != "" && len(own) < 150 && sentences(items):
	case n.frame && n.parent != nil && own == "" && size >= 100*len(items) && sentences(items) && !labelledAnywhere(n):
	default:
		return
	}
	for _, m := range items {
		m.weak = false
	}
}

// recitals returns what the numbered grounds of an act are called, when own is the word that opens them.
func recitals(own string) string {
	switch own = strings.ToLower(own); {
	case strings.Contains(own, "whereas"):
		return "Recital "
	case strings.Contains(own, "følgende betragtninger"):
		return "Betragtning "
	}
	return ""
}

// sentences reports whether most items end as sentences do.
func sentences(items []*node) bool {
	n := 0
	for _, m := range items {
		if strings.HasSuffix(strings.TrimRight(m.all(), "”»\"’) "), ".") {
			n++
		}
	}
	return n*10 >= len(items)*8
}

func labelledAnywhere(n *node) bool {
	for ; n.parent != nil; n = n.parent {
	}
	return labelledBelow(n)
}

// clause writes one clause, from n's first unit to unit last.
func (s *splitter) clause(n *node, id, text string, last int) {
	if s.law && n.label.scheme == "§" && n.runin && len(n.label.path) == 1 {
		id += ", stk. 1"
	}
	text = strings.TrimSpace(unsign(text))
	c := consult.Clause{ID: id, Title: n.title, Text: text, Parent: parentTitle(n)}
	c.Page, c.Last = s.page(n.at), s.page(last)
	if n.title == "" && (n.label.scheme == "stk" || n.label.scheme == "(n)") && n.parent != nil && !n.parent.frame {
		c.Title = n.parent.title
	}
	if c.Text == "" {
		c.Text, c.Title = c.Title, ""
	}
	if c.Text != "" {
		s.out = append(s.out, c)
	}
}

func (s *splitter) page(i int) int {
	if i < 0 || i >= len(s.units) {
		return 0
	}
	return s.units[i].page
}

var signed = regexp.MustCompile(`^(\p{Lu}[\p{L} .&-]+, )?([Dd]en|d\.)\s.{0,30}\d{4}$|^` + names + `( / ` + names + `)*$|^/ ?s/|^P\.[MB]\.V\.`)

const names = `\p{Lu}[\p{L}-]+\.?( \p{Lu}[\p{L}-]*\.?){1,3}`

// unsign takes the signature off the end of a text: trailing lines that are a date or names, after the last sentence.
func unsign(text string) string {
	lines := strings.Split(text, "\n")
	cut := len(lines)
	for cut > 1 && signed.MatchString(strings.TrimSpace(lines[cut-1])) {
		cut--
	}
	return strings.Join(lines[:cut], "\n")
}

// ident joins a part's label to the label that it stands within, as its genre does.
func (s *splitter) ident(n *node, outer string) string {
	l := n.label
	switch l.scheme {
	case "":
		return outer
	case "stk":
		if outer != "" {
			return outer + ", " + l.id
		}
	case "int)", "int.":
		switch {
		case outer == "" || l.scheme == "int." && !n.weak && n.parent.frame:
		case strings.HasPrefix(outer, "§"):
			return outer + ", nr. " + l.id
		case strings.HasPrefix(outer, "Kapitel "), strings.HasPrefix(outer, "Part "), strings.HasPrefix(outer, "Del "), strings.HasPrefix(outer, "Chapter "), strings.HasPrefix(outer, "Afsnit "):
		default:
			return outer + "(" + l.id + ")"
		}
	case "(n)":
		if r := recitals(n.parent.own()); r != "" {
			return r + l.path[0]
		}
		if outer != "" && !strings.HasPrefix(outer, "Part ") && !strings.HasPrefix(outer, "Chapter ") && !strings.HasPrefix(outer, "Kapitel ") {
			return outer + l.id
		}
	case "let":
		if strings.HasPrefix(outer, "§") {
			return outer + ", litra " + l.id
		}
		if outer != "" {
			return outer + "(" + l.id + ")"
		}
	}
	if p := s.attached(n); p != "" {
		return p + l.id
	}
	return l.id
}

var guideWords = regexp.MustCompile(`(?i)\b(vejledning\p{L}*|guidance)\b`)

// attached returns what tells the labels of a text that is attached to an act from those of the act: "Vejl. " for a
// guide's, the annex's own name for an annex's.
func (s *splitter) attached(n *node) string {
	if family(n.label.scheme) != "num" && n.label.scheme != "int." {
		return ""
	}
	if !s.acts {
		return ""
	}
	for r := n.parent; r != nil; r = r.parent {
		if a := annexName(r); a != "" {
			return a
		}
		if r.frame && guideWords.MatchString(r.title) {
			if strings.Contains(strings.ToLower(r.title), "guidance") {
				return "Guidance "
			}
			return "Vejl. "
		}
	}
	return ""
}

var annexForm = regexp.MustCompile(`(?i)^(bilag|annex|schedule)\s+([0-9]+|[A-Z]|[IVX]+)\b`)

// annexName returns what the labels in an annex are called by: "Bilag 1, nr. ", "Annex II, point "; "" outside one.
func annexName(n *node) string {
	m := annexForm.FindStringSubmatch(n.title)
	switch {
	case m == nil || !n.annex:
		return ""
	case strings.EqualFold(m[1], "bilag"):
		return "Bilag " + m[2] + ", nr. "
	}
	return strings.ToUpper(m[1][:1]) + strings.ToLower(m[1][1:]) + " " + m[2] + ", point "
}

// hasParagraphs reports whether the tree holds parts labelled "§" or "Article".
func hasParagraphs(n *node) bool {
	for _, it := range n.items {
		if it.sub != nil && (it.sub.label.scheme == "§" || it.sub.label.scheme == "word Article" || it.sub.label.scheme == "word Artikel" || hasParagraphs(it.sub)) {
			return true
		}
	}
	return false
}

// parentTitle returns the heading above n, with its label.
func parentTitle(n *node) string {
	for p := n.parent; p != nil; p = p.parent {
		if p.frame && p.title != "" {
			return p.title
		}
		if !p.frame && p.title != "" {
			return strings.TrimSpace(p.label.id + " " + p.title)
		}
	}
	return ""
}
