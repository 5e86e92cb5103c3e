package font

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
	"github.com/clausewise/clausewise/pipeline/pdf/object"
)

func TestCMap(t *testing.T) {
	m := ParseCMap([]byte(`/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
3 beginbfchar <0001> <00E6> <0002> <00660069> <0005> /oslash endbfchar
3 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0058> <0059>] <0030> <0031> <D83DDE00> endbfrange
2 begincidrange <0040> <0042> 7 <0050> <0050> 3 endcidrange endcmap`))
	for code, want := range map[uint32]string{1: "æ", 2: "fi", 5: "ø", 0x10: "a", 0x12: "c", 0x20: "X", 0x21: "Y", 0x30: "😀", 0x31: "😁"} {
		if got, ok := m.Text(code); !ok || got != want {
			t.Errorf("code %#x: %q, %v, want %q", code, got, ok, want)
		}
	}
	if _, ok := m.Text(0x99); ok {
		t.Error("code 0x99 has a text")
	}
	if got := m.CID(0x42); got != 9 {
		t.Errorf("CID %d, want 9", got)
	}
	if c, n := m.Next([]byte{0, 0x10, 0, 0x11}); c != 0x10 || n != 2 {
		t.Errorf("first code %#x of %d bytes", c, n)
	}
}

func TestCMapMixedCodeLengths(t *testing.T) {
	m := ParseCMap([]byte("2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange"))
	if c, n := m.Next([]byte{0x41, 0x80}); c != 0x41 || n != 1 {
		t.Errorf("%#x of %d bytes, want one", c, n)
	}
	if c, n := m.Next([]byte{0x81, 0x02}); c != 0x8102 || n != 2 {
		t.Errorf("%#x of %d bytes, want two", c, n)
	}
}

func TestCMapSwappedLigature(t *testing.T) {
	m := ParseCMap([]byte("1 beginbfchar <01> <74007400> endbfchar"))
	if got, _ := m.Text(1); got != "tt" {
		t.Errorf("%q, want tt", got)
	}
}

func TestCMapOfControlsIsEmpty(t *testing.T) {
	if !ParseCMap([]byte("1 beginbfrange <0000> <0016> <0000> endbfrange")).empty() {
		t.Error("a map to control characters counts as telling letters")
	}
	if ParseCMap([]byte("1 beginbfrange <0000> <0070> <0010> endbfrange")).empty() {
		t.Error("a map that reaches the letters counts as empty")
	}
}

func TestCMapIsCut(t *testing.T) {
	m := ParseCMap([]byte("1 beginbfchar " + strings.Repeat("<01> <0041> ", MaxEntries+5) + "endbfchar"))
	if !m.Cut || len(m.ranges) > MaxEntries {
		t.Errorf("cut %v, %d entries", m.Cut, len(m.ranges))
	}
}

