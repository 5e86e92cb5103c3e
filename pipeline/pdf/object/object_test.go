package object

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
)

func deflate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// content opens data and returns the unpacked content of its pages.
func content(t *testing.T, data []byte) string {
	t.Helper()
	f, err := Open(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := f.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range pages {
		b, err := f.Bytes(Key(p.Dict, "Contents"), nil)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return strings.Join(out, "|")
}

func TestFilters(t *testing.T) {
	// The LZW data is the example of ISO 32000-1, 7.4.4.2.
	const lzw = "\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01"
	png := "\x02abc\x02\x01\x01\x01\x01\x01\x01\x01\x04\x00\x00\x01"
	for _, c := range []struct{ dict, data, want string }{
		{"", "plain", "plain"},
		{"/Filter/FlateDecode", deflate("hello hello"), "hello hello"},
		{"/Filter/Fl", "\r\n" + deflate("x"), "x"},
		{"/Filter/ASCIIHexDecode", "48 65 6c6C6F7>", "Hellop"},
		{"/Filter/ASCII85Decode", "<~87cURD]i,\"Ebo80~>", "Hello World!"},
		{"/Filter/RunLengthDecode", "\x02abc\xfed\x80Y", "abcddd"},
		{"/Filter/LZWDecode", lzw, "-----A---B"},
		{"/Filter[/ASCIIHexDecode/FlateDecode]", fmt.Sprintf("%x>", deflate("twice")), "twice"},
		{"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 3>>", deflate(png), "abcbcd\x01\x02\x03\x01\x02\x04"},
		{"/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 3>>", deflate("a\x01\x01b\x01\x01"), "abcbcd"},
	} {
		m := pdfmake.New()
		m.Page("", "/Contents "+fmt.Sprint(m.Stream(c.dict, c.data))+" 0 R", "")
		got := content(t, bytes.Replace(m.Bytes(), []byte("/Contents 4 0 R"), nil, 1))
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.dict, got, c.want)
		}
	}
}

func two() *pdfmake.File {
	m := pdfmake.New()
	m.Page("one", "", "")
	m.Page("two", "", "")
	return m
}

func TestDamage(t *testing.T) {
	sound := two().Bytes()
	cut := bytes.LastIndex(sound, []byte("xref\n0"))
	for name, data := range map[string][]byte{
		"sound":               sound,
		"junk in front":       append([]byte("HTTP/1.1 200 OK\r\n\r\n"), sound...),
		"junk behind":         append(bytes.Clone(sound), bytes.Repeat([]byte{0}, 3000)...),
		"no table":            sound[:cut],
		"wrong startxref":     bytes.Replace(sound, []byte("startxref\n"), []byte("startxref\n9"), 1),
		"odd header":          bytes.Replace(sound, []byte("%PDF-1.7\n"), []byte("%PDF-2.0 \r"), 1),
		"no end mark":         bytes.TrimSuffix(sound, []byte("%%EOF\n")),
		"entries off by some": bytes.Replace(sound, []byte("%PDF-1.7\n"), []byte("%PDF-1.7\n%xyz\n"), 1),
		"wrong length":        bytes.Replace(sound, []byte("/Length 3>>"), []byte("/Length 9>>"), 1),
	} {
		if got := content(t, data); got != "one|two" && got != "one\n|two" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		want error
	}{
		"text":        {"Dear Sir or Madam", ErrNotPDF},
		"header only": {"%PDF-1.4\n", nil},
		"no pages":    {"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>", nil},
	} {
		f, err := Open(context.Background(), []byte(c.data))
		if c.want != nil {
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
			continue
		}
		if err != nil {
			continue
		}
		if pages, err := f.Pages(); err == nil {
			t.Errorf("%s: %d pages and no error", name, len(pages))
		}
	}
}

