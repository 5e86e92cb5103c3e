package rewordings_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/discourse"
	"github.com/clausewise/clausewise/analyzers/linking"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/rewordings"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// probe is one letter of testdata/probes.txt with the changes that it gives.
type probe struct {
	id, half string
	doc      *consult.Document
	draft    *analyzers.Draft
	want     []wording
}

type wording struct{ kind, old, new, clause string }

// key is the words by which a change is recognised: the new ones, or those that go.
func (w wording) key() string {
	if w.kind == "delete" {
		return w.old
	}
	return w.new
}

// probes reads the file: "% lang name" begins a draft, "@ id | title | text" a clause of it, "# id half" a letter. Below
// stand its sentences, a line each; "=" makes a heading, "*" or "-" a list item, ">" a paragraph set in, "_…_" one in
// italics, "|" a table's row; "!" marks a near miss. "+ kind | old | new | clause" is a change that the line above gives.
func probes(t *testing.T, path string) []probe {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []probe
	var policy *consult.Policy
	var draft *analyzers.Draft
	var b *letterBuilder
	for _, line := range strings.Split(string(data), "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case "%":
			lang, _, _ := strings.Cut(rest, " ")
			policy, draft = &consult.Policy{Lang: lang}, nil
		case "@":
			f := fields(rest)
			policy.Clauses = append(policy.Clauses, consult.Clause{ID: f[0], Title: f[1], Text: f[2]})
		case "#":
			if draft == nil {
				draft = analyzers.NewDraft(policy)
			}
			id, half, _ := strings.Cut(rest, " ")
			b = &letterBuilder{doc: &consult.Document{ID: id, Lang: policy.Lang, Pages: []consult.Page{{Number: 1}}}}
			out = append(out, probe{id: id, half: half, doc: b.doc, draft: draft})
		case "+":
			f := fields(rest)
			p := &out[len(out)-1]
			p.want = append(p.want, wording{f[0], f[1], f[2], f[3]})
		default:
			if b != nil {
				b.line(strings.TrimPrefix(line, "! "))
			}
		}
	}
	return out
}

func fields(s string) []string {
	f := strings.Split(s, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	return f
}

// letterBuilder makes a document of the lines of a letter.
type letterBuilder struct {
	doc        *consult.Document
	open       bool // the next plain line goes on with the paragraph
	table, row int
}

// begins matches lines that are paragraphs of their own: "Ad § 4 …", "7.2 …", "(a) …".
var begins = regexp.MustCompile(`^(§|Ad |Til |Under |Rule \d|Paragraph|Om |\(?[0-9a-f]\)|\d+\.)`)

func (b *letterBuilder) line(s string) {
	d := b.doc
	kind, italic := consult.Paragraph, false
	switch {
	case s == "":
		b.open, b.row = false, 0
		return
	case strings.HasPrefix(s, "| "):
		b.cells(s)
		return
	case strings.HasPrefix(s, "= "):
		kind, s = consult.Heading, s[2:]
	case strings.HasPrefix(s, "* "), strings.HasPrefix(s, "- "):
		kind, s = consult.ListItem, s[2:]
	case strings.HasPrefix(s, "> "):
		b.open, s = false, s[2:]
	case strings.HasPrefix(s, "_"):
		b.open, italic, s = false, true, strings.Trim(s, "_")
	case begins.MatchString(s):
		b.open = false
	}
	if b.open && kind == consult.Paragraph {
		d.Text += " " + s
		d.Blocks[len(d.Blocks)-1].End = len(d.Text)
		return
	}
	b.block(consult.Block{Kind: kind}, s)
	b.open = kind == consult.Paragraph && !italic
	if italic {
		d.Marks = append(d.Marks, consult.Mark{Kind: consult.Italic, Span: d.Blocks[len(d.Blocks)-1].Span})
	}
}

func (b *letterBuilder) block(k consult.Block, s string) {
	d := b.doc
	if d.Text != "" {
		d.Text += "\n\n"
	}
	k.Span = consult.Span{Start: len(d.Text), End: len(d.Text) + len(s)}
	d.Text += s
	d.Blocks = append(d.Blocks, k)
	b.open = false
}

func (b *letterBuilder) cells(s string) {
	if b.row == 0 {
		b.table++
	}
	b.row++
	for c, text := range fields(strings.Trim(s, "| ")) {
		if text != "" {
			b.block(consult.Block{Kind: consult.Cell, Table: b.table, Row: b.row, Col: c + 1}, text)
		}
	}
}

// found runs the analyzers over a probe.
func (p *probe) found(t *testing.T) []wording {
	return p.foundBy(t, []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, discourse.Analyzer, linking.Analyzer, rewordings.Analyzer})
}