func TestNameToText(t *testing.T) {
	for name, want := range map[string]string{
		"A": "A", "aring": "å", "AE": "Æ", "f_i": "fi", "uni00F8": "ø", "u1F600": "😀", "a.sc": "a", "quotedblright": "”",
		"uni00660069": "fi", ".notdef": "", "g23": "", "uniZZZZ": "", "": "",
	} {
		if got := NameToText(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestEncodings(t *testing.T) {
	for _, c := range []struct {
		name string
		enc  *[256]string
		code byte
		want string
	}{
		{"WinAnsi", winAnsi, 0xE6, "æ"}, {"WinAnsi", winAnsi, 0x94, "”"}, {"WinAnsi", winAnsi, 0x81, "•"},
		{"MacRoman", macRoman, 0xBE, "æ"}, {"MacRoman", macRoman, 0x8C, "å"}, {"MacRoman", macRoman, 0xD3, "”"},
		{"Standard", standard, 0xF1, "æ"}, {"Standard", standard, 0x27, "’"}, {"Standard", standard, 0xAE, "ﬁ"}, {"Standard", standard, 0xFB, "ß"},
		{"Symbol", symbol, 183, "•"}, {"Symbol", symbol, 'a', "α"},
	} {
		if got := c.enc[c.code]; got != c.want {
			t.Errorf("%s %#x: %q, want %q", c.name, c.code, got, c.want)
		}
	}
}

// load reads font F1 of a made file.
func load(t *testing.T, build func(f *pdfmake.File)) *Font {
	t.Helper()
	m := pdfmake.New()
	build(m)
	m.Page("", "", "")
	f, err := object.Open(context.Background(), m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	pages, err := f.Pages()
	if err != nil {
		t.Fatal(err)
	}
	return Load(f, object.Key(pages[0].Resources, "Font", "F1"))
}

func decode(f *Font, s string) (text string, width float64) {
	b := []byte(s)
	for len(b) > 0 {
		c, n := f.Next(b)
		text, width, b = text+c.Text, width+c.Width, b[n:]
	}
	return text, width
}

func TestLoad(t *testing.T) {
	toUnicode := "1 beginbfchar <41> <00E5> endbfchar"
	for _, c := range []struct {
		name, show, want string
		width            float64
		build            func(f *pdfmake.File)
	}{
		{"standard width", "Ab", "Ab", 1.223, func(f *pdfmake.File) {}},
		{"own widths", "AB", "AB", 1.1, func(f *pdfmake.File) {
			f.Font("F1", "<</Subtype/TrueType/BaseFont/X/FirstChar 65/Widths[500 600]/Encoding/WinAnsiEncoding>>")
		}},
		{"differences", "AB", "øB", 1, func(f *pdfmake.File) {
			f.Font("F1", "<</Subtype/Type1/BaseFont/X/FirstChar 65/Widths[500 500]/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/oslash]>>>>")
		}},
		{"ToUnicode before encoding", "AB", "åB", 1, func(f *pdfmake.File) {
			n := f.Stream("", toUnicode)
			f.Font("F1", "<</Subtype/Type1/BaseFont/X/FirstChar 65/Widths[500 500]/Encoding/WinAnsiEncoding/ToUnicode "+itoa(n)+" 0 R>>")
		}},
		{"composite", "\x00A\x00B", "å", 1.7, func(f *pdfmake.File) {
			n := f.Stream("", "1 beginbfchar <0041> <00E5> endbfchar")
			f.Font("F1", "<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode "+itoa(n)+" 0 R/DescendantFonts[<</DW 1000/W[65[700]]>>]>>")
		}},
		{"Type 3", "A", "A", .5, func(f *pdfmake.File) {
			f.Font("F1", "<</Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FirstChar 65/Widths[50]/Encoding<</Differences[65/A]>>>>")
		}},
	} {
		text, width := decode(load(t, c.build), c.show)
		if text != c.want || width < c.width-1e-6 || width > c.width+1e-6 {
			t.Errorf("%s: %q, width %.4f, want %q, %.4f", c.name, text, width, c.want, c.width)
		}
	}
}

func TestTeXEncoding(t *testing.T) {
	t1 := texEncoding(map[int]string{65: "a65", 230: "a230", 0x1C: "a28", 0x15: "a21", 50: ".notdef"})
	if t1 == nil || t1[65] != "A" || t1[230] != "æ" || t1[0x1C] != "fi" || t1[0x15] != "–" {
		t.Errorf("T1: %q", t1)
	}
	old := texEncoding(map[int]string{65: "a65", 0x1A: "a26", 0x1C: "a28", 0x7B: "a123"})
	if old == nil || old[0x1A] != "æ" || old[0x1C] != "ø" || old[0x7B] != "–" {
		t.Errorf("OT1: %q", old)
	}
	if texEncoding(map[int]string{65: "g12"}) != nil || texEncoding(map[int]string{65: "A"}) != nil {
		t.Error("other names count as codes")
	}
}

func itoa(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

func TestStyle(t *testing.T) {
	f := load(t, func(f *pdfmake.File) { f.Font("F1", "<</Subtype/Type1/BaseFont/ABCDEF+Carlito-BoldItalic>>") })
	if f.Name != "Carlito-BoldItalic" || !f.Bold || !f.Italic {
		t.Errorf("%s bold %v italic %v", f.Name, f.Bold, f.Italic)
	}
}

func TestClean(t *testing.T) {
	if got := Clean("a\u00a0ﬁ\x01ﬄ\u200b"); got != "a fiffl" {
		t.Errorf("%q", got)
	}
}

func TestType1Encoding(t *testing.T) {
	e := type1Encoding([]byte("/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 65/ae put\ndup 66 /oslash put\nreadonly def"))
	if e == nil || e[65] != "æ" || e[66] != "ø" {
		t.Errorf("%v", e)
	}
	if type1Encoding([]byte("/Encoding StandardEncoding def")) != nil {
		t.Error("an encoding where there is none")
	}
}

func FuzzCMap(f *testing.F) {
	f.Add([]byte("1 beginbfrange <00> <FF> <0000> endbfrange"))
	f.Add([]byte("1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <01> [] endbfchar"))
	f.Fuzz(func(t *testing.T, data []byte) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		m := ParseCMap(data)
		m.empty()
		for b := data; len(b) > 0; {
			c, n := m.Next(b)
			if n <= 0 {
				t.Fatal("no progress")
			}
			m.Text(c)
			m.CID(c)
			b = b[n:]
		}
	})
}

func FuzzTrueType(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00cmap\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x40"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m := glyphRunes(data); len(m) > maxGlyphs {
			t.Fatalf("%d glyphs", len(m))
		}
	})
}
