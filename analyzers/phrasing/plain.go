package phrasing

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Said is a side that a sentence takes outright, in the respondent's own voice: "we cannot support section 3".
type Said struct {
	Label     consult.Label // support, conditional, oppose or neutral
	Cue       string        // id of the words that take it
	Whole     bool          // it is taken to the draft as a whole
	Bare      bool          // … which goes without saying: "No comments."
	Clear     bool          // nothing in its part takes it back or asks
	Part      consult.Span  // the part of the sentence that takes it
	Condition consult.Span  // of a conditional side: its words
}

// Said returns the sides that sentence i takes outright. Each part of the sentence takes its own: "no comments on 2 and 3,
// but 5 is inadequate".
func (l *Letter) Said(i int) []Said {
	s := &l.Sentences[i]
	if s.Question || s.Kind == consult.Heading || l.othersVoice(i) || s.Outside && !(s.Before && l.full(i)) {
		return nil
	}
	var out []Said
	for _, p := range l.parts(s) {
		if x, ok := l.said(i, p[0], p[1]); ok {
			out = append(out, x)
		}
	}
	return out
}

// full reports whether sentence i is one, with a full stop: a head's last line that a letter begins with.
func (l *Letter) full(i int) bool {
	return len(l.Sentences[i].Toks) > 4 && endsWith(l.Doc.Quote(l.Doc.Sentences[i].Span), '.')
}

// othersVoice reports whether words tell that the sentence gives somebody else's view, or what might be.
func (l *Letter) othersVoice(i int) bool {
	for k := range l.Sentences[i].Cues {
		m := &l.Sentences[i].Cues[k]
		if m.Is("voice") && !m.Cue.Has("weak") || m.Is("not.hypothetical") || m.Is("distance") {
			return true
		}
	}
	return false
}

// parts cuts a sentence into token ranges that take a side each, at conjunctions; a part without a side belongs to the one
// before.
func (l *Letter) parts(s *Sentence) [][2]int {
	split := set(l.Lang, "split")
	var out [][2]int
	from := 0
	for k := 1; k <= len(s.Toks); k++ {
		if k < len(s.Toks) && !split[s.Toks[k].Word] {
			continue
		}
		if len(out) > 0 && (side(s, from, k) == nil || side(s, out[len(out)-1][0], from) == nil) {
			out[len(out)-1][1] = k
		} else {
			out = append(out, [2]int{from, k})
		}
		from = k
	}
	return out
}

// side returns the first words in tokens [from, to) that take a side.
func side(s *Sentence, from, to int) *cue.Match {
	for k := range s.Plain {
		m := &s.Plain[k]
		if m.From >= from && m.To <= to && (m.Is("support") || m.Is("oppose") || m.Is("neutral")) {
			return m
		}
	}
	return nil
}

func (l *Letter) said(i, from, to int) (Said, bool) {
	s := &l.Sentences[i]
	m := side(s, from, to)
	if m == nil || plainIn(s, "unreal", from, m.From) != nil || !l.own(s, m, from) && !l.subjectless(s, m, from) && !l.opens(i, m) {
		return Said{}, false
	}
	x := Said{Cue: m.ID, Label: consult.Label(m.Class), Part: consult.Span{Start: s.Toks[from].Start, End: s.Toks[to-1].End}}
	if m.Negated {
		if !m.Is("support") {
			return Said{}, false // "not against": less than support
		}
		x.Label = consult.Oppose
		x.Cue += ".negated"
	}
	x.Clear = l.clear(s, m, to)
	object := x.Part
	if c := plainIn(s, "condition", m.To, len(s.Toks)); c != nil && x.Label == consult.Support {
		x.Label = consult.Conditional
		x.Condition = consult.Span{Start: s.Toks[c.From].Start, End: l.Doc.Sentences[i].End}
		object.End = min(object.End, x.Condition.Start)
	}
	if !l.names(object) {
		x.Whole, x.Bare = wholeDraft(s, m, from), m.Is("neutral") && l.bare(s, m)
	}
	return x, true
}

