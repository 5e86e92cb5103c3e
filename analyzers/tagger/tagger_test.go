package tagger

import (
	"strings"
	"sync"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func tags(text string) string {
	var out []string
	for _, t := range Sentence(text, consult.Span{End: len(text)}) {
		out = append(out, t.In(text)+"/"+t.Tag)
	}
	return strings.Join(out, " ")
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"They record the noise.":       "They/PRP record/VBP the/DT noise/NN ./.",
		"The clerk’s “new” form fails": "The/DT clerk/NN ’s/POS “/JJ new/JJ ”/JJ form/NN fails/NNS",
		"They record the record":       "They/PRP record/VBP the/DT",
	} {
		if got := tags(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestVerb(t *testing.T) {
	for text, want := range map[string]bool{
		"Keep the old bridge open to carts and bicycles until the new one is built.": true,
		"Restore the ferry.":                       true,
		"The ferry should be restored.":            false,
		"Our members are worried about the ferry.": false,
		"": false,
	} {
		if got := Verb(text); got != want {
			t.Errorf("Verb(%q) = %v", text, got)
		}
	}
}

// TestTogether runs the shared model from several goroutines; the race detector watches.
func TestTogether(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if !Verb("Restore the ferry.") {
				t.Error("not a verb")
			}
		})
	}
	wg.Wait()
}

func FuzzSentence(f *testing.F) {
	for _, s := range []string{"ȺȺȺ's", "don’t", "a \"b\" (c) $5", "ⱯN'T x", "…", "\x80 'll", "İ'm İ'm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, tag := range Sentence(text, consult.Span{End: len(text)}) {
			if tag.Start < at || tag.End > len(text) || tag.Empty() {
				t.Fatalf("%q: tag at %d–%d after %d", text, tag.Start, tag.End, at)
			}
			at = tag.End
		}
	})
}
