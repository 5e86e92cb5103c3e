package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// HTML writes one self-contained page: it asks the network for nothing, works without its script, and its content
// security policy lets nothing run but that script, should a letter's words ever get past the escaping.
var HTML = Format{Name: "html", File: "index.html", Write: writeHTML}

//go:embed page.gohtml
var pageSource string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"css": func() template.CSS { return template.CSS(pageCSS) },
		"js":  func() template.JS { return template.JS(pageJS) },
		"csp": contentPolicy,
	}).Parse(pageSource)
})

func writeHTML(w io.Writer, in Input) error {
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	v, err := newView(&in)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	if err := t.Execute(out, page{v}); err != nil {
		return err
	}
	return out.Flush()
}

// contentPolicy names the page's own style and script by their hashes.
func contentPolicy() string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash(pageCSS) + "; script-src " + hash(pageJS) + "; base-uri 'none'; form-action 'none'"
}

// page is what the template calls.
type page struct{ *view }

// Show makes control characters visible, so that a letter can't hide words or break the page.
func (page) Show(s string) string { return visible(s) }

// LangOf returns the language attribute for words in lang: "" when it is the page's.
func (p page) LangOf(id string) string {
	i, ok := p.entries[id]
	if !ok || p.S.Responses[i].Language == p.Lang {
		return ""
	}
	return p.S.Responses[i].Language
}

// DraftLang returns the language attribute for the draft's words: "" when it is the page's.
func (p page) DraftLang() string {
	if p.S.Policy.Language == p.Lang {
		return ""
	}
	return p.S.Policy.Language
}

// bar is a stacked bar.
type bar struct {
	Text string // what it says, in words
	Segs []segment
	Ends float64 // where the last segment ends, of 1000
}

type segment struct {
	Label    string
	X, Width float64
	N        int
}

// Bar draws c; most is the count that takes the full width, 0 for c's own total.
func (p page) Bar(c consult.StanceCounts, most int) bar {
	b := bar{Text: p.counts(c)}
	total := max(c.Total(), most)
	done := 0
	for _, l := range stances {
		n := c.Of(l)
		if n == 0 {
			continue
		}
		x := perMille(done, total)
		done += n
		b.Ends = perMille(done, total)
		b.Segs = append(b.Segs, segment{className(l), x, b.Ends - x, n})
	}
	return b
}

func perMille(n, of int) float64 { return math.Round(float64(n) * 1000 / float64(of)) }

// Most returns the number of responses of the clause that has most.
func (p page) Most() int {
	most := 0
	for _, c := range p.S.Clauses {
		most = max(most, c.Responses)
	}
	return most
}

// Stances lists the stances, none last.
func (page) Stances() []consult.Label { return stances }

// Class names a stance for the style sheet.
func (page) Class(l consult.Label) string { return className(l) }

// Sign is a mark that tells stances apart without colour.
func (page) Sign(l consult.Label) string { return signs[known(l)] }

var signs = map[consult.Label]string{consult.Support: "+", consult.Conditional: "±", consult.Oppose: "−",
	consult.Mixed: "⇄", consult.Neutral: "○", "": "·"}

func className(l consult.Label) string {
	if known(l) == "" {
		return "none"
	}
	return string(l)
}

// ClauseName is a clause's id and title.
func (page) ClauseName(c *consult.ClauseSummary) string { return clauseName(c) }

// heavy is the number of findings from which a page saves on elements, so that browsers stay quick: what made a
// finding stands in a title then, not in a fold of its own.
const heavy = 5000

// Heavy reports whether the page has that many.
func (p page) Heavy() bool {
	return p.S.Counts.Stances+p.S.Counts.Recommendations+p.S.Counts.Rewordings >= heavy
}

// TypeAndPage says what kind of respondent s is and on which page it says it.
func (p page) TypeAndPage(s sender) string {
	out := ""
	if s.ResponseEntry.Type != "" {
		out = p.Type(s.ResponseEntry.Type) + " · "
	}
	if s.Page > 0 {
		out += p.T("page", s.Page) + " · "
	}
	return out
}

// Low reports whether a finding is more likely wrong than right.
func (page) Low(confidence float64) bool { return confidence < unsure }

// Few reports whether a list is short enough to stand open.
func (page) Few(n int) bool { return n <= 8 }

// Spoken is a clause that a response speaks of.
type spoken struct {
	Clause string
	Number int
	Stance consult.Label
	Anchor string // where it speaks of it
}

// Spoken returns for every response the clauses that it speaks of, in the draft's order.
func (p page) Spoken() [][]spoken {
	out := make([][]spoken, len(p.S.Responses))
	for n := range p.S.Clauses {
		c := &p.S.Clauses[n]
		add := func(id string, l consult.Label, stance bool) {
			i, ok := p.entries[id]
			if k := len(out[i]); !ok || k > 0 && out[i][k-1].Number == n+1 {
				return
			}
			x := spoken{c.ID, n + 1, l, fmt.Sprintf("c%d", n+1)}
			if stance {
				x.Anchor = anchor(n+1, i+1)
			}
			out[i] = append(out[i], x)
		}
		for _, x := range c.Stances {
			add(x.Response, x.Stance, true)
		}
		for _, x := range c.Recommendations {
			add(x.Response, "", false)
		}
		for _, x := range c.Rewordings {
			add(x.Response, "", false)
		}
	}
	return out
}

// anchor names the place where a response's stance to a clause stands.
func anchor(clause, response int) string { return fmt.Sprintf("c%dr%d", clause, response) }

// With hands v to a template together with the page.
func (p page) With(v any) struct {
	P page
	V any
} {
	return struct {
		P page
		V any
	}{p, v}
}

// Silent returns the number of responses that say nothing where n say something.
func (p page) Silent(n int) int { return p.S.Counts.Responses - n }

// Join lists names.
func (page) Join(names []string) string { return strings.Join(names, ", ") }

// Add adds, for counting from one.
func (page) Add(a, b int) int { return a + b }

// counts says c in words.
func (w *words) counts(c consult.StanceCounts) string {
	var out []string
	for _, l := range stances {
		if n := c.Of(l); n > 0 {
			out = append(out, w.N("count.label."+className(l), n))
		}
	}
	return strings.Join(out, ", ")
}

func clauseName(c *consult.ClauseSummary) string {
	if c.Title == c.ID { // a draft split by its headings, or a title that the responses name
		return c.ID
	}
	return strings.TrimSpace(c.ID + " " + c.Title)
}

// visible shows control characters as their pictures, and those that turn the direction of writing as codes.
func visible(s string) string {
	hidden := func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}
	if strings.IndexFunc(s, hidden) < 0 {
		return strings.ToValidUTF8(s, "�")
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r < ' ':
			b.WriteRune(0x2400 + r)
		case r == 0x7f:
			b.WriteRune(0x2421)
		default:
			b.WriteString("⟨U+" + strings.ToUpper(strconv.FormatInt(int64(r), 16)) + "⟩")
		}
	}
	return b.String()
}
