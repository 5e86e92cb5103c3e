package letterhead

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/analyzertest"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

var list = []*analyzers.Analyzer{language.Analyzer, sentences.Analyzer, Analyzer}

// TestLetters reads the letters of testdata.
func TestLetters(t *testing.T) {
	for _, code := range lang.Codes {
		raw, err := os.ReadFile("testdata/" + code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, letter := range strings.Split(string(raw), "\n=== ")[1:] {
			name, text, _ := strings.Cut(letter, "\n")
			t.Run(code+"/"+name, func(t *testing.T) {
				analyzertest.Run(t, code, nil, list, text, "respondent", "signatory", "addressee", "subject", "date")
			})
		}
	}
}

// FuzzLetter proves that no words break the analyzer: every block of a letter is a line of the text.
func FuzzLetter(f *testing.F) {
	for _, code := range lang.Codes {
		raw, err := os.ReadFile("testdata/" + code + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		for _, letter := range strings.Split(string(raw), "\n=== ")[1:] {
			f.Add(strings.NewReplacer("{{", "", "}}", "", "|", " ").Replace(letter))
		}
	}
	f.Add("—, —\nMed venlig hilsen\n§, A\n(, )")
	f.Fuzz(func(t *testing.T, text string) {
		d := &consult.Document{ID: "x"}
		for _, line := range strings.Split(strings.ToValidUTF8(text, "?"), "\n") {
			if strings.TrimSpace(line) == "" {
				continue
			}
			if d.Text != "" {
				d.Text += "\n\n"
			}
			at := len(d.Text)
			d.Text += line
			d.Blocks = append(d.Blocks, consult.Block{Kind: consult.Paragraph, Span: consult.Span{Start: at, End: len(d.Text)}})
		}
		analyzers.Run(d, analyzers.NewDraft(nil), list)
		if err := faults(d); err != nil {
			t.Fatal(err)
		}
	})
}

// faults reports a step that failed or a finding outside the text.
func faults(d *consult.Document) error {
	for _, p := range d.Problems {
		return errors.New(p.Text)
	}
	h := d.Letterhead
	for _, f := range append([]consult.Finding{h.Respondent, h.Addressee, h.Subject, h.Date}, h.Signatories...) {
		if f.Start < 0 || f.End > len(d.Text) || f.Start > f.End {
			return errors.New("a finding lies outside the text")
		}
	}
	return nil
}
