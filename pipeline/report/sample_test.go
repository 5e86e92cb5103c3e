package report

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/summarize"
)

// samplePolicy is an invented draft.
func samplePolicy() *consult.Policy {
	c := func(id, title, parent, text string, page int) consult.Clause {
		return consult.Clause{ID: id, Title: title, Parent: parent, Text: text, Page: page, Last: page}
	}
	return &consult.Policy{
		Title: "Udkast til mobilitetsplan 2030 for Sandvig Kommune", Lang: "da",
		Source: consult.Source{Name: "mobilitetsplan.pdf", MediaType: "application/pdf", Pages: 14, SHA256: strings.Repeat("0", 64)},
		Clauses: []consult.Clause{
			c("1.1", "Cykelstier langs skoleveje", "1 Trafiksikkerhed", "Senest i 2028 anlægges der cykelsti langs alle skoleveje i byzone. Stierne udføres med kantsten og belysning. Hvor pladsen er trang, kan kommunen nøjes med en malet cykelbane på 1,5 meter.", 4),
			c("1.2", "Hastighed i boligområder", "1 Trafiksikkerhed", "I alle boligområder sænkes hastigheden til 40 km/t. Bump anlægges, hvor målinger viser, at mere end 15 procent kører for hurtigt.", 5),
			c("2.1", "Parkering i midtbyen", "2 Parkering", "Antallet af parkeringspladser i midtbyen nedsættes med 20 procent inden udgangen af 2029. Der indføres betaling på hverdage mellem kl. 9 og 18. Beboere kan købe en licens til 600 kr. om året.", 6),
			c("2.2", "Parkering for handicappede", "2 Parkering", "Mindst 4 procent af pladserne i hvert område forbeholdes biler med handicapkort.", 7),
			c("3.1", "Busser og samkørsel", "3 Kollektiv trafik", "Linje 12 og 14 nedlægges og erstattes af flextrafik. Kommunen støtter samkørsel med en app, som er gratis for borgerne. Tilbuddet evalueres efter to år.", 9),
			c("3.2", "Stationsforpladsen", "3 Kollektiv trafik", "Forpladsen gøres bilfri mellem kl. 7 og 19. Taxaer og afsætning henvises til Havnegade.", 10),
			c("4", "Gågaden", "", "Gågaden udvides til Torvet. Varelevering sker før kl. 10.", 12),
			c("5", "Finansiering", "", "Planen finansieres inden for de eksisterende rammer og af indtægterne fra parkering.", 13),
		},
	}
}

var sampleNames = []struct {
	name string
	kind consult.RespondentType
}{
	{"Sandvig Cyklistforening", consult.Organisation}, {"Handelsstandsforeningen Sandvig By", consult.Organisation},
	{"Ældre Sagens Venner, afdeling Sandvig", consult.Organisation}, {"Nordkystens Politi", consult.Authority},
	{"Region Nordhavet", consult.Authority}, {"Nørregade Møbler ApS", consult.Company}, {"Havneskolen", consult.School},
	{"Handicaprådet i Sandvig", consult.Council}, {"Borgerlisten Sandvig", consult.PoliticalParty},
	{"Ida Østerbro Lund", consult.Citizen}, {"Karl-Emil Åbjerg", consult.Citizen}, {"Gerda Thinnesen", consult.Citizen},
	{"Trafikingeniør Ulla Bræmsted", consult.Expert}, {"Grundejerforeningen Lyngbakken", consult.Organisation}, {"", ""},
}

var sampleWords = map[consult.Label][]string{
	consult.Support: {"Vi bakker op om %s, som længe har været savnet.", "%s er et rigtigt skridt, og vi glæder os til at se det blive til noget.",
		"Jeg synes, at det er godt, at kommunen endelig gør noget ved %s."},
	consult.Conditional: {"Vi kan støtte %s, hvis der følger penge med til driften.", "%s er i orden, forudsat at beboerne bliver hørt, før arbejdet går i gang.",
		"Tanken bag %s er god, men den kræver, at der først findes en løsning for dem, der ikke kan cykle."},
	consult.Oppose:  {"Vi må på det kraftigste tage afstand fra %s.", "%s vil ramme de små butikker hårdt og bør tages ud af planen.", "%s løser ikke noget; det flytter bare problemet ud i villavejene."},
	consult.Mixed:   {"Den første del af %s er vi glade for, den sidste del er vi imod."},
	consult.Neutral: {"Hvordan tænkes %s at virke om vinteren?", "Vi har ingen bemærkninger til %s."},
}

