package extract

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// decode brings bytes to UTF-8: by their byte order mark, as UTF-8 where they are, by the label that the file gives, by
// the zeros of UTF-16, and else by the table of letters that makes words of them.
func decode(data []byte, label string) (string, []consult.Problem) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return heal(string(data[3:]))
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return convert(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), data), nil
	case wide(data, 1):
		return convert(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), data), nil
	case wide(data, 0):
		return convert(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), data), nil
	case valid(data):
		return heal(string(data))
	}
	if e, err := htmlindex.Get(label); label != "" && err == nil && e != unicode.UTF8 {
		return convert(e, data), nil
	}
	if mostly(data) {
		return patch(data), nil
	}
	return convert(guess(data), data), nil
}

func convert(e encoding.Encoding, data []byte) string {
	s, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	return string(s)
}

// valid reports whether data are UTF-8, but for a character cut off at their end.
func valid(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	for n := 1; n < utf8.UTFMax && n <= len(data); n++ {
		if utf8.RuneStart(data[len(data)-n]) {
			return !utf8.FullRune(data[len(data)-n:]) && utf8.Valid(data[:len(data)-n])
		}
	}
	return false
}

// wide reports whether most bytes at odd (1) or even (0) places are zero, as in UTF-16 without a mark.
func wide(data []byte, at int) bool {
	n, zeros := 0, 0
	for i := at; i < len(data) && i < 4096; i += 2 {
		n++
		if data[i] == 0 {
			zeros++
		}
	}
	return n > 3 && zeros*10 > n*8
}

var (
	charset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)`)
	twice   = regexp.MustCompile("Ã[¦¸¥†˜…©¼¤¶]|Ã\u0098|Ã\u0086|Ã\u0085|â€[\u009d™œ“\u0093]|Â[§ ]")
)

// metaCharset returns the encoding that a web page says it is in.
func metaCharset(data []byte) string {
	m := charset.FindSubmatch(data[:min(len(data), 2048)])
	if m == nil {
		return ""
	}
	return string(m[1]) + string(m[2])
}

// heal undoes text that was taken for windows-1252 once too often ("sÃ¥" for "så").
func heal(s string) (string, []consult.Problem) {
	if !strings.ContainsAny(s, "ÃâÂ") || len(twice.FindAllStringIndex(s, 3)) < 3 {
		return s, nil
	}
	var out strings.Builder
	for _, line := range strings.SplitAfter(s, "\n") {
		raw, err := charmap.Windows1252.NewEncoder().String(line)
		if err == nil && utf8.ValidString(raw) {
			line = raw
		}
		out.WriteString(line)
	}
	return out.String(), []consult.Problem{{Code: "text.mojibake", Text: "The file's letters æ, ø and å were saved in a wrong encoding; they were put right. Check quotes against the file."}}
}
