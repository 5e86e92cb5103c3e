package policy

import (
	"regexp"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// rowID is what numbers the rows of a table of proposals: "1", "2.3", "BU-04", "Forslag 7".
var rowID = regexp.MustCompile(`^(\p{L}{2,12}\s)?([A-ZÆØÅ]{1,4}[- .]?)?\d{1,4}(\.\d{1,3})*[a-z]?\.?$`)

// rows makes clauses of a draft that is a table: each row that begins with a number of its own is one. The next cell is
// its title when it is short, the others are its words.
func (s *splitter) rows(d *consult.Document) {
	var heading string
	for i := 0; i < len(d.Blocks); i++ {
		b := d.Blocks[i]
		if b.Kind == consult.Heading {
			heading = words(d, b.Span)
		}
		if b.Kind != consult.Cell {
			continue
		}
		j := i
		for j < len(d.Blocks) && d.Blocks[j].Kind == consult.Cell && d.Blocks[j].Table == b.Table && d.Blocks[j].Row == b.Row {
			j++
		}
		s.row(d, d.Blocks[i:j], heading)
		i = j - 1
	}
}

func (s *splitter) row(d *consult.Document, cells []consult.Block, heading string) {
	id := words(d, cells[0].Span)
	if len(cells) < 2 || !rowID.MatchString(id) {
		return
	}
	c := consult.Clause{ID: strings.TrimSuffix(id, "."), Parent: heading}
	rest := cells[1:]
	if t := words(d, rest[0].Span); len(rest) > 1 && len(t) < 90 && !strings.HasSuffix(t, ".") {
		c.Title, rest = t, rest[1:]
	}
	var text []string
	for _, r := range rest {
		text = append(text, words(d, r.Span))
	}
	if c.Text = strings.Join(text, "\n"); c.Text != "" {
		s.out = append(s.out, c)
	}
}
