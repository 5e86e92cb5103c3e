package main

import (
	"fmt"
	"os"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/discourse"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/linking"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// linkPenalty is that of the link models' weights.
const linkPenalty = 1

// links learns the two models of package linking, prints how often they are right on each gold set when they were learned
// from the others, and writes them. Labels of a training letter say everything: a sentence without one is about no clause.
// Gold labels say what carries asks and stances; the rest stays open.
func links(letters, gold []*Consultation) error {
	for _, c := range append(append([]*Consultation{}, letters...), gold...) {
		for _, l := range c.Letters {
			analyzers.Run(l.Doc, c.Draft, []*analyzers.Analyzer{letterhead.Analyzer, refs.Analyzer, discourse.Analyzer})
		}
	}
	all := append(append([]*Consultation{}, letters...), gold...)
	m := linking.BuiltIn()
	rules, read := describe(all, m, false), describe(all, m, true)
	figures("links, rules alone", gold, rules, false)
	figures("links, with the reader", gold, read, true)
	m.Rules = linking.Learn(join(rules, ""), linkPenalty, false)
	if list := join(read, ""); len(list) > 0 {
		m.Reader = linking.Learn(list, linkPenalty, true)
	}
	for path, model := range map[string]*linking.Model{"rules": m.Rules, "reader": m.Reader} {
		if err := os.WriteFile("analyzers/linking/weights/"+path+".txt", []byte("# made by go run ./pipeline/learn links\n"+model.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// described is the examples by consultation, in order.
type described struct {
	name string
	list []linking.Example
}

// describe lists the examples of all letters, or with the reader of all that it has read.
func describe(all []*Consultation, m linking.Models, reader bool) []described {
	var out []described
	for _, c := range all {
		d := described{name: c.Name}
		at := map[string]int{}
		for i, x := range c.Draft.Policy.Clauses {
			at[x.ID] = i
		}
		for _, l := range c.Letters {
			doc := *l.Doc
			if reader && doc.Reading == nil || len(doc.Sentences) == 0 {
				continue
			}
			if !reader {
				doc.Reading = nil
			}
			d.list = append(d.list, linking.Example{Grounds: linking.Describe(&doc, c.Draft, lang.For(c.Lang), m), Right: rightOf(l, at)})
		}
		out = append(out, d)
	}
	return out
}

// rightOf returns the states that the labels of l's sentences allow.
func rightOf(l *Labelled, at map[string]int) [][]int {
	out := make([][]int, len(l.Labels))
	for i, x := range l.Labels {
		for _, id := range x.About {
			if c, ok := at[id]; ok {
				out[i] = append(out[i], c)
			}
		}
		heading := l.Doc.Blocks[l.Doc.Sentences[i].Block].Kind == consult.Heading
		if unplaced := len(x.Asks) > 0 && x.Asks[0] == ""; out[i] == nil && (unplaced || x.Voice != "" && !heading) {
			out[i] = []int{len(at)}
		}
	}
	return out
}

// join lists the examples of all consultations but one.
func join(sets []described, but string) []linking.Example {
	var out []linking.Example
	for _, s := range sets {
		if s.name != but {
			out = append(out, s.list...)
		}
	}
	return out
}

func figures(title string, gold []*Consultation, sets []described, reader bool) {
	fmt.Println(title)
	right, n := 0, 0
	for _, g := range gold {
		for _, s := range sets {
			if s.name != g.Name || len(s.list) == 0 {
				continue
			}
			r, k := rightly(s.list, linking.Learn(join(sets, s.name), linkPenalty, reader))
			fmt.Printf("  %-22s %.3f of %d\n", s.name, float64(r)/float64(k), k)
			right, n = right+r, n+k
		}
	}
	fmt.Printf("  %-22s %.3f of %d\n", "all", float64(right)/float64(max(n, 1)), n)
}

// rightly counts the sentences whose clause the path through them finds, of those that have one.
func rightly(list []linking.Example, m *linking.Model) (right, n int) {
	for _, e := range list {
		path := linking.Path(e.Grounds, m)
		for i, states := range e.Right {
			clause, hit := false, false
			for _, c := range states {
				clause = clause || c < len(e.Grounds[i].Clauses)
				hit = hit || c == path[i]
			}
			if clause {
				n += 1
				right += one(hit)
			}
		}
	}
	return right, n
}
