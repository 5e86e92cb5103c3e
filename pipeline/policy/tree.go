package policy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// node is a part of the draft: a labelled one, a heading without label (a frame), or the draft itself.
type node struct {
	label  label
	frame  bool // has no label of its own
	weak   bool // a list item until its list is seen whole
	annex  bool // an annex or what stands in one
	runin  bool // its label opens a paragraph; else it stands in a heading
	title  string
	level  int
	at     int // index of its first unit
	parent *node
	items  []item // in reading order
}

// item is a unit of text or a part.
type item struct {
	text string
	unit int // -1: none
	sub  *node
}

func (n *node) add(text string, unit int) {
	if text != "" {
		n.items = append(n.items, item{text, unit, nil})
	}
}

// own returns the node's own words, without those of its parts.
func (n *node) own() string {
	var out []string
	for _, it := range n.items {
		if it.sub == nil {
			out = append(out, it.text)
		}
	}
	return strings.Join(out, "\n")
}

// direct returns the words that stand right under n's label: its own, and those of its lists.
func (n *node) direct() string {
	var out []string
	for _, it := range n.items {
		switch {
		case it.sub == nil:
			out = append(out, it.text)
		case it.sub.weak:
			out = append(out, it.sub.label.print+" "+it.sub.said())
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// all returns every word of the node in order, headings of parts among them.
func (n *node) all() string {
	var out []string
	for _, it := range n.items {
		switch {
		case it.sub == nil:
			out = append(out, it.text)
		case it.sub.frame:
			out = append(out, it.sub.title, it.sub.all())
		default:
			out = append(out, strings.TrimSpace(it.sub.label.print+" "+it.sub.said()))
		}
	}
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	return strings.Join(out, "\n")
}

// said returns the node's title and words as they follow its label.
func (n *node) said() string {
	if n.title == "" {
		return n.all()
	}
	return strings.TrimSpace(n.title + "\n" + n.all())
}

// last returns the index of the last unit in n, or its first.
func (n *node) last() int {
	at := n.at
	for _, it := range n.items {
		if it.sub != nil {
			at = max(at, it.sub.last())
		} else {
			at = max(at, it.unit)
		}
	}
	return at
}

// family is the line of numbering that a scheme belongs to: "2" and "2.1" count in one line.
func family(scheme string) string {
	if scheme == "dec" || scheme == "int" || scheme == "int:" || scheme == "int–" {
		return "num"
	}
	return scheme
}

// builder grows the tree unit by unit.
type builder struct {
	units  []unit
	labels []*label // by unit; nil: none that counts
	titles map[int]string
	skip   map[int]bool
	lastly int // the last labelled unit
	stack  []*node
	flat   bool // "1." counts through the whole draft
}

func (b *builder) top() *node { return b.stack[len(b.stack)-1] }

func (b *builder) push(n *node) {
	n.parent = b.top()
	n.annex = n.annex || n.parent.annex
	n.parent.items = append(n.parent.items, item{unit: -1, sub: n})
	b.stack = append(b.stack, n)
}

// build makes the tree of the whole draft.
func (b *builder) build() *node {
	root := &node{frame: true, level: 0}
	b.stack = []*node{root}
	for i := 0; i < len(b.units); i++ {
		if b.skip[i] {
			continue
		}
		u := &b.units[i]
		switch l := b.labels[i]; {
		case l != nil:
			i += b.labelled(i, *l)
		case u.head:
			b.heading(i)
		default:
			b.top().add(u.text, i)
		}
	}
	return root
}

// labelled opens the part whose label stands at unit i; it returns how many units beyond i it used.
func (b *builder) labelled(i int, l label) int {
	u := &b.units[i]
	n := &node{label: l, level: u.level, at: i, title: b.titles[i]}
	used := 0
	text := l.rest
	switch {
	case l.rest == "":
		if b.plainTitle(i + 1) {
			n.title, used, text = trimTitle(b.units[i+1].text), 1, ""
			n.level = max(n.level, b.units[i+1].level)
		}
	case b.isTitle(i, l):
		n.title, text = trimTitle(l.rest), ""
	default:
		n.runin, n.level = true, 0
		if t, rest := boldTitle(u, l); t != "" && n.title == "" {
			n.title, text = t, rest
		}
	}
	n.weak = b.isWeak(l)
	b.place(n)
	b.push(n)
	n.add(text, i)
	return used
}

func (b *builder) isWeak(l label) bool {
	return weakScheme(l.scheme) && !(l.scheme == "int." && b.flat)
}

// weakScheme reports whether a scheme also numbers the lists inside clauses.
func weakScheme(s string) bool { return s == "int)" || s == "let" || s == "(n)" || s == "int." }

// plainTitle reports whether unit i is a title without label.
func (b *builder) plainTitle(i int) bool {
	return i < len(b.units) && !b.skip[i] && b.labels[i] == nil && b.titles[i+1] != b.units[i].text && b.units[i].heading() && b.units[i].item == ""
}

// isTitle reports whether what follows the label is a title: the unit is a heading, or short and followed by text.
func (b *builder) isTitle(i int, l label) bool {
	u := &b.units[i]
	if u.head {
		return true
	}
	if !u.short() || utf8.RuneCountInString(l.rest) < 2 {
		return false
	}
	if !weakScheme(l.scheme) {
		return true
	}
	if i+1 >= len(b.units) {
		return u.lead >= len(u.text)
	}
	next := b.labels[i+1]
	return u.lead >= len(u.text) || next == nil && !b.units[i+1].cell && !b.units[i+1].short() || next != nil && l.sure && next.sure && len(next.path) > len(l.path)
}

// boldTitle cuts a title set in heavier type from the head of a paragraph: "3.1 Trees. The council will …".
func boldTitle(u *unit, l label) (title, rest string) {
	from := len(u.text) - len(l.rest)
	if u.lead < from+3 || u.lead >= len(u.text)-10 || u.lead-from > 120 {
		return "", l.rest
	}
	return strings.TrimRight(trimTitle(u.text[from:u.lead]), "."), strings.TrimLeft(u.text[u.lead:], " .:–—-")
}

// place closes the parts that end where n begins.
func (b *builder) place(n *node) {
	if n.label.scheme == "stk" && b.closeTo(holdsStk) {
		return
	}
	fam := family(n.label.scheme)
	first := -1 // outermost open part of the family
	for i := len(b.stack) - 1; i > 0; i-- {
		m := b.stack[i]
		if family(m.label.scheme) != fam || m.frame {
			continue
		}
		if prefix(m.label.path, n.label.path) {
			b.stack = b.stack[:i+1]
			return
		}
		first = i
	}
	if first > 0 {
		b.stack = b.stack[:first]
	}
	if n.weak {
		return
	}
	b.dropLists()
	for i := 1; i < len(b.stack) && n.level > 0; i++ {
		if m := b.stack[i]; (m.level >= n.level || m.level == 0) && !m.frames(fam) {
			b.stack = b.stack[:i]
			return
		}
	}
}

// frames reports whether n is a chapter by its kind ("Part 2", with nothing under it yet or parts of that family), which
// its parts' headings don't end even where they are set alike.
func (n *node) frames(fam string) bool {
	if !strings.HasPrefix(n.label.scheme, "word ") || n.label.scheme == fam || n.runin {
		return false
	}
	for _, it := range n.items {
		if it.sub == nil || family(it.sub.label.scheme) != fam {
			return false
		}
	}
	return true
}

// dropLists closes open list items: what follows them is labelled in a stronger way.
func (b *builder) dropLists() {
	for len(b.stack) > 1 && b.top().weak {
		b.stack = b.stack[:len(b.stack)-1]
	}
}

// holdsStk reports whether a "Stk." counts the paragraphs of n.
func holdsStk(n *node) bool {
	switch n.label.scheme {
	case "§", "word Artikel", "word Article", "word Paragraf":
		return len(n.label.path) == 1
	}
	return false
}

// closeTo closes parts down to the innermost one that f names; false when there is none.
func (b *builder) closeTo(f func(*node) bool) bool {
	for i := len(b.stack) - 1; i > 0; i-- {
		if f(b.stack[i]) {
			b.stack = b.stack[:i+1]
			return true
		}
	}
	return false
}

// closeLevel closes parts that a heading of a level ends: those of the same or a lower rank, and run-in parts.
func (b *builder) closeLevel(level int) {
	for i := 1; i < len(b.stack); i++ {
		if m := b.stack[i]; m.level >= level || m.level == 0 {
			b.stack = b.stack[:i]
			return
		}
	}
}

func prefix(a, b []string) bool { return len(a) < len(b) && slices.Equal(a, b[:len(a)]) }

// heading opens a frame, or goes on inside a clause that a heading without label only divides.
func (b *builder) heading(i int) {
	u := &b.units[i]
	n := &node{frame: true, title: u.text, level: u.level, at: i, annex: annex(u.text)}
	if n.annex {
		b.stack = b.stack[:1]
		b.push(n)
		return
	}
	inside := b.inClause()
	follows := i+1 < len(b.units) && b.labels[i+1] == nil && !b.units[i+1].head
	if inside != nil && i < b.lastly && follows && inside.level > 0 && u.level >= inside.level {
		n.level = inside.level + 1 // divides the clause
	}
	b.closeLevel(n.level)
	b.push(n)
}

// inClause returns the innermost open labelled part.
func (b *builder) inClause() *node {
	for i := len(b.stack) - 1; i > 0; i-- {
		if !b.stack[i].frame && !b.stack[i].weak {
			return b.stack[i]
		}
	}
	return nil
}

var annexes = []string{"bilag", "annex", "appendix", "appendiks", "kortbilag", "schedule of", "litteratur", "referencer", "references", "bibliography", "kolofon"}

// annex reports whether a heading opens an annex.
func annex(s string) bool {
	s = strings.ToLower(s)
	for _, a := range annexes {
		if strings.HasPrefix(s, a) && (len(s) == len(a) || !isWordRune(s[len(a):])) {
			return true
		}
	}
	return false
}

func isWordRune(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 'a' && r <= 'z' || r > 0x7f
}
