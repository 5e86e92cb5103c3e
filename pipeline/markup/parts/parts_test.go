package parts

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"word/document.xml": "word/document.xml", "a/../b": "b", `a\b`: "a/b", "./a": "a",
		"../a": "", "a/../../b": "", "/etc/x": "", "C:/x": "", "": "", "..": "", "a\x00b": "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

type told struct{ text, tags string }

func (h *told) Start(e Element) { h.tags += "<" + e.Name + e.Attr("v") }
func (h *told) End(e Element)   { h.tags += ">" }
func (h *told) Text(s string)   { h.text += s }

func TestWalk(t *testing.T) {
	for _, c := range []struct{ in, tags, text string }{
		{`<a><b v="1">x &amp; y</b></a>`, "<a<b1>>", "x & y"},
		{`<!DOCTYPE a [<!ENTITY e SYSTEM "file:///x">]><a>&e;</a>`, "<a>", "&e;"},
		{`<a><b></c></b></a>`, "<a<b>>", ""},
	} {
		h := &told{}
		if err := Walk([]byte(c.in), h); err != nil || h.tags != c.tags || h.text != c.text {
			t.Errorf("%s: got %q, %q, %v", c.in, h.tags, h.text, err)
		}
	}
	var bit *CapError
	if err := Walk([]byte(strings.Repeat("<a>", MaxDepth+1)), &told{}); !errors.As(err, &bit) {
		t.Errorf("depth: %v", err)
	}
}

func TestArchive(t *testing.T) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, n := range []string{"a/", "a/x.txt", "../out.txt", "a/x.txt"} {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(n, "/") {
			if _, err := w.Write([]byte("words")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := Open(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(a.Names(), " "); got != "a/x.txt" {
		t.Errorf("names %q", got)
	}
	if data, err := a.Read("a/x.txt"); err != nil || string(data) != "words" {
		t.Errorf("got %q, %v", data, err)
	}
	if data, err := a.Read("b"); data != nil || err != nil {
		t.Errorf("a missing part: %q, %v", data, err)
	}
}
