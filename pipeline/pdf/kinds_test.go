package pdf

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
)

// right returns where a line of body text ends that starts at 72 points.
func right(t *testing.T, s string) float64 {
	m := pdfmake.New()
	m.Page(body(100, s), "", "")
	return read(t, m.Bytes()).Blocks[0].Lines[0].Box[2]
}

func TestCentredHeadings(t *testing.T) {
	const title = "Tilsyn og ansvar"
	m := pdfmake.New()
	m.Page(body(100, wide, wide, "og er enig.")+
		pdfmake.Text(72+(right(t, wide)-right(t, title))/2, 170, "F1", 11, title)+
		body(200, wide, wide, "Det er alt."), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: `+wide+" "+wide+` og er enig.
heading 1: Tilsyn og ansvar
paragraph: `+wide+" "+wide+` Det er alt.
`)
}

func TestPlainHeading(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, wide, wide, "og er enig i det.")+
		body(160, "Ad § 4")+
		body(184, wide, wide, "Det er alt.")+
		body(244, "Med venlig hilsen")+body(268, "Lone Holm"), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: `+wide+" "+wide+` og er enig i det.
heading 1: Ad § 4
paragraph: `+wide+" "+wide+` Det er alt.
paragraph: Med venlig hilsen
paragraph: Lone Holm
`)
}

// Word leaves a blank after every line, that of a paragraph's end too, so blanks tell nothing there.
func TestBlankAfterEveryLine(t *testing.T) {
	m := pdfmake.New()
	lines := []string{wide, wide, "og er enig i det.", "Derfor foreslår vi en ny plan, som alle kan leve med, og som kommer alle børn til gode", "i de næste år.", "Tak."}
	for i := range lines {
		lines[i] += " "
	}
	m.Page(body(100, lines...), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: `+wide+" "+wide+` og er enig i det.
paragraph: Derfor foreslår vi en ny plan, som alle kan leve med, og som kommer alle børn til gode i de næste år.
paragraph: Tak.
`)
}

// LibreOffice leaves a blank only where it broke a line itself, which tells short lines apart.
func TestBlankWhereTheProgramBroke(t *testing.T) {
	m := pdfmake.New()
	short := "Vi er enige i planen og i "
	lines := []string{short, "det meste af det, den siger ", "om skolerne.", short, "det meste af resten.", short, "det, som siges ", "til sidst.", short, "bilaget, som er ", "langt."}
	m.Page(body(100, lines...), "", "")
	if got, want := strings.Count(read(t, m.Bytes()).Text, "\n\n"), 3; got != want {
		t.Errorf("%d breaks, want %d: %q", got, want, read(t, m.Bytes()).Text)
	}
}

func TestLinesOfOneParagraphEach(t *testing.T) {
	m := pdfmake.New()
	m.Page(pdfmake.Text(72, 60, "F1", 11, "Fra: Lone Holm, formand for bestyrelsen på Lyng Skole og Børnehus ved åen i byen")+
		pdfmake.Text(72, 74, "F1", 11, "Sendt: 4. maj 2026")+
		body(120, wide)+body(146, "Bestyrelsen har intet at sige til 1.1 og 2.1.")+
		body(172, wide, "og ønsker, at der står noget andet, som for eksempel, at klubben er åben hver dag")+
		body(212, wide, "og glæder sig."), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: Fra: Lone Holm, formand for bestyrelsen på Lyng Skole og Børnehus ved åen i byen
paragraph: Sendt: 4. maj 2026
paragraph: `+wide+`
paragraph: Bestyrelsen har intet at sige til 1.1 og 2.1.
paragraph: `+wide+` og ønsker, at der står noget andet, som for eksempel, at klubben er åben hver dag
paragraph: `+wide+` og glæder sig.
`)
}

func TestAddresses(t *testing.T) {
	m := pdfmake.New()
	m.Page(pdfmake.Lines(72, 60, "F1", 11, "Lyng Skole", "Skovvej 2", "4988 Lyng")+
		pdfmake.Text(505, 60, "F1", 9, "4. maj 2026")+
		body(140, wide, wide, "og er enig i det."), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: Lyng Skole
paragraph: Skovvej 2
paragraph: 4988 Lyng
paragraph: 4. maj 2026
paragraph: `+wide+" "+wide+` og er enig i det.
`)
}

func TestHyphens(t *testing.T) {
	long := "Vi har læst planen med stor interesse og vil gerne sige, at den er meget god og meget "
	m := pdfmake.New()
	m.Page(body(100, long+"grundlæg-", "gende for alle, og at en institutions-", "og skoleplan, en p-",
		"plads og en PPR-", "psykolog hører med til det, som skal ske i 2027-", "2031, hvis alt går, som det skal, og at vi alle er glade for det."), "", "")
	want := long + "grundlæggende for alle, og at en institutions- og skoleplan, en p-plads og en PPR-psykolog hører med til det, som skal ske i 2027-2031, hvis alt går, som det skal, og at vi alle er glade for det."
	if got := strings.ReplaceAll(read(t, m.Bytes()).Text, "\n\n", " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWebAddressOverLines(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, wide, "Se hele rapporten om skolen på https://www.lyng.example/rapporter/2026/de-sidste-ti-aar/", "med-bilag.pdf, som vi har lagt op."), "", "")
	if got := read(t, m.Bytes()).Text; !strings.Contains(got, "https://www.lyng.example/rapporter/2026/de-sidste-ti-aar/med-bilag.pdf, som") {
		t.Errorf("%q", got)
	}
}

func TestTurnedTextHasItsPlace(t *testing.T) {
	m := pdfmake.New()
	m.Page("BT /F1 12 Tf 0 1 -1 0 300 100 Tm (drejet tekst) Tj ET", "", "")
	b := read(t, m.Bytes()).Blocks[0].Lines[0].Box
	// The line runs upwards from (300, 742) as the page is looked at.
	if b[0] < 285 || b[2] > 305 || b[3] < 741 || b[3] > 743 || b[1] < 660 || b[1] > 690 {
		t.Errorf("%v", b)
	}
}
