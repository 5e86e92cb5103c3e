package layout

import (
	"math"
	"strings"

	"github.com/clausewise/clausewise/pipeline/pdf/content"
	"golang.org/x/text/unicode/norm"
)

// normalise brings the row's text into NFC, run by run.
func (r *row) normalise() {
	if norm.NFC.IsNormalString(r.text) {
		return
	}
	var b strings.Builder
	at := 0
	for i := range r.runs {
		x := &r.runs[i]
		b.WriteString(r.text[at:x.start])
		at = x.end
		part := norm.NFC.String(r.text[x.start:x.end])
		x.start = b.Len()
		b.WriteString(part)
		x.end = b.Len()
	}
	b.WriteString(r.text[at:])
	r.text = b.String()
}

// accents maps accents that stand as letters of their own to the ones that combine.
var accents = map[string]string{"´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "˚": "\u030a", "¸": "\u0327", "ˇ": "\u030c"}

// overstrike joins an accent that is drawn over the next letter, as TeX's old fonts have it, to that letter.
func overstrike(gs []content.Glyph) []content.Glyph {
	out := gs[:0]
	for i := 0; i < len(gs); i++ {
		g := gs[i]
		if a := accents[g.Text]; a != "" && i+1 < len(gs) {
			n := gs[i+1]
			if mid := g.X + g.DX/2; mid > n.X && mid < n.X+n.DX && math.Abs(g.Y-n.Y) < .5*n.Size {
				n.Text = norm.NFC.String(n.Text + a)
				out = append(out, n)
				i++
				continue
			}
		}
		out = append(out, g)
	}
	return out
}
