package markup

import (
	"strings"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// show writes a document's blocks one a line: kind, level or place, marker in brackets, words.
func show(d *consult.Document) string {
	var s strings.Builder
	for _, b := range d.Blocks {
		s.WriteString(string(b.Kind))
		if b.Level > 0 {
			s.WriteString(string(rune('0' + b.Level)))
		}
		if b.Row > 0 {
			s.WriteString(string(rune('0'+b.Table)) + "." + string(rune('0'+b.Row)) + "." + string(rune('0'+b.Col)))
		}
		if b.Label != "" {
			s.WriteString(" [" + b.Label + "]")
		}
		s.WriteString(": " + d.Quote(b.Words()) + "\n")
	}
	return strings.TrimSpace(s.String())
}

func marks(d *consult.Document) string {
	var out []string
	for _, m := range d.Marks {
		out = append(out, string(m.Kind)+"="+d.Quote(m.Span))
	}
	return strings.Join(out, " ")
}

func page(t testing.TB, html string) *consult.Document {
	t.Helper()
	b := &Builder{}
	ReadHTML(b, []byte(html))
	d := b.Document()
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestHTMLBlocks(t *testing.T) {
	long := "Denne sætning er lang nok til, at den linje, der står over den, kan være en overskrift til den."
	for name, c := range map[string]struct{ in, want string }{
		"heading":           {"<h1>Svar</h1><h3>Om haver</h3><p>" + long, "heading1: Svar\nheading3: Om haver\nparagraph: " + long},
		"by looks":          {"<p><b>Om haver</b></p><p>" + long + "</p><p><u>Om træer</u></p><p>" + long, "heading1: Om haver\nparagraph: " + long + "\nheading2: Om træer\nparagraph: " + long},
		"by class":          {"<style>.h{font-weight:bold;font-size:13pt}</style><p class=h>Om haver</p><p>" + long, "heading1: Om haver\nparagraph: " + long},
		"no heading":        {"<p><b>Det er en hel sætning.</b></p><p>" + long, "paragraph: Det er en hel sætning.\nparagraph: " + long},
		"address":           {"<p>Grethe Lund<br>Åvej 3<br>8999 Lund</p>", "paragraph: Grethe Lund\nparagraph: Åvej 3\nparagraph: 8999 Lund"},
		"wrapped by hand":   {"<p>Vi synes, at forslaget er godt, men at det kommer alt for sent til, at<br>nogen kan nå at svare.</p>", "paragraph: Vi synes, at forslaget er godt, men at det kommer alt for sent til, at nogen kan nå at svare."},
		"two breaks":        {"<div>Først dette.<br><br>Så hint.</div>", "paragraph: Først dette.\nparagraph: Så hint."},
		"lists":             {"<ol start=3 type=a><li>Et<ul><li>Under</ul><li><p>To</p></ol><ul style='list-style:none'><li>Uden</ul>", "item1 [c.]: Et\nitem2 [•]: Under\nitem1 [d.]: To\nitem1: Uden"},
		"typed list":        {"<p>Vi ønsker:</p><p>- flere bænke</p><p>- færre biler</p><p>1) lys</p><p>2) luft</p>", "paragraph: Vi ønsker:\nitem1 [-]: flere bænke\nitem1 [-]: færre biler\nitem1 [1)]: lys\nitem1 [2)]: luft"},
		"date is no item":   {"<p>4. maj 2026</p><p>5. maj 2026</p>", "paragraph: 4. maj 2026\nparagraph: 5. maj 2026"},
		"table":             {"<table><tr><th>Afsnit<th>Svar<tr><td colspan=2>Alle<td>Nej</table>", "cell1.1.1: Afsnit\ncell1.1.2: Svar\ncell1.2.1: Alle\ncell1.2.3: Nej"},
		"table that places": {"<table><tr><td>Navn<td>Dato</table>", "paragraph: Navn\nparagraph: Dato"},
		"hidden":            {"<title>Brev</title><script>x</script><p style='display:none'>væk<p hidden>væk<p>Her.", "paragraph: Her."},
		"loose text":        {"Hej <div>der</div> igen", "paragraph: Hej\nparagraph: der\nparagraph: igen"},
		"notes":             {"<p>Ordet<sup>1</sup> og 5 m<sup>2</sup>.</p><p style='font-size:8pt'><sup>1</sup> Kilden.</p>", "paragraph: Ordet¹ og 5 m².\nfootnote [1]: Kilden."},
		"pandoc notes":      {"<p>Ordet<a href='#fn1'><sup>1</sup></a>.</p><section class=footnotes><ol><li id=fn1><p>Kilden.</p></li></ol></section>", "paragraph: Ordet¹.\nfootnote [1]: Kilden."},
		"running lines":     {"<p>Et.</p><p>Svar fra Lund · side 1 af 2</p><p>To.</p><p>Svar fra Lund · side 2 af 2</p>", "paragraph: Et.\nparagraph: To.\nfooter: Svar fra Lund · side 1 af 2"},
		"white space":       {"<p>Et\n  ord&nbsp;og\u00ad et\u200b til", "paragraph: Et ord og et til"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := show(page(t, c.in)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestHTMLMarks(t *testing.T) {
	d := page(t, "<title>Et svar</title><p>I <b>stk. <i>2</i></b> bør <del>otte</del><ins>ti</ins> dage<sup>3</sup> stå, <span style='text-decoration:line-through'>ikke</span> <u>nu</u>.</p>")
	if want := "bold=stk. 2 italic=2 struck=otte inserted=ti noteref=³ struck=ikke underline=nu"; marks(d) != want {
		t.Errorf("got %s, want %s", marks(d), want)
	}
	if d.Title != "Et svar" || d.Text != "I stk. 2 bør otteti dage³ stå, ikke nu." {
		t.Errorf("title %q, text %q", d.Title, d.Text)
	}
}

func TestHTMLDeep(t *testing.T) {
	d := page(t, "<p>Før.</p>"+strings.Repeat("<div>", 20000)+"<p>Inde.</p>")
	if !strings.Contains(d.Text, "Før.") || !strings.Contains(d.Text, "Inde.") {
		t.Errorf("got %.80q, problems %v", d.Text, d.Problems)
	}
}

func FuzzHTML(f *testing.F) {
	f.Add("<h1>a</h1><p>b<br>c<table><tr><td><ul><li>d")
	f.Add("<style>p{font-size:9em}</style><p>1. a<p>2. b<sup>1</sup><p><sup>1</sup> x")
	f.Fuzz(func(t *testing.T, s string) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		page(t, s)
	})
}
