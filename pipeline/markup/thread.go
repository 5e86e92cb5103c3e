package markup

import (
	"regexp"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var (
	rulers   = regexp.MustCompile(`(?i)^[-_* ]{2,}\s*(oprindelig (meddelelse|besked)|original message|videresendt (meddelelse|besked)|forwarded message|begin forwarded message)|^(oprindelig meddelelse|start på videresendt besked|begin forwarded message):?$`)
	wrote    = regexp.MustCompile(`(?i)^>?\s*(den|on|le|am)\s.{6,90}\s(skrev|wrote|a écrit|schrieb)\b.{0,80}:?$|^.{3,80}<\S+@\S+>\s*(skrev|wrote):$`)
	envelope = regexp.MustCompile(`(?i)^(fra|from|afsender):\s*\S`)
	sent     = regexp.MustCompile(`(?i)\b(sendt|sent|dato|date|til|to):\s*\S`)
	cited    = regexp.MustCompile(`^>+\s?`)
)

// DropThread takes the quoted thread off a mail: what stands below "Den … skrev", "-----Original Message-----" or the
// head of an older mail, and lines that begin with ">". It leaves a mail alone that has no words of its own above the
// thread, since then the forwarded message is the letter. It reports whether it dropped anything.
func (b *Builder) DropThread() bool {
	b.Close()
	ps := splitBreaks(b.paras)
	cut, own := len(ps), 0
	for i := range ps {
		if opensThread(ps, i) {
			cut = i
			break
		}
		own += len(strings.Fields(ps[i].text()))
	}
	var kept []Para
	for i := range ps[:cut] {
		if s := ps[i].text(); !cited.MatchString(s) {
			kept = append(kept, ps[i])
		}
	}
	if len(kept) == len(ps) || own < 12 || words(kept) < 12 {
		return false
	}
	b.paras = kept
	return true
}

func words(ps []Para) int {
	n := 0
	for i := range ps {
		n += len(strings.Fields(ps[i].text()))
	}
	return n
}

// opensThread reports whether the older mail begins at paragraph i.
func opensThread(ps []Para, i int) bool {
	s := ps[i].text()
	if len(s) > 400 || ps[i].Kind == consult.Cell {
		return false
	}
	if rulers.MatchString(s) || wrote.MatchString(s) {
		return true
	}
	if i == 0 || !envelope.MatchString(s) {
		return false
	}
	if sent.MatchString(s) {
		return true
	}
	for j := i + 1; j < min(i+4, len(ps)); j++ {
		if t := ps[j].text(); len(t) < 200 && sent.MatchString(t) {
			return true
		}
	}
	return false
}

// WordsUntil counts the words that stand before the first line that matches end.
func (b *Builder) WordsUntil(end *regexp.Regexp) int {
	n := 0
	for _, p := range splitBreaks(b.paras) {
		s := p.text()
		if end.MatchString(s) {
			break
		}
		n += len(strings.Fields(s))
	}
	return n
}

// Move appends the paragraphs and problems of other, which is spent.
func (b *Builder) Move(other *Builder) {
	b.Close()
	other.Close()
	b.paras = append(b.paras, other.paras...)
	b.size += other.size
	for _, p := range other.Problems {
		b.Problem(p.Code, p.Text)
	}
	if b.Lang == "" {
		b.Lang = other.Lang
	}
}
