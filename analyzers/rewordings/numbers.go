package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// numberPair reads "fra 20 til 10 hverdage", "100 sales and not 30", "90 rettes til 120". The old number must stand in the
// draft; what it fell from elsewhere is no change of the draft's words.
func (f *finder) numberPair(l *line, k int) (change, bool) {
	a, b := &l.ops[k], &l.ops[k+1]
	if a.unitForm != "" && b.unitForm != "" && !f.comparable(a.unitForm, b.unitForm) {
		return change{}, false
	}
	start, end := l.around(k)
	old, new := a, b
	if a.unitForm != b.unitForm && sortsOf(f.pack)[a.unitForm] == "clock" && (l.inRange(a) || l.inRange(b)) {
		return change{}, false // "7am to 7pm should be 8am to 6pm"
	}
	toGap := l.wordIn(max(a.to, b.from-3), b.from, "til", "to", "→", ">") || l.wordIn(b.from-1, b.from, "på") && l.wordIn(b.from-2, b.from-1, "op", "ned") ||
		l.wordIn(max(a.to, b.from-2), b.from, "af", "med", "by", "with") && l.find("replace", a.to, b.from) != nil
	if m := l.find("replace", a.to, b.from); m != nil && b.from-a.to <= 6 && (m.ID == "læses" || m.ID == "read" || m.ID == "become" || m.ID == "bliver-til" || m.ID == "bliver") {
		toGap = true // "10.000 skal læses som 1.000", "two weeks becomes two months"
	}
	verb := l.find("adjust", 0, len(l.toks)) != nil || l.strong("replace", start, end) ||
		l.lead["replace"] || l.lead["adjust"] || l.lead["lead"]
	if m := l.find("replace", a.to, b.from); m != nil && b.from-a.to <= 6 && (m.ID == "være" || m.ID == "should-be") {
		toGap, verb = true, true // "45 kr. bør være 30 kr."
	}
	if m := l.find("replace", 0, b.from); k == 0 && m != nil && m.ID == "should-be" && m.From == 0 {
		toGap, verb = true, true // "Can't the £70 be £40?"
	}
	if (toGap || b.from-a.to == 1 && l.word(a.to) == ":") && len(l.toks) <= 8 && l.wordIn(b.to, len(l.toks), "please", "tak", "venligst", "surely") {
		toGap = true
		verb = true
	}
	from := l.wordIn(a.from-2, a.from, "fra", "from") && a.unitForm != "kl" && a.unitForm != "date" && b.from-a.to <= 4 && !l.rates(b.to)
	if b.from == a.to {
		return change{}, false // "two hundred"
	}
	switch {
	case b.from-a.to == 2 && l.word(a.to) == "(" && l.wordIn(b.from-1, b.from, "ikke", "not"):
		old, new, verb = b, a, true // "50 procent (ikke 60)"
	case l.movedAlong(a, b):
	case l.oursBeside(a, b):
	case l.told(a, b) && !l.tooMuch(a, b) && !f.restates(l, a):
		return change{}, false
	case l.tooMuch(a, b):
	case l.endsNear("instead", a.to, b.from, 3):
		old, new = b, a
	case k == 0 && l.strong("instead", start, a.from) && l.endsNear("instead", start, a.from, 3):
	case b.from-a.to <= 2 && l.wordIn(a.to, b.from, "for") && f.pack.Code == "en" && len(l.toks) <= 12 && !l.wordIn(a.from-1, a.from, "for") && a.unitForm == b.unitForm && a.unitForm != "£" && !f.numberAt(a.value, a.unitForm, l.near).ok():
		old, new = b, a
	case l.preferred(start, a, b):
		old, new = b, a
	case f.notBut(l, a, b):
	case toGap && (verb && (b.from-a.to <= 6 || l.find("adjust", a.to, b.from) != nil || l.find("replace", a.to, b.from) != nil) || from) && !f.narrated(l):
	default:
		return change{}, false
	}
	share(a, b)
	if old.unitForm == "" && (old.value == "1" || old.value == "2") {
		return change{}, false // "og ikke én"
	}
	at := f.numberAt(old.value, old.unitForm, l.near)
	if len(f.x.Texts) > 0 && !at.ok() || len(f.x.Texts) == 0 && !verb || old.unitForm == "" && !verb && !from && !l.has["strong.instead"] && !l.tooMuch(a, b) || f.draftSays(at.clause, old.value, new.value) || old.value == new.value && (old.unitForm == new.unitForm || old.unitForm == "" || new.unitForm == "") {
		return change{}, false
	}
	if (l.noun(a) || l.noun(b)) && old.unitForm == "" && at.ok() && f.measured(at) {
		return change{}, false // "20 besøgende i stedet for 30" is not the draft's 30 days
	}
	if !verb && at.clause >= 0 && f.numberIn(at.clause, new.value, new.unitForm).ok() {
		return change{}, false // the draft has both: the letter tells what it changes
	}
	if !verb && !from && !l.ends(b.to) && f.saidOtherwise(l) {
		return change{}, false
	}
	old.at = at
	return change{kind: consult.Replace, old: old, new: new, at: at, why: "replace.number", conf: 0.85}, true
}

