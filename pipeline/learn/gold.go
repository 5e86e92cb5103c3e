package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/sections"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// goldLetter is a file of a gold set's folder gold.
type goldLetter struct {
	ID              string
	Lang            string
	Sections        []string
	Recommendations []struct {
		Quote  string
		Clause *string
	}
	Stances []struct {
		Clause   string
		Stance   consult.Label
		Evidence []string
	}
	Overall consult.Label
}

// readGold reads a gold set. Quotes become labels of the sentences that share most of their words.
func readGold(dir string) (*Consultation, error) {
	policy := &consult.Policy{}
	if err := readJSON(filepath.Join(dir, "clauses.json"), &policy.Clauses); err != nil {
		return nil, err
	}
	c := &Consultation{Name: filepath.Base(dir), Gold: true}
	files, err := filepath.Glob(filepath.Join(dir, "gold", "*.json"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	for _, f := range files {
		var g goldLetter
		if err := readJSON(f, &g); err != nil {
			return nil, err
		}
		c.Lang, policy.Lang = g.Lang, g.Lang
		l, err := readResponse(responseFile(dir, g.ID), &g)
		if err != nil {
			return nil, err
		}
		c.Letters = append(c.Letters, l)
	}
	c.Draft = analyzers.NewDraft(policy)
	return c, nil
}

// responseFile returns the file of a response: the web page it was printed from, or the print.
func responseFile(dir, id string) string {
	page := filepath.Join(dir, "responses", id+".html")
	if _, err := os.Stat(page); err == nil {
		return page
	}
	return filepath.Join(dir, "responses", id+".pdf")
}

func readJSON(path string, into any) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

func readResponse(path string, g *goldLetter) (*Labelled, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	doc, err := extract.Read(context.Background(), filepath.Base(path), raw)
	if err != nil {
		return nil, err
	}
	doc.ID, doc.Lang = g.ID, g.Lang
	analyzers.Run(doc, analyzers.NewDraft(nil), []*analyzers.Analyzer{sentences.Analyzer, letterhead.Analyzer, sections.Analyzer})
	l := &Labelled{Doc: doc, Labels: make([]Label, len(doc.Sentences)), Stances: map[string]consult.Label{}, Overall: g.Overall}
	for i := range l.Labels {
		l.Labels[i].Stances = map[string]consult.Label{}
	}
	for _, r := range g.Recommendations {
		clause := ""
		if r.Clause != nil {
			clause = *r.Clause
		}
		for _, i := range l.at(r.Quote) {
			l.Labels[i].Asks = append(l.Labels[i].Asks, clause)
			l.Labels[i].about(clause)
		}
	}
	for _, s := range g.Stances {
		l.Stances[s.Clause] = s.Stance
		for _, e := range s.Evidence {
			for _, i := range l.at(e) {
				l.Labels[i].Stances[s.Clause] = s.Stance
				l.Labels[i].about(s.Clause)
			}
		}
	}
	return l, nil
}

func (l *Label) about(c string) {
	if c == "" {
		return
	}
	for _, x := range l.About {
		if x == c {
			return
		}
	}
	l.About = append(l.About, c)
}

// at returns the sentences that quote covers: those of which it holds most words, or the one that holds it.
func (l *Labelled) at(quote string) []int {
	q := words(quote)
	var out []int
	best, share := -1, 0.0
	for i, s := range l.Doc.Sentences {
		w := words(l.Doc.Quote(s.Span))
		hit := shared(q, w)
		if len(w) > 1 && hit >= 0.8*float64(len(w)) && strings.Contains(strings.Join(q, " "), strings.Join(w[:min(3, len(w))], " ")) {
			out = append(out, i)
		}
		if f := 2 * hit / float64(len(q)+len(w)); f > share {
			best, share = i, f
		}
	}
	if len(out) == 0 && share >= 0.5 {
		out = append(out, best)
	}
	return out
}

func words(s string) []string {
	var out []string
	for _, t := range cue.Tokens(s, consult.Span{End: len(s)}) {
		if t.Kind != cue.Punct {
			out = append(out, t.Word)
		}
	}
	return out
}

func shared(a, b []string) float64 {
	n := map[string]int{}
	for _, w := range a {
		n[w]++
	}
	hit := 0.0
	for _, w := range b {
		if n[w] > 0 {
			n[w]--
			hit++
		}
	}
	return hit
}
