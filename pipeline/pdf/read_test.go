package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
	"github.com/google/go-cmp/cmp"
)

// read reads a made file and checks the document's own rules.
func read(t testing.TB, data []byte) *consult.Document {
	t.Helper()
	doc, err := Read(context.Background(), data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(); err != nil {
		t.Fatal(err)
	}
	return doc
}

// outline writes a document as one line a block: its kind with what else is known of it, and its text.
func outline(doc *consult.Document) string {
	var b strings.Builder
	for _, x := range doc.Blocks {
		b.WriteString(string(x.Kind))
		if x.Level > 0 {
			fmt.Fprintf(&b, " %d", x.Level)
		}
		if x.Label != "" {
			fmt.Fprintf(&b, " (%s)", x.Label)
		}
		if x.Table > 0 {
			fmt.Fprintf(&b, " %d.%d.%d", x.Table, x.Row, x.Col)
		}
		fmt.Fprintf(&b, ": %s\n", doc.Quote(x.Span))
	}
	return b.String()
}

func check(t *testing.T, doc *consult.Document, want string) {
	t.Helper()
	want = strings.TrimLeft(want, "\n")
	if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(outline(doc), "\n")); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// filler is body text, long enough that the reader knows its size and leading.
const filler = "Bestyrelsen har behandlet udkastet på sit møde i april og har taget det med hjem."

// wide fills the line.
const wide = "Bestyrelsen har behandlet udkastet på sit møde i april og har taget det med hjem til Lyng"

func body(y float64, lines ...string) string { return pdfmake.Lines(72, y, "F1", 11, lines...) }

func TestParagraphsAndHeadings(t *testing.T) {
	m := pdfmake.New()
	m.Page(pdfmake.Text(72, 60, "F2", 16, "Svar på høringen")+
		body(100, filler, "Den takker for muligheden for at udtale sig og er grundlæg-", "gende positiv over for planen, men ser to problemer.")+
		pdfmake.Text(72, 160, "F2", 11, "Økonomi")+
		body(180, filler, "Der bør afsættes penge til rejser, og de skal være øremærkede fra starten af år", "2028 og frem.")+
		pdfmake.Text(72, 240, "F1", 11, "Rejser")+
		pdfmake.Rule(72, 241.5, 32, .6)+
		body(260, filler, "Det er vi enige i.", "Vi ser frem til at høre nærmere om den endelige plan, når den er blevet vedtaget."), "", "")
	check(t, read(t, m.Bytes()), `
heading 1: Svar på høringen
paragraph: `+filler+` Den takker for muligheden for at udtale sig og er grundlæggende positiv over for planen, men ser to problemer.
heading 2: Økonomi
paragraph: `+filler+` Der bør afsættes penge til rejser, og de skal være øremærkede fra starten af år 2028 og frem.
heading 2: Rejser
paragraph: `+filler+` Det er vi enige i.
paragraph: Vi ser frem til at høre nærmere om den endelige plan, når den er blevet vedtaget.
`)
}

func TestListsAndBullets(t *testing.T) {
	dot := "q 1 0 0 1 80 620 cm 1.5 0 m 1.5 .8 .8 1.5 0 1.5 c -.8 1.5 -1.5 .8 -1.5 0 c -1.5 -.8 -.8 -1.5 0 -1.5 c .8 -1.5 1.5 -.8 1.5 0 c f Q\n"
	m := pdfmake.New()
	m.Page(body(100, filler, filler)+
		pdfmake.Text(72, 140, "F1", 11, "\u0095")+pdfmake.Lines(90, 140, "F1", 11, "at der kommer flere pladser i alle de klasser, som har en lang venteliste i dag, og", "at de bliver faste.")+
		pdfmake.Text(72, 168, "F1", 11, "a) første krav er skrevet med bogstav og står på en linje for sig selv")+
		pdfmake.Text(72, 182, "F1", 11, "b) andet krav")+
		dot+pdfmake.Text(90, 225, "F1", 11, "et punkt med en tegnet prik"), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: `+filler+" "+filler+`
item 1 (•): • at der kommer flere pladser i alle de klasser, som har en lang venteliste i dag, og at de bliver faste.
item 1 (a)): a) første krav er skrevet med bogstav og står på en linje for sig selv
item 1 (b)): b) andet krav
item 1 (•): • et punkt med en tegnet prik
`)
}

func TestOrdinalsAreNoMarkers(t *testing.T) {
	m := pdfmake.New()
	m.Page(pdfmake.Text(72, 60, "F1", 11, "4. maj 2026")+
		body(100, wide, "2. punktum i den tredje sætning bør udgå, for det siger ganske det samme som i § 4, stk.", "2. Det er vores mening.")+
		pdfmake.Text(72, 160, "F1", 11, "3.1 er vi imod.")+
		pdfmake.Text(72, 200, "F1", 11, "1. at der kommer lys")+
		pdfmake.Text(72, 214, "F1", 11, "2. at der kommer busser"), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: 4. maj 2026
paragraph: `+wide+` 2. punktum i den tredje sætning bør udgå, for det siger ganske det samme som i § 4, stk. 2. Det er vores mening.
paragraph: 3.1 er vi imod.
item 1 (1.): 1. at der kommer lys
item 1 (2.): 2. at der kommer busser
`)
}

