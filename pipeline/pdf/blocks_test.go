package pdf

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// score counts blocks of a kind: in the truth, read as the kind, and right, which means that all words of a block and
// no others were read as one block of its kind.
type score struct{ want, got, right int }

func (s score) recall() float64    { return float64(s.right) / float64(max(1, s.want)) }
func (s score) precision() float64 { return float64(s.right) / float64(max(1, s.got)) }

// kindsOf maps the corpus' kinds to ours. A letter's subject line ("att") may be taken for a heading or a paragraph.
var kindsOf = map[string]consult.Kind{
	"h": consult.Heading, "p": consult.Paragraph, "li": consult.ListItem, "fn": consult.Footnote, "cell": consult.Cell,
}

// noteMark is a note's number behind a word. Files restart their numbers on each page where the truth counts on.
var noteMark = regexp.MustCompile(`([\p{L}.,;:!?)”"])(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\d)(\s|$)`)

// plain is a block's words as they are compared: without case, for small capitals are capitals on the page.
func plain(s string) string {
	return strings.ToLower(strings.Join(words(noteMark.ReplaceAllString(s, "$1$2")), " "))
}

// blockScores holds a document's blocks against the truth.
func blockScores(doc *consult.Document, truth [][2]string, into map[consult.Kind]score) (wrong []string) {
	open, subjects := map[string]int{}, map[string]bool{}
	for _, b := range truth {
		text := plain(b[1])
		k, ok := kindsOf[b[0]]
		if !ok {
			subjects[text] = true
			continue
		}
		open[string(k)+": "+text]++
		s := into[k]
		s.want++
		into[k] = s
	}
	for _, b := range doc.Blocks {
		text := plain(doc.Quote(b.Words()))
		if b.Kind == consult.Header || b.Kind == consult.Footer || subjects[text] {
			continue
		}
		s := into[b.Kind]
		s.got++
		if key := string(b.Kind) + ": " + text; open[key] > 0 {
			open[key]--
			s.right++
		} else {
			wrong = append(wrong, "read "+key)
		}
		into[b.Kind] = s
	}
	for key, n := range open {
		for range n {
			wrong = append(wrong, "miss "+key)
		}
	}
	sort.Strings(wrong)
	return wrong
}

// TestBlocks finds headings, paragraphs, list items, footnotes and cells in files whose blocks are known. Its table is in
// the package's documentation; -v prints what is wrong.
func TestBlocks(t *testing.T) {
	least := map[consult.Kind]float64{consult.Heading: .95, consult.Paragraph: .95, consult.Footnote: .9, consult.Cell: .9, consult.ListItem: .9}
	type truth struct {
		Blocks   [][2]string
		Producer string
	}
	scores := map[string]map[consult.Kind]score{}
	for name, data := range files(t, "pdf-corpus/*.pdf") {
		known, err := os.ReadFile(strings.TrimSuffix(name, ".pdf") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var tr truth
		if err := json.Unmarshal(known, &tr); err != nil {
			t.Fatal(err)
		}
		doc, err := Read(context.Background(), data, Options{})
		if err != nil {
			continue // TestCorpus counts these
		}
		if scores[tr.Producer] == nil {
			scores[tr.Producer] = map[consult.Kind]score{}
		}
		for _, w := range blockScores(doc, tr.Blocks, scores[tr.Producer]) {
			t.Logf("%s %s: %.9000s", tr.Producer, strings.TrimPrefix(name, shared+"/pdf-corpus/"), w)
		}
	}
	for _, producer := range []string{"libreoffice", "chromium", "latex", "ghostscript", "cairo", "pikepdf", "qpdf", "hand"} {
		row := fmt.Sprintf("%-12s", producer)
		for _, k := range []consult.Kind{consult.Heading, consult.Paragraph, consult.ListItem, consult.Footnote, consult.Cell} {
			s := scores[producer][k]
			if s.want == 0 {
				row += "           "
				continue
			}
			row += fmt.Sprintf("  %.2f/%.2f", s.recall(), s.precision())
			if producer != "pikepdf" && producer != "hand" && (s.recall() < least[k] || s.precision() < least[k]) { // those have files made unreadable
				t.Errorf("%s, %s: %d of %d found, %d read", producer, k, s.right, s.want, s.got)
			}
		}
		t.Log(row)
	}
}
