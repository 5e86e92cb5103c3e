package msg

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/markup/cfb/cfbtest"
)

func TestOpen(t *testing.T) {
	inner := cfbtest.Mail{From: "Aksel Rønnow", Subject: "Vores svar", Body: "Vi støtter stien."}
	data := cfbtest.Mail{
		From: "Birthe Bjælke", Address: "birthe@lund.example", To: "horing@kommune.example", Subject: "Høringssvar – stien",
		Time: 134223552000000000, Body: "Hegnet bør blive.",
		Files: []cfbtest.Attached{
			{Name: "svar på høring.txt", Data: bytes.Repeat([]byte("Å"), 3000)},
			{Name: "logo.png", Media: "image/png", ContentID: "logo@x", Data: []byte("png")},
			{Name: "skjult.txt", Hidden: true, Data: []byte("x")},
			{Name: "Vores svar", Mail: &inner},
			{Name: "diagram", Object: true, Data: []byte("x")},
		},
	}.Bytes()
	m, err := Open(data)
	if err != nil || !Is(data) {
		t.Fatal(err)
	}
	want := &Message{From: "Birthe Bjælke <birthe@lund.example>", To: "horing@kommune.example", Subject: "Høringssvar – stien",
		Date: time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC), Plain: "Hegnet bør blive.", Objects: []string{"diagram"},
		Files: []File{{Name: "svar på høring.txt", Data: bytes.Repeat([]byte("Å"), 3000)},
			{Name: "Vores svar", Message: &Message{From: "Aksel Rønnow", Subject: "Vores svar", Plain: "Vi støtter stien."}}}}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
}

