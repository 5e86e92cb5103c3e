package pipeline

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/report"
)

// TestSeedLetter reads the one letter that the owner gave, with no draft beside it. The letter is not part of the
// project; the test looks for it beside the checkout and knows of its words only what it has to ask for.
func TestSeedLetter(t *testing.T) {
	for _, name := range []string{"ballerup-libreoffice.pdf", "ballerup-chromium.pdf"} {
		file := filepath.Join("../../shared/seed", name)
		if _, err := os.Stat(file); err != nil {
			t.Skipf("the seed letter is not at hand: %v", err)
		}
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			res := mustRun(t, Config{Inputs: []string{file}, Out: out})
			f, err := os.Open(filepath.Join(out, report.Responses.File))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			line, err := bufio.NewReader(f).ReadBytes('\n')
			if err != nil {
				t.Fatal(err)
			}
			var r consult.Response
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			seed(t, r, res.Policy)
		})
	}
}

func seed(t *testing.T, r consult.Response, p *consult.Policy) {
	has := func(what, want string, in ...string) {
		t.Helper()
		for _, s := range in {
			if strings.Contains(s, want) {
				return
			}
		}
		t.Errorf("no %s with %q in %q", what, want, in)
	}
	has("respondent", "Ballerup Lærerforening", r.Respondent.Name)
	has("signatory", "Vibe Larsen", r.Respondent.Signatories...)
	has("signatory", "Kasper Mortensen", r.Respondent.Signatories...)

	var asks, headings, clauses []string
	for _, x := range r.Recommendations {
		asks = append(asks, x.Text)
		if strings.Contains(x.Text, "http") || strings.Contains(x.Text, "delrapport 2") {
			t.Errorf("a footnote or a reported study is taken for an ask: %q", x.Text)
		}
	}
	for _, want := range []string{"Konsekvensen bør", "ovenstående formulering", "Ballerup Specialskole", "enhedstaksten bliver", "lavere enhedstakst",
		"flere grupperum", "gode samarbejdsstrukturer", "bør fastholdes", "dybt involveret"} {
		has("recommendation", want, asks...)
	}
	for _, s := range r.Sections {
		headings = append(headings, s.Heading)
	}
	for _, want := range []string{"VIVE: ", "Udhuling", "Ressourcer", "Resiliens", "Pejlemærker"} {
		has("heading", want, headings...)
	}
	if len(headings) != 5 { // the sixth, "Att. …", is the letter's subject
		t.Errorf("headings: %q", headings)
	}
	if r.Subject == nil || !strings.Contains(*r.Subject, "høringssvar til ny Børne- og Ungepolitik") {
		t.Errorf("subject: %v", r.Subject)
	}
	for _, c := range p.Clauses {
		clauses = append(clauses, c.ID+" "+c.Title+" "+c.Text)
	}
	for _, want := range []string{"i videst muligt omfang", "reagere rettidigt", "arbejder medarbejderne på denne måde"} {
		has("clause", want, clauses...)
	}
	if len(r.Rewordings) != 1 || r.Rewordings[0].Kind != consult.Replace || r.Rewordings[0].Original == nil ||
		!strings.HasSuffix(*r.Rewordings[0].Original, "i videst muligt omfang.") || !strings.HasSuffix(*r.Rewordings[0].Proposed, "læring, udvikling og trivsel.") {
		t.Errorf("rewordings: %+v", r.Rewordings)
	}
	found := false
	for _, s := range r.Stances {
		found = found || s.Stance == consult.Conditional && s.Condition != nil && strings.Contains(*s.Condition, "under forudsætning af, at fokus er på")
	}
	if !found {
		t.Errorf("the acceptance of resilience on a condition is missing: %+v", r.Stances)
	}
}
