package main

import (
	"fmt"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// changeCounts are sentences labelled as giving the words of a change, those of them in which one was found, and found of the
// labelled kind; and the changes found, with those that lie in such a sentence.
type changeCounts struct{ labelled, hit, kind, found, right int }

func (c *changeCounts) add(o changeCounts) {
	c.labelled, c.hit, c.kind, c.found, c.right = c.labelled+o.labelled, c.hit+o.hit, c.kind+o.kind, c.found+o.found, c.right+o.right
}

// changes measures rewordings on training letters. Labels say that a sentence gives the words of a change, not which; writers
// leave out changes of a figure now and then, so what is found besides isn't always wrong.
func changes(letters []*Consultation) error {
	link(letters)
	all := changeCounts{}
	for _, c := range letters {
		one := changeCounts{}
		for _, l := range c.Letters {
			one.add(l.changes())
		}
		all.add(one)
		fmt.Printf("%-12s %s\n", c.Name, one)
	}
	fmt.Printf("%-12s %s\n", "all", all)
	return nil
}

func (c changeCounts) String() string {
	share := func(a, b int) float64 { return float64(a) / float64(max(b, 1)) }
	return fmt.Sprintf("%4d labelled: %.3f found, %.3f with their kind; %4d found: %.3f labelled", c.labelled, share(c.hit, c.labelled), share(c.kind, c.labelled), c.found, share(c.right, c.found))
}

func (l *Labelled) changes() changeCounts {
	var n changeCounts
	right := make([]bool, len(l.Doc.Rewordings))
	for i, s := range l.Doc.Sentences {
		if l.Labels[i].Change == "" {
			continue
		}
		n.labelled++
		hit, kind := false, false
		for k := range l.Doc.Rewordings {
			if r := &l.Doc.Rewordings[k]; r.Overlaps(s.Span) {
				hit, right[k] = true, true
				kind = kind || r.Kind == consult.Change(l.Labels[i].Change)
			}
		}
		n.hit, n.kind = n.hit+one(hit), n.kind+one(kind)
	}
	n.found = len(right)
	for _, ok := range right {
		n.right += one(ok)
	}
	return n
}
