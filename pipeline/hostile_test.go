package pipeline_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline"
)

// harm are files made to do harm, or damaged: bombs, elements without end, groups without end, names that point outside.
func harm() map[string][]byte {
	const word = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	zip := packed("../../ud.txt", "Vi er imod.", "/etc/ud.txt", "Vi er imod.")
	nested := packed("a.txt", "Vi støtter forslaget.")
	for range 8 {
		nested = packed("a.zip", string(nested), "b.zip", string(nested))
	}
	return map[string][]byte{
		"a-part.docx":   packed("word/document.xml", word+strings.Repeat(" ", 65<<20)),
		"b-depth.docx":  packed("word/document.xml", word+strings.Repeat("<w:sdt>", 200_000)),
		"c-laughs.docx": packed("word/document.xml", `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>`+word+`<w:p><w:r><w:t>&b;</w:t></w:r></w:p>`),
		"d-names.zip":   zip,
		"e-nested.zip":  nested,
		"f-groups.rtf":  []byte(`{\rtf1 ` + strings.Repeat("{", 1_000_000)),
		"g-divs.html":   []byte("<p>Ord." + strings.Repeat("<div>", 300_000)),
		"h-header.eml":  []byte("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n" + strings.Repeat("--X\r\nContent-Type: message/rfc822\r\n\r\n", 10_000)),
		"i-cut.pdf":     []byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R/Prev 9>>"),
		"j-cut.msg":     []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\xff", 600)),
		"k-empty.txt":   {},
	}
}

// TestHarmStaysInItsFile reads a folder of letters twice, the second time with files made to do harm among them: the
// letters' findings are the same byte for byte, and each of the others is named among what could not be read, or read.
func TestHarmStaysInItsFile(t *testing.T) {
	run := func(bad map[string][]byte) (map[string]string, *pipeline.Result) {
		in, out := t.TempDir(), t.TempDir()
		for _, n := range []string{"R01.pdf", "R05.pdf", "R11.pdf"} {
			data, err := os.ReadFile("../fixtures/da-boernepolitik/responses/" + n)
			if err == nil {
				err = os.WriteFile(filepath.Join(in, n), data, 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for n, data := range bad {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(in, n)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(in, n), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		res, err := pipeline.Run(context.Background(), pipeline.Config{Inputs: []string{in}, Policy: "../fixtures/da-boernepolitik/policy.pdf", Out: out, Reader: pipeline.ReaderOff})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(filepath.Join(out, "responses.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		letters := map[string]string{}
		for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
			var r struct {
				Source struct{ Name string }
			}
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			letters[r.Source.Name] = line
		}
		return letters, res
	}
	alone, _ := run(nil)
	bad := harm()
	beside, res := run(bad)
	if len(alone) != 3 {
		t.Fatalf("%d letters alone", len(alone))
	}
	for n, want := range alone {
		if beside[n] != want {
			t.Errorf("%s: other findings beside harm:\n%.300s\nalone:\n%.300s", n, beside[n], want)
		}
	}
	said := map[string]bool{}
	for _, u := range res.Unread {
		if u.Problem.Code == "" || !strings.Contains(u.Problem.Text, " ") {
			t.Errorf("%s: no reason: %+v", u.File, u.Problem)
		}
		said[strings.SplitN(u.File, "/", 2)[0]] = true
	}
	for n := range beside {
		said[strings.SplitN(n, "/", 2)[0]] = true
	}
	for n := range bad {
		if !said[strings.SplitN(n, "/", 2)[0]] {
			t.Errorf("%s is neither read nor named", n)
		}
	}
}
