package extract

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// Mails as they travel (RFC 5322, MIME), read as mail programs read them: what is broken (a header line without a colon,
// a boundary that never comes or was never told, letters that are no base64) costs itself and nothing else. The standard
// library's readers give up at the first of these, so the lines are cut here.

// The caps of a mail.
const (
	maxMailDepth = 8
	maxMailParts = 500
)

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
		if l[0] == ' ' || l[0] == '\t' || lines == 1 && strings.HasPrefix(l, "From ") {
			continue
		}
		name, _, ok := strings.Cut(l, ":")
		if !ok || strings.ContainsAny(name, " \t") {
			return marks > 1
		}
		if headerLine.MatchString(l) {
			marks++
		}
	}
	return marks > 0 && lines > 1
}

// header is the head of a mail or of a part of one: the first value of each field, by its name in small letters.
type header map[string]string

// cutHeader reads the header at the head of data and returns what stands after it.
func cutHeader(data []byte) (header, []byte) {
	h, name := header{}, ""
	for len(data) > 0 {
		var l []byte
		l, data = cutLine(data)
		switch key, value, ok := strings.Cut(string(l), ":"); {
		case len(bytes.TrimSpace(l)) == 0:
			return h, data
		case (l[0] == ' ' || l[0] == '\t') && name != "" && len(h[name]) < 1<<16:
			h[name] += " " + string(bytes.TrimSpace(l))
		case ok && !strings.ContainsAny(key, " \t"):
			if name = strings.ToLower(key); h[name] != "" {
				name = "" // a second one, and its further lines
				continue
			}
			h[name] = strings.TrimSpace(value)
		}
	}
	return h, nil
}

func cutLine(data []byte) (line, rest []byte) {
	i := bytes.IndexByte(data, '\n')
	if i < 0 {
		return bytes.TrimRight(data, "\r"), nil
	}
	return bytes.TrimRight(data[:i], "\r"), data[i+1:]
}

var parameter = regexp.MustCompile(`(?i);\s*(boundary|charset|name|filename)\s*=\s*(?:"([^"]*)"|([^;]+))`)

// field reads a field with parameters, such as Content-Type, also where it breaks the rules.
func (h header) field(name string) (string, map[string]string) {
	s := h[name]
	value, params, err := mime.ParseMediaType(s)
	if err == nil {
		return value, params
	}
	value, _, _ = strings.Cut(s, ";")
	params = map[string]string{}
	for _, m := range parameter.FindAllStringSubmatch(s, -1) {
		params[strings.ToLower(m[1])] = strings.TrimSpace(m[2] + m[3])
	}
	return strings.ToLower(strings.TrimSpace(value)), params
}

func openMail(data []byte) (*letter, error) { return mailOf(data, 0, new(int)), nil }

// mailOf reads a mail that lies depth deep in others; parts counts the parts of all of them.
func mailOf(data []byte, depth int, parts *int) *letter {
	l := &letter{media: "message/rfc822", parts: parts}
	if bytes.HasPrefix(data, []byte("From ")) {
		_, data = cutLine(data) // the line that mailboxes put above a mail
	}
	h, body := cutHeader(data)
	for i, f := range headFields {
		l.head[i] = word(h[strings.ToLower(f)])
	}
	l.words = l.part(h, body, depth)
	l.dropShown()
	return l
}

// part reads a part of a mail: its words, a file, or parts again.
func (l *letter) part(h header, body []byte, depth int) []segment {
	if *l.parts++; depth > maxMailDepth || *l.parts > maxMailParts {
		l.capped = true
		return nil
	}
	kind, params := h.field("content-type")
	if kind == "" {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		return l.multi(kind, params["boundary"], body, depth)
	}
	body = l.decode(h["content-transfer-encoding"], body)
	disposition, dparams := h.field("content-disposition")
	a := attachment{name: word(first(dparams["filename"], params["name"])), kind: kind, data: body, shown: disposition != "attachment",
		id: strings.Trim(h["content-id"], "<> ")}
	switch {
	case kind == "text/plain" && a.shown && a.name == "":
		return []segment{{plain: string(utf8Of(body, params["charset"]))}}
	case kind == "text/html" && a.shown && a.name == "":
		return []segment{{html: utf8Of(body, first(params["charset"], metaCharset(body)))}}
	case kind == "message/rfc822":
		l.attach(attachment{name: first(a.name, "forwarded.eml"), mail: mailOf(body, depth+1, l.parts)})
	default:
		l.attach(a)
	}
	return nil
}

// multi reads parts that stand between boundaries. Of alternatives it takes one.
func (l *letter) multi(kind, boundary string, body []byte, depth int) []segment {
	pieces := cutParts(body, boundary)
	if len(pieces) == 0 {
		if pieces = cutParts(body, guessBoundary(body)); len(pieces) == 0 {
			l.damaged = true
			return []segment{{plain: string(utf8Of(body, ""))}}
		}
	}
	if kind == "multipart/encrypted" {
		l.attach(attachment{name: "encrypted mail", fault: encrypted})
		return nil
	}
	var out []segment
	for _, p := range pieces {
		h, rest := cutHeader(p)
		out = append(out, l.part(h, rest, depth+1)...)
	}
	if kind == "multipart/alternative" {
		return best(out)
	}
	return out
}