func TestRuledTable(t *testing.T) {
	var rules strings.Builder
	for _, y := range []float64{150, 170, 210} {
		rules.WriteString(pdfmake.Rule(72, y, 400, .5))
	}
	for _, x := range []float64{72, 172, 472} {
		rules.WriteString(pdfmake.Rule(x, 150, .5, 60))
	}
	m := pdfmake.New()
	m.Page(body(100, filler, filler)+rules.String()+
		pdfmake.Text(76, 164, "F1", 11, "Afsnit")+pdfmake.Text(176, 164, "F1", 11, "Forslag")+
		pdfmake.Text(76, 184, "F1", 11, "2.1")+pdfmake.Lines(176, 184, "F1", 11, "Ordet kan ændres til skal, og der", "tilføjes et punktum."), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: `+filler+" "+filler+`
cell 1.1.1: Afsnit
cell 1.1.2: Forslag
cell 1.2.1: 2.1
cell 1.2.2: Ordet kan ændres til skal, og der tilføjes et punktum.
`)
}

func TestTableWithoutLines(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, filler, filler)+
		pdfmake.Text(72, 160, "F1", 11, "Til")+pdfmake.Text(150, 160, "F1", 11, "Kommunen")+
		pdfmake.Text(72, 180, "F1", 11, "Fra")+pdfmake.Text(150, 180, "F1", 11, "Lyng Skole")+
		pdfmake.Text(72, 200, "F1", 11, "Emne")+pdfmake.Text(150, 200, "F1", 11, "Planen"), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: `+filler+" "+filler+`
cell 1.1.1: Til
cell 1.1.2: Kommunen
cell 1.2.1: Fra
cell 1.2.2: Lyng Skole
cell 1.3.1: Emne
cell 1.3.2: Planen
`)
}

func TestFootnotes(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, wide)+"BT /F1 11 Tf 72 728 Td (Der er behov) Tj /F1 7 Tf 4 Ts (1) Tj 0 Ts /F1 11 Tf ( for flere pladser, og det skal siges klart og tydeligt.) Tj ET\n"+
		body(128, "Det er alt.")+
		"BT /F1 6 Tf 72 103 Td 3 Ts (1) Tj 0 Ts /F1 9 Tf ( Se rapporten, side 12.) Tj ET\n", "", "")
	doc := read(t, m.Bytes())
	check(t, doc, `
paragraph: `+wide+` Der er behov¹ for flere pladser, og det skal siges klart og tydeligt.
paragraph: Det er alt.
footnote (1): ¹ Se rapporten, side 12.
`)
	var marks []string
	for _, k := range doc.Marks {
		marks = append(marks, fmt.Sprintf("%s %s", k.Kind, doc.Quote(k.Span)))
	}
	if got := strings.Join(marks, ", "); got != "noteref ¹" {
		t.Errorf("marks: %s", got)
	}
	note := doc.Blocks[2]
	if got := doc.Quote(note.Words()); got != "Se rapporten, side 12." {
		t.Errorf("the note's words: %q", got)
	}
}

func TestNotesPrintedOnTheLine(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, wide, "De er få og små.1 De koster 2.1 mio., jf. art.1 og ", "afsnit 2.1.")+
		pdfmake.Text(72, 800, "F1", 9, "1 Se rapporten."), "", "")
	doc := read(t, m.Bytes())
	if want := "De er få og små.¹ De koster 2.1 mio., jf. art.1 og afsnit 2.1."; !strings.Contains(doc.Text, want) {
		t.Errorf("%q, want %q", doc.Text, want)
	}
	if len(doc.Marks) != 1 || doc.Quote(doc.Marks[0].Span) != "¹" {
		t.Errorf("%+v", doc.Marks)
	}
}

