package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// packed makes a file of a directory and a body, with the right checksum.
func packed(t testing.TB, version uint32, dir, body string) []byte {
	t.Helper()
	rest := dir + body
	b := binary.LittleEndian.AppendUint32([]byte("CWREADER"), version)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(dir)))
	sum := sha256.Sum256([]byte(rest))
	return append(append(b, sum[:]...), rest...)
}

func sample(t testing.TB) []byte {
	dir, err := json.Marshal(map[string]any{"name": "small", "licence": "MIT", "width": 2, "tensors": map[string]any{
		"floats": map[string]any{"kind": "f32", "shape": []int{2}, "at": 0},
		"halves": map[string]any{"kind": "f16", "shape": []int{1, 3}, "at": 8},
		"ints":   map[string]any{"kind": "i8", "shape": []int{2}, "at": 14},
		"far":    map[string]any{"kind": "i8", "shape": []int{9}, "at": 14},
		"before": map[string]any{"kind": "i8", "shape": []int{1}, "at": -1},
	}})
	if err != nil {
		t.Fatal(err)
	}
	body := binary.LittleEndian.AppendUint32(nil, math.Float32bits(1.5))
	body = binary.LittleEndian.AppendUint32(body, math.Float32bits(-2))
	for _, h := range []uint16{0x3C00, 0xC000, 0x0001} {
		body = binary.LittleEndian.AppendUint16(body, h)
	}
	return packed(t, 1, string(dir), string(append(body, 0xFF, 7)))
}

func TestRead(t *testing.T) {
	f, err := Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	if f.Name != "small" || f.Licence != "MIT" || f.Width != 2 || len(f.Sum) != 8 {
		t.Errorf("about: %+v, sum %q", f.About, f.Sum)
	}
	if got := f.Float32("floats", 2); !slices.Equal(got, []float32{1.5, -2}) {
		t.Errorf("floats = %v", got)
	}
	if got := f.Float32("halves", 1, 3); !slices.Equal(got, []float32{1, -2, 1.0 / (1 << 24)}) {
		t.Errorf("halves = %v", got)
	}
	if got := f.Int8("ints", 2); !slices.Equal(got, []int8{-1, 7}) {
		t.Errorf("ints = %v", got)
	}
	if err := f.Err(); err != nil {
		t.Error(err)
	}
}

// TestTensorsThatAreNotThere: a wrong question leaves one error and an answer of the size that was asked for.
func TestTensorsThatAreNotThere(t *testing.T) {
	for want, ask := range map[string]func(f *File) int{
		`no tensor "none"`:           func(f *File) int { return len(f.Float32("none", 4)) - 4 },
		`"floats" is f32 [2]`:        func(f *File) int { return len(f.Float32("floats", 3)) - 3 },
		`"ints" is i8`:               func(f *File) int { return len(f.Float32("ints", 2)) - 2 },
		`"far" lies outside`:         func(f *File) int { return len(f.Int8("far", 9)) - 9 },
		`"before" lies outside`:      func(f *File) int { return len(f.Int8("before", 1)) - 1 },
		`no tensor "bytes"`:          func(f *File) int { return len(f.Bytes("bytes", -1)) },
		`"ints" is i8 [2], not [u8]`: func(f *File) int { return len(f.Bytes("ints", -1)) },
	} {
		f, err := Read(sample(t))
		if err != nil {
			t.Fatal(err)
		}
		if ask(f) != 0 {
			t.Errorf("%s: another length than asked for", want)
		}
		if err := f.Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func TestDamaged(t *testing.T) {
	good := sample(t)
	for i := range good {
		bad := slices.Clone(good)
		bad[i] ^= 0x10
		if _, err := Read(bad); err == nil {
			t.Errorf("byte %d changed: no error", i)
		}
		if _, err := Read(good[:i]); err == nil {
			t.Errorf("cut after %d bytes: no error", i)
		}
	}
	for want, data := range map[string][]byte{
		"not a reader model": []byte("GGUF, or something else that is long enough to be a file with a head of 48 bytes"),
		"has version 2":      packed(t, 2, "{}", ""),
		"directory":          packed(t, 1, "{", ""),
	} {
		if _, err := Read(data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float32{0: 0, 0x3C00: 1, 0xBC00: -1, 0x7BFF: 65504, 0x0400: 1.0 / (1 << 14), 0x8001: -1.0 / (1 << 24), 0x7C00: float32(math.Inf(1)), 0xFC00: float32(math.Inf(-1))} {
		if got := Half(bits); got != want {
			t.Errorf("Half(%#04x) = %v, want %v", bits, got, want)
		}
	}
	if got := Half(0x7E00); fmt.Sprint(got) != "NaN" {
		t.Errorf("Half(0x7E00) = %v, want NaN", got)
	}
}
