package analyzertest

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Run builds a document in language code from text, runs the list over it twice, and reports every difference between
// what the text expects and what was found, as well as steps that failed. It returns the document for further looks.
func Run(t testing.TB, code string, policy *consult.Policy, list []*analyzers.Analyzer, text string, also ...string) *consult.Document {
	t.Helper()
	doc, wants, err := Parse(code, text)
	if err != nil {
		t.Fatal(err)
	}
	draft := analyzers.NewDraft(policy)
	for range 2 { // a second run must change nothing
		analyzers.Run(doc, draft, list)
	}
	for _, p := range doc.Problems {
		t.Errorf("%s: %s", p.Code, p.Text)
	}
	diffs, err := Compare(doc, wants, also...)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		t.Error(d)
	}
	return doc
}

// Compare returns a line for each expectation that isn't met and each finding that isn't expected, among the kinds
// that wants and also name. It is an error to compare nothing.
func Compare(doc *consult.Document, wants []Want, also ...string) ([]string, error) {
	names := slices.Clone(also)
	for _, w := range wants {
		names = append(names, w.Kind)
	}
	sort.Strings(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		return nil, fmt.Errorf("analyzertest: the text expects nothing; mark something or name a kind")
	}
	var out []string
	for _, name := range names {
		list := kinds[name]
		if list == nil {
			return nil, fmt.Errorf("analyzertest: unknown kind %q", name)
		}
		out = append(out, compare(doc, name, list(doc), wants)...)
	}
	return out, nil
}

func compare(doc *consult.Document, name string, have []found, wants []Want) []string {
	var out []string
	for _, w := range wants {
		if w.Kind != name {
			continue
		}
		i := slices.IndexFunc(have, func(f found) bool { return f.Span == w.Span && covers(f.label, w.Label) })
		if i < 0 {
			out = append(out, fmt.Sprintf("missing %s: %q", strings.Join(append([]string{name}, w.Label...), " "), doc.Quote(w.Span)))
			continue
		}
		have = slices.Delete(slices.Clone(have), i, i+1)
	}
	for _, f := range have {
		label := slices.DeleteFunc(slices.Clone(f.label), func(s string) bool { return s == "" })
		out = append(out, fmt.Sprintf("not expected: %s: %q", strings.Join(append([]string{name}, label...), " "), doc.Quote(f.Span)))
	}
	return out
}

// covers reports whether label has every word of want; clause ids may hold blanks, so it is joined first.
func covers(label, want []string) bool {
	have := strings.Fields(strings.Join(label, " "))
	for _, w := range want {
		if !slices.Contains(have, w) {
			return false
		}
	}
	return true
}
