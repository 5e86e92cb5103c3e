package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func utf16le(s string, mark bool) []byte {
	var out []byte
	if mark {
		out = []byte{0xff, 0xfe}
	}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

const sentence = "Vi støtter forslaget, men æblehaven bør bevares."

const verse = "”Ærlig talt,” skrev Åse på Øen, “vi støtter forslaget – men æblehaven bør bevares.” § 4 koster 5 mio. kr. for caféen."

// TestEncodings reads a letter in every encoding that people's programs write.
func TestEncodings(t *testing.T) {
	plain := strings.NewReplacer("”", "\"", "“", "\"", "–", "-").Replace(verse)
	coded := func(e encoding.Encoding, s string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"utf-8":                 {[]byte(verse), verse},
		"utf-8 with mark":       {[]byte("\ufeff" + verse), verse},
		"utf-8, a byte broken":  {[]byte(verse + " Gr\xf8n."), verse + " Grøn."},
		"utf-16":                {utf16le(verse, true), verse},
		"utf-16 unmarked":       {utf16le(verse, false), verse},
		"utf-16 big":            {coded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), verse), verse},
		"utf-16 big unmarked":   {coded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), verse), verse},
		"windows-1252":          {coded(charmap.Windows1252, verse), verse},
		"windows-1252, short":   {[]byte("Bevar \xe6bletr\xe6et."), "Bevar æbletræet."},
		"windows-1252, English": {[]byte("We don\x92t want it \x96 it\x92s \x93wrong\x94, said the Caf\xe9."), "We don’t want it – it’s “wrong”, said the Café."},
		"latin-1":               {coded(charmap.ISO8859_1, plain), plain},
		"DOS, Nordic (865)":     {coded(charmap.CodePage865, strings.ReplaceAll(plain, "§", "$")), strings.ReplaceAll(plain, "§", "$")},
		"DOS, western (850)":    {coded(charmap.CodePage850, plain), plain},
		"DOS, short":            {[]byte("Bevar \x91bletr\x91et."), "Bevar æbletræet."},
		"Macintosh":             {coded(charmap.Macintosh, verse), verse},
		"Macintosh, short":      {[]byte("Bevar \xbebletr\xbeet."), "Bevar æbletræet."},
		"html, latin-1":         {[]byte("<html><head><meta charset=iso-8859-1></head><p>Vi st\xf8tter forslaget, men \xe6blehaven b\xf8r bevares.</p>"), sentence},
		"html, entities":        {[]byte("<p>Vi st&oslash;tter forslaget, men &aelig;blehaven b&oslash;r bevares.</p>"), sentence},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read(context.Background(), "brev.txt", c.data)
			if err != nil {
				t.Fatal(err)
			}
			if d.Text != c.want {
				t.Errorf("got  %q\nwant %q", d.Text, c.want)
			}
		})
	}
}

func TestMojibakeIsHealed(t *testing.T) {
	d, err := Read(context.Background(), "brev.txt", []byte("SÃ¥ vidt vi kan se, bÃ¸r Ã¦ndringen vente."))
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "Så vidt vi kan se, bør ændringen vente." || len(d.Problems) != 1 || d.Problems[0].Code != "text.mojibake" {
		t.Errorf("got %q, %v", d.Text, d.Problems)
	}
}

func archive(t testing.TB, files ...[2]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Deflate})
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
	return buf.Bytes()
}

func word1(body string) string {
	return `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`
}