var sampleAsks = []string{"Vi foreslår, at %s bliver taget op igen, når trafiktællingen foreligger.", "Kommunen bør inddrage skolerne, før %s vedtages.",
	"Der er behov for flere penge til %s, end planen lægger op til.", "Vi opfordrer til, at %s gælder hele ugen."}

var sampleChanges = map[string][]struct {
	kind     consult.Change
	old, new string
}{
	"1.2": {{consult.Replace, "sænkes hastigheden til 40 km/t", "sænkes hastigheden til 30 km/t"}, {consult.Replace, "40 km/t", "40 km/t, ved skoler 30 km/t"}, {consult.Replace, "15 procent", "10 procent"}},
	"2.1": {{consult.Replace, "Antallet af parkeringspladser i midtbyen nedsættes med 20 procent inden udgangen af 2029.", "Antallet af parkeringspladser i midtbyen nedsættes gradvist med højst 10 procent inden udgangen af 2032."},
		{consult.Delete, "Der indføres betaling på hverdage mellem kl. 9 og 18.", ""}, {consult.Replace, "20 procent", "5 procent"}},
	"3.1": {{consult.Insert, "", "Linje 14 bevares, indtil flextrafikken er evalueret."}, {consult.Replace, "efter to år", "hvert år"}},
}

// sample invents n responses to the policy: every fifth citizen sends the same campaign letter, some responses have
// problems, some no remarks.
func sample(n int) []consult.Response {
	p, rnd := samplePolicy(), rand.New(rand.NewPCG(7, uint64(n)))
	out := make([]consult.Response, 0, n)
	for i := range n {
		out = append(out, sampleResponse(p, i, rnd))
	}
	return out
}

func sampleResponse(p *consult.Policy, i int, rnd *rand.Rand) consult.Response {
	who := sampleNames[(i*7)%len(sampleNames)]
	r := consult.Response{Schema: consult.ResponseSchema, ID: fmt.Sprintf("S%05d", i+1), Language: "da",
		Source:     consult.Source{Name: fmt.Sprintf("svar/S%05d.pdf", i+1), MediaType: "application/pdf", Pages: 1 + i%4},
		Respondent: consult.RespondentRecord{Name: who.name, Type: who.kind, Signatories: []string{}, Confidence: 0.9, Why: "signature.after-greeting"}}
	if i >= len(sampleNames) && who.name != "" {
		r.Respondent.Name = fmt.Sprintf("%s %d", who.name, i/len(sampleNames)+1)
	}
	if i%3 == 0 {
		r.Respondent.Signatories = []string{"Birthe Mossin", "Aksel Tvede"}[:1+i%2]
	}
	date := fmt.Sprintf("2026-09-%02d", 1+i%28)
	r.Date = &date
	switch {
	case i%11 == 10:
		r.Overall = consult.OverallRecord{Stance: consult.Neutral, Confidence: 0.8, Why: "no-remarks"}
		return r
	case i%17 == 16:
		r.Problems = []consult.Problem{{Code: "pdf.image-only", Page: 2, Text: "Siden er et billede uden tekst. Bed afsenderen om en fil med tekst."}}
		return r
	}
	campaign := i%5 == 4
	if campaign {
		r.Body = sampleBody(i / 5)
	}
	for j, c := range p.Clauses {
		if campaign && c.ID != "2.1" || !campaign && rnd.IntN(3) > 0 {
			continue
		}
		sampleClause(&r, c, j, campaign, rnd)
	}
	r.Overall = consult.OverallRecord{Stance: consult.Labels[rnd.IntN(len(consult.Labels))], Confidence: 0.61, Why: "majority"}
	return r
}

// sampleBody is the campaign's letter; every second sender adds a sentence, every third strikes one.
func sampleBody(i int) []consult.BodySentence {
	text := []string{"Lad midtbyen leve: nej tak til færre pladser og dyrere parkering.",
		"Vi, der bor i oplandet, kommer kun til byen, fordi vi kan komme af med bilen i nærheden af butikkerne.",
		"Butikkerne lever af dem, der kommer udefra, og torvet lever af butikkerne.",
		"Vi kræver, at hele afsnittet om parkering i midtbyen tages ud."}
	if i%3 == 1 {
		text[2] = strings.Replace(text[2], "torvet", "biografen", 1)
	}
	if i%3 == 2 {
		text = append(text[:2:2], text[3])
	}
	if i%2 == 1 {
		text = append(text, "Min mor er 83 og kan ikke gå fra stationen.")
	}
	var out []consult.BodySentence
	for _, s := range text {
		out = append(out, consult.BodySentence{Text: s, Page: 1})
	}
	return out
}

