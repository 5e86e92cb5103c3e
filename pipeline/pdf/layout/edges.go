package layout

import (
	"regexp"
	"strings"
	"unicode"
)

// pageNumberOnly matches a line that tells a page's number and nothing else.
var pageNumberOnly = regexp.MustCompile(`(?i)^[-–—|·•/(\[ ]*(?:(?:side|page|pg\.?|s\.|p\.)\s*:?\s*)?\d{1,4}\s*(?:(?:af|of|/|ud af|\()\s*\d{1,4}\)?)?[-–—|·•/)\] ]*$`)

// isPageNumber reports whether a line tells a page's number and nothing else.
func isPageNumber(s string) bool {
	return len(s) < 60 && strings.ContainsAny(s, "0123456789") && pageNumberOnly.MatchString(s)
}

// digitless is a row's text with every number as "0", so that "Side 1" and "Side 2" are one.
func digitless(s string) string {
	var b strings.Builder
	in := false
	for _, c := range s {
		if unicode.IsDigit(c) {
			if !in {
				b.WriteByte('0')
			}
			in = true
			continue
		}
		in = false
		b.WriteRune(c)
	}
	return b.String()
}

// edges gives the rows that repeat at the same edge of several pages their role. A letterhead that stands on page 1
// only is part of the letter.
func edges(rows []*row, pages int) {
	strayFooters(rows)
	if pages < 2 {
		for _, r := range rows {
			if r.atEdge() != body && isPageNumber(r.text) && r.cell.table == 0 && alone(rows, r) {
				r.role = pageNumber
			}
		}
		return
	}
	type place struct {
		text string
		at   role
	}
	seen := map[place]map[int]bool{}
	for _, r := range rows {
		if at := r.edgeRole(); at != body {
			k := place{digitless(r.text), at}
			if seen[k] == nil {
				seen[k] = map[int]bool{}
			}
			seen[k][r.page] = true
		}
	}
	for _, r := range rows {
		at := r.edgeRole()
		if at == body {
			continue
		}
		number := isPageNumber(r.text)
		if n := len(seen[place{digitless(r.text), at}]); n < 2 && !(number && r.artifact) {
			continue
		}
		r.role = at
		if number {
			r.role = pageNumber
		}
	}
}

// atEdge tells at which edge of the page a row stands.
func (r *row) atEdge() role {
	switch {
	case r.base < .115*r.pageH:
		return header
	case r.base > .885*r.pageH:
		return footer
	}
	return body
}

// saysPage matches a line that tells its page's number among other words.
var saysPage = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:side|page|s\.|p\.)\s*\d{1,4}(?:\s*(?:af|of|/)\s*\d{1,4})?$`)

// strayFooters marks lines that repeat but for the page's number they end with, and stand anywhere: the foot of a page
// in an earlier life of the text. They stay where they are, because they tell the pages that a draft numbers itself by.
func strayFooters(rows []*row) {
	seen := map[string][]*row{}
	for _, r := range rows {
		if n := len(r.text); n > 12 && r.text[n-1] >= '0' && r.text[n-1] <= '9' && saysPage.MatchString(r.text) {
			k := digitless(r.text)
			seen[k] = append(seen[k], r)
		}
	}
	for _, same := range seen {
		for _, r := range same {
			r.stray = len(same) > 1 && r.cell.table == 0
		}
	}
}

// edgeRole is atEdge for rows that may repeat; a watermark across the page counts as a header.
func (r *row) edgeRole() role {
	if r.aside {
		return header
	}
	return r.atEdge()
}

// alone reports whether no other row stands beside or just above r.
func alone(rows []*row, r *row) bool {
	for _, o := range rows {
		if o != r && o.page == r.page && o.base > r.base-2*r.size && o.base < r.base+2*r.size {
			return false
		}
	}
	return true
}
