package campaign

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// letters are bodies by id.
type letters map[string][]consult.BodySentence

func (l letters) load(id string) ([]consult.BodySentence, error) { return l[id], nil }

// body cuts text into sentences, a line each.
func body(text string) []consult.BodySentence {
	var out []consult.BodySentence
	for _, s := range strings.Split(strings.TrimSpace(text), "\n") {
		out = append(out, consult.BodySentence{Text: s, Page: 1, Said: true})
	}
	return out
}

// form is text in which only the sentences after the first n say something.
func form(text string, n int) []consult.BodySentence {
	out := body(text)
	for i := range out[:n] {
		out[i].Said = false
	}
	return out
}

func find(t testing.TB, p *consult.Policy, all letters) []consult.Campaign {
	t.Helper()
	f := New(p)
	for id, b := range all {
		f.Add(id, "", b)
	}
	out, err := f.Find(all.load)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// shape writes groups as their members' ids.
func shape(all []consult.Campaign) []string {
	out := []string{}
	for _, c := range all {
		var ids []string
		for _, m := range c.Members {
			ids = append(ids, m.Response)
		}
		out = append(out, strings.Join(ids, " "))
	}
	return out
}

const ferry = `Dear Harbour Board,
The evening ferry is how we get home from work, from choir and from the hospital.
Take it away and Tarn Island is shut at six like a shop.
We ask you to keep the nine o'clock sailing on every weekday.
The saving is smaller than the price of one new ticket machine.
Nobody on the island was asked before the timetable was printed.`

var island = &consult.Policy{Clauses: []consult.Clause{{ID: "1", Title: "Sailings",
	Text: "The nine o'clock sailing from Tarn Island is withdrawn on weekdays and is kept on Saturdays in July and August. The Board reviews the number of passengers every second year and publishes what it finds on the quay."}}}

func TestGroups(t *testing.T) {
	quoting := "The Board reviews the number of passengers every second year and publishes what it finds on the quay.\nThe nine o'clock sailing from Tarn Island is withdrawn on weekdays and is kept on Saturdays in July and August.\n"
	law := "Under the Harbours Order a board may not withdraw a sailing without six months of notice to everyone who holds a season ticket.\nThe Order was made so that nobody on an island would wake up without a boat to the mainland on that day.\n"
	printed := "What is your connection with the island and how often do you use the ferry in winter?\nWhich of the proposed changes to the timetable would make a difference to you and to your family?\nI know that the Harbour Board keeps my answer for five years and that it may be published on the quay with my name.\n"
	quoted := body(law + "Our members are shopkeepers and the summer is all they have to live on.")
	other := body(law + "The pilots have no view on any of this beyond the question of lights.")
	for _, x := range [][]consult.BodySentence{quoted, other} {
		for i := range 2 {
			x[i].Quotes = []consult.Span{{Start: 0, End: len(x[i].Text)}}
		}
	}
	for name, c := range map[string]struct {
		all  letters
		want []string
	}{
		"copies":            {letters{"A": body(ferry), "B": body(ferry), "C": body(strings.ToUpper(ferry))}, []string{"A B C"}},
		"a page of its own": {letters{"A": body(ferry), "B": body(ferry + "\n" + strings.Join(invented(60, 1), "\n"))}, []string{"A B"}},
		"lines struck": {letters{"A": body(ferry), "B": body("The evening ferry is how we get home from work, from choir and from the hospital.\nThe saving is smaller than the price of one new ticket machine.\nI wrote the rest myself.")},
			[]string{"A B"}},
		"a copy of a copy": {letters{"A": body(ferry), "B": body(ferry + "\nMy mother is ninety and she will not learn to swim now, so keep the boat running for her.\nShe has taken it every Friday since the war and she knows all the crew by name."),
			"C": body("My mother is ninety and she will not learn to swim now, so keep the boat running for her.\nShe has taken it every Friday since the war and she knows all the crew by name.")}, []string{"A B C"}},
		"one word changed everywhere": {letters{"A": body(ferry), "B": body(strings.NewReplacer("home", "back", "six", "seven", "every", "each", "price", "cost", "asked", "heard").Replace(ferry))}, []string{"A B"}},
		"different letters":           {letters{"A": body(ferry), "B": body(strings.Join(invented(12, 2), "\n")), "C": body(strings.Join(invented(12, 3), "\n"))}, []string{}},
		"the same clause": {letters{"A": body(quoting + "The school board finds that the children can no longer go to football."), "B": body(quoting + "The shopkeepers will lose their evening trade and ask for a trial.")},
			[]string{}},
		"the same law in quotation marks": {letters{"A": quoted, "B": other}, []string{}},
		"one long sentence that everybody writes": {letters{
			"A": body("We thank the Harbour Board for the opportunity to comment on the draft and for the extension of the time limit that was granted to all the island's associations in March.\nKeep the boat."),
			"B": body("We thank the Harbour Board for the opportunity to comment on the draft and for the extension of the time limit that was granted to all the island's associations in March.\nSell the boat.")}, []string{}},
		"the printed words of a form": {letters{
			"A": form(printed+"I would keep it.", 3), "B": form(printed+"Sell it and build a bridge.", 3), "C": form(printed+"No view.", 4)}, []string{}},
		"no remarks":   {letters{"A": body("We have no remarks to the draft."), "B": body("We have no remarks to the draft.")}, []string{}},
		"a postcard":   {letters{"A": body("Keep the nine o'clock boat for us all.\nDo not shut the island at six in the evening."), "B": body("Keep the nine o'clock boat for us all.\nDo not shut the island at six in the evening.\nMaj Tarn")}, []string{"A B"}},
		"two groups":   {letters{"A": body(ferry), "B": body(ferry), "C": body(strings.Join(invented(9, 4), "\n")), "D": body(strings.Join(invented(9, 4), "\n")), "E": body(ferry)}, []string{"A B E", "C D"}},
		"nothing read": {letters{"A": nil, "B": nil}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, shape(find(t, island, c.all))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestFilesOfTheSameBytes(t *testing.T) {
	f, all := New(nil), letters{"A": body("Keep the boat."), "B": body("Keep the boat."), "C": body("Keep the boat."), "D": nil, "E": nil}
	for id, file := range map[string]string{"A": "1", "B": "1", "C": "2", "D": "3", "E": "3"} {
		f.Add(id, file, all[id])
	}
	got, err := f.Find(all.load)
	if err != nil || !cmp.Equal([]string{"A B"}, shape(got)) || got[0].Name != "Keep the boat." {
		t.Errorf("%v, %v", got, err)
	}
}

func TestOwnWords(t *testing.T) {
	got := find(t, island, letters{
		"R1": body(ferry),
		"R2": body(ferry),
		"R3": body(strings.Replace(ferry, "keep the nine", "cancel the nine", 1) + "\nI own the water taxi."),
		"R4": body(strings.Replace(ferry, "The saving is smaller than the price of one new ticket machine.\n", "", 1) + "\nPlease.\nI own the water taxi."),
		"X":  body(strings.Join(invented(12, 5), "\n")),
	})
	own := func(changed bool, text string) consult.OwnEntry {
		return consult.OwnEntry{QuoteEntry: consult.QuoteEntry{Text: text, Page: 1}, Changed: changed}
	}
	if len(got) != 1 {
		t.Fatalf("groups %v", shape(got))
	}
	want := []consult.CampaignMember{
		{Response: "R1", Own: []consult.OwnEntry{}},
		{Response: "R2", Own: []consult.OwnEntry{}},
		{Response: "R3", Own: []consult.OwnEntry{own(true, "We ask you to cancel the nine o'clock sailing on every weekday.")}},
		{Response: "R4", Own: []consult.OwnEntry{own(false, "Please.")}, Left: []string{"The saving is smaller than the price of one new ticket machine."}},
	}
	// What two of four write is a text of its own; it is not the campaign's first.
	if d := cmp.Diff(want, got[0].Members); d != "" {
		t.Error(d)
	}
	if got[0].ID != "C1" || got[0].Name != "The evening ferry is how we get home from work, from choir and from the hospital." || got[0].Letters != 4 {
		t.Errorf("%s %q, %d letters", got[0].ID, got[0].Name, got[0].Letters)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(5) {
		all := crowd(200, seed)
		var ids []string
		for id := range all {
			ids = append(ids, id)
		}
		rnd := rand.New(rand.NewPCG(seed, 9))
		var want []consult.Campaign
		for turn := range 3 {
			rnd.Shuffle(len(ids), func(i, k int) { ids[i], ids[k] = ids[k], ids[i] })
			f := New(island)
			for _, id := range append(ids, ids[:20]...) { // some come twice
				f.Add(id, "", all[id])
			}
			got, err := f.Find(all.load)
			if err != nil {
				t.Fatal(err)
			}
			if turn > 0 {
				if d := cmp.Diff(want, got); d != "" {
					t.Fatalf("seed %d: %s", seed, d)
				}
			}
			want = got
		}
	}
}

func TestLoadFails(t *testing.T) {
	f, broken := New(nil), errors.New("gone")
	for _, id := range []string{"A", "B"} {
		f.Add(id, "", body(ferry))
	}
	if _, err := f.Find(func(string) ([]consult.BodySentence, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

// TestLabelledLetters compares all letters of each consultation of the training letters: those in which a writer copied
// another's card or petition are known, and no others may be grouped.
func TestLabelledLetters(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/letters/*.txt")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	want := map[string][]string{"da-m4": {"L01 L02"}, "en-m1": {"L05 L06 L07"}, "en-m5": {"L08 L09"}, "en-m6": {"L05 L06"}}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		p, all := readLetters(t, file)
		expected := want[name]
		if expected == nil {
			expected = []string{}
		}
		if d := cmp.Diff(expected, shape(find(t, p, all))); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

var labelled = regexp.MustCompile(`^(?:\*\s+)?\[([^\]]*)\]\s+`)

func readLetters(t *testing.T, file string) (*consult.Policy, letters) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, all, id := &consult.Policy{}, letters{}, ""
	for _, l := range strings.Split(string(raw), "\n") {
		switch {
		case strings.HasPrefix(l, "@ "):
			f := strings.SplitN(l[2:], " | ", 3)
			p.Clauses = append(p.Clauses, consult.Clause{ID: f[0], Title: f[1], Text: f[2]})
		case strings.HasPrefix(l, "# "):
			id, _, _ = strings.Cut(l[2:], " | ")
		case labelled.MatchString(l) && id != "":
			all[id] = append(all[id], consult.BodySentence{Text: labelled.ReplaceAllString(l, ""), Page: 1,
				Said: strings.ContainsAny(labelled.FindStringSubmatch(l)[1], "RSW")})
		}
	}
	return p, all
}

// invented makes n sentences of invented words, the same for a seed.
func invented(n int, seed uint64) []string {
	rnd := rand.New(rand.NewPCG(seed, 77))
	out := make([]string, n)
	for i := range out {
		w := make([]string, 8+rnd.IntN(16))
		for k := range w {
			w[k] = fmt.Sprintf("%c%s%c", 'a'+rnd.IntN(26), []string{"or", "ent", "il", "usk", "am", "ebre"}[rnd.IntN(6)], 'a'+rnd.IntN(26))
		}
		out[i] = strings.Join(w, " ") + "."
	}
	return out
}

// crowd makes n letters of 20 to 40 sentences: half are copies of one of a few texts, with changes; all thank alike.
func crowd(n int, seed uint64) letters {
	rnd, all := rand.New(rand.NewPCG(seed, 3)), letters{}
	for i := range n {
		lines := invented(20+rnd.IntN(20), uint64(i)<<8|seed)
		if i%2 == 0 {
			text := invented(25, 1<<40+uint64(rnd.IntN(1+n/100)))
			for k := range text {
				if rnd.IntN(30) == 0 {
					text[k] = invented(1, rnd.Uint64())[0]
				}
			}
			lines = append(text, lines[:rnd.IntN(12)]...)
		}
		lines = append([]string{"We thank the council for the opportunity to comment on the draft."}, lines...)
		all[fmt.Sprintf("R%05d", i)] = body(strings.Join(lines, "\n"))
	}
	return all
}

func TestCrowd(t *testing.T) {
	got := find(t, nil, crowd(2000, 1))
	n := 0
	for _, c := range got {
		n += c.Letters
		for _, m := range c.Members {
			if m.Response[len(m.Response)-1]%2 != 0 {
				t.Errorf("%s is no copy", m.Response)
			}
		}
	}
	if n != 1000 || len(got) != 21 {
		t.Errorf("%d letters in %d groups, want 1000 in 21", n, len(got))
	}
}

// BenchmarkFind groups 10,000 letters: of different texts, half of them copies of 101 texts, and all of one text.
func BenchmarkFind(b *testing.B) {
	half, one := crowd(10_000, 1), letters{}
	text := strings.Join(invented(30, 5), "\n")
	for i := range 10_000 {
		one[fmt.Sprintf("R%05d", i)] = body(text + "\n" + invented(1, uint64(i))[0])
	}
	none := letters{}
	for i := range 10_000 {
		none[fmt.Sprintf("R%05d", i)] = body("We thank the council for the opportunity to comment on the draft.\n" + strings.Join(invented(30, uint64(i)), "\n"))
	}
	for _, c := range []struct {
		name string
		all  letters
	}{{"none", none}, {"half", half}, {"one", one}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				f := New(island)
				for id, x := range c.all {
					f.Add(id, "", x)
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-sketches")
				loads := 0
				got, err := f.Find(func(id string) ([]consult.BodySentence, error) { loads++; return c.all[id], nil })
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(loads), "loads")
				b.ReportMetric(float64(len(got)), "groups")
			}
		})
	}
}
