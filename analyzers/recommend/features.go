package recommend

import (
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Describe returns what the model weighs of sentence i.
func Describe(j *phrasing.Judged, i int) fit.Features {
	f := fit.Features{}
	b := &j.By[i]
	f["ask"] = clip(b.AskOdds)
	f["foreign"] = 1 - b.Voice[0]
	f["other"], f["draft"] = b.Voice[1], b.Voice[2]
	f["stance"] = 1 - b.Stance[0]
	f["neutral"] = b.Stance[5]
	if j.Speaks(i) {
		f["self"] = 1
	}
	neighbours(j, i, f)
	form(j, i, f)
	return f
}

// DescribeRead returns what the second model weighs where the reader has read: the odds of the first, and the reader's
// view of the sentence and its neighbours.
func DescribeRead(j *phrasing.Judged, i int, odds float64) fit.Features {
	f := fit.Features{"base": clip(odds), "base.high": max(0, clip(odds))}
	read(j, i, f)
	p, r := fit.Sigmoid(odds), j.By[i].R.Ask
	f["p.either"], f["p.both"] = max(p, r), min(p, r)
	if Plain(j, i) {
		f["plain"] = 1
	}
	if j.Speaks(i) {
		f["self"] = 1
	}
	if j.Bargain(i) {
		f["bargain"] = 1
	}
	return f
}

// Plain reports whether sentence i asks in plain words: a cue that hardly ever means anything else, nothing in it that
// tells of somebody else's ask, no question; or it is an item of a list whose lead-in does ("Vi anbefaler:"). Such a sentence gets [PlainOdds] on top of what the model says, and
// without the reader it is an ask unless the model is sure of the contrary, because the labelled letters avoid plain words on
// purpose, and so teach the model to mistrust them.
func Plain(j *phrasing.Judged, i int) bool {
	s := &j.Sentences[i]
	switch {
	case s.Kind == consult.Heading, leads(j, i):
		return false
	case s.LeadIn >= 0 && leads(j, s.LeadIn) && plainWords(j, s.LeadIn):
		return true
	}
	return plainWords(j, i)
}

// leads reports whether sentence i introduces a list.
func leads(j *phrasing.Judged, i int) bool {
	return j.Sentences[i].Kind == consult.Paragraph && j.Colon(i) && i+1 < len(j.Sentences) && j.Sentences[i+1].Kind == consult.ListItem
}

func plainWords(j *phrasing.Judged, i int) bool {
	s := &j.Sentences[i]
	if s.Question {
		return false
	}
	ask := j.Asks(i) || s.Imperative && s.Kind != consult.Footnote && s.Kind != consult.Cell
	for k := range s.Cues {
		m := &s.Cues[k]
		switch {
		case m.Is("voice") && !m.Cue.Has("weak"), m.Is("not") && !m.Cue.Has("weak"), m.Is("distance"):
			return false
		case m.Is("ask") && m.Cue.Has("strong") && !m.Negated:
			ask = true
		}
	}
	return ask
}

// PlainOdds is what plain words add to the odds.
const PlainOdds = 1.0

// clip keeps one sentence's odds from outweighing everything.
func clip(x float64) float64 { return max(-5, min(5, x)) }

func neighbours(j *phrasing.Judged, i int, f fit.Features) {
	most := 0.0
	for k := i - 1; j.Same(i, k); k-- {
		most = max(most, j.By[k].Ask)
	}
	for k := i + 1; j.Same(i, k); k++ {
		most = max(most, j.By[k].Ask)
	}
	f["paragraph.ask"] = most
	if j.Same(i, i-1) {
		f["before.ask"] = j.By[i-1].Ask
	}
	if j.Same(i, i+1) {
		f["after.ask"] = j.By[i+1].Ask
	}
}

func form(j *phrasing.Judged, i int, f fit.Features) {
	s := &j.Sentences[i]
	switch s.Kind {
	case consult.Heading:
		f["heading"] = 1
		if most := under(j, i); most > 0 {
			f["heading.asks-below"] = most
		}
	case consult.ListItem:
		f["item"] = 1
		if s.LeadIn >= 0 && j.Colon(s.LeadIn) {
			f["item.lead-in"] = j.By[s.LeadIn].Ask
		}
		f["item.siblings"] = siblings(j, i)
	case consult.Cell:
		f["cell"] = 1
	case consult.Footnote:
		f["footnote"] = 1
	}
	if leads(j, i) {
		f["lead-in"] = 1
	}
	if s.Question {
		f["question"] = 1
	}
	for _, class := range []string{"not.members", "not.offer", "not.polite", "not.moral", "not.hypothetical", "harm.rhetorical", "distance"} {
		if j.Has(i, class) {
			f[class] = 1
		}
	}
	if j.Has(i+1, "adopt") && j.Same(i, i+1) || j.Has(i, "adopt") {
		f["adopted"] = 1
	}
}

// under returns the largest ask probability among the sentences under heading i.
func under(j *phrasing.Judged, i int) float64 {
	most := 0.0
	for k := i + 1; k < len(j.Sentences) && j.Sentences[k].Heading == i; k++ {
		most = max(most, j.By[k].Ask)
	}
	return most
}

// siblings returns the mean ask probability of the list's other items.
func siblings(j *phrasing.Judged, i int) float64 {
	sum, n := 0.0, 0.0
	for _, step := range []int{-1, 1} {
		for k := i + step; k >= 0 && k < len(j.Sentences) && j.Sentences[k].Kind == consult.ListItem; k += step {
			sum += j.By[k].Ask
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

func read(j *phrasing.Judged, i int, f fit.Features) {
	r := j.By[i].R
	f["r.ask"] = clip(r.AskOdds)
	f["r.foreign"] = 1 - r.Voice[0]
	f["r.other"], f["r.draft"] = r.Voice[1], r.Voice[2]
	f["r.stance"] = 1 - r.Stance[0]
	f["r.conditional"] = r.Stance[2]
	f["r.neutral"] = r.Stance[5]
	f["r.change"] = 1 - r.Change[0]
	if j.Sentences[i].Question {
		f["question"] = 1
	}
	if j.Sentences[i].LeadIn >= 0 {
		f["item"] = 1
	}
	if j.Same(i, i-1) && j.By[i-1].R != nil {
		f["r.before.ask"] = j.By[i-1].R.Ask
	}
	if j.Same(i, i+1) && j.By[i+1].R != nil {
		f["r.after.ask"] = j.By[i+1].R.Ask
	}
}
