package cfb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

const magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// The caps.
const (
	MaxEntries = 1 << 16 // streams and storages of a file
	MaxDepth   = 32      // storages inside one another
)

const (
	lastSector = 0xFFFFFFFA
	shortest   = 4096 // streams below this many bytes lie in the mini stream
	mini       = 64
)

// ErrFormat says that the bytes are no compound file, or that its directory can't be found.
var ErrFormat = errors.New("no readable compound file")

// Storage is a folder of a compound file.
type Storage struct {
	Name     string
	Storages []*Storage // in the order of the file's directory
	streams  map[string]entry
	file     *file
}

type entry struct {
	name               string
	kind               byte
	left, right, child uint32
	start              uint32
	size               uint64
	order              int
}

type file struct {
	data   []byte
	sector int
	fat    []uint32
	short  []uint32 // the FAT of the mini stream
	mini   []byte
	dir    []entry
	seen   []bool
	left   int // bytes that may still be read
}

// Is reports whether data begin as a compound file does.
func Is(head []byte) bool { return bytes.HasPrefix(head, []byte(magic)) }

// Open reads the directory of a compound file and returns its root.
func Open(data []byte) (*Storage, error) {
	if len(data) < 512 || !Is(data) {
		return nil, ErrFormat
	}
	f := &file{data: data, sector: 512, left: 2 * len(data)}
	switch binary.LittleEndian.Uint16(data[30:]) {
	case 9:
	case 12:
		f.sector = 4096
	default:
		return nil, ErrFormat
	}
	f.readFAT()
	f.readDirectory(f.chain(binary.LittleEndian.Uint32(data[48:]), min(len(data), MaxEntries*128)))
	if len(f.dir) == 0 || f.dir[0].kind != 5 {
		return nil, ErrFormat
	}
	root := f.dir[0]
	f.mini = f.chain(root.start, int(min(root.size, uint64(len(data)))))
	f.short = words(f.chain(binary.LittleEndian.Uint32(data[60:]), len(data)))
	f.seen = make([]bool, len(f.dir))
	f.seen[0] = true
	return f.storage(root, 0), nil
}

// words returns b as numbers of four bytes.
func words(b []byte) []uint32 {
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

// at returns sector n, or nil when it lies outside the file; the last one may be cut short.
func (f *file) at(n uint32) []byte {
	from := (int64(n) + 1) * int64(f.sector)
	if n > lastSector || from >= int64(len(f.data)) {
		return nil
	}
	return f.data[from:min(from+int64(f.sector), int64(len(f.data)))]
}

// readFAT gathers the FAT's sectors: the first 109 are named in the header, more of them in a chain of their own.
func (f *file) readFAT() {
	list := words(f.data[76:512])
	next := binary.LittleEndian.Uint32(f.data[68:])
	most := len(f.data)/f.sector + 1
	for hops := 0; hops < most && next <= lastSector; hops++ {
		s := f.at(next)
		if len(s) < f.sector {
			break
		}
		w := words(s)
		list, next = append(list, w[:len(w)-1]...), w[len(w)-1]
	}
	for _, n := range list {
		if s := f.at(n); s != nil && len(f.fat) <= most {
			f.fat = append(f.fat, words(s)...)
		}
	}
}

// chain returns up to size bytes of the chain that begins at a sector.
func (f *file) chain(n uint32, size int) []byte {
	var out []byte
	for len(out) < size && int64(n) < int64(len(f.fat)) {
		s := f.at(n)
		if s == nil {
			break
		}
		out = append(out, s[:min(len(s), size-len(out))]...)
		n = f.fat[n]
	}
	return out
}

// shortChain returns up to size bytes of a chain in the mini stream.
func (f *file) shortChain(n uint32, size int) []byte {
	var out []byte
	for len(out) < size && int64(n) < int64(len(f.short)) {
		from := int64(n) * mini
		if from >= int64(len(f.mini)) {
			break
		}
		s := f.mini[from:min(from+mini, int64(len(f.mini)))]
		out = append(out, s[:min(len(s), size-len(out))]...)
		n = f.short[n]
	}
	return out
}

func (f *file) readDirectory(data []byte) {
	for i := 0; len(data) >= 128 && i < MaxEntries; i++ {
		b := data[:128]
		data = data[128:]
		e := entry{kind: b[66], order: i, left: binary.LittleEndian.Uint32(b[68:]), right: binary.LittleEndian.Uint32(b[72:]),
			child: binary.LittleEndian.Uint32(b[76:]), start: binary.LittleEndian.Uint32(b[116:]), size: binary.LittleEndian.Uint64(b[120:])}
		if f.sector == 512 {
			e.size &= 0xFFFFFFFF // the upper half may hold anything there
		}
		if n := int(binary.LittleEndian.Uint16(b[64:]))/2 - 1; n > 0 && n < 32 {
			u := make([]uint16, n)
			for j := range u {
				u[j] = binary.LittleEndian.Uint16(b[2*j:])
			}
			e.name = string(utf16.Decode(u))
		}
		f.dir = append(f.dir, e)
	}
}

// storage gathers the children of e.
func (f *file) storage(e entry, depth int) *Storage {
	s := &Storage{Name: e.name, file: f, streams: map[string]entry{}}
	if depth > MaxDepth {
		return s
	}
	for _, c := range f.children(e.child) {
		switch c.kind {
		case 1:
			s.Storages = append(s.Storages, f.storage(c, depth+1))
		case 2:
			if _, twice := s.streams[c.name]; !twice {
				s.streams[c.name] = c
			}
		}
	}
	return s
}

// children walks a tree of entries; the tree's order is kept, and no entry is met twice in the whole file.
func (f *file) children(root uint32) []entry {
	var out []entry
	var open []uint32
	for n := root; ; {
		for int64(n) < int64(len(f.dir)) && !f.seen[n] {
			f.seen[n] = true
			open = append(open, n)
			n = f.dir[n].left
		}
		if len(open) == 0 {
			return out
		}
		e := f.dir[open[len(open)-1]]
		open = open[:len(open)-1]
		out = append(out, e)
		n = e.right
	}
}

// Has reports whether s holds a stream of that name.
func (s *Storage) Has(name string) bool {
	_, ok := s.streams[name]
	return ok
}

// Storage returns the storage of that name inside s, or nil.
func (s *Storage) Storage(name string) *Storage {
	for _, in := range s.Storages {
		if in.Name == name {
			return in
		}
	}
	return nil
}

// Read returns a stream's bytes: nil when s has no such stream, fewer than it claims when the file is cut. All reads
// together give at most twice the file's size, so streams that share their sectors can't multiply it.
func (s *Storage) Read(name string) []byte {
	e, ok := s.streams[name]
	if !ok {
		return nil
	}
	size := int(min(e.size, uint64(len(s.file.data)), uint64(s.file.left)))
	out := s.file.chain
	if e.size < shortest {
		out = s.file.shortChain
	}
	data := out(e.start, size)
	s.file.left -= len(data)
	return data
}
