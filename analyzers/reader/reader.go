package reader

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Reading.
var Analyzer = &analyzers.Analyzer{
	Name:     "reader",
	Doc:      "scores every sentence with the learned reader: ask, stance, voice, change, clause",
	Requires: []string{"sentences"},
	Run:      run,
}

func run(p *analyzers.Pass) error {
	p.Doc.Reading = nil
	m, err := open()
	if err != nil {
		return err
	}
	d := analyzers.Memo(p.Draft, "reader", func(policy *consult.Policy) draft { return m.draft(policy) })
	if d.err != nil {
		return d.err
	}
	p.Doc.Reading, err = m.document(p.Doc, d)
	return err
}

// draft is what the reader computes of a draft, once.
type draft struct {
	ids     []string
	vectors [][]float32
	err     error
}

func (m *Model) draft(policy *consult.Policy) draft {
	var d draft
	for _, c := range policy.Clauses {
		d.ids = append(d.ids, c.ID)
	}
	d.vectors, d.err = m.Clauses(policy.Clauses)
	return d
}

// noAsk is the ask score of running headers and footers, which nobody says.
const noAsk = -10

func (m *Model) document(doc *consult.Document, d draft) (*consult.Reading, error) {
	var at []int
	var texts []string
	for i, s := range doc.Sentences {
		if k := doc.Blocks[s.Block].Kind; k != consult.Header && k != consult.Footer {
			at, texts = append(at, i), append(texts, plain(words(doc, s.Span)))
		}
	}
	got, err := m.Read(texts, d.vectors)
	if err != nil {
		return nil, err
	}
	r := &consult.Reading{Model: m.name, Clauses: d.ids, Rows: make([]consult.Scores, len(doc.Sentences))}
	for i := range r.Rows {
		r.Rows[i] = consult.Scores{Ask: noAsk, Link: make([]float32, len(d.ids)+1)}
	}
	for i, s := range got {
		r.Rows[at[i]] = s
	}
	return r, nil
}

// words returns the words of s without the marks of footnotes, which stand in the text as digits.
func words(doc *consult.Document, s consult.Span) string {
	var b strings.Builder
	from := s.Start
	for _, m := range doc.Marks {
		if m.Kind == consult.NoteRef && m.Start >= from && m.End <= s.End {
			b.WriteString(doc.Text[from:m.Start])
			from = m.End
		}
	}
	b.WriteString(doc.Text[from:s.End])
	return b.String()
}

// plain writes all white space as single blanks.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }
