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

// invitation tells a mail by which an authority asked for responses.
var invitation = regexp.MustCompile(`(?i)\b(høringsfrist|frist(en)? for (at afgive |afgivelse af |indsendelse af )?(bemærkninger|høringssvar|svar)|(svar|høringssvar|bemærkninger)\b.{0,60}\bsenest\b|bedes (venligst )?(sendt|fremsendt|afgivet|indsendt)|sendes hermed i høring|(udsender|sender) hermed|høringsparter|høringsliste|hørings(materiale|brev)|consultation (closes|period|deadline|documents)|deadline for (comments|responses)|invit(e|es|ed) (you|your|comments|views|responses)|(responses|comments) (should|must) be (sent|submitted|returned)|by no later than)\b`)

// DropThread takes the quoted thread off a mail: what stands below "Den … skrev", "-----Original Message-----" or the
// head of an older mail, and lines that begin with ">". Where the mail has hardly a word of its own above the thread, a
// forwarded message may be the letter itself: then the thread is dropped only from a reply, or when it is the invitation
// to respond. It reports whether it dropped anything.
func (b *Builder) DropThread(reply bool) bool {
	b.Close()
	ps := splitBreaks(b.paras)
	var kept []Para
	for i := range ps {
		s := ps[i].text()
		above := i+1 < len(ps) && wrote.MatchString(s) && cited.MatchString(ps[i+1].text())
		if !above && opensThread(ps, i) {
			break
		}
		if !above && !cited.MatchString(s) { // own words may stand below or between the cited ones
			kept = append(kept, ps[i])
		}
	}
	own := words(kept)
	if len(kept) == len(ps) || own == 0 || own < 12 && !reply && !invites(ps) {
		return false
	}
	b.paras = kept
	return true
}

// invites reports whether at least two different turns of an invitation stand in ps.
func invites(ps []Para) bool {
	found := map[string]bool{}
	for i := range ps {
		for _, m := range invitation.FindAllString(ps[i].text(), 8) {
			found[strings.ToLower(m)] = true
		}
	}
	return len(found) > 1
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

// Lines returns the words of each paragraph, cut at breaks that were meant as ends.
func (b *Builder) Lines() []string {
	b.Close()
	var out []string
	for _, p := range splitBreaks(b.paras) {
		out = append(out, p.text())
	}
	return out
}

// Move appends the paragraphs and problems of other, which is spent.
func (b *Builder) Move(other *Builder) {
	b.Close()
	other.Close()
	if !b.Full() {
		b.paras = append(b.paras, other.paras...)
		b.size += other.size
	}
	for _, p := range other.Problems {
		b.Problem(p.Code, p.Text)
	}
	if b.Lang == "" {
		b.Lang = other.Lang
	}
}
