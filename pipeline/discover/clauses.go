package discover

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

const (
	agreed  = 2  // letters that make an agreement
	lone    = 40 // up to so many letters, a numbered part of which a single one speaks is a clause; in more it may be a slip
	few     = 5  // up to so many letters, one's own clauses count when hardly any are agreed
	enough  = 3  // agreed clauses that make the letters' own superfluous
	longest = 80 // clauses at most: a table of more is no overview
)

// find is a clause in the making.
type find struct {
	id, title, text string
	letters         map[int]bool // index of the letters that know it
	places          []int        // where each letter speaks of it first, in thousandths
	named           bool         // its id is the draft's own number
	spoken          bool         // a letter takes a side on it or asks for something, or has a passage under its number
	itself          bool         // named itself, not only by its parts
}

func newFind(id, title string) *find { return &find{id: id, title: title, letters: map[int]bool{}} }

func (f *find) see(letter, at int) {
	if !f.letters[letter] {
		f.letters[letter] = true
		f.places = append(f.places, at)
	}
}

// mean returns the mean of the places, in thousandths of thousandths, by whole numbers only.
func (f *find) mean() int {
	sum := 0
	for _, p := range f.places {
		sum += p
	}
	return sum * 1000 / max(1, len(f.places))
}

// Clauses makes the policy that a set of letters implies. The order of facts doesn't matter.
func Clauses(facts []Facts) *consult.Policy {
	facts = append([]Facts{}, facts...)
	sort.Slice(facts, func(i, j int) bool { return facts[i].ID < facts[j].ID })
	all := map[string]*find{}
	for _, g := range group(facts) {
		addGroup(all, g)
	}
	addNames(all, facts)
	addTopics(all, facts)
	p := &consult.Policy{Discovered: true, Lang: majority(facts)}
	for _, f := range choose(all, len(facts)) {
		text := f.text
		if text == "" {
			text = f.title
		}
		if text == "" {
			text = f.id
		}
		p.Clauses = append(p.Clauses, consult.Clause{ID: f.id, Title: f.title, Text: text})
	}
	return p
}

// addGroup adds the clause of a group of quotations: under the number named beside them, else under its own first words.
func addGroup(all map[string]*find, g *cluster) {
	id, title := g.name(), g.title()
	f := all[key(id)]
	switch {
	case id != "" && f == nil:
		f = newFind(id, "")
		f.named = true
	case id != "":
	case title != "":
		id = title
		if f = all[key(id)]; f == nil {
			f = newFind(id, title)
		}
	default:
		id = callName(all, g.text())
		f = newFind(id, "")
	}
	if title != "" {
		f.title = title
	} else if t := g.text(); !strings.Contains(f.text, t) {
		f.text = strings.TrimSpace(f.text + "\n" + t)
	}
	for _, m := range g.members {
		f.see(m.letter, m.at)
	}
	all[key(id)] = f
}

// callName names a clause by its first words, as many as tell it from the others.
func callName(all map[string]*find, text string) string {
	words := strings.Fields(text)
	for n := min(5, len(words)); n <= len(words); n++ {
		id := "”" + strings.TrimRight(strings.Join(words[:n], " "), ",;:.") + "”"
		if n < len(words) {
			id = "”" + strings.TrimRight(strings.Join(words[:n], " "), ",;:.") + " …”"
		}
		if all[key(id)] == nil {
			return id
		}
	}
	id := "”" + text + "”"
	for all[key(id)] != nil {
		id += "′"
	}
	return id
}

