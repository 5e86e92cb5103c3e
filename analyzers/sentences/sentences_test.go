package sentences

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// TestSplit cuts the paragraphs of testdata, where " | " marks the ends.
func TestSplit(t *testing.T) {
	for _, code := range lang.Codes {
		raw, err := os.ReadFile("testdata/" + code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			text := strings.ReplaceAll(strings.ReplaceAll(line, " | ", " "), "|", "")
			want := strings.Split(strings.ReplaceAll(line, " | ", "|"), "|")
			var got []string
			for _, s := range Split(lang.For(code), text, consult.Span{End: len(text)}) {
				got = append(got, s.In(text))
			}
			for i := range want {
				want[i] = strings.NewReplacer("behov.2", "behov.", "plain.2", "plain.", "²", "", "³", "").Replace(want[i])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s\n%s", code, line, diff)
			}
		}
	}
}

// TestBlocks checks what is a sentence by kind of block, and that a second run changes nothing.
func TestBlocks(t *testing.T) {
	d := &consult.Document{ID: "R01", Lang: "da"}
	add := func(kind consult.Kind, words string, body int) {
		if d.Text != "" {
			d.Text += "\n\n"
		}
		b := consult.Block{Kind: kind, Span: consult.Span{Start: len(d.Text), End: len(d.Text) + len(words)}}
		if body > 0 {
			b.Body = b.Start + body
		}
		d.Text += words
		d.Blocks = append(d.Blocks, b)
	}
	add(consult.Heading, "1. Stien. Og broen¹", 0)
	add(consult.Paragraph, "Vi går der. Hver dag.", 0)
	add(consult.ListItem, "a) stien bevares", 3)
	add(consult.ListItem, "– broen males. Den er rusten.", 4)
	add(consult.Paragraph, "(3) Broen er ny. (4) Stien er gammel.", 0)
	add(consult.Cell, "—", 0)
	add(consult.Cell, "§ 4, stk. 2", 0)
	add(consult.Footnote, "1 Jf. notatet. Det er nyt.", 2)
	add(consult.Footer, "Side 1", 0)
	for range 2 {
		analyzers.Run(d, analyzers.NewDraft(nil), []*analyzers.Analyzer{Analyzer})
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Quote(s.Span))
		}
		want := []string{"1. Stien. Og broen", "Vi går der.", "Hver dag.", "stien bevares", "broen males.", "Den er rusten.", "Broen er ny.", "Stien er gammel.",
			"§ 4, stk. 2", "Jf. notatet.", "Det er nyt."}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if err := d.Validate(); err != nil {
			t.Error(err)
		}
	}
}

// FuzzSplit proves that no text breaks the cutter: sentences are in order, whole runes, inside the stretch.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"Vi er. Glade.", "(a. B) c.² D", "x.«»1 Å", "\xff. \xc3", "…...!?"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, s := range Split(lang.For("da"), text, consult.Span{End: len(text)}) {
			if s.Start < at || s.End > len(text) || s.Empty() {
				t.Fatalf("span %v after byte %d of %d", s, at, len(text))
			}
			at = s.End
		}
	})
}
