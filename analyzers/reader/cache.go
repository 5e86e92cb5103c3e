package reader

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
)

// cacheSize is how many windows are kept; one is about 15 kB.
const cacheSize = 2048

type key [sha256.Size]byte

// keyOf names a window by its tokens and where its sentences end.
func keyOf(ids []int32, ends []int) key {
	b := make([]byte, 0, 4*(len(ids)+len(ends)+1))
	for _, id := range ids {
		b = binary.LittleEndian.AppendUint32(b, uint32(id))
	}
	b = binary.LittleEndian.AppendUint32(b, ^uint32(0))
	for _, e := range ends {
		b = binary.LittleEndian.AppendUint32(b, uint32(e))
	}
	return sha256.Sum256(b)
}

// cache keeps the vectors of the windows that were read last, so that a campaign's letters are encoded once. What it
// returns is shared and must not be changed. It may be used from several goroutines.
type cache struct {
	mu   sync.Mutex
	size int
	kept map[key][][]float32
	ring []key // in the order of arrival; next is the oldest once it is full
	next int
}

func newCache(size int) *cache {
	return &cache{size: size, kept: map[key][][]float32{}}
}

func (c *cache) get(k key) ([][]float32, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.kept[k]
	return v, ok
}

func (c *cache) put(k key, v [][]float32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.kept[k]; ok {
		return
	}
	c.kept[k] = v
	if len(c.ring) < c.size {
		c.ring = append(c.ring, k)
		return
	}
	delete(c.kept, c.ring[c.next])
	c.ring[c.next] = k
	c.next = (c.next + 1) % c.size
}
