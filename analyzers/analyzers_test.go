package analyzers

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func named(name string, run func(*Pass) error, needs ...string) *Analyzer {
	return &Analyzer{Name: name, Doc: "for a test", Requires: needs, Run: run}
}

func quiet(*Pass) error { return nil }

func TestValidate(t *testing.T) {
	good := []*Analyzer{named("one", quiet), named("two", quiet, "one")}
	if err := Validate(good); err != nil {
		t.Fatal(err)
	}
	for want, list := range map[string][]*Analyzer{
		"one lower-case word": {named("One", quiet)},
		"listed twice":        {named("one", quiet), named("one", quiet)},
		"has no Doc":          {{Name: "one", Run: quiet}},
		"has no Run":          {{Name: "one", Doc: "x"}},
		"needs one before it": {named("two", quiet, "one"), named("one", quiet)},
	} {
		if err := Validate(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func TestRunKeepsGoing(t *testing.T) {
	doc := &consult.Document{ID: "R01", Text: "x"}
	Run(doc, NewDraft(nil), []*Analyzer{
		named("fails", func(*Pass) error { return errors.New("no head for it") }),
		named("panics", func(p *Pass) error { _ = p.Doc.Text[5]; return nil }),
		named("works", func(p *Pass) error { p.Doc.Lang = "da"; return nil }),
	})
	if doc.Lang != "da" {
		t.Error("the third step did not run")
	}
	if len(doc.Problems) != 2 || doc.Problems[0].Code != "analyzer.fails" || !strings.Contains(doc.Problems[1].Text, "index out of range [5] with length 1 at analyzers_test.go:") {
		t.Errorf("problems: %+v", doc.Problems)
	}
}

func TestMemoOnce(t *testing.T) {
	d := NewDraft(&consult.Policy{Clauses: []consult.Clause{{ID: "1"}}})
	var calls atomic.Int32
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if got := Memo(d, "count", func(p *consult.Policy) int { calls.Add(1); return len(p.Clauses) }); got != 1 {
				t.Errorf("Memo = %d", got)
			}
		})
	}
	wg.Wait()
	if calls.Load() != 1 {
		t.Errorf("computed %d times", calls.Load())
	}
}
