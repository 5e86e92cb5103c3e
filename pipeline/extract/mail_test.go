package extract

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/markup/cfb/cfbtest"
)

// crlf writes a mail's lines as they travel.
func crlf(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n") }

const opinion = "Vi er imod, at stien langs åen lukkes, for den er børnenes eneste sikre vej til skole."

func latin1(s string) string {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return string(out)
}

// shown writes members one a line: name, then code of the error or first and last words.
func shown(ms []Member) string {
	var out []string
	for _, m := range ms {
		if m.Err != nil {
			out = append(out, m.Name+" ✗ "+m.Err.(*Error).Code)
			continue
		}
		s := m.Doc.Text
		if i := strings.LastIndex(s, "Subject: "); i >= 0 {
			_, s, _ = strings.Cut(s[i:], "\n\n")
		}
		out = append(out, m.Name+": "+strings.ReplaceAll(s, "\n\n", " | "))
	}
	return strings.Join(out, "\n")
}

// TestBrokenMail reads mails as they come in: what is broken costs itself only.
func TestBrokenMail(t *testing.T) {
	head := []string{"From: b@lund.example", "Subject: Stien", "MIME-Version: 1.0"}
	mail := func(lines ...string) []byte { return crlf(append(append([]string{}, head...), lines...)...) }
	pdfless := base64.StdEncoding.EncodeToString([]byte("<p>" + opinion + "</p>"))
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"unclosed boundary", mail("Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/plain; charset=utf-8", "", opinion), "m.eml: " + opinion},
		{"boundary not told", mail("Content-Type: multipart/mixed", "", "--=_abc123", "Content-Type: text/plain; charset=utf-8", "", opinion, "--=_abc123--"), "m.eml: " + opinion},
		{"no parts at all", mail("Content-Type: multipart/mixed; boundary=X", "", latin1(opinion)), "m.eml: " + opinion},
		{"broken base64", mail("Content-Type: text/html", "Content-Transfer-Encoding: base64", "", pdfless[:40]+"\r\n*!"+pdfless[40:100]+"=\r\n \t"+pdfless[100:]), "m.eml: " + opinion},
		{"broken quoted-printable", mail("Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: quoted-printable", "", "L=F8n = 5 =ZZ kr=\r\noner, m=e5ske."), "m.eml: Løn = 5 =ZZ kroner, måske."},
		{"raw latin-1", mail("Content-Type: text/plain", "", latin1(opinion)), "m.eml: " + opinion},
		{"latin-1 that claims utf-8", mail("Content-Type: text/plain; charset=utf-8", "", latin1(opinion)), "m.eml: " + opinion},
		{"utf-8 that claims latin-1", mail("Content-Type: text/plain; charset=iso-8859-1", "", opinion), "m.eml: " + opinion},
		{"header line without colon", mail("Content-Type: text/plain; charset=utf-8", "this is no field", "", opinion), "m.eml: " + opinion},
		{"from a mailbox", append([]byte("From b@lund.example Mon May  4 10:00:00 2026\r\n"), mail("Content-Type: text/plain; charset=utf-8", "", opinion)...), "m.eml: " + opinion},
		{"raw letters in a name", mail("Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/html; name=h\xf8ring svar.html", "Content-Disposition: attachment; filename=h\xf8ring svar.html", "", "<p>Hegnet b&oslash;r blive.</p>", "--X--"), "m.eml/høring svar.html: Hegnet bør blive."},
		{"alternatives", mail("Content-Type: multipart/alternative; boundary=X", "", "--X", "Content-Type: text/plain", "", "plain", "--X", "Content-Type: text/html; charset=utf-8", "", "<p>"+opinion, "--X--"), "m.eml: " + opinion},
		{"a gateway's footer", mail("Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/plain; charset=utf-8", "", opinion, "--X", "Content-Type: text/html", "", "<p>Mailen er scannet for virus.</p><p>"+strings.Repeat("Skrevet af en maskine. ", 20), "--X--"),
			"m.eml: " + opinion + " | Mailen er scannet for virus. | " + strings.TrimSpace(strings.Repeat("Skrevet af en maskine. ", 20))},
		{"pictures shown", mail("Content-Type: multipart/related; boundary=X", "", "--X", "Content-Type: text/html; charset=utf-8", "", "<p>"+opinion+"<img src='cid:logo@x'>", "--X", "Content-Type: image/png; name=logo.png", "Content-ID: <logo@x>", "Content-Disposition: attachment; filename=logo.png", "", "\x89PNG", "--X", "Content-Type: image/gif", "", "GIF89a", "--X--"), "m.eml: " + opinion},
		{"a photo sent", mail("Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/plain", "", "Se foto.", "--X", "Content-Type: image/png; name=brev.png", "Content-Disposition: attachment", "", "\x89PNG\r\n\x1a\n\x00\x00\x00", "--X--"), "m.eml/brev.png ✗ file.image"},
		{"winmail.dat", mail("Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/plain", "", "Hermed svar.", "--X", "Content-Type: application/ms-tnef; name=winmail.dat", "", "\x78\x9f\x3e\x22", "--X--"), "m.eml/winmail.dat ✗ mail.winmail"},
		{"encrypted", mail("Content-Type: application/pkcs7-mime; name=smime.p7m", "", "\x30\x82"), "m.eml/smime.p7m ✗ mail.encrypted"},
		{"nested", mail("Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/plain", "", "Hermed.", "--X", "Content-Type: message/rfc822", "", "From: a@lund.example", "Subject: svar", "Content-Type: multipart/mixed; boundary=Y", "", "--Y", "Content-Type: text/plain; charset=utf-8", "", opinion, "--Y", "Content-Type: text/html; name=bilag.html", "", "<p>Hegnet.</p>", "--Y--", "--X", "Content-Type: message/rfc822", "", "Subject: et til", "", "Tak.", "--X--"),
			"m.eml/forwarded.eml: " + opinion + "\nm.eml/forwarded.eml/bilag.html: Hegnet.\nm.eml/forwarded-2.eml: Tak."},
		{"no words", mail("Content-Type: text/plain", "", " "), "m.eml ✗ file.wordless"},
		{"names that meet", mail("Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/html; name=../a.html", "", "<p>En.", "--X", "Content-Type: text/html; name=..\\A.html", "", "<p>To.", "--X--"), "m.eml/.._a.html: En.\nm.eml/.._A-2.html: To."},
	} {
		if got := shown(ReadAll(context.Background(), "m.eml", c.data)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestCover tells mails that are responses from those that only cover them.
func TestCover(t *testing.T) {
	for own, speaks := range map[string]bool{
		"Kære kommune\n\nHermed fremsendes Lund Beboerforenings høringssvar til lokalplanen. I er velkomne til at kontakte os, hvis I har spørgsmål til svaret.\n\nVenlig hilsen\nBirthe Bjælke\nformand for beboerforeningen gennem tolv år og medlem af alle de udvalg der findes": false,
		"Hej\n\nSe vedhæftede. " + opinion + "\n\nMvh. Birthe": true,
		"Dear Sir or Madam\n\nPlease find attached our response to the consultation. We would be grateful if you could confirm receipt.\n\nKind regards\nAnn":                                                                                                                                     false,
		"Please find attached the response of the Lund Residents. In short, we oppose closing the footpath because children use it every day on their way to school.\n\nRegards":                                                                                                                  true,
		"Svar vedhæftet.\n\nSendt fra min iPhone\n\nDenne mail kan indeholde oplysninger som kun er beregnet for modtageren, og hvis du ikke er den rette, skal den slettes straks uden at blive læst af nogen.":                                                                                  false,
		"Attached.\n\nThis email is confidential and intended solely for the addressee. If you are not that person you must not read it, keep it, or show it to anybody else.":                                                                                                                    false,
		"Hermed svar.\n\nFra: Kommunen\nSendt: 4. maj 2026\nTil: Lund\nEmne: Høring\n\nKommunen sender hermed forslaget ud. Fristen for bemærkninger er den 1. juni, og svar bedes sendt til postkassen, hvor de bliver læst af en medarbejder, som samler dem i et notat til udvalget i august.": false,
	} {
		mail := crlf("From: b@lund.example", "Subject: Svar", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=X", "", "--X", "Content-Type: text/plain; charset=utf-8", "", own, "--X", "Content-Type: text/html; name=svar.html", "", "<p>Hegnet b&oslash;r blive.</p>", "--X--")
		ms := ReadAll(context.Background(), "m.eml", mail)
		if got := len(ms) == 2 && ms[0].Name == "m.eml"; got != speaks || ms[len(ms)-1].Name != "m.eml/svar.html" {
			t.Errorf("%.40q: speaks %v, want %v; members %s", own, got, speaks, names(ms))
		}
	}
}

// TestOutlook reads the same mail as .msg: attachments, a mail inside, words in each of their kinds.
func TestOutlook(t *testing.T) {
	inner := cfbtest.Mail{From: "Aksel Rønnow", Subject: "Vores svar", RTF: cfbtest.Stored(`{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}Vi st\'f8tter \u248?nsket.{\*\htmltag72 </p>}}`)}
	m := cfbtest.Mail{From: "Birthe Bjælke", Address: "b@lund.example", To: "horing@kommune.example", Subject: "SV: Høring", Time: 134223552000000000,
		RTF: cfbtest.Stored(`{\rtf1\ansi Vi er imod, at stien langs \'e5en lukkes, for den er b\'f8rnenes eneste sikre vej til skole.\par}`),
		Files: []cfbtest.Attached{{Name: "svar.txt", Data: []byte(sentence)}, {Name: "Vores svar", Mail: &inner}, {Name: "Graf", Object: true, Data: []byte("x")},
			{Name: "logo.png", Media: "image/png", ContentID: "logo", Data: []byte("x")}}}
	ms := ReadAll(context.Background(), "post/mail.msg", m.Bytes())
	want := "post/mail.msg: " + opinion + "\npost/mail.msg/svar.txt: " + sentence + "\npost/mail.msg/Vores svar.msg: Vi støtter ønsket.\npost/mail.msg/Graf ✗ mail.object"
	if got := shown(ms); got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	d := ms[0].Doc
	if want = "From: Birthe Bjælke <b@lund.example>\n\nTo: horing@kommune.example\n\nDate: Mon, 04 May 2026 08:00:00 +0000\n\nSubject: SV: Høring\n\n" + opinion; d.Text != want {
		t.Errorf("got\n%s\nwant\n%s", d.Text, want)
	}
	if d.Source.MediaType != "application/vnd.ms-outlook" || d.Source.SHA256 == ms[2].Doc.Source.SHA256 || len(ms[2].Doc.Source.SHA256) != 64 {
		t.Errorf("source %+v", d.Source)
	}
	plain := cfbtest.Mail{Subject: "Svar", Body: opinion + "\r\n\r\nFra: Kommunen\r\nSendt: 4. maj 2026\r\nTil: Lund\r\n\r\nSend svar."}
	if got := shown(ReadAll(context.Background(), "p.msg", plain.Bytes())); got != "p.msg: "+opinion {
		t.Errorf("got %s", got)
	}
}

// TestMailCaps reads mails made to go on without end.
func TestMailCaps(t *testing.T) {
	deep := strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 200_000)
	wide := "From: b@lund.example\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n" + strings.Repeat("--X\r\nContent-Type: text/html; name=a.html\r\n\r\n<p>Et.\r\n", 20_000)
	parts := "From: b@lund.example\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n" + strings.Repeat("--X\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n", 100_000)
	for name, data := range map[string]string{"deep": "From: b@lund.example\r\n" + deep, "wide": wide, "parts": parts} {
		start := spent()
		ms := ReadAll(context.Background(), "m.eml", []byte(data))
		capped := false
		for _, m := range ms {
			var e *Error
			capped = capped || errors.As(m.Err, &e) && e.Code == "mail.cap"
		}
		if !capped || len(ms) > maxMailParts+1 || spent()-start > 5*time.Second {
			t.Errorf("%s: %d members, capped %v, %v", name, len(ms), capped, spent()-start)
		}
	}
}

// FuzzMail reads mails, from the net and from Outlook, with what they hold.
func FuzzMail(f *testing.F) {
	f.Add([]byte(testMail))
	f.Add(crlf("Subject: =?utf-8?q?=C3?=", "X-A: b", "Content-Type: multipart/alternative; boundary=\"X", "", "--X", "Content-Type: message/rfc822", "", "Content-Transfer-Encoding: base64", "", "QUJD=QQ", "--X--"))
	f.Add(cfbtest.Mail{Subject: "a", HTML: []byte("<p>b"), Files: []cfbtest.Attached{{Name: "c.txt", Data: []byte("d")}, {Mail: &cfbtest.Mail{Subject: "e", Body: "f"}}}}.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		l, err := openMail(data)
		if m, e := openMsg(data); e == nil {
			l, err = m, e
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range (&opener{ctx: context.Background(), top: "m"}).letter(l, "m", "", maxNested-1) {
			if (m.Err == nil) == (m.Doc == nil) {
				t.Fatalf("%s: neither read nor refused", m.Name)
			}
			if m.Doc != nil {
				if err := m.Doc.Validate(); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
