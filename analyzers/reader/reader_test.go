package reader

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var update = flag.Bool("update", false, "write the golden file anew")

var letter = []string{
	"Høringssvar om vejen", "Vi er glade for den nye vej.", "Vi foreslår, at cyklerne får deres egen bane på hele strækningen, også over broen.",
	"The council writes that the road will be closed at night.", "We don't think it should.", "§ 4, stk. 2", "", "日本語", strings.Repeat("Meget lang sætning uden ende og uden komma, ", 40),
	"Kort.", "Vi støtter § 3, hvis vejen får et fortov.", "»Busserne kører hver time« bør ændres til »Busserne kører hvert kvarter«.",
}

var clauses = []consult.Clause{{ID: "1", Title: "Vejen", Text: "Vejen lukkes om natten."}, {ID: "2", Title: "Cykler", Text: "Der anlægges en cykelsti over broen."},
	{ID: "3", Title: "Busser", Text: "Busserne kører hver time."}}

// many returns a draft of n clauses.
func many(n int) []consult.Clause {
	out := make([]consult.Clause, n)
	for i := range out {
		out[i] = consult.Clause{ID: fmt.Sprint(i), Title: fmt.Sprintf("Punkt %c", 'a'+i), Text: fmt.Sprintf("Her står %d ting.", i*7)}
	}
	return out
}

func read(t testing.TB, m *Model, letter []string, clauses []consult.Clause) []consult.Scores {
	t.Helper()
	vectors, err := m.Clauses(clauses)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := m.Read(letter, vectors)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestGolden holds the scores' bits: .ci/run checks them with the kernels, without, and on other processors.
func TestGolden(t *testing.T) {
	var b bytes.Buffer
	for i, s := range read(t, tinyModel(t), letter, clauses) {
		fmt.Fprintf(&b, "%d ask %08x weigh %08x link %08x\n   stance %08x\n   voice %08x\n   change %08x\n   passage %08x\n", i, bitsOf([]float32{s.Ask}), bitsOf([]float32{s.Weigh}),
			bitsOf(s.Link), bitsOf(s.Stance[:]), bitsOf(s.Voice[:]), bitsOf(s.Change[:]), bitsOf(s.Passage[:]))
	}
	const path = "testdata/scores.golden"
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("scores differ from the golden file (-want +got):\n%s", d)
	}
}

func TestScoresDependOnTheContextOnly(t *testing.T) {
	m := tinyModel(t)
	all := read(t, m, letter, clauses)
	if again := read(t, m, letter, clauses); !cmp.Equal(all, again) {
		t.Error("a second reading, from the cache, differs")
	}
	if again := read(t, tinyModel(t), letter, clauses); !cmp.Equal(all, again) {
		t.Error("a reading without the cache differs")
	}
	// A clause's score depends on its draft, a sentence's other scores don't.
	other := read(t, m, letter, many(20))
	for i := range other {
		if len(other[i].Link) != 21 || other[i].Link[20] != all[i].Link[3] || other[i].Ask != all[i].Ask || other[i].Stance != all[i].Stance {
			t.Errorf("sentence %d: other scores with another draft", i)
		}
	}
	if none := read(t, m, letter, nil); len(none[0].Link) != 1 || none[0].Ask != all[0].Ask {
		t.Errorf("without a draft: %v", none[0])
	}
	if rows := read(t, m, nil, clauses); len(rows) != 0 {
		t.Errorf("an empty letter has %d rows", len(rows))
	}
	if short := read(t, m, letter[:2], clauses); cmp.Equal(short[0], all[0]) {
		t.Error("the sentences around it make no difference")
	}
}

func TestModelWithoutPassages(t *testing.T) {
	m, err := Load(tinyFile(false))
	if err != nil {
		t.Fatal(err)
	}
	got, want := read(t, m, letter, clauses), read(t, tinyModel(t), letter, clauses)
	for i := range got {
		if got[i].Passage != [6]float32{} || got[i].Weigh != 0 || want[i].Passage == [6]float32{} {
			t.Errorf("sentence %d: passage %v, weigh %v; with the heads %v", i, got[i].Passage, got[i].Weigh, want[i].Passage)
		}
	}
}

