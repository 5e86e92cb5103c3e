package cue

import (
	"fmt"
	"sort"
)

// headsOf returns the items that seq can begin with. Word sets are spelled out, so that they too are found by word.
func headsOf(seq []item) ([]item, error) {
	if len(seq) == 0 {
		return nil, fmt.Errorf("nothing in it must match a word")
	}
	it := seq[0]
	switch it.kind {
	case literal, prefix, number, begin:
		return []item{it}, nil
	case wordset:
		var words []string
		for w := range it.set {
			words = append(words, w)
		}
		sort.Strings(words)
		var out []item
		for _, w := range words {
			out = append(out, item{kind: literal, word: w})
		}
		return out, nil
	case group, optional:
		var out []item
		for _, alt := range it.alts {
			h, err := headsOf(append(append([]item{}, alt...), seq[1:]...))
			if err != nil {
				return nil, err
			}
			out = append(out, h...)
		}
		if it.kind == optional {
			h, err := headsOf(seq[1:])
			if err != nil {
				return nil, err
			}
			out = append(out, h...)
		}
		return out, nil
	}
	return nil, fmt.Errorf("it must begin with a word, a stem, a set, a number or ^")
}
