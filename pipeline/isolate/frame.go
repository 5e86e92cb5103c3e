package isolate

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// The kinds of frame. A worker gets requests; it sends a hello when it is ready, an answer for each request, and beats
// while it goes on well with a long one.
const (
	helloFrame byte = 1 + iota
	requestFrame
	beatFrame
	answerFrame
)

// maxFrame bounds what a worker may send: no letter has so much text, and a worker gone wild must not fill the
// program's memory.
const maxFrame = 192 << 20

// frame is a message: kind, length, payload.
type frame struct {
	kind byte
	data []byte
}

func writeFrame(w io.Writer, kind byte, parts ...[]byte) error {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	head := make([]byte, 5, 5+min(n, 64<<10))
	head[0] = kind
	binary.LittleEndian.PutUint32(head[1:], uint32(n))
	if n <= 64<<10 { // small: one write
		for _, p := range parts {
			head = append(head, p...)
		}
		parts = nil
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

var errLongFrame = errors.New("the answer is too long")

// readFrame reads a message of up to most bytes.
func readFrame(r io.Reader, most int) (frame, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return frame{}, err
	}
	n := int64(binary.LittleEndian.Uint32(head[1:]))
	if n > int64(most) {
		return frame{}, errLongFrame
	}
	data := make([]byte, n)
	_, err := io.ReadFull(r, data)
	return frame{head[0], data}, err
}

// request names a file and carries its bytes.
func request(w io.Writer, name string, data []byte) error {
	return writeFrame(w, requestFrame, binary.LittleEndian.AppendUint32(nil, uint32(len(name))), []byte(name), data)
}

func parseRequest(b []byte) (name string, data []byte, err error) {
	if len(b) < 4 || uint64(len(b)-4) < uint64(binary.LittleEndian.Uint32(b)) {
		return "", nil, fmt.Errorf("a request of %d bytes", len(b))
	}
	n := binary.LittleEndian.Uint32(b)
	return string(b[4 : 4+n]), b[4+n:], nil
}

// member is an extract.Member as it crosses.
type member struct {
	Name  string
	Doc   *consult.Document
	Fault *fault
}

// fault is an error as it crosses. Code is "" for errors that are no *extract.Error.
type fault struct{ Code, Text, Cause string }

func pack(list []extract.Member) []member {
	out := make([]member, len(list))
	for i, m := range list {
		out[i] = member{m.Name, m.Doc, packError(m.Err)}
	}
	return out
}

func packError(err error) *fault {
	if err == nil {
		return nil
	}
	var e *extract.Error
	if !errors.As(err, &e) {
		return &fault{Text: err.Error()}
	}
	f := &fault{Code: e.Code, Text: e.Text}
	if e.Err != nil {
		f.Cause = e.Err.Error()
	}
	return f
}

func unpack(list []member) []extract.Member {
	out := make([]extract.Member, len(list))
	for i, m := range list {
		out[i] = extract.Member{Name: m.Name, Doc: m.Doc, Err: m.Fault.unpack()}
	}
	return out
}

func (f *fault) unpack() error {
	switch {
	case f == nil:
		return nil
	case f.Code == "":
		return errors.New(f.Text)
	case f.Cause == "":
		return &extract.Error{Code: f.Code, Text: f.Text}
	}
	return &extract.Error{Code: f.Code, Text: f.Text, Err: errors.New(f.Cause)}
}

// codec turns answers into bytes and back. gob describes its types once in a codec's life, so the n-th answer of one
// codec can be read by another only as its n-th.
type codec struct {
	buf bytes.Buffer
	enc *gob.Encoder
	dec *gob.Decoder
}

func newCodec() *codec {
	c := &codec{}
	c.enc, c.dec = gob.NewEncoder(&c.buf), gob.NewDecoder(&c.buf)
	return c
}

func (c *codec) encode(list []extract.Member) ([]byte, error) {
	c.buf.Reset()
	err := c.enc.Encode(pack(list))
	return c.buf.Bytes(), err
}

func (c *codec) decode(b []byte) ([]extract.Member, error) {
	c.buf.Reset()
	c.buf.Write(b)
	var list []member
	err := c.dec.Decode(&list)
	return unpack(list), err
}
