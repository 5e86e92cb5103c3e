// Package cfbtest writes compound files for tests: what package cfb reads, in the plainest build that the format allows
// (sectors of 512 bytes, the directory's trees as lists to the right). Tests make their messages with it, so that no
// stranger's mail need lie among the test data.
package cfbtest

import (
	"bytes"
	"encoding/binary"
	"sort"
	"strings"
	"unicode/utf16"
)

const (
	sector = 512
	free   = 0xFFFFFFFF
	end    = 0xFFFFFFFE
	isFAT  = 0xFFFFFFFD
)

// Write makes a compound file of streams; slashes in their names part storages.
func Write(streams map[string][]byte) []byte {
	w := &writer{}
	w.add("Root Entry", 5)
	var names []string
	for n := range streams {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		w.put(strings.Split(n, "/"), streams[n])
	}
	return w.bytes()
}

type node struct {
	name        string
	kind        byte
	children    []int
	right       uint32
	start, size uint32
	data        []byte
}

type writer struct {
	nodes []node
	body  bytes.Buffer // all sectors but the FAT's
	fat   []uint32
	mini  bytes.Buffer
	short []uint32
}

func (w *writer) add(name string, kind byte) int {
	w.nodes = append(w.nodes, node{name: name, kind: kind, right: free, start: end})
	return len(w.nodes) - 1
}

func (w *writer) put(path []string, data []byte) {
	at := 0
	for i, name := range path {
		kind := byte(1)
		if i == len(path)-1 {
			kind = 2
		}
		next := -1
		for _, c := range w.nodes[at].children {
			if w.nodes[c].name == name {
				next = c
			}
		}
		if next < 0 {
			next = w.add(name, kind)
			w.nodes[at].children = append(w.nodes[at].children, next)
		}
		at = next
	}
	w.nodes[at].data = data
}

// chain writes data in units of size bytes and returns the first unit's number.
func chain(body *bytes.Buffer, table *[]uint32, size int, data []byte) uint32 {
	if len(data) == 0 {
		return end
	}
	first := uint32(len(*table))
	for len(data) > 0 {
		n := min(size, len(data))
		body.Write(data[:n])
		body.Write(make([]byte, size-n))
		data = data[n:]
		*table = append(*table, uint32(len(*table))+1)
	}
	(*table)[len(*table)-1] = end
	return first
}

func (w *writer) bytes() []byte {
	for i := range w.nodes {
		n := &w.nodes[i]
		switch n.size = uint32(len(n.data)); {
		case n.kind != 2:
		case n.size < 4096:
			n.start = chain(&w.mini, &w.short, 64, n.data)
		default:
			n.start = chain(&w.body, &w.fat, sector, n.data)
		}
	}
	w.nodes[0].size = uint32(w.mini.Len())
	w.nodes[0].start = chain(&w.body, &w.fat, sector, w.mini.Bytes())
	short := chain(&w.body, &w.fat, sector, le(w.short))
	dir := chain(&w.body, &w.fat, sector, w.directory())
	fats := 1
	for fats*128 < len(w.fat)+fats {
		fats++
	}
	at := uint32(len(w.fat))
	head := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 504)...)
	put16 := func(off int, v uint16) { binary.LittleEndian.PutUint16(head[off:], v) }
	put32 := func(off int, v uint32) { binary.LittleEndian.PutUint32(head[off:], v) }
	put16(24, 0x3E)
	put16(26, 3)
	put16(28, 0xFFFE)
	put16(30, 9)
	put16(32, 6)
	put32(44, uint32(fats))
	put32(48, dir)
	put32(56, 4096)
	put32(60, short)
	put32(64, uint32((len(w.short)+127)/128))
	put32(68, end)
	for i := range 109 {
		put32(76+4*i, free)
	}
	for i := range fats {
		put32(76+4*i, at+uint32(i))
		w.fat = append(w.fat, isFAT)
	}
	for len(w.fat)%128 != 0 {
		w.fat = append(w.fat, free)
	}
	return append(append(head, w.body.Bytes()...), le(w.fat)...)
}

func le(list []uint32) []byte {
	var out []byte
	for _, v := range list {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	return out
}

func (w *writer) directory() []byte {
	child := make([]uint32, len(w.nodes))
	for i, n := range w.nodes {
		child[i] = free
		for j, c := range n.children {
			if j == 0 {
				child[i] = uint32(c)
			} else {
				w.nodes[n.children[j-1]].right = uint32(c)
			}
		}
	}
	var out []byte
	for i, n := range w.nodes {
		b := make([]byte, 128)
		name := utf16.Encode([]rune(n.name))
		for j, u := range name {
			binary.LittleEndian.PutUint16(b[2*j:], u)
		}
		binary.LittleEndian.PutUint16(b[64:], uint16(2*len(name)+2))
		b[66], b[67] = n.kind, 1
		binary.LittleEndian.PutUint32(b[68:], free)
		binary.LittleEndian.PutUint32(b[72:], n.right)
		binary.LittleEndian.PutUint32(b[76:], child[i])
		binary.LittleEndian.PutUint32(b[116:], n.start)
		binary.LittleEndian.PutUint32(b[120:], n.size)
		out = append(out, b...)
	}
	for len(out)%sector != 0 {
		b := make([]byte, 128)
		for _, at := range []int{68, 72, 76} {
			binary.LittleEndian.PutUint32(b[at:], free)
		}
		out = append(out, b...)
	}
	return out
}
