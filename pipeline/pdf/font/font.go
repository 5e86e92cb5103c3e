package font

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/pdf/object"
	"github.com/ledongthuc/pdf"
)

// Char is one code of a string as the font shows it.
type Char struct {
	Text  string  // "" when nobody can tell
	Width float64 // advance in em
	Space bool    // the single-byte code 32, which word spacing widens
}

// Font is a font as a content stream uses it. It fills a memo of the characters it has shown, so it belongs to one
// goroutine.
type Font struct {
	Name         string
	Bold, Italic bool
	Cut          bool // its maps are longer than the caps

	toUnicode *CMap
	encoding  *CMap // composite fonts: code to CID; nil is two bytes, code = CID
	composite bool
	texts     *[256]string // simple fonts
	widths    []float64    // simple fonts from first on; composite: by CID
	first     int
	missing   float64
	scale     float64         // width unit in em: 1/1000 but for Type 3
	chars     [256]*[256]Char // memo by high and low byte of the code
	known     [256]*[4]uint64
	glyphs    map[uint32]rune // composite fonts without ToUnicode: by glyph
	missed    bool            // the file has no such font
	wide      Char            // the last character whose code has more than two bytes
}

// Load reads a font dictionary. It always returns a font; a null dictionary gives one that reads WinAnsi.
func Load(f *object.File, v pdf.Value) *Font {
	t := &Font{Name: baseName(object.Key(v, "BaseFont").Name()), scale: 1.0 / 1000}
	if m := object.Key(v, "ToUnicode"); m.Kind() == pdf.Stream {
		if data, err := f.Bytes(m, nil); err == nil || len(data) > 0 {
			t.toUnicode = ParseCMap(data)
			t.Cut = t.toUnicode.Cut || len(data) >= object.MaxStream
			if t.toUnicode.empty() {
				t.toUnicode = nil
			}
		}
	}
	t.missed = v.IsNull()
	if object.Key(v, "Subtype").Name() == "Type0" {
		t.loadComposite(f, v)
	} else {
		t.loadSimple(f, v)
	}
	return t
}

// baseName drops the six letters that mark a subset: "ABCDEF+Carlito".
func baseName(s string) string {
	if len(s) > 7 && s[6] == '+' {
		return s[7:]
	}
	return s
}

// style tells bold and italic from the name and the descriptor's flags and weight.
func (t *Font) style(desc pdf.Value) {
	low := strings.ToLower(t.Name)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(low, w) {
				return true
			}
		}
		return false
	}
	flags := object.Key(desc, "Flags").Int64()
	t.Bold = has("bold", "black", "heavy", "cmbx", "-bd", "_bd") || strings.HasPrefix(low, "sfbx") || flags&(1<<18) != 0 ||
		object.Key(desc, "FontWeight").Float64() >= 600
	t.Italic = has("italic", "oblique", "cmti", "slanted", "-it") || strings.HasPrefix(low, "sfti") || flags&(1<<6) != 0 ||
		object.Key(desc, "ItalicAngle").Float64() < -3
}

func (t *Font) loadSimple(f *object.File, v pdf.Value) {
	desc := object.Key(v, "FontDescriptor")
	t.style(desc)
	t.missing = -1
	if m := object.Key(desc, "MissingWidth"); !m.IsNull() {
		t.missing = m.Float64()
	}
	if ws := object.Key(v, "Widths"); ws.Kind() == pdf.Array {
		t.first = int(object.Key(v, "FirstChar").Int64())
		for i := range min(ws.Len(), 256) {
			t.widths = append(t.widths, object.Index(ws, i).Float64())
		}
	}
	if object.Key(v, "Subtype").Name() == "Type3" {
		t.scale = 1.0 / 1000
		if m := object.Key(v, "FontMatrix"); m.Kind() == pdf.Array {
			t.scale = object.Index(m, 0).Float64()
		}
	}
	t.texts = t.readEncoding(f, v, desc)
}

