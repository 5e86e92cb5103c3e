package extract

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/markup/odt"
)

// bomb is a member of an archive that was packed once and stands in it many times.
type bomb struct {
	packed []byte
	sum    uint32
	size   int
}

func pack(t testing.TB, data []byte) bomb {
	t.Helper()
	var buf bytes.Buffer
	w, err := flate.NewWriter(&buf, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return bomb{buf.Bytes(), crc32.ChecksumIEEE(data), len(data)}
}

// copies makes an archive of n copies of b.
func copies(t testing.TB, n int, name string, b bomb) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := range n {
		w, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf(name, i), Method: zip.Deflate, CRC32: b.sum, CompressedSize64: uint64(len(b.packed)), UncompressedSize64: uint64(b.size)})
		if err == nil {
			_, err = w.Write(b.packed)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// overlapping makes an archive whose n entries are all the same bytes of it.
func overlapping(t testing.TB, n int, b bomb) []byte {
	one := copies(t, 1, "a%04d.txt", b)
	dir := bytes.LastIndex(one, []byte("PK\x01\x02"))
	end := bytes.LastIndex(one, []byte("PK\x05\x06"))
	out := bytes.Clone(one[:dir])
	for i := range n {
		e := bytes.Clone(one[dir:end])
		copy(e[46:], fmt.Sprintf("a%04d", i))
		out = append(out, e...)
	}
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*(end-dir)))
	return append(out, tail...)
}

// quine returns the archive that holds itself, which lies among the standard library's tests.
func quine() []byte {
	src, err := os.ReadFile(filepath.Join(goroot(), "src/archive/zip/reader_test.go"))
	if err != nil {
		return nil
	}
	_, body, _ := strings.Cut(string(src), "func rZipBytes")
	body, _, _ = strings.Cut(body, "\n}")
	var out []byte
	for _, l := range regexp.MustCompile(`(?m)^[0-9a-f]{7}((?: [0-9a-f]{2})+)`).FindAllStringSubmatch(body, -1) {
		b, _ := hex.DecodeString(strings.ReplaceAll(l[1], " ", ""))
		out = append(out, b...)
	}
	return out
}

// goroot returns where Go's own sources are; "" when there is no telling.
func goroot() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func docxOf(t testing.TB, document string, more ...[2]string) []byte {
	return archive(t, append([][2]string{{"word/document.xml", word1(document)}}, more...)...)
}

func odtOf(t testing.TB, head, content string) []byte {
	return archive(t, [2]string{"mimetype", odt.MediaType}, [2]string{"content.xml", head + "<office:document-content>" + content + "</office:document-content>"})
}

const laughs = `<!DOCTYPE x [<!ENTITY a "ha ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd"><!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>`