func key(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// addNames adds the parts that are named by number. Who names a nearer part ("§ 4, stk. 2") speaks of the part above it
// too ("§ 4"); that is a clause when it is named on its own.
func addNames(all map[string]*find, facts []Facts) {
	titles := map[string]map[string]int{}
	for i, f := range facts {
		for _, n := range f.Names {
			c := numbered(all, n.ID)
			c.see(i, n.At)
			c.itself, c.spoken = true, c.spoken || n.Spoken
			if up := above(n.ID); up != "" {
				numbered(all, up).see(i, n.At)
			}
			if n.Title != "" {
				if titles[key(n.ID)] == nil {
					titles[key(n.ID)] = map[string]int{}
				}
				titles[key(n.ID)][n.Title]++
			}
		}
	}
	for k, t := range titles {
		if all[k].title == "" {
			all[k].title = most(t)
		}
	}
}

// numbered returns the clause of a number, made where it is new.
func numbered(all map[string]*find, id string) *find {
	c := all[key(id)]
	if c == nil {
		c = newFind(id, "")
		c.named = true
		all[key(id)] = c
	}
	return c
}

// above returns the part that holds id by their printed numbers: "§ 4" for "§ 4, stk. 2", "Article 3" for "Article 3(1)";
// "" where id says of none.
func above(id string) string {
	if at := innerCut.FindStringIndex(id); at != nil && at[0] > 0 {
		return id[:at[0]]
	}
	return ""
}

// addTopics adds headings: those that letters share, or that stand over a passage with nothing else to hold on to.
func addTopics(all map[string]*find, facts []Facts) {
	byTitle := map[string]string{} // titles of parts known by number
	for k, f := range all {
		if t := key(f.title); t != "" && (byTitle[t] == "" || k < byTitle[t]) {
			byTitle[t] = k
		}
	}
	forms := map[string]map[string]int{}
	for i, f := range facts {
		for _, t := range f.Topics {
			k := key(t.Title)
			if other, ok := byTitle[k]; ok {
				all[other].see(i, t.At)
				continue
			}
			if t.Filled && len(facts) == 1 {
				continue
			}
			if all[k] == nil {
				all[k] = newFind(t.Title, t.Title)
			}
			all[k].see(i, t.At)
			if forms[k] == nil {
				forms[k] = map[string]int{}
			}
			forms[k][t.Title]++
		}
	}
	for k, f := range forms {
		all[k].id, all[k].title = most(f), most(f)
	}
}

// most returns the form that occurs most, the first in the alphabet among equals.
func most(count map[string]int) string {
	best := ""
	for s, n := range count {
		if best == "" || n > count[best] || n == count[best] && s < best {
			best = s
		}
	}
	return best
}

// choose keeps what is agreed and puts it in order: numbered parts by their numbers, the rest as the letters speak of it.
func choose(all map[string]*find, letters int) []*find {
	var own, out []*find
	for _, f := range all {
		if f.named && !f.itself && f.text == "" && f.title == "" && partsKept(all, f, letters) {
			continue // all that is said of it is said of its parts
		}
		if len(f.letters) >= agreed || letters == 1 || f.stands(letters) {
			out = append(out, f)
		} else {
			own = append(own, f)
		}
	}
	if len(out) < enough && letters <= few {
		out = append(out, own...)
	}
	sort.Slice(out, func(i, j int) bool {
		if a, b := len(out[i].letters), len(out[j].letters); a != b {
			return a > b
		}
		return out[i].id < out[j].id
	})
	out = out[:min(len(out), longest)]
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.named != b.named {
			return a.named
		}
		if a.named {
			return natural(a.id, b.id)
		}
		if x, y := a.mean(), b.mean(); x != y {
			return x < y
		}
		return a.id < b.id
	})
	return out
}

// stands reports whether a part that one letter names is a clause by that alone.
func (f *find) stands(letters int) bool { return f.named && f.spoken && letters <= lone }

// partsKept reports whether all parts of f that letters name are clauses of their own.
func partsKept(all map[string]*find, f *find, letters int) bool {
	for _, c := range all {
		if c.named && above(c.id) == f.id && len(c.letters) < agreed && letters > 1 && !c.stands(letters) {
			return false
		}
	}
	return true
}

// natural orders ids by their numbers: 2.9 before 2.10.
func natural(a, b string) bool {
	for a != "" && b != "" {
		x, ra, nx := chunk(a)
		y, rb, ny := chunk(b)
		if nx && ny && x != y {
			if len(x) != len(y) {
				return len(x) < len(y)
			}
			return x < y
		}
		if x != y {
			return x < y
		}
		a, b = ra, rb
	}
	return a == "" && b != ""
}

// chunk cuts a run of digits, or one other byte, from the head of s.
func chunk(s string) (head, rest string, digits bool) {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n > 0 {
		return strings.TrimLeft(s[:n-1], "0") + s[n-1:n], s[n:], true
	}
	return s[:1], s[1:], false
}

// majority returns the language of most letters, Danish at a tie.
func majority(facts []Facts) string {
	count := map[string]int{}
	for _, f := range facts {
		count[f.Lang]++
	}
	if count["en"] > count["da"] {
		return "en"
	}
	if count["da"] > 0 {
		return "da"
	}
	return ""
}
