package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// evil is what a letter may hold to break a report: markup, a formula, a template, terminal codes, text that runs
// the other way.
const evil = "=cmd|'/C calc'!A0 <script>alert(1)</script> \" onload='x' {{.}} ${x} [x](javascript:alert(1)) ![i](http://example.org/i.png) | a\n# b\n\x1b[31m\x07 \u202etxet\u2066 שלום `code` **b** ~~s~~ <!-- "

// hostile is a response with evil in every field.
func hostile() consult.Response {
	words := evil
	e := consult.EvidenceRecord{Text: evil, Page: 3}
	clause := "1.1"
	return consult.Response{Schema: consult.ResponseSchema, ID: "zz" + evil, Language: `x"><b>`,
		Source:     consult.Source{Name: "svar/" + evil + ".html", Pages: 1},
		Respondent: consult.RespondentRecord{Name: evil, Type: consult.RespondentType(evil), Signatories: []string{evil}},
		Subject:    &words, Date: &words,
		Recommendations: []consult.RecommendRecord{{Text: "@SUM(1+1)" + evil, Clause: &clause, Why: evil, Evidence: e}, {Text: evil, Evidence: e}},
		Rewordings: []consult.RewordingRecord{{Kind: consult.Replace, Original: &words, Proposed: pointer("-2+3" + evil), Clause: &clause, Warning: evil, Evidence: e},
			{Kind: consult.Change(evil), Proposed: &words, Clause: pointer(evil), Evidence: e}},
		Stances: []consult.StanceRecord{{Clause: clause, Stance: consult.Conditional, Condition: &words, Confidence: 0.2, Why: evil, Evidence: []consult.EvidenceRecord{e, e}},
			{Clause: "2.1", Stance: consult.Label(evil), Evidence: nil}},
		Overall:  consult.OverallRecord{Stance: consult.Oppose, Why: evil},
		Problems: []consult.Problem{{Code: evil, Page: 1, Text: evil}},
	}
}

func written(t *testing.T, f Format, in Input) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func evilInput(lang string) Input {
	p := samplePolicy()
	p.Title += evil
	p.Clauses[0].Text, p.Clauses[0].Parent, p.Clauses[1].Title = evil, evil, evil
	return input(p, append(sample(20), hostile()), lang)
}

func TestHostilePage(t *testing.T) {
	hostilePage(t, evilInput("da"))
	large := input(samplePolicy(), append(sample(3000), hostile()), "da")
	if c := large.Summary.Counts; c.Stances+c.Recommendations < heavy {
		t.Fatalf("the large consultation is too small: %+v", c)
	}
	hostilePage(t, large)
}

func hostilePage(t *testing.T, in Input) {
	t.Helper()
	page := written(t, HTML, in)
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, links, counts, policy := map[string]int{}, []string{}, map[string]int{}, ""
	hashes := map[string]string{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		counts[n.Data]++
		if n.Data == "script" || n.Data == "style" {
			sum := sha256.Sum256([]byte(n.FirstChild.Data))
			hashes[n.Data] = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "style", a.Key == "srcset", a.Key == "action":
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "href", a.Key == "aria-labelledby":
				links = append(links, strings.TrimPrefix(a.Val, "#"))
			case a.Key == "content" && strings.Contains(a.Val, "default-src"):
				policy = a.Val
			}
		}
	}
	if counts["script"] != 1 || counts["style"] != 1 || counts["iframe"]+counts["img"]+counts["form"] != 0 || counts["h1"] != 1 || counts["main"] != 1 {
		t.Errorf("elements: %v", counts)
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %q is there %d times", id, n)
		}
	}
	for _, l := range links {
		if ids[l] == 0 {
			t.Errorf("a link leads to %q, which is not there", l)
		}
	}
	for what, hash := range hashes {
		if !strings.Contains(policy, what+"-src "+hash) {
			t.Errorf("the policy %q doesn't name the page's %s, %s", policy, what, hash)
		}
	}
	if strings.ContainsAny(page, "\x1b\x07\u202e\u2066") {
		t.Error("control characters reach the page")
	}
	if !strings.Contains(html.UnescapeString(page), "␛[31m␇ ⟨U+202E⟩txet") {
		t.Error("hidden characters are not shown")
	}
}