func TestBombs(t *testing.T) {
	sound := string(two().Bytes())
	loop := strings.Replace(sound, "/Root", fmt.Sprintf("/Prev %d/Root", strings.LastIndex(sound, "xref\n0")), 1)
	if got := content(t, []byte(loop)); got != "one|two" {
		t.Errorf("a chain that goes in circles: %q", got)
	}
	huge := strings.Replace(sound, "trailer", "2000000000 1\n0000000009 00000 n \ntrailer", 1)
	if got := content(t, []byte(huge)); got != "one|two" {
		t.Errorf("an object of number two thousand million: %q", got)
	}
	m := pdfmake.New()
	m.Page("x", "/Contents "+fmt.Sprint(m.Stream("/Filter/FlateDecode", deflate(strings.Repeat(" ", MaxStream+1000))))+" 0 R", "")
	f, err := Open(context.Background(), bytes.Replace(m.Bytes(), []byte("/Contents 4 0 R"), nil, 1))
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := f.Pages()
	if b, err := f.Bytes(Key(pages[0].Dict, "Contents"), nil); err != nil || len(b) != MaxStream || !f.Cut {
		t.Errorf("%d bytes, cut %v, %v", len(b), f.Cut, err)
	}
	m = pdfmake.New()
	m.Page("x", "/Kids[2 0 R]", "")
	if f, err = Open(context.Background(), m.Bytes()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Pages(); err == nil {
		t.Error("a page tree that holds itself is no error")
	}
}

func TestObjectStreams(t *testing.T) {
	m := two()
	inner := "9 0 10 5 <<>> <</Late(yes)>>"
	n := m.Stream("/Type/ObjStm/N 2/First 9/Filter/FlateDecode", deflate(inner))
	x := &xref{ctx: context.Background(), data: m.Bytes(), places: map[int]place{}}
	x.rebuild()
	if p := x.places[10]; p.stream != n {
		t.Errorf("object 10 stands in stream %d, want %d", p.stream, n)
	}
	w := rewriter{x: x, at: map[int]int{}, opened: map[int]*objectStream{}}
	w.fromStream(10, x.places[10])
	if got := string(w.out); !strings.Contains(got, "10 0 obj\n<</Late(yes)>>\nendobj") {
		t.Errorf("%q", got)
	}
}

// TestRC4 locks a file by algorithm 2 with the empty password and 40 bits, as the oldest writers did.
func TestRC4(t *testing.T) {
	id, owner, perms := []byte("0123456789abcdef"), bytes.Repeat([]byte{7}, 32), []byte{0xFC, 0xFF, 0xFF, 0xFF}
	sum := md5.Sum(bytes.Join([][]byte{pad, owner, perms, id}, nil))
	key := sum[:5]
	user := bytes.Clone(pad)
	rc4XOR(key, user)
	c := &crypt{key: key, version: 1, streams: viaRC4, string: viaRC4}

	m := pdfmake.New()
	secret := []byte("BT (hej) Tj ET")
	n := 3 // the stream that Page adds
	locked := c.open(viaRC4, n, 0, secret)
	m.Page(string(locked), "", "")
	e := m.Object(fmt.Sprintf("<</Filter/Standard/V 1/R 2/O<%x>/U<%x>/P -4>>", owner, user))
	data := m.With(fmt.Sprintf("/Encrypt %d 0 R/ID[<%x><%x>]", e, id, id))
	if got := content(t, data); got != string(secret) {
		t.Errorf("%q", got)
	}
	wrong := bytes.Replace(data, fmt.Appendf(nil, "%x", user), fmt.Appendf(nil, "%x", bytes.Repeat([]byte{1}, 32)), 1)
	if _, err := Open(context.Background(), wrong); !errors.Is(err, ErrLocked) {
		t.Errorf("another password: %v", err)
	}
}

// TestEncryptedCorpus opens files locked by qpdf and others with an empty password.
func TestEncryptedCorpus(t *testing.T) {
	names, _ := filepath.Glob("../../../../shared/pdf-corpus/enc*.pdf")
	if len(names) == 0 {
		t.Skip("no pdf-corpus beside the project")
	}
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Open(context.Background(), data)
		if strings.HasPrefix(filepath.Base(n), "encpw") {
			if !errors.Is(err, ErrLocked) {
				t.Errorf("%s: %v, want %v", n, err, ErrLocked)
			}
		} else if err != nil {
			t.Errorf("%s: %v", n, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(two().Bytes())
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R]>>endobj trailer<</Root 1 0 R>>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(context.Background(), data)
		if err != nil {
			return
		}
		pages, _ := file.Pages()
		for _, p := range pages[:min(len(pages), 3)] {
			file.Bytes(Key(p.Dict, "Contents"), nil)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte("\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01"), "LZWDecode", 1)
	f.Add([]byte("87cURD"), "ASCII85Decode", 12)
	f.Fuzz(func(t *testing.T, data []byte, name string, predictor int) {
		var u unpacker
		fs := []filter{{name: name, predictor: predictor, colors: 1, bits: 8, width: 3, early: true}}
		if out, _, _ := u.unpack(data, fs, nil); len(out) > MaxStream {
			t.Fatalf("%d bytes", len(out))
		}
	})
}