// best takes HTML before plain text, unless it is much shorter: some programs write only a notice there.
func best(list []segment) []segment {
	var plain, html []segment
	p, h := 0, 0
	for _, s := range list {
		if s.html != nil {
			html, h = append(html, s), h+len(s.html)
		} else {
			plain, p = append(plain, s), p+len(s.plain)
		}
	}
	if h > p/2 {
		return html
	}
	return plain
}

// cutParts cuts a body at its boundaries. The last part needs no boundary after it.
func cutParts(body []byte, boundary string) [][]byte {
	if boundary == "" {
		return nil
	}
	var out [][]byte
	mark, from := []byte("--"+boundary), -1
	for at := 0; at < len(body); {
		line, rest := cutLine(body[at:])
		next := len(body) - len(rest)
		tail, ok := bytes.CutPrefix(bytes.TrimRight(line, " \t"), mark)
		if ok && (len(tail) == 0 || string(tail) == "--") {
			if from >= 0 {
				out = append(out, bytes.TrimSuffix(bytes.TrimSuffix(body[from:at], []byte("\n")), []byte("\r")))
			}
			from = next
			if len(tail) > 0 || len(out) > maxMailParts {
				return out
			}
		}
		at = next
	}
	if from >= 0 && from < len(body) {
		out = append(out, body[from:])
	}
	return out
}

var boundaryLine = regexp.MustCompile(`(?m)^--([^\s-]\S{2,69}|-+[=_]?\S{4,69}?)\r?\n[Cc]ontent-`)

// guessBoundary finds the boundary of a body whose header doesn't tell it.
func guessBoundary(body []byte) string {
	if m := boundaryLine.FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}

func (l *letter) decode(how string, body []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(how)) {
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil {
			return quoted(body)
		}
		return out
	case "base64":
		var out []byte
		for _, run := range bytes.FieldsFunc(body, func(r rune) bool { return r == '=' }) {
			run = bytes.Map(base64Letter, run)
			piece := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
			n, err := base64.RawStdEncoding.Decode(piece, run)
			l.damaged = l.damaged || err != nil
			out = append(out, piece[:n]...)
		}
		return out
	}
	return body
}

func base64Letter(r rune) rune {
	if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/' {
		return r
	}
	return -1
}

var escape = regexp.MustCompile(`=([0-9A-Fa-f]{2})|=[ \t]*\r?\n`)

// quoted decodes quoted-printable text that breaks its rules: what is no escape stands for itself.
func quoted(body []byte) []byte {
	return escape.ReplaceAllFunc(body, func(e []byte) []byte {
		if len(e) != 3 || e[1] == '\r' || e[1] == ' ' || e[1] == '\t' {
			return nil
		}
		return []byte{unhex(e[1])<<4 | unhex(e[2])}
	})
}

func unhex(b byte) byte {
	if b > '9' {
		return b&^0x20 - 'A' + 10
	}
	return b - '0'
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

// safe makes a name for a member of an attachment's or a message's name.
func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r):
			return '_'
		}
		return r
	}, name)
	for len(name) > 120 {
		ext := path.Ext(name)
		if len(ext) > 10 {
			ext = ""
		}
		name = strings.ToValidUTF8(name[:100], "") + ext
	}
	return first(parts.Clean(strings.TrimSpace(name)), "attachment")
}

var nameless = regexp.MustCompile(`^[. _]*$`)

// attach takes a file into the letter, unless mail programs attach such by themselves: signatures, business cards.
func (l *letter) attach(a attachment) {
	switch {
	case len(l.attachments) >= maxMailParts:
		l.capped = true
		return
	case strings.HasPrefix(a.kind, "image/") && a.shown && a.mail == nil, strings.Contains(a.kind, "signature"):
		return
	case a.kind == "text/calendar", a.kind == "text/vcard", a.kind == "text/x-vcard", strings.EqualFold(path.Ext(a.name), ".vcf"), strings.EqualFold(path.Ext(a.name), ".ics"):
		return
	case a.kind == "message/delivery-status", a.kind == "message/disposition-notification", a.kind == "text/rfc822-headers":
		return
	case a.kind == "application/ms-tnef" || strings.EqualFold(a.name, "winmail.dat"):
		a.fault = &Error{Code: "mail.winmail", Text: "holds Outlook's own packing of a mail (winmail.dat), which only Outlook opens. Open the mail in Outlook and save it as .msg, or ask for the letter as PDF."}
		a.name = first(a.name, "winmail.dat")
	case strings.HasSuffix(a.kind, "pkcs7-mime") && !bytes.Contains(a.data[:min(len(a.data), 64)], signedData):
		a.fault = encrypted
		a.name = first(a.name, "smime.p7m")
	}
	if nameless.MatchString(a.name) {
		a.name = fmt.Sprintf("attachment-%d", len(l.attachments)+1)
	}
	l.attachments = append(l.attachments, a)
}

var encrypted = &Error{Code: "mail.encrypted", Text: "is encrypted. Ask for a copy that is not."}

// signedData is the object identifier of signed, not encrypted, data (PKCS 7).
var signedData = []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")
