package font

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Next cuts the next code off s, which must not be empty, and returns its character and how many bytes it took.
func (t *Font) Next(s []byte) (*Char, int) {
	if !t.composite {
		return t.memo(uint32(s[0])), 1
	}
	if t.encoding != nil {
		c, n := t.encoding.Next(s)
		return t.memo(c), n
	}
	if len(s) == 1 {
		return t.memo(uint32(s[0])), 1
	}
	return t.memo(uint32(s[0])<<8 | uint32(s[1])), 2
}

func (t *Font) memo(c uint32) *Char {
	if c > 0xFFFF {
		t.wide = t.char(c)
		return &t.wide
	}
	hi, lo := c>>8, c&255
	if t.chars[hi] == nil {
		t.chars[hi], t.known[hi] = new([256]Char), new([4]uint64)
	}
	p := &t.chars[hi][lo]
	if t.known[hi][lo>>6]&(1<<(lo&63)) == 0 {
		t.known[hi][lo>>6] |= 1 << (lo & 63)
		*p = t.char(c)
	}
	return p
}

func (t *Font) char(c uint32) Char {
	if t.missed {
		return Char{Width: .5}
	}
	s, told := "", false
	if t.toUnicode != nil {
		s, told = t.toUnicode.Text(c)
		told = told && s != "\x00" && s != "\uFFFD"
	}
	if t.composite {
		if !told {
			s = ""
			if r := t.glyphs[c]; r > 0 {
				s = string(r)
			}
		}
		return Char{Text: clean(s), Width: t.cidWidth(c)}
	}
	own := ""
	if c < 256 {
		own = t.texts[c]
	}
	if !told {
		s = own
	}
	return Char{Text: clean(s), Width: t.simpleWidth(int(c), own), Space: c == ' '}
}

func (t *Font) cidWidth(c uint32) float64 {
	if t.encoding != nil {
		c = t.encoding.CID(c)
	}
	if int(c) < len(t.widths) {
		return t.widths[c] * t.scale
	}
	return t.missing * t.scale
}

func (t *Font) simpleWidth(c int, s string) float64 {
	if i := c - t.first; i >= 0 && i < len(t.widths) {
		return t.widths[i] * t.scale
	}
	if t.missing >= 0 && len(t.widths) > 0 {
		return t.missing * t.scale
	}
	return standardWidth(t.Name, s, t.Bold, t.Italic) / 1000
}

// unfold gives the letters of ligatures and the plain form of signs that only a font needs.
var unfold = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "ft", "ﬆ", "st",
	"\u00a0", " ", "\u2007", " ", "\u202f", " ", "\u2009", " ", "\u200a", " ", "\u2002", " ", "\u2003", " ", "\t", " ", "\n", " ", "\r", " ",
	"\u200b", "", "\u200c", "", "\u200d", "", "\ufeff", "", "\u2060", "",
	"\uf0b7", "•", "\uf0a7", "▪", "\uf0d8", "➢", "\uf0fc", "✓", "\uf02d", "-", "\uf020", " ", "\uf0e0", "→")

// clean unfolds ligatures and drops control characters.
func clean(s string) string {
	if len(s) == 1 && s[0] >= ' ' && s[0] < 0x7F {
		return s
	}
	s = unfold.Replace(s)
	drop := func(r rune) bool { return r < ' ' || r >= 0x7F && r < 0xA0 || r == utf8.RuneError }
	if strings.IndexFunc(s, drop) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if drop(r) || unicode.Is(unicode.Cs, r) {
			return -1
		}
		return r
	}, s)
}

// type1Encoding reads the encoding that stands in clear text at the head of a Type 1 font program:
// "dup 65 /A put". It returns nil where the program names StandardEncoding or none.
func type1Encoding(data []byte) *[256]string {
	at := bytes.Index(data, []byte("/Encoding"))
	if at < 0 {
		return nil
	}
	data = data[at:]
	if end := bytes.Index(data, []byte("readonly def")); end > 0 {
		data = data[:end]
	}
	var t [256]string
	found := false
	for {
		at := bytes.Index(data, []byte("dup"))
		if at < 0 {
			break
		}
		data = data[at+3:]
		code, rest := token(data)
		name, rest := token(rest)
		put, _ := token(rest)
		c, err := strconv.Atoi(string(code))
		if err != nil || c < 0 || c > 255 || len(name) < 2 || name[0] != '/' || string(put) != "put" {
			continue
		}
		t[c] = NameToText(string(name[1:]))
		found = true
	}
	if !found {
		return nil
	}
	return &t
}

// maxHead is how much of a font program is looked at for its encoding, which stands in front.
const maxHead = 24 << 10

// token cuts the first word off a font program's text; a name starts one too.
func token(s []byte) (word, rest []byte) {
	s = bytes.TrimLeft(s, " \t\r\n")
	for i, c := range s {
		if c <= ' ' || c == '/' && i > 0 {
			return s[:i], s[i:]
		}
	}
	return s, nil
}

// Clean unfolds ligatures in s, makes all blanks plain and drops control characters.
func Clean(s string) string { return clean(s) }

// Plain returns a font for text that is shown without one.
func Plain() *Font {
	return &Font{Name: "Helvetica", scale: 1.0 / 1000, missing: -1, texts: winAnsi}
}

// UTF16 decodes big-endian UTF-16.
func UTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// DocRune decodes a byte of PDFDocEncoding, which letters use as if it were Latin-1 with Windows' quotation marks.
func DocRune(c byte) rune {
	const from128 = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž"
	if c >= 128 && int(c) < 128+utf8.RuneCountInString(from128) {
		return []rune(from128)[c-128]
	}
	return rune(c)
}

// Letter returns the character that shows text.
func (t *Font) Letter(text string) Char {
	return Char{Text: clean(text), Width: standardWidth(t.Name, text, t.Bold, t.Italic) / 1000}
}
