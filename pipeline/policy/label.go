package policy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is what stands at the head of a unit that numbers itself.
type label struct {
	scheme string   // "§", "stk", "nr", "dec", "int", "int.", "(n)", "let", "rom" or "word Article"
	id     string   // as printed, in its usual spacing: "§ 4, stk. 2", "Article 3(1)", "1.2"
	path   []string // its numbers from the outside in: 1, 2
	rest   string   // what follows the label
	print  string   // the label as printed, with its dots and brackets
	sure   bool     // nothing but a label looks like this
}

var (
	paraForm  = regexp.MustCompile(`^§{1,2}\s*(\d+)\s?([a-zæøå])?(?:\s*(?:,?\s*[Ss]tk\.|\.\s*Stk\.)\s*(\d+))?(?:\s*,?\s*nr\.\s*(\d+))?(?:\s*,?\s*litra\s+([a-z]))?(\s*[.:)–—-]+|\s|$)\s*`)
	stkForm   = regexp.MustCompile(`^[Ss]tk\.\s*(\d+)\s*[.:]?\s*`)
	wordForm  = regexp.MustCompile(`^(\p{Lu}\p{L}{2,}(?:[ -]\p{L}{3,})?)\s+((?:[A-ZÆØÅ]{1,3}[.-]?)?\d+(?:\.\d+)*[a-z]?(?:\(\w{1,3}\))*|[IVXLC]{1,6}|[A-ZÆØÅ])(\s*[.:)–—-]+|\s|$)\s*`)
	decForm   = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,2})+)(\.|\))?(\s*[:–—-])?\s+`)
	codeForm  = regexp.MustCompile(`^([A-ZÆØÅ]{1,3})[.-]?(\d{1,3}(?:\.\d{1,2})*)(\s*[.:)–—-]+|\s)\s*`)
	intForm   = regexp.MustCompile(`^(\d{1,3})(?:(\.)[—–]|([.)]|\s*[:–—-])?\s+)`)
	parenForm = regexp.MustCompile(`^\((\d{1,3})\)\s*`)
	letForm   = regexp.MustCompile(`^(\(?)([a-zæøåA-ZÆØÅ])([.)])\s+`)
	romForm   = regexp.MustCompile(`^([IVX]{1,5})(\.|\)|\s*[:–—-])\s+`)
)

// noClause lists words whose numbers name something other than a part of the text.
var noClause = set("tabel table figur figure fig boks box side page kortbilag kort map plan lokalplan version udgave edition sag case nr no lov act law forordning regulation direktiv directive dato date j. kl tlf telefon phone fax rev revision maj may marts march juli july juni june januar january februar february april august september oktober october november december mandag tirsdag onsdag torsdag fredag kreds distrikt ward zone delområde byggefelt område år year uge week klasse")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// read reads the label at the head of u.
func read(u *unit) (label, bool) {
	s := u.text
	for _, f := range []func(*unit, string) (label, bool){readPara, readStk, readWord, readDec, readCode, readParen, readInt, readRom, readLet} {
		if l, ok := f(u, s); ok {
			l.print = strings.TrimSpace(s[:len(s)-len(l.rest)])
			return l, true
		}
	}
	return label{}, false
}

func readPara(u *unit, s string) (label, bool) {
	m := paraForm.FindStringSubmatch(s)
	if m == nil {
		return label{}, false
	}
	l := label{scheme: "§", id: "§ " + m[1], path: []string{m[1] + m[2]}, rest: s[len(m[0]):], sure: true}
	if m[2] != "" {
		l.id += " " + m[2]
	}
	for i, name := range []string{"stk. ", "nr. ", "litra "} {
		if m[3+i] != "" {
			l.id += ", " + name + m[3+i]
			l.path = append(l.path, name+m[3+i])
		}
	}
	sep := strings.TrimSpace(m[6])
	// "§ 4 finder ikke anvendelse" is a sentence about § 4.
	if sep == "" && l.rest != "" && !startsUpper(l.rest) && u.lead < len(m[0])-1 {
		return label{}, false
	}
	if m[2] != "" && sep == "" && !u.head && u.lead < len(m[0])-1 { // "§ 4 i lov"
		return label{}, false
	}
	// An § that goes on in the label: "§ 4, stk. 2, affattes således", "§ 4, jf. § 5".
	if strings.HasPrefix(l.rest, ",") || strings.HasPrefix(l.rest, "og ") || strings.HasPrefix(l.rest, "i ") {
		return label{}, false
	}
	return l, true
}

func readStk(_ *unit, s string) (label, bool) {
	m := stkForm.FindStringSubmatch(s)
	if m == nil || s[len(m[0]):] != "" && !openers(s[len(m[0]):]) {
		return label{}, false
	}
	return label{scheme: "stk", id: "stk. " + m[1], path: []string{m[1]}, rest: s[len(m[0]):], sure: true}, true
}

// openers reports whether s can open a title or a sentence.
func openers(s string) bool {
	r := firstRune(strings.TrimLeft(s, "”“»\"'‘’(["))
	return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '§'
}

func readWord(u *unit, s string) (label, bool) {
	m := wordForm.FindStringSubmatch(s)
	if m == nil || noClause[strings.ToLower(m[1])] {
		return label{}, false
	}
	rest, sep := s[len(m[0]):], strings.TrimSpace(m[3])
	// "Part A" has a letter; "Denne I" and "Vi 3" have not: a bare letter or roman number wants a separator or an end.
	bare := !strings.ContainsAny(m[2], "0123456789")
	if bare && sep == "" && rest != "" && !(u.head && startsUpper(rest)) {
		return label{}, false
	}
	if sep == "" && rest != "" && (!u.heading() && u.lead < len(m[0])-1 || !openers(rest)) {
		return label{}, false
	}
	if strings.Contains(m[1], " ") && sep == "" && rest != "" && !u.head {
		return label{}, false
	}
	path := strings.FieldsFunc(m[2], func(r rune) bool { return strings.ContainsRune(".()", r) })
	return label{scheme: "word " + m[1], id: m[1] + " " + m[2], path: path, rest: rest}, true
}

func readDec(u *unit, s string) (label, bool) {
	m := decForm.FindStringSubmatch(s)
	if m == nil {
		return label{}, false
	}
	rest := s[len(m[0]):]
	if !openers(rest) || unit3(rest) {
		return label{}, false
	}
	return label{scheme: "dec", id: m[1], path: strings.Split(m[1], "."), rest: rest, sure: true}, true
}

// unit3 reports whether a number before s is an amount: "2.5 %", "3.4 Mio.".
func unit3(s string) bool {
	w, _, _ := strings.Cut(s, " ")
	switch strings.ToLower(strings.Trim(w, ".,")) {
	case "%", "km", "m²", "ha", "mio", "mia", "kr", "db", "million", "billion", "procent":
		return true
	}
	return false
}

func readCode(_ *unit, s string) (label, bool) {
	m := codeForm.FindStringSubmatch(s)
	if m == nil {
		return label{}, false
	}
	rest := s[len(m[0]):]
	if rest != "" && !openers(rest) {
		return label{}, false
	}
	return label{scheme: "code " + m[1], id: strings.TrimRight(strings.TrimSpace(m[0]), ".:)–—- "), path: strings.Split(m[2], "."), rest: rest}, true
}

func readParen(_ *unit, s string) (label, bool) {
	m := parenForm.FindStringSubmatch(s)
	if m == nil || !openers(s[len(m[0]):]) {
		return label{}, false
	}
	return label{scheme: "(n)", id: "(" + m[1] + ")", path: []string{m[1]}, rest: s[len(m[0]):]}, true
}

var months = regexp.MustCompile(`(?i)^(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)\p{L}*\b`)

func readInt(u *unit, s string) (label, bool) {
	m := intForm.FindStringSubmatch(s)
	if m == nil {
		return label{}, false
	}
	rest, sep := s[len(m[0]):], strings.TrimSpace(m[2]+m[3])
	if months.MatchString(rest) || unit3(rest) {
		return label{}, false
	}
	l := label{scheme: "int" + sep, id: m[1], path: []string{m[1]}, rest: rest}
	if sep == "." && u.head {
		l.scheme = "int" // a numbered heading, not a list
	}
	switch sep {
	case ")":
		return l, rest != ""
	case "":
		return l, u.heading() && startsUpper(rest)
	case ".":
		return l, openers(rest) || strings.HasPrefix(rest, "(1)")
	}
	return l, u.heading() && openers(rest)
}

func readRom(u *unit, s string) (label, bool) {
	m := romForm.FindStringSubmatch(s)
	if m == nil || !u.heading() || !openers(s[len(m[0]):]) {
		return label{}, false
	}
	return label{scheme: "rom", id: m[1], path: []string{m[1]}, rest: s[len(m[0]):]}, true
}

func readLet(u *unit, s string) (label, bool) {
	m := letForm.FindStringSubmatch(s)
	if m == nil {
		return label{}, false
	}
	upper := strings.ToUpper(m[2]) == m[2]
	if upper && !u.heading() {
		return label{}, false
	}
	kind := "let"
	if upper {
		kind = "LET"
	}
	return label{scheme: kind, id: m[2], path: []string{m[2]}, rest: s[len(m[0]):]}, true
}

// trimTitle takes from a title the separators that join it to its label.
func trimTitle(s string) string {
	s = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(s), "–—-:. "))
	if utf8.RuneCountInString(s) < 2 {
		return s
	}
	return strings.TrimRight(s, " :")
}
