package sentences_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/eval"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// TestGoldQuotes asks how many of the fixtures' labelled quotes, which are exact sentences and list items, are one
// sentence here, letter by letter of their words.
func TestGoldQuotes(t *testing.T) {
	for _, set := range []string{"da-boernepolitik", "en-parks"} {
		g, err := eval.ReadGold("../../fixtures/" + set)
		if err != nil {
			t.Fatal(err)
		}
		quotes, right := 0, 0
		for _, l := range g.Responses {
			have := sentencesOf(t, filepath.Join(g.Letters, l.ID+".pdf"))
			for _, q := range quotesOf(l) {
				quotes++
				if have[key(q)] {
					right++
				} else {
					t.Logf("%s %s: %s", set, l.ID, q)
				}
			}
		}
		if share := float64(right) / float64(quotes); share < 0.97 {
			t.Errorf("%s: %d of %d quotes are one sentence", set, right, quotes)
		}
	}
}

func sentencesOf(t *testing.T, file string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := extract.Read(context.Background(), file, data)
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(d, analyzers.NewDraft(nil), []*analyzers.Analyzer{language.Analyzer, sentences.Analyzer})
	if err := d.Validate(); err != nil {
		t.Error(err)
	}
	out := map[string]bool{}
	for _, s := range d.Sentences {
		out[key(withoutNotes(d, s.Span))] = true
	}
	return out
}

// withoutNotes returns the words of s without the marks of footnotes.
func withoutNotes(d *consult.Document, s consult.Span) string {
	text := d.Quote(s)
	for i := len(d.Marks) - 1; i >= 0; i-- {
		if m := d.Marks[i]; m.Kind == consult.NoteRef && s.Contains(m.Span) {
			text = text[:m.Start-s.Start] + text[m.End-s.Start:]
		}
	}
	return text
}

func quotesOf(l eval.Labels) []string {
	seen := map[string]bool{}
	var out []string
	add := func(q string) {
		if !seen[q] {
			seen[q] = true
			out = append(out, q)
		}
	}
	for _, r := range l.Recommendations {
		add(r.Quote)
	}
	for _, r := range l.Rewordings {
		add(r.Quote)
	}
	for _, s := range l.Stances {
		for _, e := range s.Evidence {
			add(e)
		}
	}
	return out
}

func key(s string) string { return strings.Join(eval.Words(s), " ") }
