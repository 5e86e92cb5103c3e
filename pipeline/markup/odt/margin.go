package odt

import (
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/markup"
)

// remarks puts the margin comments that stand in p behind it.
func (r *reader) remarks(p markup.Para) {
	for _, c := range r.remark {
		c.Plain, c.Row, c.Col = true, p.Row, p.Col
		r.out = append(r.out, c)
	}
	r.remark = nil
}

// creator takes the name of who wrote a comment or changed words.
func (r *reader) creator(name string) {
	names := &r.changers
	if r.margin > 0 {
		names = &r.commenters
	} else if !r.changing {
		return
	}
	if name != "" && !slices.Contains(*names, name) {
		*names = append(*names, name)
	}
}

func by(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " by " + strings.Join(names[:min(len(names), 5)], ", ")
}
