package markup

import (
	"fmt"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Style is the set of typographic properties of a run of text that carry meaning.
type Style uint8

// The styles. Raised is superscript: a note mark when it holds digits.
const (
	Bold Style = 1 << iota
	Italic
	Underline
	Struck
	Inserted
	Raised
)

// Run is a piece of text in one style. Size is its letter height in points, 0 when the file doesn't say.
type Run struct {
	Text  string
	Style Style
	Size  float64
}

// Para is a paragraph as a file gives it, before the letter's own habits have been looked at.
type Para struct {
	Kind   consult.Kind // "" stands for Paragraph
	Level  int          // heading: 1 to 9; item: depth from 1
	Label  string       // item: the marker that the file computes; footnote: its number
	Table  int
	Row    int
	Col    int
	Plain  bool   // the file says that this is body text: never a heading by its looks
	Lines  bool   // line breaks inside are wrapped text, never ends of lines that were meant
	Page   int    // by the file's own page breaks, from 1; 0 where it has none
	Prefix string // stands before the first words: a marker that isn't the block's own
	Runs   []Run
	folded bool
}

// brk is a line break inside a run's text.
const brk = "\n"

// The caps of one letter. A response of 700 pages has some two megabytes of text.
const (
	MaxText  = 2 << 20
	MaxParas = 40_000
)

// Builder gathers paragraphs in reading order and makes a document of them.
type Builder struct {
	Title string
	Lang  string
	// KeepRunning leaves page headers and footers where they stand, for drafts whose page numbers matter.
	KeepRunning bool
	Problems    []consult.Problem

	paras []Para
	open  bool
	size  int
	full  bool // a cap was met

	sheets []int // the page of each of the document's blocks
}

// Open begins a paragraph; one that is open ends.
func (b *Builder) Open(p Para) {
	b.Close()
	if b.Full() {
		return
	}
	b.paras = append(b.paras, p)
	b.open = true
}

// Full reports whether a cap was met: what comes now is dropped.
func (b *Builder) Full() bool {
	if !b.full && (b.size >= MaxText || len(b.paras) >= MaxParas) {
		b.full = true
		b.cut()
	}
	return b.full
}

// cut says that not all was read.
func (b *Builder) cut() {
	b.Problem("file.cap", fmt.Sprintf("The file holds more than %d MB of text or %d paragraphs; the rest was not read. Send the letter without its annexes.", MaxText>>20, MaxParas))
}

// Add appends a run to the open paragraph, opening a plain one where none is open and the run has words.
func (b *Builder) Add(r Run) {
	if r.Text == "" {
		return
	}
	if !b.open {
		if strings.TrimSpace(r.Text) == "" {
			return
		}
		if b.Open(Para{}); !b.open {
			return
		}
	}
	if left := MaxText - b.size; len(r.Text) > left {
		r.Text = strings.ToValidUTF8(r.Text[:max(left, 0)], "")
		b.size = MaxText
		if b.Full(); r.Text == "" {
			return
		}
	}
	b.size += len(r.Text)
	p := &b.paras[len(b.paras)-1]
	if p.Prefix != "" && strings.TrimSpace(r.Text) != "" {
		p.Runs, p.Prefix = append(p.Runs, Run{Text: p.Prefix, Size: r.Size}), ""
	}
	if n := len(p.Runs); n > 0 && p.Runs[n-1].Style == r.Style && p.Runs[n-1].Size == r.Size && len(p.Runs[n-1].Text) < 4096 {
		p.Runs[n-1].Text += r.Text
		return
	}
	p.Runs = append(p.Runs, r)
}

// Append adds a whole paragraph.
func (b *Builder) Append(p Para) {
	runs := p.Runs
	p.Runs = nil
	b.Open(p)
	for _, r := range runs {
		b.Add(r)
	}
	b.Close()
}

// Break ends a line inside the open paragraph.
func (b *Builder) Break() {
	if b.open {
		b.Add(Run{Text: brk})
	}
}

// Close ends the open paragraph; one without words is dropped.
func (b *Builder) Close() {
	if !b.open {
		return
	}
	b.open = false
	if n := len(b.paras) - 1; b.paras[n].empty() {
		b.paras = b.paras[:n]
	}
}

// IsOpen reports whether a paragraph is open.
func (b *Builder) IsOpen() bool { return b.open }

// Len returns the number of bytes added.
func (b *Builder) Len() int { return b.size }

// Paras returns the number of paragraphs so far.
func (b *Builder) Paras() int { return len(b.paras) }

// Problem records what could not be read; a second one with the same code is dropped.
func (b *Builder) Problem(code, text string) {
	for _, p := range b.Problems {
		if p.Code == code {
			return
		}
	}
	b.Problems = append(b.Problems, consult.Problem{Code: code, Text: text})
}

// Document makes the document: lines that were meant apart, list markers, headings by their looks, footnotes and
// running lines are told, then everything is written as one text. The reader's Source and ID are the caller's.
func (b *Builder) Document() *consult.Document {
	b.Close()
	ps := splitBreaks(b.paras)
	markItems(ps)
	markNotes(ps)
	markHeadings(ps)
	if !b.KeepRunning {
		ps = gatherRunning(ps)
	}
	d, sheets := write(ps)
	b.sheets = sheets
	d.Title, d.Lang, d.Problems = clean(b.Title), b.Lang, b.Problems
	return d
}

// Sheets returns, once Document was asked for, the page of each of its blocks by the page breaks that its writer set; 0
// for blocks that belong to no page.
func (b *Builder) Sheets() []int { return b.sheets }

func (p *Para) empty() bool {
	for _, r := range p.Runs {
		if strings.TrimSpace(clean(r.Text)) != "" {
			return false
		}
	}
	return true
}

// text returns the paragraph's words with white space collapsed.
func (p *Para) text() string {
	var s strings.Builder
	for _, r := range p.Runs {
		s.WriteString(r.Text)
	}
	return strings.Join(strings.Fields(clean(s.String())), " ")
}

// share returns the share of letters in p whose style has all of s.
func (p *Para) share(s Style) float64 {
	with, all := 0, 0
	for _, r := range p.Runs {
		n := len(strings.Join(strings.Fields(r.Text), ""))
		all += n
		if r.Style&s == s {
			with += n
		}
	}
	if all == 0 {
		return 0
	}
	return float64(with) / float64(all)
}

// letters returns the size in which most letters of p stand.
func (p *Para) letters() float64 {
	count, best := map[float64]int{}, 0.0
	for _, r := range p.Runs {
		if r.Style&Raised == 0 {
			count[r.Size] += len(r.Text)
		}
	}
	for s, n := range count {
		if n > count[best] || n == count[best] && s > best {
			best = s
		}
	}
	return best
}
