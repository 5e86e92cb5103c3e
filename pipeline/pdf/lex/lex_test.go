package lex

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// show writes an object in a notation that a table can hold.
func show(o Object) string {
	switch o.Kind {
	case Number:
		return fmt.Sprintf("%g", o.Num)
	case String:
		return fmt.Sprintf("%q", o.Bytes)
	case Name:
		return "/" + string(o.Bytes)
	case Operator:
		if string(o.Bytes) == "R" {
			return fmt.Sprintf("R%g", o.Num)
		}
		return string(o.Bytes)
	case Bool:
		return fmt.Sprint(o.Num == 1)
	case Null:
		return "null"
	}
	var parts []string
	for _, it := range o.Items {
		parts = append(parts, show(it))
	}
	if o.Kind == Dict {
		return "<" + strings.Join(parts, " ") + ">"
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func all(l *Lexer) string {
	var out []string
	for o := l.Next(); o.Kind != EOF; o = l.Next() {
		out = append(out, show(o))
	}
	return strings.Join(out, " ")
}

func TestNext(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1 -2 +3 .5 -.25 4. 007", "1 -2 3 0.5 -0.25 4 7"},
		{"--5 1.2.3 12-3", "-5 1.2 12"},
		{"(a) (b\\)c) (d(e)f) ()", `"a" "b)c" "d(e)f" ""`},
		{`(\101\7\12x\q\
y)`, `"A\a\nxqy"`},
		{"(a\r\nb\rc)", `"a\nb\nc"`},
		{"<48 65 6C6c 6F> <4> <zz41>", `"Hello" "@" "A"`},
		{"/Name /A#20B /# / 1", "/Name /A B /# / 1"},
		{"[1 (a) [2 /B] ] <</K [1 2] /L <</M (x)>>>>", `[1 "a" [2 /B]] </K [1 2] /L </M "x">>`},
		{"BT % a comment\nET", "BT ET"},
		{"true false null T* ' \"", `true false null T* ' "`},
		{"[(open", `["open"]`},
		{"] >> } 1", "1"},
		{"12abc", "12abc"},
	} {
		if got := all(New([]byte(c.in))); got != c.want {
			t.Errorf("%q: %s, want %s", c.in, got, c.want)
		}
	}
}

func TestReferences(t *testing.T) {
	if got, want := all(NewObjects([]byte("<</A 12 0 R /B [3 0 R 4]>>"))), "</A R12 /B [R3 4]>"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestDepthAndLengthAreBounded(t *testing.T) {
	o := New([]byte(strings.Repeat("[", 1_000_000))).Next()
	depth := 0
	for ; o.Kind == Array && len(o.Items) > 0; depth++ {
		o = o.Items[0]
	}
	if depth > maxDepth {
		t.Errorf("nested %d deep", depth)
	}
	o = New([]byte("[" + strings.Repeat("1 ", maxList+1000) + "]")).Next()
	if len(o.Items) != maxList {
		t.Errorf("%d elements kept, want %d", len(o.Items), maxList)
	}
}

func TestSkipImage(t *testing.T) {
	l := New([]byte("BI /W 2 /H 2 ID \x00EI\xff EIx EI Q 5"))
	l.Next()
	l.SkipImage()
	if got := all(l); got != "Q 5" {
		t.Errorf("after the image: %s", got)
	}
}

// Strings that were returned must not change while their memory isn't taken back.
func TestStringsLast(t *testing.T) {
	l := New([]byte(`(a\\b) (c\\d) [(e\\f) (g\\h)]`))
	first, second, list := l.Next(), l.Next(), l.Next()
	if got := show(first) + show(second) + show(list); got != `"a\\b""c\\d"["e\\f" "g\\h"]` {
		t.Error(got)
	}
}

func FuzzNext(f *testing.F) {
	for _, s := range []string{"BT /F1 12 Tf (x) Tj ET", "[(a)-250(b)]TJ", "<</A[1 2]>>", "BI ID EI", "(\\1", "<4", "-", "1 0 R"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		l := NewObjects(data)
		for i := 0; ; i++ {
			at := l.Pos()
			o := l.Next()
			if o.Kind == EOF {
				return
			}
			if l.Pos() <= at || i > len(data) {
				t.Fatalf("no progress at %d", at)
			}
			if o.Kind == Operator && string(o.Bytes) == "BI" {
				l.SkipImage()
			}
		}
	})
}
