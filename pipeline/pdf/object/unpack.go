package object

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"sync"
)

// unpacker undoes stream filters.
type unpacker struct {
	most int // bytes to unpack; 0: MaxStream
}

// inflater is what undoes flate. It is large, so it goes from stream to stream and file to file.
type inflater struct {
	io.ReadCloser
	src   bytes.Reader
	chunk [16 << 10]byte
}

var inflaters = sync.Pool{New: func() any {
	f := &inflater{}
	f.ReadCloser = flate.NewReader(&f.src)
	return f
}}

// unpack undoes all filters, the result appended to dst. Damaged data yields what came before the damage, and an error.
func (u *unpacker) unpack(raw []byte, fs []filter, dst []byte) (out []byte, cut bool, err error) {
	if len(fs) == 0 {
		return append(dst, raw...), false, nil
	}
	for i, f := range fs {
		to := dst
		if i < len(fs)-1 || f.predictor > 1 {
			to = nil
		}
		start := len(to)
		to, c, e := u.step(raw, f, to)
		if e != nil && len(to) == start {
			return dst, cut, e
		}
		if cut = cut || c; e != nil {
			err = e
		}
		if f.predictor > 1 {
			if to, e = unpredict(to, f); e != nil {
				return dst, cut, e
			}
			if i == len(fs)-1 {
				to = append(dst, to...)
			}
		}
		raw, out = to, to
	}
	return out, cut, err
}

func (u *unpacker) step(raw []byte, f filter, dst []byte) ([]byte, bool, error) {
	switch f.name {
	case "FlateDecode", "Fl":
		return u.inflate(raw, dst)
	case "LZWDecode", "LZW":
		return unLZW(raw, f.early, dst)
	case "ASCIIHexDecode", "AHx":
		return unHex(raw, dst), false, nil
	case "ASCII85Decode", "A85":
		return unASCII85(raw, dst), false, nil
	case "RunLengthDecode", "RL":
		return unRunLength(raw, dst)
	case "Crypt":
		return append(dst, raw...), false, nil
	}
	return dst, false, fmt.Errorf("filter %s is not for text", f.name)
}

// inflate skips the two-byte zlib header and ignores the checksum, which damaged and hand-made files have wrong.
func (u *unpacker) inflate(raw []byte, dst []byte) ([]byte, bool, error) {
	if len(raw) > 0 && (raw[0] == '\r' || raw[0] == '\n') {
		raw = bytes.TrimLeft(raw, "\r\n")
	}
	if len(raw) < 3 {
		return dst, false, errors.New("flate: nothing there")
	}
	f := inflaters.Get().(*inflater)
	defer inflaters.Put(f)
	f.src.Reset(raw[2:])
	defer f.src.Reset(nil)
	if err := f.ReadCloser.(flate.Resetter).Reset(&f.src, nil); err != nil {
		return dst, false, err
	}
	most := MaxStream
	if u.most > 0 {
		most = u.most
	}
	if len(dst) == 0 && cap(dst) == 0 {
		dst = make([]byte, 0, min(most, 3*len(raw)+512))
	}
	start := len(dst)
	for {
		n, err := f.Read(f.chunk[:])
		dst = append(dst, f.chunk[:n]...)
		if len(dst)-start > most {
			return dst[:start+most], true, nil
		}
		if err == io.EOF {
			return dst, false, nil
		}
		if err != nil {
			return dst, false, err
		}
	}
}

func unHex(raw, dst []byte) []byte {
	half := -1
	for _, c := range raw {
		x := -1
		switch {
		case c >= '0' && c <= '9':
			x = int(c - '0')
		case c|32 >= 'a' && c|32 <= 'f':
			x = int(c|32-'a') + 10
		case c == '>':
			if half >= 0 {
				dst = append(dst, byte(half<<4))
			}
			return dst
		}
		switch {
		case x < 0:
		case half < 0:
			half = x
		default:
			dst = append(dst, byte(half<<4|x))
			half = -1
		}
	}
	return dst
}

