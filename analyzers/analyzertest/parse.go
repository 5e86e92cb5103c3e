package analyzertest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Want is an expectation: a finding of a kind, with a label, at a place.
type Want struct {
	Kind  string
	Label []string
	consult.Span
}

// Parse builds a document from a marked-up text and returns what the text expects.
func Parse(code, text string) (*consult.Document, []Want, error) {
	p := parser{doc: &consult.Document{ID: "test", Lang: code}}
	for _, part := range regexp.MustCompile(`\n[ \t]*\n`).Split(text, -1) {
		for _, b := range p.blocks(part) {
			if err := p.add(b); err != nil {
				return nil, nil, err
			}
		}
	}
	if err := p.doc.Validate(); err != nil {
		return nil, nil, err
	}
	return p.doc, p.wants, nil
}

type parser struct {
	doc    *consult.Document
	wants  []Want
	tables int
}

// raw is a block before its words are read.
type raw struct {
	consult.Block
	words string
}

var (
	heading  = regexp.MustCompile(`^(#+) (.*)$`)
	item     = regexp.MustCompile(`^((?:[-*•]) )(.*)$`)
	footnote = regexp.MustCompile(`^\[(\d+)\] (.*)$`)
)

// blocks splits what stands between two blank lines.
func (p *parser) blocks(part string) []raw {
	var out []raw
	row := 0
	for _, line := range strings.Split(part, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		b := raw{words: line}
		b.Kind = consult.Paragraph
		if m := heading.FindStringSubmatch(line); m != nil {
			b.Kind, b.Level, b.words = consult.Heading, len(m[1]), m[2]
		} else if m := item.FindStringSubmatch(line); m != nil {
			b.Kind, b.Level, b.Label, b.Body = consult.ListItem, 1, strings.TrimSpace(m[1]), len(m[1])
		} else if m := footnote.FindStringSubmatch(line); m != nil {
			b.Kind, b.Label, b.Body, b.words = consult.Footnote, m[1], len(m[1])+1, m[1]+" "+m[2]
		} else if strings.HasPrefix(line, "~ ") {
			b.Kind, b.words = consult.Footer, line[2:]
		} else if strings.HasPrefix(line, "|") {
			if row++; row == 1 {
				p.tables++
			}
			out = append(out, p.cells(line, row)...)
			continue
		} else if n := len(out); n > 0 && out[n-1].Kind != consult.Cell {
			out[n-1].words += " " + line
			continue
		}
		out = append(out, b)
	}
	return out
}

// cells splits a table's row at the bars that are outside expectations.
func (p *parser) cells(line string, row int) []raw {
	var out []raw
	depth, from, col := 0, 1, 0
	for i := 1; i < len(line); i++ {
		switch {
		case strings.HasPrefix(line[i:], "{{"):
			depth++
		case strings.HasPrefix(line[i:], "}}"):
			depth--
		case line[i] == '|' && depth == 0:
			col++
			if words := strings.TrimSpace(line[from:i]); words != "" {
				b := raw{words: words}
				b.Kind, b.Table, b.Row, b.Col = consult.Cell, p.tables, row, col
				out = append(out, b)
			}
			from = i + 1
		}
	}
	return out
}

var marks = map[string]consult.MarkKind{"**": consult.Bold, "__": consult.Italic, "~~": consult.Struck, "++": consult.Inserted}

// add appends b to the document, reading expectations and marks out of its words.
func (p *parser) add(b raw) error {
	if len(p.doc.Blocks) > 0 {
		p.doc.Text += "\n\n"
	}
	b.Start = len(p.doc.Text)
	if err := p.scan(b.words); err != nil {
		return err
	}
	b.End = len(p.doc.Text)
	if b.Body > 0 {
		b.Body += b.Start
	}
	p.notes(b.Span)
	for _, m := range p.doc.Marks {
		b.Bold = b.Bold || m.Kind == consult.Bold && m.Span == b.Span
	}
	p.doc.Blocks = append(p.doc.Blocks, b.Block)
	return nil
}

// scan appends words to the text, and to the lists what their marks say.
func (p *parser) scan(words string) error {
	var open []int                     // expectations that are open
	from := map[consult.MarkKind]int{} // marks that are open
	for i := 0; i < len(words); {
		rest, at := words[i:], len(p.doc.Text)
		switch {
		case strings.HasPrefix(rest, "{{"):
			head, _, ok := strings.Cut(rest[2:], "|")
			name := strings.Fields(head)
			if !ok || len(name) == 0 || kinds[name[0]] == nil {
				return fmt.Errorf("analyzertest: %q: want {{kind|words}} with a known kind", rest)
			}
			open = append(open, len(p.wants))
			p.wants = append(p.wants, Want{Kind: name[0], Label: name[1:], Span: consult.Span{Start: at}})
			i += 2 + len(head) + 1
		case strings.HasPrefix(rest, "}}") && len(open) > 0:
			p.wants[open[len(open)-1]].End = at
			open = open[:len(open)-1]
			i += 2
		case len(rest) > 1 && marks[rest[:2]] != "":
			k := marks[rest[:2]]
			if start, ok := from[k]; ok {
				p.mark(k, start, at)
				delete(from, k)
			} else {
				from[k] = at
			}
			i += 2
		default:
			p.doc.Text += rest[:1]
			i++
		}
	}
	if len(open) > 0 || len(from) > 0 {
		return fmt.Errorf("analyzertest: %q: an expectation or a mark isn't closed", words)
	}
	return nil
}

func (p *parser) mark(k consult.MarkKind, start, end int) {
	p.doc.Marks = append(p.doc.Marks, consult.Mark{Kind: k, Span: consult.Span{Start: start, End: end}})
}

// notes marks the superscript digits of a block.
func (p *parser) notes(s consult.Span) {
	for _, m := range regexp.MustCompile(`[¹²³⁰⁴-⁹]+`).FindAllStringIndex(p.doc.Quote(s), -1) {
		p.mark(consult.NoteRef, s.Start+m[0], s.Start+m[1])
	}
}
