package policy

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"
)

// TestWord splits a draft whose numbers stand nowhere in its text: Word computes them from the rules of its lists.
func TestWord(t *testing.T) {
	para := func(level, text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	lvl := func(n, text string) string {
		return `<w:lvl w:ilvl="` + n + `"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="` + text + `"/></w:lvl>`
	}
	wrap := func(body string) string {
		return `<w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` + body + `</w:x>`
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, body := range map[string]string{
		"word/numbering.xml": lvlsOf(lvl),
		"word/document.xml": para("0", "Haver") + para("1", "Der skal være haver ved alle skoler.") + para("1", "Haverne passes af eleverne.") +
			para("0", "Bede") + para("1", "Bede må ikke være større end fire meter.") + `<w:p><w:r><w:t>Det gælder også højbede.</w:t></w:r></w:p>`,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(wrap(body))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := Read(context.Background(), "plan.docx", buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range p.Clauses {
		got = append(got, c.ID+" ("+c.Parent+"): "+c.Text)
	}
	want := "1.1 (§ 1 Haver): Der skal være haver ved alle skoler.|1.2 (§ 1 Haver): Haverne passes af eleverne.|2.1 (§ 2 Bede): Bede må ikke være større end fire meter.\nDet gælder også højbede."
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func lvlsOf(lvl func(n, text string) string) string {
	return `<w:abstractNum w:abstractNumId="0">` + lvl("0", "§ %1") + lvl("1", "%1.%2") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
}
