package stance

import (
	"math"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Describe returns what the clause model weighs of a topic.
func Describe(j *phrasing.Judged, t consult.Topic) fit.Features {
	f := fit.Features{}
	d := &gather{f: f, j: j}
	for _, l := range t.Links {
		if !j.Sentences[l.Sentence].Outside {
			d.sentence(l.Sentence, l.Confidence, l.Why)
		}
	}
	d.finish()
	passage(f, j, t)
	topic(f, j, t)
	for _, w := range j.Doc.Rewordings {
		if w.Clause == t.Clause {
			f["rewording."+string(w.Kind)] = 1
		}
	}
	return f
}

// gather draws one description from a topic's sentences.
type gather struct {
	f       fit.Features
	j       *phrasing.Judged
	n       float64
	carry   float64 // the most that any sentence is thought to carry
	first   *phrasing.Judgement
	last    *phrasing.Judgement
	support bool
}

func (d *gather) sentence(i int, w float64, why string) {
	b := d.j.By[i].Pooled()
	heading := d.j.Sentences[i].Kind == consult.Heading
	own := 1 - b.Foreign()
	if r := d.j.By[i].R; r != nil {
		d.read(r, w)
	}
	d.n += w
	d.labels(b.Stance, w*own)
	d.sides(b, w*own)
	d.top("ask", b.Ask*w)
	d.f["ask.sum"] += b.Ask * w
	d.f["foreign"] += w * b.Foreign()
	if carries := max(1-b.Stance[0], b.Ask) * w; carries > d.carry {
		d.carry = carries
	}
	if strings.HasPrefix(why, "ref") || strings.HasPrefix(why, "quote") || strings.HasPrefix(why, "link.ref") {
		d.f["named"] = 1
	}
	if heading {
		d.f["heading"] = 1
		return
	}
	if own > 0.5 {
		d.cues(i, b)
	}
	if d.first == nil {
		d.first = b
	}
	d.last = b
	if b.Stance[1] > b.Stance[3] && b.Stance[1] > 0.3 {
		d.support = true
	} else if d.support && (b.Stance[3] > 0.3 || d.j.Has(i, "turn")) {
		d.f["praise-then-turn"] = 1
	}
}

// labels adds the probabilities of the labels: sums, and the strongest.
func (d *gather) labels(p [6]float64, w float64) {
	for k, c := range Classes {
		if k == 0 {
			continue
		}
		d.f["sum."+c] += p[k] * w
		d.top("max."+c, p[k]*w)
	}
	d.top("max.any", (1-p[0])*w)
}

// sides adds the probabilities that a sentence is for, against or neither, apart from what the letter makes of it.
func (d *gather) sides(b *phrasing.Judgement, w float64) {
	for k, name := range sides {
		d.f["side.sum."+name] += b.Side[k+1] * w
		d.top("side.max."+name, b.Side[k+1]*w)
	}
	d.f["side.for-and-ask"] += b.Side[1] * b.Ask * w
	d.f["side.against-and-ask"] += b.Side[2] * b.Ask * w
}

var sides = []string{"for", "against", "neither"}

func (d *gather) top(name string, x float64) {
	if x > d.f[name] {
		d.f[name] = x
	}
}

// cues counts the cues of a sentence by class, with negation turning a side round.
func (d *gather) cues(i int, b *phrasing.Judgement) {
	for k := range d.j.Sentences[i].Cues {
		m := &d.j.Sentences[i].Cues[k]
		class := polarity(m)
		if class == "" {
			continue
		}
		d.f["cue."+class] = 1
		if m.Cue.Has("strong") {
			d.f["cue.strong."+class] = 1
		}
		if m.Is("ask") && b.Ask > 0.5 {
			d.f["asked."+m.Class] = 1
		}
	}
	if d.j.Sentences[i].Question {
		d.f["question"] = 1
	}
	if b.Ask > 0.5 && d.j.Sentences[i].Imperative {
		d.f["asked.imperative"] = 1
	}
	if d.j.Cue(i, "overall") != "" {
		d.f["cue.overall"] = 1
	}
}

// polarity returns a cue's class for counting: opposite when a negation flips it, "" when it says nothing of stance.
func polarity(m *cue.Match) string {
	weak := ""
	if m.Cue.Has("weak") {
		weak = ".weak"
	}
	switch {
	case m.Negated && m.Cue.Has("drop"):
		return ""
	case m.Negated && m.Cue.Has("flip"):
		switch {
		case m.Is("stance.support"), m.Is("praise"):
			return "stance.oppose" + weak
		case m.Is("stance.oppose"), m.Is("harm"), m.Is("stance.toomuch"):
			return "stance.support.by-negation" + weak
		}
		return ""
	case m.Is("stance"), m.Is("harm"), m.Is("lack"), m.Is("praise"), m.Is("concession"), m.Is("turn"), m.Is("condition"), m.Is("conflict"),
		m.Is("ask.remove"), m.Is("ask.keep"), m.Is("ask.unclear"), m.Is("ask.question"), m.Is("not"):
		return m.Class + weak
	}
	return ""
}

// shares adds the labels' shares of their sums, and puts the sums on a scale on which the tenth sentence counts little.
func (d *gather) shares() {
	total := 1e-9
	for _, c := range Classes[1:] {
		total += d.f["sum."+c]
	}
	for _, c := range Classes[1:] {
		d.f["share."+c] = d.f["sum."+c] / total
		d.f["sum."+c] = math.Log1p(d.f["sum."+c])
	}
	d.f["both"] = math.Min(d.f["max.support"], d.f["max.oppose"])
	d.f["support-and-ask"] = math.Min(d.f["max.support"], d.f["ask"])
}

func (d *gather) finish() {
	f := d.f
	f["n"] = math.Log1p(d.n)
	d.shares()
	d.readShares()
	for k, c := range Classes {
		if d.first != nil && k > 0 {
			f["first."+c] = d.first.Stance[k]
			f["last."+c] = d.last.Stance[k]
		}
	}
	total := 1e-9
	for _, s := range sides {
		total += f["side.sum."+s]
	}
	for _, s := range sides {
		f["side.share."+s] = f["side.sum."+s] / total
		f["side.sum."+s] = math.Log1p(f["side.sum."+s])
	}
	f["side.both"] = math.Min(f["side.max.for"], f["side.max.against"])
	f["ask.sum"] = math.Log1p(f["ask.sum"])
	f["foreign"] /= math.Max(d.n, 1e-9)
	f["carry"] = d.carry
}
