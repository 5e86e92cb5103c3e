package nn

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Limits of what is rounded to integers, so that no sum can leave 32 bits: 8191·127·1536, 4095·8191·32 twice (the
// difference of two scores), unit·2047·256.
const (
	flowLimit  = 8191
	queryLimit = 4095
	keyLimit   = 8191
	valueLimit = 2047
	headWidth  = 32
	// MaxTokens is the longest text that Encode takes.
	MaxTokens = 256
)

// Linear is a matrix of int8 weights in panels, with a scale and a bias an output.
type Linear struct {
	In, Out     int
	Weights     []int8
	Scale, Bias []float32
}

// Norm is a layer norm's weight and bias.
type Norm struct{ Weight, Bias []float32 }

// Layer is one layer of the encoder.
type Layer struct {
	Q, K, V, O, Up, Down Linear
	Norm1, Norm2         Norm
}

// Encoder is a BERT encoder with the norm after each step. It isn't changed by use: several goroutines may share it,
// each with its own [Work].
type Encoder struct {
	Width, Inner, Heads int
	Eps                 float32
	Words               []byte    // word rows: blocks of 32 weights, an fp16 scale and 4 bits each
	Places              []float32 // a row a position
	Norm                Norm
	Layers              []Layer
}

// Check reports sizes that this package can't run.
func (e *Encoder) Check() error {
	switch {
	case e.Heads == 0 || e.Width != e.Heads*headWidth || e.Width%32 != 0 || e.Inner%tileCols != 0:
		return fmt.Errorf("nn: width %d, heads %d, inner %d: heads must be %d wide", e.Width, e.Heads, e.Inner, headWidth)
	case int64(max(e.Width, e.Inner))*127*flowLimit > math.MaxInt32:
		return fmt.Errorf("nn: inner %d is too large for 32-bit sums", e.Inner)
	case len(e.Places) < MaxTokens*e.Width:
		return fmt.Errorf("nn: positions for %d tokens, not %d", len(e.Places)/e.Width, MaxTokens)
	}
	return nil
}

// Work is the memory that one Encode needs.
type Work struct {
	x, y, q, k, v, up []float32
	flow              []int16   // what goes into a product, as integers
	flowScale         []float32 // a token's scale
	c                 []int32
	query, key        []int16
	queryScale        []float32
	scores            []int32
	soft              []int16
	value             []int16
	column            []float32
}

// NewWork makes the memory to encode with e.
func (e *Encoder) NewWork() *Work {
	rows, w := upTo(MaxTokens, tileRows), e.Width
	f := func(n int) []float32 { return make([]float32, rows*n) }
	return &Work{x: f(w), y: f(w), q: f(w), k: f(w), v: f(w), up: f(e.Inner),
		flow: make([]int16, rows*max(w, e.Inner)), flowScale: f(1), c: make([]int32, rows*tileCols),
		query: make([]int16, rows*headWidth), key: make([]int16, MaxTokens*headWidth), queryScale: f(1),
		scores: make([]int32, rows*MaxTokens), soft: make([]int16, rows*MaxTokens),
		value: make([]int16, MaxTokens*headWidth), column: make([]float32, MaxTokens)}
}

// Encode returns the last hidden states of the tokens, a row of Width a token, in w's memory: valid until w's next use.
func (e *Encoder) Encode(ids []int32, w *Work) ([]float32, error) {
	n := len(ids)
	if n == 0 || n > MaxTokens {
		return nil, fmt.Errorf("nn: %d tokens; 1 to %d can be encoded", n, MaxTokens)
	}
	x := w.x[:n*e.Width]
	for i, id := range ids {
		if err := e.embed(x[i*e.Width:(i+1)*e.Width], int(id), i); err != nil {
			return nil, err
		}
	}
	e.norm(x, e.Norm)
	for i := range e.Layers {
		l := &e.Layers[i]
		w.quantise(x, n, e.Width)
		w.linear(&l.Q, w.q, n)
		w.linear(&l.K, w.k, n)
		w.linear(&l.V, w.v, n)
		for h := range e.Heads {
			w.attend(h, n, e.Width)
		}
		w.quantise(w.y, n, e.Width)
		w.linear(&l.O, w.y, n)
		add(x, w.y)
		e.norm(x, l.Norm1)
		w.quantise(x, n, e.Width)
		w.linear(&l.Up, w.up, n)
		gelu(w.up[:n*e.Inner])
		w.quantise(w.up, n, e.Inner)
		w.linear(&l.Down, w.y, n)
		add(x, w.y)
		e.norm(x, l.Norm2)
	}
	return x, nil
}

// embed writes the token's word row plus its position's row.
func (e *Encoder) embed(x []float32, id, place int) error {
	size := e.Width / 32 * 18
	if id < 0 || (id+1)*size > len(e.Words) {
		return fmt.Errorf("nn: token %d is not in the vocabulary", id)
	}
	row := e.Words[id*size : (id+1)*size]
	copy(x, e.Places[place*e.Width:(place+1)*e.Width])
	for b := 0; b < len(row); b += 18 {
		d, to := half(binary.LittleEndian.Uint16(row[b:])), x[b/18*32:b/18*32+32]
		for i, q := range row[b+2 : b+18] {
			to[i] += float32(float32(int(q&15)-8) * d)
			to[i+16] += float32(float32(int(q>>4)-8) * d)
		}
	}
	return nil
}

func (e *Encoder) norm(x []float32, by Norm) {
	for i := 0; i < len(x); i += e.Width {
		norm(x[i:i+e.Width], by.Weight, by.Bias, e.Eps)
	}
}

// quantise makes integers of n rows for the next products.
func (w *Work) quantise(x []float32, n, width int) {
	for i := range n {
		w.flowScale[i] = quantise(w.flow[i*width:(i+1)*width], x[i*width:(i+1)*width], flowLimit)
	}
}

// linear multiplies the quantised rows with l.
func (w *Work) linear(l *Linear, out []float32, n int) {
	rows := upTo(n, tileRows)
	for p := 0; p < l.Out; p += tileCols {
		panel8(w.c, tileCols, w.flow, l.In, l.Weights[p*l.In:(p+tileCols)*l.In], rows, l.In/2)
		scaleRows(out[p:], l.Out, w.c, w.flowScale[:n], l.Scale[p:p+tileCols], l.Bias[p:p+tileCols])
	}
}
