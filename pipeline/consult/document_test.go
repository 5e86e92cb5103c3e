package consult

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// letter is a document of two blocks over two pages: a heading, and a paragraph of two lines of which the second
// stands on the next page.
func letter() *Document {
	d := &Document{ID: "R01", Lang: "en", Text: "Footpaths\n\nPlease keep the footpath. It is used daily."}
	d.Blocks = []Block{
		{Kind: Heading, Span: Span{0, 9}, Level: 1, Lines: []Line{{Span{0, 9}, 1, Box{50, 50, 140, 62}}}},
		{Kind: Paragraph, Span: Span{11, 54}, Lines: []Line{
			{Span{11, 36}, 1, Box{50, 80, 300, 92}}, {Span{37, 54}, 2, Box{50, 40, 220, 52}}}},
	}
	d.Sentences = []Sentence{{Span{0, 9}, 0}, {Span{11, 36}, 1}, {Span{37, 54}, 1}}
	return d
}

func TestPlaces(t *testing.T) {
	d := letter()
	for _, c := range []struct {
		quote string
		page  int
		boxes []Placed
	}{
		{"Footpaths", 1, []Placed{{1, Box{50, 50, 140, 62}}}},
		{"It is used daily.", 2, []Placed{{2, Box{50, 40, 220, 52}}}},
		{"Please keep", 1, []Placed{{1, Box{50, 80, 160, 92}}}},
		{"footpath. It", 1, []Placed{{1, Box{210, 80, 300, 92}}, {2, Box{50, 40, 70, 52}}}},
	} {
		at := strings.Index(d.Text, c.quote)
		s := Span{at, at + len(c.quote)}
		if got := d.PageOf(s); got != c.page {
			t.Errorf("PageOf(%q) = %d, want %d", c.quote, got, c.page)
		}
		if diff := cmp.Diff(c.boxes, d.Boxes(s)); diff != "" {
			t.Errorf("Boxes(%q): %s", c.quote, diff)
		}
	}
	if got := (&Document{Text: "x"}).PageOf(Span{0, 1}); got != 1 {
		t.Errorf("PageOf without pages = %d, want 1", got)
	}
}

func TestBodySize(t *testing.T) {
	d := letter()
	if got := d.BodySize(); got != 0 {
		t.Errorf("BodySize without sizes = %v", got)
	}
	d.Blocks[0].Size, d.Blocks[1].Size = 18, 11.04
	if got := d.BodySize(); got != 11 {
		t.Errorf("BodySize = %v, want that of the paragraph", got)
	}
}

func TestLookUp(t *testing.T) {
	d := letter()
	for _, c := range []struct{ pos, block, sentence int }{{0, 0, 0}, {9, 1, 1}, {11, 1, 1}, {36, 1, 2}, {53, 1, 2}, {54, 2, 3}} {
		if b, s := d.BlockAt(c.pos), d.SentenceAt(c.pos); b != c.block || s != c.sentence {
			t.Errorf("at byte %d: block %d, sentence %d; want %d, %d", c.pos, b, s, c.block, c.sentence)
		}
	}
}

