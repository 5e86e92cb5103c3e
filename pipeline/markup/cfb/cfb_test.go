package cfb_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/markup/cfb"
	"github.com/clausewise/clausewise/pipeline/markup/cfb/cfbtest"
)

func TestRead(t *testing.T) {
	long := bytes.Repeat([]byte("et langt brev. "), 9000)
	short := []byte("et kort")
	in := map[string][]byte{"kort": short, "langt": long, "mappe/æske/kort": short, "mappe/tom": {}}
	for i := range 300 { // more than a sector of short streams, more than one of entries
		in[fmt.Sprintf("mappe/nr %d", i)] = bytes.Repeat([]byte{byte(i)}, i)
	}
	root, err := cfb.Open(cfbtest.Write(in))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(root.Read("kort"), short) || !bytes.Equal(root.Read("langt"), long) || root.Read("mappe") != nil || root.Has("andet") {
		t.Error("the root's streams are off")
	}
	m := root.Storage("mappe")
	if m == nil || m.Storage("æske") == nil || m.Storage("kort") != nil {
		t.Fatalf("the storages are off: %v", m)
	}
	if got := m.Storage("æske").Read("kort"); !bytes.Equal(got, short) {
		t.Errorf("got %q", got)
	}
	for i := range 300 {
		if got := m.Read(fmt.Sprintf("nr %d", i)); len(got) != i || i > 0 && got[i-1] != byte(i) {
			t.Errorf("stream %d has %d bytes", i, len(got))
		}
	}
	if !m.Has("tom") || len(m.Read("tom")) != 0 {
		t.Error("the empty stream is off")
	}
}

func TestNotOne(t *testing.T) {
	whole := cfbtest.Write(map[string][]byte{"a": []byte("b")})
	for name, data := range map[string][]byte{"nothing": nil, "a head": whole[:512], "text": []byte("et brev"), "odd sectors": append(append([]byte{}, whole[:30]...), make([]byte, 600)...)} {
		if _, err := cfb.Open(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for n := range whole { // whatever is cut off, what is left is read or refused
		if root, err := cfb.Open(whole[:n]); err == nil {
			root.Read("a")
		}
	}
}

// TestHostile opens files that claim more than they hold: each ends at once, in memory of the file's own order.
func TestHostile(t *testing.T) {
	data := bytes.Repeat([]byte{7}, 1<<20)
	streams := map[string][]byte{}
	for i := range 500 {
		streams[fmt.Sprint(i)] = nil
	}
	streams["whole"] = data
	deep := "a"
	for range 3000 {
		deep += "/a"
	}
	file := cfbtest.Write(streams)
	dir := bytes.Index(file, cfbtest.UTF16("Root Entry"))
	var whole []byte
	for at := dir; at+128 <= len(file); at += 128 {
		if bytes.HasPrefix(file[at:], cfbtest.UTF16("whole")) {
			whole = bytes.Clone(file[at+116 : at+124])
		}
	}
	shared, loop, claims := bytes.Clone(file), bytes.Clone(file), bytes.Clone(file)
	for at := dir; at+128 <= len(file); at += 128 {
		if file[at+66] == 2 {
			copy(shared[at+116:], whole)                                       // all streams are one
			binary.LittleEndian.PutUint32(loop[at+72:], 1)                     // siblings in a ring
			binary.LittleEndian.PutUint32(claims[at+120:], 0xFFFFFFFF)         // four gigabytes each
			binary.LittleEndian.PutUint32(claims[at+116:], uint32(at)&0xFFFFF) // from anywhere
		}
	}
	for name, data := range map[string][]byte{"shared": shared, "loop": loop, "claims": claims, "deep": cfbtest.Write(map[string][]byte{deep: nil})} {
		start, sum := time.Now(), 0
		root, err := cfb.Open(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i := range 500 {
			sum += len(root.Read(fmt.Sprint(i)))
		}
		depth := 0
		for s := root; s != nil; s = s.Storage("a") {
			depth++
		}
		if sum > 2*len(data) || depth > cfb.MaxDepth+2 || time.Since(start) > 5*time.Second {
			t.Errorf("%s: %d bytes read of %d, %d deep, %v", name, sum, len(data), depth, time.Since(start))
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(cfbtest.Write(map[string][]byte{"a": []byte("x"), "b/c": []byte("y")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		defer time.AfterFunc(2*time.Minute, func() { panic("no end within two minutes") }).Stop()
		root, err := cfb.Open(data)
		if err != nil {
			return
		}
		sum := len(root.Read("a"))
		for _, s := range root.Storages {
			sum += len(s.Read("c"))
		}
		if sum > 2*len(data) {
			t.Fatalf("%d bytes read of %d", sum, len(data))
		}
	})
}
