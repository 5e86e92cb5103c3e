package stance

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

const (
	carries  = 0.4 // how likely a sentence must carry a stance or an ask to be evidence
	evidents = 6   // most sentences of evidence

	conditionCue   = 3 // most words of a cue that opens its condition; a longer one ("can live with it if") ends where it opens
	conditionWords = 3 // fewest words of a condition: "børn bare har" sets none, though it ends in a cue
)

// evidence returns the linked sentences that carry the stance, in text order; the best one at least.
func evidence(j *phrasing.Judged, t consult.Topic, label int) []consult.Finding {
	type item struct {
		consult.Link
		weight float64
	}
	var list []item
	for _, l := range t.Links {
		if x := &j.Sentences[l.Sentence]; (x.Kind == consult.Heading || x.Outside) && len(t.Links) > 1 {
			continue
		}
		w := weight(j, l.Sentence, label)
		if len(saidOf(j, t.Clause, l.Sentence)) > 0 {
			w = max(w, told)
		}
		list = append(list, item{l, w})
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].weight > list[b].weight })
	n := 0
	for n < len(list) && n < evidents && (n == 0 || list[n].weight >= carries) {
		n++
	}
	list = list[:n]
	sort.SliceStable(list, func(a, b int) bool { return list[a].Sentence < list[b].Sentence })
	var out []consult.Finding
	for _, x := range list {
		out = append(out, consult.Finding{Span: j.Doc.Sentences[x.Sentence].Span, Confidence: round(min(x.weight, x.Confidence)), Why: sentenceWhy(j, x.Sentence, label)})
	}
	return out
}

// weight is how much sentence i tells of a stance: that it carries one, or asks, in the respondent's own voice.
func weight(j *phrasing.Judged, i, label int) float64 {
	b := j.By[i].Pooled()
	w := max(1-b.Stance[0], b.Ask)
	return w * (1 - b.Foreign()/2) * (0.9 + 0.1*b.Stance[label])
}

// classesFor lists the classes of cues that speak for a label, the most telling first.
var classesFor = map[consult.Label][]string{
	consult.Support:     {"stance.support", "praise", "ask.keep"},
	consult.Conditional: {"condition", "ask.explicit", "turn", "concession", "ask", "lack", "stance"},
	consult.Oppose:      {"stance.oppose", "stance.toomuch", "harm", "conflict", "lack", "ask.remove"},
	consult.Mixed:       {"turn", "stance.support", "stance.oppose"},
	consult.Neutral:     {"stance.neutral", "ask.question", "ask.unclear", "ask"},
}

// sentenceWhy names the cue in sentence i that speaks for the label; else what judged it.
func sentenceWhy(j *phrasing.Judged, i, label int) string {
	for _, class := range classesFor[consult.Label(Classes[label])] {
		if id := j.Cue(i, class); id != "" {
			return "cue." + id
		}
	}
	if r := j.By[i].R; r != nil && r.Stance[label] > j.By[i].Stance[label] {
		return "reader." + Classes[label]
	}
	return "phrasing." + Classes[label]
}

// why names the first telling cue among the sentences of evidence.
func why(j *phrasing.Judged, list []consult.Finding, label int) string {
	for _, class := range classesFor[consult.Label(Classes[label])] {
		for _, e := range list {
			i := j.Doc.SentenceAt(e.Start)
			if j.By[i].Foreign() > 0.5 {
				continue
			}
			if id := j.Cue(i, class); id != "" {
				return "cue." + id
			}
		}
	}
	for _, e := range list {
		for _, x := range j.Said(j.Doc.SentenceAt(e.Start)) {
			if string(x.Label) == Classes[label] {
				return "cue." + x.Cue
			}
		}
	}
	if j.Doc.Reading != nil {
		return "reader." + Classes[label]
	}
	return "phrasing." + Classes[label]
}

// condition returns the words of a condition: from its cue to the end of its sentence; where no sentence has one, the
// sentence that asks most surely.
func condition(j *phrasing.Judged, t consult.Topic) consult.Span {
	for _, l := range t.Links {
		for _, x := range saidOf(j, t.Clause, l.Sentence) {
			if x.Label == consult.Conditional {
				return trim(j.Doc.Text, x.Condition)
			}
		}
	}
	best, odds := -1, -1e9
	for _, l := range t.Links {
		i := l.Sentence
		if j.By[i].Foreign() > 0.5 {
			continue
		}
		for _, m := range j.Sentences[i].Cues {
			if m.Is("condition") && !m.Cue.Has("weak") && !lone(j, i, m.From, m.To) {
				from := m.From
				if m.To-m.From > conditionCue {
					from = m.To - 1
				}
				s := trim(j.Doc.Text, consult.Span{Start: j.Sentences[i].Toks[from].Start, End: j.Doc.Sentences[i].End})
				if len(strings.Fields(j.Doc.Quote(s))) >= conditionWords {
					return s
				}
			}
		}
		o := j.By[i].AskOdds
		if r := j.By[i].R; r != nil {
			o += r.AskOdds
		}
		if o > odds {
			best, odds = i, o
		}
	}
	if best < 0 {
		return consult.Span{}
	}
	return trim(j.Doc.Text, j.Doc.Sentences[best].Span)
}

// lone reports whether tokens [from, to) of sentence i are but a word that sets a condition only together with others:
// "bare" does in "bare det ikke …", which is a cue of its own, and not in "bare at holde ud".
func lone(j *phrasing.Judged, i, from, to int) bool {
	return to-from == 1 && cue.WordSet(j.Lang, "focus")[j.Sentences[i].Toks[from].Word]
}

// trim drops the full stop at a span's end.
func trim(text string, s consult.Span) consult.Span {
	s.End = s.Start + len(strings.TrimRight(text[s.Start:s.End], " .,;:"))
	return s
}
