package policy

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// enough reports whether the labelled clauses are the draft: several, and a fair part of its words.
func (s *splitter) enough(root *node) bool {
	if len(s.out) == 0 || s.acts {
		return len(s.out) > 0 // what explains an act may be longer than the act
	}
	body, in := 0, 0
	for i := range s.units {
		if !s.skip[i] {
			body += len(s.units[i].text)
		}
	}
	for _, c := range s.out {
		in += len(c.Text) + len(c.Title)
	}
	return in*100 >= body*30 || len(s.out) >= 5 && in*100 >= body*12
}

var frontMatter = regexp.MustCompile(`(?i)^(forord|indhold|indholdsfortegnelse|kolofon|foreword|preface|contents|table of contents|how to respond|sådan (svarer|afgiver) (du|i)|afgiv høringssvar|kontakt|contact us|litteratur|referencer|references|bibliography)\b`)

// headings makes clauses of the draft's headings: every heading with words right under it, cover and foreword left out.
func (s *splitter) headings(root *node) {
	s.headingsOf(root, topLevel(root), "")
}

// topLevel returns the level of a heading that stands alone at the top as the draft's title; 0 when there is none.
func topLevel(root *node) int {
	count := map[int]int{}
	var walk func(n *node)
	walk = func(n *node) {
		for _, it := range n.items {
			if it.sub != nil {
				if it.sub.level > 0 {
					count[it.sub.level]++
				}
				walk(it.sub)
			}
		}
	}
	walk(root)
	best := 0
	for l := range count {
		if best == 0 || l < best {
			best = l
		}
	}
	if count[best] == 1 && len(count) > 1 {
		return best
	}
	return 0
}

func (s *splitter) headingsOf(n *node, top int, outer string) {
	for _, it := range n.items {
		m := it.sub
		if m == nil || m.weak || m.annex || frontMatter.MatchString(m.title) {
			continue
		}
		id := m.title
		if !m.frame {
			id = s.ident(m, outer)
		}
		if own := m.direct(); own != "" && !(m.level == top && top > 0) && id != "" {
			s.clause(&node{title: m.title, level: m.level, at: m.at, parent: m.parent, items: m.items, frame: m.frame}, id, own, m.lastOwn())
		}
		s.headingsOf(m, top, id)
	}
}

func (n *node) lastOwn() int {
	at := n.at
	for _, it := range n.items {
		if it.sub == nil {
			at = max(at, it.unit)
		} else if it.sub.weak {
			at = max(at, it.sub.last())
		}
	}
	return at
}

// maxClauses is how many clauses a table of clauses can still show; a finer draft loses its deepest level.
const maxClauses = 400

// finish makes ids unique and a very fine draft coarser.
func finish(cs []consult.Clause) []consult.Clause {
	cs = dropEmptyTwins(cs)
	for len(cs) > maxClauses {
		coarser := merge(cs)
		if len(coarser) == len(cs) {
			break
		}
		cs = coarser
	}
	seen := map[string]int{}
	for i := range cs {
		id := cs[i].ID
		if seen[id] > 0 && cs[i].Parent != "" && cs[i].Parent != id && seen[cs[i].Parent+": "+id] == 0 {
			id = cs[i].Parent + ": " + id
		}
		for n := 2; seen[id] > 0; n++ {
			id = cs[i].ID + " (" + itoa(n) + ")"
		}
		seen[id]++
		cs[i].ID = id
	}
	return cs
}

// dropEmptyTwins drops clauses that are nothing but a title where another of the same id, or most others, have text.
func dropEmptyTwins(cs []consult.Clause) []consult.Clause {
	full, texts := map[string]bool{}, 0
	for _, c := range cs {
		if c.Title != "" || utf8.RuneCountInString(c.Text) > 110 {
			full[c.ID] = true
			texts++
		}
	}
	var out []consult.Clause
	for _, c := range cs {
		bare := c.Title == "" && !strings.ContainsAny(c.Text, ".!?") && utf8.RuneCountInString(c.Text) <= 110
		if !(bare && (full[c.ID] || texts*2 > len(cs))) {
			out = append(out, c)
		}
	}
	return out
}

// merge joins the clauses of the deepest level to one under their common label.
func merge(cs []consult.Clause) []consult.Clause {
	deepest := 0
	for _, c := range cs {
		deepest = max(deepest, depth(c.ID))
	}
	if deepest < 2 {
		return cs
	}
	var out []consult.Clause
	for _, c := range cs {
		up := above(c.ID)
		if depth(c.ID) < deepest {
			out = append(out, c)
			continue
		}
		if n := len(out) - 1; n >= 0 && out[n].ID == up {
			out[n].Text += "\n" + strings.TrimSpace(c.ID+" "+c.Title) + "\n" + c.Text
			out[n].Last = c.Last
			continue
		}
		c.Text = strings.TrimSpace(strings.TrimSpace(c.ID+" "+c.Title) + "\n" + c.Text)
		c.ID, c.Title = up, c.Parent
		out = append(out, c)
	}
	return out
}

// depth counts the levels of a label.
func depth(id string) int {
	return 1 + strings.Count(id, ", ") + strings.Count(id, "(") + strings.Count(id, ".") - strings.Count(id, ". ")
}

// above takes the innermost number off a label.
func above(id string) string {
	for _, sep := range []string{", ", "(", "."} {
		if i := strings.LastIndex(id, sep); i > 0 {
			return id[:i]
		}
	}
	return id
}
