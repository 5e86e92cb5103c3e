package letterhead

import (
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// gather collects every place that may hold the respondent's name. Weights are on one scale: 5 is a good sign.
func (l *letter) gather() {
	l.fromFields()
	l.fromSubject()
	l.fromHead()
	l.fromFoot()
	l.fromEdge()
	l.fromText()
}

// fromHead weighs the rows above the letter.
func (l *letter) fromHead() {
	if l.form {
		return
	}
	for i := range l.head {
		r := &l.head[i]
		if r.addressee || l.place(r.text) || contact(r.text) && !l.mixed(r.text) || l.lead(r.text) || len(fields(r.text)) > 12 {
			continue
		}
		if role, _ := l.t.label(r.text); role != "" {
			continue
		}
		l.fromHeadRow(i)
	}
}

// mixed reports whether a row with digits still names a body at its start.
func (l *letter) mixed(s string) bool {
	k, _ := orgType(l.t.pack, l.cutText(s))
	return k != ""
}

func (l *letter) cutText(s string) string {
	if i := strings.IndexAny(s, ",0123456789"); i > 0 {
		return s[:i]
	}
	return s
}

// lead reports whether a row is a title or a tagline rather than a name.
func (l *letter) lead(s string) bool {
	return l.titleLine(s) || starts(l.t.phrases["boast"], s) > 0
}

// titleLine reports whether a row begins or ends as subjects and titles do.
func (l *letter) titleLine(s string) bool {
	if words := fields(s); len(words) > 1 {
		for _, w := range l.t.phrases["draftword"] {
			if plain(words[len(words)-1]) == w {
				return true
			}
		}
	}
	for _, p := range l.t.phrases["respond"] {
		if len(p) > 7 && len(fields(s)) > 3 && strings.Contains(strings.ToLower(s), p) {
			return true
		}
	}
	return starts(l.t.phrases["respond"], s) > 0 || starts(l.t.phrases["subject"], s) > 0 && strings.Contains(s, ":")
}

func (l *letter) fromHeadRow(i int) {
	r := l.head[i]
	if p := l.t.person(r.text); !p.Empty() && !l.titledOrg(i) {
		weight := 2.5
		if known(r.text[p.Start:p.End]) {
			weight = 4
		}
		if r.group == 0 {
			weight += 1.5
		}
		l.propose(shift(p, r.Start), weight, "letterhead.person", true)
		if weight > 4 || r.group > 0 && !l.titled(r) {
			return
		}
	}
	span, joined := l.joinRows(i)
	why := "letterhead.row"
	weight := l.headWeight(i, span)
	if joined {
		weight += 0.5
		why = "letterhead.rows"
	}
	if weight > 0 {
		l.propose(l.clean(span), weight, why, false)
	}
}

// headWeight weighs a name in row i of the head by its words and its place.
func (l *letter) headWeight(i int, span consult.Span) float64 {
	r, weight := l.head[i], 1.5
	if r.group == 0 {
		weight += 2
	}
	if i == 0 {
		weight++
	}
	if l.titled(r) {
		weight++
	}
	if r.page > 0 && l.right(r) {
		weight++
	}
	switch k, _ := orgType(l.t.pack, l.d.Quote(span)); k {
	case "":
		// a brand says nothing of its kind; a title neither, so something else must support it
		words := fields(r.text)
		if hasDigit(r.text) || functions(l.t.pack, words)*3 > len(words) || len(words) > 5 {
			return 0
		}
		if i == 0 && len(words) < 4 && (l.titled(r) && l.explained(i) || l.addressed(i)) {
			return weight + 3
		}
		return min(weight, bodyFloor-0.8)
	case consult.Authority, consult.Council:
		if l.likeAddressee(r) {
			weight -= 2.5
			if i == 0 && !l.rightHead() {
				weight++
			}
		}
		weight += 2.5
	default:
		weight += 4 // hardly ever whom one writes to
	}
	if l.body > 0 && r.size > l.body+2.5 {
		weight += 2
	}
	if l.tagline(r.text) {
		weight -= 3
	}
	return weight
}

// likeAddressee reports whether a row is set as an address is: plain, where the lines of the text begin.
func (l *letter) likeAddressee(r row) bool { return !l.titled(r) && l.atMargin(r) }

// rightHead reports whether something but a date stands in the right half of the head: a sender's address.
func (l *letter) rightHead() bool {
	for _, r := range l.head {
		if r.page > 0 && l.right(r) && !hasDigit(r.text) {
			return true
		}
	}
	return false
}

// explained reports whether the row below a brand says what it is: a tagline, or a row with the word of its kind.
func (l *letter) explained(i int) bool {
	if i+1 >= len(l.head) || !l.near(l.head[i], l.head[i+1]) || l.head[i+1].addressee {
		return false
	}
	next := l.head[i+1].text
	k, _ := orgType(l.t.pack, next)
	return k != "" && !l.titled(l.head[i+1]) || l.tagline(next)
}

// addressed reports whether an address or a number stands right below row i, as below a sender's name and never below
// a title. A citizen's name stands so too: then it is the name that signs.
func (l *letter) addressed(i int) bool {
	if i+1 >= len(l.head) || !l.near(l.head[i], l.head[i+1]) || l.head[i+1].addressee {
		return false
	}
	next := l.head[i+1].text
	if !l.place(next) && !contact(next) || known(l.head[i].text) {
		return false
	}
	for _, r := range l.foot {
		if strings.Contains(r.text, l.head[i].text) {
			return false
		}
	}
	return l.titledFoot() || !l.singular()
}

// tagline reports whether a row is mostly small words, as taglines are and names aren't: "family bakers since 1920".
func (l *letter) tagline(s string) bool {
	small, big := 0, 0
	for _, w := range fields(s) {
		switch {
		case joiners[w] || hasDigit(w):
		case unicode.IsUpper(first(w)):
			big++
		default:
			small++
		}
	}
	return small > big
}

// titledOrg reports whether row i, which looks like a person, is a brand: the next row says what it is.
func (l *letter) titledOrg(i int) bool {
	if k, _ := orgType(l.t.pack, l.head[i].text); k != "" {
		return true
	}
	if i+1 < len(l.head) && l.head[i+1].group == l.head[i].group || i+1 < len(l.head) && i == 0 {
		next := fields(l.head[i+1].text)
		if len(next) > 0 && len(next) < 4 {
			k, _ := orgType(l.t.pack, next[0])
			return k != ""
		}
	}
	return l.body > 0 && l.head[i].size > l.body+2.5
}

// right reports whether a row stands in the right half of its page.
func (l *letter) right(r row) bool {
	for _, p := range l.d.Pages {
		if p.Number == r.page && p.Width > 0 {
			return r.box[0] > p.Width*0.45
		}
	}
	return false
}

// atMargin reports whether a row begins where the lines of the text begin.
func (l *letter) atMargin(r row) bool {
	if r.page == 0 {
		return true
	}
	for i := l.frame.Body; i < l.frame.Close; i++ {
		b := l.d.Blocks[i]
		if b.Kind == consult.Paragraph && len(b.Lines) > 1 {
			return r.box[0] < b.Lines[1].Box[0]+4
		}
	}
	return true
}

// joinRows returns the name that begins in row i of the head, which may go on in the rows below.
func (l *letter) joinRows(i int) (consult.Span, bool) {
	r := l.head[i]
	end := i
	for end+1 < len(l.head) && l.joins(i, end) {
		end++
	}
	if end == i {
		return r.Span, false
	}
	return consult.Span{Start: r.Start, End: l.clean(l.head[end].Span).End}, true
}

// joins reports whether the row behind end belongs to the name that begins in row i.
func (l *letter) joins(i, end int) bool {
	r, next := l.head[i], l.head[end+1]
	if next.addressee || l.place(next.text) || contact(next.text) && !l.mixed(next.text) || !l.near(l.head[end], next) {
		return false
	}
	if role, _ := l.t.label(next.text); role != "" || l.lead(next.text) {
		return false
	}
	words := fields(l.head[end].text)
	if len(words) == 0 {
		return false
	}
	kind, _ := orgType(l.t.pack, r.text)
	nextWords := fields(next.text)
	nextKind, _ := orgType(l.t.pack, l.cutText(next.text))
	if len(nextWords) == 0 {
		return false
	}
	firstKind, _ := orgType(l.t.pack, nextWords[0])
	switch {
	case r.block == next.block && joiners[words[len(words)-1]]:
		return true // "Norup og Omegns" … "Foreningen for" broken over two lines
	case r.block == next.block && end == i && kind == "" && nextKind != "" && len(nextWords) < 4:
		return true // "Norup Bay Coach" over "Company Ltd"
	case kind == "" && end == i && firstKind != "":
		return true // "Norup Bay" over "Advokatpartnerselskab"
	case len(words) == 1 && len(nextWords) == 1 && capitals(r.text) && capitals(next.text) && end == i:
		return true // a name set on two lines
	case len(words) == 1 && end == i && kind != "" && nextKind != "" && l.generic(r.text):
		return true // "Handicaprådet" over "Norup Kommune", "Skolebestyrelsen" over "Norup Skole"
	case kind == consult.School && end == i && len(nextWords) == 1 && nextKind != "" && l.generic(next.text):
		return true // "Norup Skole" over "Skolebestyrelsen"
	case kind != "" && nextKind != "" && l.self(nextWords[len(nextWords)-1]):
		return true // a department that speaks of itself: "the Service"
	case kind != "" && nextKind != "" && nextKind == kind && l.joint():
		return true
	}
	return false
}

// near is together, with room for a name set in larger type.
func (l *letter) near(a, b row) bool {
	if a.page == b.page && a.page > 0 && a.Span == l.head[0].Span && b.box[1]-a.box[3] < 2.5*(a.box[3]-a.box[1]) && b.box[1] > a.box[1] {
		return true // a name set apart at the very top
	}
	return a.group == b.group || a.page == b.page && b.page > 0 && b.box[1]-a.box[3] < 14 && b.box[1] > a.box[1]-2
}

// self reports whether the text speaks of "the Service", "the Committee" as of the writer itself.
func (l *letter) self(noun string) bool {
	return unicode.IsUpper(first(noun)) && strings.Count(l.d.Text, "the "+noun+" ")+strings.Count(l.d.Text, "the "+noun+"'s ") > 0
}

// joint reports whether several bodies sign together.
func (l *letter) joint() bool {
	low := strings.ToLower(l.d.Text)
	for _, w := range []string{"organisationernes vegne", "foreningernes vegne", "fælles høringssvar", "joint response", "joint submission", "joint letter", "open letter", "fælles svar"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

func shift(s consult.Span, by int) consult.Span {
	return consult.Span{Start: s.Start + by, End: s.End + by}
}