// rates reports whether the words from token i on say what the figures before them are like, not what they should be: "fra
// otte til ni er guld", "from 6 to 11 sounds good".
func (l *line) rates(i int) bool {
	for k := i; k < min(i+4, len(l.toks)); k++ {
		switch l.word(k) {
		case "er", "var", "lyder", "is", "are", "was", "were", "sounds", "took", "tog":
			return !l.wishes() && !l.wordIn(k+1, k+5, "ønske", "forslag", "bud", "krav", "wish", "request", "proposal", "preference", "ask")
		}
	}
	return false
}

// movedAlong reads "the review after 18 months should come after 6": one preposition before both, a wish between.
func (l *line) movedAlong(a, b *operand) bool {
	prep := l.word(a.from - 1)
	return b.from-a.to <= 6 && l.wordIn(a.to, b.from, "should", "must", "ought", "bør", "burde", "skal") && !l.wordIn(a.to, b.from, "and", "og", ",") &&
		prep == l.word(b.from-1) && (prep == "after" || prep == "efter" || prep == "before" || prep == "før" || prep == "within" || prep == "inden" || prep == "over" || prep == "under" || prep == "til" || prep == "until" || prep == "at" || prep == "på")
}

// oursBeside reads "£70 in your draft, £35 in ours".
func (l *line) oursBeside(a, b *operand) bool {
	return b.from-a.to <= 6 && l.wordIn(a.to, b.from, "draft", "proposal", "plan", "udkastet", "forslaget", "planen", "udkast") &&
		l.wordIn(b.to, b.to+3, "ours", "mine", "us", "os", "vores", "mig")
}

// restates reports whether the words before a figure are the clause's own, so that the figure stands where the draft's
// stood.
func (f *finder) restates(l *line, o *operand) bool {
	if o.from < 4 {
		return false
	}
	s := consult.Span{Start: l.toks[o.from-4].Start, End: l.toks[o.from-1].End}
	p := f.place(s, -1, l.near)
	return p.ok() && p.like >= 0.99
}

// tooMuch reads "45 kr. er for dyrt, 35 kr. er passende", "20 minutes is not enough, 40 would do".
func (l *line) tooMuch(a, b *operand) bool {
	if b.from-a.to > 8 || !l.wordIn(a.to, b.from, ",", ";", ":", "–", "-", ".", "were", "var", "blev", "and", "og", "men", "but", "make", "gør", "lad", "let") {
		return false
	}
	for i := a.to; i < min(a.to+4, b.from); i++ {
		switch l.word(i) {
		case "were", "var", "blev":
			return l.wordIn(0, a.from, "if", "hvis") // "if the £70 were £40"
		case "er", "virker":
			return l.suits(b.to, len(l.toks)) || l.wordIn(i+1, i+5, "for") || l.wordIn(i+1, i+3, "ikke") && l.wordIn(i+2, i+4, "nok")
		case "is", "are", "was", "seems":
			return l.suits(b.to, len(l.toks)) || l.wordIn(i+1, i+5, "too") || l.wordIn(i+1, i+3, "not") && l.wordIn(i+2, i+4, "enough")
		}
	}
	return false
}

func likeUnit(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 3
}

// share gives a number without unit the other's: "fra 20 til 10 hverdage", "Seven days, not thirty".
func share(a, b *operand) {
	switch {
	case a.unitForm == "clock" || b.unitForm == "clock" || a.unitForm == "often" || b.unitForm == "often":
	case a.unit.Empty() && !b.unit.Empty():
		a.spans, a.unitForm = append(a.spans[:1:1], b.unit), b.unitForm
	case b.unit.Empty() && !a.unit.Empty():
		b.spans, b.unitForm = append(b.spans[:1:1], a.unit), a.unitForm
	}
}

