package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"unsafe"
)

const (
	mark    = "CWREADER"
	version = 1
	head    = len(mark) + 4 + 4 + sha256.Size
)

// About says what a model is and how large its parts are.
type About struct {
	Name         string  `json:"name"`
	Licence      string  `json:"licence"`
	Provenance   string  `json:"provenance"`
	Width        int     `json:"width"`
	Layers       int     `json:"layers"`
	Heads        int     `json:"heads"`
	Inner        int     `json:"inner"`
	Eps          float64 `json:"eps"`
	Pieces       int     `json:"pieces"`
	Start        int     `json:"start"`   // the piece <s>
	End          int     `json:"end"`     // the piece </s>
	Unknown      int     `json:"unknown"` // the piece <unk>
	UnknownScore float64 `json:"unknown_score"`
}

type tensor struct {
	Kind  string `json:"kind"` // i8, u8, f16, f32
	Shape []int  `json:"shape"`
	At    int    `json:"at"`
}

// File is a checked model file. Its tensors may share memory with the bytes it was read from.
type File struct {
	About
	Sum     string // the first eight hexadecimal digits of the checksum
	tensors map[string]tensor
	body    []byte
	err     error
}

// Read checks data and reads its directory. It keeps data, which must not be changed.
func Read(data []byte) (*File, error) {
	if len(data) < head || string(data[:len(mark)]) != mark {
		return nil, errors.New("model: this is not a reader model file")
	}
	if v := binary.LittleEndian.Uint32(data[len(mark):]); v != version {
		return nil, fmt.Errorf("model: the file has version %d, this program reads version %d", v, version)
	}
	n := int(binary.LittleEndian.Uint32(data[len(mark)+4:]))
	want, rest := data[len(mark)+8:head], data[head:]
	if sum := sha256.Sum256(rest); !bytes.Equal(sum[:], want) || n > len(rest) {
		return nil, errors.New("model: the file is damaged (its checksum differs); get it again")
	}
	var dir struct {
		About
		Tensors map[string]tensor `json:"tensors"`
	}
	if err := json.Unmarshal(rest[:n], &dir); err != nil {
		return nil, fmt.Errorf("model: the directory can't be read: %w", err)
	}
	return &File{About: dir.About, Sum: fmt.Sprintf("%x", want[:4]), tensors: dir.Tensors, body: rest[n:]}, nil
}

// Err returns the first tensor that was missing or had another shape than asked for.
func (f *File) Err() error { return f.err }

// Has tells whether the file holds a tensor of that name.
func (f *File) Has(name string) bool {
	_, ok := f.tensors[name]
	return ok
}

// Float32 returns a tensor of that shape as float32s; in the file it is f32 or f16.
func (f *File) Float32(name string, shape ...int) []float32 {
	raw, kind := f.raw(name, shape, "f32", "f16")
	n := size(shape)
	out := make([]float32, n)
	if raw == nil {
		return out
	}
	for i := range out {
		if kind == "f16" {
			out[i] = Half(binary.LittleEndian.Uint16(raw[2*i:]))
		} else {
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
	}
	return out
}

// Int8 returns a tensor of that shape, in the file's own memory.
func (f *File) Int8(name string, shape ...int) []int8 {
	raw, _ := f.raw(name, shape, "i8")
	if len(raw) == 0 {
		return make([]int8, size(shape))
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(&raw[0])), len(raw))
}

// Bytes returns a tensor of bytes, in the file's own memory. A shape of one -1 takes any length.
func (f *File) Bytes(name string, shape ...int) []byte {
	if t := f.tensors[name]; len(shape) == 1 && shape[0] < 0 {
		shape = t.Shape
	}
	raw, _ := f.raw(name, shape, "u8")
	return raw
}

func (f *File) raw(name string, shape []int, kinds ...string) ([]byte, string) {
	t, ok := f.tensors[name]
	each := map[string]int{"i8": 1, "u8": 1, "f16": 2, "f32": 4}[t.Kind]
	end := t.At + each*size(t.Shape)
	switch {
	case !ok:
		f.fail("model: the file has no tensor %q", name)
	case !slices.Equal(t.Shape, shape) || !slices.Contains(kinds, t.Kind):
		f.fail("model: tensor %q is %s %v, not %v %v", name, t.Kind, t.Shape, kinds, shape)
	case t.At < 0 || end < t.At || end > len(f.body):
		f.fail("model: tensor %q lies outside the file", name)
	default:
		return f.body[t.At:end], t.Kind
	}
	return nil, ""
}

func (f *File) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(format, args...)
	}
}

func size(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= max(d, 0)
	}
	return n
}

// Half returns the value of a 16-bit float.
func Half(b uint16) float32 {
	sign, exp, frac := uint32(b>>15)<<31, uint32(b>>10)&31, uint32(b)&1023
	switch exp {
	case 0:
		v := float32(frac) / (1 << 24)
		return math.Float32frombits(math.Float32bits(v) | sign)
	case 31:
		return math.Float32frombits(sign | 255<<23 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
}
