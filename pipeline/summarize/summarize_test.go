package summarize

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var draft = &consult.Policy{Title: "Plan", Lang: "en", Clauses: []consult.Clause{{ID: "2", Title: "Paths", Text: "Paths are lit."}, {ID: "10"}, {ID: "3"}}}

// invent makes n responses with findings at random; some name clauses that the draft lacks, some share a clause.
func invent(n int, rnd *rand.Rand) []consult.Response {
	clauses := []string{"2", "10", "3", "9", "x"}
	pick := func() string { return clauses[rnd.IntN(len(clauses))] }
	var out []consult.Response
	for i := range n {
		r := consult.Response{ID: fmt.Sprintf("R%d", i), Language: []string{"da", "en", ""}[rnd.IntN(3)],
			Source:     consult.Source{Name: fmt.Sprintf("R%d.pdf", i), Pages: rnd.IntN(4)},
			Respondent: consult.RespondentRecord{Name: []string{"Ann", "ann ", "Bo", ""}[rnd.IntN(4)], Type: consult.RespondentTypes[rnd.IntN(9)]}}
		for range rnd.IntN(4) {
			r.Stances = append(r.Stances, stance(pick(), consult.Labels[rnd.IntN(5)], float64(rnd.IntN(3))/2))
		}
		for range rnd.IntN(3) {
			c := pick()
			r.Recommendations = append(r.Recommendations, consult.RecommendRecord{Text: "Please light them.", Clause: &c})
		}
		for range rnd.IntN(2) {
			r.Rewordings = append(r.Rewordings, consult.RewordingRecord{Kind: consult.Delete})
		}
		if rnd.IntN(4) == 0 {
			r.Problems = []consult.Problem{{Code: "b", Page: 2}, {Code: "a", Page: rnd.IntN(3)}}
		}
		out = append(out, r)
	}
	return out
}

func stance(clause string, l consult.Label, confidence float64) consult.StanceRecord {
	return consult.StanceRecord{Clause: clause, Stance: l, Confidence: confidence, Evidence: []consult.EvidenceRecord{
		{Text: fmt.Sprintf("On %s I am %s.", clause, l), Page: 1, Boxes: []consult.Box{{1, 2, 3, 4}}}}}
}

func summary(all ...consult.Response) consult.Summary {
	b := New(draft)
	for _, r := range all {
		b.Add(r)
	}
	return b.Summary(Meta{})
}

func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		all := invent(1+rnd.IntN(30), rnd)
		want, _ := json.Marshal(summary(all...))
		again := append(append([]consult.Response{}, all...), all[:len(all)/2]...) // some are delivered twice
		rnd.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		got, _ := json.Marshal(summary(again...))
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatalf("seed %d: another order, another summary: %s", seed, diff)
		}
	}
}

func TestTotalsAddUp(t *testing.T) {
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		s := summary(invent(rnd.IntN(40), rnd)...)
		c := s.Counts
		types, langs := 0, 0
		for _, x := range c.Types {
			types += x.Responses
		}
		for _, x := range c.Languages {
			langs += x.Responses
		}
		for name, got := range map[string]int{"types": types, "languages": langs, "overall": c.Overall.Total(),
			"remarks": c.WithRemarks + c.WithoutRemarks + c.Unsure, "entries": len(s.Responses)} {
			if got != c.Responses {
				t.Fatalf("seed %d: %s add up to %d, want %d", seed, name, got, c.Responses)
			}
		}
		clausesAddUp(t, s)
	}
}