func TestRefused(t *testing.T) {
	ole := func(stream string) string {
		return "\xd0\xcf\x11\xe0" + strings.Repeat("\x00", 60) + string(utf16le(stream, false))
	}
	for _, c := range []struct{ name, data, code, says string }{
		{"tom.pdf", "", "file.empty", "0 bytes"},
		{"blank.txt", " \n\n ", "file.wordless", "no words"},
		{"foto.pdf", "\x89PNG\r\n\x1a\n....", "file.image", "an image"},
		{"gammel.doc", ole("WordDocument"), "file.old-word", "save it as .docx"},
		{"last.docx", ole("EncryptedPackage"), "file.encrypted", "password"},
		{"mail.msg", ole("__substg1.0_0037001F"), "file.msg", ".eml"},
		{"ark.xlsx", string(archive(t, [2]string{"[Content_Types].xml", "<x/>"}, [2]string{"xl/workbook.xml", "<x/>"})), "file.sheet", "spreadsheet"},
		{"brev.docx", "PK\x03\x04garbage", "docx.damaged", "save it again"},
		{"brev.odt", "PK\x03\x04garbage", "odt.damaged", "save it again"},
		{"breve.zip", "PK\x03\x04garbage", "file.zip", "Unpack"},
		{"pakke.rar", "Rar!\x1a\x07\x00....", "file.archive", "Unpack"},
		{"svar.json", `{"svar": ["vi er enige"]}`, "file.data", "JSON"},
		{"prog.txt", "MZ\x90\x00\x03\x00\x00\x00\x04", "file.program", "program"},
		{"data.bin", "\x01\x02\x03\x04\x05\x00\x00\x01\x02\x07", "file.unknown", "Send it as PDF"},
		{"halv.pdf", "%PDF-1.4\nnothing", "pdf.damaged", "damaged"},
		{"mappe.zip", string(archive(t, [2]string{"a.txt", sentence})), "zip.many", "several files"},
		{"bombe.docx", string(archive(t, [2]string{"word/document.xml", word1(strings.Repeat(" ", 65<<20))})), "docx.cap", "64 MB"},
		{"billede.docx", string(archive(t, [2]string{"word/document.xml", word1("")})), "file.wordless", "no words"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(context.Background(), "breve/"+c.name, []byte(c.data))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if e.Code != c.code || !strings.Contains(e.Text, c.says) || !strings.HasPrefix(e.Text, c.name) {
				t.Errorf("got %s: %s", e.Code, e.Text)
			}
		})
	}
}

func TestMisnamed(t *testing.T) {
	d, err := Read(context.Background(), "svar/brev.pdf", []byte(sentence))
	if err != nil {
		t.Fatal(err)
	}
	want := "brev.pdf is named .pdf but holds plain text; it was read as plain text. Check that the right file was sent."
	if d.Text != sentence || len(d.Problems) != 1 || d.Problems[0].Text != want {
		t.Errorf("got %q, %v", d.Text, d.Problems)
	}
	if d.ID != "brev" || d.Source.Name != "svar/brev.pdf" || d.Source.MediaType != "text/plain" || d.Source.Pages != 1 || len(d.Source.SHA256) != 64 {
		t.Errorf("source %+v, id %s", d.Source, d.ID)
	}
	if d, err = Read(context.Background(), "brev.md", []byte("<p>"+sentence+"</p>")); err != nil || len(d.Problems) != 0 {
		t.Errorf("a web page named .md: %v, %v", err, d.Problems)
	}
}

// TestHostileWord reads Word files made to do harm: each is read in part, with the cap named, or refused by name.
func TestHostileWord(t *testing.T) {
	p := `<w:p><w:r><w:t>Et afsnit med ord.</w:t></w:r></w:p>`
	for _, c := range []struct{ name, document, code string }{
		{"cells", word1(p + `<w:tbl>` + strings.Repeat(`<w:tr>`+strings.Repeat(`<w:tc><w:p/></w:tc>`, 20)+`</w:tr>`, 50_000)), "docx.cap"},
		{"depth", word1(p + strings.Repeat(`<w:sdt>`, 5000)), "docx.cap"},
		{"entities", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;&a;">]>` + word1(p+`<w:p><w:r><w:t>før &b; efter</w:t></w:r></w:p>`), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Read(context.Background(), c.name+".docx", archive(t, [2]string{"word/document.xml", c.document}, [2]string{"../../../evil.txt", "x"}))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(d.Text, "Et afsnit med ord.") {
				t.Errorf("got %.60q", d.Text)
			}
			code := ""
			for _, p := range d.Problems {
				code = p.Code
			}
			if code != c.code {
				t.Errorf("problems %v, want %q", d.Problems, c.code)
			}
			if strings.Contains(d.Text, "&b;&b;") {
				t.Errorf("entity expanded: %q", d.Text)
			}
		})
	}
}

