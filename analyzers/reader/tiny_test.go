package reader

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// The sizes of the tiny model: real in form, random in content, made anew by each test run, the same on every machine.
const (
	tinyWidth  = 64
	tinyInner  = 128
	tinyLayers = 2
)

type tensor struct {
	Kind  string `json:"kind"`
	Shape []int  `json:"shape"`
	At    int    `json:"at"`
}

// tiny writes the tiny model's file.
type tiny struct {
	r       *rand.Rand
	tensors map[string]tensor
	body    bytes.Buffer
}

func (w *tiny) add(name, kind string, data any, shape ...int) {
	w.tensors[name] = tensor{kind, shape, w.body.Len()}
	if err := binary.Write(&w.body, binary.LittleEndian, data); err != nil {
		panic(err)
	}
}

// floats adds random numbers of mean ± spread. They come from integers, so no machine rounds them another way.
func (w *tiny) floats(name string, mean, spread float32, shape ...int) {
	n := 1
	for _, d := range shape {
		n *= d
	}
	out := make([]float32, n)
	for i := range out {
		out[i] = mean + float32(spread*(float32(w.r.IntN(2049)-1024)/1024))
	}
	w.add(name, "f32", out, shape...)
}

func (w *tiny) linear(name string, in, out int) {
	weights := make([]int8, in*out)
	for i := range weights {
		weights[i] = int8(w.r.IntN(255) - 127)
	}
	w.add(name+".w", "i8", weights, out/16, in/2, 16, 2)
	w.floats(name+".scale", 1.0/512, 1.0/8192, out)
	w.floats(name+".bias", 0, 0.125, out)
}

// vocabulary adds the special pieces, then single letters and a few words.
func (w *tiny) vocabulary() int {
	pieces := []string{"<s>", "</s>", "<unk>", "\u2581", "\u2581vi", "\u2581the", "\u2581vej", "en", "er", "ing"}
	for c := '!'; c <= '~'; c++ {
		pieces = append(pieces, string(c))
	}
	pieces = append(pieces, "æ", "ø", "å", "é")
	var raw []byte
	scores := make([]float32, len(pieces))
	for i, p := range pieces {
		raw = append(append(raw, byte(len(p))), p...)
		scores[i] = -10 + float32(len(p))
	}
	w.add("pieces", "u8", raw, len(raw))
	w.add("scores", "f32", scores, len(scores))
	w.add("folds", "u8", []byte{0xA0, 0, 0, 0, 1, ' ', 0, 0, 0, 0xAD, 0, 0, 0, 0}, 14)
	words := make([]byte, 0, len(pieces)*tinyWidth/32*18)
	for range len(pieces) * tinyWidth / 32 {
		words = append(words, 0, 0x28) // a scale of 2^-5
		for range 16 {
			words = append(words, byte(w.r.IntN(256)))
		}
	}
	w.add("words", "u8", words, len(pieces), tinyWidth/32*18)
	return len(pieces)
}

func tinyFile(passages bool) []byte {
	w := &tiny{r: rand.New(rand.NewPCG(11, 22)), tensors: map[string]tensor{}}
	pieces := w.vocabulary()
	w.floats("places", 0, 0.125, places, tinyWidth)
	w.floats("ln", 0.5, 0.5, 2, tinyWidth)
	for i := range tinyLayers {
		at := func(name string) string { return fmt.Sprintf("%d.%s", i, name) }
		for _, k := range []string{"q", "k", "v", "o"} {
			w.linear(at(k), tinyWidth, tinyWidth)
		}
		w.linear(at("up"), tinyWidth, tinyInner)
		w.linear(at("down"), tinyInner, tinyWidth)
		w.floats(at("ln1"), 0.5, 0.5, 2, tinyWidth)
		w.floats(at("ln2"), 0.5, 0.5, 2, tinyWidth)
	}
	heads := []string{"ask", "stance", "voice", "change", "nowhere", "passage", "weigh"}
	sizes := []int{1, 6, 5, 4, 1, 6, 1}
	if !passages {
		heads = heads[:5]
	}
	for i, h := range heads {
		w.floats(h+".w", 0, 0.25, sizes[i], tinyWidth)
		w.floats(h+".bias", 0, 0.5, sizes[i])
	}
	w.floats("link", 0, 0.25, tinyWidth, tinyWidth)
	w.floats("gain", 20, 0, 1)
	w.floats("mu", 0.5, 0.25, tinyWidth)
	w.floats("sd", 1, 0.5, tinyWidth)
	if passages {
		w.floats("judge.w", 0, 0.25, 6, tinyWidth)
		w.floats("judge.bias", 0, 0.5, 6)
	}
	dir, err := json.Marshal(map[string]any{"name": "tiny", "licence": "MIT", "provenance": "made by a test", "width": tinyWidth, "layers": tinyLayers, "heads": tinyWidth / 32,
		"inner": tinyInner, "eps": 1e-12, "pieces": pieces, "start": 0, "end": 1, "unknown": 2, "unknown_score": -20, "tensors": w.tensors})
	if err != nil {
		panic(err)
	}
	rest := append(dir, w.body.Bytes()...)
	sum := sha256.Sum256(rest)
	out := binary.LittleEndian.AppendUint32([]byte("CWREADER"), 1)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(dir)))
	return append(append(out, sum[:]...), rest...)
}

func tinyModel(t testing.TB) *Model {
	t.Helper()
	m, err := Load(tinyFile(true))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// bitsOf writes every bit of the scores, so that -0 and 0 differ.
func bitsOf(s []float32) []uint32 {
	out := make([]uint32, len(s))
	for i, v := range s {
		out[i] = math.Float32bits(v)
	}
	return out
}
