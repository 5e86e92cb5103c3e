package letterhead

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// signatories lists the persons who sign, in the letter's order.
func (l *letter) signatories(name *cand) []consult.Finding {
	var out []consult.Finding
	seen := map[string]bool{}
	add := func(s consult.Span, sure float64, why string) {
		q := l.d.Quote(s)
		if !seen[q] {
			seen[q] = true
			out = append(out, finding(s, sure, why))
		}
	}
	for _, r := range l.foot {
		cut := starts(l.t.close, r.text)
		if contact(r.text) || endsLong(r.text) || starts(l.t.phrases["onbehalf"], r.text) > 0 {
			continue
		}
		if k, _ := orgType(l.t.pack, firstPart(r.text)); k != "" && !strings.Contains(r.text, "v/") {
			continue
		}
		for _, p := range l.t.persons(r.text[cut:], false) {
			if name != nil && !name.person && related(stems(l.t.pack, r.text[cut+p.Start:cut+p.End]), name.stems) {
				continue
			}
			add(shift(p, r.Start+cut), 0.9, "signature.after-greeting")
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, c := range l.cands {
		if c.person && (c.why == "field.name" || c.why == "field.from" || name != nil && c.Span == name.Span) {
			add(c.Span, 0.8, c.why)
			break
		}
	}
	return out
}

func firstPart(s string) string {
	a, _, _ := strings.Cut(s, ",")
	return a
}

// addressee finds whom the letter is written to: the labelled address, else the greeting's words.
func (l *letter) addressee() consult.Finding {
	for _, r := range l.head {
		if !r.addressee {
			continue
		}
		at := 0
		if role, v := l.t.label(r.text); role == "to" {
			at = v
		} else if n := starts(l.t.phrases["to"], r.text); n > 0 {
			at = n
		}
		at = l.skipArticle(r.text, at+len(r.text[min(at, len(r.text)):])-len(strings.TrimLeft(r.text[min(at, len(r.text)):], " :")))
		end := len(r.text)
		if from, _ := find(l.t.phrases["subject"], r.text[at:]); from > 0 && r.text[at+from-1] == ' ' {
			end = at + from // "Att. Skoleudvalget vedr. høringssvar til …"
		}
		if s := trim(l.d.Text, r.sub(at, end)); !s.Empty() {
			return finding(s, 0.9, "address.label")
		}
	}
	for i := 0; i < min(len(l.d.Blocks), l.frame.Body+1); i++ {
		s := l.d.Quote(l.d.Blocks[i].Span)
		if n := starts(l.t.open, s); n > 0 && len(s) < 120 {
			rest := s[n:]
			if i := strings.IndexAny(rest[min(1, len(rest)):], ",.!:"); i >= 0 {
				rest = rest[:i+1]
			}
			rest = strings.TrimRight(rest, " ,!:.")
			if strings.TrimSpace(rest) == "" {
				break
			}
			at := l.d.Blocks[i].Start + n + len(rest) - len(strings.TrimLeft(rest, " "))
			return finding(consult.Span{Start: at, End: l.d.Blocks[i].Start + n + len(rest)}, 0.8, "greeting")
		}
	}
	for _, r := range l.head {
		k, _ := orgType(l.t.pack, r.text)
		if r.kind == consult.Heading || l.titleLine(r.text) {
			continue
		}
		if (k == consult.Authority || k == consult.Council) && !l.proposed(r.Span) && !l.ownName(r.text) {
			return finding(r.Span, 0.6, "address.body")
		}
	}
	return consult.Finding{}
}

// proposed reports whether the respondent's name was found in s.
func (l *letter) proposed(s consult.Span) bool {
	best, _ := l.choose()
	return best != nil && best.Overlaps(s)
}

// subject finds the subject line: a label's value, else the first heading that speaks of the consultation, else the
// last heading above the text.
func (l *letter) subject() consult.Finding {
	out := consult.Finding{}
	l.labelled(func(role string, value consult.Span) {
		if role == "subject" && out.Empty() && !value.Empty() {
			out = finding(value, 0.95, "field.subject")
		}
	})
	if !out.Empty() || l.form {
		return out
	}
	last := consult.Span{}
	end := l.frame.Body
	if end < len(l.d.Blocks) && l.t.greets(l.d, end) {
		end += 2 // a subject line may follow the greeting
	}
	for i := 0; i < min(len(l.d.Blocks), end); i++ {
		b := l.d.Blocks[i]
		text := l.d.Quote(b.Span)
		if l.titleLine(text) && len(text) < 250 && (i < l.frame.Body || b.Kind == consult.Heading) && !l.t.prose(l.d, i) {
			return finding(b.Span, 0.9, "title.words")
		}
		if b.Kind == consult.Heading && !l.proposed(b.Span) && !l.holdsName(text) {
			if role, _ := l.t.label(text); role == "" {
				last = b.Span
			}
		}
	}
	return finding(last, 0.7, "title.heading")
}

// ownName reports whether text is the respondent's name: nobody writes to themselves.
func (l *letter) ownName(text string) bool {
	best, _ := l.choose()
	return best != nil && strings.EqualFold(strings.Trim(text, " .,:"), strings.Trim(l.d.Quote(best.Span), " .,:"))
}

// holdsName reports whether text is the respondent's name in another form.
func (l *letter) holdsName(text string) bool {
	best, _ := l.choose()
	return best != nil && related(best.stems, stems(l.t.pack, text)) && len(fields(text)) < 6
}

// date finds the letter's date: a label's value, else a row of the head, the foot or an edge that is one.
func (l *letter) date() (consult.Finding, string) {
	var out consult.Finding
	iso := ""
	l.labelled(func(role string, value consult.Span) {
		if role == "date" && out.Empty() {
			if s, d := l.dateIn(value); d != "" {
				out, iso = finding(s, 0.95, "field.date"), d
			}
		}
	})
	if !out.Empty() {
		return out, iso
	}
	for _, part := range []struct {
		rows []row
		sure float64
		why  string
	}{{l.head, 0.9, "letterhead.date"}, {l.foot, 0.8, "signature.date"}, {l.edge, 0.6, "edge.date"}} {
		for _, r := range part.rows {
			if s, d := l.dateIn(r.Span); d != "" && len(fields(r.text)) < 12 {
				return finding(s, part.sure, part.why), d
			}
		}
	}
	return consult.Finding{}, ""
}

// dateIn finds a date in s: "3. maj 2026", "May 3, 2026", "03-05-2026", "3.5.26", "30/3-2026", "2026-05-03".
func (l *letter) dateIn(s consult.Span) (consult.Span, string) {
	text := l.d.Quote(s)
	list := tokens(text)
	for i := range list {
		if end, y, m, d := l.dateAt(list[i:]); end > 0 && valid(y, m, d) {
			return consult.Span{Start: s.Start + list[i].from, End: s.Start + list[i+end-1].to}, fmt.Sprintf("%04d-%02d-%02d", y, m, d)
		}
	}
	return consult.Span{}, ""
}

// tokens are runs of digits and runs of letters.
func tokens(text string) []piece {
	var out []piece
	sort := func(r rune) int {
		switch {
		case unicode.IsDigit(r):
			return 1
		case unicode.IsLetter(r):
			return 2
		}
		return 0
	}
	start, kind := -1, 0
	for i, r := range text {
		if k := sort(r); k != kind {
			if kind != 0 {
				out = append(out, piece{text[start:i], start, i})
			}
			start, kind = i, k
		}
	}
	if kind != 0 {
		out = append(out, piece{text[start:], start, len(text)})
	}
	return out
}

// dateAt reads a date at the beginning of list; end is the number of pieces it has.
func (l *letter) dateAt(list []piece) (end, y, m, d int) {
	num := func(i int) int {
		if i >= len(list) {
			return -1
		}
		n, err := strconv.Atoi(list[i].text)
		if err != nil {
			return -1
		}
		return n
	}
	month := func(i int) int {
		if i < len(list) {
			for _, r := range l.t.pack.Rows("months") {
				if strings.EqualFold(r.Fields[0], list[i].text) {
					n, err := strconv.Atoi(r.Fields[1])
					if err == nil {
						return n
					}
				}
			}
		}
		return 0
	}
	ordinal := 0 // "20th May"
	if len(list) > 1 && num(0) > 0 && len(list[1].text) == 2 && list[1].from == list[0].to && strings.Contains("st nd rd th", strings.ToLower(list[1].text)) {
		ordinal = 1
	}
	switch {
	case num(0) > 1900 && len(list) >= 3 && num(1) > 0 && num(2) > 0 && tight(list[:3]):
		return 3, num(0), num(1), num(2)
	case num(0) > 0 && month(1+ordinal) > 0 && num(2+ordinal) > 1900:
		return 3 + ordinal, num(2 + ordinal), month(1 + ordinal), num(0)
	case month(0) > 0 && num(1) > 0 && num(2) > 1900:
		return 3, num(2), month(0), num(1)
	case num(0) > 0 && num(1) > 0 && num(2) >= 0 && tight(list[:3]) && (len(list[2].text) == 4 || len(list[2].text) == 2):
		y := num(2)
		if y < 100 {
			y += 2000
		}
		return 3, y, num(1), num(0)
	}
	return 0, 0, 0, 0
}

// tight reports whether the pieces stand close, as the numbers of a date do.
func tight(list []piece) bool {
	for i := 1; i < len(list); i++ {
		if list[i].from-list[i-1].to != 1 {
			return false
		}
	}
	return true
}

func valid(y, m, d int) bool { return y >= 1950 && y < 2100 && m >= 1 && m <= 12 && d >= 1 && d <= 31 }
