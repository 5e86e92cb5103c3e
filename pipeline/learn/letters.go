package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Consultation is a draft and labelled letters about it.
type Consultation struct {
	Name    string
	Gold    bool // a gold set, not a file of training letters
	Lang    string
	Draft   *analyzers.Draft
	Letters []*Labelled
}

// Labelled is a letter with what a careful reader found in it.
type Labelled struct {
	Doc     *consult.Document
	Labels  []Label // one a sentence of Doc
	Stances map[string]consult.Label
	Overall consult.Label
}

// Label is what a sentence was labelled with.
type Label struct {
	Asks    []string // clauses of its asks; "" for an ask under no clause
	Stances map[string]consult.Label
	About   []string // all clauses that it speaks of
	Voice   string   // "" where the set has no such labels
	Change  string   // replace, insert or delete where it gives the words of a change; else ""
}

// Stance returns the label that most of the sentence's stances have; "" when it has none.
func (l Label) Stance() consult.Label {
	count, best := map[consult.Label]int{}, consult.Label("")
	for _, x := range l.Stances {
		count[x]++
	}
	for _, x := range consult.Labels {
		if count[x] > count[best] {
			best = x
		}
	}
	return best
}

var line = regexp.MustCompile(`^(\*\s+)?\[([^\]]*)\]\s+(\S.*)$`)

// readLetters reads a file of labelled training letters (format in its folder's README).
func readLetters(path string) (*Consultation, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &Consultation{Name: strings.TrimSuffix(filepath.Base(path), ".txt")}
	policy := &consult.Policy{}
	var b *builder
	done := func() {
		if b != nil {
			c.Letters = append(c.Letters, b.letter(c.Lang))
		}
	}
	for no, l := range strings.Split(string(raw), "\n") {
		l = strings.TrimSpace(l)
		m := line.FindStringSubmatch(l)
		switch {
		case l == "":
			if b != nil {
				b.end()
			}
		case strings.HasPrefix(l, "lang:"):
			c.Lang = strings.TrimSpace(l[5:])
		case strings.HasPrefix(l, "@ "):
			f := split(l[2:])
			if len(f) != 3 {
				return nil, fmt.Errorf("%s:%d: a clause is \"@ id | title | text\"", path, no+1)
			}
			policy.Clauses = append(policy.Clauses, consult.Clause{ID: f[0], Title: f[1], Text: f[2]})
		case strings.HasPrefix(l, "# "):
			f := split(l[2:])
			if len(f) != 4 {
				return nil, fmt.Errorf("%s:%d: a letter is \"# id | name | type | overall\"", path, no+1)
			}
			done()
			b = newBuilder(c.Name+"-"+f[0], consult.Label(f[3]))
		case strings.HasPrefix(l, "= "):
			b.end()
			b.add(consult.Heading, strings.TrimSpace(l[2:]), Label{})
			b.end()
		case m != nil:
			b.line(m)
		default:
			return nil, fmt.Errorf("%s:%d: neither label nor heading: %s", path, no+1, l)
		}
	}
	done()
	policy.Lang = c.Lang
	c.Draft = analyzers.NewDraft(policy)
	return c, nil
}

func split(s string) []string {
	f := strings.Split(s, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	return f
}

// builder puts a letter's document together.
type builder struct {
	out  *Labelled
	text strings.Builder
	kind consult.Kind // of the open block; "" when none is open
}

func newBuilder(id string, overall consult.Label) *builder {
	return &builder{out: &Labelled{Doc: &consult.Document{ID: id}, Stances: map[string]consult.Label{}, Overall: overall}}
}

func (b *builder) line(m []string) {
	l := parseLabel(m[2])
	for c, s := range l.Stances {
		b.out.Stances[c] = s
	}
	if m[1] != "" {
		b.end()
		b.add(consult.ListItem, m[3], l)
		b.end()
		return
	}
	if b.kind != consult.Paragraph {
		b.end()
	}
	b.add(consult.Paragraph, m[3], l)
}

func parseLabel(s string) Label {
	l := Label{Stances: map[string]consult.Label{}, Voice: "own"}
	about := func(c string) {
		for _, x := range l.About {
			if x == c {
				return
			}
		}
		l.About = append(l.About, c)
	}
	for _, part := range strings.Split(s, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(part), " ")
		v = strings.TrimSpace(v)
		switch k {
		case "R":
			if v == "-" || v == "" {
				l.Asks = append(l.Asks, "")
			} else {
				l.Asks = append(l.Asks, v)
				about(v)
			}
		case "S":
			if i := strings.LastIndexByte(v, '='); i > 0 {
				l.Stances[v[:i]] = consult.Label(v[i+1:])
				about(v[:i])
			}
		case "A":
			about(v)
		case "V":
			l.Voice = v
		case "W":
			l.Change = v
		}
	}
	return l
}

func (b *builder) add(kind consult.Kind, words string, l Label) {
	d := b.out.Doc
	if b.kind == "" {
		if b.text.Len() > 0 {
			b.text.WriteString("\n\n")
		}
		blk := consult.Block{Kind: kind, Span: consult.Span{Start: b.text.Len()}}
		if kind == consult.ListItem {
			b.text.WriteString("• ")
			blk.Label, blk.Body = "•", b.text.Len()
		}
		d.Blocks = append(d.Blocks, blk)
		b.kind = kind
	} else {
		b.text.WriteString(" ")
	}
	at := b.text.Len()
	b.text.WriteString(words)
	d.Sentences = append(d.Sentences, consult.Sentence{Span: consult.Span{Start: at, End: b.text.Len()}, Block: len(d.Blocks) - 1})
	d.Blocks[len(d.Blocks)-1].End = b.text.Len()
	b.out.Labels = append(b.out.Labels, l)
}

func (b *builder) end() { b.kind = "" }

func (b *builder) letter(lang string) *Labelled {
	b.out.Doc.Text, b.out.Doc.Lang = b.text.String(), lang
	b.out.Doc.Pages = []consult.Page{{Number: 1}}
	return b.out
}
