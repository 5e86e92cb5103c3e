package refs

import (
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Index is what the analyzers know of a draft: the names of its clauses and their words.
type Index struct {
	Policy *consult.Policy
	Texts  []*likeness.Text // each clause's text
	Titles []*likeness.Text // each clause's title

	names    []name
	parents  []name           // the numbered heading above each clause, if any
	levels   map[string]bool  // levels that the draft's ids print
	letters  map[string]bool  // levels that some id counts by letters or Roman numerals
	unitless bool             // some ids are numbers alone
	dotted   bool             // some ids are dotted numbers behind a general word
	literals map[string][]int // ids of other forms, by first word
	byTitle  map[string][]int // clauses with a title of two words or more, by its first word
	title    map[string]bool  // words of the draft's own title
	forms    map[string]bool  // all words of all clauses
}

// name is a clause id or a reference, taken apart.
type name struct {
	level string
	path  []string
	sub   string // the level of the last number, when it is a part: stk, nr, litra
}

// general levels fit ids of a draft that numbers without words, or with words of its own.
var general = map[string]bool{"section": true, "chapter": true, "point": true, "clause": true, "paragraph": true,
	"part": true, "item": true, "§": true}

var subLevel = map[string]bool{"stk": true, "nr": true, "litra": true}

// IndexOf returns the index of d, made once.
func IndexOf(d *analyzers.Draft) *Index { return analyzers.Memo(d, "refs:index", newIndex) }

func newIndex(p *consult.Policy) *Index {
	x := &Index{Policy: p, levels: map[string]bool{}, letters: map[string]bool{}, literals: map[string][]int{}, byTitle: map[string][]int{},
		title: map[string]bool{}, forms: map[string]bool{}}
	u := units{}
	for _, code := range lang.Codes {
		for k, v := range unitsOf(lang.For(code)) {
			u[k] = v
		}
	}
	for _, w := range likeness.NewText(p.Title).Words {
		x.title[w.Form] = true
	}
	for i := range p.Clauses {
		c := &p.Clauses[i]
		x.Texts = append(x.Texts, likeness.NewText(c.Text))
		x.Titles = append(x.Titles, likeness.NewText(c.Title))
		for _, w := range x.Texts[i].Words {
			x.forms[w.Form] = true
		}
		n, ok := parseID(c.ID, u)
		if !ok {
			if w := likeness.Words(nil, c.ID, 0); len(w) > 0 && len(c.ID) > 1 {
				x.literals[w[0].Form] = append(x.literals[w[0].Form], i)
			}
		}
		if ok && n.level == "" {
			x.unitless = true
		} else if ok {
			x.levels[n.level] = true
		}
		if ok && general[n.level] && n.level != "§" && len(n.path) > 1 && strings.Contains(c.ID, ".") {
			x.dotted = true
		}
		if ok && (n.path[0][0] < '0' || n.path[0][0] > '9') {
			x.letters[n.level] = true
		}
		x.names = append(x.names, n)
		x.parents = append(x.parents, parentName(c.Parent, u))
		if t := x.Titles[i].Words; len(t) >= 2 && len(c.Title) >= 10 {
			x.byTitle[t[0].Form] = append(x.byTitle[t[0].Form], i)
		}
	}
	return x
}

// parseID takes an id apart; false when it has no form known here.
func parseID(id string, u units) (name, bool) {
	ws := likeness.Words(nil, id, 0)
	var n name
	for i, w := range ws {
		switch {
		case w.Sort == likeness.Number:
			n.path = append(n.path, split(w.Form)...)
		case w.Form == "§":
			n.level = "§"
		case w.Sort == likeness.Sign:
		case u[w.Form] != "":
			if i == 0 {
				n.level = u[w.Form]
			} else {
				n.sub = u[w.Form]
			}
		case i > 0 && len(w.Form) == 1 || i > 0 && roman(w.Form):
			n.path = append(n.path, w.Form)
		default:
			return name{}, false
		}
	}
	return n, len(n.path) > 0
}

// parentName reads the number of a heading such as "Kapitel 5 Tilsyn"; an empty name when it has none.
func parentName(heading string, u units) name {
	ws := likeness.Words(nil, heading, 0)
	if len(ws) >= 2 && u[ws[0].Form] != "" && (ws[1].Sort == likeness.Number || roman(ws[1].Form)) {
		return name{level: u[ws[0].Form], path: split(ws[1].Form)}
	}
	return name{}
}

// sub returns the level of clause i's last number.
func (x *Index) sub(i int) string { return x.names[i].sub }

// split cuts a dotted number: "3.1" is [3 1].
func split(form string) []string { return strings.Split(strings.TrimRight(form, "."), ".") }

func roman(w string) bool { return w != "" && strings.Trim(w, "ivx") == "" }

// fits reports whether a reference of level r with depth numbers may mean an id of level l. Where the draft names its
// levels itself, a general one must bring two numbers: "kapitel 5" is not § 5, "afsnit 5.1" may be Vejl. 5.1.
func (x *Index) fits(r, l string, depth int) bool {
	if r == l {
		return true
	}
	if l == "" {
		return r != "recital" && r != "guide" && r != "article"
	}
	return depth >= 2 && !x.levels[r] && general[r] && l != "recital"
}

// resolve returns the clauses that a reference means, and whether by its own id ("exact"), by those below it ("parent")
// or by the one above it ("inside").
func (x *Index) resolve(r name) (ids []int, how string) {
	for i, p := range x.parents {
		if p.level != "" && p.level == r.level && len(r.path) == 1 && p.path[0] == r.path[0] {
			ids, how = append(ids, i), "parent"
		}
	}
	if how != "" {
		return ids, how
	}
	longest := 0
	for i, n := range x.names {
		if len(n.path) == 0 || !x.fits(r.level, n.level, len(r.path)) {
			continue
		}
		switch k := shared(r.path, n.path); {
		case k == len(r.path) && k == len(n.path):
			return []int{i}, "exact"
		case k == len(r.path):
			if how != "parent" {
				ids, how = nil, "parent"
			}
			ids = append(ids, i)
		case k == len(n.path) && how != "parent" && k > longest:
			ids, how, longest = []int{i}, "inside", k
		}
	}
	return ids, how
}

// shared returns how many leading elements two paths share.
func shared(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// between returns the clauses from a to b.
func (x *Index) between(level string, a, b []string) []int {
	var out []int
	for i, n := range x.names {
		if len(n.path) > 0 && x.fits(level, n.level, len(a)) && order(n.path, a) >= 0 && order(n.path, b) <= 0 {
			out = append(out, i)
		}
	}
	return out
}

// order compares path p, cut to the length of q, with q.
func order(p, q []string) int {
	for i := range q {
		if i >= len(p) {
			return -1
		}
		if c := orderOne(p[i], q[i]); c != 0 {
			return c
		}
	}
	return 0
}

func orderOne(a, b string) int {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	if errA == nil && errB == nil {
		return x - y
	}
	return strings.Compare(a, b)
}

// pages returns the clauses that stand on printed pages first to last.
func (x *Index) pages(first, last int) []int {
	var out []int
	for i, c := range x.Policy.Clauses {
		if c.Page > 0 && c.Page <= last && max(c.Page, c.Last) >= first {
			out = append(out, i)
		}
	}
	return out
}

// IDs returns the ids of clauses.
func (x *Index) IDs(at []int) []string {
	var out []string
	for _, i := range at {
		out = append(out, x.Policy.Clauses[i].ID)
	}
	return out
}

// Holds reports whether the draft uses the word anywhere.
func (x *Index) Holds(form string) bool { return x.forms[form] }
