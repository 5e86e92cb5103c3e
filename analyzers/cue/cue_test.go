package cue

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

func pack(t *testing.T, asks string) *lang.Pack {
	t.Helper()
	p, err := lang.Load(fstest.MapFS{
		"da/asks.txt":     {Data: []byte(asks)},
		"da/negators.txt": {Data: []byte("ikke | negator\nuden | negator\nkun | excuse\nmen | joint\n")},
		"da/cuesets.txt":  {Data: []byte("we | vi jeg\nwe | foreningen\n")},
	}, "da")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func found(s *Set, text string) string {
	var out []string
	toks := Tokens(text, consult.Span{End: len(text)})
	for _, m := range s.Find(toks) {
		neg := ""
		if m.Negated {
			neg = "-"
		}
		var w []string
		for _, t := range toks[m.From:m.To] {
			w = append(w, t.Word)
		}
		out = append(out, fmt.Sprintf("%s%s(%s)", neg, m.ID, strings.Join(w, " ")))
	}
	return strings.Join(out, " ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ pattern, text, want string }{
		{"@we foreslår/anbefaler {0,4} at", "Vi foreslår derfor, at broen flyttes.", "x(vi foreslår derfor , at)"},
		{"@we foreslår/anbefaler {0,4} at", "Foreningen anbefaler at vente.", "x(foreningen anbefaler at)"},
		{"@we foreslår/anbefaler {0,4} at", "Vi foreslår et hegn; sådan at det ses.", ""},
		{"bekymr*", "Det er bekymrende, og bekymring gør vi os.", "x(bekymrende) x(bekymring)"},
		{"^ nej", "»Nej tak.«", "x(nej)"},
		{"^ nej", "Svaret er nej.", ""},
		{"^ slet", "2. Slet ordet.", "x(slet)"},
		{"nej $", "Svaret er nej!", "x(nej)"},
		{"nej $", "Nej, det går ikke.", ""},
		{"har [vi] (brug for/ingen) hegn", "Derfor har vi brug for hegn.", "x(har vi brug for hegn)"},
		{"har [vi] (brug for/ingen) hegn", "De har ingen hegn.", "x(har ingen hegn)"},
		{"det *modig tiltag", "Det langmodig tiltag.", "x(det langmodig tiltag)"},
		{"fra <num> {0,3} til <num>", "Ændres fra 1.500 kr. til 30 kr.", "x(fra 1.500 kr . til 30)"},
		{"bør !ikke", "Det bør ikke ske, men det bør ses.", "x(bør)"},
		{"bør !(ikke/ses)", "Det bør ikke ske, men det bør ses.", ""},
		{"støtter", "Vi støtter ikke planen.", "-x(støtter)"},
		{"støtter", "Vi støtter ikke kun planen.", "x(støtter)"},
		{"støtte", "Uden tøven vil vi ikke støtte den.", "-x(støtte)"},
		{"støtte", "Vi kan ikke andet, men støtte er det.", "x(støtte)"},
		{"støtter", "Behov¹ støtter vi.", "x(støtter)"},
	} {
		s, err := Compile(pack(t, ""), []lang.Row{{Fields: []string{c.pattern, "ask", "x", ""}, File: "t", Line: 1}})
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		if got := found(s, c.text); got != c.want {
			t.Errorf("%s in %q: %s, want %s", c.pattern, c.text, got, c.want)
		}
	}
}

func TestErrorsNameThePlace(t *testing.T) {
	for pattern, want := range map[string]string{
		"be*":              "three letters",
		"(a/b":             `")" is missing`,
		"a)":               "opening bracket",
		"@them go":         `no word set "them"`,
		"{0,3} a":          "must begin with",
		"{3,1} a":          "is no gap",
		"a !":              "nothing after the mark",
		"*suffix":          "must begin with",
		"[maybe]":          "nothing in it must match",
		"word | ask | | x": "class and an id",
		"a | ask | x | y":  `scope "y"`,
	} {
		line := pattern
		if !strings.Contains(line, "|") {
			line += " | ask | x |"
		}
		p := pack(t, "# head\n"+line+"\n")
		_, err := Compile(p, p.Rows("asks"))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "da/asks.txt:2:") {
			t.Errorf("%s: error %v, want da/asks.txt:2 and %q", pattern, err, want)
		}
	}
}

// TestIndexLosesNothing compares the index with trying every cue at every token.
func TestIndexLosesNothing(t *testing.T) {
	patterns := []string{"@we bør", "bør/skal", "[derfor] bør", "(har vi/vi har) {0,2} brug", "beky* {0,1} over", "^ vi", "<num> kr", "bør ikke"}
	var rows []lang.Row
	for i, p := range patterns {
		rows = append(rows, lang.Row{Fields: []string{p, "ask", fmt.Sprint(i), "keep"}, File: "t", Line: i + 1})
	}
	s, err := Compile(pack(t, ""), rows)
	if err != nil {
		t.Fatal(err)
	}
	text := "Vi har derfor brug for 20 kr, og vi bør ikke være bekymrede over det; derfor skal jeg bør have brug."
	toks := Tokens(text, consult.Span{End: len(text)})
	slow := map[string]bool{}
	snt := sentence{toks: toks}
	snt.first, snt.last = frame(toks)
	for i, p := range patterns {
		seq, err := parsePattern(p, map[string]map[string]bool{"we": {"vi": true, "jeg": true, "foreningen": true}})
		if err != nil {
			t.Fatal(err)
		}
		for at := range toks {
			if snt.match(seq, at, nil) >= 0 {
				slow[fmt.Sprint(i)] = true
			}
		}
	}
	fast := map[string]bool{}
	for _, m := range s.Find(toks) {
		fast[m.ID] = true
	}
	if len(slow) != len(patterns) || len(fast) != len(slow) {
		t.Errorf("index finds %v, trying everything %v", fast, slow)
	}
}

func TestBuiltInTablesCompile(t *testing.T) {
	for _, code := range lang.Codes {
		for _, table := range []string{"asks", "opinions", "voices", "plain", "cues"} {
			p := lang.For(code)
			if rows := p.Rows(table); len(rows) > 0 && len(rows[0].Fields) == 4 {
				if _, err := Compile(p, rows); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

func TestTokens(t *testing.T) {
	text := "Børne- og ungerådet don’t »se« § 4, stk. 2: 1.500 kr.¹"
	var w []string
	for _, tok := range Tokens(text, consult.Span{End: len(text)}) {
		w = append(w, tok.Word)
	}
	want := "børne - og ungerådet don't » se « § 4 , stk . 2 : 1.500 kr ."
	if got := strings.Join(w, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
