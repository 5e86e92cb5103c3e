package sentences

import (
	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Sentences.
var Analyzer = &analyzers.Analyzer{
	Name:     "sentences",
	Doc:      "cuts blocks into sentences; a heading is one",
	Requires: []string{"language"},
	Run:      run,
}

func run(p *analyzers.Pass) error {
	d := p.Doc
	d.Sentences = nil
	for i, b := range d.Blocks {
		switch b.Kind {
		case consult.Header, consult.Footer:
		case consult.Heading:
			if s := trim(d.Text, b.Words()); !s.Empty() {
				d.Sentences = append(d.Sentences, consult.Sentence{Span: s, Block: i})
			}
		default:
			for _, s := range Split(p.Lang, d.Text, b.Words()) {
				d.Sentences = append(d.Sentences, consult.Sentence{Span: s, Block: i})
			}
		}
	}
	return nil
}
