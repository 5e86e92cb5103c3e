package linking

import (
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// What an item of a list must show to name a clause by its matter.
const (
	itemWords  = 8    // most words of an item
	itemLike   = 0.15 // least likeness to its clause, or to that sentence of it that it is most like
	itemAhead  = 1.5  // how many times as like it must be as the next clause
	itemsSure  = 0.6  // confidence of such a link
	itemsLeast = 2    // items that make a list
)

// listed returns the clauses that a list in sentence i names by their matter where the respondent leaves them to others:
// "On play areas, trees and lighting we have no view", "Højder, tegl og pakhuse har vi ikke forstand på". Said of several
// things at once, such words speak of no clause more than of another, so the path can't find them.
func (s *scores) listed(i int) map[int]float64 {
	l := &s.letter.Sentences[i]
	if s.isHeading(i) || !s.letter.Has(i, "stance.neutral") {
		return nil
	}
	out := map[int]float64{}
	items := 0
	for _, span := range s.items(l.Toks) {
		c, like := s.nearest(span)
		if like >= itemLike {
			out[c] = itemsSure
			items++
		}
	}
	if items < itemsLeast {
		return nil
	}
	return out
}

// items cuts a sentence's words at commas and at words that join; what is longer than an item is left out.
func (s *scores) items(toks []cue.Token) []consult.Span {
	joins := cue.WordSet(s.pack, "joins")
	var out []consult.Span
	from := 0
	for k := 0; k <= len(toks); k++ {
		if k < len(toks) && toks[k].Kind != cue.Punct && !joins[toks[k].Word] {
			continue
		}
		if n := k - from; n > 0 && n <= itemWords {
			out = append(out, consult.Span{Start: toks[from].Start, End: toks[k-1].End})
		}
		from = k + 1
	}
	return out
}

// nearest returns the clause that the words in span are most like; a likeness of 0 where another comes near.
func (s *scores) nearest(span consult.Span) (int, float64) {
	like := s.likeTo(s.words(span))
	top := highest(like, 2)
	if len(top) > 1 && like[top[0]] < itemAhead*like[top[1]] {
		return 0, 0
	}
	return top[0], like[top[0]]
}

// likeTo returns the likeness of words to every clause, or to that sentence of it that they are most like.
func (s *scores) likeTo(words []likeness.Word) []float64 {
	v := s.vector(words)
	like := s.lexicon.clauses.Cosines(v)
	for k, x := range s.lexicon.parts.Cosines(v) {
		like[s.lexicon.of[k]] = max(like[s.lexicon.of[k]], x)
	}
	return like
}
