package msg

import (
	"encoding/binary"
	"errors"
)

// MaxRTF is how long a message's Rich Text may become, in bytes.
const MaxRTF = 32 << 20

// seed is what the dictionary holds before the first byte ([MS-OXRTFCP] 2.1.2.1).
const seed = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` + "\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

var errRTF = errors.New("damaged compressed Rich Text")

// Unpack undoes the compression of a message's Rich Text. Damage ends it: what came before is returned.
func Unpack(data []byte) ([]byte, error) {
	if len(data) < 16 {
		return nil, errRTF
	}
	size := min(int64(binary.LittleEndian.Uint32(data[4:])), MaxRTF)
	kind := string(data[8:12])
	data = data[16:]
	switch kind {
	case "MELA":
		return data[:min(int64(len(data)), size)], nil
	case "LZFu":
		return expand(data, int(size)), nil
	}
	return nil, errRTF
}

// expand reads eight tokens after each control byte: a letter, or a reference of 12 bits place and 4 bits length into
// the ring of the last 4096 bytes; a reference to where the next byte goes ends the text.
func expand(data []byte, size int) []byte {
	var ring [4096]byte
	at := copy(ring[:], seed)
	out := make([]byte, 0, min(size, 8*len(data)))
	put := func(b byte) {
		out = append(out, b)
		ring[at] = b
		at = (at + 1) % len(ring)
	}
	for len(data) > 0 && len(out) < size {
		control := data[0]
		data = data[1:]
		for bit := 0; bit < 8 && len(data) > 0 && len(out) < size; bit++ {
			if control>>bit&1 == 0 {
				put(data[0])
				data = data[1:]
				continue
			}
			if len(data) < 2 {
				return out
			}
			ref := int(data[0])<<8 | int(data[1])
			data = data[2:]
			from, n := ref>>4, ref&15+2
			if from == at {
				return out
			}
			for i := 0; i < n && len(out) < size; i++ {
				put(ring[(from+i)%len(ring)])
			}
		}
	}
	return out
}