func (p *probe) foundBy(t *testing.T, list []*analyzers.Analyzer) []wording {
	analyzers.Run(p.doc, p.draft, list)
	for _, x := range p.doc.Problems {
		t.Fatal(x.Text)
	}
	var out []wording
	for _, r := range p.doc.Rewordings {
		out = append(out, wording{string(r.Kind), p.draft.Policy.Words(p.doc, r.Original), p.draft.Policy.Words(p.doc, r.Proposed), r.Clause})
	}
	return out
}

// like is the share of words that two passages have in common.
func like(a, b string) float64 {
	x, y := words(a), words(b)
	left := map[string]int{}
	for _, w := range x {
		left[w]++
	}
	hit := 0
	for _, w := range y {
		if left[w] > 0 {
			left[w]--
			hit++
		}
	}
	return 2 * float64(hit) / float64(max(1, len(x)+len(y)))
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// TestProbes measures the rules on letters that were written before anybody looked at what the rules miss (probes.txt). The
// misses of one half were read while the rules were mended, those of the other never; but one hand wrote letters and rules,
// so real letters fare worse. The letters of phrasings.txt came later, in constructions that the first ones lack, and were
// read. Run with -v to see the misses of what was read.
func TestProbes(t *testing.T) {
	type tally struct{ want, found, hit, clause int }
	sums := map[string]*tally{"seen": {}, "unseen": {}, "later": {}}
	for _, p := range append(probes(t, "testdata/probes.txt"), probes(t, "testdata/phrasings.txt")...) {
		got, s := p.found(t), sums[p.half]
		if strings.HasPrefix(p.id, "V") {
			s = sums["later"]
		}
		s.want += len(p.want)
		s.found += len(got)
		used := map[int]bool{}
		for _, w := range p.want {
			hit := -1
			for j, g := range got {
				if !used[j] && g.kind == w.kind && like(g.key(), w.key()) >= 0.8 {
					hit = j
					break
				}
			}
			if hit >= 0 {
				used[hit] = true
				s.hit++
				if got[hit].clause == w.clause {
					s.clause++
				}
			} else if p.half == "seen" {
				t.Logf("%s missed: %+v", p.id, w)
			}
		}
		for j, g := range got {
			if !used[j] && p.half == "seen" {
				t.Logf("%s false: %+v %s %q", p.id, g, p.doc.Rewordings[j].Why, p.doc.Quote(p.doc.Rewordings[j].Span))
			}
		}
	}
	floors := map[string]float64{"seen": 0.95, "unseen": 0.87, "later": 0.93}
	for _, half := range []string{"seen", "unseen", "later"} {
		s := sums[half]
		recall, precision := float64(s.hit)/float64(s.want), float64(s.hit)/float64(s.found)
		f1 := 2 * float64(s.hit) / float64(s.want+s.found)
		t.Logf("%s: %d changes, recall %.3f, precision %.3f, F1 %.3f, under the right clause %d of %d", half, s.want, recall, precision, f1, s.clause, s.hit)
		if f1 < floors[half] {
			t.Errorf("%s: F1 %.3f, should be %.2f at least", half, f1, floors[half])
		}
	}
}
