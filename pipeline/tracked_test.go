package pipeline_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// edited is the draft with a respondent's tracked changes: [-old-] and {+new+}, and a comment in the margin as «…».
const edited = `Tranevig Lærerforening
Høringssvar: vores ændringer står i teksten.
# 1.2 Specialiserede tilbud
Specialiserede tilbud gives til børn og unge, hvis behov ikke kan dækkes i almenmiljøet. Formålet er, at barnet hurtigst muligt kan vende tilbage til fællesskabet i almenmiljøet. En plads bevilges for [-12-]{+24+} måneder ad gangen, og tilbud uden for kommunen bruges kun undtagelsesvis. Kommunen udvider antallet af lokale specialpladser fra 60 til [-90-]{+120+} frem mod 2030.
# 1.3 Mellemformer
Alle skoler skal senest i 2028 have mindst én mellemform, for eksempel en co-lærerordning, en base eller et mindre hold med fast pædagog. [-Mellemformerne finansieres af de midler, der frigøres, når færre elever visiteres til specialiserede tilbud. -]Skolens leder beslutter, hvilke elever der deltager, og deltagelsen kræver ikke en pædagogisk-psykologisk vurdering.{+ Forældrene skal altid høres først.+}«Vi foreslår, at finansieringen besluttes i budgettet i stedet.»
# 2.1 Forebyggelse og tidlig opsporing
Når en medarbejder er bekymret for et barn, holdes der et tværfagligt møde inden for [-20 hverdage-]{+10 hverdage+}.`

const changed = "1.2 replace: 12 → 24\n1.2 replace: 90 → 120\n1.3 delete: Mellemformerne finansieres af de midler, der frigøres, når færre elever visiteres til specialiserede tilbud. → \n1.3 insert:  → Forældrene skal altid høres først.\n2.1 replace: 20 hverdage → 10 hverdage"

// piece is a run of edited: "" plain, "-" deleted, "+" inserted, "«" commented.
type piece struct{ kind, text string }

func pieces(s string) []piece {
	var out []piece
	for s != "" {
		at, kind, open, end := len(s), "", "", ""
		for _, k := range [][3]string{{"-", "[-", "-]"}, {"+", "{+", "+}"}, {"«", "«", "»"}} {
			if i := strings.Index(s, k[1]); i >= 0 && i < at {
				at, kind, open, end = i, k[0], k[1], k[2]
			}
		}
		if at > 0 {
			out = append(out, piece{"", s[:at]})
		}
		if at == len(s) {
			break
		}
		inner, rest, _ := strings.Cut(s[at+len(open):], end)
		out, s = append(out, piece{kind, inner}), rest
	}
	return out
}

func asWord() []byte {
	var body, comments strings.Builder
	for i, l := range strings.Split(edited, "\n") {
		l, heading := strings.CutPrefix(l, "# ")
		body.WriteString("<w:p>")
		if heading {
			body.WriteString(`<w:pPr><w:outlineLvl w:val="0"/></w:pPr>`)
		}
		for _, p := range pieces(l) {
			switch p.kind {
			case "-":
				fmt.Fprintf(&body, `<w:del w:author="Ib"><w:r><w:delText xml:space="preserve">%s</w:delText></w:r></w:del>`, p.text)
			case "+":
				fmt.Fprintf(&body, `<w:ins w:author="Ib"><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:ins>`, p.text)
			case "«":
				fmt.Fprintf(&body, `<w:r><w:commentReference w:id="%d"/></w:r>`, i)
				fmt.Fprintf(&comments, `<w:comment w:id="%d" w:author="Ib"><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:comment>`, i, p.text)
			default:
				fmt.Fprintf(&body, `<w:r><w:t xml:space="preserve">%s</w:t></w:r>`, p.text)
			}
		}
		body.WriteString("</w:p>")
	}
	const ns = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	return packed("word/document.xml", "<w:document"+ns+"><w:body>"+body.String()+"</w:body></w:document>", "word/comments.xml", "<w:comments"+ns+">"+comments.String()+"</w:comments>")
}

