package report

import (
	"iter"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// view is the summary as a page shows it: the same words of many letters stand once, with all their senders, so that
// a campaign doesn't swamp the rest and yet nobody vanishes; rewordings of the same words stand side by side.
type view struct {
	*words
	S       *consult.Summary
	entries map[string]int // response id → index in S.Responses
	places  map[string]int // clause id → index in S.Clauses
	numbers map[string]int // campaign id → its number, from 1
}

func newView(in *Input) (*view, error) {
	w, err := in.words()
	if err != nil {
		return nil, err
	}
	v := &view{words: w, S: &in.Summary, entries: map[string]int{}, places: map[string]int{}, numbers: map[string]int{}}
	for i, r := range v.S.Responses {
		v.entries[r.ID] = i
	}
	for i, c := range v.S.Clauses {
		v.places[c.ID] = i
	}
	for i, c := range v.S.Campaigns {
		v.numbers[c.ID] = i + 1
	}
	return v, nil
}

// sender is a response that says something, and how sure that is.
type sender struct {
	*consult.ResponseEntry
	Number     int // from 1, in the order of ids
	Page       int
	Confidence float64
	Why        string
	Anchor     string // "" : nothing links here
}

func (v *view) sender(id string, page int, confidence float64, why string) sender {
	i, ok := v.entries[id]
	if !ok {
		return sender{&consult.ResponseEntry{ID: id}, 0, page, confidence, why, ""}
	}
	return sender{&v.S.Responses[i], i + 1, page, confidence, why, ""}
}

// clauseView is a clause of a page. Number counts from 1.
type clauseView struct {
	*consult.ClauseSummary
	Number int
	Stands []standView
	Asks   asksView
}

// standView is everything said with one stance.
type standView struct {
	Label  consult.Label
	Count  int
	Texts  int // different texts
	Points []pointView
}

// pointView is something said, and who says it.
type pointView struct {
	Quotes    []consult.QuoteEntry
	Condition string
	Senders   []sender
}

// asksView are recommendations and groups of rival rewordings.
type asksView struct {
	Recommendations []pointView
	Rewordings      [][]rewordingView
	Counts          [2]int // findings of each
	Top             bool   // under no clause: headings stand a level higher
}

// rewordingView is a rewording, and who proposes it.
type rewordingView struct {
	consult.RewordingEntry
	Redline []Piece
	Senders []sender
}

// clauses yields the clauses one at a time, so that only one is held.
func (v *view) Clauses() iter.Seq[clauseView] {
	return func(yield func(clauseView) bool) {
		for i := range v.S.Clauses {
			if !yield(v.clause(i)) {
				return
			}
		}
	}
}

func (v *view) clause(i int) clauseView {
	c := &v.S.Clauses[i]
	return clauseView{c, i + 1, v.stands(c, i+1), v.asks(c.Text, c.Asks)}
}

// HasUnplaced reports whether there are asks under no clause.
func (v *view) HasUnplaced() bool {
	return len(v.S.Unplaced.Recommendations)+len(v.S.Unplaced.Rewordings) > 0
}

// Unplaced are the asks under no clause.
func (v *view) Unplaced() asksView {
	a := v.asks("", v.S.Unplaced)
	a.Top = true
	return a
}

func (v *view) stands(c *consult.ClauseSummary, number int) []standView {
	var out []standView
	for _, l := range stances {
		s := standView{Label: l}
		group := groups{}
		for _, x := range c.Stances {
			if known(x.Stance) != l {
				continue
			}
			s.Count++
			p, isNew := group.at(&s.Points, x.Condition, quoteKey(x.Evidence))
			if isNew {
				p.Quotes, p.Condition = x.Evidence, x.Condition
			}
			who := v.sender(x.Response, firstPage(x.Evidence), x.Confidence, x.Why)
			who.Anchor = anchor(number, who.Number)
			p.Senders = append(p.Senders, who)
		}
		s.Texts = c.TextCounts.Of(l)
		if s.Count > 0 {
			out = append(out, s)
		}
	}
	return out
}

func (v *view) asks(text string, a consult.Asks) asksView {
	out := asksView{Counts: [2]int{len(a.Recommendations), len(a.Rewordings)}}
	group := groups{}
	for _, x := range a.Recommendations {
		p, isNew := group.at(&out.Recommendations, x.Text)
		if isNew {
			p.Quotes = []consult.QuoteEntry{{Text: x.Text, Page: x.Page}}
		}
		p.Senders = append(p.Senders, v.sender(x.Response, x.Page, x.Confidence, x.Why))
	}
	out.Rewordings = rivals(text, v.rewordings(a.Rewordings))
	return out
}

// rewordings puts the same rewording of several responses together.
func (v *view) rewordings(all []consult.RewordingEntry) []rewordingView {
	var out []rewordingView
	at := map[string]int{}
	for _, x := range all {
		key := strings.Join([]string{string(x.Kind), fold(x.Original), fold(x.Proposed)}, "\x00")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, rewordingView{RewordingEntry: x, Redline: Redline(x.Original, x.Proposed)})
		}
		out[i].Senders = append(out[i].Senders, v.sender(x.Response, x.Page, x.Confidence, x.Why))
	}
	return out
}

// groups finds points that say the same.
type groups map[string]int

func (g groups) at(points *[]pointView, key ...string) (p *pointView, isNew bool) {
	k := strings.Join(strings.Fields(strings.Join(key, "\x00")), " ")
	i, ok := g[k]
	if !ok || k == "\x00" { // without words there is nothing to be the same
		i = len(*points)
		g[k] = i
		*points = append(*points, pointView{})
		return &(*points)[i], true
	}
	return &(*points)[i], false
}

func firstPage(quotes []consult.QuoteEntry) int {
	if len(quotes) == 0 {
		return 0
	}
	return quotes[0].Page
}

func quoteKey(quotes []consult.QuoteEntry) string {
	var b strings.Builder
	for _, q := range quotes {
		b.WriteString(q.Text)
		b.WriteByte(0)
	}
	return strings.TrimSuffix(b.String(), "\x00")
}

// fold makes words comparable: white space and the case of letters don't matter.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
