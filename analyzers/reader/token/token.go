package token

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// blank is how the vocabulary writes a blank.
const blank = '\u2581'

// Vocabulary is a set of pieces. It isn't changed after New and may be used from several goroutines.
type Vocabulary struct {
	pieces  []string
	scores  []float32
	ids     map[string]int32
	longest int // characters of the longest piece
	folds   map[rune]string
	unknown int32
	cost    float32 // score of a character that no piece covers
}

// New makes a vocabulary. Pieces and scores belong together; unknown is the id of the unknown piece, cost its score.
func New(pieces []string, scores []float32, unknown int, cost float32, folds map[rune]string) (*Vocabulary, error) {
	if len(pieces) != len(scores) {
		return nil, fmt.Errorf("token: %d pieces, but %d scores", len(pieces), len(scores))
	}
	if unknown < 0 || unknown >= len(pieces) {
		return nil, errors.New("token: the unknown piece is not in the vocabulary")
	}
	v := &Vocabulary{pieces: pieces, scores: scores, folds: folds, unknown: int32(unknown), cost: cost, ids: make(map[string]int32, len(pieces))}
	for i, p := range pieces {
		if _, ok := v.ids[p]; ok {
			return nil, fmt.Errorf("token: piece %q stands twice in the vocabulary", p)
		}
		v.ids[p] = int32(i)
		v.longest = max(v.longest, utf8.RuneCountInString(p))
	}
	return v, nil
}

// Len returns the number of pieces.
func (v *Vocabulary) Len() int { return len(v.pieces) }

// Piece returns the piece with that id.
func (v *Vocabulary) Piece(id int32) string { return v.pieces[id] }

// Tokens returns the ids of text's pieces, without a mark of start or end. Bytes that aren't UTF-8 count as U+FFFD.
func (v *Vocabulary) Tokens(text string) []int32 {
	t := v.fold(text)
	at := starts(t)
	n := len(at) - 1
	best, from, piece := make([]float32, n+1), make([]int32, n+1), make([]int32, n+1)
	for i := 1; i <= n; i++ {
		best[i] = -1e30
	}
	reach := func(i, e int, id int32, score float32) {
		if s := best[i] + score; s > best[e] {
			best[e], from[e], piece[e] = s, int32(i), id
		}
	}
	for i := range n {
		for e := i + 1; e <= min(n, i+v.longest); e++ {
			if id, ok := v.ids[t[at[i]:at[e]]]; ok && id != v.unknown {
				reach(i, e, id, v.scores[id])
			}
		}
		reach(i, i+1, v.unknown, v.cost)
	}
	var out []int32
	for e := n; e > 0; e = int(from[e]) {
		out = append(out, piece[e])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// fold normalises text and writes its blanks as the vocabulary does.
func (v *Vocabulary) fold(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/4 + 3)
	first, after := true, false
	put := func(r rune) {
		if r == ' ' {
			if after {
				return
			}
			after, r = true, blank
		} else {
			after = false
			if first {
				b.WriteRune(blank)
			}
		}
		first = false
		b.WriteRune(r)
	}
	for _, r := range text {
		if s, ok := v.folds[r]; ok {
			for _, x := range s {
				put(x)
			}
			continue
		}
		put(r)
	}
	if first {
		return string(blank)
	}
	return b.String()
}

// starts returns the byte positions at which t's characters begin, and len(t).
func starts(t string) []int {
	at := make([]int, 0, len(t)+1)
	for i := range t {
		at = append(at, i)
	}
	return append(at, len(t))
}
