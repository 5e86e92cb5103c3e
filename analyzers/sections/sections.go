package sections

import (
	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer fills Document.Sections.
var Analyzer = &analyzers.Analyzer{
	Name:     "sections",
	Doc:      "finds the letter's headings and the text under each",
	Requires: []string{"language", "letterhead"},
	Run:      run,
}

func run(p *analyzers.Pass) error {
	l := newLetter(p.Doc, p.Lang)
	var heads []int
	for i := range p.Doc.Blocks {
		if l.heading(i) {
			heads = append(heads, i)
		}
	}
	p.Doc.Sections = nil
	for _, i := range heads {
		p.Doc.Sections = append(p.Doc.Sections, consult.Section{Heading: l.words(i), Level: l.level(i)})
	}
	l.bodies(heads)
	return nil
}

// bodies gives each section the text from its heading to the next of the same or a higher level.
func (l *letter) bodies(heads []int) {
	end := 0 // of the letter's own text
	for i := 0; i < l.frame.Close; i++ {
		end = l.d.Blocks[i].End
	}
	s := l.d.Sections
	for k := range s {
		from, to := l.d.Blocks[heads[k]].End, end
		for j := k + 1; j < len(s); j++ {
			if s[j].Level <= s[k].Level {
				to = l.d.Blocks[heads[j]].Start
				break
			}
		}
		s[k].Body = l.trim(from, to)
	}
}

// trim leaves out the white space around a body; a heading without text has an empty body.
func (l *letter) trim(from, to int) consult.Span {
	for from < to && l.d.Text[from] == '\n' {
		from++
	}
	for from < to && l.d.Text[to-1] == '\n' {
		to--
	}
	return consult.Span{Start: from, End: max(from, to)}
}
