package discover

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Facts are what one letter tells of the draft.
type Facts struct {
	ID     string  `json:"id"`
	Lang   string  `json:"lang,omitempty"`
	Quotes []Quote `json:"quotes,omitempty"`
	Names  []Name  `json:"names,omitempty"`
	Topics []Topic `json:"topics,omitempty"`
}

// Quote is a passage that the letter quotes.
type Quote struct {
	Text  string `json:"text"`
	Draft bool   `json:"draft,omitempty"` // the letter says that they are the draft's words
	Title bool   `json:"title,omitempty"` // a heading of the draft, by the word before it: the section "…"
	Name  string `json:"name,omitempty"`  // the part named beside it
	At    int    `json:"at"`              // place in the letter, in thousandths
}

// Name is a part of the draft named by its number.
type Name struct {
	ID     string `json:"id"`
	Title  string `json:"title,omitempty"`  // the words that follow it in a heading
	Spoken bool   `json:"spoken,omitempty"` // it heads a passage, or its sentence takes a side or asks for something
	At     int    `json:"at"`
}

// Topic is a heading of the letter that may be the draft's.
type Topic struct {
	Title  string `json:"title"`
	Filled bool   `json:"filled,omitempty"` // words of the draft are quoted or named below it
	At     int    `json:"at"`
}

// The most that is kept of one letter: more is a list, not an argument.
const (
	maxQuotes = 60
	maxNames  = 120
	maxTopics = 60
	maxBytes  = 800
)

// Gather takes the facts from a letter whose layers sentences, references and quotations are filled.
func Gather(d *consult.Document) Facts {
	g := gatherer{d: d, pack: lang.For(d.Lang)}
	g.f = Facts{ID: d.ID, Lang: d.Lang}
	g.names()
	g.quotes()
	g.topics()
	return g.f
}

type gatherer struct {
	d     *consult.Document
	pack  *lang.Pack
	f     Facts
	named []placed // names with their places
}

// placed is a name and where it stands.
type placed struct {
	consult.Span
	id string
}

func (g *gatherer) at(pos int) int { return pos * 1000 / max(1, len(g.d.Text)) }

func (g *gatherer) names() {
	for _, r := range g.d.References {
		if r.Foreign {
			continue
		}
		ids := canonical(g.d.Quote(r.Span), g.pack)
		if within := g.within(r.Span); within != "" {
			ids = []string{within}
		}
		for _, id := range ids {
			g.named = append(g.named, placed{r.Span, id})
			if len(g.f.Names) < maxNames {
				g.f.Names = append(g.f.Names, Name{ID: id, Title: g.headingAfter(r.Span), Spoken: g.spoken(r.Span), At: g.at(r.Start)})
			}
		}
	}
}

// spoken reports whether the name in s heads a passage ("Ad § 4, stk. 2"), or stands in a sentence that takes a side or
// asks for something.
func (g *gatherer) spoken(s consult.Span) bool {
	if b := g.block(s.Start); b != nil && (b.Kind == consult.Heading || strings.TrimSpace(numbering.ReplaceAllString(g.d.Text[b.Start:s.Start], "")) == "") {
		return true
	}
	i := g.d.SentenceAt(s.Start)
	if i >= len(g.d.Sentences) {
		return false
	}
	toks := cue.Tokens(g.d.Text, g.d.Sentences[i].Span)
	for table, classes := range map[string][]string{"asks": {"ask"}, "opinions": {"stance", "harm", "lack"}} {
		for _, m := range cue.Table(g.pack, table).Find(toks) {
			for _, c := range classes {
				if m.Cue.Is(c) {
					return true
				}
			}
		}
	}
	return false
}

// within reads a name that only counts inside the part named before it: "stk. 2" after "§ 4", "paragraph 2" after
// "Article 3". It returns "" for other names.
func (g *gatherer) within(s consult.Span) string {
	m := inner.FindStringSubmatch(g.d.Quote(s))
	if m == nil || len(g.named) == 0 {
		return ""
	}
	last := g.named[len(g.named)-1]
	level, outer := levelsOf(g.pack)[strings.ToLower(strings.Trim(m[1], "."))], innerCut.Split(last.id, 2)[0]
	switch {
	case level == "stk" && strings.HasPrefix(outer, "§"):
		return outer + ", stk. " + m[2]
	case (level == "paragraph" || level == "stk") && (strings.HasPrefix(outer, "Article ") || strings.HasPrefix(outer, "Artikel ")):
		return outer + "(" + m[2] + ")"
	}
	return ""
}

var (
	inner    = regexp.MustCompile(`^(\p{L}+\.?)\s+\(?(\d+)\)?$`)
	innerCut = regexp.MustCompile(`, |\(`)
)

// headingAfter returns the words that follow a name in a heading: "§ 4 Parking".
func (g *gatherer) headingAfter(s consult.Span) string {
	b := g.block(s.Start)
	if b == nil || b.Kind != consult.Heading || b.End <= s.End {
		return ""
	}
	t := tidy(g.d.Text[s.End:b.End])
	first, _ := utf8.DecodeRuneInString(t)
	if n := len(strings.Fields(t)); n == 0 || n > 9 || !unicode.IsUpper(first) || general(t, g.pack) {
		return ""
	}
	return t
}

func (g *gatherer) block(pos int) *consult.Block {
	if i := g.d.BlockAt(pos); i < len(g.d.Blocks) && g.d.Blocks[i].Start <= pos {
		return &g.d.Blocks[i]
	}
	return nil
}

