package rtf

import (
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
)

func read(t testing.TB, s string) *consult.Document {
	t.Helper()
	b := &markup.Builder{}
	Read(b, []byte(s))
	d := b.Document()
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	return d
}

func blocks(d *consult.Document) string {
	var out []string
	for _, b := range d.Blocks {
		out = append(out, string(b.Kind)+": "+d.Quote(b.Span))
	}
	return strings.Join(out, "|")
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"letters":   {`{\rtf1\ansi\ansicpg1252 Bl\'e5b\'e6r og \u248?l \u8221 ?i k\u248\'f8ling\par{\uc2 \u945ab}b\par}`, "paragraph: Blåbær og øl ”i køling|paragraph: αb"},
		"skipped":   {`{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator X;}{\info{\title T}}Tekst.{\pict 0102}\par}`, "paragraph: Tekst."},
		"heading":   {`{\rtf1\pard\outlinelevel1 Haver\par\pard Br\'f8dtekst.\par\pard\b Fed linje\b0\par\pard Efter den kommer en hel s\'e6tning.\par}`, "heading: Haver|paragraph: Brødtekst.|heading: Fed linje|paragraph: Efter den kommer en hel sætning."},
		"list":      {`{\rtf1{\listtext 1.\tab}F\'f8rste\par{\listtext\'b7\tab}Punkt\par}`, "item: 1. Første|item: • Punkt"},
		"table":     {`{\rtf1\trowd\intbl A\cell B\cell\row\trowd\intbl C\cell D\cell\row\pard Efter.\par}`, "cell: A|cell: B|cell: C|cell: D|paragraph: Efter."},
		"placing":   {`{\rtf1\trowd\intbl Venstre\cell H\'f8jre\cell\row\pard Efter.\par}`, "paragraph: Venstre|paragraph: Højre|paragraph: Efter."},
		"note":      {`{\rtf1 Ordet\super\chftn{\footnote\pard\chftn Se bilag.}\nosupersub  st\'e5r her.\par}`, "paragraph: Ordet¹ står her.|footnote: 1 Se bilag."},
		"unclosed":  {`{\rtf1 Slut uden klamme`, "paragraph: Slut uden klamme"},
		"surrogate": {`{\rtf1\uc0\u-10179\u-8704 x\par}`, "paragraph: 😀x"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := blocks(read(t, c.in)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestChanges(t *testing.T) {
	d := read(t, `{\rtf1 Fristen er {\deleted otte}{\revised ti} uger.\par}`)
	got := ""
	for _, m := range d.Marks {
		got += string(m.Kind) + "=" + d.Quote(m.Span) + " "
	}
	if got != "struck=otte inserted=ti " {
		t.Errorf("marks %q", got)
	}
	d = read(t, `{\rtf1{\*\revtbl{Unknown;}{Grethe Lund;}{Ib;}}Fristen er {\revauthdel2\deleted otte}{\revauth1\revised ti} uger.\par}`)
	if len(d.Problems) != 1 || !strings.Contains(d.Problems[0].Text, "by Ib, Grethe Lund;") {
		t.Errorf("problems %v", d.Problems)
	}
}

func TestComments(t *testing.T) {
	d := read(t, `{\rtf1 Teksten{\*\atnid GL}{\*\atnauthor Grethe Lund}\chatn{\*\annotation{\*\atndate 123}\pard\plain\chatn Den b\'f8r udg\'e5.\par Og mere.} er kort.\par`+
		`\trowd\intbl A{\*\annotation Om A.}\cell B\cell\row\trowd\intbl C\cell D\cell\row\pard Efter.\par}`)
	if got, want := blocks(d), "paragraph: Teksten er kort.|paragraph: Den bør udgå.|paragraph: Og mere.|cell: A|cell: Om A.|cell: B|cell: C|cell: D|paragraph: Efter."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(d.Problems) != 1 || !strings.Contains(d.Problems[0].Text, "by Grethe Lund;") {
		t.Errorf("problems %v", d.Problems)
	}
}

func TestNesting(t *testing.T) {
	d := read(t, `{\rtf1 F\'f8r.\par `+strings.Repeat("{", 5000)+" x")
	if blocks(d) != "paragraph: Før." || len(d.Problems) != 1 || d.Problems[0].Code != "rtf.cap" {
		t.Errorf("got %s, %v", blocks(d), d.Problems)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{\rtf1\ansi Bl\'e5 \u248?l{\footnote x}\par\trowd\intbl a\cell\row}`)
	f.Add(`{\rtf1{\listtext 1.}\outlinelevel9 x\bin5 abc}}}`)
	f.Add(`{\rtf1{\*\revtbl{a;}}b{\*\atnauthor c}{\*\annotation d{\footnote e}\par}{\deleted\revauth1 f\cell}}`)
	f.Fuzz(func(t *testing.T, s string) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		read(t, s)
	})
}
