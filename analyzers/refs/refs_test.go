package refs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

var bridges = &consult.Policy{Title: "Udkast til bekendtgørelse om broer", Lang: "da", Clauses: []consult.Clause{
	{ID: "§ 1", Title: "Formål", Text: "Bekendtgørelsen skal sikre, at broer kan bruges af alle.", Page: 1, Last: 1},
	{ID: "§ 2, stk. 1", Title: "Tilsyn", Text: "Broer efterses hvert andet år af en uvildig kyndig. Rapporten offentliggøres.", Page: 1, Last: 2, Parent: "Kapitel 2 Drift"},
	{ID: "§ 2, stk. 2", Title: "Vedligehold og maling", Text: "Rust fjernes, før den når bærende dele.", Page: 2, Last: 2, Parent: "Kapitel 2 Drift"},
	{ID: "§ 3, nr. 1", Title: "Vægt", Text: "Ingen bro belastes over 12 ton.", Page: 3, Last: 3, Parent: "Kapitel 3 Brug"},
	{ID: "§ 3, nr. 2", Title: "Fart", Text: "På broer køres højst 30 km/t.", Page: 3, Last: 3, Parent: "Kapitel 3 Brug"},
	{ID: "Vejl. 4.2", Title: "Skilte", Text: "Skilte sættes op i begge ender."},
}}

var strategy = &consult.Policy{Lang: "en", Clauses: []consult.Clause{
	{ID: "1.1", Title: "Vision", Text: "Our rivers will be clean enough to swim in by 2040."},
	{ID: "2.1", Title: "Sewage", Text: "Overflows will be halved within ten years."},
	{ID: "2.2", Title: "Farming and soil", Text: "Buffer strips of 12 metres will be sown along every river."},
	{ID: "3.1", Title: "Boats", Text: "Boats longer than 20 metres need a permit."},
}}

var rivers = &consult.Policy{Lang: "da", Clauses: []consult.Clause{
	{ID: "1.1", Title: "Mål", Text: "Åerne skal være rene nok til at bade i."},
	{ID: "2.1", Title: "Spildevand", Text: "Overløb halveres på ti år."},
	{ID: "2.2", Title: "Bræmmer", Text: "Langs hver å er der ti meter uden gødning."},
}}

var notices = &consult.Policy{Lang: "da", Clauses: []consult.Clause{
	{ID: "Punkt 1.1", Title: "Mål", Text: "Opslag skal kunne læses af alle."},
	{ID: "Punkt 2.2", Title: "Størrelse", Text: "Et opslag er højst så stort som en dør."},
}}

var code = &consult.Policy{Lang: "en", Clauses: []consult.Clause{
	{ID: "Recital 1", Title: "Aim", Text: "Trust is good."},
	{ID: "Article 1", Title: "Scope", Text: "This Code applies to ferries."},
	{ID: "Article 3(1)", Title: "Lifeboats", Text: "Each ferry carries two."},
	{ID: "Article 3(2)", Title: "Drills", Text: "Drills are held monthly."},
	{ID: "Section 1.2", Title: "Guidance", Text: "Crews should be rested."},
}}

func text(lang string, paragraphs ...string) *consult.Document {
	d := &consult.Document{ID: "T", Lang: lang}
	for _, p := range paragraphs {
		kind := consult.Paragraph
		if t, ok := strings.CutPrefix(p, "# "); ok {
			kind, p = consult.Heading, t
		}
		if d.Text != "" {
			d.Text += "\n\n"
		}
		start := len(d.Text)
		d.Text += p
		d.Blocks = append(d.Blocks, consult.Block{Kind: kind, Span: consult.Span{Start: start, End: len(d.Text)}})
	}
	return d
}

func analyse(t *testing.T, d *consult.Document, p *consult.Policy) {
	t.Helper()
	analyzers.Run(d, analyzers.NewDraft(p), []*analyzers.Analyzer{sentences.Analyzer, Analyzer})
	for _, x := range d.Problems {
		t.Fatal(x.Text)
	}
}

func TestReferences(t *testing.T) {
	for _, c := range []struct {
		draft      *consult.Policy
		text, want string
	}{
		{bridges, "Vi støtter § 1.", "§ 1=§ 1"},
		{bridges, "Til § 2 har vi ingen bemærkninger.", "§ 2=§ 2, stk. 1+§ 2, stk. 2"},
		{bridges, "Paragraf 2 stk 2 er for svag.", "Paragraf 2 stk 2=§ 2, stk. 2"},
		{bridges, "§§ 1-2 er i orden.", "§§ 1-2=§ 1+§ 2, stk. 1+§ 2, stk. 2"},
		{bridges, "§§ 1 og 3: ingen bemærkninger.", "§§ 1 og 3=§ 1+§ 3, nr. 1+§ 3, nr. 2"},
		{bridges, "§ 3, nr. 1 og 2, er fine.", "§ 3, nr. 1 og 2=§ 3, nr. 1+§ 3, nr. 2"},
		{bridges, "§ 2, stk. 2, 1. pkt., bør ændres.", "§ 2, stk. 2=§ 2, stk. 2"},
		{bridges, "Ad § 2, stk. 1. Her mangler et ord. Stk. 2 er bedre.", "§ 2, stk. 1=§ 2, stk. 1;Stk. 2=§ 2, stk. 2"},
		{bridges, "Reglen i stk. 2 i § 2 er god.", "stk. 2 i § 2=§ 2, stk. 2"},
		{bridges, "Efter vejlovens § 2 og § 5 i museumsloven er det anderledes.", "§ 2 og § 5=!"},
		{bridges, "Bekendtgørelsens kapitel 3 vedrører os.", "kapitel 3=§ 3, nr. 1+§ 3, nr. 2"},
		{bridges, "Vejledningens afsnit 4.2 er klar.", "afsnit 4.2=Vejl. 4.2"},
		{bridges, "På side 3 står noget sært (s. 1).", "side 3=§ 3, nr. 1+§ 3, nr. 2;s. 1=§ 1+§ 2, stk. 1"},
		{bridges, "Side 2 af 4", ""},
		{bridges, "Broen har stået siden 2019, og det har vi siden 3 møder klaget over.", ""},
		{bridges, "Det har været sådan siden 2021.", ""},
		{bridges, "Vi henviser til § 9.", "§ 9="},
		{strategy, "The aim in 1.1 is good, but point 2.2 is not.", "1.1=1.1;point 2.2=2.2"},
		{rivers, "Målet i 1.1 er godt, men pkt. 2.2 er det ikke. Vi støtter 2.1.", "1.1=1.1;pkt. 2.2=2.2;2.1=2.1"},
		{rivers, "Vandet steg i 3.1 timer, og i 2.2 meters dybde var det koldt.", ""},
		{notices, "Målet i 1.1 er godt, men pkt. 2.2 er det ikke.", "1.1=Punkt 1.1;pkt. 2.2=Punkt 2.2"},
		{bridges, "Jf. Bro & Sten 2019, s. 3.", ""},
		{bridges, "Afsnittet om fart er for kort.", "Afsnittet om fart=§ 3, nr. 2"},
		{bridges, "Vi er glade for Vedligehold og maling, som vi længe har savnet.", "Vedligehold og maling=§ 2, stk. 2"},
		{bridges, "§ 9 findes ikke.", "§ 9="},
		{bridges, "Den 1. maj kl. 2.1 mødte 12 op i punkt nr. sagt.", ""},
		{strategy, "We support 2.1 and 2.2.", "2.1 and 2.2=2.1+2.2"},
		{strategy, "Section 2 is right; para 3.1 is not.", "Section 2=2.1+2.2;para 3.1=3.1"},
		{strategy, "Sections 2 and 3: no comment.", "Sections 2 and 3=2.1+2.2+3.1"},
		{strategy, "Paragraphs 1.1–2.1 are fine.", "Paragraphs 1.1–2.1=1.1+2.1"},
		{strategy, "It cost £2.1 million and rose 2.2%.", ""},
		{strategy, "Section 2.2 of the Water Act says so.", "Section 2.2=!"},
		{strategy, "We like 1.1. We have no comment on the remaining sections.", "1.1=1.1;remaining sections=2.1+2.2+3.1"},
		{strategy, "The same section needs more. 2.2 is good, and the same paragraph could say more.", "2.2=2.2;same paragraph=2.2"},
		{code, "Article 1 is not Section 1.2.", "Article 1=Article 1;Section 1.2=Section 1.2"},
		{code, "Articles 1 and 3 and Recital 1 are welcome.", "Articles 1 and 3=Article 1+Article 3(1)+Article 3(2);Recital 1=Recital 1"},
		{code, "Article 3(2) is. So is paragraph 1.", "Article 3(2)=Article 3(2);paragraph 1=Article 3(1)"},
		{code, "Article 3, paragraph 2, is long.", "Article 3, paragraph 2=Article 3(2)"},
		{code, "Article 16 of Regulation (EU) 2022/1 differs.", "Article 16=!"},
	} {
		d := text(c.draft.Lang, c.text)
		analyse(t, d, c.draft)
		var got []string
		for _, r := range d.References {
			ids := strings.Join(r.Clauses, "+")
			if r.Foreign {
				ids = "!"
			}
			got = append(got, d.Quote(r.Span)+"="+ids)
		}
		if s := strings.Join(got, ";"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

func TestHeadingTitle(t *testing.T) {
	d := text("da", "# 3. Fart", "Den er høj nok.")
	analyse(t, d, bridges)
	if len(d.References) != 1 || d.References[0].Clauses[0] != "§ 3, nr. 2" {
		t.Errorf("references %+v", d.References)
	}
}

// TestNumberedHeading: where the number and the title of a heading could mean different parts, the number counts, and what
// is named below by its part alone ("stk. 2") is a part of it.
func TestNumberedHeading(t *testing.T) {
	shared := &consult.Policy{Lang: "da", Clauses: []consult.Clause{
		{ID: "§ 2, stk. 1", Title: "Brokasser", Text: "Kasser tømmes hver uge."},
		{ID: "§ 2, stk. 2", Title: "Brokasser", Text: "Kasser er grønne."},
	}}
	d := text("da", "# § 2 Brokasser", "Vi støtter stk. 2.")
	analyse(t, d, shared)
	if len(d.References) == 0 || strings.Join(d.References[0].Clauses, "+") != "§ 2, stk. 1+§ 2, stk. 2" {
		t.Fatalf("references %+v", d.References)
	}
	if last := d.References[len(d.References)-1]; d.Quote(last.Span) != "stk. 2" || strings.Join(last.Clauses, "+") != "§ 2, stk. 2" {
		t.Errorf("stk. 2: %+v", last)
	}
}

func TestQuotations(t *testing.T) {
	for _, c := range []struct {
		lang, text, want string
	}{
		{"da", "I udkastet står der »Broer efterses hvert andet år«, og det er godt.", "Broer efterses hvert andet år|draft"},
		{"da", "”Rapporten offentliggøres” bør ændres til ”Rapporten sendes til naboerne”.", "Rapporten offentliggøres|draft;Rapporten sendes til naboerne|proposal"},
		{"da", "Der bør tilføjes: ”Naboer høres.", "Naboer høres.|proposal|open"},
		{"da", "Efter ”ton” indsættes ”, akseltryk medregnet. Det vil hjælpe.", "ton|draft;, akseltryk medregnet.|proposal|open"},
		{"da", "Loven siger »I § 4 indsættes »bro« efter »vej««.", "I § 4 indsættes »bro« efter »vej«|other"},
		{"da", "Det hedder »Broer … af en uvildig kyndig«.", "Broer … af en uvildig kyndig|draft"},
		{"da", "Formanden sagde: \"Nu går det løs.\"", "Nu går det løs.|other"},
		{"da", "En ’uvildig’ kyndig er jo SFO'ens ven.", "uvildig|draft"},
		{"en", "The draft says ‘within ten years’; the farmers’ view is ‘five’.", "within ten years|draft;five|scare"},
		{"en", "It's the council's job, isn't it?", ""},
		{"en", "The board is 5\" wide and 6\" long.", ""},
		{"en", "We'd call that “progress”.", "progress|scare"},
	} {
		p := bridges
		if c.lang == "en" {
			p = strategy
		}
		d := text(c.lang, c.text)
		analyse(t, d, p)
		var got []string
		for _, q := range d.Quotations {
			s := fmt.Sprintf("%s|%s", d.Quote(q.Span), q.Role)
			if q.Open {
				s += "|open"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ";"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

func TestQuotationsAreFoundInTheDraft(t *testing.T) {
	d := text("da", "”Broerne efterses hvert år af en uvildig kyndig” er for sjældent.", "Bestemmelsen lyder:", "Rust fjernes, før den når de bærende dele.")
	analyse(t, d, bridges)
	if len(d.Quotations) != 2 {
		t.Fatalf("quotations %+v", d.Quotations)
	}
	for i, want := range []struct {
		clause string
		exact  bool
	}{{"§ 2, stk. 1", false}, {"§ 2, stk. 2", false}} {
		q := d.Quotations[i]
		if q.Clause != want.clause || (q.Likeness == 1) != want.exact || q.Likeness < 0.7 || q.At.Empty() {
			t.Errorf("quotation %d: clause %q, likeness %.2f, at %v", i, q.Clause, q.Likeness, q.At)
		}
	}
	if d.Quotations[1].Why != "quote.block" {
		t.Errorf("the block is a quotation by %q", d.Quotations[1].Why)
	}
}

func TestNoDraft(t *testing.T) {
	d := text("da", "I politikken står følgende: ”Broer er for alle.” Vi foreslår, at sætningen ændres til: ”Broer er for fodgængere.”", "Se afsnit 4 og § 2, stk. 1.")
	analyse(t, d, nil)
	if len(d.Quotations) != 2 || d.Quotations[0].Role != consult.QuotesDraft || d.Quotations[1].Role != consult.Proposes {
		t.Errorf("quotations %+v", d.Quotations)
	}
	if len(d.References) != 2 {
		t.Errorf("references %+v", d.References)
	}
}

func TestTwiceIsOnce(t *testing.T) {
	d := text("da", "§ 1 og »Rapporten offentliggøres«.")
	analyse(t, d, bridges)
	r, q := len(d.References), len(d.Quotations)
	analyse(t, d, bridges)
	if len(d.References) != r || len(d.Quotations) != q {
		t.Error("a second run adds findings")
	}
}
