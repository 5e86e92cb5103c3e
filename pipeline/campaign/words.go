package campaign

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

const (
	long  = 5 // words of a shingle
	short = 3 // words of a sentence that is a shingle of its own
)

// shingles appends the hashes of the shingles of s, in order; words that it quotes part it.
func shingles(out []uint64, s consult.BodySentence) []uint64 {
	at := 0
	for _, q := range s.Quotes {
		if q.Start > at {
			out = run(out, s.Text[at:q.Start], short)
		}
		at = max(at, q.End)
	}
	return run(out, s.Text[min(at, len(s.Text)):], short)
}

// run appends the shingles of text: all runs of five words, or all of it where it has fewer but no fewer than least.
func run(out []uint64, text string, least int) []uint64 {
	var ring [long]uint64
	n := 0
	for w := range words(text) {
		ring[n%long] = w
		if n++; n >= long {
			out = append(out, join(ring, n, long))
		}
	}
	if n < long && n >= least {
		out = append(out, join(ring, n, n))
	}
	return out
}

// join hashes the last k of n words.
func join(ring [long]uint64, n, k int) uint64 {
	h := uint64(k)
	for i := n - k; i < n; i++ {
		h = mix(h ^ ring[i%long])
	}
	return h
}

// words yields a hash a word of s.
func words(s string) func(yield func(uint64) bool) {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	return func(yield func(uint64) bool) {
		h, in := uint64(offset), false
		for _, r := range s {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				h, in = (h^uint64(unicode.ToLower(r)))*prime, true
				continue
			}
			if in && !yield(h) {
				return
			}
			h, in = offset, false
		}
		if in {
			yield(h)
		}
	}
}

// mix spreads a hash over all its bits (the end of splitmix64), so that the lowest hash is any of them.
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// count returns the number of words of s.
func count(s string) int {
	n, in := 0, false
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		is := unicode.IsLetter(r) || unicode.IsDigit(r)
		if is && !in {
			n++
		}
		in, s = is, s[size:]
	}
	return n
}

// known are the draft's shingles.
type known map[uint64]bool

func shinglesOf(p *consult.Policy) known {
	out := known{}
	if p == nil {
		return out
	}
	var list []uint64
	for _, c := range p.Clauses {
		for _, text := range []string{c.Title, c.Text} {
			list = run(list[:0], text, short)
			for _, h := range list {
				out[h] = true
			}
		}
	}
	return out
}

// own returns the shingles of s that are not the draft's.
func (k known) own(out []uint64, s consult.BodySentence) []uint64 {
	from := len(out)
	out = shingles(out, s)
	if len(k) == 0 {
		return out
	}
	return append(out[:from], slices.DeleteFunc(out[from:], func(h uint64) bool { return k[h] })...)
}