const testMail = "From: =?utf-8?q?Birthe_Bj=C3=A6lke?= <b@lund.example>\r\nTo: horing@kommune.example\r\nSubject: H\xf8ringssvar\r\nDate: Mon, 4 May 2026 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=XX\r\n\r\n" +
	"--XX\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHermed mit svar. Jeg er meget glad for forslaget om flere b=F8ge, men jeg synes, at hegnet langs =E5en b=F8r blive.\r\n\r\nVenlig hilsen\r\nBirthe\r\n\r\nDen man. 4. maj 2026 kl. 09.12 skrev Kommunen <horing@kommune.example>:\r\n> Vi sender hermed forslaget i h=F8ring.\r\n" +
	"--XX\r\nContent-Type: application/octet-stream; name=svar.html\r\nContent-Disposition: attachment; filename=svar.html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGVnbmV0IGLDuHIgYmxpdmUuPC9wPg==\r\n" +
	"--XX\r\nContent-Type: image/png; name=logo.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"

func TestMail(t *testing.T) {
	d, err := Read(context.Background(), "mail.eml", []byte(testMail))
	if err != nil {
		t.Fatal(err)
	}
	want := "From: Birthe Bjælke <b@lund.example>\n\nTo: horing@kommune.example\n\nDate: Mon, 4 May 2026 10:00:00 +0200\n\nSubject: Høringssvar\n\nHermed mit svar. Jeg er meget glad for forslaget om flere bøge, men jeg synes, at hegnet langs åen bør blive.\n\nVenlig hilsen\n\nBirthe"
	if d.Text != want {
		t.Errorf("got\n%s\nwant\n%s", d.Text, want)
	}
	codes := ""
	for _, p := range d.Problems {
		codes += p.Code + " "
	}
	if codes != "mail.thread mail.attachments " {
		t.Errorf("problems %v", d.Problems)
	}
}

func names(ms []Member) string {
	var out []string
	for _, m := range ms {
		s := m.Name
		if m.Err != nil {
			s += " ✗"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestReadAll(t *testing.T) {
	z := archive(t, [2]string{"b/brev.txt", sentence}, [2]string{"a.eml", testMail}, [2]string{"__MACOSX/._a", "x"}, [2]string{"../ud.txt", sentence}, [2]string{"tom.txt", ""})
	got := names(ReadAll(context.Background(), "alle.zip", z))
	if want := "alle.zip/a.eml, alle.zip/a.eml/svar.html, alle.zip/b/brev.txt, alle.zip/tom.txt ✗, alle.zip/.._ud.txt ✗"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := names(ReadAll(context.Background(), "brev.txt", []byte(sentence))); got != "brev.txt" {
		t.Errorf("got %s", got)
	}
	deep := []byte(sentence)
	for range 10 {
		deep = archive(t, [2]string{"x.zip", string(deep)})
	}
	if ms := ReadAll(context.Background(), "dyb.zip", deep); len(ms) != 1 || ms[0].Err == nil {
		t.Errorf("nested archives: %s", names(ms))
	}
}

func TestDrafts(t *testing.T) {
	page := "<p>Et afsnit.</p><p>Udkast · side 1</p><p>Et til.</p><p>Udkast · side 2</p>"
	d, err := Read(context.Background(), "a.html", []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "Et afsnit.\n\nEt til.\n\nUdkast · side 1" || d.Blocks[2].Kind != consult.Footer {
		t.Errorf("a response: %q", d.Text)
	}
	if d, err = ReadDraft(context.Background(), "a.html", []byte(page)); err != nil || len(d.Blocks) != 4 {
		t.Errorf("a draft: %v, %q", err, d.Text)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(testMail))
	f.Add([]byte("<html><p>Hej<table><tr><td>a"))
	f.Add(archive(f, [2]string{"word/document.xml", word1("<w:p>")}))
	f.Add([]byte("1. En\n2. To\n\nDet her-\nmed 1 http://www.x.example/\nabc"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
			t.Skip() // the PDF reader has targets of its own
		}
		for _, m := range ReadAll(context.Background(), "x", data) {
			if m.Err == nil {
				if err := m.Doc.Validate(); err != nil {
					t.Error(err)
				}
			}
		}
	})
}
