package layout

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// joinPages joins a paragraph or list item that a page or column ends in the middle of with its rest.
func joinPages(bs []*block) []*block {
	var out []*block
	var open *block // the last body block
	for _, b := range bs {
		if open != nil && b.kind == consult.Paragraph && continues(open, b) {
			open.rows = append(open.rows, b.rows...)
			continue
		}
		out = append(out, b)
		if b.kind != consult.Footnote {
			open = b
		}
	}
	return out
}

// continues reports whether b goes on where a was cut off.
func continues(a, b *block) bool {
	if a.kind != consult.Paragraph && a.kind != consult.ListItem {
		return false
	}
	l, f := a.last(), b.first()
	turned := l.page != f.page || f.base < l.base && f.x0 > l.x0
	if !turned || endsSentence(l.text) || math.Abs(l.size-f.size) > .05*l.size || l.cell != f.cell || f.aside || l.aside {
		return false
	}
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(f.text, `"'”’»«“([`))
	full := l.edge-l.x1 < .25*(l.edge-l.x0)
	return full && (unicode.IsLower(c) || l.width() > 12*l.size)
}
