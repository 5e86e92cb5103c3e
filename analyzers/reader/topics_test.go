package reader

import (
	"slices"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var bridge = consult.Clause{ID: "4", Title: "Broen", Text: "Broen lukkes for biler fra 2028."}

// TestJudge holds that the clause and every sentence count, up to where the input ends, and that nothing else does.
func TestJudge(t *testing.T) {
	m := tinyModel(t)
	judge := func(c consult.Clause, sentences ...string) []uint32 {
		t.Helper()
		s, err := m.Judge(c, sentences)
		if err != nil {
			t.Fatal(err)
		}
		return bitsOf(s[:])
	}
	first := judge(bridge, "Vi er glade.", "Men vejen er lang.")
	if !slices.Equal(first, judge(bridge, "Vi er glade.", "Men vejen er lang.")) {
		t.Error("the same topic was judged in two ways")
	}
	other := bridge
	other.Text = "Broen åbnes for biler fra 2028."
	if slices.Equal(first, judge(other, "Vi er glade.", "Men vejen er lang.")) {
		t.Error("the clause's words don't count")
	}
	if slices.Equal(first, judge(bridge, "Vi er glade.")) {
		t.Error("the second sentence doesn't count")
	}
	long := strings.Repeat("vej ", 60)
	if !slices.Equal(judge(bridge, long, long, long, "Ja."), judge(bridge, long, long, long, "Nej.")) {
		t.Error("words beyond the end count")
	}
	if old, err := Load(tinyFile(false)); err != nil || len(old.heads.judge.bias) != 0 {
		t.Errorf("a model without the head: %v", err)
	}
}

// blocks is a document of one block a sentence.
func blocks(kinds ...consult.Kind) *consult.Document {
	d := &consult.Document{}
	for i, k := range kinds {
		d.Blocks = append(d.Blocks, consult.Block{Kind: k})
		d.Sentences = append(d.Sentences, consult.Sentence{Block: i})
	}
	return d
}

func TestTopicSentences(t *testing.T) {
	p, h := consult.Paragraph, consult.Heading
	link := func(i int, confidence float64) consult.Link {
		return consult.Link{Sentence: i, Clause: "4", Confidence: confidence}
	}
	for _, x := range []struct {
		name  string
		doc   *consult.Document
		links []consult.Link
		want  []int
	}{
		{"a heading isn't read", blocks(h, p, p), []consult.Link{link(0, 1), link(1, .9), link(2, .8)}, []int{1, 2}},
		{"nor what is more likely of another clause", blocks(p, p), []consult.Link{link(0, .9), link(1, .2)}, []int{0}},
		{"but something is", blocks(h, p), []consult.Link{link(0, .9), link(1, .2)}, []int{0, 1}},
	} {
		if got := topicSentences(x.doc, consult.Topic{Clause: "4", Links: x.links}); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

// TestPlainly holds which topics are read: those that carry something of which the sentences leave doubt.
func TestPlainly(t *testing.T) {
	none, support, torn := [6]float32{6}, [6]float32{-6, 5}, [6]float32{-6, 3, 2.8}
	for name, x := range map[string]struct {
		stance [6]float32
		want   bool
	}{"nothing said": {none, true}, "one label": {support, true}, "between two": {torn, false}} {
		r := &consult.Reading{Rows: []consult.Scores{{Ask: -8, Stance: x.stance}}}
		if got := plainly(r, consult.Topic{Links: []consult.Link{{Confidence: 1}}}); got != x.want {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}
