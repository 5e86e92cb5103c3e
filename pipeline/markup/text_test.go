package markup

import (
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func typed(t testing.TB, text string) *consult.Document {
	t.Helper()
	b := &Builder{}
	ReadText(b, text)
	d := b.Document()
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	return d
}

const wrapped = `Til Haveudvalget

Vi har læst udkastet til en ny haveplan med stor glæde, og vi er enige i,
at der skal plantes flere frugttræer langs stierne i hele kommunen. Vi me-
ner dog, at planen mangler et afsnit om vand.
Vand er en forudsætning for alt det, der står i planen, og derfor bør der
afsættes penge til brønde.

Brønde og pumper

Der bør graves mindst ti brønde. Se mere på https://www.lundhave.example/om-
broende/sider/2026?id=44 og i rapporten1.

1 Lund Have: Vand i haver, 2024.

Med venlig hilsen
Grethe Lund
`

// doubled is text with a blank line after every line, as some programs draw it from a PDF, and a note amid a sentence.
const doubled = `Vi har læst udkastet til en ny haveplan med stor glæde, og vi er enige i,

at der skal plantes flere frugttræer langs stierne i hele kommunen. Vi er

også enige i, at der skal være bænke.

Brønde og pumper

Der bør graves mindst ti brønde, for uden vand gror der ingenting2, og uden

1 Lund Have: Vand i haver, 2024.

vand bliver planen til støv og ord.
`

func TestText(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"wrapped": {wrapped, `paragraph: Til Haveudvalget
paragraph: Vi har læst udkastet til en ny haveplan med stor glæde, og vi er enige i, at der skal plantes flere frugttræer langs stierne i hele kommunen. Vi mener dog, at planen mangler et afsnit om vand.
paragraph: Vand er en forudsætning for alt det, der står i planen, og derfor bør der afsættes penge til brønde.
heading1: Brønde og pumper
paragraph: Der bør graves mindst ti brønde. Se mere på https://www.lundhave.example/om-broende/sider/2026?id=44 og i rapporten¹.
paragraph: Med venlig hilsen
paragraph: Grethe Lund
footnote [1]: Lund Have: Vand i haver, 2024.`},
		"doubled": {strings.Replace(doubled, "ingenting2", "ingenting1", 1), `paragraph: Vi har læst udkastet til en ny haveplan med stor glæde, og vi er enige i, at der skal plantes flere frugttræer langs stierne i hele kommunen. Vi er også enige i, at der skal være bænke.
heading1: Brønde og pumper
paragraph: Der bør graves mindst ti brønde, for uden vand gror der ingenting¹, og uden vand bliver planen til støv og ord.
footnote [1]: Lund Have: Vand i haver, 2024.`},
		"long lines": {"Et langt afsnit, der står på én linje, fordi et program ikke bryder linjer, før de er ved at løbe ud over kanten af det hele, og lidt til.\nOg et til, som begynder på sin egen linje og er et nyt afsnit, selv om der ikke er nogen tom linje over det, og som også er langt.\nKort slut.",
			"paragraph: Et langt afsnit, der står på én linje, fordi et program ikke bryder linjer, før de er ved at løbe ud over kanten af det hele, og lidt til.\nparagraph: Og et til, som begynder på sin egen linje og er et nyt afsnit, selv om der ikke er nogen tom linje over det, og som også er langt.\nparagraph: Kort slut."},
		"list":     {"Vi ønsker:\n- flere bænke\n- færre biler på\n  stierne\n\nHilsen", "paragraph: Vi ønsker:\nitem1 [-]: flere bænke\nitem1 [-]: færre biler på stierne\nparagraph: Hilsen"},
		"markdown": {"# Svar\n\nVi **støtter** det.\n\n| Afsnit | Svar |\n|---|---|\n| 1 | Ja |\n\n2) Intet", "heading1: Svar\nparagraph: Vi støtter det.\ncell1.1.1: Afsnit\ncell1.1.2: Svar\ncell1.2.1: 1\ncell1.2.2: Ja\nitem1 [2)]: Intet"},
		"pages":    {"Første side slutter midt i en lang sætning, som går videre her, og den er\n\fikke slut før på næste side, hvor den også fylder en hel linje og lidt mere\ntil, så der er en bredde at tage mål af, og så slutter den endelig her.", "paragraph: Første side slutter midt i en lang sætning, som går videre her, og den er ikke slut før på næste side, hvor den også fylder en hel linje og lidt mere til, så der er en bredde at tage mål af, og så slutter den endelig her."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := show(typed(t, c.in)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestMarkdownMarks(t *testing.T) {
	d := typed(t, "# A\n\nEt **fedt** og *skråt* ord, ~~slettet~~.[^1]\n\n[^1]: Kilden.\n")
	if want := "bold=fedt italic=skråt struck=slettet noteref=¹"; marks(d) != want {
		t.Errorf("got %s, want %s", marks(d), want)
	}
}

func TestThread(t *testing.T) {
	own := "Vi er imod forslaget, fordi det lukker den eneste vej til havnen, som vi bruger hver dag.\n\n"
	asked := "Til høringsparterne\n\nKommunen sender hermed forslaget ud. Fristen for bemærkninger er den 1. juni, og svar bedes sendt til postkassen."
	for name, c := range map[string]struct {
		in    string
		reply bool
		keep  string
		cut   bool
	}{
		"answered":           {own + "Den 4. maj 2026 skrev Kommunen <k@k.example>:\n\n> Send os jeres svar.", false, own, true},
		"answered below":     {"Den 4. maj 2026 skrev Kommunen <k@k.example>:\n\n> Send os jeres svar.\n\n" + own, false, own, true},
		"outlook":            {own + "Fra: Kommunen\nSendt: 4. maj 2026\nTil: Lund\nEmne: Høring\n\nSend os jeres svar.", false, own, true},
		"few words":          {"Ingen bemærkninger.\n\nFra: Kommunen\nSendt: 4. maj 2026\nTil: Lund\n\nSend os jeres svar.", true, "Ingen bemærkninger.", true},
		"forwarded":          {"-----Original Message-----\n\n" + own, true, "-----Original Message-----\n\n" + own, false},
		"a letter passed on": {"Til sagen.\n\n-----Original Message-----\n\n" + own, false, "Til sagen.\n\n-----Original Message-----\n\n" + own, false},
		"the invitation":     {"Hermed vores svar.\n\n---------- Videresendt meddelelse ---------\n\n" + asked, false, "Hermed vores svar.", true},
		"no thread":          {own, true, own, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := &Builder{}
			ReadText(b, c.in)
			if cut := b.DropThread(c.reply); cut != c.cut {
				t.Errorf("dropped %v, want %v", cut, c.cut)
			}
			if got, want := b.Document().Text, strings.TrimSpace(c.keep); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestOrdinals(t *testing.T) {
	for _, c := range []struct {
		kind string
		n    int
		want string
	}{{"1", 12, "12."}, {"a", 27, "aa."}, {"I", 14, "XIV."}, {"i", 4000, "4000."}, {"A", 0, "0."}, {"none", 1, ""}, {"bullet", 3, "•"}} {
		if got := Ordinal(c.kind, c.n); got != c.want {
			t.Errorf("Ordinal(%q, %d) = %q, want %q", c.kind, c.n, got, c.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add(wrapped)
	f.Add(doubled)
	f.Add("# a\n\n| b | c |\n|---|---|\n> d\n[^1]: e\n---\n")
	f.Fuzz(func(t *testing.T, s string) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		typed(t, s)
	})
}