func TestHostileCSV(t *testing.T) {
	for lang, comma := range map[string]rune{"da": ';', "en": ','} {
		text := written(t, CSV, evilInput(lang))
		body, ok := strings.CutPrefix(text, "\uFEFF")
		if !ok {
			t.Error("no byte order mark")
		}
		r := csv.NewReader(strings.NewReader(body))
		r.Comma = comma
		rows, err := r.ReadAll() // fails when rows differ in length
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, c := range row {
				if strings.ContainsAny(c, "\n\r\t\x1b") || c != "" && strings.ContainsAny(strings.TrimSpace(c)[:1], "=+-@") {
					t.Errorf("%s: cell %q", lang, c)
				}
			}
		}
		if n := len(rows) - 1; n != rowsOf(evilInput(lang)) {
			t.Errorf("%s: %d rows, want one a point: %d", lang, n, rowsOf(evilInput(lang)))
		}
	}
}

func rowsOf(in Input) int {
	c := in.Summary.Counts
	return c.Stances + c.Recommendations + c.Rewordings + c.Responses
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{"": "", "=1": "'=1", "+45 12": "'+45 12", "-x": "'-x", "@a": "'@a", " =1": "' =1", "\t=1": "' =1",
		"\r\n=1": "'  =1", "＝1": "'＝1", "a=1": "a=1", "a\nb": "a b", "ø": "ø"} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHostileMarkdown(t *testing.T) {
	text := written(t, Markdown, evilInput("en"))
	for _, bad := range []string{"<script", " [x](", "![i]", "http://", "\x1b", "\u202e", "\n# b", "<!--"} {
		if strings.Contains(text, bad) {
			t.Errorf("summary.md has %q", bad)
		}
	}
	for _, l := range strings.Split(text, "\n") {
		if strings.HasPrefix(l, "|") && !strings.HasSuffix(l, "|") {
			t.Errorf("a table row is broken: %q", l)
		}
	}
}

func TestHostileTerminal(t *testing.T) {
	in := evilInput("da")
	for _, o := range []TerminalOptions{{}, {Clause: "1.1"}, {Clause: "2.1", Width: 50}, {ASCII: true, Width: 120}, {Clause: evil}} {
		o.Lang = "da"
		limit := max(o.Width, 80)
		if o.Width == 50 {
			limit = 50
		}
		for _, l := range strings.Split(string(onTerminal(t, in, o)), "\n") {
			if strings.ContainsAny(l, "\x1b\x07\u202e\r\t") {
				t.Errorf("%+v: control characters in %q", o, l)
			}
			if width(l) > limit {
				t.Errorf("%+v: %d columns: %q", o, width(l), l)
			}
		}
		o.Color = true
		for _, l := range strings.Split(string(onTerminal(t, in, o)), "\n") {
			if width(l) > limit || strings.Count(l, "\x1b[0m")*2 < strings.Count(l, "\x1b[")-strings.Count(l, "\x1b[0m") {
				t.Errorf("%+v: a colour is left on, or %d columns: %q", o, width(l), l)
			}
		}
	}
}

// TestVerbatim reads the two files for programs back: what a letter says is in them byte for byte.
func TestVerbatim(t *testing.T) {
	in := evilInput("en")
	s, err := ReadSummary(strings.NewReader(written(t, JSON, in)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in.Summary, s); diff != "" {
		t.Errorf("summary.json read back (-written +read): %s", diff)
	}
	var got, want []consult.Response
	for _, l := range strings.Split(strings.TrimSuffix(written(t, Responses, in), "\n"), "\n") {
		var r consult.Response
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	for r := range in.Responses {
		want = append(want, r)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("responses.jsonl read back (-written +read): %s", diff)
	}
}

func TestReadSummaryOfAnotherForm(t *testing.T) {
	for _, text := range []string{"", "[]", "{}", `{"schema":"clausewise/summary/v0"}`} {
		if _, err := ReadSummary(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "summary.json") {
			t.Errorf("%q: error %v", text, err)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{"a\nb\t": "a\nb\t", "\x00\x7f\u0085": "␀␡⟨U+85⟩", "\u202e": "⟨U+202E⟩", "a\xffb": "a�b", "שלום": "שלום"} {
		if got := visible(in); got != want || !utf8.ValidString(got) {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestByName(t *testing.T) {
	for _, f := range Formats {
		if got, err := ByName(f.Name); err != nil || got.File != f.File {
			t.Errorf("%s: %s, %v", f.Name, got.File, err)
		}
	}
	if _, err := ByName("docx"); err == nil || !strings.Contains(err.Error(), "markdown") {
		t.Errorf("docx: error %v, want one that names the formats", err)
	}
}

func TestResponsesOutOfOrder(t *testing.T) {
	for name, all := range map[string][]consult.Response{"back": {{ID: "b"}, {ID: "a"}}, "twice": {{ID: "a"}, {ID: "a"}}} {
		if err := Responses.Write(&bytes.Buffer{}, Input{Responses: stream(all)}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := Responses.Write(&bytes.Buffer{}, Input{}); err == nil {
		t.Error("no responses given: no error")
	}
}
