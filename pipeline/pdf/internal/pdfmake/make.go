// Package pdfmake writes small PDF files for tests: pages of content streams, fonts and other objects, with a correct
// cross-reference table, so that a test shows the one thing it is about.
package pdfmake

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
)

// File is a PDF file in the making. Objects 1 and 2 are the catalog and the page tree.
type File struct {
	objects []string
	pages   []int
	fonts   map[string]string
}

// New returns an empty file with the fonts F1 (Helvetica) and F2 (Helvetica-Bold), both in WinAnsi.
func New() *File {
	f := &File{objects: []string{"", ""}, fonts: map[string]string{}}
	for name, base := range map[string]string{"F1": "Helvetica", "F2": "Helvetica-Bold"} {
		f.Font(name, "<</Type/Font/Subtype/Type1/BaseFont/"+base+"/Encoding/WinAnsiEncoding>>")
	}
	return f
}

// Object adds an object and returns its number.
func (f *File) Object(body string) int {
	f.objects = append(f.objects, body)
	return len(f.objects)
}

// Stream adds a stream object; dict is written inside its dictionary.
func (f *File) Stream(dict, data string) int {
	return f.Object(fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data))
}

// Font gives pages a font of this name; value is its dictionary or a reference.
func (f *File) Font(name, value string) { f.fonts[name] = value }

// Page adds an A4 page with this content; extra is written inside its dictionary and resources inside the resources.
func (f *File) Page(content, extra, resources string) {
	var fonts strings.Builder
	names := make([]string, 0, len(f.fonts))
	for n := range f.fonts {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(&fonts, "/%s %s ", n, f.fonts[n])
	}
	c := f.Stream("", content)
	f.pages = append(f.pages, f.Object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<<%s>>%s>>%s>>",
		c, fonts.String(), resources, extra)))
}

// Bytes returns the finished file.
func (f *File) Bytes() []byte { return f.With("") }

// With returns the finished file with more in its trailer dictionary.
func (f *File) With(trailer string) []byte {
	var kids strings.Builder
	for _, p := range f.pages {
		fmt.Fprintf(&kids, "%d 0 R ", p)
	}
	f.objects[0] = "<</Type/Catalog/Pages 2 0 R>>"
	f.objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(f.pages), kids.String())
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(f.objects))
	for i, o := range f.objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return b.Bytes()
}

// Text returns the operators that show s, in Latin-1, at (x, y) from the page's top left corner.
func Text(x, y float64, font string, size float64, s string) string {
	var b strings.Builder
	for _, c := range s {
		switch c {
		case '(', ')', '\\':
			b.WriteByte('\\')
		}
		b.WriteByte(byte(c))
	}
	return fmt.Sprintf("BT /%s %g Tf %g %g Td (%s) Tj ET\n", font, size, x, 842-y, b.String())
}

// Lines returns the operators for several lines of body text under each other, 14 points apart.
func Lines(x, y float64, font string, size float64, lines ...string) string {
	var b strings.Builder
	for i, l := range lines {
		b.WriteString(Text(x, y+14*float64(i), font, size, l))
	}
	return b.String()
}

// Rule returns the operators for a filled box, its top left corner at (x, y).
func Rule(x, y, w, h float64) string { return fmt.Sprintf("%g %g %g %g re f\n", x, 842-y-h, w, h) }
