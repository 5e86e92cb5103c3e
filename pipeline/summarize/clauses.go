package summarize

import (
	"cmp"
	"slices"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// table gathers letters by clause. Letters are added by id, so that every list in it is sorted by id.
type table struct {
	rows     []*row
	place    map[string]int // clause id → index in rows
	drafted  int            // rows that the draft has; the rest are ids that only findings name
	unplaced consult.Asks
}

type row struct {
	consult.ClauseSummary
	types map[consult.RespondentType]*typeCounts
	seen  map[texted]bool
}

// typeCounts counts letters and different texts of one type.
type typeCounts struct{ letters, texts consult.StanceCounts }

// texted is a campaign that was counted: under a type and stance, under a stance alone (typed false), or at all.
type texted struct {
	campaign      string
	typed, stands bool
	kind          consult.RespondentType
	stance        consult.Label
}

func newTable(p *consult.Policy) *table {
	t := &table{place: map[string]int{}, unplaced: noAsks()}
	for _, c := range p.Clauses {
		t.row(c.ID).Clause = c
	}
	t.drafted = len(t.rows)
	return t
}

func noAsks() consult.Asks {
	return consult.Asks{Recommendations: []consult.RecommendEntry{}, Rewordings: []consult.RewordingEntry{}}
}

// row returns the row of the clause called id, a new one if there is none yet.
func (t *table) row(id string) *row {
	if i, ok := t.place[id]; ok {
		return t.rows[i]
	}
	r := &row{types: map[consult.RespondentType]*typeCounts{}, seen: map[texted]bool{}}
	r.Clause.ID, r.Stances, r.Asks = id, []consult.StanceEntry{}, noAsks()
	t.place[id] = len(t.rows)
	t.rows = append(t.rows, r)
	return r
}

func (t *table) add(l letter) {
	said := map[string]consult.Label{} // the clauses that l speaks of, with its stance
	for _, x := range l.recommends {
		a := t.asks(x.clause)
		a.Recommendations = append(a.Recommendations, x.RecommendEntry)
		said[x.clause] = ""
	}
	for _, x := range l.rewordings {
		a := t.asks(x.clause)
		a.Rewordings = append(a.Rewordings, x.RewordingEntry)
		said[x.clause] = ""
	}
	for _, x := range l.stances {
		r := t.row(x.clause)
		r.Stances = append(r.Stances, x.StanceEntry)
		said[x.clause] = x.Stance
	}
	delete(said, "")
	for id, stance := range said { // the order doesn't matter: counts only
		t.row(id).count(l.entry, stance)
	}
}

func (t *table) asks(clause string) *consult.Asks {
	if clause == "" {
		return &t.unplaced
	}
	return &t.row(clause).Asks
}

func (r *row) count(e consult.ResponseEntry, stance consult.Label) {
	k := r.types[e.Type]
	if k == nil {
		k = &typeCounts{}
		r.types[e.Type] = k
	}
	k.letters.Add(stance)
	r.Counts.Add(stance)
	r.Responses++
	if e.Campaign != "" {
		r.Campaigned++
	}
	if r.first(texted{e.Campaign, true, true, e.Type, stance}) {
		k.texts.Add(stance)
	}
	if r.first(texted{campaign: e.Campaign, stands: true, stance: stance}) {
		r.TextCounts.Add(stance)
	}
	if r.first(texted{campaign: e.Campaign}) {
		r.Texts++
		if e.Campaign != "" {
			r.Campaigns++
		}
	}
}

// first reports whether x is a text that was not counted so far; a letter of no campaign always is.
func (r *row) first(x texted) bool {
	if x.campaign == "" {
		return true
	}
	seen := r.seen[x]
	r.seen[x] = true
	return !seen
}

// clauses returns the rows: the draft's clauses in its order, then those that only findings name, by id.
func (t *table) clauses() []consult.ClauseSummary {
	extra := t.rows[t.drafted:]
	slices.SortFunc(extra, func(a, b *row) int { return cmp.Compare(a.ID, b.ID) })
	out := make([]consult.ClauseSummary, 0, len(t.rows))
	for i, r := range t.rows {
		r.Missing = i >= t.drafted
		r.Types = r.byType()
		slices.SortStableFunc(r.Stances, func(a, b consult.StanceEntry) int {
			return slices.Index(consult.Labels, a.Stance) - slices.Index(consult.Labels, b.Stance)
		})
		out = append(out, r.ClauseSummary)
	}
	return out
}

func (r *row) byType() []consult.TypeStances {
	out := []consult.TypeStances{}
	for kind, c := range r.types {
		out = append(out, consult.TypeStances{Type: kind, Counts: c.letters, Texts: c.texts})
	}
	slices.SortFunc(out, func(a, b consult.TypeStances) int { return compareTypes(a.Type, b.Type) })
	return out
}

// compareTypes orders types as reports show them; one that is not listed comes last.
func compareTypes(a, b consult.RespondentType) int {
	place := func(t consult.RespondentType) int {
		if i := slices.Index(consult.RespondentTypes, t); i >= 0 {
			return i
		}
		return len(consult.RespondentTypes)
	}
	return cmp.Or(place(a)-place(b), cmp.Compare(a, b))
}
