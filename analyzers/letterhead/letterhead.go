package letterhead

import (
	"math"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Letterhead.
var Analyzer = &analyzers.Analyzer{
	Name:     "letterhead",
	Doc:      "tells who writes to whom, on what and when",
	Requires: []string{"language", "sentences"},
	Run:      run,
}

func run(p *analyzers.Pass) error {
	l := newLetter(p.Doc, tablesOf(p.Lang))
	l.gather()
	h := consult.Letterhead{}
	best, score := l.choose()
	if best != nil {
		h.Respondent = finding(best.Span, confidence(score), best.why)
		h.Type, h.TypeWhy = l.kind(best.Span, best.person)
	}
	h.Signatories = l.signatories(best)
	h.Addressee = l.addressee()
	h.Subject = l.subject()
	h.Date, h.ISODate = l.date()
	p.Doc.Letterhead = h
	return nil
}

// bodyFloor is the score from which a body, rather than the person who signs, is the respondent.
const bodyFloor = 5

// choose returns the respondent's name and its score.
func (l *letter) choose() (*cand, float64) {
	if !l.chosen {
		l.chosen = true
		l.name, l.score = l.pick()
	}
	return l.name, l.score
}

func (l *letter) pick() (*cand, float64) {
	body, bodyScore := l.best(false, nil)
	person, personScore := l.best(true, nil)
	if body != nil && l.written(body) && l.support(body) < 1 {
		if other, score := l.best(false, l.written); other != nil && score >= bodyFloor {
			body, bodyScore = other, score
		}
	}
	switch {
	case person == nil && body == nil:
		return nil, 0
	case person == nil:
		return body, bodyScore
	case body == nil || bodyScore < bodyFloor || l.alone():
		return person, personScore
	case l.singular() && l.official(body) && l.support(body) < 1 && !l.branded(body):
		return person, personScore // "I …" below an authority's name: the address of the one written to
	case l.written(body) && l.support(body) < 1 && !l.titledFoot() && known(l.d.Quote(person.Span)):
		return person, personScore
	}
	return body, bodyScore
}

// written reports whether a body is set like the one written to: an authority in plain type at the margin of the head.
func (l *letter) written(c *cand) bool {
	if !l.official(c) || l.addressedBelow(c) {
		return false
	}
	for _, r := range l.head {
		if r.Overlaps(c.Span) {
			return l.likeAddressee(r)
		}
	}
	return false
}

// addressedBelow reports whether the first row has c and a later one says "To" somebody: then c is the sender.
func (l *letter) addressedBelow(c *cand) bool {
	if len(l.head) == 0 || !l.head[0].Overlaps(c.Span) {
		return false
	}
	for _, r := range l.head[1:] {
		if role, _ := l.t.label(r.text); r.addressee && !r.Overlaps(c.Span) && (role == "to" || starts(l.t.phrases["to"], r.text) > 0) {
			return true
		}
	}
	return false
}

// official reports whether a name in the head is an authority's or a council's, or says nothing of its kind.
func (l *letter) official(c *cand) bool {
	k, _ := orgType(l.t.pack, l.d.Quote(c.Span))
	return (k == consult.Authority || k == consult.Council || k == "") && strings.HasPrefix(c.why, "letterhead")
}

// titledFoot reports whether those who sign give titles, as officers do and citizens don't.
func (l *letter) titledFoot() bool {
	for _, r := range l.foot {
		for _, w := range fields(r.text) {
			if l.t.titles[plain(w)] || l.t.title(w) && !l.t.honour[plain(w)] {
				return true
			}
		}
	}
	return false
}

// branded reports whether a name in the head is set as a sender's: larger than the text, in a first group.
func (l *letter) branded(c *cand) bool {
	for _, r := range l.head {
		if r.Overlaps(c.Span) {
			return r.group == 0 && l.titled(r)
		}
	}
	return false
}

// singular reports whether the letter says "I" rather than "we".
func (l *letter) singular() bool {
	one, many := 0, 0
	for _, w := range fields(l.d.Text) {
		switch strings.ToLower(w) {
		case "jeg", "mig", "min", "mit", "mine", "i'm", "i've", "i'd", "i'll", "my", "me":
			one++
		case "i":
			if w == "I" && l.t.pack.Code == "en" {
				one++
			}
		case "vi", "os", "vores", "vor", "vore", "we", "our", "us", "we're", "we've":
			many++
		}
	}
	return one > many
}

// alone reports whether the writer says that nobody else speaks here.
func (l *letter) alone() bool {
	if s := l.capacity; s != "" {
		k, _ := typeOf(l.t.pack, "capacity", s)
		return k == consult.Citizen || k == consult.Expert
	}
	from, _ := find(l.t.phrases["own"], l.d.Text)
	return from >= 0
}

// best returns the candidate with most support: its own weight and part of the weight of others that hold the same
// name, one of each sort. without leaves candidates out.
func (l *letter) best(person bool, without func(*cand) bool) (*cand, float64) {
	var best *cand
	top := 0.0
	for i := range l.cands {
		c := &l.cands[i]
		if c.person != person || without != nil && without(c) {
			continue
		}
		score := c.weight + l.support(c)
		if best == nil || score > top+1e-9 {
			best, top = c, score
		}
	}
	if best != nil && person {
		best = l.fuller(best)
	} else if best != nil {
		best = l.inFull(best)
	}
	return best, top
}

// fuller returns the candidate that writes out a person's name of which c has initials: "Ida Holm" for "I. Holm".
func (l *letter) fuller(c *cand) *cand {
	list := fields(l.d.Quote(c.Span))
	if len(list) < 2 || !initial(list[0]) {
		return c
	}
	for i := range l.cands {
		o := &l.cands[i]
		other := fields(l.d.Quote(o.Span))
		if o.person && len(other) >= 2 && !initial(other[0]) && first(other[0]) == first(list[0]) && strings.EqualFold(other[len(other)-1], list[len(list)-1]) {
			return o
		}
	}
	return c
}

// inFull returns the candidate that has all words of c's name and more, as when the head shows a short form and the
// first sentence or the signature the whole: "Norup Traders" and "Norup Traders' and Hoteliers' Association".
func (l *letter) inFull(c *cand) *cand {
	best := c
	brand, _ := orgType(l.t.pack, l.d.Quote(c.Span))
	for i := range l.cands {
		o := &l.cands[i]
		if o.person || o.weight < 3 || len(o.stems) <= len(best.stems) || len(o.stems) > len(c.stems)+4 || !related(c.stems, o.stems) {
			continue
		}
		sort, _, _ := strings.Cut(o.why, ".")
		if brand != "" && !strings.EqualFold(plain(fields(l.d.Quote(o.Span))[0]), plain(fields(l.d.Quote(c.Span))[0])) {
			continue // "Byrådet i Norup Kommune" is no fuller name of Norup Kommune
		}
		if k, _ := orgType(l.t.pack, l.d.Quote(o.Span)); k != "" && (sort == "text" || sort == "signature" || sort == "subject" || brand == "" && sort == "letterhead") {
			best = o
		}
	}
	return best
}

func (l *letter) support(c *cand) float64 {
	most := map[string]float64{}
	for i := range l.cands {
		o := &l.cands[i]
		if o.Span == c.Span || o.person != c.person || !sameName(o, c) || o.why == c.why {
			continue
		}
		sort, _, _ := strings.Cut(o.why, ".")
		weight := o.weight
		if len(c.stems) == 1 && len(o.stems) > 1 {
			weight /= 3 // a name of several words says little for one of its words
		}
		most[sort] = math.Max(most[sort], weight)
	}
	sum := 0.0
	for _, sort := range []string{"field", "letterhead", "subject", "signature", "edge", "text"} {
		sum += float64(most[sort] * 0.5)
	}
	return sum
}

// sameName reports whether two candidates can be the same name; a person's first name may be an initial.
func sameName(a, b *cand) bool { return related(a.stems, b.stems) }

// sure says what share of names with a score is right, as measured on 4,500 made letters (their names and texts from
// the training letters, set in ten ways) and the open gold sets; scores between two rows are interpolated.
var sure = [][2]float64{{0, 0.3}, {4, 0.45}, {5, 0.65}, {6, 0.85}, {7, 0.9}, {9, 0.93}, {10, 0.96}, {14, 0.98}}

// confidence turns a score into the share of such names that are right.
func confidence(score float64) float64 {
	for i := 1; i < len(sure); i++ {
		lo, hi := sure[i-1], sure[i]
		if score < hi[0] {
			part := (score - lo[0]) / (hi[0] - lo[0])
			return math.Round(100*(lo[1]+float64(part*(hi[1]-lo[1])))) / 100
		}
	}
	return sure[len(sure)-1][1]
}