func unASCII85(raw, dst []byte) []byte {
	var v uint32
	n := 0
	raw = bytes.TrimPrefix(bytes.TrimLeft(raw, "\r\n\t "), []byte("<~"))
	for _, c := range raw {
		if c == '~' {
			break
		}
		if c == 'z' && n == 0 {
			dst = append(dst, 0, 0, 0, 0)
			continue
		}
		if c < '!' || c > 'u' {
			continue
		}
		v = v*85 + uint32(c-'!')
		if n++; n == 5 {
			dst = append(dst, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
			v, n = 0, 0
		}
	}
	if n > 1 {
		for i := n; i < 5; i++ {
			v = v*85 + 84
		}
		for i := range n - 1 {
			dst = append(dst, byte(v>>(24-8*i)))
		}
	}
	return dst
}

func unRunLength(raw, dst []byte) ([]byte, bool, error) {
	start := len(dst)
	for i := 0; i < len(raw) && raw[i] != 128; {
		n := int(raw[i])
		i++
		if n < 128 {
			end := min(len(raw), i+n+1)
			dst = append(dst, raw[i:end]...)
			i = end
		} else if i < len(raw) {
			for range 257 - n {
				dst = append(dst, raw[i])
			}
			i++
		}
		if len(dst)-start > MaxStream {
			return dst, true, nil
		}
	}
	return dst, false, nil
}

// unLZW reads PDF's variant of LZW: codes from the high bit, 9 to 12 bits wide, widened one code early by default.
func unLZW(raw []byte, early bool, dst []byte) ([]byte, bool, error) {
	type entry struct{ start, end int } // the string of a code, where dst holds it
	var table [4096]entry
	next, width, ahead := 258, 9, 0
	if early {
		ahead = 1
	}
	var acc uint32
	bits, prev, start := 0, -1, len(dst)
	for _, c := range raw {
		acc, bits = acc<<8|uint32(c), bits+8
		if bits < width {
			continue
		}
		code := int(acc >> (bits - width) & (1<<width - 1))
		bits -= width
		if code == 256 {
			next, width, prev = 258, 9, -1
			continue
		}
		if code == 257 {
			return dst, false, nil
		}
		at := len(dst)
		switch {
		case code < 256:
			dst = append(dst, byte(code))
		case code < next:
			dst = append(dst, dst[table[code].start:table[code].end]...)
		case code == next && prev >= 0:
			dst = append(dst, dst[prev:at]...)
			dst = append(dst, dst[prev])
		default:
			return dst, false, errors.New("lzw: code out of order")
		}
		if prev >= 0 && next < len(table) {
			table[next] = entry{prev, at + 1} // the last string and the first byte of this one
			next++
		}
		prev = at
		for width < 12 && next+ahead >= 1<<width {
			width++
		}
		if len(dst)-start > MaxStream {
			return dst, true, nil
		}
	}
	return dst, false, nil
}

// unpredict undoes PNG (10 to 15) and TIFF (2) prediction.
func unpredict(data []byte, f filter) ([]byte, error) {
	if f.colors < 1 || f.bits < 1 || f.width < 1 || f.colors > 64 || f.bits > 32 || f.width > 1<<20 {
		return nil, errors.New("predictor: odd parameters")
	}
	pixel := max(1, f.colors*f.bits/8)
	row := (f.colors*f.bits*f.width + 7) / 8
	if f.predictor == 2 {
		for at := 0; f.bits == 8 && at < len(data); at += row {
			for i := at + pixel; i < min(at+row, len(data)); i++ {
				data[i] += data[i-pixel]
			}
		}
		return data, nil
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for len(data) > 1 {
		kind, line := data[0], data[1:min(len(data), 1+row)]
		data = data[1+len(line):]
		for i := range line {
			var a, c byte
			if i >= pixel {
				a, c = line[i-pixel], above[i-pixel]
			}
			switch kind {
			case 1:
				line[i] += a
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(a) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(a, above[i], c)
			}
		}
		out = append(out, line...)
		above = out[len(out)-len(line):]
		if len(line) < row {
			break
		}
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}