func TestRunningHeadersAndPages(t *testing.T) {
	m := pdfmake.New()
	for n := 1; n <= 3; n++ {
		m.Page(pdfmake.Text(72, 40, "F1", 9, "Lyng Skole")+
			body(100, filler, "Side om side står husene på vejen, og ingen ved, hvem der først flyttede ind i den", "lange gade, som går ned til")+
			pdfmake.Text(280, 810, "F1", 9, fmt.Sprintf("Side %d af 3", n)), "", "")
	}
	part := filler + " Side om side står husene på vejen, og ingen ved, hvem der først flyttede ind i den lange gade, som går ned til"
	check(t, read(t, m.Bytes()), `
paragraph: `+part+`
paragraph: `+part+`
paragraph: `+part+`
header: Lyng Skole
`)
}

func TestParagraphOverPages(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, wide, wide, wide, "og vil gerne pege på, at en god plan er en plan, som mennesker kan huske og som de"), "", "")
	m.Page(body(100, "selv har været med til at skrive.", "Det er alt."), "", "")
	doc := read(t, m.Bytes())
	check(t, doc, `
paragraph: `+wide+" "+wide+" "+wide+` og vil gerne pege på, at en god plan er en plan, som mennesker kan huske og som de selv har været med til at skrive.
paragraph: Det er alt.
`)
	at := strings.Index(doc.Text, "selv har")
	if got := doc.PageOf(consult.Span{Start: at, End: at + 4}); got != 2 {
		t.Errorf("the rest stands on page %d", got)
	}
}