// clear reports whether nothing after m in its part takes its side back ("but …") or asks.
func (l *Letter) clear(s *Sentence, m *cue.Match, to int) bool {
	split := set(l.Lang, "split")
	for k := m.To; k < to; k++ {
		if split[s.Toks[k].Word] {
			return false
		}
	}
	for k := range s.Cues {
		if c := &s.Cues[k]; c.Is("ask") && !c.Cue.Has("weak") && c.From >= m.To && c.From < to {
			return false
		}
	}
	return true
}

// Polite reports whether sentence i only thanks for being heard, or tells that the draft has come: that is no praise of it, and
// speaks of no clause.
func (l *Letter) Polite(i int) bool {
	s := &l.Sentences[i]
	return plainIn(s, "polite", 0, len(s.Toks)) != nil && len(l.Said(i)) == 0 && !l.Asks(i)
}

// withoutThanks returns the cues of s that don't stand in its thanks.
func withoutThanks(s *Sentence) []cue.Match {
	p := plainIn(s, "polite", 0, len(s.Toks))
	if p == nil {
		return s.Cues
	}
	var out []cue.Match
	for _, m := range s.Cues {
		if !(m.Is("stance.support") || m.Is("praise")) || m.From < p.From || m.To > p.To {
			out = append(out, m)
		}
	}
	return out
}

// plainIn returns the first cue of a class of table plain in tokens [from, to).
func plainIn(s *Sentence, class string, from, to int) *cue.Match {
	for k := range s.Plain {
		if m := &s.Plain[k]; m.Is(class) && m.From >= from && m.To <= to {
			return m
		}
	}
	return nil
}

// reach is how far from its verb a subject is looked for.
const reach = 7

// own reports whether the subject of m is the respondent: "we", or its name, before the words or right after them, with
// no other subject's clause between; or none at a later part's front ("… and oppose section 4").
func (l *Letter) own(s *Sentence, m *cue.Match, from int) bool {
	we, us, hand := set(l.Lang, "we"), set(l.Lang, "us"), set(l.Lang, "hand")
	mine := func(k int) bool {
		w := s.Toks[k].Word
		return (we[w] || l.body(w)) && !l.anothers(s, k) || us[w] || s.Toks[k].Kind == cue.Word && l.named(w)
	}
	for k := m.From; k < min(len(s.Toks), m.To+2); k++ {
		if mine(k) {
			return true
		}
	}
	for k := m.From - 1; k >= max(0, m.From-reach); k-- {
		switch {
		case mine(k):
			return true
		case hand[s.Toks[k].Word]:
			return false
		}
	}
	return from > 0 && m.From <= from+3
}

// subjectless reports whether m needs no subject: it begins its sentence ("No comments"), or the draft is the subject
// ("the draft gives no cause for comments").
func (l *Letter) subjectless(s *Sentence, m *cue.Match, from int) bool {
	return m.From <= from+1 || m.Is("neutral") && plainIn(s, "draft", from, m.From) != nil
}

// opens reports whether sentence i is the first of the letter's body and begins with a name that m follows: the
// respondent's, however its letterhead is written.
func (l *Letter) opens(i int, m *cue.Match) bool {
	for k := range i {
		if s := &l.Sentences[k]; !s.Outside && s.Kind == consult.Paragraph && len(s.Toks) > 4 {
			return false
		}
	}
	toks := l.Sentences[i].Toks
	return m.From <= 6 && m.From > 0 && toks[0].Upper && l.Sentences[i].Kind == consult.Paragraph && !set(l.Lang, "hand")[toks[0].Word]
}

// anothers reports whether the word for a body at token k is part of another's name: "the National Forum", "Foreningen
// Vandløb".
func (l *Letter) anothers(s *Sentence, k int) bool {
	other := func(k int) bool {
		return k >= 0 && k < len(s.Toks) && s.Toks[k].Upper && len(s.Toks[k].Word) >= 4 && !l.named(s.Toks[k].Word)
	}
	return len(s.Toks[k].Word) >= 4 && (other(k+1) || other(k-1) && s.Toks[k].Upper)
}

