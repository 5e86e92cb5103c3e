package pdf

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/pdf/content"
)

// The signals of a page whose text should not be believed, or is missing. They know no language; shares are those that
// told 91 % of bad pages from 1,718 good ones with five false alarms.
const (
	SignalScanned   = "scanned"   // an image and hardly any text
	SignalUndecoded = "undecoded" // letters that the fonts give no text for
	SignalHidden    = "hidden"    // the text is an invisible layer, as OCR programs leave it
	SignalGarbled   = "garbled"   // words that are none: signs, single letters, endless ones
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
	if p.Undecoded > 20 && p.Undecoded*20 > letters {
		out = append(out, SignalUndecoded)
	}
	if hidden > 20 && 2*hidden > len(p.Glyphs) {
		out = append(out, SignalHidden)
	}
	return out
}

// tally counts what a page's words are made of.
type tally struct{ words, single, long, signs, runes int }

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

func (t tally) garbled() bool {
	return t.words >= 20 && (5*t.single > t.words || 33*t.long > t.words || 7*t.signs > t.runes)
}

// garbled marks the pages whose text looks wrong.
func garbled(doc *consult.Document) {
	pages := make([]tally, len(doc.Pages)+1)
	for _, b := range doc.Blocks {
		for _, l := range b.Lines {
			pages[l.Page].add(doc.Quote(l.Span))
		}
	}
	for i := range doc.Pages {
		if pages[i+1].garbled() {
			doc.Pages[i].Signals = append(doc.Pages[i].Signals, SignalGarbled)
		}
	}
}

// signalProblems says in words what the signals of a page mean for its reader.
func signalProblems(p consult.Page) (out []consult.Problem) {
	text := map[string]string{
		SignalScanned:   "page %d has no text layer: scanned; OCR needed",
		SignalUndecoded: "page %d: some letters can't be decoded, the fonts don't say which they show; OCR would read them",
		SignalGarbled:   "page %d: the text looks wrong; compare quotes with the page",
	}
	for _, s := range p.Signals {
		if t := text[s]; t != "" {
			out = append(out, consult.Problem{Code: "pdf." + s, Page: p.Number, Text: strings.Replace(t, "%d", itoa(p.Number), 1)})
		}
	}
	return out
}