func asODT() []byte {
	var body, changes strings.Builder
	for i, l := range strings.Split(edited, "\n") {
		tag := "text:p"
		l, heading := strings.CutPrefix(l, "# ")
		if heading {
			tag = "text:h"
		}
		fmt.Fprintf(&body, "<%s>", tag)
		for j, p := range pieces(l) {
			id := fmt.Sprintf("c%d-%d", i, j)
			info := `<office:change-info><dc:creator>Ib</dc:creator><dc:date>2026-05-04</dc:date></office:change-info>`
			switch p.kind {
			case "-":
				fmt.Fprintf(&changes, `<text:changed-region text:id="%s"><text:deletion>%s<text:p>%s</text:p></text:deletion></text:changed-region>`, id, info, p.text)
				fmt.Fprintf(&body, `<text:change text:change-id="%s"/>`, id)
			case "+":
				fmt.Fprintf(&changes, `<text:changed-region text:id="%s"><text:insertion>%s</text:insertion></text:changed-region>`, id, info)
				fmt.Fprintf(&body, `<text:change-start text:change-id="%s"/>%s<text:change-end text:change-id="%s"/>`, id, p.text, id)
			case "«":
				fmt.Fprintf(&body, `<office:annotation><dc:creator>Ib</dc:creator><text:p>%s</text:p></office:annotation>`, p.text)
			default:
				body.WriteString(p.text)
			}
		}
		fmt.Fprintf(&body, "</%s>", tag)
	}
	return packed("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<office:document-content><office:body><office:text><text:tracked-changes>"+changes.String()+"</text:tracked-changes>"+body.String()+"</office:text></office:body></office:document-content>")
}

func asRTF() []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi{\*\revtbl{Unknown;}{Ib;}}`)
	for _, l := range strings.Split(edited, "\n") {
		b.WriteString(`\pard `)
		l, heading := strings.CutPrefix(l, "# ")
		if heading {
			b.WriteString(`\outlinelevel0 `)
		}
		for _, p := range pieces(l) {
			text := ""
			for _, r := range p.text {
				if r < 0x80 {
					text += string(r)
				} else {
					text += fmt.Sprintf(`\u%d?`, r)
				}
			}
			fmt.Fprintf(&b, map[string]string{"": "%s", "-": `{\deleted\revauthdel1 %s}`, "+": `{\revised\revauth1 %s}`, "«": `{\*\atnauthor Ib}{\*\annotation %s}`}[p.kind], text)
		}
		b.WriteString("\\par\n")
	}
	return []byte(b.String() + "}")
}

func packed(files ...string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// TestTrackedChangesAreRewordings runs a letter that is the draft with tracked changes through the whole pipeline: each
// change comes out as a rewording of its clause, whatever the word processor.
func TestTrackedChangesAreRewordings(t *testing.T) {
	raw, err := os.ReadFile("../fixtures/da-boernepolitik/clauses.json")
	if err != nil {
		t.Fatal(err)
	}
	policy := &consult.Policy{}
	if err := json.Unmarshal(raw, &policy.Clauses); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"svar.docx": asWord(), "svar.odt": asODT(), "svar.rtf": asRTF()} {
		ms := extract.ReadAll(context.Background(), name, data)
		if len(ms) != 1 || ms[0].Err != nil {
			t.Fatalf("%s: %+v", name, ms)
		}
		doc := ms[0].Doc
		pipeline.Analyze(doc, analyzers.NewDraft(policy), pipeline.Stages(false))
		var got []string
		for _, r := range consult.NewResponse(doc, policy).Rewordings {
			text := func(s *string) string {
				if s == nil {
					return ""
				}
				return strings.TrimSpace(*s)
			}
			got = append(got, fmt.Sprintf("%s %s: %s → %s", text(r.Clause), r.Kind, text(r.Original), text(r.Proposed)))
		}
		if s := strings.Join(got, "\n"); s != changed {
			t.Errorf("%s: got\n%s\nwant\n%s", name, s, changed)
		}
		codes := ""
		for _, p := range doc.Problems {
			codes += p.Code + " " + p.Text + " "
		}
		if !strings.Contains(codes, ".comments") || !strings.Contains(codes, ".changes") || strings.Count(codes, "by Ib") != 2 {
			t.Errorf("%s: problems %s", name, codes)
		}
		found := false
		for _, r := range doc.Recommendations {
			found = found || strings.Contains(doc.Quote(r.Span), "finansieringen besluttes") && r.Clause == "1.3"
		}
		if !found {
			t.Errorf("%s: the comment in the margin is no recommendation on 1.3: %+v", name, doc.Recommendations)
		}
	}
}