// body reports whether w is a compound of a word that the respondent calls itself by ("ældrerådet"), and no authority.
func (l *Letter) body(w string) bool {
	if set(l.Lang, "you")[w] || l.Lang.Code != "da" {
		return false
	}
	for n := 5; n < len(w)-1; n++ {
		if set(l.Lang, "we")[w[len(w)-n:]] {
			return true
		}
	}
	return false
}

// named reports whether w is a word of the respondent's name, in any form.
func (l *Letter) named(w string) bool {
	if len(w) < 4 {
		return false
	}
	for _, part := range l.name() {
		if len(part) >= 4 && strings.HasPrefix(w, part) && len(w) <= len(part)+4 {
			return true
		}
	}
	return false
}

// wholeDraft reports whether m is said of the whole draft: it stands beside it, or is the subject.
func wholeDraft(s *Sentence, m *cue.Match, from int) bool {
	for k := range s.Plain {
		d := &s.Plain[k]
		if !d.Is("draft") {
			continue
		}
		if d.From <= m.To && d.To > m.To || d.From >= m.From && d.To <= m.To || d.From >= from && d.From <= from+1 && d.To <= m.From {
			return true
		}
	}
	return false
}

// bare reports whether nothing follows m that it could be confined to.
func (l *Letter) bare(s *Sentence, m *cue.Match) bool {
	light := set(l.Lang, "light")
	k := m.To
	for k < len(s.Toks) && light[s.Toks[k].Word] {
		k++
	}
	return k == len(s.Toks) || s.Toks[k].Kind == cue.Punct
}

// names reports whether span names or quotes a clause of the draft.
func (l *Letter) names(span consult.Span) bool {
	for _, r := range l.Doc.References {
		if !r.Foreign && len(r.Clauses) > 0 && span.Overlaps(r.Span) {
			return true
		}
	}
	for _, q := range l.Doc.Quotations {
		if q.Clause != "" && span.Overlaps(q.Span) {
			return true
		}
	}
	return false
}

// Whole reports whether sentence i speaks of the whole draft and names no clause: it takes a side to it, or asks that it
// be adopted or withdrawn.
func (l *Letter) Whole(i int) bool {
	for _, x := range l.Said(i) {
		if x.Whole {
			return true
		}
	}
	s := &l.Sentences[i]
	act := plainIn(s, "act", 0, len(s.Toks))
	if act == nil || s.Outside || s.Kind == consult.Heading || l.names(l.Doc.Sentences[i].Span) {
		return false
	}
	for k := act.From; k < act.To; k++ { // the draft by name; a pronoun counts after a sentence on the whole
		for q := range s.Plain {
			if d := &s.Plain[q]; d.Is("draft") && d.From <= k && k < d.To {
				return true
			}
		}
	}
	return l.Same(i, i-1) && l.Whole(i-1)
}

// Asks reports whether sentence i asks outright in the respondent's own voice, also in the third person: "the museum
// recommends that".
func (l *Letter) Asks(i int) bool { return l.AskCue(i) != "" }

// AskCue returns the id of the words in which sentence i asks outright; "" when it doesn't.
func (l *Letter) AskCue(i int) string {
	s := &l.Sentences[i]
	if s.Question || s.Outside || s.Kind == consult.Heading || l.othersVoice(i) {
		return ""
	}
	for k := range s.Plain {
		m := &s.Plain[k]
		if !m.Is("ask") || m.Negated || plainIn(s, "unreal", 0, m.From) != nil {
			continue
		}
		if m.Has("weak") || l.own(s, m, l.front(s, m)) || l.opens(i, m) || len(l.Said(i)) > 0 {
			return m.ID
		}
	}
	return ""
}

// front returns where m's part of the sentence begins.
func (l *Letter) front(s *Sentence, m *cue.Match) int {
	split := set(l.Lang, "split")
	for k := m.From; k > 0; k-- {
		if split[s.Toks[k].Word] {
			return k
		}
	}
	return 0
}

// set returns a word set of the language.
func set(p *lang.Pack, name string) map[string]bool { return cue.WordSet(p, name) }
