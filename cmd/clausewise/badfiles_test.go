package main

import (
	"bytes"
	"fmt"
	"os"
)

// madePDF writes a PDF of the given objects, the first of which is the catalogue, with a cross-reference table.
type madePDF struct {
	bytes.Buffer
	offsets []int
}

func newPDF() *madePDF {
	p := &madePDF{}
	p.WriteString("%PDF-1.4\n")
	return p
}

func (p *madePDF) object(format string, args ...any) {
	p.offsets = append(p.offsets, p.Len())
	fmt.Fprintf(p, "%d 0 obj\n", len(p.offsets))
	fmt.Fprintf(p, format, args...)
	p.WriteString("\nendobj\n")
}

func (p *madePDF) stream(dict, data string) {
	p.object("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

// write ends the file and puts it where the first argument of the command says.
func (p *madePDF) write(extra string) {
	p.end(extra)
	if err := os.WriteFile(os.Args[1], p.Bytes(), 0o644); err != nil {
		panic(err)
	}
}

// end ends the file with extra in its trailer.
func (p *madePDF) end(extra string) {
	at := p.Len()
	fmt.Fprintf(p, "xref\n0 %d\n0000000000 65535 f \n", len(p.offsets)+1)
	for _, o := range p.offsets {
		fmt.Fprintf(p, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(p, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(p.offsets)+1, extra, at)
}

// pages writes catalogue, page tree and font, and n pages with a line each.
func (p *madePDF) pages(n int) {
	p.object("<< /Type /Catalog /Pages 2 0 R >>")
	var kids bytes.Buffer
	for i := range n {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	p.object("<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] >>", n, &kids)
	p.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for i := range n {
		p.object("<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*i)
		p.stream("", fmt.Sprintf("BT /F1 12 Tf 72 700 Td (We support clause 1.1 on sheet number %d of this letter.) Tj ET", i+1))
	}
}

// bigPDF writes a PDF of 500 pages.
func bigPDF() {
	p := newPDF()
	p.pages(500)
	p.write("")
}

// lockedPDF writes a PDF whose password nobody has: no password gives these hashes.
func lockedPDF() {
	p := newPDF()
	p.pages(1)
	hash := bytes.Repeat([]byte("5a"), 32)
	p.object("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>", hash, hash)
	id := bytes.Repeat([]byte("17"), 16)
	p.write(fmt.Sprintf("/Encrypt %d 0 R /ID [<%s> <%s>]", len(p.offsets), id, id))
}

// scannedPDF writes a PDF whose only page is a picture.
func scannedPDF() {
	p := newPDF()
	p.object("<< /Type /Catalog /Pages 2 0 R >>")
	p.object("<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>")
	p.object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /Im 5 0 R >> >> >>")
	p.stream("", "q 595 0 0 842 0 0 cm /Im Do Q")
	p.stream("/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8", string(bytes.Repeat([]byte{0x40, 0xf0}, 32)))
	p.write("")
}
