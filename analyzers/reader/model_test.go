package reader

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// TestTokensEqualTrainer compares the pieces of 1,000 stored lines with what the trainer's tokenizer made of them.
func TestTokensEqualTrainer(t *testing.T) {
	m := opened(t)
	f, err := os.Open("testdata/tokens.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := 0
	s := bufio.NewScanner(f)
	for ; s.Scan(); lines++ {
		var text string
		var want, got []string
		if err := json.Unmarshal(s.Bytes(), &[]any{&text, &want}); err != nil {
			t.Fatalf("line %d: %v", lines+1, err)
		}
		for _, id := range m.vocab.Tokens(text) {
			got = append(got, m.vocab.Piece(id))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if err := s.Err(); err != nil || lines != 1000 {
		t.Errorf("%d lines, %v; want 1000", lines, err)
	}
}

// BenchmarkLoad is what the first use costs.
func BenchmarkLoad(b *testing.B) {
	data := modelBytes(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(data); err != nil {
			b.Fatal(err)
		}
	}
}

func modelBytes(b *testing.B) []byte {
	b.Helper()
	path := os.Getenv("CLAUSEWISE_MODEL")
	if path == "" {
		return embedded
	}
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkWindow encodes a window of 250 tokens of the shipped model on one core, without the cache.
func BenchmarkWindow(b *testing.B) {
	m := opened(b)
	ids := []int32{m.start}
	for _, s := range vectors(b)[0].Letters[0] {
		ids = append(ids, m.vocab.Tokens(s.Text)...)
	}
	for len(ids) < 249 {
		ids = append(ids, ids[1:]...)
	}
	ids = append(ids[:249], m.end)
	for b.Loop() {
		if _, err := m.encode(ids, 1, []int{len(ids)}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(250*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
