package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func TestUnknownClause(t *testing.T) {
	err := Terminal(&bytes.Buffer{}, input(samplePolicy(), nil, "en").Summary, TerminalOptions{Clause: "9.9", Lang: "en"})
	if err == nil || !strings.Contains(err.Error(), "9.9") || !strings.Contains(err.Error(), "3.2") {
		t.Errorf("error %v, want one that names the clause asked for and those there are", err)
	}
}

func TestColourOnlyWhenAsked(t *testing.T) {
	in := input(samplePolicy(), sample(30), "da")
	for _, clause := range []string{"", "2.1"} {
		if out := onTerminal(t, in, TerminalOptions{Clause: clause}); bytes.Contains(out, []byte("\x1b")) {
			t.Errorf("clause %q: colour that nobody asked for", clause)
		}
		if out := onTerminal(t, in, TerminalOptions{Clause: clause, Color: true}); !bytes.Contains(out, []byte("\x1b[34m")) {
			t.Errorf("clause %q: no colour", clause)
		}
	}
	for _, r := range string(onTerminal(t, in, TerminalOptions{ASCII: true})) {
		if strings.ContainsRune("█▓▒░◆", r) {
			t.Fatalf("block character %q in plain ASCII", r)
		}
	}
}

func TestBar(t *testing.T) {
	v, err := newView(&Input{Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{view: v, TerminalOptions: TerminalOptions{ASCII: true, Width: 80}}
	for _, c := range []struct {
		counts consult.StanceCounts
		most   int
		want   string
	}{
		{consult.StanceCounts{Support: 4, Oppose: 2}, 10, "++++--"},
		{consult.StanceCounts{Support: 1, None: 1}, 5000, "+."},
		{consult.StanceCounts{}, 5, ""},
		{consult.StanceCounts{Support: 5000, Conditional: 1, Oppose: 1, Mixed: 1, Neutral: 1, None: 1}, 5005, "+++++++++%-xo."},
	} {
		if got := term.bar(c.counts, c.most, 16); got != c.want {
			t.Errorf("%+v of %d: %q, want %q", c.counts, c.most, got, c.want)
		}
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{"": 0, "Ærø": 3, "a\u0301": 1, "\x1b[31mrød\x1b[0m": 3, "協議": 4, "a\u00a0b": 3} {
		if got := width(s); got != want {
			t.Errorf("width(%q) = %d, want %d", s, got, want)
		}
	}
	if got := cut("Hastighed i\nboligområder", 12); got != "Hastighed i…" {
		t.Errorf("cut = %q", got)
	}
	if got := quoteArg("§ 3, stk. 1"); got != "'§ 3, stk. 1'" {
		t.Errorf("quoteArg = %s", got)
	}
}

func TestManyProblems(t *testing.T) {
	in := input(samplePolicy(), nil, "en")
	for range 500 {
		in.Summary.Problems = append(in.Summary.Problems, consult.ProblemEntry{File: "x.pdf"})
	}
	out := string(onTerminal(t, in, TerminalOptions{}))
	if n := strings.Count(out, "x.pdf"); n != problemCap-1 || !strings.Contains(out, "and 481 more; see summary.md") {
		t.Errorf("%d problems shown:\n%s", n, out)
	}
}

// A number above clauses means all of them; nothing else is guessed.
func TestClauseByItsNumberAbove(t *testing.T) {
	p := &consult.Policy{Title: "Bådregler", Clauses: []consult.Clause{
		{ID: "§ 2, stk. 1", Text: "Årer lægges på plads."}, {ID: "§ 2, stk. 2", Text: "Både bindes forsvarligt."},
		{ID: "§ 21", Text: "Reglerne gælder fra maj."}, {ID: "3.1", Text: "Havnen er åben."}, {ID: "3.1.2", Text: "Broen er lukket."},
	}}
	in := input(p, nil, "da")
	for asked, want := range map[string]string{
		"2": "årer både", "§ 2": "årer både", "§ 2.": "årer både", "§ 2, Stk. 2": "både", "§ 21": "maj", "21": "maj", "3": "havnen broen", "3.1": "havnen", "1": "", "§": "",
	} {
		var out bytes.Buffer
		err := Terminal(&out, in.Summary, TerminalOptions{Clause: asked})
		got := ""
		for _, w := range []string{"årer", "både", "maj", "havnen", "broen"} {
			if strings.Contains(strings.ToLower(out.String()), w) {
				got = strings.TrimSpace(got + " " + w)
			}
		}
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q shows %q (%v), want %q", asked, got, err, want)
		}
	}
}
