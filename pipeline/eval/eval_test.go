package eval

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func ptr(s string) *string { return &s }

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Børne- og Ungepolitik": "børneog ungepolitik", // the scorer joins over any hyphen with a blank
		"trafik-\nstøj på § 3":  "trafikstøj på 3",
		"a- b- c":               "ab c",
		"Ⅷ ﬁne ½ x_y":           "viii fine 1 2 x y",
		"behov² 9.–10. klasse":  "behov2 9 10 klasse",
		"ΣΟΦΌΣ İ":               "σοφός i",
		"":                      "",
	} {
		if got := strings.Join(Words(text), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"", "", 1}, {"x", "", 0}, {"x y", "Y, X!", 1},
		{"a a b", "a b b", 2.0 / 3}, // bags: one a and one b in common
		{"a b c d", "a b", 2.0 * 2 / 6},
	} {
		if got := Overlap(c.a, c.b); got != c.want {
			t.Errorf("Overlap(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestMatchTies: the reference sorts (likeness, gold, found) downwards, so the last of equals goes first.
func TestMatchTies(t *testing.T) {
	n := bags{}
	golds := []bag{n.of("keep the path"), n.of("keep the path")}
	founds := []bag{n.of("keep the path"), n.of("keep the path"), n.of("the path"), n.of("quite another thing")}
	got := match(golds, founds, 0.5, nil)
	if want := []pair{{1, 1}, {0, 0}}; !cmp.Equal(want, got, cmp.AllowUnexported(pair{})) {
		t.Errorf("pairs %v, want %v", got, want)
	}
	got = match(golds[:1], founds[2:], 0.5, func(g, f int) bool { return f != 0 })
	if len(got) != 0 {
		t.Errorf("pairs %v, want none", got)
	}
}

// hand is a set small enough to count by hand.
func hand() (*Gold, []consult.Response) {
	l := Labels{ID: "R01", Lang: "en", Overall: "oppose", Sections: []string{"Paths", "Trees"},
		Recommendations: []Recommendation{{"Keep the path open.", ptr("1")}, {"Plant ten trees each year.", nil}, {"Sell nothing.", ptr("3")}},
		Rewordings:      []Rewording{{Kind: "delete", Original: ptr("in winter"), Clause: ptr("1")}, {Kind: "insert", Proposed: ptr("and benches"), Clause: ptr("2")}},
		Stances:         []Stance{{"1", "support", []string{"We like the path."}}, {"2", "oppose", []string{"It harms us."}}, {"3", "neutral", nil}}}
	l.Respondent.Name, l.Respondent.Type = "Friends of the Park", "organisation"
	absent := Labels{ID: "R02", Lang: "en", Overall: "neutral", Stances: []Stance{{"1", "neutral", nil}}}
	absent.Respondent.Name = "Nobody"
	r := consult.Response{ID: "R01", Language: "en",
		Respondent: consult.RespondentRecord{Name: "The Friends of the Park", Type: "company"},
		Sections:   []consult.SectionRecord{{Heading: "Paths"}, {Heading: "Dear sirs"}, {Heading: ""}},
		Recommendations: []consult.RecommendRecord{{Text: "Keep the path", Clause: ptr("2"), Confidence: 0.95}, {Text: "Plant ten trees each year, please.", Clause: ptr(""), Confidence: 0.95},
			{Text: "Thank you.", Confidence: 0.31}},
		Rewordings: []consult.RewordingRecord{{Kind: "delete", Original: ptr("in winter"), Clause: ptr("1")}, {Kind: "replace", Proposed: ptr("and benches")}},
		Stances: []consult.StanceRecord{{Clause: "1", Stance: "support", Confidence: 1, Evidence: []consult.EvidenceRecord{{Text: "We like the path"}}},
			{Clause: "2", Stance: "support", Confidence: 0.4, Evidence: []consult.EvidenceRecord{{Text: "All is well."}}}, {Clause: "9", Stance: "mixed", Confidence: 0.1}},
		Overall: consult.OverallRecord{Stance: "oppose"}}
	stray := consult.Response{ID: "R77", Stances: []consult.StanceRecord{{Clause: "1", Stance: "support"}}}
	return &Gold{Name: "hand", Responses: []Labels{l, absent}}, []consult.Response{stray, r}
}

func TestScoreByHand(t *testing.T) {
	g, run := hand()
	half := 0.5
	got := Score(g, run).Figures()
	want := Figures{Set: "hand", Responses: 2, InRun: 1, Language: 0.5, Respondent: 0.5, Type: 0, Overall: 0.5,
		Sections:        PRF{0.5, 0.5, 0.5, 2, 2},
		Recommendations: PRF{0.667, 0.667, 0.667, 3, 3}, RecommendationClause: &half,
		Rewordings: PRF{0.5, 0.5, 0.5, 2, 2}, RewordingClause: ptrf(1),
		Mentions: PRF{0.667, 0.5, 0.571, 4, 3}, Labelled: PRF{0.333, 0.25, 0.286, 4, 3},
		Macro: ptrf(0.222), OnFound: &half, Evidence: &half,
		PerLabel: map[consult.Label]PRF{"support": {0.5, 1, 0.667, 1, 2}, "oppose": {Gold: 1}, "neutral": {Gold: 2}, "mixed": {Predicted: 1}, "conditional": {}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func ptrf(x float64) *float64 { return &x }

func TestPool(t *testing.T) {
	g, run := hand()
	one := Score(g, run)
	two := Pool([]*Result{one, one})
	if two.Name != "pooled" || two.Responses != 4 || two.Sections != (Counts{4, 4, 2}) || two.Evidence != (Share{2, 4}) || *two.PerLabel["support"] != (Counts{2, 4, 2}) {
		t.Errorf("pooled: %+v", two)
	}
	a, b := one.Figures(), two.Figures()
	if a.Labelled.F1 != b.Labelled.F1 || *a.Macro != *b.Macro {
		t.Error("a set pooled with itself has the same shares")
	}
}

func TestRound3(t *testing.T) {
	for x, want := range map[float64]float64{0.0625: 0.062, 0.1875: 0.188, 2.0 / 3: 0.667, 1: 1, 0.0005: 0.001} {
		if got := round3(x); got != want {
			t.Errorf("round3(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	g, run := hand()
	var out bytes.Buffer
	if err := Table(&out, []*Result{Score(g, run)}); err != nil {
		t.Fatal(err)
	}
	want := `        sections             recommendations      rewordings           clause mentions      stance labelled
set         P      R     F1      P      R     F1      P      R     F1      P      R     F1      P      R     F1
hand    0.500  0.500  0.500  0.667  0.667  0.667  0.500  0.500  0.500  0.667  0.500  0.571  0.333  0.250  0.286

set     responses  in run  language   name   type  overall  ask clause  change clause  macro F1  on found  evidence
hand            2       1     0.500  0.500  0.000    0.500       0.500          1.000     0.222     0.500     0.500
`
	if got := out.String(); got != want {
		t.Errorf("table\n%s\nwant\n%s", got, want)
	}
}

func TestMisses(t *testing.T) {
	g, run := hand()
	var out bytes.Buffer
	if err := WriteMisses(&out, g, run, []string{"other"}); err != nil {
		t.Fatal(err)
	}
	want := `R01 type: gold organisation, run company
R01 missed section: Trees
R01 false section: Dear sirs
R01 missed recommendation: Sell nothing.
R01 false recommendation: Thank you.
R01 missed rewording insert 2: and benches
R01 false rewording replace none: and benches
R01 stance on 2: gold oppose, run support
R01 stance on 3: gold neutral, run none
R01 stance on 9: gold none, run mixed
R02 is not in the run
R02 respondent: gold "Nobody", run ""
R02 stance on 1: gold neutral, run none
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestShutSetsStayShut(t *testing.T) {
	g, run := hand()
	var out bytes.Buffer
	if err := WriteMisses(&out, g, run, []string{"hand"}); err == nil || out.Len() > 0 {
		t.Errorf("a set named as shut: error %v, output %q", err, out.String())
	}
	g.Dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(g.Dir, "SHUT"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteMisses(&out, g, run, nil); err == nil || out.Len() > 0 {
		t.Errorf("a folder with SHUT: error %v, output %q", err, out.String())
	}
}

func TestReliability(t *testing.T) {
	g, run := hand()
	asks, stances := Reliability([]*Gold{g}, [][]consult.Response{run})
	if b := asks[9]; b.Found != 2 || b.Right != 2 || b.Claimed() != 0.95 {
		t.Errorf("asks from 0.9: %+v", b)
	}
	if b := asks[3]; b.Found != 1 || b.Right != 0 {
		t.Errorf("asks from 0.3: %+v", b)
	}
	if stances[9].Right != 1 || stances[4].Found != 1 || stances[4].Right != 0 || stances[1].Found != 1 {
		t.Errorf("stances: %+v", stances)
	}
	var out bytes.Buffer
	if err := WriteReliability(&out, "asks", asks); err != nil {
		t.Fatal(err)
	}
	want := "asks\nconfidence   found  claimed  right\n0.3–0.4          1    0.310  0.000\n0.9–1.0          2    0.950  1.000\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestReadGold(t *testing.T) {
	g, err := ReadGold("../../fixtures/da-boernepolitik")
	if err != nil {
		t.Fatal(err)
	}
	if g.Name != "da-boernepolitik" || len(g.Responses) != 16 || filepath.Base(g.Letters) != "responses" || filepath.Base(g.Policy) != "policy.pdf" || g.Clauses == "" {
		t.Errorf("gold: %s, %d responses, letters %s, policy %s, clauses %s", g.Name, len(g.Responses), g.Letters, g.Policy, g.Clauses)
	}
	dir := t.TempDir()
	if _, err := ReadGold(dir); err == nil || !strings.Contains(err.Error(), "no gold folder") {
		t.Errorf("empty folder: %v", err)
	}
	write := func(name, text string) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("gold/R01.json", `{"lang":"da"}`)
	if _, err := ReadGold(dir); err == nil || !strings.Contains(err.Error(), "no responses") {
		t.Errorf("no letters: %v", err)
	}
	write("pdf/responses/R01.pdf", "")
	if _, err := ReadGold(dir); err == nil || !strings.Contains(err.Error(), `no "id"`) {
		t.Errorf("no id: %v", err)
	}
	write("gold/R01.json", `{"id":`)
	if _, err := ReadGold(dir); err == nil || !strings.Contains(err.Error(), "R01.json") {
		t.Errorf("broken label: %v", err)
	}
}
