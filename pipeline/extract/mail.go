package extract

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
)

var mailKind = &kind{media: "message/rfc822", holds: "a mail", ext: []string{"eml", "mht"}, text: true, is: isMail, read: readMail}

var headerLine = regexp.MustCompile(`(?i)^(mime-version|message-id|received|return-path|content-type|x-[a-z-]+|dkim-signature|delivered-to): ?\S`)

// isMail reports whether data begin with the header of a mail, such as programs write and people don't.
func isMail(_, head []byte) bool {
	marks, lines := 0, 0
	for _, l := range strings.Split(string(head), "\n") {
		l = strings.TrimRight(l, "\r")
		if l == "" {
			break
		}
		if lines++; lines > 200 {
			break
		}
		if l[0] == ' ' || l[0] == '\t' {
			continue
		}
		name, _, ok := strings.Cut(l, ":")
		if !ok || strings.ContainsAny(name, " \t") {
			return lines == 1 && strings.HasPrefix(l, "From ") && marks > 0
		}
		if headerLine.MatchString(l) {
			marks++
		}
	}
	return marks > 0 && lines > 1
}

// The caps of a mail.
const (
	maxMailDepth = 8
	maxMailParts = 500
)

// attachment is a file in a mail or archive.
type attachment struct {
	name string
	data []byte
}

// letter is a mail taken apart.
type letter struct {
	head        mail.Header
	plain, html []byte
	attachments []attachment
	parts       int
	damaged     bool
}

func openMail(data []byte) (*letter, error) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	body, _ := io.ReadAll(m.Body)
	l := &letter{head: m.Header}
	l.part(m.Header, body, 0)
	return l, nil
}

// headerOf is the header of a mail or of a part of one.
type headerOf interface{ Get(string) string }

// part reads a part of a mail: a body, a file, or parts again.
func (l *letter) part(h headerOf, body []byte, depth int) {
	if l.parts++; depth > maxMailDepth || l.parts > maxMailParts {
		l.damaged = true
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		l.multi(params["boundary"], body, depth)
		return
	}
	body = l.decode(h.Get("Content-Transfer-Encoding"), body)
	disposition, dparams, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := word(first(dparams["filename"], params["name"]))
	switch {
	case kind == "text/plain" && disposition != "attachment" && name == "":
		l.plain = append(append(l.plain, utf8Of(body, params["charset"])...), '\n')
	case kind == "text/html" && disposition != "attachment" && name == "":
		l.html = append(l.html, utf8Of(body, first(params["charset"], metaCharset(body)))...)
	case kind == "message/rfc822":
		l.attachments = append(l.attachments, attachment{first(name, "forwarded.eml"), body})
	case worthReading(kind, name, disposition):
		l.attachments = append(l.attachments, attachment{first(name, fmt.Sprintf("attachment-%d", len(l.attachments)+1)), body})
	}
}

// worthReading leaves out what mail programs attach by themselves: logos, signatures, business cards.
func worthReading(kind, name, disposition string) bool {
	switch {
	case strings.HasPrefix(kind, "image/"):
		return disposition == "attachment"
	case strings.Contains(kind, "signature"), kind == "text/calendar", kind == "text/vcard", kind == "text/x-vcard", kind == "application/ms-tnef":
		return false
	}
	return strings.ToLower(path.Ext(name)) != ".vcf"
}

func (l *letter) multi(boundary string, body []byte, depth int) {
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		p, err := r.NextRawPart()
		if err != nil {
			l.damaged = l.damaged || err != io.EOF && !bytes.Contains(body, []byte("--"+boundary))
			return
		}
		data, err := io.ReadAll(p)
		l.damaged = l.damaged || err != nil && len(data) == 0
		l.part(p.Header, data, depth+1)
		if err != nil {
			return // the last boundary is missing
		}
	}
}

func (l *letter) decode(how string, body []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(how)) {
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil && len(out)*2 < len(body) {
			return body
		}
		return out
	case "base64":
		clean := bytes.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/' {
				return r
			}
			return -1
		}, body)
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
		n, err := base64.RawStdEncoding.Decode(out, clean)
		l.damaged = l.damaged || err != nil
		return out[:n]
	}
	return body
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// utf8Of brings the text of a part to UTF-8.
func utf8Of(data []byte, label string) []byte {
	s, _ := decode(data, label)
	return []byte(s)
}

// word decodes a header's words, also where raw bytes stand in them.
func word(s string) string {
	d := mime.WordDecoder{CharsetReader: func(label string, r io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(r), nil
	}}
	if t, err := d.DecodeHeader(s); err == nil {
		s = t
	}
	if !utf8.ValidString(s) {
		s, _ = decode([]byte(s), "")
	}
	return strings.Join(strings.Fields(s), " ")
}

func readMail(_ context.Context, b *markup.Builder, name string, data []byte) (*consult.Document, error) {
	l, err := openMail(data)
	if err != nil {
		return nil, &Error{Code: "mail.damaged", Text: fmt.Sprintf("%s is a damaged mail (%v). Open it in a mail program and save it again, or print it to PDF.", base(name), err), Err: err}
	}
	l.write(b)
	if n := len(l.attachments); n > 0 {
		var names []string
		for _, a := range l.attachments {
			names = append(names, a.name)
		}
		b.Problem("mail.attachments", fmt.Sprintf("The mail has attachments (%s); each is a response of its own.", strings.Join(names, ", ")))
	}
	return b.Document(), nil
}

// body reads the mail's own words.
func (l *letter) body(b *markup.Builder) {
	if len(l.html) > len(l.plain)/2 && len(l.html) > 0 {
		markup.ReadHTML(b, l.html)
	} else {
		markup.ReadText(b, string(l.plain))
	}
	if b.DropThread() {
		b.Problem("mail.thread", "The mail quotes earlier messages below its own words; they were left out.")
	}
}

// write puts the mail's head and own words into b.
func (l *letter) write(b *markup.Builder) {
	for _, h := range []string{"From", "To", "Date", "Subject"} {
		if v := word(l.head.Get(h)); v != "" {
			b.Append(markup.Para{Plain: true, Runs: []markup.Run{{Text: h + ": " + v}}})
		}
	}
	body := &markup.Builder{}
	l.body(body)
	b.Move(body)
	if l.damaged {
		b.Problem("mail.damaged", "Parts of the mail are damaged and were read as far as possible. Ask for it again if words are missing.")
	}
}
