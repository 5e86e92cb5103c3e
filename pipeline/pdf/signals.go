package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// The signals of a page whose text should not be believed, or is missing. They know no language; shares are those that
// told 91 % of bad pages from 1,718 good ones with five false alarms.
const (
	SignalScanned   = "scanned"   // an image and hardly any text
	SignalDrawn     = "drawn"     // hardly any text, but as many outlines as letters have
	SignalUndecoded = "undecoded" // letters that the fonts give no text for
	SignalHidden    = "hidden"    // the text is an invisible layer, as OCR programs leave it
	SignalGarbled   = "garbled"   // words that are none: signs, single letters, endless ones
	SignalDamaged   = "damaged"   // the page's content breaks off
)

// pageSignals tells what is odd about a page before it is laid out.
func pageSignals(p *content.Page) []string {
	var out []string
	letters, hidden := 0, 0
	for i := range p.Glyphs {
		if p.Glyphs[i].Text != " " {
			letters++
		}
		if p.Glyphs[i].Style&content.Hidden != 0 {
			hidden++
		}
	}
	if letters < 40 && p.ImageArea > .3*p.Width*p.Height {
		out = append(out, SignalScanned)
	}
	if letters < 40 && p.Curves > 1000 {
		out = append(out, SignalDrawn)
	}
	if p.Undecoded > 20 && p.Undecoded*20 > letters || p.Undecoded > 5 && p.Undecoded > letters {
		out = append(out, SignalUndecoded)
	}
	if p.Damaged {
		out = append(out, SignalDamaged)
	}
	if hidden > 20 && 2*hidden > len(p.Glyphs) {
		out = append(out, SignalHidden)
	}
	return out
}

// letters counts a page's letters and digits.
func letters(p *content.Page) (n int) {
	for i := range p.Glyphs {
		for _, c := range p.Glyphs[i].Text {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				n++
			}
		}
	}
	return n
}

// tally counts what a page's words are made of.
type tally struct{ words, single, long, signs, odd, runes int }

func (t *tally) add(s string) {
	for _, w := range strings.Fields(s) {
		if strings.Contains(w, "...") || strings.Contains(w, "___") { // a table of contents, a line to write on
			continue
		}
		n, letters := 0, 0
		for _, c := range w {
			n++
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				letters++
			} else if c == unicode.ReplacementChar || unicode.Is(unicode.Co, c) || !strings.ContainsRune(`.,;:!?()[]"'”’»«“‘-–—/&%§•…`, c) {
				t.signs++
			}
		}
		if oddInside(w) {
			t.odd++
		}
		t.words++
		t.runes += n
		if letters == 1 && n == 1 && !unicode.IsDigit([]rune(w)[0]) {
			t.single++
		}
		if n > 30 && !strings.ContainsAny(w, "/@") {
			t.long++
		}
	}
}

// oddInside reports whether a sign stands between letters that belongs into no word: a letter that was decoded as one.
func oddInside(w string) bool {
	before := false
	for i, c := range w {
		letter := unicode.IsLetter(c) && c != 'º' && c != 'ª'
		if before && !letter && (c == 'º' || c == 'ª' || unicode.IsSymbol(c) && c < 0x2000) {
			next, _ := utf8.DecodeRuneInString(w[i+utf8.RuneLen(c):])
			if unicode.IsLetter(next) {
				return true
			}
		}
		before = letter
	}
	return false
}

func (t tally) garbled() bool {
	return t.words >= 20 && (t.odd >= 5 && 30*t.odd > t.words || 5*t.single > t.words || 33*t.long > t.words || 7*t.signs > t.runes)
}

// garbled marks the pages whose text looks wrong.
func (r *reader) garbled() {
	pages := make([]tally, len(r.doc.Pages)+1)
	for _, b := range r.doc.Blocks {
		for _, l := range b.Lines {
			pages[l.Page].add(r.doc.Quote(l.Span))
		}
	}
	for i := range r.doc.Pages {
		if pages[i+1].garbled() {
			r.states[i].signals = append(r.states[i].signals, SignalGarbled)
			r.doc.Pages[i].Signals = union(r.doc.Pages[i].Signals, []string{SignalGarbled})
		}
	}
}

// signalProblems says in words what the signals of a page mean for its reader; told is that another reader has said
// already why pages have no text.
func signalProblems(page int, signals []string, told bool) (out []consult.Problem) {
	text := map[string]string{
		SignalScanned:   "page %d is a picture without text that can be read",
		SignalDrawn:     "page %d is a drawing without text that can be read",
		SignalUndecoded: "page %d: some letters can't be decoded, the fonts don't say which they show",
		SignalGarbled:   "page %d: the text looks wrong; compare quotes with the page",
		SignalHidden:    "page %d is a picture with text that a scanner's program read; compare quotes with the page",
	}
	if told {
		delete(text, SignalScanned)
		delete(text, SignalDrawn)
		delete(text, SignalUndecoded)
	}
	for _, s := range signals {
		if t := text[s]; t != "" {
			out = append(out, consult.Problem{Code: "pdf." + s, Page: page, Text: strings.Replace(t, "%d", itoa(page), 1)})
		}
	}
	return out
}
