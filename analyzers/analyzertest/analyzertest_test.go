package analyzertest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// shout recommends every block that ends in "!", for clause 1 in list items.
var shout = &analyzers.Analyzer{Name: "shout", Doc: "for a test", Run: func(p *analyzers.Pass) error {
	p.Doc.Recommendations = nil
	for _, b := range p.Doc.Blocks {
		if s := b.Words(); strings.HasSuffix(p.Doc.Quote(s), "!") {
			r := consult.Recommendation{Finding: consult.Finding{Span: s, Confidence: 1, Why: "shout"}}
			if b.Kind == consult.ListItem {
				r.Clause = "§ 1, stk. 2"
			}
			p.Doc.Recommendations = append(p.Doc.Recommendations, r)
		}
	}
	return nil
}}

const marked = `
## {{section|The path}}

Keep {{reference|section 1}}¹ and
**all** of it.

**Now**

- {{recommendation stk. 2|light it!}}
- leave it

| a | {{recommendation|b!}} |
| c | |

[1] The {{date|third of May}}.

~ Page 1
`

func TestParse(t *testing.T) {
	d, wants, err := Parse("en", marked)
	if err != nil {
		t.Fatal(err)
	}
	text := "The path\n\nKeep section 1¹ and all of it.\n\nNow\n\n- light it!\n\n- leave it\n\na\n\nb!\n\nc\n\n1 The third of May.\n\nPage 1"
	if d.Text != text {
		t.Errorf("text %q", d.Text)
	}
	var got []string
	for _, b := range d.Blocks {
		s := string(b.Kind) + ":" + d.Quote(b.Words())
		if b.Bold {
			s += " (bold)"
		}
		got = append(got, s)
	}
	if diff := cmp.Diff([]string{"heading:The path", "paragraph:Keep section 1¹ and all of it.", "paragraph:Now (bold)", "item:light it!",
		"item:leave it", "cell:a", "cell:b!", "cell:c", "footnote:The third of May.", "footer:Page 1"}, got); diff != "" {
		t.Error(diff)
	}
	var quotes []string
	for _, w := range wants {
		quotes = append(quotes, w.Kind+":"+d.Quote(w.Span))
	}
	if diff := cmp.Diff([]string{"section:The path", "reference:section 1", "recommendation:light it!", "recommendation:b!", "date:third of May"}, quotes); diff != "" {
		t.Error(diff)
	}
	if c := d.Blocks[7]; c.Table != 1 || c.Row != 2 || c.Col != 1 {
		t.Errorf("last cell: %+v", c)
	}
	if len(d.Marks) != 3 || d.Quote(d.Marks[0].Span) != "all" || d.Marks[1].Kind != consult.NoteRef {
		t.Errorf("marks: %+v", d.Marks)
	}
}

func TestRun(t *testing.T) {
	d := Run(t, "en", nil, []*analyzers.Analyzer{shout}, "{{recommendation|Go!}}\n\n- {{recommendation § 1, stk. 2|now!}}\n\nPlease.", "quotation")
	if len(d.Recommendations) != 2 {
		t.Errorf("%d recommendations", len(d.Recommendations))
	}
}

func TestParseErrors(t *testing.T) {
	for _, text := range []string{"{{wish|x}}", "{{recommendation x", "{{recommendation|x", "**x"} {
		if _, _, err := Parse("da", text); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}

func TestCompare(t *testing.T) {
	d, wants, err := Parse("en", "- {{recommendation 3|light it!}}\n\n{{recommendation|Go}}\n\nStop!")
	if err != nil {
		t.Fatal(err)
	}
	analyzers.Run(d, analyzers.NewDraft(nil), []*analyzers.Analyzer{shout})
	got, err := Compare(d, wants)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`missing recommendation 3: "light it!"`, `missing recommendation: "Go"`,
		`not expected: recommendation § 1, stk. 2: "light it!"`, `not expected: recommendation: "Stop!"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, also := range [][]string{nil, {"wish"}} {
		if _, err := Compare(d, nil, also...); err == nil {
			t.Errorf("kinds %q: no error", also)
		}
	}
}
