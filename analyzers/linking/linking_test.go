package linking

import (
	"fmt"
	"math"
	"math/rand"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

var harbour = &consult.Policy{Lang: "da", Clauses: []consult.Clause{
	{ID: "1", Title: "Husbåde", Text: "Der udlægges 40 pladser til husbåde langs den østre mole. Husbåde skal tilsluttes kloak og må højst være to etager."},
	{ID: "2", Title: "Fiskeri og auktion", Text: "Fiskeauktionen flyttes til den nye hal. Kuttere har fortrinsret til kajen mellem kl. 4 og 9."},
	{ID: "3", Title: "Gæstesejlere", Text: "Overnattende lystbåde betaler 180 kr. pr. nat. Toiletter og bad må bruges med kode."},
	{ID: "4", Title: "Badning", Text: "Der må bades fra den nordre mole, hvor der opsættes en badebro med stiger og livreddere i skoleferien."},
	{ID: "5", Title: "Kraner og oplag", Text: "Mobilkranen udlejes pr. time. Vinteroplag på havnepladsen er tilladt fra oktober til april."},
}}

var library = &consult.Policy{Lang: "en", Clauses: []consult.Clause{
	{ID: "A", Title: "Opening hours", Text: "Branch libraries will open on three evenings a week and close on Mondays."},
	{ID: "B", Title: "Fines", Text: "Fines for overdue books are abolished for readers under 18 and capped at £6 for adults."},
	{ID: "C", Title: "Study space", Text: "Each library sets aside quiet desks that can be booked online by students."},
	{ID: "D", Title: "Mobile library", Text: "The van will visit each village once a fortnight and carry 2,000 titles."},
}}

// letter is a text whose paragraphs are separated by blank lines; "# " makes a heading.
func letter(lang, text string) *consult.Document {
	d := &consult.Document{ID: "T", Lang: lang}
	for _, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
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

func links(t *testing.T, d *consult.Document, p *consult.Policy) []string {
	t.Helper()
	analyzers.Run(d, analyzers.NewDraft(p), []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer, Analyzer})
	for _, x := range d.Problems {
		t.Fatal(x.Text)
	}
	out := make([]string, len(d.Sentences))
	for _, c := range p.Clauses { // in the draft's order, whatever their confidence
		for _, l := range d.Links {
			if l.Clause == c.ID {
				out[l.Sentence] = strings.TrimPrefix(out[l.Sentence]+"+"+l.Clause, "+")
			}
		}
	}
	return out
}

func TestLinks(t *testing.T) {
	for _, c := range []struct {
		name  string
		lang  string
		draft *consult.Policy
		text  string
		want  string
	}{
		{"compounds and inflection", "da", harbour, "Husbådepladserne er for få.\n\nFiskeauktionens flytning er vi imod.\n\nBadebroen glæder vi os til.", "1 2 4"},
		{"a sentence goes on with the one before", "da", harbour, "Mobilkranen bør kunne lejes i weekenden. Det er dér, folk har fri. Det vil også give havnen flere penge.", "5 5 5"},
		{"a heading carries what follows", "da", harbour, "# Badning\n\nDet er på høje tid. Vi har ventet i tyve år.", "4 4 4"},
		{"a reference outweighs likeness", "da", harbour, "Til punkt 3 bemærkes, at kuttere og auktion bør have deres egen kode.", "3"},
		{"a list of references", "da", harbour, "Punkt 1 og 4: ingen bemærkninger.", "1+4"},
		{"a quotation outweighs the heading", "da", harbour, "# Husbåde\n\nDer står, at »kuttere har fortrinsret til kajen«, og det undrer os.", "1 2"},
		{"number words and digits meet", "en", library, "Why stop at eighteen? Readers of nineteen are poor too.", "B B"},
		{"words of the letter's own", "en", library, "# Mobile library\n\nThe van is called Bertha in our village. Bertha is loved.\n\nBertha should come every week.", "D D D D"},
		{"a list of matters left to others", "da", harbour, "Husbåde, kraner og gæstesejlere har vi ikke bemærkninger til.", "1+3+5"},
		{"a list of matters left to others", "en", library, "On fines, study space and the van we take no view.", "B+C+D"},
		{"titles in running text", "en", library, "We welcome what is said on study space and have doubts about opening hours on Mondays.", "A+C"},
	} {
		if got := strings.Join(links(t, letter(c.lang, c.text), c.draft), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestOutsideOfTheLetterIsAboutNothing(t *testing.T) {
	d := letter("da", "Grundejerforeningen Solsiden\n\nTil Havnevej Kommune\n\nTak for muligheden for at svare på høringen om jeres forslag.\n\n"+
		"Husbåde hører til i en havn, og de 40 pladser er en god begyndelse. Der kunne være flere langs molen.\n\nMed venlig hilsen\n\nPia Stordahl")
	to := strings.Index(d.Text, "Til Havnevej")
	d.Letterhead.Addressee.Span = consult.Span{Start: to, End: to + len("Til Havnevej Kommune")} // as package letterhead finds it
	got := links(t, d, harbour)
	want := []string{"", "", "", "1", "1", "", ""}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRowsOfATable(t *testing.T) {
	d := &consult.Document{ID: "T", Lang: "en"}
	for row, cells := range [][]string{{"Clause", "Comment"}, {"Section B", "We agree."}, {"Section D", "It is too seldom. Once a week would do."}} {
		for col, text := range cells {
			if d.Text != "" {
				d.Text += "\n\n"
			}
			start := len(d.Text)
			d.Text += text
			d.Blocks = append(d.Blocks, consult.Block{Kind: consult.Cell, Table: 1, Row: row + 1, Col: col + 1, Span: consult.Span{Start: start, End: len(d.Text)}})
		}
	}
	p := &consult.Policy{Lang: "en"}
	for _, c := range library.Clauses {
		c.ID = "Section " + c.ID
		p.Clauses = append(p.Clauses, c)
	}
	got := links(t, d, p)
	if fmt.Sprint(got[2:]) != fmt.Sprint([]string{"Section B", "Section B", "Section D", "Section D", "Section D"}) {
		t.Errorf("got %q", got)
	}
}

func TestNoDraftNoLinks(t *testing.T) {
	d := letter("en", "We support 2.1.")
	if got := links(t, d, &consult.Policy{}); len(d.Links) != 0 {
		t.Errorf("links without a draft: %v", got)
	}
}

// The reader's scores take part when they are there: they can carry a sentence that shares no word with its clause.
func TestReaderScores(t *testing.T) {
	text := "Husbåde er dejlige, og molen er lang nok.\n\nHusbåde har kloak.\n\nDuer i alle farver kredser om os her til aften.\n\nBadebroen er vi glade for.\n\nBadebroen har stiger."
	d := letter("da", text)
	if got := links(t, d, harbour); got[2] == "3" {
		t.Fatal("the sentence is tied to clause 3 without the reader; the test shows nothing")
	}
	none := consult.Scores{Link: make([]float32, 6)}
	d.Reading = &consult.Reading{Clauses: []string{"1", "2", "3", "4", "5"}, Rows: []consult.Scores{none, none, {Link: []float32{-2, -2, 9, -2, -2, -2}}, none, none}}
	if got := links(t, d, harbour); got[2] != "3" {
		t.Errorf("got %q, want clause 3", got)
	}
}

func TestTwiceIsOnce(t *testing.T) {
	d := letter("da", "Husbåde er dejlige. Det mener vi.")
	a := fmt.Sprint(links(t, d, harbour), d.Links)
	if b := fmt.Sprint(links(t, d, harbour), d.Links); a != b {
		t.Errorf("first %s, then %s", a, b)
	}
}

func sum(steps []step, path []int) float64 {
	x := steps[0].score[path[0]]
	for i := 1; i < len(steps); i++ {
		x += steps[i].score[path[i]] + steps[i].way.to(path[i-1], path[i], len(steps[i].score)-1)
	}
	return x
}

// The shares of a step are those of all paths, counted one by one.
func TestShares(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	steps := make([]step, 4)
	for i := range steps {
		steps[i] = step{[]float64{r.NormFloat64(), r.NormFloat64(), r.NormFloat64(), r.NormFloat64()}, way{2, 1, -0.5, 0.7, 1}}
	}
	want := make([]float64, 4)
	total := 0.0
	path := make([]int, 4)
	var walk func(i int)
	walk = func(i int) {
		if i == 4 {
			x := math.Exp(sum(steps, path))
			want[path[2]] += x
			total += x
			return
		}
		for s := range 4 {
			path[i] = s
			walk(i + 1)
		}
	}
	walk(0)
	got, log := shares(steps)
	if math.Abs(log-math.Log(total)) > 1e-9 {
		t.Errorf("all paths sum to e^%.6f, counted %.6f", log, math.Log(total))
	}
	for s, x := range got[2] {
		if math.Abs(x-want[s]/total) > 1e-9 {
			t.Errorf("state %d: share %.4f, counted %.4f", s, x, want[s]/total)
		}
	}
}

// peak keeps the highest value, and the highest of the other places, however often a place comes.
func TestPeak(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	for range 200 {
		const places = 4
		most := [places]float64{}
		p := peak{-1, math.Inf(-1), math.Inf(-1)}
		for at := range places {
			most[at] = math.Inf(-1)
			for range 1 + r.Intn(3) {
				x := r.Float64()
				most[at] = max(most[at], x)
				p.add(at, x)
			}
		}
		for at := range places {
			want := math.Inf(-1)
			for k, x := range most {
				if k != at {
					want = max(want, x)
				}
			}
			if got := p.besides(at); got != want {
				t.Fatalf("besides place %d: got %.3f, want %.3f of %v", at, got, want, most)
			}
		}
	}
	alone := peak{-1, math.Inf(-1), math.Inf(-1)}
	alone.add(0, 0.4)
	if got := alone.besides(0); got != 0 {
		t.Errorf("besides the only place: got %.3f, want 0", got)
	}
}

// Several clauses that vie for a sentence don't lose it to the one that the sentences around it speak of: the likeliest
// clause of a sentence need not lie on the likeliest path.
func TestLikeliestIsJudgedSentenceBySentence(t *testing.T) {
	stay := way{stay: 1.5}
	steps := []step{
		{[]float64{3, 0, 0, 0}, stay},
		{[]float64{1.2, 2, 0, 0}, stay},
		{[]float64{0, 2, 0, 0}, stay},
	}
	share, _ := shares(steps)
	for i, state := range likeliest(share) {
		for c, x := range share[i] {
			if x > share[i][state] {
				t.Errorf("sentence %d: state %d has share %.3f, the chosen %d only %.3f", i, c, x, state, share[i][state])
			}
		}
	}
	if got := fmt.Sprint(likeliest([][]float64{{0.2, 0.4, 0.4}, {0.5, 0.1, 0.4}})); got != "[1 0]" {
		t.Errorf("got %s; of equal shares the first counts", got)
	}
}

// What the first pass found speaks in the second: a clause that has its paragraph is less of a find elsewhere, and the
// sentence most like a clause that nobody else speaks of claims it.
func TestWhatTheFirstPassFound(t *testing.T) {
	d := letter("da", "Husbåde er dejlige, og molen er lang nok.\n\nKranen larmer. Mobilkranen bør stå stille.")
	links(t, d, harbour)
	s, _ := read(d, analyzers.NewDraft(harbour), lang.For("da"), BuiltIn())
	first, third := s.grounds[0].Clauses, s.grounds[2].Clauses
	if first[0][passClaim] < 0.5 || third[0][passClaim] != 0 {
		t.Errorf("clause 1 is claimed by its sentence with %.2f, by another with %.2f", first[0][passClaim], third[0][passClaim])
	}
	if first[0][passElsewhere] > 0.5 || third[0][passElsewhere] < 0.5 {
		t.Errorf("clause 1 is found elsewhere with %.2f from its own paragraph, %.2f from the other", first[0][passElsewhere], third[0][passElsewhere])
	}
	if first[0][order] < first[4][order] || third[4][order] < third[0][order] {
		t.Error("the first sentence is nearer to the draft's end, or the last to its beginning")
	}
}
