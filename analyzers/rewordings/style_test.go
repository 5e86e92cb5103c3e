package rewordings_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/discourse"
	"github.com/clausewise/clausewise/analyzers/linking"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/rewordings"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

var anyQuote = regexp.MustCompile(`»([^«]*)«|"([^"]*)"|“([^”]*)”|'([^']{3,}?)'|‘([^’]*)’`)

// TestStyles holds the rules to finding as much whatever marks a writer uses, and nearly as much where sentences are tied
// to no clause or to the wrong one.
func TestStyles(t *testing.T) {
	plain := recallOf(t, func(*consult.Document) {}, nil)
	for _, style := range []string{"»«", "“”", "””", "’’", "‘’", "\"\"", "„“", "italic", "bold", "open"} {
		if r := recallOf(t, func(d *consult.Document) { restyle(d, style) }, nil); r < plain-0.06 {
			t.Errorf("quoted in %s: recall %.3f, %.3f as written", style, r, plain)
		}
	}
	none := func(p *analyzers.Pass) error { p.Doc.Links = nil; return nil }
	wrong := func(p *analyzers.Pass) error {
		for i := range p.Doc.Links {
			c := p.Policy().Index(p.Doc.Links[i].Clause)
			p.Doc.Links[i].Clause = p.Policy().Clauses[(c+1)%len(p.Policy().Clauses)].ID
		}
		return nil
	}
	for name, run := range map[string]func(*analyzers.Pass) error{"no links": none, "wrong links": wrong} {
		if r := recallOf(t, func(*consult.Document) {}, run); r < plain-0.15 {
			t.Errorf("%s: recall %.3f, %.3f with links", name, r, plain)
		}
	}
}

// recallOf returns how much of the probes that were read is found, after their documents were changed, and their links.
func recallOf(t *testing.T, edit func(*consult.Document), relink func(*analyzers.Pass) error) float64 {
	list := []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, discourse.Analyzer, linking.Analyzer}
	if relink != nil {
		list = append(list, &analyzers.Analyzer{Name: "relink", Requires: []string{"links"}, Run: relink})
	}
	list = append(list, rewordings.Analyzer)
	hit, want := 0, 0
	for _, p := range append(probes(t, "testdata/probes.txt"), probes(t, "testdata/phrasings.txt")...) {
		if p.half == "unseen" {
			continue
		}
		edit(p.doc)
		got := p.foundBy(t, list)
		want += len(p.want)
		used := map[int]bool{}
		for _, w := range p.want {
			for j, g := range got {
				if !used[j] && g.kind == w.kind && like(g.key(), w.key()) >= 0.8 {
					used[j] = true
					hit++
					break
				}
			}
		}
	}
	return float64(hit) / float64(want)
}

// restyle rewrites the quotations of a document.
func restyle(d *consult.Document, style string) {
	text := ""
	for i := range d.Blocks {
		b := &d.Blocks[i]
		s := d.Text[b.Start:b.End]
		if text != "" {
			text += "\n\n"
		}
		start := len(text)
		at := 0
		for _, m := range anyQuote.FindAllStringSubmatchIndex(s, -1) {
			text += s[at:m[0]]
			at = m[1]
			inner := ""
			for g := 2; g < len(m); g += 2 {
				if m[g] >= 0 {
					inner = s[m[g]:m[g+1]]
				}
			}
			switch style {
			case "italic", "bold":
				k := consult.Italic
				if style == "bold" {
					k = consult.Bold
				}
				d.Marks = append(d.Marks, consult.Mark{Kind: k, Span: consult.Span{Start: len(text), End: len(text) + len(inner)}})
				text += inner
			case "open":
				if strings.TrimRight(s[m[1]:], " .") == "" {
					text += "”" + inner // the closing mark is missing
				} else {
					text += "”" + inner + "”"
				}
			default:
				r := []rune(style)
				text += string(r[0]) + inner + string(r[1])
			}
		}
		text += s[at:]
		b.Span = consult.Span{Start: start, End: len(text)}
	}
	d.Text = text
}
