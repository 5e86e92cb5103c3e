package markup

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

var noteForm = regexp.MustCompile(`^\[?(\d{1,3})\]?[ .:)\t]*\S`)

// markNotes tells footnotes that a file prints as paragraphs: they begin with a raised number, or stand in small type
// below the last body line and begin with a number.
func markNotes(ps []Para) {
	body := bodySize(ps)
	for i := range ps {
		p := &ps[i]
		if p.Kind == consult.Footnote {
			if m := noteForm.FindStringSubmatch(plainDigits(p.text())); p.Label == "" && m != nil {
				p.Label = m[1]
			}
			p.folded = p.Label != ""
			continue
		}
		if p.Kind != "" && p.Kind != consult.Paragraph && !(p.Kind == consult.ListItem && p.folded) {
			continue
		}
		raised := len(p.Runs) > 0 && p.firstRaised()
		small := p.letters() > 0 && body > 0 && p.letters() < 0.92*body
		m := noteForm.FindStringSubmatch(plainDigits(p.text()))
		if m != nil && (raised || small && i > len(ps)/2 && !monthForm.MatchString(p.text())) {
			p.Kind, p.Label, p.Level, p.folded = consult.Footnote, m[1], 0, true
		}
	}
}

func (p *Para) firstRaised() bool {
	for _, r := range p.Runs {
		if s := strings.TrimSpace(r.Text); s != "" {
			return r.Style&Raised != 0 || strings.ContainsRune(digits, []rune(s)[0])
		}
	}
	return false
}

// plainDigits writes superscript digits as ordinary ones.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		for i, d := range []rune(digits) {
			if r == d {
				return rune('0' + i)
			}
		}
		return r
	}, s)
}

// bodySize returns the letter size of most text.
func bodySize(ps []Para) float64 {
	count, best := map[float64]int{}, 0.0
	for i := range ps {
		for _, r := range ps[i].Runs {
			count[r.Size] += len(r.Text)
		}
	}
	for s, n := range count {
		if n > count[best] || n == count[best] && s < best {
			best = s
		}
	}
	return best
}

// look is the dress of a heading that the file doesn't call one.
type look struct {
	size  float64
	bold  bool
	under bool
	caps  bool
}

// markHeadings tells headings by their looks: a short paragraph without a full stop that is set bold, underlined or
// larger while the body isn't. Their levels follow those that the file names itself, larger before smaller.
func markHeadings(ps []Para) {
	body, named, looks := bodySize(ps), 0, map[look]bool{}
	at := map[int]look{}
	for i := range ps {
		p := &ps[i]
		if p.Kind == consult.Heading {
			named = max(named, p.Level)
		}
		if l, ok := headingLook(ps, i, body); ok {
			at[i], looks[l] = l, true
		}
	}
	var order []look
	for l := range looks {
		order = append(order, l)
	}
	sort.Slice(order, func(i, j int) bool { return order[i].before(order[j]) })
	rank := map[look]int{}
	for i, l := range order {
		rank[l] = i
	}
	for i, l := range at {
		ps[i].Kind, ps[i].Level = consult.Heading, min(named+rank[l]+1, 9)
		ps[i].Label, ps[i].folded = "", false
	}
}

func (a look) before(b look) bool {
	if a.size != b.size {
		return a.size > b.size
	}
	if a.bold != b.bold {
		return a.bold
	}
	if a.caps != b.caps {
		return a.caps
	}
	return a.under && !b.under
}

func headingLook(ps []Para, i int, body float64) (look, bool) {
	p := &ps[i]
	if p.Plain || p.Kind != "" && p.Kind != consult.Paragraph || i == len(ps)-1 {
		return look{}, false
	}
	s := p.text()
	last, _ := utf8.DecodeLastRuneInString(s)
	if len(s) > 160 || strings.Count(s, " ") > 20 || strings.ContainsRune(".,;”»\"", last) || !hasLetter(s) || p.share(Struck) > 0.5 {
		return look{}, false
	}
	l := look{size: p.letters(), bold: p.share(Bold) > 0.9, under: p.share(Underline) > 0.9, caps: shouts(s)}
	bigger := body > 0 && l.size > 1.08*body
	if !bigger && !l.bold && !l.under && !(l.caps && len(s) > 3 && strings.Count(s, " ") > 0) {
		return look{}, false
	}
	return l, true
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// shouts reports whether s is in capitals.
func shouts(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n > 5
}

var (
	pageForm = regexp.MustCompile(`(?i)(^|[\s|·–-])(side|page|s\.|p\.|pg\.)\s*\d{1,4}(\s*(/|af|of)\s*\d{1,4})?\.?$|^[-– ]*\d{1,4}([ /]+\d{1,4})?[-– ]*$`)
	ofForm   = regexp.MustCompile(`(?i)\d\s*(/|af|of)\s*\d+\.?$`)
	number   = regexp.MustCompile(`\d+`)
)

// gatherRunning takes page headers and footers out of the flow: lines that say a page number and come back with
// another one. They stand once, last, so that a sentence that runs over a page is whole.
func gatherRunning(ps []Para) []Para {
	count, size := map[string]int{}, bodySize(ps)
	key := func(p *Para) string {
		s := p.text()
		if p.Kind == consult.Cell || p.Kind == consult.Heading && p.Level < 3 || len(s) > 160 || !pageForm.MatchString(s) {
			return ""
		}
		return number.ReplaceAllString(s, "0")
	}
	for i := range ps {
		if k := key(&ps[i]); k != "" {
			count[k]++
			if l := ps[i].letters(); ofForm.MatchString(ps[i].text()) && l > 0 && l < 0.9*size {
				count[k]++ // small type and "side 2 af 3" say enough
			}
		}
	}
	var body, notes, running []Para
	seen := map[string]bool{}
	for _, p := range ps {
		k := key(&p)
		switch {
		case count[k] > 1 && k != "":
			if !seen[k] {
				p.Kind, p.Label, p.Level = consult.Footer, "", 0
				running = append(running, p)
			}
			seen[k] = true
		case p.Kind == consult.Header || p.Kind == consult.Footer:
			running = append(running, p)
		case p.Kind == consult.Footnote:
			notes = append(notes, p)
		default:
			body = append(body, p)
		}
	}
	return append(append(body, notes...), running...)
}