func sampleClause(r *consult.Response, c consult.Clause, j int, campaign bool, rnd *rand.Rand) {
	topic := strings.ToLower(c.Title)
	if campaign {
		say(r, c.ID, consult.Oppose, "Lad midtbyen leve: nej tak til færre pladser og dyrere parkering.", "", 0.93)
		ask(r, c.ID, "Vi kræver, at hele afsnittet om parkering i midtbyen tages ud.", 0.95)
		return
	}
	label := consult.Labels[[]int{0, 0, 1, 2, 2, 1, 3, 4, 0, 2}[(rnd.IntN(10)+j)%10]]
	words := sampleWords[label]
	text := upper(fmt.Sprintf(words[rnd.IntN(len(words))], topic))
	if rnd.IntN(4) > 0 {
		text += fmt.Sprintf(" Det bygger vi på %d års erfaring fra %s.", 2+rnd.IntN(28), sampleNames[rnd.IntN(14)].name)
	}
	condition := ""
	if label == consult.Conditional {
		if at := max(strings.Index(text, "hvis"), strings.Index(text, "forudsat"), strings.Index(text, "kræver")); at > 0 {
			condition, _, _ = strings.Cut(text[at:], ".")
		}
	}
	if rnd.IntN(8) > 0 {
		say(r, c.ID, label, text, condition, 0.3+0.07*float64(rnd.IntN(10)))
	}
	if rnd.IntN(3) == 0 {
		ask(r, []string{c.ID, c.ID, c.ID, ""}[rnd.IntN(4)], fmt.Sprintf(sampleAsks[rnd.IntN(len(sampleAsks))], topic), 0.7)
	}
	if changes := sampleChanges[c.ID]; len(changes) > 0 && rnd.IntN(4) == 0 {
		x := changes[rnd.IntN(len(changes))]
		r.Rewordings = append(r.Rewordings, consult.RewordingRecord{Kind: x.kind, Original: pointer(x.old), Proposed: pointer(x.new), Clause: &c.ID,
			Confidence: 0.88, Why: "change.quoted-pair", Evidence: consult.EvidenceRecord{Text: "Vi foreslår denne formulering:", Page: 2}})
	}
}

func say(r *consult.Response, clause string, l consult.Label, text, condition string, confidence float64) {
	r.Stances = append(r.Stances, consult.StanceRecord{Clause: clause, Stance: l, Condition: pointer(condition), Confidence: float64(int(confidence*1000)) / 1000,
		Why: "stance." + string(l), Evidence: []consult.EvidenceRecord{{Text: text, Page: 1 + len(r.Stances)%2, Boxes: []consult.Box{{72, 100, 500, 112}}}}})
}

func ask(r *consult.Response, clause, text string, confidence float64) {
	r.Recommendations = append(r.Recommendations, consult.RecommendRecord{Text: text, Clause: pointer(clause), Confidence: confidence,
		Why: "ask.verb", Evidence: consult.EvidenceRecord{Page: 1}})
}

func pointer(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func upper(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// input makes the input of a report from responses.
func input(p *consult.Policy, all []consult.Response, lang string) Input {
	b := summarize.New(p)
	bodies := map[string][]consult.BodySentence{}
	for i, r := range all {
		b.Add(r)
		bodies[r.ID] = r.Body
		all[i].Body = nil // as where a record is shown
	}
	if err := b.FindCampaigns(func(id string) ([]consult.BodySentence, error) { return bodies[id], nil }); err != nil {
		panic(err)
	}
	sorted := slices.SortedFunc(slices.Values(all), func(a, b consult.Response) int { return strings.Compare(a.ID, b.ID) })
	s := b.Summary(summarize.Meta{Program: "clausewise test", Unread: []consult.ProblemEntry{
		{File: "svar/scan.pdf", Problem: consult.Problem{Code: "pdf.encrypted", Text: "Filen er låst med en adgangskode. Gem den uden."}}}})
	return Input{Summary: s, Lang: lang, Responses: stream(sorted)}
}

func stream(all []consult.Response) iter.Seq2[consult.Response, error] {
	return func(yield func(consult.Response, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}
