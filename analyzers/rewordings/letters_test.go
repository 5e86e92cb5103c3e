package rewordings_test

import (
	"os"
	"path/filepath"
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

// labelled is a letter of fixtures/letters: where its sentences stand, and the kinds of change that they are labelled with.
type labelled struct {
	id    string
	doc   *consult.Document
	spans []consult.Span
	kinds [][]string
}

var labelledLine = regexp.MustCompile(`^(\*\s+)?\[([^\]]*)\]\s+(\S.*)$`)

// readLabelled reads a file of labelled letters; fixtures/letters/README.md tells the format.
func readLabelled(t *testing.T, path string) (*analyzers.Draft, []*labelled) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	policy := &consult.Policy{}
	var out []*labelled
	var b *letterBuilder
	for _, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		switch m := labelledLine.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "lang:"):
			policy.Lang = strings.TrimSpace(line[5:])
		case strings.HasPrefix(line, "@ "):
			f := fields(line[2:])
			policy.Clauses = append(policy.Clauses, consult.Clause{ID: f[0], Title: f[1], Text: f[2]})
		case strings.HasPrefix(line, "# "):
			b = &letterBuilder{doc: &consult.Document{ID: fields(line[2:])[0], Lang: policy.Lang, Pages: []consult.Page{{Number: 1}}}}
			out = append(out, &labelled{id: filepath.Base(path) + " " + b.doc.ID, doc: b.doc})
		case b == nil:
		case strings.HasPrefix(line, "= ") || line == "":
			b.line(line)
		case m != nil:
			l := out[len(out)-1]
			b.plain(m[1] != "", m[3])
			l.spans = append(l.spans, consult.Span{Start: len(b.doc.Text) - len(m[3]), End: len(b.doc.Text)})
			var kinds []string
			for _, label := range strings.Split(m[2], ";") {
				if kind, ok := strings.CutPrefix(strings.TrimSpace(label), "W "); ok {
					kinds = append(kinds, kind)
				}
			}
			l.kinds = append(l.kinds, kinds)
		}
	}
	return analyzers.NewDraft(policy), out
}

// plain adds a sentence to the open paragraph, or an item of its own.
func (b *letterBuilder) plain(item bool, s string) {
	switch {
	case item:
		b.block(consult.Block{Kind: consult.ListItem}, s)
	case b.open:
		b.doc.Text += " " + s
		b.doc.Blocks[len(b.doc.Blocks)-1].End = len(b.doc.Text)
	default:
		b.block(consult.Block{Kind: consult.Paragraph}, s)
		b.open = true
	}
}

// TestLabelledLetters measures the rules on letters that the reader is trained on: sentences that are labelled as giving a
// change, and what is found in them. Not every change is labelled there, so precision is worth less than recall.
func TestLabelledLetters(t *testing.T) {
	paths, err := filepath.Glob("../../fixtures/letters/*-m*.txt")
	if err != nil || len(paths) == 0 {
		t.Skip("no labelled letters")
	}
	type tally struct{ want, found, hit int }
	sums := map[bool]*tally{false: {}, true: {}}
	for _, path := range paths {
		seen := len(path) > 5 && path[len(path)-5]%2 == 1 // the files that end in an odd figure were read
		draft, letters := readLabelled(t, path)
		s := sums[seen]
		for _, l := range letters {
			analyzers.Run(l.doc, draft, []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, discourse.Analyzer, linking.Analyzer, rewordings.Analyzer})
			used := map[int]bool{}
			for i, span := range l.spans {
				for _, kind := range l.kinds[i] {
					s.want++
					hit := false
					for j, r := range l.doc.Rewordings {
						if !hit && !used[j] && r.Overlaps(span) && string(r.Kind) == kind {
							hit, used[j] = true, true
						}
					}
					if hit {
						s.hit++
					} else if seen {
						t.Logf("%s missed %s: %s", l.id, kind, l.doc.Quote(span))
					}
				}
			}
			s.found += len(l.doc.Rewordings)
			for j, r := range l.doc.Rewordings {
				if !used[j] && seen {
					t.Logf("%s false %s (%s): %q → %q: %s", l.id, r.Kind, r.Why, draft.Policy.Words(l.doc, r.Original), draft.Policy.Words(l.doc, r.Proposed), l.doc.Quote(r.Span))
				}
			}
		}
	}
	for _, seen := range []bool{true, false} {
		s := sums[seen]
		t.Logf("read %v: %d changes, recall %.3f, precision %.3f, F1 %.3f", seen, s.want, float64(s.hit)/float64(s.want), float64(s.hit)/float64(s.found), 2*float64(s.hit)/float64(s.want+s.found))
		if recall := float64(s.hit) / float64(s.want); recall < 0.9 {
			t.Errorf("read %v: recall %.3f, should be 0.9 at least", seen, recall)
		}
	}
}
