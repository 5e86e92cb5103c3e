package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/msg"
	"github.com/clausewise/clausewise/pipeline/markup/rtf"
)

var mailKind = &kind{media: "message/rfc822", holds: "a mail", ext: []string{"eml", "mht"}, text: true, is: isMail, read: readMail(openMail), mail: openMail}

var msgKind = &kind{media: msg.MediaType, holds: "an Outlook message", ext: []string{"msg"}, is: func(data, _ []byte) bool { return msg.Is(data) }, read: readMail(openMsg), mail: openMsg}

// headFields are what a reader wants to know of a mail's head.
var headFields = [4]string{"From", "To", "Date", "Subject"}

// letter is a mail taken apart, whichever program wrote it.
type letter struct {
	media       string
	head        [len(headFields)]string
	words       []segment
	attachments []attachment
	parts       *int // read so far, of the outermost mail
	damaged     bool
	capped      bool // it has more parts than are read
}

// segment is a stretch of a mail's own words, in one of the kinds they come in.
type segment struct {
	plain     string
	html, rtf []byte
}

// attachment is a file in a mail, a mail again, or what can't be read and why.
type attachment struct {
	name, kind, id string
	data           []byte
	mail           *letter
	fault          *Error // its Text goes on from the attachment's name
	shown          bool   // to be shown with the words
}

// dropShown takes off pictures that the mail's HTML shows.
func (l *letter) dropShown() {
	page := ""
	for _, s := range l.words {
		page += string(s.html)
	}
	kept := l.attachments[:0]
	for _, a := range l.attachments {
		if a.id == "" || !strings.HasPrefix(a.kind, "image/") || !strings.Contains(page, "cid:"+a.id) {
			kept = append(kept, a)
		}
	}
	l.attachments = kept
}

func openMsg(data []byte) (*letter, error) {
	m, err := msg.Open(data)
	if err != nil {
		return nil, err
	}
	return letterOf(m), nil
}

func letterOf(m *msg.Message) *letter {
	l := &letter{media: msg.MediaType, capped: m.Capped}
	l.head = [...]string{word(m.From), word(m.To), "", word(m.Subject)}
	if !m.Date.IsZero() {
		l.head[2] = m.Date.Format(time.RFC1123Z)
	}
	switch {
	case len(m.HTML) > len(m.Plain)/2:
		l.words = []segment{{html: m.HTML}}
	case m.Plain == "" && m.RTF != nil:
		l.words = []segment{{rtf: m.RTF}}
	default:
		l.words = []segment{{plain: m.Plain}}
	}
	for _, f := range m.Files {
		a := attachment{name: f.Name, kind: f.Media, data: f.Data}
		if f.Message != nil {
			a.mail = letterOf(f.Message)
			a.name = first(f.Name, f.Message.Subject, "forwarded") + ".msg"
		}
		l.attach(a)
	}
	for _, n := range m.Objects {
		l.attach(attachment{name: first(n, "object"), fault: &Error{Code: "mail.object", Text: "is an object of another program inside the mail. Ask for it as a file of its own."}})
	}
	return l
}

func readMail(open func([]byte) (*letter, error)) func(context.Context, *markup.Builder, string, []byte) (*consult.Document, error) {
	return func(_ context.Context, b *markup.Builder, name string, data []byte) (*consult.Document, error) {
		l, err := open(data)
		if err != nil {
			return nil, &Error{Code: "mail.damaged", Text: fmt.Sprintf("%s is a damaged mail (%v). Open it in a mail program and save it again, or print it to PDF.", base(name), err), Err: err}
		}
		return l.write(b), nil
	}
}

var replyTo = regexp.MustCompile(`(?i)^\s*(sv|re|svar|aw|antw|vs: ?sv)\s*:`)

// body reads the mail's own words.
func (l *letter) body() *markup.Builder {
	b := &markup.Builder{}
	for _, s := range l.words {
		one := &markup.Builder{}
		switch {
		case s.html != nil:
			markup.ReadHTML(one, s.html)
		case s.rtf != nil:
			rtf.Read(one, s.rtf)
		default:
			markup.ReadText(one, s.plain)
		}
		b.Move(one)
	}
	if b.DropThread(replyTo.MatchString(l.head[3])) {
		b.Problem("mail.thread", "The mail quotes earlier messages below its own words; they were left out.")
	}
	return b
}

// write makes a document of the mail's head and own words; one without words of its own has no text.
func (l *letter) write(b *markup.Builder) *consult.Document {
	own := l.body()
	if own.Paras() == 0 {
		return b.Document()
	}
	for i, v := range l.head {
		if v != "" {
			b.Append(markup.Para{Plain: true, Runs: []markup.Run{{Text: headFields[i] + ": " + v}}})
		}
	}
	b.Move(own)
	if l.damaged {
		b.Problem("mail.damaged", "Parts of the mail are damaged and were read as far as possible. Ask for it again if words are missing.")
	}
	if l.capped {
		b.Problem("mail.cap", fmt.Sprintf("The mail has more than %d parts or mails more than %d deep inside one another; the rest was not read.", maxMailParts, maxMailDepth))
	}
	if n := len(l.attachments); n > 0 {
		var names []string
		for _, a := range l.attachments[:min(n, 10)] {
			names = append(names, a.name)
		}
		if n > 10 {
			names = append(names, fmt.Sprintf("and %d more", n-10))
		}
		b.Problem("mail.attachments", fmt.Sprintf("The mail has attachments (%s); each is a response of its own.", strings.Join(names, ", ")))
	}
	return b.Document()
}

// sum is the hash of what the mail says, for mails that are no file.
func (l *letter) sum() string {
	h := sha256.New()
	for _, v := range l.head {
		fmt.Fprintf(h, "%s\n", v)
	}
	for _, s := range l.words {
		fmt.Fprintf(h, "%s\n%s\n%s\n", s.plain, s.html, s.rtf)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// letter returns a mail's members: its attachments and, when it has none or says something itself, its own words.
func (o *opener) letter(l *letter, name, sum string, depth int) []Member {
	var out []Member
	if len(l.attachments) == 0 || l.speaks() {
		d, err := finish(o.ctx, l.write(&markup.Builder{}), name, sum, l.media)
		out = append(out, o.member(name, d, err))
	}
	used := map[string]bool{}
	for _, a := range l.attachments {
		full := name + "/" + unique(used, safe(a.name))
		switch {
		case o.full():
			return append(out, o.capped(full))
		case a.fault != nil:
			out = append(out, Member{Name: full, Err: &Error{Code: a.fault.Code, Text: fmt.Sprintf("%s in %s %s", a.name, base(name), a.fault.Text)}})
		case a.mail != nil:
			o.files++
			out = append(out, o.letter(a.mail, full, a.mail.sum(), depth+1)...)
		default:
			out = append(out, o.file(full, a.data, depth+1)...)
		}
	}
	if l.capped && (len(out) == 0 || out[0].Name != name || out[0].Err != nil) { // no document to say it
		out = slices.DeleteFunc(out, func(m Member) bool { return m.Name == name })
		out = append(out, Member{Name: name, Err: &Error{Code: "mail.cap", Text: fmt.Sprintf("%s has more than %d parts, or mails more than %d deep inside one another; the rest was not read. Save its attachments as files.", base(name), maxMailParts, maxMailDepth)}})
	}
	return out
}

// unique returns name, with a number before its ending when another has it.
func unique(used map[string]bool, name string) string {
	ext := path.Ext(name)
	out := name
	for n := 2; used[strings.ToLower(out)]; n++ {
		out = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n, ext)
	}
	used[strings.ToLower(out)] = true
	return out
}
