package font

import (
	"sort"
	"unicode/utf16"

	"github.com/clausewise/clausewise/pipeline/pdf/lex"
)

// MaxEntries is the number of entries after which a CMap is cut.
const MaxEntries = 100_000

// CMap maps character codes to text (a ToUnicode map) or to CIDs (an encoding).
type CMap struct {
	space  []codeSpace
	ranges []codeRange
	Cut    bool // the map had more than MaxEntries
}

type codeSpace struct {
	low, high uint32
	bytes     int
}

// codeRange maps the codes low…high to base, base+1, …; text stands for a whole string, counted up in its last unit.
type codeRange struct {
	low, high uint32
	cid       uint32
	text      []byte // UTF-16, big endian; nil in an encoding
}

// ParseCMap reads a CMap program. What it doesn't understand it skips.
func ParseCMap(data []byte) *CMap {
	m := &CMap{}
	l := lex.New(data)
	var args []lex.Object
	for {
		o := l.Next()
		if o.Kind == lex.EOF || m.Cut {
			break
		}
		if o.Kind != lex.Operator {
			if args = append(args, o); len(args) > 4*MaxEntries {
				m.Cut = true
			}
			continue
		}
		m.section(string(o.Bytes), args)
		args = args[:0]
	}
	sort.SliceStable(m.ranges, func(i, j int) bool { return m.ranges[i].low < m.ranges[j].low })
	return m
}

func (m *CMap) section(end string, args []lex.Object) {
	switch end {
	case "endcodespacerange":
		for i := 0; i+1 < len(args); i += 2 {
			m.space = append(m.space, codeSpace{code(args[i]), code(args[i+1]), len(args[i].Bytes)})
		}
	case "endbfchar":
		for i := 0; i+1 < len(args); i += 2 {
			m.add(codeRange{low: code(args[i]), high: code(args[i]), text: target(args[i+1])})
		}
	case "endbfrange":
		for i := 0; i+2 < len(args); i += 3 {
			m.bfrange(code(args[i]), code(args[i+1]), args[i+2])
		}
	case "endcidchar":
		for i := 0; i+1 < len(args); i += 2 {
			m.add(codeRange{low: code(args[i]), high: code(args[i]), cid: uint32(max(0, args[i+1].Int()))})
		}
	case "endcidrange":
		for i := 0; i+2 < len(args); i += 3 {
			m.add(codeRange{low: code(args[i]), high: code(args[i+1]), cid: uint32(max(0, args[i+2].Int()))})
		}
	}
}

func (m *CMap) bfrange(low, high uint32, to lex.Object) {
	if to.Kind != lex.Array {
		m.add(codeRange{low: low, high: high, text: target(to)})
		return
	}
	for i, o := range to.Items {
		if c := low + uint32(i); c <= high {
			m.add(codeRange{low: c, high: c, text: target(o)})
		}
	}
}

func (m *CMap) add(r codeRange) {
	if len(m.ranges) >= MaxEntries {
		m.Cut = true
		return
	}
	if r.high >= r.low {
		m.ranges = append(m.ranges, r)
	}
}

func code(o lex.Object) uint32 {
	var c uint32
	for _, b := range o.Bytes {
		c = c<<8 | uint32(b)
	}
	return c
}

// target copies the text a code maps to: a hexadecimal string, or a glyph's name in odd files.
func target(o lex.Object) []byte {
	switch o.Kind {
	case lex.String:
		return append(make([]byte, 0, len(o.Bytes)), o.Bytes...)
	case lex.Name:
		var out []byte
		for _, u := range utf16.Encode([]rune(NameToText(string(o.Bytes)))) {
			out = append(out, byte(u>>8), byte(u))
		}
		return out
	}
	return nil
}

// find returns the range that holds c, the one that starts last where several do.
func (m *CMap) find(c uint32) (codeRange, bool) {
	i := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].low > c })
	for n := 0; i > 0 && n < 8; n++ {
		if i--; m.ranges[i].high >= c {
			return m.ranges[i], true
		}
	}
	return codeRange{}, false
}

// Text returns the text of code c; ok is false when the map says nothing about it.
func (m *CMap) Text(c uint32) (s string, ok bool) {
	r, ok := m.find(c)
	if !ok || len(r.text) == 0 {
		return "", false
	}
	if len(r.text) == 1 {
		return string(rune(uint32(r.text[0]) + c - r.low)), true
	}
	units := make([]uint16, len(r.text)/2)
	for i := range units {
		units[i] = uint16(r.text[2*i])<<8 | uint16(r.text[2*i+1])
	}
	if swapped(units) {
		for i, u := range units {
			units[i] = u>>8 | u<<8
		}
	}
	units[len(units)-1] += uint16(c - r.low)
	return string(utf16.Decode(units)), true
}

// CID returns the CID of code c; 0 when the map says nothing about it.
func (m *CMap) CID(c uint32) uint32 {
	r, ok := m.find(c)
	if !ok {
		return 0
	}
	return r.cid + c - r.low
}

// Next cuts the next code from s by the map's code spaces.
func (m *CMap) Next(s []byte) (c uint32, n int) {
	for n = 1; n <= 4 && n <= len(s); n++ {
		c = c<<8 | uint32(s[n-1])
		for _, sp := range m.space {
			if sp.bytes == n && c >= sp.low && c <= sp.high {
				return c, n
			}
		}
	}
	n = 1
	if len(m.space) > 0 {
		n = max(1, m.space[0].bytes)
	}
	n = min(n, len(s))
	c = 0
	for _, b := range s[:n] {
		c = c<<8 | uint32(b)
	}
	return c, n
}

// swapped reports whether a ligature's letters stand with their bytes the wrong way round, as Ghostscript writes them.
func swapped(units []uint16) bool {
	for _, u := range units {
		if u&0xFF != 0 || u == 0 {
			return false
		}
	}
	return len(units) > 1
}

// empty reports whether a ToUnicode map tells no letters: some programs write one that maps all codes to control
// characters.
func (m *CMap) empty() bool {
	for _, r := range m.ranges {
		for _, b := range r.text {
			if b > ' ' {
				return false
			}
		}
		if len(r.text) > 0 && int(r.text[len(r.text)-1])+int(r.high-r.low) > 0x60 {
			return false
		}
	}
	return true
}
