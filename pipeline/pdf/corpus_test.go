package pdf

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

var word = regexp.MustCompile(`[\p{L}\p{N}]+`)

func words(s string) []string { return word.FindAllString(norm.NFKC.String(s), -1) }

// recall is the share of want's words that got has too.
func recall(want, got string) float64 {
	have := map[string]int{}
	for _, w := range words(got) {
		have[w]++
	}
	all, hit := words(want), 0
	for _, w := range all {
		if have[w] > 0 {
			have[w]--
			hit++
		}
	}
	return float64(hit) / float64(max(1, len(all)))
}

// TestCorpus reads files whose text is known, from many programs, whole and damaged.
func TestCorpus(t *testing.T) {
	good, readable, locked := 0, 0, 0
	for name, data := range files(t, "pdf-corpus/*.pdf") {
		known, err := os.ReadFile(strings.TrimSuffix(name, ".pdf") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var truth struct {
			Blocks [][2]string
			Encpw  any
		}
		if err := json.Unmarshal(known, &truth); err != nil {
			t.Fatal(err)
		}
		doc, err := Read(context.Background(), data, Options{})
		if truth.Encpw != nil && truth.Encpw != false {
			if errors.Is(err, ErrLocked) {
				locked++
			}
			continue
		}
		readable++
		var want []string
		for _, b := range truth.Blocks {
			want = append(want, b[1])
		}
		if doc != nil && recall(strings.Join(want, " "), doc.Text) >= .95 {
			good++
		} else if doc != nil && err == nil && len(doc.Problems) == 0 && filepath.Base(name) != "mutool_tex.pdf" {
			t.Errorf("%s: badly read, and nothing says so", name)
		}
	}
	if good < 118 || locked != 3 {
		t.Errorf("%d of %d files read with a recall of .95, %d locked refused; want 118 and 3", good, readable, locked)
	}
}

// heading is a heading's words without case, trailing number or punctuation.
func heading(s string) string {
	s = norm.NFKC.String(strings.Join(strings.Fields(s), " "))
	return strings.ToLower(strings.TrimRight(s, "0123456789.:;,¹²³ "))
}

// TestSections finds the headings that people marked in the fixtures: all of them, and hardly a line more once the
// first has been met.
func TestSections(t *testing.T) {
	marked, extra := 0, 0
	for name, data := range fixtures(t) {
		dir, file := filepath.Split(name)
		label, err := os.ReadFile(filepath.Join("../../fixtures", strings.TrimSuffix(strings.TrimSuffix(dir, "/"), "responses"), "gold", strings.TrimSuffix(file, ".pdf")+".json"))
		if err != nil {
			continue // the draft
		}
		var gold struct{ Sections []string }
		if err := json.Unmarshal(label, &gold); err != nil {
			t.Fatal(err)
		}
		open := map[string]int{}
		for _, s := range gold.Sections {
			open[heading(s)]++
			marked++
		}
		doc, met := read(t, data), false
		for _, b := range doc.Blocks {
			if b.Kind != consult.Heading {
				continue
			}
			k := heading(doc.Quote(b.Span))
			if open[k] > 0 {
				open[k]--
				met = true
			} else if met {
				extra++
			}
		}
		for k, n := range open {
			if n > 0 {
				t.Errorf("%s: no heading %q", name, k)
			}
		}
	}
	if marked == 0 {
		t.Skip("no marked letters among the fixtures")
	}
	if extra > marked/20 {
		t.Errorf("%d headings that nobody marked, beside %d marked ones", extra, marked)
	}
}

// TestHostile reads files made to stop a reader.
func TestHostile(t *testing.T) {
	for name, data := range files(t, "pdf-hostile/*.pdf") {
		ctx, stop := context.WithTimeout(context.Background(), 9*time.Second)
		doc, err := Read(ctx, data, Options{})
		stop()
		if err == nil && len(doc.Problems) == 0 {
			t.Errorf("%s: read as if nothing were odd: %.60q", name, doc.Text)
		}
		if errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: took over nine seconds", name)
		}
	}
}

// TestFixtures reads the letters kept with the project.
func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		doc := read(t, data)
		if len(doc.Problems) > 0 {
			t.Errorf("%s: %+v", name, doc.Problems)
		}
		again := read(t, data)
		if d := cmp.Diff(doc, again); d != "" {
			t.Errorf("%s: two readings differ:\n%s", name, d)
		}
		for _, b := range doc.Blocks {
			if strings.Contains(doc.Quote(b.Span), "\n") || strings.Contains(doc.Quote(b.Span), "  ") {
				t.Errorf("%s: a line end or two blanks in %q", name, doc.Quote(b.Span))
			}
		}
	}
}

func fixtures(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, dir := range []string{"da-boernepolitik", "en-parks"} {
		root := os.DirFS("../../fixtures/" + dir)
		for _, name := range globPDF(root) {
			data, err := os.ReadFile("../../fixtures/" + dir + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			out[dir+"/"+name] = data
		}
	}
	if len(out) == 0 {
		t.Skip("no PDF fixtures")
	}
	return out
}
