package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/eval"
)

var update = flag.Bool("update", false, "write the README's table of figures anew")

// TestReadmeFigures holds the README's table against fixtures/scores.json, which .ci/run holds against the program.
func TestReadmeFigures(t *testing.T) {
	if *update && os.Getenv("CI") != "" {
		t.Fatal("-update in CI would let any table pass")
	}
	raw, err := os.ReadFile("../../fixtures/scores.json")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]eval.Figures{}
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(root, "README.md")
	readme, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const from, to = "<!-- figures -->\n", "<!-- /figures -->"
	head, rest, ok1 := strings.Cut(string(readme), from)
	table, tail, ok2 := strings.Cut(rest, to)
	if !ok1 || !ok2 {
		t.Fatalf("the README has no %q and %q", from, to)
	}
	want := figures(kept)
	if *update {
		if err := os.WriteFile(name, []byte(head+from+want+to+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if table != want {
		t.Errorf("the README's figures are not those of fixtures/scores.json; go test ./cmd/clausewise -run ReadmeFigures -update writes:\n%s", want)
	}
}

// figures is a table of the sets, the pooled row of all last.
func figures(kept map[string]eval.Figures) string {
	var rows []string
	for name := range kept {
		if !strings.HasPrefix(name, "pooled") {
			rows = append(rows, name)
		}
	}
	sort.Strings(rows)
	rows = append(rows, fmt.Sprintf("pooled of %d", len(rows)))
	var b strings.Builder
	b.WriteString("| set | letters | sections | respondent | recommendations | rewordings | clause mentions | stance to a clause | stance to the whole |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, name := range rows {
		f := kept[name]
		fmt.Fprintf(&b, "| %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n", name, f.Responses, f.Sections.F1, f.Respondent,
			f.Recommendations.F1, f.Rewordings.F1, f.Mentions.F1, f.Labelled.F1, f.Overall)
	}
	return b.String()
}
