package consult

import "sort"

// Span is the half-open byte range [Start, End) of a text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether s holds no byte.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether all of t lies in s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Cover returns the smallest span that holds both s and t; an empty span counts for nothing.
func (s Span) Cover(t Span) Span {
	if s.Empty() {
		return t
	}
	if t.Empty() {
		return s
	}
	return Span{min(s.Start, t.Start), max(s.End, t.End)}
}

// In returns the bytes of text that s covers. It panics when s lies outside text.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// FirstAt returns the index of the first of n spans, sorted by start and not overlapping, that ends after byte pos;
// n when there is none. at(i) is span i.
func FirstAt(n, pos int, at func(int) Span) int {
	return sort.Search(n, func(i int) bool { return at(i).End > pos })
}

// Box is a rectangle on a page: x0, y0, x1, y1 in PDF points (1/72 inch) from the page's top left corner.
type Box [4]float64

// Union returns the smallest box that holds both; a box without area counts for nothing.
func (b Box) Union(c Box) Box {
	if b[2] <= b[0] && b[3] <= b[1] {
		return c
	}
	if c[2] <= c[0] && c[3] <= c[1] {
		return b
	}
	return Box{min(b[0], c[0]), min(b[1], c[1]), max(b[2], c[2]), max(b[3], c[3])}
}