func (g *gatherer) quotes() {
	for _, q := range g.d.Quotations {
		text, title := tidyQuote(g.d.Quote(q.Span)), g.isTitle(q)
		if q.Role == consult.Proposes || q.Role == consult.Scare || smallWords(text) < 2 && !title || len(text) > maxBytes || len(g.f.Quotes) >= maxQuotes {
			continue
		}
		if b := g.block(q.Start); b != nil && b.Kind == consult.Footnote {
			continue
		}
		g.f.Quotes = append(g.f.Quotes, Quote{Text: text, Draft: q.Role == consult.QuotesDraft, Title: title, Name: g.beside(q.Span), At: g.at(q.Start)})
	}
}

// smallWords counts the words of s that begin with a small letter, which names and numbers don't.
func smallWords(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			n++
		}
	}
	return n
}

// isTitle reports whether a quotation is a title of a part: a few words without a full stop, after a word for a part.
func (g *gatherer) isTitle(q consult.Quotation) bool {
	s := g.d.Quote(q.Span)
	last, _ := utf8.DecodeLastRuneInString(s)
	if len(strings.Fields(s)) > 14 || strings.ContainsRune(".!;", last) {
		return false
	}
	before := strings.Fields(strings.ToLower(g.d.Text[max(0, q.Start-60):q.Start]))
	levels := levelsOf(g.pack)
	for i := len(before) - 1; i >= max(0, len(before)-3); i-- {
		w := strings.Trim(before[i], "”“»«\"'‘’(:,")
		if levels[w] != "" && w != "s" && w != "post" {
			return true
		}
	}
	return false
}

// beside returns the one part that is named in the sentence of s, or right before it; "" when there is none or several.
func (g *gatherer) beside(s consult.Span) string {
	from := max(0, s.Start-160)
	if i := g.d.SentenceAt(s.Start); i < len(g.d.Sentences) {
		from = min(from, g.d.Sentences[i].Start)
	}
	if b := g.block(s.Start); b != nil && b.Start > from && strings.TrimSpace(g.d.Text[b.Start:s.Start]) != "" && len(g.d.Text[b.Start:s.Start]) > 3 {
		from = b.Start
	}
	to := s.End
	if i := g.d.SentenceAt(s.End - 1); i < len(g.d.Sentences) {
		to = max(to, g.d.Sentences[i].End)
	}
	found := ""
	for _, n := range g.named {
		if n.Start < from || n.End > to || s.Contains(n.Span) {
			continue
		}
		if found != "" && found != n.id {
			return ""
		}
		found = n.id
	}
	return found
}

// topics takes the letter's headings that may be the draft's own: short, no general remark, not the letter's subject.
func (g *gatherer) topics() {
	hs := g.headings()
	for i, h := range hs {
		if g.outside(h) || g.holdsName(h) || len(g.f.Topics) >= maxTopics {
			continue
		}
		t := tidy(g.d.Quote(h))
		if n := len(strings.Fields(t)); n == 0 || n > 7 || len(t) < 4 || strings.ContainsAny(t, "?!@:") || general(t, g.pack) {
			continue
		}
		under := consult.Span{Start: h.End, End: len(g.d.Text)}
		if i+1 < len(hs) {
			under.End = hs[i+1].Start
		}
		g.f.Topics = append(g.f.Topics, Topic{Title: t, Filled: g.filled(under), At: g.at(h.Start)})
	}
}

// headings returns the letter's headings: its sections' where an analyzer told them, else the blocks that look like
// headings, without those of the highest rank above the first running text, which say what the letter is.
func (g *gatherer) headings() []consult.Span {
	var out []consult.Span
	for _, s := range g.d.Sections {
		out = append(out, s.Heading)
	}
	if len(out) > 0 {
		return out
	}
	begun, levels := false, g.levels()
	for i, b := range g.d.Blocks {
		if b.Kind == consult.Paragraph && b.Len() > 120 {
			begun = true
		}
		if b.Kind == consult.Heading && (begun || i == 0 || b.Level > 1 || levels < 2) {
			out = append(out, b.Span)
		}
	}
	return out
}

// levels counts the ranks of the letter's headings.
func (g *gatherer) levels() int {
	seen := map[int]bool{}
	for _, b := range g.d.Blocks {
		if b.Kind == consult.Heading {
			seen[b.Level] = true
		}
	}
	return len(seen)
}

// outside reports whether s belongs to the letter's outside: who writes, to whom, on what.
func (g *gatherer) outside(s consult.Span) bool {
	h := g.d.Letterhead
	for _, f := range append([]consult.Finding{h.Respondent, h.Addressee, h.Subject, h.Date}, h.Signatories...) {
		if !f.Empty() && f.Overlaps(s) {
			return true
		}
	}
	return false
}

func (g *gatherer) holdsName(s consult.Span) bool {
	for _, n := range g.named {
		if s.Contains(n.Span) {
			return true
		}
	}
	return false
}

// filled reports whether the draft is quoted or named in the passage.
func (g *gatherer) filled(under consult.Span) bool {
	for _, n := range g.named {
		if under.Contains(n.Span) {
			return true
		}
	}
	for _, q := range g.d.Quotations {
		if q.Role == consult.QuotesDraft && under.Contains(q.Span) {
			return true
		}
	}
	return false
}