func TestBodies(t *testing.T) {
	web := `{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\generator x}` + "\r\n" +
		`{\*\htmltag19 <html>}{\*\htmltag64 <p class="a">}\htmlrtf {\f0 \htmlrtf0 Vi st\'f8tter forslaget\u8212?helt{\*\htmltag84 &nbsp;}\{ja\}.\htmlrtf \par}\htmlrtf0{\*\htmltag72 </p>}{\*\mhtmltag64 <p>}\htmlrtf\par\htmlrtf0 Slut}`
	plain := `{\rtf1\ansi\ansicpg865\fromtext\deff0 {\fonttbl{\f0 Arial;}}\f0 S\'91lvmosen\tab b\'9br\par blive.\par}`
	true1 := `{\rtf1\ansi Vi st\'f8tter forslaget.\par}`
	for _, c := range []struct {
		name             string
		in               cfbtest.Mail
		plain, html, rtf string
	}{
		{"html", cfbtest.Mail{Body: "x", HTML: []byte("<p>\xe6</p>"), Page: 1252}, "x", "<p>æ</p>", ""},
		{"html of no known page", cfbtest.Mail{HTML: []byte("<p>\xe6</p>"), Page: 4}, "", "<p>æ</p>", ""},
		{"html in utf-8", cfbtest.Mail{HTML: []byte("<p>æ</p>"), Page: 65001}, "", "<p>æ</p>", ""},
		{"html in disguise", cfbtest.Mail{RTF: cfbtest.Stored(web)}, "", `<html><p class="a">Vi støtter forslaget—helt&nbsp;{ja}.</p>Slut`, ""},
		{"plain in disguise", cfbtest.Mail{RTF: cfbtest.Stored(plain)}, "Sælvmosen\tbør\nblive.\n", "", ""},
		{"plain beside its disguise", cfbtest.Mail{Body: "Sælvmosen.", RTF: cfbtest.Stored(plain)}, "Sælvmosen.", "", ""},
		{"rich text", cfbtest.Mail{RTF: cfbtest.Stored(true1)}, "", "", true1},
		{"damaged rich text", cfbtest.Mail{Body: "x", RTF: []byte("0123456789abcdefghij")}, "x", "", ""},
	} {
		c.in.Subject = "Svar"
		m, err := Open(c.in.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if m.Plain != c.plain || string(m.HTML) != c.html || string(m.RTF) != c.rtf {
			t.Errorf("%s: plain %q, html %q, rtf %q", c.name, m.Plain, m.HTML, m.RTF)
		}
	}
}

// TestUnpack reads the two examples of [MS-OXRTFCP] 4.1 and 4.2: the second refers to bytes that it is still writing.
func TestUnpack(t *testing.T) {
	for in, want := range map[string]string{
		"2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423" + "20af32068656c090020627705b06c647d0a800fa0": "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
		"1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0":                                            "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
	} {
		data, err := hex.DecodeString(in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Unpack(data)
		if err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
		for n := range data { // cut anywhere
			if _, err := Unpack(data[:n]); err == nil && n < 16 {
				t.Errorf("%d bytes: no error", n)
			}
		}
	}
}

// TestBomb unpacks Rich Text that claims four gigabytes and holds two bytes for every seventeen.
func TestBomb(t *testing.T) {
	data := []byte("\x00\x00\x00\x00\xff\xff\xff\xffLZFu\x00\x00\x00\x00")
	at := len(seed)
	for range 1 << 18 {
		data = append(data, 0xff)
		for range 8 {
			from := (at + 1) % 4096 // where the next byte goes would end the text
			data = append(data, byte(from>>4), byte(from<<4|15))
			at = (at + 17) % 4096
		}
	}
	out, err := Unpack(data)
	if err != nil || len(out) != MaxRTF {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func TestHostile(t *testing.T) {
	m := cfbtest.Mail{Subject: "inderst", Body: "ord"}
	for range 20 {
		in := m
		m = cfbtest.Mail{Subject: "ydre", Files: []cfbtest.Attached{{Name: "indre", Mail: &in}}}
	}
	got, err := Open(m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	depth := 0
	for ; len(got.Files) > 0; got = got.Files[0].Message {
		depth++
	}
	if depth != MaxDepth-1 || !got.Capped {
		t.Errorf("%d messages deep, capped %v", depth, got.Capped)
	}
	var many []cfbtest.Attached
	for i := range MaxFiles + 10 {
		many = append(many, cfbtest.Attached{Name: fmt.Sprint(i), Data: []byte("x")})
	}
	if got, err = Open(cfbtest.Mail{Subject: "mange", Files: many}.Bytes()); err != nil || len(got.Files) != MaxFiles || !got.Capped {
		t.Errorf("%v, %d files", err, len(got.Files))
	}
	if _, kind := Unwrap([]byte(`{\rtf1\fromhtml1 ` + strings.Repeat("{", 1<<20))); kind != HTML {
		t.Error("nested groups")
	}
	if _, err := Open(cfbtest.Write(map[string][]byte{"WordDocument": []byte("x")})); err != ErrFormat {
		t.Errorf("a Word file: %v", err)
	}
}

// FuzzOpen reads whole messages, and their Rich Text apart, since a change of one byte rarely gets that far.
func FuzzOpen(f *testing.F) {
	f.Add(cfbtest.Mail{Subject: "a", Body: "b", Files: []cfbtest.Attached{{Name: "c", Mail: &cfbtest.Mail{Subject: "d", HTML: []byte("<p>")}}}}.Bytes())
	f.Add(cfbtest.Mail{Subject: "a", RTF: cfbtest.Stored(`{\rtf1\fromhtml1{\*\htmltag1 <p>}\u230?\'e6\htmlrtf x\htmlrtf0}`)}.Bytes())
	f.Add([]byte("\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\x00\x00\x00\x00\x03\x00\x0a\x00rcpg"))
	f.Add([]byte(`{\rtf1\fromtext\uc2 \u-10179?\u-9000?\bin3 abc\par}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		if out, err := Unpack(data); err == nil {
			Unwrap(out)
		}
		Unwrap(data)
		if m, err := Open(data); err == nil && len(m.Plain)+len(m.HTML) > 64*len(data)+1<<20 {
			t.Fatalf("%d bytes of %d", len(m.Plain)+len(m.HTML), len(data))
		}
	})
}
