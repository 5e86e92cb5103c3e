package campaign

import "slices"

// set holds a letter's shingles, each once, sorted: the hash's upper 48 bits, the number of the sentence and whether it
// says something.
type set []uint64

const (
	sentenceBits = 16
	saidBit      = 1 << (sentenceBits - 1)
)

func (s *search) set(i int) (set, error) {
	if x, ok := s.sets[i]; ok {
		return x, nil
	}
	body, err := s.load(s.ids[i])
	if err != nil {
		return nil, err
	}
	x := make(set, 0, s.sketch(i).shingles)
	var list []uint64
	for n, b := range body {
		low := uint64(min(n, saidBit-1))
		if b.Said {
			low |= saidBit
		}
		list = s.draft.own(list[:0], b)
		for _, h := range list {
			x = append(x, h>>sentenceBits<<sentenceBits|low)
		}
	}
	slices.Sort(x)
	x = slices.CompactFunc(x, func(a, b uint64) bool { return a>>sentenceBits == b>>sentenceBits })
	s.sets[i] = x
	return x, nil
}

// copies reports whether two letters are copies of one text.
func copies(a, b set) bool {
	shared, sentences, said := common(a, b)
	share := float64(shared) / float64(max(1, min(len(a), len(b))))
	enough := shared >= minShared && share >= minShare || shared >= fewShared && share >= fewShare
	return enough && sentences >= minSentences && said
}

// common counts the shingles that a and b share and the sentences of a that they stand in, and tells whether one of
// these says something in a or in b.
func common(a, b set) (shared, sentences int, said bool) {
	seen := map[uint64]bool{}
	for len(a) > 0 && len(b) > 0 {
		x, y := a[0]>>sentenceBits, b[0]>>sentenceBits
		if x <= y {
			if x == y {
				shared++
				seen[a[0]&(saidBit-1)] = true
				said = said || (a[0]|b[0])&saidBit != 0
			}
			a = a[1:]
			continue
		}
		b = b[1:]
	}
	return shared, len(seen), said
}
