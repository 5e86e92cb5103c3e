package markup

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// In a typed letter a line that names a part of the draft heads what is said of it, however short that is.
func TestPartHeadings(t *testing.T) {
	d := typed(t, `Kolonihaveforeningen Solsikken

Vi har drøftet udkastet på vores møde, og vi har disse bemærkninger til det.

§ 2 Hegn og porte
Vi støtter forslaget om lave hegn, men porten bør stå åben om dagen.

Ad § 4, stk. 1
Det er godt.

Til punkt 7
Ingen bemærkninger.

§ 9
Loven gælder ikke her.

§ 5 støtter vi, fordi vandet er dyrt, og fordi haverne er små.
`)
	var got []string
	for _, b := range d.Blocks {
		if b.Kind == consult.Heading {
			got = append(got, d.Quote(b.Span))
		}
	}
	if s := strings.Join(got, " | "); s != "§ 2 Hegn og porte | Ad § 4, stk. 1 | Til punkt 7" {
		t.Errorf("headings %s", s)
	}
}

// A label at the head of a line begins a paragraph where a sentence has ended; amid a sentence it is a reference.
func TestLabelsBeginParagraphs(t *testing.T) {
	d := typed(t, `# Draft rules for the harbour

## Part one

Article 1. Boats are moored by their owners.
Article 2. Oars are kept ashore, as set out in
Article 7 of the old rules.
1.2 Nets are dried on the wall.
(3) The wall is painted each spring, and the rule of
§ 4 is kept.
`)
	var got []string
	for _, b := range d.Blocks {
		if b.Kind != consult.Heading {
			got = append(got, d.Quote(b.Span))
		}
	}
	want := "Article 1. Boats are moored by their owners. | Article 2. Oars are kept ashore, as set out in Article 7 of the old rules. | 1.2 Nets are dried on the wall. | (3) The wall is painted each spring, and the rule of § 4 is kept."
	if s := strings.Join(got, " | "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}
