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
	for _, b := range bs {
		if a := openBlock(out, b); a != nil {
			a.rows = append(a.rows, b.rows...)
			continue
		}
		out = append(out, b)
	}
	return out
}

// openBlock finds the block before b that b goes on with: the last one, or, where b starts a page, one that a column
// at the side stands between.
func openBlock(out []*block, b *block) *block {
	if b.kind != consult.Paragraph || b.first().stray {
		return nil
	}
	for i, tries := len(out)-1, 0; i >= 0 && tries < 12; i-- {
		a := out[i]
		if a.kind == consult.Footnote || a.first().stray {
			continue
		}
		sameColumn := math.Abs(a.last().x0-b.first().x0) < 2
		if (tries == 0 || sameColumn && a.last().page+1 == b.first().page) && continues(a, b) {
			return a
		}
		if sameColumn || a.last().page < b.first().page-1 || a.last().page == b.first().page {
			return nil
		}
		tries++
	}
	return nil
}

// continues reports whether b goes on where a was cut off.
func continues(a, b *block) bool {
	if a.kind != consult.Paragraph && a.kind != consult.ListItem {
		return false
	}
	l, f := a.last(), b.first()
	turned := l.page != f.page || f.base < l.base && f.x0 > l.x0
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(f.text, `"'”’»«“([`))
	ends := endsSentence(l.text) && !(unicode.IsLower(c) && !bulletMarker.MatchString(f.text))
	over := ends && runsOn(a, b)
	if !turned || ends && !over || math.Abs(l.size-f.size) > .05*l.size || l.cell != f.cell || f.aside || l.aside {
		return false
	}
	full := l.edge-l.x1 < .25*(l.edge-l.x0) || unicode.IsLower(c) && !fits(l, f)
	return full && (over || unicode.IsLower(c) || l.width() > 12*l.size)
}

// runsOn reports whether a goes on with b though its last row ends a sentence: paragraphs start set in, and b doesn't; or
// the text is justified, and a's last row goes to the very edge, as the end of a paragraph hardly ever does.
func runsOn(a, b *block) bool {
	l, f := a.last(), b.first()
	if bulletMarker.MatchString(f.text) || numberMarker.MatchString(f.text) || len(a.rows) < 2 {
		return false
	}
	if a.kind == consult.Paragraph && a.first().x0-a.rows[1].x0 > .8*l.size {
		left := a.rows[1].x0
		if len(b.rows) > 1 {
			left = b.rows[1].x0
		}
		return math.Abs(f.x0-left) < 1
	}
	return l.full && a.rows[len(a.rows)-2].full
}
