package discourse

import (
	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Voices.
var Analyzer = &analyzers.Analyzer{
	Name:     "discourse",
	Doc:      "finds passages that are not in the respondent's own voice, and whether it adopts them",
	Requires: []string{"sentences"},
	Run: func(p *analyzers.Pass) error {
		p.Doc.Voices = Voices(phrasing.Judge(p.Doc, p.Lang))
		return nil
	},
}

// The probability from which a sentence is taken to be in another voice: by itself, and where a cue says so.
const (
	sure   = 0.5
	backed = 0.3
)

var speakers = []consult.Speaker{consult.Own, consult.Other, consult.Draft, consult.Law, consult.Hypothetical}

// Voices returns the foreign voices of a letter in text order.
func Voices(j *phrasing.Judged) []consult.Voice {
	var out []consult.Voice
	for i := range j.By {
		least := sure
		if said(j, i) {
			least = backed
		}
		if s := &j.Sentences[i]; s.Kind == consult.Heading || s.Outside || j.By[i].Foreign() < least {
			continue
		}
		who := speaker(&j.By[i])
		v := consult.Voice{Span: before(j, i), Speaker: speakers[who], Why: why(j, i, speakers[who])}
		v.Adopted = speakers[who] != consult.Law && adopted(j, i)
		out = append(out, v)
	}
	return out
}

// said reports whether a cue that may be trusted alone shows a foreign voice in sentence i.
func said(j *phrasing.Judged, i int) bool {
	for k := range j.Sentences[i].Cues {
		if m := &j.Sentences[i].Cues[k]; m.Is("voice") && !m.Cue.Has("weak") {
			return true
		}
	}
	return false
}

// speaker returns the likeliest speaker but the respondent.
func speaker(b *phrasing.Judgement) int {
	best, top := 1, -1.0
	for k := 1; k < len(b.Voice); k++ {
		p := b.Voice[k]
		if b.R != nil {
			p += b.R.Voice[k]
		}
		if p > top {
			best, top = k, p
		}
	}
	return best
}

func why(j *phrasing.Judged, i int, who consult.Speaker) string {
	if id := j.Cue(i, "voice."+string(who)); id != "" {
		return id
	}
	if r := j.By[i].R; r != nil && 1-r.Voice[0] > 1-j.By[i].Voice[0] {
		return "reader.voice"
	}
	return "phrasing.voice"
}

// adopted reports whether the respondent makes what sentence i reports its own.
func adopted(j *phrasing.Judged, i int) bool {
	for _, k := range []int{i, i + 1} {
		if k != i && !j.Same(i, k) {
			break
		}
		if j.Has(k, "distance") {
			return false
		}
		if j.Has(k, "adopt") {
			return true
		}
	}
	return false
}

// before returns sentence i up to the turn to the respondent's own words ("…, men vi").
func before(j *phrasing.Judged, i int) consult.Span {
	s, toks := j.Doc.Sentences[i].Span, j.Sentences[i].Toks
	for _, m := range j.Sentences[i].Cues {
		if m.Is("turn.own") && m.From > 2 {
			end := toks[m.From-1]
			if end.Kind == cue.Punct {
				end = toks[m.From-2]
			}
			return consult.Span{Start: s.Start, End: end.End}
		}
	}
	return s
}
