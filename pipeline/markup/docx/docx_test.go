package docx

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

// pack makes a Word file of parts; the wrapping element of each is added.
func pack(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range []string{"document", "styles", "numbering", "footnotes", "comments", "header1", "_rels/document.xml.rels"} {
		body, ok := files[name]
		if !ok {
			continue
		}
		file := "word/" + name + ".xml"
		text := `<?xml version="1.0"?><w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="m">` + body + `</w:x>`
		if strings.HasPrefix(name, "_rels") {
			file, text = "word/"+name, `<Relationships>`+body+`</Relationships>`
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: file, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func readDoc(t testing.TB, files map[string]string) *consult.Document {
	t.Helper()
	a, err := parts.Open(pack(t, files))
	if err != nil {
		t.Fatal(err)
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

// show writes blocks one a line: kind, level or place, words.
func show(d *consult.Document) string {
	var s strings.Builder
	for _, b := range d.Blocks {
		s.WriteString(string(b.Kind))
		if b.Level > 0 {
			s.WriteString(string(rune('0' + b.Level)))
		}
		if b.Row > 0 {
			s.WriteString(string(rune('0'+b.Row)) + "." + string(rune('0'+b.Col)))
		}
		s.WriteString(": " + d.Quote(b.Span) + "\n")
	}
	return strings.TrimSpace(s.String())
}

func p(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

const stylesXML = `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:sz w:val="22"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mit"><w:name w:val="Mit afsnit"/><w:basedOn w:val="Overskrift1"/></w:style>
<w:style w:type="character" w:styleId="Fed"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>`

const numberingXML = `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>`

func numbered(num, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestNumbersAreComputed(t *testing.T) {
	body := `<w:p><w:pPr><w:pStyle w:val="Overskrift1"/></w:pPr><w:r><w:t>Formål</w:t></w:r></w:p>` +
		numbered("1", "1", "Første punkt.") + numbered("1", "1", "Andet punkt.") + numbered("1", "2", "Et litra.") +
		`<w:p><w:pPr><w:pStyle w:val="Mit"/></w:pPr><w:r><w:t>Anvendelse</w:t></w:r></w:p>` +
		numbered("1", "1", "Begynder forfra.") + numbered("2", "0", "Et punkt.") + numbered("3", "0", "Springer til syv.")
	got := show(readDoc(t, map[string]string{"document": body, "styles": stylesXML, "numbering": numberingXML}))
	want := `heading1: § 1. Formål
item2: 1.1 Første punkt.
item2: 1.2 Andet punkt.
item3: a) Et litra.
heading1: § 2. Anvendelse
item2: 2.1 Begynder forfra.
item1: • Et punkt.
item1: § 7. Springer til syv.`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestChangesNotesAndBoxes(t *testing.T) {
	body := `<w:p><w:r><w:t xml:space="preserve">Fristen er </w:t></w:r><w:del w:author="A"><w:r><w:delText>otte</w:delText></w:r></w:del><w:ins w:author="A"><w:r><w:t>ti</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> dage</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>Før boksen.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + p("I boksen.") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + p("I boksen.") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
		`<w:p><w:r><w:rPr><w:rStyle w:val="Fed"/></w:rPr><w:t>En overskrift</w:t></w:r></w:p>` + p("Under den står der en sætning, som er længere end overskriften.") +
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` +
		`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Skjult</w:t></w:r></w:p><w:sectPr><w:headerReference r:id="rId1"/></w:sectPr>`
	d := readDoc(t, map[string]string{
		"document": body, "styles": stylesXML,
		"footnotes":               `<w:footnote w:type="separator" w:id="0">` + p("—") + `</w:footnote><w:footnote w:id="2">` + p("Se bilag 4.") + `</w:footnote>`,
		"header1":                 p("Lærkevejens Grundejerforening"),
		"_rels/document.xml.rels": `<Relationship Id="rId1" Type="x/header" Target="header1.xml"/>`,
	})
	want := `paragraph: Fristen er otteti dage¹.
paragraph: Før boksen.
paragraph: I boksen.
heading1: En overskrift
paragraph: Under den står der en sætning, som er længere end overskriften.
paragraph: 9
footnote: 1 Se bilag 4.
header: Lærkevejens Grundejerforening`
	if got := show(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	marks := ""
	for _, m := range d.Marks {
		marks += string(m.Kind) + "=" + d.Quote(m.Span) + " "
	}
	if want := "struck=otte inserted=ti noteref=¹ bold=En overskrift "; marks != want {
		t.Errorf("marks %q, want %q", marks, want)
	}
}

func TestTables(t *testing.T) {
	row := func(cells ...string) string {
		s := "<w:tr>"
		for _, c := range cells {
			s += "<w:tc>" + p(c) + "</w:tc>"
		}
		return s + "</w:tr>"
	}
	wide := `<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + p("Bred") + `</w:tc><w:tc>` + p("Tredje") + `</w:tc></w:tr>`
	body := `<w:tbl>` + row("Brevhoved", "Dato") + `</w:tbl><w:tbl>` + row("Afsnit", "Bemærkning", "Forslag") + wide + `</w:tbl>` + p("Slut.")
	got := show(readDoc(t, map[string]string{"document": body}))
	want := "paragraph: Brevhoved\nparagraph: Dato\ncell1.1: Afsnit\ncell1.2: Bemærkning\ncell1.3: Forslag\ncell2.1: Bred\ncell2.3: Tredje\nparagraph: Slut."
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestComments(t *testing.T) {
	d := readDoc(t, map[string]string{
		"document": `<w:p><w:r><w:t>Teksten.</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>` + p("Mere."),
		"comments": `<w:comment w:id="1" w:author="Grethe Lund">` + p("Det bør udgå.") + `</w:comment><w:comment w:id="2" w:author="Grethe Lund">` + p("Ingen steder.") + `</w:comment>`,
	})
	if got := show(d); got != "paragraph: Teksten.\nparagraph: Det bør udgå.\nparagraph: Mere." {
		t.Errorf("got\n%s", got)
	}
	if len(d.Problems) != 1 || !strings.Contains(d.Problems[0].Text, "Grethe Lund") {
		t.Errorf("problems %v", d.Problems)
	}
}

func TestWhoChanged(t *testing.T) {
	ins := func(who, what string) string {
		return `<w:ins w:author="` + who + `"><w:r><w:t>` + what + `</w:t></w:r></w:ins>`
	}
	d := readDoc(t, map[string]string{"document": `<w:p>` + ins("Grethe Lund", "Nye") + ins("Ib", " ord.") + ins("Ib", "") + `</w:p><w:p><w:pPr><w:rPr><w:ins w:author="Ole"/></w:rPr></w:pPr><w:r><w:t>Mere.</w:t></w:r></w:p>`})
	if len(d.Problems) != 1 || d.Problems[0].Code != "docx.changes" || !strings.Contains(d.Problems[0].Text, "by Grethe Lund, Ib;") {
		t.Errorf("problems %v", d.Problems)
	}
}

func TestPlaceholders(t *testing.T) {
	control := func(props, text string) string {
		return `<w:sdt><w:sdtPr>` + props + `</w:sdtPr><w:sdtContent>` + p(text) + `</w:sdtContent></w:sdt>`
	}
	d := readDoc(t, map[string]string{"document": control(`<w:showingPlcHdr/>`, "Klik her for at skrive.") + control(`<w:showingPlcHdr w:val="0"/>`, "Udfyldt.") + control("", "Også udfyldt.")})
	if got := show(d); got != "paragraph: Udfyldt.\nparagraph: Også udfyldt." {
		t.Errorf("got\n%s", got)
	}
}

func TestDamageKeepsWhatCameBefore(t *testing.T) {
	d := readDoc(t, map[string]string{"document": p("Det første afsnit.") + `<w:p><w:r><w:t>Det andet <`})
	if got := show(d); !strings.HasPrefix(got, "paragraph: Det første afsnit.") || len(d.Problems) != 1 {
		t.Errorf("got %s, problems %v", got, d.Problems)
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(p("En sætning."), stylesXML, numberingXML)
	f.Add(numbered("1", "2", "x")+`<w:tbl><w:tr><w:tc>`+p("y")+`<w:tbl>`, stylesXML, numberingXML)
	f.Add(`<w:p><w:r><w:commentReference w:id="1"/></w:r><w:del w:author="a"><w:r><w:delText>b</w:delText></w:r></w:del></w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`, "", "")
	f.Fuzz(func(t *testing.T, body, styles, numbering string) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		readDoc(t, map[string]string{"document": body, "styles": styles, "numbering": numbering, "comments": `<w:comment w:id="1" w:author="b">` + body + `</w:comment>`})
	})
}
