package rewordings

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// sentence finds the changes in sentence i, which stands at span, and reports whether there are any, or it is the rest of a
// row that was read with the sentence before.
func (f *finder) sentence(i int, span consult.Span) bool {
	n := len(f.out)
	if !f.reported(span) && f.inlineLabels(i, span) {
		return true
	}
	if !f.mayHold(span) && !(f.figureIn >= 0 && f.figureIn == i-1 && span.Len() < 60) {
		f.pronounGone(i, span)
		return len(f.out) > n
	}
	l := f.read(i, span)
	if l == nil {
		return false
	}
	if !f.reported(span) && !f.lawsOwn(l) && !l.rejects() {
		if !f.inItsPlace(l) && !f.frontNew(l) {
			f.operands(l)
		}
		if len(f.out) == n && !f.mixed(l) && !f.saysAs(l) {
			f.unmarked(l)
		}
		if len(f.out) == n {
			f.clauseGone(l)
		}
		if len(f.out) == n {
			f.pronounGone(i, span)
		}
	}
	found := len(f.out) > n
	f.instead(l)
	f.remember(l)
	return found
}

// instead joins two sentences of which one takes words out and the next puts others in their place: "Slet »A«. Skriv i
// stedet »B«."
func (f *finder) instead(l *line) {
	n := len(f.out)
	if n < 2 || f.out[n-2].Kind != consult.Delete || f.out[n-1].Kind == consult.Delete || l.i <= 0 {
		return
	}
	before := f.doc.Sentences[l.i-1]
	if !f.out[n-2].Overlaps(before.Span) || before.Block != f.doc.Sentences[l.i].Block || !f.out[n-1].Overlaps(l.span) ||
		!l.wordIn(0, len(l.toks), "stedet", "instead", "sted", "place") {
		return
	}
	f.out[n-1].Kind, f.out[n-1].Original = consult.Replace, f.out[n-2].Original
	f.out[n-1].Clause, f.out[n-1].Warning = f.out[n-2].Clause, f.out[n-2].Warning
	f.out = slices.Delete(f.out, n-2, n-1)
}

// pronounGone reads "Slet den.", "Take it out.", "Delete." right after a sentence that quotes the draft, points to a
// passage of it, or is one.
func (f *finder) pronounGone(i int, span consult.Span) {
	if span.Len() > 50 || i <= 0 || f.doc.Sentences[i].Block != f.doc.Sentences[i-1].Block || len(f.out) > 0 && f.out[len(f.out)-1].Span.Overlaps(f.doc.Sentences[i-1].Span) {
		return
	}
	l := &line{i: i, span: span, toks: cue.Tokens(f.doc.Text, span)}
	l.cues = f.cues.Find(l.toks)
	if len(l.toks) > 7 || !l.strong("delete", 0, len(l.toks)) || f.reported(span) {
		return
	}
	at, words := f.last, f.lastQuote
	if f.lastIn != i-1 || !at.ok() {
		before := trimmed(f.doc.Text, f.doc.Sentences[i-1].Span)
		if at = f.place(before, -1, f.links[i-1]); at.like < 0.99 || strings.Count(f.doc.Quote(before), " ") < 3 {
			return
		}
		words = []consult.Span{before}
	}
	if len(l.toks) > 3 && !l.wordIn(0, len(l.toks), "den", "det", "dem", "it", "that", "them", "those") {
		return
	}
	c := change{kind: consult.Delete, at: at, why: "delete.pronoun", conf: 0.65}
	if len(words) > 0 {
		c.old = &operand{quote: -1, spans: words}
	}
	f.add(span, c)
}

