package token

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// small is a vocabulary in which the best cut isn't the greedy one.
func small(t testing.TB) *Vocabulary {
	t.Helper()
	scores := map[string]float32{"<unk>": 0, "▁": -4, "▁skole": -6, "▁sko": -5, "le": -3, "▁skolen": -9, "n": -2, "s": -3, "▁hø": -5, "ring": -4, "fi": -3, "▁fi": -5}
	var pieces []string
	var of []float32
	for _, p := range []string{"<unk>", "▁", "▁skole", "▁sko", "le", "▁skolen", "n", "s", "▁hø", "ring", "fi", "▁fi"} {
		pieces, of = append(pieces, p), append(of, scores[p])
	}
	v, err := New(pieces, of, 0, -20, map[rune]string{'ﬁ': "fi", '\u00a0': " ", '\u200b': ""})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTokens(t *testing.T) {
	v := small(t)
	for text, want := range map[string]string{
		"":                   "▁",
		" ":                  "▁",
		"skole":              "▁skole",
		"skolen":             "▁skole n", // -8, better than the one piece of -9
		"skole skolens":      "▁skole ▁skole n s",
		"  skole\u00a0  sko": "▁skole ▁sko", // blanks are one, however they were written
		"ﬁn":                 "▁fi n",
		"høring":             "▁hø ring",
		"sk\u200bole":        "▁skole",
		"x":                  "▁ <unk>",
		"skole\xff":          "▁skole <unk>",
	} {
		var got []string
		for _, id := range v.Tokens(text) {
			got = append(got, v.Piece(id))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("Tokens(%q) = %s, want %s", text, s, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, f := range map[string]func() error{
		"scores":  func() error { _, err := New([]string{"a"}, nil, 0, 0, nil); return err },
		"unknown": func() error { _, err := New([]string{"a"}, []float32{0}, 1, 0, nil); return err },
		"twice":   func() error { _, err := New([]string{"a", "a"}, []float32{0, 0}, 0, 0, nil); return err },
	} {
		if f() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzTokens: the pieces put together again are the folded text, an unknown piece standing for one character.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "skolen", "  sko  le ", "ﬁ\xff\u200b", "▁▁ x", "æ\u0301"} {
		f.Add(s)
	}
	v := small(f)
	f.Fuzz(func(t *testing.T, text string) {
		rest := v.fold(text)
		if !utf8.ValidString(rest) {
			t.Fatalf("fold(%q) is not UTF-8", text)
		}
		for _, id := range v.Tokens(text) {
			if id == v.unknown {
				_, n := utf8.DecodeRuneInString(rest)
				rest = rest[n:]
				continue
			}
			cut, ok := strings.CutPrefix(rest, v.Piece(id))
			if !ok {
				t.Fatalf("%q: piece %q doesn't begin %q", text, v.Piece(id), rest)
			}
			rest = cut
		}
		if rest != "" {
			t.Fatalf("%q: %q is in no piece", text, rest)
		}
	})
}