func clausesAddUp(t *testing.T, s consult.Summary) {
	t.Helper()
	stances, asks, words := 0, len(s.Unplaced.Recommendations), len(s.Unplaced.Rewordings)
	for _, c := range s.Clauses {
		stances, asks, words = stances+len(c.Stances), asks+len(c.Recommendations), words+len(c.Rewordings)
		said := map[string]bool{}
		byLabel := consult.StanceCounts{}
		for _, x := range c.Stances {
			byLabel.Add(x.Stance)
			said[x.Response] = true
		}
		for _, x := range c.Recommendations {
			said[x.Response] = true
		}
		byType := consult.StanceCounts{}
		for _, x := range c.Types {
			for _, l := range append(consult.Labels[:5:5], "") {
				for range x.Counts.Of(l) {
					byType.Add(l)
				}
			}
		}
		byLabel.None = len(said) - len(c.Stances)
		if c.Counts.Total() != c.Responses || len(said) != c.Responses || byType != c.Counts || byLabel != c.Counts {
			t.Fatalf("clause %s: %d responses, counts %+v, by type %+v, by finding %+v", c.ID, c.Responses, c.Counts, byType, byLabel)
		}
	}
	if stances != s.Counts.Stances || asks != s.Counts.Recommendations || words != s.Counts.Rewordings {
		t.Fatalf("%d stances, %d recommendations, %d rewordings; counted %+v", stances, asks, words, s.Counts)
	}
}

// letters of a campaign take stances as their senders changed them.
func TestDifferentTexts(t *testing.T) {
	text := []string{"The paths through the common have been dark since the lamps were sold to pay for the fountain.",
		"We ask the council to light them before the evenings draw in and somebody is hurt again."}
	bodies := map[string][]consult.BodySentence{}
	b := New(draft)
	for i, x := range []struct {
		kind   consult.RespondentType
		stance consult.Label
		copied bool
	}{
		{consult.Citizen, consult.Support, true}, {consult.Citizen, consult.Support, true}, {consult.Citizen, consult.Oppose, true},
		{consult.Organisation, consult.Support, true}, {consult.Organisation, consult.Support, false}, {consult.Citizen, "", true},
	} {
		r := consult.Response{ID: fmt.Sprint("R", i), Respondent: consult.RespondentRecord{Type: x.kind}, Overall: consult.OverallRecord{Stance: x.stance}}
		if x.copied {
			for _, s := range text {
				r.Body = append(r.Body, consult.BodySentence{Text: s, Page: 1, Said: true})
			}
		}
		if x.stance != "" {
			r.Stances = []consult.StanceRecord{stance("2", x.stance, 1)}
		} else {
			r.Recommendations = []consult.RecommendRecord{{Clause: &draft.Clauses[0].ID}}
		}
		bodies[r.ID] = r.Body
		b.Add(r)
	}
	if err := b.FindCampaigns(func(id string) ([]consult.BodySentence, error) { return bodies[id], nil }); err != nil {
		t.Fatal(err)
	}
	s := b.Summary(Meta{})
	n, c := s.Counts, s.Clauses[0]
	if n.Responses != 6 || n.Campaigns != 1 || n.InCampaigns != 5 || n.Texts != 2 || n.OverallTexts != (consult.StanceCounts{Support: 2, Oppose: 1, None: 1}) {
		t.Errorf("counts %+v", n)
	}
	if c.Responses != 6 || c.Campaigned != 5 || c.Campaigns != 1 || c.Texts != 2 || c.TextCounts != (consult.StanceCounts{Support: 2, Oppose: 1, None: 1}) {
		t.Errorf("clause: %d responses, %d of %d campaigns, %d texts: %+v", c.Responses, c.Campaigned, c.Campaigns, c.Texts, c.TextCounts)
	}
	want := []consult.TypeStances{
		{Type: consult.Organisation, Counts: consult.StanceCounts{Support: 2}, Texts: consult.StanceCounts{Support: 2}},
		{Type: consult.Citizen, Counts: consult.StanceCounts{Support: 2, Oppose: 1, None: 1}, Texts: consult.StanceCounts{Support: 1, Oppose: 1, None: 1}},
	}
	if d := cmp.Diff(want, c.Types); d != "" {
		t.Error(d)
	}
	if s.Responses[4].Campaign != "" || s.Responses[0].Campaign != "C1" || s.Responses[5].Campaign != "C1" {
		t.Errorf("letters' campaigns: %+v", s.Responses)
	}
}