func TestTwoColumns(t *testing.T) {
	left := []string{"Vi har læst planen og", "synes, at den er god.", "Den skal dog gøres", "kortere, for den er alt", "for lang til et udvalg,"}
	right := []string{"som har travlt. Derfor", "foreslår vi et resumé,", "der fylder en side."}
	m := pdfmake.New()
	m.Page(pdfmake.Lines(72, 100, "F1", 11, left...)+pdfmake.Lines(300, 100, "F1", 11, right...), "", "")
	got := strings.ReplaceAll(read(t, m.Bytes()).Text, "\n\n", " ")
	if want := strings.Join(left, " ") + " " + strings.Join(right, " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestJumbledOrder(t *testing.T) {
	lines := []string{filler, "Den første grund er, at børnene skal kunne gå hjem selv, når de har fri fra klubben,",
		"og den anden, at vejen er mørk.", "Vi beder om lys.", filler, "Den tredje grund er, at bussen kun kører en gang i timen, og at den er fuld, når den",
		"endelig kommer.", "Vi beder om en bus til.", filler, "Det er vores sidste ord i denne sag, som har varet alt for længe efter vores mening,", "og vi håber på et svar."}
	var b strings.Builder
	for _, i := range []int{7, 2, 9, 0, 5, 10, 3, 8, 1, 6, 4} {
		b.WriteString(pdfmake.Text(72, 100+14*float64(i), "F1", 11, lines[i]))
	}
	m := pdfmake.New()
	m.Page(b.String(), "", "")
	if got, want := strings.ReplaceAll(read(t, m.Bytes()).Text, "\n\n", " "), strings.Join(lines, " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestStruckAndBold(t *testing.T) {
	m := pdfmake.New()
	m.Page(body(100, filler, filler)+"BT /F1 11 Tf 72 714 Td (Kommunen ) Tj (kan ) Tj /F2 11 Tf (skal ) Tj /F1 11 Tf (oprette en skole i byen, som alle kan nå til fods.) Tj ET\n"+
		pdfmake.Rule(131.3, 124.5, 17.7, .5), "", "")
	doc := read(t, m.Bytes())
	got := map[consult.MarkKind]string{}
	for _, k := range doc.Marks {
		got[k.Kind] += strings.TrimSpace(doc.Quote(k.Span))
	}
	if want := map[consult.MarkKind]string{consult.Struck: "kan", consult.Bold: "skal"}; !cmp.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTextOperators(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"kerning":       {"BT /F1 12 Tf 72 700 Td [(Re) 40 (form)-300(nu)] TJ ET", "Reform nu"},
		"word space":    {"BT /F1 12 Tf 3 Tw 72 700 Td (to ord) Tj ET", "to ord"},
		"letter space":  {"BT /F1 12 Tf 4 Tc 72 700 Td (spredt ord) Tj ET", "spredt ord"},
		"quote":         {"BT /F1 12 Tf 14 TL 72 700 Td (a) Tj (b) ' 1 0 (c) \" T* (d) Tj ET", "a b c d"},
		"matrix":        {"BT /F1 1 Tf 12 0 0 12 72 700 Tm (stor) Tj ET", "stor"},
		"mirrored page": {"1 0 0 -1 0 842 cm BT /F1 12 Tf 1 0 0 -1 72 100 Tm (op) Tj ET", "op"},
		"turned page":   {"BT /F1 12 Tf 0 1 -1 0 300 100 Tm (drejet tekst) Tj ET", "drejet tekst"},
		"fake bold":     {"BT /F1 12 Tf 72 700 Td (fed) Tj ET BT /F1 12 Tf 72.3 700 Td (fed) Tj ET", "fed"},
		"inline image":  {"BI /W 1 /H 1 ID \x01 EI BT /F1 12 Tf 72 700 Td (efter) Tj ET", "efter"},
		"actual text":   {"BT /F1 12 Tf 72 700 Td /Span <</ActualText (rigtigt)>> BDC (xx) Tj EMC ET", "rigtigt"},
		"saved state":   {"q BT /F1 12 Tf 72 700 Td (a) Tj ET Q BT /F1 12 Tf 90 700 Td (b) Tj ET", "a b"},
		"stray operand": {"BT 5 /F1 12 Tf 9 9 72 700 Td (ok) Tj ET", "ok"},
	} {
		m := pdfmake.New()
		m.Page(c.content, "", "")
		if got := strings.ReplaceAll(read(t, m.Bytes()).Text, "\n\n", " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestFormsAndFields(t *testing.T) {
	m := pdfmake.New()
	form := m.Stream("/Type/XObject/Subtype/Form/BBox[0 0 300 20]/Matrix[1 0 0 1 72 600]/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>",
		"BT /F1 12 Tf 0 0 Td (i en form) Tj ET")
	look := m.Stream("/Type/XObject/Subtype/Form/BBox[0 0 300 20]/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>",
		"/Tx BMC BT /F1 12 Tf 2 4 Td (i et felt) Tj ET EMC")
	m.Page("/X Do", fmt.Sprintf("/Annots[<</Type/Annot/Subtype/Widget/Rect[72 500 372 520]/AP<</N %d 0 R>>>>"+
		"<</Type/Annot/Subtype/Widget/FT/Tx/V(udfyldt)/Rect[72 300 372 320]>>"+
		"<</Type/Annot/Subtype/Widget/F 2/Rect[72 400 372 420]/AP<</N %d 0 R>>>>]", look, look), fmt.Sprintf("/XObject<</X %d 0 R>>", form))
	doc := read(t, m.Bytes())
	if doc.Text != "i en form\n\ni et felt\n\nudfyldt" {
		t.Errorf("%q", doc.Text)
	}
	if got := doc.Blocks[1].Lines[0].Box; got[0] < 73 || got[0] > 75 || got[3] < 330 || got[3] > 345 {
		t.Errorf("the field stands at %v", got)
	}
}

func TestErrors(t *testing.T) {
	empty := pdfmake.New()
	empty.Page("", "", "")
	scan := pdfmake.New()
	scan.Page("q 595 0 0 842 0 0 cm /X Do Q", "", fmt.Sprintf("/XObject<</X %d 0 R>>", scan.Stream("/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x80")))
	coded := pdfmake.New()
	coded.Font("F1", "<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</DW 500>>]>>")
	coded.Page("BT /F1 12 Tf 72 700 Td <00410042> Tj ET", "", "")
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":     {nil, ErrEmpty},
		"text":      {[]byte("Kære kommune"), ErrNotPDF},
		"damaged":   {[]byte("%PDF-1.4\nnothing"), ErrDamaged},
		"no text":   {scan.Bytes(), ErrNoText},
		"blank":     {empty.Bytes(), ErrBlank},
		"undecoded": {coded.Bytes(), ErrCoded},
	} {
		if _, err := Read(context.Background(), c.data, Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestContextStops(t *testing.T) {
	m := pdfmake.New()
	m.Page(strings.Repeat("BT /F1 12 Tf 72 700 Td (x) Tj ET\n", 100_000), "", "")
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Read(ctx, m.Bytes(), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestFormThatCallsItself(t *testing.T) {
	m := pdfmake.New()
	n := m.Stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", "/X Do /X Do BT /F1 9 Tf (a) Tj ET")
	m.Page(fmt.Sprintf("/X Do BT /F1 12 Tf 72 700 Td (side) Tj ET %% %d", n), "", "/XObject<</X 3 0 R>>")
	data := []byte(strings.Replace(string(m.Bytes()), "/X 5 0 R", "/X 3 0 R", 1))
	doc, err := Read(context.Background(), data, Options{})
	if err != nil || len(doc.Problems) == 0 {
		t.Fatalf("%v, %+v", err, doc)
	}
}

func TestManyPages(t *testing.T) {
	m := pdfmake.New()
	for range 500 {
		m.Page(body(100, filler, filler), "", "")
	}
	start := time.Now()
	doc := read(t, m.Bytes())
	if len(doc.Pages) != 500 || doc.Source.Pages != 500 {
		t.Errorf("%d pages", len(doc.Pages))
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("500 pages took %v", d)
	}
}
