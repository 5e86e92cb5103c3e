package odt

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

func read(t testing.TB, content, styles string) *consult.Document {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, f := range [][2]string{{"mimetype", MediaType}, {"content.xml", "<office:document-content>" + content + "</office:document-content>"}, {"styles.xml", "<x>" + styles + "</x>"}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := parts.Open(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !Is(a) {
		t.Fatal("not told as an OpenDocument text")
	}
	b := &markup.Builder{}
	if err := Read(b, a); err != nil {
		t.Fatal(err)
	}
	d := b.Document()
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	return d
}

const looks = `<style:style style:name="Fed"><style:text-properties fo:font-weight="bold"/></style:style>` +
	`<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>` +
	`<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="§ "/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>`

func TestRead(t *testing.T) {
	d := read(t, `<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A</dc:creator></office:change-info><text:p>fire</text:p></text:deletion></text:changed-region>`+
		`<text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>A</dc:creator><dc:date>2026-05-04</dc:date></office:change-info></text:insertion></text:changed-region></text:tracked-changes>`+
		`<text:h text:outline-level="1">Formål</text:h><text:p>Der er<text:s text:c="2"/>højst <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>fem<text:change-end text:change-id="c2"/> uger<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Regnet fra maj.</text:p></text:note-body></text:note>.</text:p>`+
		`<text:h text:outline-level="2">Frister</text:h><text:list text:style-name="L1"><text:list-item><text:p>Første</text:p><text:list><text:list-item><text:p>Under</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Anden</text:p></text:list-item></text:list>`+
		`<text:p><text:span text:style-name="Fed">Til sidst</text:span></text:p><text:p>Her slutter brevet med en hel sætning.<office:annotation><dc:creator>Grethe Lund</dc:creator><dc:date>2026-05-04T10:00:00</dc:date><text:p>Skal det med?</text:p></office:annotation></text:p>`+
		`<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell><text:p>B</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>C</text:p></table:table-cell><table:table-cell><text:p>D</text:p></table:table-cell></table:table-row></table:table>`, looks)
	var got []string
	for _, b := range d.Blocks {
		got = append(got, string(b.Kind)+": "+d.Quote(b.Span))
	}
	want := "heading: § 1 Formål|paragraph: Der er højst firefem uger¹.|heading: 1.1 Frister|item: 1. Første|item: a) Under|item: 2. Anden|heading: Til sidst|paragraph: Her slutter brevet med en hel sætning.|paragraph: Skal det med?|cell: A|cell: B|cell: C|cell: D|footnote: 1 Regnet fra maj."
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	marks := ""
	for _, m := range d.Marks {
		marks += string(m.Kind) + "=" + d.Quote(m.Span) + " "
	}
	if want := "struck=fire inserted=fem noteref=¹ bold=Til sidst "; marks != want {
		t.Errorf("marks %q, want %q", marks, want)
	}
	if len(d.Problems) != 2 || !strings.Contains(d.Problems[0].Text, "comments in its margin by Grethe Lund;") || !strings.Contains(d.Problems[1].Text, "tracked changes by A;") {
		t.Errorf("problems %v", d.Problems)
	}
}

func FuzzContent(f *testing.F) {
	f.Add(`<text:p>Hej</text:p>`, looks)
	f.Add(`<table:table><text:list><text:list-item><text:p>x`, looks)
	f.Add(`<text:note><text:note-body><text:p>a</text:p></text:note></text:p></table:table>`, ``)
	f.Add(`<text:p><office:annotation><dc:creator>a</dc:creator><text:p>b</text:p></office:annotation><text:change text:change-id="c"/>`, ``)
	f.Fuzz(func(t *testing.T, content, styles string) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		read(t, content, styles)
	})
}
