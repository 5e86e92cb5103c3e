package policy

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shared is where the gold consultations lie beside a developer's checkout; they are not part of the project.
const shared = "../../../shared"

type truth struct{ ID, Title, Text string }

func flat1(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestGoldDrafts(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared, "gold", "*", "policy.html"))
	if len(files) == 0 {
		t.Skip("the gold consultations are not beside this checkout (" + shared + ")")
	}
	for _, f := range files {
		dir := filepath.Dir(f)
		for _, name := range []string{"policy.html", "pdf/policy.pdf"} {
			t.Run(filepath.Base(dir)+"/"+filepath.Base(name), func(t *testing.T) {
				compare(t, filepath.Join(dir, name), filepath.Join(dir, "clauses.json"))
			})
		}
	}
}

func compare(t *testing.T, draft, want string) {
	t.Helper()
	data, err := os.ReadFile(draft)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Read(context.Background(), draft, data)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	var exp, got []truth
	if err := json.Unmarshal(raw, &exp); err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Clauses {
		got = append(got, truth{c.ID, c.Title, flat1(c.Text)})
		t.Logf("%s | %s | %s | %d-%d", c.ID, c.Title, c.Parent, c.Page, c.Last)
	}
	for i := range exp {
		exp[i].Text = flat1(exp[i].Text)
	}
	if d := cmp.Diff(exp, got); d != "" {
		t.Error(d)
	}
}