func (t *Font) readEncoding(f *object.File, v, desc pdf.Value) *[256]string {
	enc := object.Key(v, "Encoding")
	base := baseEncoding(enc.Name())
	if enc.Kind() == pdf.Dict {
		base = baseEncoding(object.Key(enc, "BaseEncoding").Name())
	}
	if base == nil {
		base = t.builtin(f, desc)
	}
	diff := object.Key(enc, "Differences")
	if diff.Kind() != pdf.Array {
		return base
	}
	texts, code, names := *base, 0, map[int]string{}
	for i := range min(diff.Len(), 2000) {
		switch d := object.Index(diff, i); d.Kind() {
		case pdf.Integer:
			code = int(d.Int64())
		case pdf.Name:
			if code >= 0 && code < 256 {
				texts[code], names[code] = NameToText(d.Name()), d.Name()
			}
			code++
		}
	}
	if object.Key(v, "Subtype").Name() == "Type3" {
		if t := texEncoding(names); t != nil {
			return t
		}
	}
	return &texts
}

func baseEncoding(name string) *[256]string {
	switch name {
	case "WinAnsiEncoding":
		return winAnsi
	case "MacRomanEncoding":
		return macRoman
	case "StandardEncoding":
		return standard
	}
	return nil
}

// builtin is the encoding that a font has when the file names none.
func (t *Font) builtin(f *object.File, desc pdf.Value) *[256]string {
	if strings.HasPrefix(t.Name, "Symbol") {
		return symbol
	}
	if prog := object.Key(desc, "FontFile"); prog.Kind() == pdf.Stream {
		if data, err := f.Head(prog, maxHead); err == nil {
			if e := type1Encoding(data); e != nil {
				return e
			}
		}
	}
	if object.Key(desc, "FontFile2").Kind() == pdf.Stream {
		return winAnsi
	}
	return standard
}

// loadComposite reads a Type 0 font and its descendant.
func (t *Font) loadComposite(f *object.File, v pdf.Value) {
	t.composite = true
	child := object.Index(object.Key(v, "DescendantFonts"), 0)
	t.style(object.Key(child, "FontDescriptor"))
	if enc := object.Key(v, "Encoding"); enc.Kind() == pdf.Stream {
		if data, err := f.Bytes(enc, nil); err == nil {
			t.encoding = ParseCMap(data)
			t.Cut = t.Cut || t.encoding.Cut
		}
	}
	t.missing = 1000
	if dw := object.Key(child, "DW"); !dw.IsNull() {
		t.missing = dw.Float64()
	}
	t.readCIDWidths(object.Key(child, "W"))
	if t.toUnicode == nil {
		t.readGlyphs(f, child)
	}
}

// readGlyphs looks for letters in the font program of a font whose codes are glyph numbers.
func (t *Font) readGlyphs(f *object.File, child pdf.Value) {
	if m := object.Key(child, "CIDToGIDMap"); m.Kind() == pdf.Stream {
		return
	}
	for _, k := range []string{"FontFile2", "FontFile3"} {
		if prog := object.Key(child, "FontDescriptor", k); prog.Kind() == pdf.Stream {
			if data, err := f.Bytes(prog, nil); err == nil {
				t.glyphs = glyphRunes(data)
			}
		}
	}
}

// readCIDWidths reads "first [w w …]" and "first last w" from a W array.
func (t *Font) readCIDWidths(w pdf.Value) {
	set := 0
	for i := 0; i < w.Len() && !t.Cut; {
		first := int(object.Index(w, i).Int64())
		next := object.Index(w, i+1)
		if next.Kind() == pdf.Array {
			for j := range min(next.Len(), 1<<16) {
				t.setWidth(first+j, object.Index(next, j).Float64())
			}
			set += next.Len()
			i += 2
		} else {
			last, width := int(next.Int64()), object.Index(w, i+2).Float64()
			for c := max(0, first); c <= last && c < 1<<16; c++ {
				t.setWidth(c, width)
				set++
			}
			i += 3
		}
		t.Cut = t.Cut || set > 4*MaxEntries
	}
}

func (t *Font) setWidth(cid int, w float64) {
	if cid < 0 || cid >= 1<<16 {
		return
	}
	for len(t.widths) <= cid {
		t.widths = append(t.widths, t.missing)
	}
	t.widths[cid] = w
}