// narrated reports whether the sentence tells what happened ("faldt fra 50 til 20").
func (f *finder) narrated(l *line) bool {
	for _, w := range []string{"faldt", "steg", "er faldet", "er steget", "voksede", "fell", "rose", "has fallen", "has risen", "dropped from", "went from", "grew", "moved from"} {
		if strings.Contains(strings.ToLower(f.doc.Quote(l.span)), w) {
			return true
		}
	}
	return false
}

// draftSays reports whether the draft itself goes from one number to the other: the letter tells what is proposed.
func (f *finder) draftSays(c int, old, new string) bool {
	return c >= 0 && f.numberIn(c, old, "").ok() && f.numberIn(c, new, "").ok() && f.together(c, old, new)
}

// together reports whether the clause says "from old to new" itself.
func (f *finder) together(c int, old, new string) bool {
	p, q := f.numberIn(c, old, ""), f.numberIn(c, new, "")
	if q.span.Start < p.span.End || q.span.Start-p.span.End > 40 {
		return false
	}
	between := " " + f.x.Policy.Clauses[c].Text[p.span.End:q.span.Start]
	return strings.Contains(between, " til ") || strings.Contains(between, " to ")
}

// ends reports whether nothing but marks follows token i.
func (l *line) ends(i int) bool {
	for ; i < len(l.toks); i++ {
		if l.toks[i].Kind != cue.Punct {
			return false
		}
	}
	return true
}

// saidOtherwise reports whether the letter's asks are known and the sentence is none of them: "to uger i stedet for tre er
// rigtig godt" compares, it doesn't ask.
func (f *finder) saidOtherwise(l *line) bool {
	for _, r := range f.doc.Recommendations {
		if r.Overlaps(l.span) {
			return false
		}
	}
	return len(f.doc.Recommendations) > 0
}

// noun reports whether a number without a measure counts something: a word of four letters or more follows.
func (l *line) noun(o *operand) bool {
	if o.unitForm != "" || o.to >= len(l.toks) || l.toks[o.to].Kind != cue.Word || l.cueAt(o.to) {
		return false
	}
	return len(l.word(o.to)) >= 4 && l.word(o.to) != quoteToken && !auxiliary[l.word(o.to)]
}

// measured reports whether the number at p carries a measure in the draft.
func (f *finder) measured(p passage) bool {
	ws := f.x.Texts[p.clause].Words
	for i := range ws {
		if ws[i].Start == p.span.Start {
			return i+1 < len(ws) && measuresOf(f.pack).units[ws[i+1].Form]
		}
	}
	return false
}

// oneNumber reads "Perioden forlænges til 24 måneder": a figure that the sentence names by its noun and changes by its verb,
// when the clause has one figure of that unit. A wish for a figure ("hæv grænsen til 250", "24 måneder er for lidt") is none.
func (f *finder) oneNumber(l *line, k int) (change, bool) {
	o := &l.ops[k]
	if c, ok := f.shouldBe(l, k); ok {
		return c, true
	}
	if o.unitForm == "" || len(l.near) == 0 || l.near[0] < 0 || !l.wordIn(o.from-2, o.from, "til", "to") || len(l.toks) > 12 || !f.namesFigure(l) && !l.orders(o) {
		return change{}, false
	}
	m := l.find("adjust", 0, o.from)
	if m == nil && l.orders(o) {
		m = l.find("replace", 0, o.from)
	}
	if m == nil || l.wordIn(0, o.from, "fra", "from") || f.narrated(l) {
		return change{}, false
	}
	at, value := f.onlyNumber(l.near[0], o.unitForm)
	if !at.ok() || value == o.value {
		return change{}, false
	}
	return change{kind: consult.Replace, new: o, at: at, why: "replace.figure", conf: 0.6}, true
}

