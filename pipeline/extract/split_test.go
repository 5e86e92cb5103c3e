package extract

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var (
	reference = regexp.MustCompile(`\b(\d+) 0 R\b`)
	rootRef   = regexp.MustCompile(`/Root (\d+) 0 R`)
	pagesRef  = regexp.MustCompile(`/Pages (\d+) 0 R`)
	countOf   = regexp.MustCompile(`/Count (\d+)`)
)

// bind makes one PDF of several, as programs do that bind files: all objects under new numbers, the page trees under a
// new root. It knows files with a plain table of references only, which those of the fixtures are.
func bind(t testing.TB, files ...[]byte) ([]byte, []int) {
	t.Helper()
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var offsets, pages []int
	kids := ""
	object := func(n int, body []byte) {
		for len(offsets) <= n {
			offsets = append(offsets, 0)
		}
		offsets[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	next, total := 3, 0
	for _, f := range files {
		objects, trailer := objectsOf(t, f)
		shift := next
		move := func(b []byte) []byte {
			return reference.ReplaceAllFunc(b, func(r []byte) []byte {
				n, _ := strconv.Atoi(string(bytes.Fields(r)[0]))
				return fmt.Appendf(nil, "%d 0 R", n+shift)
			})
		}
		root, _ := strconv.Atoi(string(rootRef.FindSubmatch(trailer)[1]))
		tree, _ := strconv.Atoi(string(pagesRef.FindSubmatch(objects[root])[1]))
		for n, body := range objects {
			head, stream, has := bytes.Cut(body, []byte("stream"))
			body = move(head)
			if has {
				body = append(append(body, "stream"...), stream...)
			}
			if n == tree {
				body = bytes.Replace(body, []byte("<<"), []byte("<</Parent 2 0 R "), 1)
				count, _ := strconv.Atoi(string(countOf.FindSubmatch(body)[1]))
				pages, total = append(pages, total+1), total+count
				kids += fmt.Sprintf("%d 0 R ", n+shift)
			}
			object(n+shift, body)
		}
		for n := range objects {
			next = max(next, n+shift+1)
		}
	}
	object(1, []byte("<</Type/Catalog/Pages 2 0 R>>"))
	object(2, fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[%s]>>", total, kids))
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
	for _, o := range offsets[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets), start)
	return out.Bytes(), append(pages, total+1)
}

// objectsOf cuts a PDF into its objects by its table of references.
func objectsOf(t testing.TB, f []byte) (map[int][]byte, []byte) {
	t.Helper()
	at := bytes.LastIndex(f, []byte("\nxref\n"))
	end := bytes.LastIndex(f, []byte("trailer"))
	if at < 0 || end < at {
		t.Fatal("no plain table of references")
	}
	out := map[int][]byte{}
	for i, l := range strings.Split(strings.TrimSpace(string(f[at+6:end])), "\n")[1:] {
		if e := strings.Fields(l); len(e) == 3 && e[2] == "n" {
			from, _ := strconv.Atoi(e[0])
			body := f[from:]
			body = body[bytes.Index(body, []byte("obj"))+3:]
			out[i] = bytes.TrimSpace(body[:bytes.Index(body, []byte("endobj"))])
		}
	}
	return out, f[end:]
}

func told(t testing.TB, data []byte) []stretch {
	t.Helper()
	d, err := Read(context.Background(), "samlet.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	return letters(d, nil)
}

// TestBoundLetters binds the fixtures' letters, each set in its order and backwards: no letter is cut inside, and most
// that begin on a new page are told. Alone, none is cut.
func TestBoundLetters(t *testing.T) {
	found, all := 0, 0
	for _, set := range []string{"da-boernepolitik", "en-parks"} {
		names, _ := filepath.Glob("../../fixtures/" + set + "/responses/*.pdf")
		if len(names) < 5 {
			t.Fatalf("%s: %d letters", set, len(names))
		}
		var files [][]byte
		for _, n := range names {
			f, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
			if got := told(t, f); got != nil {
				t.Errorf("%s was cut: %v", n, got)
			}
		}
		for _, backwards := range []bool{false, true} {
			if backwards {
				sort.SliceStable(files, func(i, j int) bool { return bytes.Compare(files[i], files[j]) < 0 })
			}
			data, starts := bind(t, files...)
			begins := map[int]bool{}
			for _, p := range starts {
				begins[p] = true
			}
			before := found
			for _, s := range told(t, data) {
				if !begins[s.first] || !begins[s.last+1] {
					t.Errorf("%s: %s cuts a letter (they begin on %v)", set, s.name, starts)
				}
				found++
			}
			all += len(files)
			t.Logf("%s: %d of %d letters told", set, found-before, len(files))
		}
	}
	if found*10 < all*7 {
		t.Errorf("only %d of %d letters told", found, all)
	}
}

func TestParts(t *testing.T) {
	one, err := os.ReadFile("../../fixtures/da-boernepolitik/responses/R01.pdf")
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile("../../fixtures/da-boernepolitik/responses/R05.pdf")
	if err != nil {
		t.Fatal(err)
	}
	data, starts := bind(t, one, two)
	ms := ReadAll(context.Background(), "post/samlet.pdf", data)
	if len(ms) != 2 || ms[0].Err != nil || ms[1].Err != nil {
		t.Fatalf("members %s, letters begin on %v", names(ms), starts)
	}
	if got, want := names(ms), fmt.Sprintf("post/samlet.pdf/pages 1-%d, post/samlet.pdf/pages %d-%d", starts[1]-1, starts[1], starts[2]-1); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	alone, err := Read(context.Background(), "R05.pdf", two)
	if err != nil {
		t.Fatal(err)
	}
	d := ms[1].Doc
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	if d.Text != alone.Text {
		t.Errorf("the second letter reads\n%s\nalone\n%s", d.Text, alone.Text)
	}
	last := d.Blocks[len(alone.Blocks)/2]
	if got, want := d.PageOf(last.Span), alone.PageOf(alone.Blocks[len(alone.Blocks)/2].Span)+starts[1]-1; got != want {
		t.Errorf("page %d, want %d: that of the bound file", got, want)
	}
	if want := fmt.Sprintf("samlet, pages %d-%d", starts[1], starts[2]-1); d.ID != want {
		t.Errorf("id %s, want %s", d.ID, want)
	}
	if d.Pages[0].Number != starts[1] || d.Source.Pages != starts[2]-starts[1] || d.Source.SHA256 == ms[0].Doc.Source.SHA256 {
		t.Errorf("pages %v, source %+v", d.Pages, d.Source)
	}
	p := d.Problems[len(d.Problems)-1]
	if p.Code != "file.split" || p.Page != starts[1] || !strings.Contains(p.Text, "samlet.pdf holds 2 letters; this one is page") {
		t.Errorf("problem %+v", p)
	}
}

// sheets makes a document of pages of lines, each line a block; a line of several sentences stands for running text.
func sheets(pages ...string) *consult.Document {
	d := &consult.Document{}
	for i, p := range pages {
		d.Pages = append(d.Pages, consult.Page{Number: i + 1, Width: 595, Height: 842})
		for j, l := range strings.Split(p, "\n") {
			if d.Text != "" {
				d.Text += "\n\n"
			}
			s := consult.Span{Start: len(d.Text), End: len(d.Text) + len(l)}
			d.Text += l
			y := 60 + 30*float64(j)
			d.Blocks = append(d.Blocks, consult.Block{Kind: consult.Paragraph, Span: s, Size: 11, Lines: []consult.Line{{Span: s, Page: i + 1, Box: consult.Box{70, y, 500, y + 12}}}})
		}
	}
	return d
}

func TestWhatIsCut(t *testing.T) {
	const running = "Vi har læst udkastet og vil gerne pege på, at stien langs åen er børnenes eneste sikre vej til skole, og at den derfor bør holdes åben hele året. Det gælder også om vinteren, hvor mange ellers ville køre i bil, og hvor de ældre har brug for et sted at gå."
	letter := func(from, closing string) string {
		return from + "\nÅvej 4, 9999 Lund\nLund Kommune\n4. maj 2026\nHøringssvar til forslaget om stien\n" + running + "\n" + closing
	}
	const bye = "Med venlig hilsen\nBirthe Bjælke\nformand"
	for _, c := range []struct {
		name  string
		pages []string
		want  string
	}{
		{"two letters", []string{letter("Lund Beboerforening", bye), letter("Åens Venner", bye)}, "page 1, page 2"},
		{"a long letter", []string{letter("Lund Beboerforening", running), running + "\n" + bye}, ""},
		{"a chapter with a date", []string{letter("Lund Beboerforening", running), "Referat af mødet\n4. maj 2026\n" + running + "\n" + bye}, ""},
		{"an annex that is a letter", []string{letter("Lund Beboerforening", bye+"\nBilag: brev til kommunen"), letter("Åens Venner", bye)}, ""},
		{"an annex that says so", []string{letter("Lund Beboerforening", bye), "Bilag 1\n" + letter("Åens Venner", bye)}, ""},
		{"an older letter beside one that speaks of annexes", []string{letter("Lund Beboerforening", "Vi skrev allerede dengang; se vedlagte.\n"+bye), "Åens Venner\nÅvej 9, 9999 Lund\nTil Å-laget\n4. maj 2019\n" + running + "\n" + bye}, ""},
		{"a list of what follows", []string{"Indkomne høringssvar\n1. Lund Beboerforening\n2. Åens Venner", letter("Lund Beboerforening", bye), letter("Åens Venner", bye)}, "page 1, page 2, page 3"},
		{"signature on a page of its own", []string{letter("Lund Beboerforening", running), bye, letter("Åens Venner", running), bye}, "pages 1-2, pages 3-4"},
		{"mails", []string{"Fra: Birthe\nSendt: 4. maj 2026\nTil: Lund Kommune\nEmne: stien\n" + running + "\nHilsen Birthe", "Fra: Ib\nSendt: 5. maj 2026\nTil: Lund Kommune\nEmne: SV: stien\n" + running + "\nHilsen Ib"}, "page 1, page 2"},
	} {
		var got []string
		for _, s := range letters(sheets(c.pages...), nil) {
			got = append(got, s.name)
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestBoundWord reads letters bound into one Word file, by page breaks of three kinds.
func TestBoundWord(t *testing.T) {
	p := func(props, s string) string {
		return "<w:p>" + props + `<w:r><w:t>` + s + `</w:t></w:r></w:p>`
	}
	letter := func(props, from, note string) string {
		return p(props, from) + p("", "Åvej 4, 9999 Lund") + p("", "Lund Kommune") + p("", "4. maj 2026") + p("", "Høringssvar til forslaget om stien") +
			`<w:p><w:r><w:t>Vi er imod, at stien lukkes.</w:t></w:r><w:r><w:footnoteReference w:id="` + note + `"/></w:r></w:p>` + p("", "Med venlig hilsen")
	}
	body := letter("", "Lund Beboerforening", "1") + p("", "Birthe Bjælke") + `<w:p><w:r><w:br w:type="page"/></w:r></w:p>` +
		letter("", "Åens Venner", "2") + p(`<w:pPr><w:sectPr/></w:pPr>`, "Ib Å. Holm") +
		letter("", "Skolens forældre", "3") + p("", "Gry Lind") + letter("<w:pPr><w:pageBreakBefore/></w:pPr>", "Cykelklubben", "4") + p("", "Ole Kjær")
	notes := ""
	for i := 1; i <= 4; i++ {
		notes += fmt.Sprintf(`<w:footnote w:id="%d">%s</w:footnote>`, i, p("", fmt.Sprintf("Note %d.", i)))
	}
	file := docxOf(t, body, [2]string{"word/footnotes.xml", word1(notes)})
	ms := ReadAll(context.Background(), "alle.docx", file)
	if got, want := names(ms), "alle.docx/letter 1, alle.docx/letter 2, alle.docx/letter 3, alle.docx/letter 4"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	for i, m := range ms {
		if err := m.Doc.Validate(); err != nil {
			t.Error(err)
		}
		if want := fmt.Sprintf("%d Note %d.", i+1, i+1); !strings.HasSuffix(m.Doc.Text, want) || strings.Count(m.Doc.Text, "Høringssvar") != 1 || len(m.Doc.Pages) != 1 {
			t.Errorf("letter %d reads\n%s", i+1, m.Doc.Text)
		}
	}
	one := docxOf(t, letter("", "Lund Beboerforening", "1")+p("", "Birthe Bjælke")+`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`+p("", "Bilag 1")+p("", "4. maj 2026")+p("", "Til kommunen")+p("", "Svar på jeres brev"))
	if ms := ReadAll(context.Background(), "et.docx", one); len(ms) != 1 {
		t.Errorf("a letter with an annex: %s", names(ms))
	}
}
