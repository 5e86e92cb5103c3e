package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/pdf/internal/pdfmake"
)

// stretched writes lines of a column 150 points wide, the blanks of all but the last so wide that they fill it.
func stretched(t *testing.T, y float64, lines ...string) string {
	var b strings.Builder
	for i, s := range lines {
		word := 0.0
		if i < len(lines)-1 {
			word = (150 - (right(t, s) - 72)) / float64(strings.Count(s, " "))
		}
		fmt.Fprintf(&b, "%g Tw ", word)
		b.WriteString(pdfmake.Text(72, y+14*float64(i), "F1", 11, s))
	}
	return b.String() + "0 Tw "
}

func TestStretchedLinesStayWhole(t *testing.T) {
	m := pdfmake.New()
	m.Page(stretched(t, 100, "Bestyrelsen har talt", "om planen og vil", "tilgængelighedens vej,", "og så vil den have", "bænke ved", "alle søer i byen og", "omegnen, hvor der", "er plads til det."), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: Bestyrelsen har talt om planen og vil tilgængelighedens vej, og så vil den have bænke ved alle søer i byen og omegnen, hvor der er plads til det.
`)
}

func TestListsCountOn(t *testing.T) {
	m := pdfmake.New()
	item := " Foreningen ønsker bænke ved åen og ved den sø, som ligger nord for byens gamle hav"
	m.Page(body(100, wide, wide, "og er enig i det.")+body(160, "a."+item, "b."+item, "c."+item)+body(220, "9)"+item, "10)"+item), "", "")
	check(t, read(t, m.Bytes()), `
paragraph: `+wide+" "+wide+` og er enig i det.
item 1 (a.): a.`+item+`
item 1 (b.): b.`+item+`
item 1 (c.): c.`+item+`
item 1 (9)): 9)`+item+`
item 1 (10)): 10)`+item+`
`)
}

// A full line brings the next sentence to a line's start, be it one that a dash or a number begins.
func TestSentencesThatLookLikeItems(t *testing.T) {
	end := strings.TrimSuffix(wide, "ng") + "."
	for _, next := range []string{"- Det er vi enige i, sagde en af dem, og det var der flere, som var den aften, og så gik", "12. Det er vi enige i, sagde en af dem, og det var der flere, som var den aften, og så g"} {
		m := pdfmake.New()
		m.Page(body(100, wide, end, next, wide, "igen."), "", "")
		check(t, read(t, m.Bytes()), "paragraph: "+strings.Join([]string{wide, end, next, wide, "igen."}, " ")+"\n")
	}
}

func TestParagraphsRunOverPages(t *testing.T) {
	end := strings.TrimSuffix(wide, "ng") + "."
	set := func(y float64, lines ...string) string { // with its first line set in
		return pdfmake.Text(90, y, "F1", 11, lines[0]) + body(y+14, lines[1:]...)
	}
	short := strings.TrimSuffix(wide, " Lyng")
	for first, joined := range map[float64]bool{72: true, 90: false} {
		m := pdfmake.New()
		m.Page(set(500, short, wide, wide, "igen.")+set(556, short, wide, end), "", "")
		m.Page(pdfmake.Text(first, 120, "F1", 11, short)+body(134, wide, "igen."), "", "")
		if got := strings.Contains(read(t, m.Bytes()).Text, end+" "+short); got != joined {
			t.Errorf("the next page starts at %g: joined is %v", first, got)
		}
	}
}

// All lines of a paragraph are equally far apart, so that even a little more tells the next one.
func TestSmallGaps(t *testing.T) {
	end := strings.TrimSuffix(wide, "ng") + "."
	m := pdfmake.New()
	var page strings.Builder
	for i := range 5 {
		page.WriteString(body(100+44*float64(i), wide, wide, end))
	}
	m.Page(page.String(), "", "")
	if n := len(read(t, m.Bytes()).Blocks); n != 5 {
		t.Errorf("%d paragraphs, want 5", n)
	}
}
