package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// TestReference holds the figures equal to those of the reference scorer, on runs made from the labels by a fixed
// series of mistakes of every kind.
func TestReference(t *testing.T) {
	python, script := reference(t)
	for _, dir := range []string{"../../fixtures/da-boernepolitik", "../../fixtures/en-parks"} {
		g, err := ReadGold(dir)
		if err != nil {
			t.Fatal(err)
		}
		for seed := int64(0); seed < 1; seed++ {
			run := mistakes(g, rand.New(rand.NewSource(seed)))
			checkReference(t, python, script, g, run)
		}
		checkReference(t, python, script, g, nil)
	}
}

// reference returns the interpreter and the reference scorer, or skips the test.
func reference(t *testing.T) (python, script string) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here: the reference scorer can't run")
	}
	script = "../../../shared/score/score.py"
	if _, err := os.Stat(script); err != nil {
		t.Skip("no ../shared/score/score.py beside the project: nothing to compare with")
	}
	return python, script
}

func checkReference(t *testing.T, python, script string, g *Gold, run []consult.Response) {
	t.Helper()
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for _, r := range run {
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "responses.jsonl")
	if err := os.WriteFile(file, lines.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, script, g.Dir, file, "--json", "--misses").Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, stderr(err))
	}
	said := strings.Split(strings.TrimSpace(string(out)), "\n")
	var want map[string]any
	if err := json.Unmarshal([]byte(said[len(said)-1]), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, asMap(t, Score(g, run).Figures()), cmp.Comparer(alike)); diff != "" {
		t.Errorf("%s: reference −, ours +\n%s", g.Name, diff)
	}
	checkMisses(t, g, run, said[:len(said)-1])
}

func stderr(err error) []byte {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.Stderr
	}
	return nil
}

// alike allows for the mean of several figures, which newer Pythons add more exactly than older ones.
func alike(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// checkMisses holds the lists of misses equal, but for the kinds that the reference doesn't list.
func checkMisses(t *testing.T, g *Gold, run []consult.Response, want []string) {
	t.Helper()
	var out bytes.Buffer
	if err := WriteMisses(&out, g, run, nil); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		_, rest, _ := strings.Cut(line, " ")
		for _, kind := range []string{"missed recommendation", "false recommendation", "missed rewording", "false rewording", "stance on"} {
			if strings.HasPrefix(rest, kind) {
				got = append(got, line)
			}
		}
	}
	for i, line := range want {
		want[i] = strings.NewReplacer("None:", "none:", "gold None", "gold none", "run None", "run none").Replace(line)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: misses: reference −, ours +\n%s", g.Name, diff)
	}
}

func asMap(t *testing.T, f Figures) map[string]any {
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	delete(out, "set")
	return out
}

// mistakes makes a run that is right in part: what is labelled is dropped, doubled, cut, reordered, filed wrongly.
func mistakes(g *Gold, r *rand.Rand) []consult.Response {
	var run []consult.Response
	for _, l := range g.Responses {
		if r.Intn(10) == 0 {
			continue
		}
		p := consult.Response{ID: l.ID, Language: l.Lang, Overall: consult.OverallRecord{Stance: consult.Labels[r.Intn(5)]},
			Respondent: consult.RespondentRecord{Name: spoil(l.Respondent.Name, r), Type: consult.RespondentType(l.Respondent.Type)},
			Sections:   []consult.SectionRecord{}, Recommendations: []consult.RecommendRecord{}, Rewordings: []consult.RewordingRecord{}}
		for _, h := range l.Sections {
			p.Sections = append(p.Sections, consult.SectionRecord{Heading: spoil(h, r)})
		}
		for _, x := range l.Recommendations {
			for range r.Intn(3) {
				p.Recommendations = append(p.Recommendations, consult.RecommendRecord{Text: spoil(x.Quote, r), Clause: other(x.Clause, r)})
			}
		}
		for _, x := range l.Rewordings {
			for range r.Intn(3) {
				w := consult.RewordingRecord{Kind: consult.Change(x.Kind), Original: x.Original, Proposed: x.Proposed, Clause: other(x.Clause, r)}
				if w.Proposed != nil {
					w.Proposed = ptr(spoil(*w.Proposed, r))
				}
				if r.Intn(5) == 0 {
					w.Kind = consult.Delete
				}
				p.Rewordings = append(p.Rewordings, w)
			}
		}
		p.Stances = stanceMistakes(l, r)
		run = append(run, p)
	}
	return append(run, consult.Response{ID: "stray", Sections: []consult.SectionRecord{{Heading: "x"}}})
}

func stanceMistakes(l Labels, r *rand.Rand) []consult.StanceRecord {
	out := []consult.StanceRecord{}
	for _, x := range l.Stances {
		s := consult.StanceRecord{Clause: x.Clause, Stance: consult.Label(x.Stance), Evidence: []consult.EvidenceRecord{}}
		switch r.Intn(4) {
		case 0:
			continue
		case 1:
			s.Stance = consult.Labels[r.Intn(5)]
		case 2:
			s.Clause = fmt.Sprint(r.Intn(9), ".1")
		}
		for _, e := range x.Evidence {
			s.Evidence = append(s.Evidence, consult.EvidenceRecord{Text: spoil(e, r)})
		}
		out = append(out, s)
	}
	return out
}

// spoil drops, doubles and swaps some words.
func spoil(text string, r *rand.Rand) string {
	words := strings.Fields(text)
	for range r.Intn(1 + len(words)/2) {
		i, j := r.Intn(len(words)), r.Intn(len(words))
		switch r.Intn(3) {
		case 0:
			words[i], words[j] = words[j], words[i]
		case 1:
			words[i] = words[j] + "- " + words[i]
		default:
			words[i] = ""
		}
	}
	return strings.Join(words, " ")
}

func other(clause *string, r *rand.Rand) *string {
	switch r.Intn(5) {
	case 0:
		return nil
	case 1:
		return ptr("1.1")
	}
	return clause
}
