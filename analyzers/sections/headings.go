package sections

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// letter is one document on the way to its sections.
type letter struct {
	d      *consult.Document
	t      *tables
	frame  letterhead.Frame
	body   float64       // letter height of the text
	styles map[style]int // how often each style of heading occurs in the letter's own text
	taken  []consult.Span

	running map[string]int // page headers that come again among the text, digits left out
}

// style is how a line is set.
type style struct {
	size  int // tenths of a point
	bold  bool
	caps  bool
	under bool
	slant bool
}

func newLetter(d *consult.Document, p *lang.Pack) *letter {
	l := &letter{d: d, t: tablesOf(p), frame: letterhead.FrameOf(d, p), styles: map[style]int{}}
	l.body = d.BodySize()
	l.running = map[string]int{}
	for i := range d.Blocks {
		if t := d.Quote(d.Blocks[i].Span); len(t) < 120 && strings.ContainsAny(t, "·|") && strings.ContainsAny(t, "0123456789") {
			l.running[bare(t)]++
		}
	}
	h := d.Letterhead
	l.taken = []consult.Span{h.Respondent.Span, h.Addressee.Span, h.Date.Span}
	for _, s := range h.Signatories {
		l.taken = append(l.taken, s.Span)
	}
	for i := l.frame.Body; i < l.frame.Close; i++ {
		if d.Blocks[i].Kind == consult.Heading && !l.subject(i) {
			l.styles[l.style(i)]++
		}
	}
	return l
}

// heading reports whether block i heads a section.
func (l *letter) heading(i int) bool {
	b := l.d.Blocks[i]
	if i >= l.frame.Close || b.Kind == consult.Footnote || b.Kind == consult.Header || b.Kind == consult.Footer {
		return false
	}
	text := l.d.Quote(l.words(i))
	if !hasLetter(text) || l.running[bare(text)] > 1 || l.subject(i) || l.isTaken(i) || l.labelled(text) || utf8.RuneCountInString(text) > 160 {
		return false
	}
	set := b.Kind == consult.Heading || l.apart(i)
	if i < l.frame.Body {
		return set && l.opensText(i)
	}
	if b.Kind == consult.Cell || l.belowGreeting(i, text) {
		return false
	}
	return set && l.followed(i)
}

// belowGreeting reports whether block i is a subject line that stands right below the greeting: long, begun like a
// title, or set like no other heading.
func (l *letter) belowGreeting(i int, text string) bool {
	if i != l.frame.Body+1 || !l.t.greets(l.d.Quote(l.d.Blocks[i-1].Span)) || numbering(text) != "" {
		return false
	}
	return len(strings.Fields(text)) > 5 || l.t.title(text) || l.styles[l.style(i)] < 2 && l.d.Blocks[i].Kind == consult.Heading
}

// opensText reports whether block i, in the head, is the first section: the text follows, it is set or numbered like
// the headings below, and the title has gone before.
func (l *letter) opensText(i int) bool {
	if i+1 != l.frame.Body || l.t.title(l.d.Quote(l.d.Blocks[i].Span)) {
		return false
	}
	if n := numbering(l.d.Quote(l.d.Blocks[i].Span)); n != "" {
		return true
	}
	return l.styles[l.style(i)] > 0
}

// subject reports whether block i is the letter's subject line.
func (l *letter) subject(i int) bool {
	s := l.d.Letterhead.Subject.Span
	return !s.Empty() && l.d.Blocks[i].Overlaps(s)
}

func (l *letter) isTaken(i int) bool {
	b := l.d.Blocks[i]
	for _, s := range l.taken {
		if !s.Empty() && b.Overlaps(s) && 2*s.Len() > b.Len() {
			return true
		}
	}
	return false
}

// labelled reports whether text is a label with its value ("Dato: 3. maj") or a greeting.
func (l *letter) labelled(text string) bool {
	label, value, colon := strings.Cut(text, ":")
	if i := strings.Index(text, "? "); i > 0 && len(text)-i < 12 && !strings.HasSuffix(text, ")") {
		return true // a form's question with its answer
	}
	if colon && strings.TrimSpace(value) != "" && l.t.labels[strings.ToLower(strings.TrimSpace(label))] {
		return true
	}
	return l.t.greets(text)
}