func TestOneStanceAClause(t *testing.T) {
	s := summary(consult.Response{ID: "R1", Stances: []consult.StanceRecord{
		stance("2", consult.Neutral, 0.5), stance("2", consult.Oppose, 0.9), stance("2", consult.Support, 0.4), stance("", consult.Support, 1)}})
	c := s.Clauses[0]
	if c.Counts != (consult.StanceCounts{Oppose: 1}) || len(c.Stances) != 1 || len(c.Stances[0].Evidence) != 3 {
		t.Errorf("three findings in one clause: %+v, stances %+v", c.Counts, c.Stances)
	}
	if s.Counts.Stances != 1 || len(s.Clauses) != 3 {
		t.Errorf("%d stances counted in %d clauses, want 1 in 3", s.Counts.Stances, len(s.Clauses))
	}
	tie := summary(consult.Response{ID: "R1", Stances: []consult.StanceRecord{stance("2", consult.Neutral, 0.5), stance("2", consult.Mixed, 0.5)}})
	if tie.Clauses[0].Counts.Mixed != 1 {
		t.Errorf("on a tie: %+v, want the one that reports show first", tie.Clauses[0].Counts)
	}
}

func TestClauseOrder(t *testing.T) {
	s := summary(consult.Response{ID: "R1", Stances: []consult.StanceRecord{stance("9", consult.Support, 1), stance("10", consult.Support, 1), stance("7", consult.Support, 1)}})
	var got []string
	for _, c := range s.Clauses {
		got = append(got, fmt.Sprintf("%s %v", c.ID, c.Missing))
	}
	if diff := cmp.Diff([]string{"2 false", "10 false", "3 false", "7 true", "9 true"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRemarks(t *testing.T) {
	overall := func(l consult.Label) consult.OverallRecord { return consult.OverallRecord{Stance: l} }
	for want, r := range map[consult.Remarks]consult.Response{
		consult.WithoutRemarks: {Overall: overall(consult.Neutral)},
		consult.WithRemarks:    {Overall: overall(consult.Support)},
		consult.UnsureRemarks:  {Problems: []consult.Problem{{Code: "pdf.image-only"}}},
	} {
		if got := summary(r).Responses[0].Remarks; got != want {
			t.Errorf("%+v: %s, want %s", r, got, want)
		}
	}
	if got := summary(consult.Response{Stances: []consult.StanceRecord{stance("2", consult.Neutral, 1)}}).Counts.WithRemarks; got != 1 {
		t.Errorf("a question on a clause: %d with remarks, want 1", got)
	}
}

func TestFacts(t *testing.T) {
	b := New(draft)
	for i, name := range []string{"Town Club", "town  club", "", "", "Mill School"} {
		b.Add(consult.Response{ID: fmt.Sprint(i), Language: "da", Source: consult.Source{Pages: 2},
			Respondent: consult.RespondentRecord{Name: name, Signatories: []string{"A", "B"}}})
	}
	unread := []consult.ProblemEntry{{File: "b.pdf"}, {File: "a.pdf"}, {File: "b.pdf"}}
	s := b.Summary(Meta{Reader: "reader-1", Unread: unread})
	c := s.Counts
	if c.Responses != 5 || c.Respondents != 4 || c.Unnamed != 2 || c.Signatories != 10 || c.Pages != 10 || c.Unread != 2 {
		t.Errorf("%+v", c)
	}
	if s.Language != "da" || s.Title != "Plan" || s.Reader != "reader-1" || s.Problems[0].File != "a.pdf" {
		t.Errorf("language %q, title %q, reader %q, problems %v", s.Language, s.Title, s.Reader, s.Problems)
	}
	if unread[0].File != "b.pdf" {
		t.Error("the caller's list was sorted")
	}
}

func TestNothing(t *testing.T) {
	data, err := json.Marshal(New(nil).Summary(Meta{}))
	if err != nil {
		t.Fatal(err)
	}
	var s consult.Summary
	if err := json.Unmarshal(data, &s); err != nil || s.Clauses == nil || s.Problems == nil || s.Unplaced.Recommendations == nil {
		t.Errorf("%s: lists are null (%v)", data, err)
	}
}

func BenchmarkBuilder(b *testing.B) {
	all := invent(10_000, rand.New(rand.NewPCG(1, 1)))
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := summary(all...)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(s.Responses)), "held-B/response")
	}
}
