package rewordings_test

import (
	"os"
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

func TestStyles(t *testing.T) {
	if os.Getenv("STYLES") == "" {
		t.Skip()
	}
	for _, style := range []string{"nolinks", "wronglinks", "as is", "»«", "“”", "””", "’’", "‘’", "\"\"", "''", "„“", "italic", "bold", "open"} {
		hit, want, found := 0, 0, 0
		for _, p := range append(probes(t, "testdata/probes.txt"), probes(t, "testdata/phrasings.txt")...) {
			if p.half == "unseen" {
				continue
			}
			var got []wording
			if strings.HasSuffix(style, "links") {
				got = p.foundBy(t, []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, discourse.Analyzer, linking.Analyzer, {Name: "links2", Requires: []string{"links"}, Run: func(q *analyzers.Pass) error {
					if style == "nolinks" {
						q.Doc.Links = nil
					}
					n := len(q.Policy().Clauses)
					for i := range q.Doc.Links {
						c := q.Policy().Index(q.Doc.Links[i].Clause)
						q.Doc.Links[i].Clause = q.Policy().Clauses[(c+1)%n].ID
					}
					return nil
				}}, rewordings.Analyzer})
			} else {
				restyle(p.doc, style)
				got = p.found(t)
			}
			used := map[int]bool{}
			want += len(p.want)
			found += len(got)
			for _, w := range p.want {
				ok := false
				for j, g := range got {
					if !used[j] && g.kind == w.kind && like(g.key(), w.key()) >= 0.8 {
						used[j], ok = true, true
						hit++
						break
					}
				}
				if !ok && os.Getenv("STYLES") == style {
					t.Logf("%s missed %+v", p.id, w)
				}
			}
			for j, g := range got {
				if !used[j] && os.Getenv("STYLES") == style {
					t.Logf("%s false %+v %s", p.id, g, p.doc.Quote(p.doc.Rewordings[j].Span))
				}
			}
		}
		t.Logf("%s: recall %.3f precision %.3f", style, float64(hit)/float64(want), float64(hit)/float64(found))
	}
}

// restyle rewrites the quotations of a document.
func restyle(d *consult.Document, style string) {
	if style == "as is" {
		return
	}
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