// apart reports whether block i, which the reader took for a paragraph, is set apart like a heading.
func (l *letter) apart(i int) bool {
	b := l.d.Blocks[i]
	if b.Kind != consult.Paragraph && b.Kind != consult.ListItem || len(b.Lines) > 2 {
		return false
	}
	text := l.d.Quote(l.words(i))
	if utf8.RuneCountInString(text) > 90 || len(strings.Fields(text)) > 14 || endsSentence(text) || startsLower(text) || quoted(text) {
		return false
	}
	s := l.style(i)
	switch {
	case s.bold, s.under, s.caps:
		return !strings.HasSuffix(text, ",")
	case strings.HasSuffix(text, ":"), strings.HasSuffix(text, ","):
		return false
	case s.slant:
		return l.styles[s] > 0
	}
	return b.Size > 0 && math.Abs(b.Size-l.body) > 0.4 && l.repeated(i) || l.alternating()
}

// isForm reports whether the head has labels that only forms have: a name, an organisation, a postcode.
func (l *letter) isForm() bool {
	n := 0
	for i := 0; i < min(l.frame.Body, 12); i++ {
		label, _, _ := strings.Cut(l.d.Quote(l.d.Blocks[i].Span), ":")
		if l.t.form[strings.ToLower(strings.TrimSpace(label))] {
			n++
		}
	}
	return n > 1
}

// alternating reports whether short lines and text take turns throughout the letter, as the printed questions and the
// answers of a form do where the file says nothing of their looks.
func (l *letter) alternating() bool {
	if !l.isForm() {
		return false
	}
	short, long := 0, 0
	for i := l.frame.Body - 1; i < l.frame.Close; i++ {
		if i < 0 || l.d.Blocks[i].Kind != consult.Paragraph {
			continue
		}
		text := l.d.Quote(l.d.Blocks[i].Span)
		switch {
		case len(text) > 90 || endsSentence(text):
			long++
		case !endsFull(text) && !quoted(text) && l.followed(i) && len(l.d.Quote(l.d.Blocks[i+1].Span)) > len(text):
			short++
		}
	}
	return short > 2 && short*3 >= long*2
}

// repeated reports whether the letter has another short line in the style of block i with text behind it.
func (l *letter) repeated(i int) bool {
	n := 0
	for j := l.frame.Body; j < l.frame.Close; j++ {
		b := l.d.Blocks[j]
		if b.Len() < 90 && l.style(j) == l.style(i) && l.followed(j) && !endsFull(l.d.Quote(b.Span)) {
			n++
		}
	}
	return n > 1
}

// followed reports whether text stands behind block i before the foot.
func (l *letter) followed(i int) bool {
	for j := i + 1; j < l.frame.Close; j++ {
		switch b := l.d.Blocks[j]; b.Kind {
		case consult.Heading:
			continue
		case consult.Header, consult.Footer, consult.Footnote:
			return false
		default:
			return j < l.frame.Close
		}
	}
	return false
}

// words returns the heading's words: no note mark behind them.
func (l *letter) words(i int) consult.Span {
	s := l.d.Blocks[i].Span
	t := strings.TrimRightFunc(l.d.Quote(s), func(r rune) bool {
		return unicode.IsSpace(r) || r == '¹' || r == '²' || r == '³' || '⁰' <= r && r <= '⁹'
	})
	return consult.Span{Start: s.Start, End: s.Start + len(t)}
}

func (l *letter) style(i int) style {
	b := l.d.Blocks[i]
	s := style{size: int(math.Round(b.Size * 10)), bold: b.Bold, caps: capitals(l.d.Quote(b.Span))}
	for _, m := range l.d.Marks {
		if m.Start <= b.Start && m.End >= b.End-1 {
			switch m.Kind {
			case consult.Bold:
				s.bold = true
			case consult.Underl:
				s.under = true
			case consult.Italic:
				s.slant = true
			}
		}
	}
	return s
}

// level is told by numbering, else by the reader's level.
func (l *letter) level(i int) int {
	b := l.d.Blocks[i]
	if n := numbering(l.d.Quote(b.Span)); n != "" {
		return 1 + strings.Count(n, ".")
	}
	return max(1, b.Level)
}
