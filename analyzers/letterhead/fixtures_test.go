package letterhead_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/language"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/sections"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/eval"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// read reads a letter and runs the analyzers of a letter's outside over it.
func read(t testing.TB, file string) *consult.Document {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := extract.Read(context.Background(), file, data)
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(d, analyzers.NewDraft(nil), []*analyzers.Analyzer{language.Analyzer, sentences.Analyzer, letterhead.Analyzer, sections.Analyzer})
	for _, p := range d.Problems {
		t.Logf("%s: %s", file, p.Text)
	}
	return d
}

// TestFixtures holds names, types, languages and sections of the fixtures' PDFs at what was reached.
func TestFixtures(t *testing.T) {
	for _, set := range []string{"da-boernepolitik", "en-parks"} {
		g, err := eval.ReadGold("../../fixtures/" + set)
		if err != nil {
			t.Fatal(err)
		}
		var run []consult.Response
		for _, l := range g.Responses {
			run = append(run, consult.NewResponse(read(t, filepath.Join(g.Letters, l.ID+".pdf")), nil))
		}
		f := eval.Score(g, run).Figures()
		if f.Language < 1 || f.Respondent < 0.95 || f.Type < 0.95 || f.Sections.F1 < 0.97 {
			t.Errorf("%s: language %.3f, name %.3f, type %.3f, sections F1 %.3f", set, f.Language, f.Respondent, f.Type, f.Sections.F1)
			var misses strings.Builder
			if err := eval.WriteMisses(&misses, g, run, nil); err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(misses.String(), "\n") {
				if strings.Contains(line, "respondent:") || strings.Contains(line, "type:") || strings.Contains(line, "section:") {
					t.Log(line)
				}
			}
		}
	}
}

// TestSeed reads the letter that the project began with, where it is at hand.
func TestSeed(t *testing.T) {
	files, err := filepath.Glob("../../../shared/seed/*.pdf")
	if err != nil || len(files) == 0 {
		t.Skip("no ../shared/seed beside the project: the seed letter can't be read")
	}
	for _, f := range files {
		r := consult.NewResponse(read(t, f), nil)
		if r.Respondent.Name != "Ballerup Lærerforening" || r.Respondent.Type != consult.Organisation || len(r.Respondent.Signatories) != 2 {
			t.Errorf("%s: respondent %+v", f, r.Respondent)
		}
		if r.Addressee == nil || *r.Addressee != "Børne- og Skoleudvalget" {
			t.Errorf("%s: addressee %v", f, r.Addressee)
		}
		if len(r.Sections) != 5 {
			t.Errorf("%s: %d sections: %v", f, len(r.Sections), r.Sections)
		}
	}
}
