package reader

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/clausewise/clausewise/analyzers/reader/model"
	"github.com/clausewise/clausewise/analyzers/reader/nn"
	"github.com/clausewise/clausewise/analyzers/reader/token"
)

// Model is an opened model. It may be used from several goroutines.
type Model struct {
	name, licence, provenance string
	vocab                     *token.Vocabulary
	start, end                int32
	enc                       *nn.Encoder
	heads                     heads
	work                      pool
	seen                      *cache
}

// Load reads a model file's bytes and keeps them: they must not be changed.
func Load(data []byte) (*Model, error) {
	f, err := model.Read(data)
	if err != nil {
		return nil, err
	}
	m := &Model{name: f.Name + "-" + f.Sum, licence: f.Licence, provenance: f.Provenance, start: int32(f.Start), end: int32(f.End), seen: newCache(cacheSize)}
	if m.vocab, err = vocabulary(f); err != nil {
		return nil, err
	}
	m.enc, m.heads = encoder(f), readHeads(f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := m.enc.Check(); err != nil {
		return nil, err
	}
	if n := m.vocab.Len(); f.Start < 0 || f.End < 0 || f.Start >= n || f.End >= n {
		return nil, errors.New("model: the pieces of start and end are not in the vocabulary")
	}
	m.work.New = func() any { return m.enc.NewWork() }
	return m, nil
}

func vocabulary(f *model.File) (*token.Vocabulary, error) {
	raw := f.Bytes("pieces", -1)
	scores := f.Float32("scores", f.Pieces)
	if err := f.Err(); err != nil {
		return nil, err
	}
	all := string(raw)
	pieces := make([]string, 0, f.Pieces)
	for at := 0; at < len(all); {
		end := at + 1 + int(all[at])
		if end > len(all) {
			return nil, errors.New("model: the list of pieces is cut")
		}
		pieces = append(pieces, all[at+1:end])
		at = end
	}
	folds, err := readFolds(f.Bytes("folds", -1))
	if err != nil {
		return nil, err
	}
	return token.New(pieces, scores, f.Unknown, float32(f.UnknownScore), folds)
}

// readFolds reads the character map: a character, the number of characters it becomes, these.
func readFolds(b []byte) (map[rune]string, error) {
	folds := make(map[rune]string, len(b)/10)
	for len(b) > 0 {
		if len(b) < 5 || len(b) < 5+4*int(b[4]) {
			return nil, errors.New("model: the character map is cut")
		}
		from, n := rune(binary.LittleEndian.Uint32(b)), int(b[4])
		to := make([]rune, n)
		for i := range to {
			to[i] = rune(binary.LittleEndian.Uint32(b[5+4*i:]))
		}
		folds[from] = string(to)
		b = b[5+4*n:]
	}
	return folds, nil
}

func encoder(f *model.File) *nn.Encoder {
	w, inner := f.Width, f.Inner
	e := &nn.Encoder{Width: w, Inner: inner, Heads: f.Heads, Eps: float32(f.Eps), Words: f.Bytes("words", f.Pieces, w/32*18),
		Places: f.Float32("places", places, w), Norm: readNorm(f, "ln")}
	for i := range f.Layers {
		at := func(name string) string { return fmt.Sprintf("%d.%s", i, name) }
		lin := func(name string, in, out int) nn.Linear {
			return nn.Linear{In: in, Out: out, Weights: f.Int8(at(name+".w"), out/16, in/2, 16, 2),
				Scale: f.Float32(at(name+".scale"), out), Bias: f.Float32(at(name+".bias"), out)}
		}
		e.Layers = append(e.Layers, nn.Layer{Q: lin("q", w, w), K: lin("k", w, w), V: lin("v", w, w), O: lin("o", w, w),
			Up: lin("up", w, inner), Down: lin("down", inner, w), Norm1: readNorm(f, at("ln1")), Norm2: readNorm(f, at("ln2"))})
	}
	return e
}

func readNorm(f *model.File, name string) nn.Norm {
	both := f.Float32(name, 2, f.Width)
	return nn.Norm{Weight: both[:f.Width], Bias: both[f.Width:]}
}