func TestGoroutinesShareAModel(t *testing.T) {
	m := tinyModel(t)
	m.seen = newCache(2)
	var wait sync.WaitGroup
	got := make([][]consult.Scores, 8)
	for g := range got {
		wait.Go(func() { got[g] = read(t, m, append(slices.Clone(letter[g:]), letter[:g]...), clauses) })
	}
	wait.Wait()
	for g := range got {
		if want := read(t, tinyModel(t), append(slices.Clone(letter[g:]), letter[:g]...), clauses); !cmp.Equal(want, got[g]) {
			t.Errorf("goroutine %d: other scores than alone", g)
		}
	}
}

func TestWindows(t *testing.T) {
	run := func(n, tokens int) []int {
		out := make([]int, n)
		for i := range out {
			out[i] = tokens
		}
		return out
	}
	for _, c := range []struct {
		what   string
		tokens []int
		want   []Window
	}{
		{"none", nil, nil},
		{"one", []int{200}, []Window{{0, 1}}},
		{"all fit exactly", run(5, 50), []Window{{0, 5}}},
		{"one token too many", []int{50, 50, 50, 50, 51}, []Window{{0, 4}, {1, 5}}},
		{"three sentences of overlap", run(20, 24), []Window{{0, 10}, {7, 17}, {14, 20}}},
		{"long ones go on by one", run(4, 200), []Window{{0, 1}, {1, 2}, {2, 3}, {3, 4}}},
		{"at most 48 sentences", run(60, 1), []Window{{0, 48}, {45, 60}}},
		{"empty ones count", run(50, 0), []Window{{0, 48}, {45, 50}}},
	} {
		if got := Windows(c.tokens); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func TestCacheForgetsTheOldest(t *testing.T) {
	c := newCache(2)
	k := func(i int32) key { return keyOf([]int32{i}, nil) }
	for i := range int32(3) {
		c.put(k(i), [][]float32{{float32(i)}})
		c.put(k(i), [][]float32{{-1}}) // known: kept as it is
	}
	for i, want := range []bool{false, true, true} {
		v, ok := c.get(k(int32(i)))
		if ok != want || ok && v[0][0] != float32(i) {
			t.Errorf("window %d: %v, %v", i, v, ok)
		}
	}
	if keyOf([]int32{1, 2}, []int{1}) == keyOf([]int32{1}, []int{2, 1}) || keyOf([]int32{1, 2}, []int{1, 2}) == keyOf([]int32{1, 2}, []int{2}) {
		t.Error("windows that differ have one key")
	}
}

func TestDocument(t *testing.T) {
	m := tinyModel(t)
	text := "Vi er glade¹ for vejen.\n\nSide 1\n\nVejen er god."
	doc := &consult.Document{Text: text, Blocks: []consult.Block{{Kind: consult.Paragraph, Span: consult.Span{Start: 0, End: 24}}, {Kind: consult.Header, Span: consult.Span{Start: 26, End: 32}},
		{Kind: consult.Footnote, Span: consult.Span{Start: 34, End: 47}}}, Marks: []consult.Mark{{Kind: consult.NoteRef, Span: consult.Span{Start: 11, End: 13}}}}
	for i, b := range doc.Blocks {
		doc.Sentences = append(doc.Sentences, consult.Sentence{Span: b.Span, Block: i})
	}
	r, err := m.document(doc, m.draft(&consult.Policy{Clauses: clauses}))
	if err != nil {
		t.Fatal(err)
	}
	want := read(t, m, []string{"Vi er glade for vejen.", "Vejen er god."}, clauses)
	header := consult.Scores{Ask: noAsk, Link: make([]float32, 4)}
	if d := cmp.Diff([]consult.Scores{want[0], header, want[1]}, r.Rows); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	if !slices.Equal(r.Clauses, []string{"1", "2", "3"}) || !strings.HasPrefix(r.Model, "tiny-") || len(r.Model) != 13 {
		t.Errorf("clauses %v, model %q", r.Clauses, r.Model)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := tinyFile(true)
	broken := bytes.Clone(good)
	broken[len(broken)-5] ^= 4
	for what, c := range map[string]struct {
		data []byte
		says string
	}{"damaged": {broken, "damaged"}, "cut": {good[:len(good)/2], "damaged"}, "empty": {nil, "not a reader model"}} {
		if m, err := Load(c.data); m != nil || err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", what, err, c.says)
		}
	}
}
