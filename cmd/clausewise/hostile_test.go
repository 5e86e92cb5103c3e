package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func deflated(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// hostile are files made to stop or fill a program that reads them.
func hostile(t *testing.T) map[string][]byte {
	t.Helper()
	page := func(p *madePDF, content string) []byte {
		p.object("<< /Type /Catalog /Pages 2 0 R >>")
		p.object("<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>")
		p.object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>")
		p.stream("/Filter /FlateDecode", deflated(content))
		p.stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>", strings.Repeat("/X Do ", 9))
		p.end("")
		return p.Bytes()
	}
	out := map[string][]byte{
		"blanks.pdf":  page(newPDF(), strings.Repeat(" ", 200<<20)),
		"itself.pdf":  page(newPDF(), "/X Do"),
		"arrays.pdf":  page(newPDF(), strings.Repeat("[", 3_000_000)),
		"letters.pdf": page(newPDF(), "BT /F1 9 Tf "+strings.Repeat("(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ", 300_000)+"ET"),
	}
	cycle := newPDF()
	cycle.object("<< /Type /Catalog /Pages 2 0 R >>")
	cycle.object("<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>")
	cycle.end("")
	out["cycle.pdf"] = cycle.Bytes()
	out["far.pdf"] = []byte("%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\nxref\n2000000000 1\n0000000009 00000 n \ntrailer\n<< /Size 2000000001 /Root 1 0 R >>\nstartxref\n57\n%%EOF\n")

	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write(bytes.Repeat([]byte("<w:p>"), 30<<20))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	out["bomb.docx"] = b.Bytes()
	names, _ := filepath.Glob("../../../shared/pdf-hostile/*.pdf")
	for _, n := range names {
		if out["shared-"+filepath.Base(n)], err = os.ReadFile(n); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// responses returns the lines of a report's responses.jsonl by the file each is about.
func responses(t *testing.T, report string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(report, "responses.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 256<<20)
	for s.Scan() {
		var r struct{ Source struct{ Name string } }
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out[r.Source.Name] = s.Text()
	}
	return out
}

// TestHostileFilesAmongGoodOnes reads letters alone, and with files beside them that would stop or fill a reader: the
// letters' records are the same, and what is wrong with each of the others is said.
func TestHostileFilesAmongGoodOnes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	batch := func(out string, inputs ...string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), append([]string{"batch", "--quiet", "--reader", "off", "--isolate", "on", "--policy", "../../fixtures/en-parks/policy.pdf", "--out", out}, inputs...), &stdout, &stderr)
		if code != exitOK && code != exitUnread {
			t.Fatalf("exit code %d: %s", code, &stderr)
		}
	}
	bad := t.TempDir()
	files := hostile(t)
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(bad, "bad-"+name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	alone, among := filepath.Join(t.TempDir(), "r"), filepath.Join(t.TempDir(), "r")
	batch(alone, "../../fixtures/en-parks/responses")
	start := time.Now()
	batch(among, "../../fixtures/en-parks/responses", bad)
	t.Logf("%d hostile files took %v", len(files), time.Since(start).Round(time.Millisecond))
	want, got := responses(t, alone), responses(t, among)
	for name, line := range want {
		if got[name] != line {
			t.Errorf("%s is read in another way beside hostile files", name)
		}
	}
	summary, err := os.ReadFile(filepath.Join(among, "summary.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		if !bytes.Contains(summary, []byte(fmt.Sprintf(`"file":"bad-%s"`, name))) {
			t.Errorf("nothing is said of %s", name)
		}
	}
}