// TestHostile reads files made to do harm: each ends in time and memory, read in part with a problem that names the cap
// or refused by name.
func TestHostile(t *testing.T) {
	word := `<w:p><w:r><w:t>Et afsnit med ord.</w:t></w:r></w:p>`
	note := `<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`
	zeros := pack(t, make([]byte, 60<<20))
	nested := []byte(sentence)
	for range 4 {
		nested = copies(t, 200, "%d.zip", pack(t, nested))
	}
	rows := func(row, cell, text string) string {
		return strings.Repeat(row+strings.Repeat(cell+text, 100), 10_000)
	}
	for _, c := range []struct {
		name string
		make func() []byte
		want string // codes that must be there; "": any outcome, in time
	}{
		{"flat.zip", func() []byte { return copies(t, 10, "%d.txt", zeros) }, "zip.cap"},
		{"nested.zip", func() []byte { return nested }, "file.cap"},
		{"overlapping.zip", func() []byte { return overlapping(t, 3000, zeros) }, "zip.cap"},
		{"texts.zip", func() []byte {
			return copies(t, 60, "%d.txt", pack(t, bytes.Repeat([]byte("Et afsnit.\n\n"), 110_000)))
		}, "file.cap"},
		{"quine.zip", quine, "file.nested"},
		{"members.zip", func() []byte { return copies(t, 12_000, "%d.txt", pack(t, []byte(sentence))) }, "zip.cap"},
		{"entries.zip", func() []byte { return overlapping(t, 300_000, pack(t, []byte(sentence))) }, "zip.cap"},
		{"names.zip", func() []byte {
			return archive(t, [2]string{"../../up.txt", sentence}, [2]string{"/etc/absolute.txt", sentence}, [2]string{`C:\drive.txt`, sentence}, [2]string{`..\up.txt`, sentence})
		}, "zip.name"},
		{"part.docx", func() []byte { return docxOf(t, strings.Repeat(" ", 65<<20)) }, "docx.cap"},
		{"cells.docx", func() []byte { return docxOf(t, word+"<w:tbl>"+rows("<w:tr>", "<w:tc>", "<w:p/>")) }, "docx.cap"},
		{"paragraphs.docx", func() []byte { return docxOf(t, strings.Repeat(word, 110_000)) }, "file.cap"},
		{"depth.docx", func() []byte { return docxOf(t, word+strings.Repeat("<w:sdt>", 1_000_000)) }, "docx.cap"},
		{"notes.docx", func() []byte {
			return docxOf(t, word+strings.Repeat(note, 100_000), [2]string{"word/footnotes.xml", word1(`<w:footnote w:id="2">` + strings.Repeat(word, 10_000) + `</w:footnote>`)})
		}, ""},
		{"labels.docx", func() []byte {
			return docxOf(t, strings.Repeat(`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`, 50_000),
				[2]string{"word/numbering.xml", word1(`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="` + strings.Repeat("%1", 1<<20) + `"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)})
		}, ""},
		{"laughs.docx", func() []byte {
			return archive(t, [2]string{"word/document.xml", laughs + word1(word+`<w:p><w:r><w:t>&c;&d;&e;</w:t></w:r></w:p>`)})
		}, ""},
		{"cells.odt", func() []byte {
			return odtOf(t, "", "<text:p>Ord.</text:p><table:table>"+rows("<table:table-row>", "<table:table-cell>", "<text:p>x</text:p></table:table-cell>"))
		}, "odt.cap"},
		{"spans.odt", func() []byte {
			return odtOf(t, "", "<text:p>"+strings.Repeat(`<text:span text:style-name="a">`, 400)+strings.Repeat("x<text:tab/>", 100_000))
		}, ""},
		{"laughs.odt", func() []byte { return odtOf(t, laughs, "<text:p>Ord &c;&d;&e;</text:p>") }, ""},
		{"cells.rtf", func() []byte {
			return []byte(`{\rtf1 Ord.\par ` + strings.Repeat(`\trowd`+strings.Repeat(`\intbl x\cell`, 100)+`\row`, 10_000))
		}, "rtf.cap"},
		{"groups.rtf", func() []byte { return []byte(`{\rtf1 Ord.\par ` + strings.Repeat("{", 5_000_000)) }, "rtf.cap"},
		{"runs.rtf", func() []byte { return []byte(`{\rtf1 Ord.` + strings.Repeat(`\b a\b0 b`, 500_000)) }, "rtf.cap"},
		{"cells.html", func() []byte { return []byte("<p>Ord.<table>" + rows("<tr>", "<td>", "x")) }, "html.cap"},
		{"divs.html", func() []byte { return []byte("<p>Ord." + strings.Repeat("<div>", 1_000_000)) }, "html.cap html.damaged"},
		{"fonts.html", func() []byte {
			var b strings.Builder
			for i := range 100_000 {
				fmt.Fprintf(&b, "<font size=%d><p>x", i)
			}
			return []byte("<p>Ord." + b.String())
		}, ""},
		{"sheet.html", func() []byte {
			return []byte("<style>" + strings.Repeat("p{color:red;font-weight:bold}", 300_000) + "</style>" + strings.Repeat("<p class='a b c'>x", 50_000))
		}, ""},
		{"sizes.html", func() []byte {
			var b strings.Builder
			for i := range 50_000 {
				fmt.Fprintf(&b, "<p><b style='font-size:%d.%dpt'>Navn</b></p>", i/10%1000, i%10)
			}
			return []byte("<p>Ord.</p>" + b.String())
		}, ""},
		{"paragraphs.txt", func() []byte { return bytes.Repeat([]byte("a\n\n"), 2_000_000) }, "file.cap"},
		{"line.txt", func() []byte { return bytes.Repeat([]byte("ord og "), 1_000_000) }, "file.cap"},
		{"running.txt", func() []byte {
			return bytes.Repeat([]byte("og linjen løber altid videre uden at nogen sætter et punktum her\n\n"), 100_000)
		}, "file.cap"},
		{"lists.txt", func() []byte { return bytes.Repeat([]byte("1. a\n\n| b | c |\n> d\n[^1]: e\n"), 110_000) }, "file.cap"},
		{"thread.eml", func() []byte {
			return append([]byte("From: a@b.example\r\nContent-Type: text/plain\r\n\r\nOrd.\r\n\r\n"), bytes.Repeat([]byte("Den 4. maj 2026 skrev A <a@b.example>:\r\n\r\n> b\r\n\r\n"), 50_000)...)
		}, ""},
		{"header.eml", func() []byte {
			return append([]byte("From: a@b.example\r\nContent-Type: text/plain"+strings.Repeat("; a=b", 2_000_000)+"\r\nSubject: "+strings.Repeat("=?utf-8?q?a?= ", 1_000_000)+"\r\n\r\n"), sentence...)
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := c.make()
			if data == nil {
				t.Skip("the standard library's sources are not here")
			}
			peak := watch()
			start := spent()
			ms := ReadAll(context.Background(), c.name, data)
			took, most := spent()-start, peak()
			if took > 10*time.Second || most > 1<<30 {
				t.Errorf("took %v and %d MB", took, most>>20)
			}
			codes := map[string]int{}
			for _, m := range ms {
				var e *Error
				switch {
				case errors.As(m.Err, &e):
					codes[e.Code]++
				case m.Err != nil:
					t.Errorf("%s: %v is no *Error", m.Name, m.Err)
				default:
					for _, p := range m.Doc.Problems {
						codes[p.Code]++
					}
					if strings.Contains(m.Doc.Text, "root:") || strings.Count(m.Doc.Text, "ha ha") > 1 {
						t.Errorf("entities were expanded: %.80q", m.Doc.Text)
					}
				}
			}
			found := c.want == ""
			for _, w := range strings.Fields(c.want) {
				found = found || codes[w] > 0
			}
			if !found || len(ms) == 0 {
				t.Errorf("%d members with codes %v, want %q", len(ms), codes, c.want)
			}
			t.Logf("%d bytes, %d members, %v, %d MB, %v", len(data), len(ms), took.Round(time.Millisecond), most>>20, codes)
		})
	}
}

// watch measures the heap until the function it returns is called, which returns the most it saw.
func watch() func() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.HeapAlloc, uint64(0)
	stop, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc-min(before, m.HeapAlloc))
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		return most
	}
}