func TestValidate(t *testing.T) {
	if err := letter().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Document){
		"blocks out of order":        func(d *Document) { d.Blocks[0], d.Blocks[1] = d.Blocks[1], d.Blocks[0] },
		"block beyond the text":      func(d *Document) { d.Blocks[1].End = 99 },
		"empty block":                func(d *Document) { d.Blocks[0].End = 0 },
		"line outside its block":     func(d *Document) { d.Blocks[0].Lines[0].End = 12 },
		"line on no page":            func(d *Document) { d.Blocks[0].Lines[0].Page = 0 },
		"mark beyond the text":       func(d *Document) { d.Marks = []Mark{{Bold, Span{50, 60}}} },
		"sentence outside its block": func(d *Document) { d.Sentences[1].Block = 0 },
	} {
		d := letter()
		spoil(d)
		if d.Validate() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSpan(t *testing.T) {
	a := Span{3, 8}
	for _, c := range []struct {
		b                  Span
		contains, overlaps bool
		cover              Span
	}{
		{Span{4, 6}, true, true, Span{3, 8}},
		{Span{8, 9}, false, false, Span{3, 9}},
		{Span{1, 4}, false, true, Span{1, 8}},
		{Span{}, false, false, Span{3, 8}},
	} {
		if a.Contains(c.b) != c.contains || a.Overlaps(c.b) != c.overlaps || a.Cover(c.b) != c.cover {
			t.Errorf("%v and %v: contains %v, overlaps %v, cover %v", a, c.b, a.Contains(c.b), a.Overlaps(c.b), a.Cover(c.b))
		}
	}
	if got := (Box{1, 1, 2, 2}).Union(Box{0, 3, 1, 4}); got != (Box{0, 1, 2, 4}) {
		t.Errorf("Union = %v", got)
	}
	if got := (Box{}).Union(Box{5, 5, 6, 6}); got != (Box{5, 5, 6, 6}) {
		t.Errorf("Union with nothing = %v", got)
	}
}

func TestResponse(t *testing.T) {
	d := letter()
	p := &Policy{Clauses: []Clause{{ID: "1", Title: "Paths", Text: "Footpaths are closed in winter."}}}
	d.Recommendations = []Recommendation{{Finding{Span{11, 36}, 0.98765, "ask.please"}, "1"}, {Finding{Span{37, 54}, 0.5, "x"}, ""}}
	d.Rewordings = []Rewording{{Finding: Finding{Span{11, 36}, 0.9, "w"}, Kind: Replace, Clause: "1",
		Original: Words{[]Span{{14, 20}, {21, 30}}, "1"}, Proposed: Words{[]Span{{18, 22}}, ""}}}
	d.Stances = []Stance{{Clause: "1", Label: Conditional, Condition: Span{37, 39}, Evidence: []Finding{{Span{11, 54}, 1, "e"}}}}
	r := NewResponse(d, p)
	one := "1"
	if diff := cmp.Diff([]RecommendRecord{
		{"Please keep the footpath.", &one, 0.988, "ask.please", EvidenceRecord{Page: 1, Start: 11, End: 36, Boxes: []Box{{50, 80, 300, 92}}}},
		{"It is used daily.", nil, 0.5, "x", EvidenceRecord{Page: 2, Start: 37, End: 54, Boxes: []Box{{50, 40, 220, 52}}}},
	}, r.Recommendations); diff != "" {
		t.Error(diff)
	}
	if w := r.Rewordings[0]; *w.Original != "closed in winter" || *w.Proposed != "keep" {
		t.Errorf("rewording: original %q, proposed %q", *w.Original, *w.Proposed)
	}
	e := r.Stances[0].Evidence[0]
	if *r.Stances[0].Condition != "It" || e.Page != 1 || !cmp.Equal(e.BoxPages, []int{1, 2}) {
		t.Errorf("stance: condition %q, page %d, pages of boxes %v", *r.Stances[0].Condition, e.Page, e.BoxPages)
	}
	if r.Addressee != nil || r.Stances == nil || r.Respondent.Signatories == nil {
		t.Error("what is missing must be null, and what can be several a list")
	}
}

func TestPolicyIndex(t *testing.T) {
	p := &Policy{Clauses: []Clause{{ID: "§ 1"}, {ID: "§ 2"}}}
	if p.Index("§ 2") != 1 || p.Index("§ 3") != -1 || (*Policy)(nil).Index("§ 1") != -1 {
		t.Error("Index is off")
	}
	if got := p.Words(&Document{}, Words{Spans: []Span{{0, 1}}, Clause: "§ 9"}); got != "" {
		t.Errorf("words of an unknown clause: %q", got)
	}
}
