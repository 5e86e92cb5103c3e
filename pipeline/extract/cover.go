package extract

import (
	"regexp"
	"strings"
)

// A mail with attachments is often no more than their cover: "Hermed fremsendes vores høringssvar. I er velkomne til at
// kontakte os." It is a response itself only when it says something beside that: words that are left when greeting,
// closing, what the mail says about itself and its files, and the small print below are taken away. That is told
// sentence by sentence, since people put the cover and their opinion into one paragraph.

// saying is how many words must be left.
const saying = 12

// A sentence of that many words says more than that there is an attachment.
const longSentence = 30

var (
	closing = regexp.MustCompile(`(?i)^(med )?(venlig|de bedste|bedste|kærlig|mange|hjertelig)e? hilsen|^(m\.?v\.?h\b|hilsen|hilsner|kind regards|best regards|warm regards|best wishes|regards|yours (sincerely|faithfully|truly)|sincerely|many thanks|med respekt|på vegne af|on behalf of|--\s*$)`)

	greeting = regexp.MustCompile(`(?i)^(kære|hej|til|dear|hello|hi|good (morning|afternoon)|to whom|att)\b.{0,80}$`)

	// small print, from which on nothing counts
	smallPrint = regexp.MustCompile(`(?i)^(sendt|sent) (fra|from) (min|my)\b|^(hent|get) outlook|\b(fortrolig|confidential|utilsigtet modtager|intended recipient|intended solely|ved en fejl(tagelse)? har modtaget|har modtaget denne (e-?mail|mail|meddelelse) ved en fejl|received this (e-?mail|message) in error|antivirus|virus.?(scanned|free)|scannet for virus|tænk på miljøet|think of the environment|before printing|før du printer|personoplysninger.{0,60}(læs|privatliv)|privatlivspolitik|privacy (policy|notice)|registered (office|in england))\b`)

	// sentences about the mail, its files and its formalities
	formality = regexp.MustCompile(`(?i)\b(vedhæft|vedlag|vedlæg|fremsend|indsend|hermed|herved|bilag|attach|enclos|please find|herewith|here is (our|my|the)|submit)|\b(kontakt|ring|skriv)\w* (os|mig|undertegnede|gerne|endelig|til)\b|\b(contact|call|write to|get in touch)\b.{0,30}\b(us|me|undersigned)\b|\b(spørgsmål|questions|queries)\b|\btak for (muligheden|lejligheden|invitationen|henvendelsen|jeres mail|din mail|fristforlængelsen)|\bthank(s| you) for (the opportunity|inviting|consulting|your (e-?mail|letter|consultation))|\b(bekræft|kvitter)\w*\b.{0,40}\b(modtag|for)|\b(confirm|acknowledge)\w*\b.{0,30}\brecei(pt|ved?)|\bhar modtaget\b.{0,60}\bi høring\b|\b(høringssvar(et)?|bemærkninger|response|comments|submission)\b.{0,40}\b(fra|from|on behalf of|på vegne af)\b|\b(ser frem til|look(ing)? forward to)\b|\b(god (dag|weekend|sommer|påske)|have a (good|nice))\b|\bvenligst bekræft`)

	sentenceEnd = regexp.MustCompile(`[.!?…]["”»)]?\s+`)
)

// speaks reports whether the mail's own words say something beside covering its attachments.
func (l *letter) speaks() bool {
	n := 0
	for _, line := range l.body().Lines() {
		if closing.MatchString(line) || smallPrint.MatchString(line) {
			break
		}
		if greeting.MatchString(line) {
			continue
		}
		for _, s := range sentenceEnd.Split(line, -1) {
			if w := len(strings.Fields(s)); w >= longSentence || !formality.MatchString(s) {
				n += w
			}
		}
	}
	return n >= saying
}