// shouldBe reads "Aldersgrænsen bør være 13 år", "the charge should be £40", "the date must move to 1 July": the only figure
// of a short sentence, whose subject is a noun for figures and whose verb a wish, and the clause has one that measures the
// same.
func (f *finder) shouldBe(l *line, k int) (change, bool) {
	o := &l.ops[k]
	if o.unitForm == "" || len(l.ops) != 1 || len(l.near) == 0 || l.near[0] < 0 || len(l.toks) > 16 || f.narrated(l) || l.toks[len(l.toks)-1].Word == "?" && !(o.unitForm == "date" && l.wordIn(0, 1, "could", "can", "can't", "kunne", "kan")) {
		return change{}, false
	}
	modal := -1
	for i := 0; i < o.from; i++ {
		if o.unitForm == "date" && l.wordIn(i, i+1, "better", "bedre") && l.wordIn(i+1, i+3, "if", "hvis", "at") {
			modal = i
			for l.wordIn(modal+1, modal+2, ",", "if", "hvis") {
				modal++
			}
			i = modal
			continue // "would be better if it took effect on …"
		}
		switch l.word(i) {
		case "should", "must", "ought", "måtte", "bør", "burde", "skal", "needs", "ønskes", "foreslås", "bedes":
			modal = i
		case "not", "ikke", "hvis", "if", ",", "from", "fra":
			return change{}, false
		}
	}
	if l.toks[len(l.toks)-1].Word == "?" {
		modal = 1 // "Could it be 1 April?"
	}
	if modal < 1 || o.from-modal > 6 || modal > 8 {
		return change{}, false
	}
	named := false
	for i := 0; i < modal; i++ {
		named = named || holdsFigureNoun(l.word(i))
	}
	if !named && o.unitForm != "date" {
		return change{}, false
	}
	for i := modal + 1; i < o.from; i++ {
		if t := l.toks[i]; t.Kind == cue.Word && !setsTo[t.Word] && !l.cueAt(i) {
			return change{}, false
		}
	}
	at, value := f.onlyNumber(l.near[0], o.unitForm)
	if !at.ok() || value == o.value {
		return change{}, false
	}
	return change{kind: consult.Replace, new: o, at: at, why: "replace.shouldbe", conf: 0.6}, true
}

// setsTo are the words that may stand between a wish and its figure.
var setsTo = map[string]bool{"be": true, "to": true, "set": true, "at": true, "være": true, "sættes": true, "til": true, "på": true, "fastsættes": true,
	"ligge": true, "lyde": true, "hedde": true, "blive": true, "den": true, "kl": true, "instead": true, "i": true, "stedet": true, "read": true, "say": true,
	"move": true, "back": true, "put": true, "moved": true, "derfor": true, "rather": true, "become": true, "therefore": true, "the": true, "on": true, "udskydes": true, "rykkes": true, "flyttes": true,
	"it": true, "took": true, "effect": true, "take": true, "came": true, "come": true, "into": true, "force": true, "trådte": true, "træde": true, "kraft": true, "først": true, "gælde": true, "apply": true}

func holdsFigureNoun(w string) bool {
	if figureNoun(w) {
		return true
	}
	for _, stem := range []string{"grænse", "frist", "beløb", "gebyr", "pris", "loft", "periode", "andel", "antal", "afstand", "takst", "dato", "bøde", "varsel", "alder", "højde", "rate",
		"date", "fine", "height", "age", "notice", "rent", "price", "penalty", "width", "length", "minimum", "maximum", "tariff"} {
		if strings.HasPrefix(w, stem) || strings.HasSuffix(w, stem) || strings.HasSuffix(w, stem+"n") || strings.HasSuffix(w, stem+"en") || strings.HasSuffix(w, stem+"et") {
			return true
		}
	}
	return false
}

// orders reads "Amend to 40 minutes.": an imperative, "to" and the figure, and nothing else.
func (l *line) orders(o *operand) bool {
	return o.from == 2 && l.ends(o.to) && l.wordIn(1, 2, "til", "to") && l.find("", 0, 1) != nil
}

// namesFigure reports whether the sentence begins with a noun for a figure: "perioden", "fristen", "the limit".
func (f *finder) namesFigure(l *line) bool {
	for i := 0; i < 3; i++ {
		if figureNoun(l.word(i)) {
			return true
		}
		if w := l.word(i); i == 1 && w != "time" && w != "age" && w != "price" && w != "foreslåede" && w != "proposed" {
			return false // "the time limit", "den foreslåede frist"
		}
	}
	return false
}

func figureNoun(w string) bool {
	for _, stem := range []string{"period", "frist", "beløb", "grænse", "tal", "takst", "gebyr", "andel", "antal", "loft", "afstand", "pris",
		"limit", "figure", "number", "fee", "charge", "deadline", "threshold", "distance", "share", "amount", "cap"} {
		if strings.HasPrefix(w, stem) {
			return true
		}
	}
	return false
}
