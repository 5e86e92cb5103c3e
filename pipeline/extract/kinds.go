package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
)

// kind is a kind of file that can be read.
type kind struct {
	media string
	holds string   // what a file of the kind holds, in words
	ext   []string // usual endings
	text  bool     // plain characters: these kinds pass for one another
	is    func(data, head []byte) bool
	read  func(ctx context.Context, b *markup.Builder, name string, data []byte) (*consult.Document, error)
	mail  func(data []byte) (*letter, error) // takes a mail apart; nil for other kinds
}

// kinds lists the readable kinds, surest signs first.
var kinds = []*kind{pdfKind, docxKind, odtKind, rtfKind, msgKind, mailKind, htmlKind, textKind, zipKind}

var htmlKind = &kind{media: "text/html", holds: "a web page", ext: []string{"html", "htm", "xhtml"}, text: true, is: isHTML, read: readHTML}

var textKind = &kind{media: "text/plain", holds: "plain text", ext: []string{"txt", "text", "md", "markdown"}, text: true, is: isText, read: readText}

// recognise tells a file's kind by its bytes.
func recognise(name string, data []byte) (*kind, error) {
	b := base(name)
	switch {
	case len(data) == 0:
		return nil, &Error{Code: "file.empty", Text: fmt.Sprintf("%s is empty (0 bytes). Ask for the file again.", b)}
	case len(data) > MaxFile:
		return nil, &Error{Code: "file.large", Text: fmt.Sprintf("%s is larger than %d MB and was not read. Send it in parts.", b, MaxFile>>20)}
	}
	head := data[:min(len(data), 4096)]
	for _, k := range kinds {
		if k.is(data, head) {
			return k, nil
		}
	}
	what := "a kind of file that is not known"
	for _, f := range foreign {
		if !f.is(data, head) {
			continue
		}
		if k := promised(name); f.code == "file.zip" && (k == docxKind || k == odtKind) {
			return k, nil // its reader says what is broken
		}
		return nil, &Error{Code: f.code, Text: fmt.Sprintf("%s %s", b, f.say)}
	}
	return nil, &Error{Code: "file.unknown", Text: fmt.Sprintf("%s holds %s and was not read. Send it as PDF, Word (.docx), OpenDocument, RTF, HTML, mail (.eml, .msg) or text.", b, what)}
}

// foreign lists kinds that are named when they can't be read.
var foreign = []struct {
	code, say string
	is        func(data, head []byte) bool
}{
	{"file.image", "is an image. Turn it into a PDF with a text layer, or type out the words.", isImage},
	{"file.old-word", "is an old Word file (.doc). Open it in Word or LibreOffice and save it as .docx.", ole("WordDocument")},
	{"file.encrypted", "needs a password. Ask for a copy that is not locked.", ole("EncryptedPackage")},
	{"file.msg", "is a damaged Outlook message (.msg). Open it in Outlook and save it as .eml, or as PDF.", ole("__substg1.0_")},
	{"file.old-office", "is an old Office file. Save it as .docx or PDF.", starts("\xd0\xcf\x11\xe0")},
	{"file.archive", "is a packed archive that is not a ZIP. Unpack it and give the folder.", starts("Rar!", "7z\xbc\xaf", "\x1f\x8b", "BZh", "\xfd7zXZ")},
	{"file.sheet", "is a spreadsheet (Excel). Save the letter as PDF or .docx.", isOther("xl/")},
	{"file.slides", "is a slide show (PowerPoint). Save it as PDF.", isOther("ppt/")},
	{"file.office", "is an OpenDocument file without running text, such as a spreadsheet. Save the letter as PDF or .odt.", isOther("content.xml")},
	{"file.zip", "is a damaged or empty ZIP archive. Unpack it and give the folder.", isZip},
	{"file.data", "holds data (JSON), not a letter.", isData},
	{"file.program", "is a program, not a letter.", starts("MZ", "\x7fELF", "#!")},
	{"file.media", "is a sound or video recording.", isMedia},
}

func starts(with ...string) func(data, head []byte) bool {
	return func(_, head []byte) bool {
		for _, w := range with {
			if bytes.HasPrefix(head, []byte(w)) {
				return true
			}
		}
		return false
	}
}

// ole tells an OLE file by the name of one of its streams, which stands in it as UTF-16.
func ole(stream string) func(data, head []byte) bool {
	wide := make([]byte, 0, 2*len(stream))
	for i := range len(stream) {
		wide = append(wide, stream[i], 0)
	}
	return func(data, head []byte) bool {
		return bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")) && bytes.Contains(data, wide)
	}
}

func isImage(_, head []byte) bool {
	return starts("\x89PNG", "\xff\xd8\xff", "GIF8", "II*\x00", "MM\x00*", "BM")(nil, head) ||
		len(head) > 12 && (string(head[8:12]) == "WEBP" || string(head[4:8]) == "ftyp" && strings.HasPrefix(string(head[8:12]), "hei") || string(head[8:12]) == "mif1")
}

func isMedia(_, head []byte) bool {
	return starts("ID3", "OggS", "\x1aE\xdf\xa3", "fLaC", "\xff\xfb")(nil, head) || len(head) > 12 && (string(head[4:8]) == "ftyp" || string(head[:4]) == "RIFF")
}

var htmlStart = regexp.MustCompile(`(?i)^(<\?xml[^>]*>|<!--(?s:.*?)-->|\s)*<(!doctype html|html|head|body|meta|title|style|p|div|h[1-6]|table|span|article|main|section|ul|ol|b|strong|center|font)[\s>/]`)

func isHTML(_, head []byte) bool {
	s, _ := decode(head, "")
	return htmlStart.MatchString(strings.TrimLeft(s, "\ufeff \t\r\n"))
}

// isData reports whether data are JSON: programs write it, people don't.
func isData(data, _ []byte) bool {
	t := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	return len(t) > 2 && (t[0] == '{' && t[len(t)-1] == '}' || t[0] == '[' && t[len(t)-1] == ']') && json.Valid(t)
}

// isText reports whether data are characters: no control characters but white space, whatever the encoding.
func isText(data, head []byte) bool {
	if isData(data, head) {
		return false
	}
	s, _ := decode(head, "")
	odd, n := 0, 0
	for _, r := range s {
		n++
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\ufffd' {
			odd++
		}
	}
	return n > 0 && odd*50 <= n
}

func readHTML(_ context.Context, b *markup.Builder, _ string, data []byte) (*consult.Document, error) {
	s, p := decode(data, metaCharset(data))
	b.Problems = append(b.Problems, p...)
	markup.ReadHTML(b, []byte(s))
	return b.Document(), nil
}

func readText(_ context.Context, b *markup.Builder, _ string, data []byte) (*consult.Document, error) {
	s, p := decode(data[:min(len(data), 4*markup.MaxText)], "") // no letter is longer, in any encoding
	b.Problems = append(b.Problems, p...)
	markup.ReadText(b, s)
	return b.Document(), nil
}