// mayHold is the cheap test before the words are cut: a change needs a quotation, a digit, or one of the words that
// point to a passage.
func (f *finder) mayHold(span consult.Span) bool {
	qs := f.quotes
	if q := consult.FirstAt(len(qs), span.Start, func(i int) consult.Span { return qs[i].Span }); q < len(qs) && qs[q].Start < span.End+8 {
		return true
	}
	text := f.doc.Quote(span)
	if strings.ContainsAny(text, "0123456789→⇒➔➜:") || strings.Contains(text, "->") || strings.Contains(text, "=>") {
		return true
	}
	if n := f.numberWords(text); n > 1 || n == 1 && (f.figureIn >= 0 || f.numberFirst(text)) {
		return true
	}
	if f.pack.Code == "da" && strings.Contains(text, "ver") || f.pack.Code == "en" && strings.Contains(text, "ver") || strings.Contains(text, "nce a") || strings.Contains(text, "wice") || strings.Contains(text, "ly ") {
		return true
	}
	for _, w := range pointing[f.pack.Code] {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// numberFirst reports whether text begins with a number word: "Eighteen months is an age."
func (f *finder) numberFirst(text string) bool {
	first, _, ok := strings.Cut(text, " ")
	return ok && measuresOf(f.pack).values[strings.ToLower(first)] != ""
}

// numberWords counts the words of text that are numbers, up to two; "one" and the Danish "en" and "to" don't count.
func (f *finder) numberWords(text string) int {
	m, n := measuresOf(f.pack), 0
	for i := 0; i < len(text) && n < 2; {
		j := i
		for j < len(text) && text[j] != ' ' && text[j] != '-' && text[j] != ',' && text[j] != '.' {
			j++
		}
		if j-i > 2 && j-i < 11 && text[i:j] != "one" && (m.values[text[i:j]] != "" || text[i] < 'a' && m.values[strings.ToLower(text[i:j])] != "") {
			n++
		}
		i = j + 1
	}
	return n
}

// pointing are pieces of the words that point to a passage or relate two numbers.
var pointing = map[string][]string{
	"da": {"ætning", "unktum", "edet", "ormulering", "rdlyd", "assage", "pkt", "ord", "stedet", "frem for", "fremfor", "inje", "ekst", " end ", "Ord", "dtryk", "egreb", " til ", "ikke", "tykke", " del", "arentes", "eddet", "rstat", "dskift", "ndre", "Ændr", "Ret ", "er for ", "er står", "slet", "Slet", "stryg", "Stryg", "udgå", "stå ", "ilføj", "ndsæt", "ndføj", "hedde ", " sige "},
	"en": {"entence", "ording", "word", "passage", "phrase", "line", "instead", "in place", "rather than", "not ", "text", " to ", " bit", " part", " half", "bullet", "clause", "eplace", "hange", "wap", "ubstitute", "elete", "too ", " says", "trike ", "omit", "dd ", "nsert", " say "},
}

// lawsOwn reports whether the sentence tells of another law's words: it names that law and no part of the draft, and
// quotes nothing of the draft but single words.
func (f *finder) lawsOwn(l *line) bool {
	foreign := false
	for _, r := range f.doc.References {
		if r.Start >= l.span.End {
			break
		}
		if r.Overlaps(l.span) && !l.inQuote(r.Span) {
			if !r.Foreign {
				return false
			}
			foreign = foreign || r.Foreign
		}
	}
	if !foreign {
		return false
	}
	for k := range l.ops {
		o := &l.ops[k]
		if o.form == quoted && o.at.ok() && o.at.like >= 0.85 && !f.short(o) {
			return false
		}
	}
	return true
}

// leadIn returns the classes of cues in the sentence that introduces the list which sentence i is an item of ("Følgende
// ord udgår:"), nil outside lists.
func (f *finder) leadIn(i int) map[string]bool {
	if i < 0 || f.doc.Blocks[f.doc.Sentences[i].Block].Kind != consult.ListItem {
		return nil
	}
	b := f.doc.Sentences[i].Block
	for b >= 0 && f.doc.Blocks[b].Kind == consult.ListItem {
		b--
	}
	if b < 0 || !strings.HasSuffix(strings.TrimSpace(f.doc.Quote(f.doc.Blocks[b].Span)), ":") {
		return nil
	}
	s := f.doc.SentenceAt(f.doc.Blocks[b].End - 1)
	if s >= len(f.doc.Sentences) {
		return nil
	}
	out := map[string]bool{}
	for _, m := range f.cues.Find(cue.Tokens(f.doc.Text, f.doc.Sentences[s].Span)) {
		out[m.Class] = true
	}
	return out
}

// inQuote reports whether s lies inside one of the sentence's quotations.
func (l *line) inQuote(s consult.Span) bool {
	for i := range l.ops {
		if l.ops[i].form == quoted && l.ops[i].spans[0].Overlaps(s) {
			return true
		}
	}
	return false
}

// reported reports whether the span is somebody else's words, and not made the respondent's own.
func (f *finder) reported(span consult.Span) bool {
	for _, v := range f.doc.Voices {
		if v.Start >= span.End {
			break
		}
		if !v.Overlaps(span) || v.Adopted || v.Speaker == consult.Hypothetical || v.Speaker == consult.Draft {
			continue
		}
		cover := min(v.End, span.End) - max(v.Start, span.Start)
		if 10*cover >= 8*span.Len() {
			return true
		}
	}
	return false
}

// operands walks over the operands of a sentence: two that belong together are one change, one alone may be one.
func (f *finder) operands(l *line) {
	f.dropPlaces(l)
	f.byEnds(l)
	f.restOf(l)
	for k := 0; k < len(l.ops); {
		if k+1 < len(l.ops) {
			if c, ok := f.pair(l, k); ok {
				f.add(l.span, c)
				k += 2
				continue
			}
		}
		if c, ok := f.single(l, k); ok {
			f.add(l.span, c)
			if c.why == "delete.ends" && k+1 < len(l.ops) {
				k++ // the other end of the passage
			}
		}
		k++
	}
}

// remember keeps the passage of the draft that the sentence quotes or points to, for "that sentence" further on.
func (f *finder) remember(l *line) {
	for k := range l.ops {
		o := &l.ops[k]
		switch {
		case o.form == quoted && o.at.ok() && o.at.like > 0.6:
			f.last, f.lastIn = o.at, l.i
			f.lastQuote = o.spans
		case o.form == pointer && o.point != "above" && o.point != "it":
			if p := f.resolve(l, o); p.ok() {
				f.last, f.lastQuote, f.lastIn = p, nil, l.i
			}
		case o.form == quoted && f.quotes[o.quote].Role == consult.QuotesDraft && !l.has["strong.insert"] && !l.has["strong.replace"]:
			f.last, f.lastQuote = passage{clause: first(l.near)}, o.spans
		case o.form == number && !l.has["strong.instead"]:
			if p := f.numberAt(o.value, o.unitForm, l.near); p.ok() {
				f.figure, f.figureIn = *o, l.i
				f.figure.at = p
			}
		}
	}
}

func first(near []int) int {
	if len(near) > 0 {
		return near[0]
	}
	return -1
}

// find returns the first cue of class ("": of any) that lies in tokens [from, to).
func (l *line) find(class string, from, to int) *cue.Match {
	for i := range l.cues {
		m := &l.cues[i]
		if (class == "" || m.Is(class)) && m.From >= from && m.To <= to && !l.negated(m) {
			return m
		}
	}
	return nil
}

// findStrong is find for cues that need no other ground.
func (l *line) findStrong(class string, from, to int) *cue.Match {
	for i := range l.cues {
		m := &l.cues[i]
		if m.Is(class) && !m.Has("weak") && m.From >= from && m.To <= to && !l.negated(m) {
			return m
		}
	}
	return nil
}

// negated reports whether the cue is denied: "bør ikke slettes", "udgår ikke". "Uden" and "without" beside it deny
// something else.
func (l *line) negated(m *cue.Match) bool {
	asks := len(l.toks) > 0 && l.toks[len(l.toks)-1].Word == "?"
	if !asks && m.Is("replace") && l.wordIn(m.From+1, m.To, "ikke", "not") {
		return true
	}
	for i := m.From - 1; i >= max(0, m.From-3); i-- {
		if asks && i < 6 {
			continue // "kan vi ikke skrive …?" asks for it
		}
		switch w := l.toks[i].Word; w {
		case "ikke", "aldrig", "næppe", "ej", "not", "never":
			return true
		case ",", ";", ":", ".", quoteToken, "og", "and", "men", "but":
			return false
		default:
			if strings.HasSuffix(w, "n't") {
				return true
			}
		}
	}
	if m.From <= 1 && m.Is("delete") && l.pack == "da" {
		for i := m.To; i < min(m.To+5, len(l.toks)) && l.toks[i].Kind == cue.Word && l.word(i) != quoteToken; i++ {
			if l.word(i) == "ikke" {
				return true // "stryg endelig ikke …"
			}
		}
	}
	return m.To < len(l.toks) && (l.toks[m.To].Word == "ikke" || l.toks[m.To].Word == "not") && m.ID != "have"
}

// endsNear reports whether a cue of class in [from, to) ends at most n tokens before to.
func (l *line) endsNear(class string, from, to, n int) bool {
	for i := range l.cues {
		m := &l.cues[i]
		if m.Is(class) && m.From >= from && m.To <= to && m.To >= to-n {
			return true
		}
	}
	return false
}

// wordIn reports whether one of words is a token of [from, to).
func (l *line) wordIn(from, to int, words ...string) bool {
	for i := max(0, from); i < min(to, len(l.toks)); i++ {
		for _, w := range words {
			if l.toks[i].Word == w {
				return true
			}
		}
	}
	return false
}
