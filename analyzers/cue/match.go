package cue

// sentence is what the matcher walks over.
type sentence struct {
	toks        []Token
	first, last int // tokens inside the opening and closing marks: [first, last)
}

// match returns the end of the first way in which seq matches at token i, or -1. Alternatives are tried in order,
// gaps from the shortest; then goes on with rest (nil: that was all).
func (s *sentence) match(seq []item, i int, rest func(int) int) int {
	for len(seq) > 0 {
		it := &seq[0]
		seq = seq[1:]
		switch it.kind {
		case group, optional:
			return s.branch(it, seq, i, rest)
		case gap:
			return s.stretch(it, seq, i, rest)
		case oneOf:
			hit := i < len(s.toks) && it.anyOf(&s.toks[i])
			if it.skip {
				if hit {
					if e := s.match(seq, i+1, rest); e >= 0 {
						return e
					}
				}
				continue
			}
			if !hit {
				return -1
			}
			i++
		case begin:
			if i > s.first {
				return -1
			}
		case end:
			if i < s.last {
				return -1
			}
		case not:
			if s.match(it.alts[0], i, nil) >= 0 {
				return -1
			}
		default:
			if i >= len(s.toks) || !it.one(&s.toks[i]) {
				return -1
			}
			i++
		}
	}
	if rest == nil {
		return i
	}
	return rest(i)
}

// branch tries the parts of a group or an option, then the tail.
func (s *sentence) branch(it *item, tail []item, i int, rest func(int) int) int {
	then := func(j int) int { return s.match(tail, j, rest) }
	for _, alt := range it.alts {
		if e := s.match(alt, i, then); e >= 0 {
			return e
		}
	}
	if it.kind == group {
		return -1
	}
	return s.match(tail, i, rest)
}

// stretch tries a gap's lengths from the shortest.
func (s *sentence) stretch(it *item, tail []item, i int, rest func(int) int) int {
	for n := 0; ; n++ {
		if n >= it.min {
			if e := s.match(tail, i+n, rest); e >= 0 {
				return e
			}
		}
		if n == it.max || i+n >= len(s.toks) || s.toks[i+n].stops() {
			return -1
		}
	}
}

func (it *item) anyOf(t *Token) bool {
	for k := range it.any {
		if it.any[k].one(t) {
			return true
		}
	}
	return false
}

// one reports whether a one-token item matches t.
func (it *item) one(t *Token) bool {
	switch it.kind {
	case literal:
		return t.Word == it.word
	case prefix:
		return len(t.Word) >= len(it.word) && t.Word[:len(it.word)] == it.word
	case suffix:
		return len(t.Word) >= len(it.word) && t.Word[len(t.Word)-len(it.word):] == it.word
	case wordset:
		return it.set[t.Word]
	case number:
		return t.Kind == Number
	}
	return false
}

// frame finds the tokens between opening marks (quotes, dashes, list markers such as "2." or "a)") and closing ones.
func frame(toks []Token) (first, last int) {
	last = len(toks)
	for first < last && toks[first].Kind == Punct {
		first++
	}
	if first+1 < last && (toks[first].Kind == Number || len(toks[first].Word) == 1) && toks[first+1].Kind == Punct &&
		(toks[first+1].Word == "." || toks[first+1].Word == ")") && first+2 < last {
		first += 2
	}
	for last > first && toks[last-1].Kind == Punct && toks[last-1].Word != "?" {
		last--
	}
	return first, last
}
