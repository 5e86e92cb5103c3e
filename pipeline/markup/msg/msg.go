package msg

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"github.com/clausewise/clausewise/pipeline/markup/cfb"
)

// MediaType is what Outlook's messages are called.
const MediaType = "application/vnd.ms-outlook"

// The caps.
const (
	MaxDepth = 8   // messages inside one another
	MaxFiles = 500 // attachments of a message
)

// ErrFormat says that a compound file holds no message.
var ErrFormat = errors.New("no Outlook message")

// Message is a message taken apart. HTML is in UTF-8, RTF is as its writer made it.
type Message struct {
	From, To, Subject string
	Date              time.Time // zero: not told
	Plain             string
	HTML, RTF         []byte
	Files             []File
	Objects           []string // names of attached objects that can't be read
	Capped            bool     // there was more than the caps let through
}

// File is an attachment: bytes, or a message again.
type File struct {
	Name    string
	Media   string
	Data    []byte
	Message *Message
}

// Is reports whether data are an Outlook message.
func Is(data []byte) bool {
	if !cfb.Is(data) {
		return false
	}
	s, err := cfb.Open(data)
	return err == nil && isMessage(s)
}

func isMessage(s *cfb.Storage) bool {
	for _, tag := range []string{"001A", "0037", "1000", "1009", "1013", "0C1A", "007D"} {
		for _, kind := range []string{"001F", "001E", "0102"} {
			if s.Has(prefix + tag + kind) {
				return true
			}
		}
	}
	return false
}

// Open reads a message.
func Open(data []byte) (*Message, error) {
	s, err := cfb.Open(data)
	if err != nil {
		return nil, err
	}
	if !isMessage(s) {
		return nil, ErrFormat
	}
	return read(s, 0), nil
}

const (
	prefix     = "__substg1.0_"
	properties = "__properties_version1.0"
)

// object is a storage with properties: a message or an attachment.
type object struct {
	*cfb.Storage
	fixed map[uint32]uint64 // by number and type
	page  encoding.Encoding
}

func open(s *cfb.Storage, header int) *object {
	o := &object{Storage: s, fixed: map[uint32]uint64{}, page: charmap.Windows1252}
	data := s.Read(properties)
	for at := header; at+16 <= len(data); at += 16 {
		o.fixed[binary.LittleEndian.Uint32(data[at:])] = binary.LittleEndian.Uint64(data[at+8:])
	}
	return o
}

// text returns a property of characters, of UTF-16 or of the message's code page.
func (o *object) text(tag string) string {
	if b := o.Read(prefix + tag + "001F"); len(b) > 0 {
		u := make([]uint16, len(b)/2)
		for i := range u {
			u[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		return strings.TrimRight(string(utf16.Decode(u)), "\x00")
	}
	return strings.TrimRight(o.decode(o.Read(prefix+tag+"001E")), "\x00")
}

func (o *object) decode(b []byte) string {
	s, err := o.page.NewDecoder().Bytes(b)
	if err != nil {
		s = b
	}
	return strings.ToValidUTF8(string(s), "\ufffd")
}

func (o *object) time(tag uint32) time.Time {
	v := o.fixed[tag<<16|0x40]
	const epoch = 116444736000000000 // 1970 in steps of 100 ns since 1601
	if v < epoch || v > epoch+1e17 {
		return time.Time{}
	}
	return time.Unix(0, int64(v-epoch)*100).UTC()
}

// number returns a property of 32 bits.
func (o *object) number(tag uint32) int { return int(int32(o.fixed[tag<<16|3])) }

func read(s *cfb.Storage, depth int) *Message {
	header := 32
	if depth > 0 {
		header = 24
	}
	o := open(s, header)
	for _, tag := range []uint32{0x3FFD, 0x3FDE} {
		if e := codePage(o.number(tag)); e != nil {
			o.page = e
			break
		}
	}
	m := &Message{Subject: o.text("0037"), To: o.text("0E04"), From: sender(o)}
	if m.Date = o.time(0x0039); m.Date.IsZero() {
		m.Date = o.time(0x0E06)
	}
	o.body(m)
	for _, in := range s.Storages {
		if strings.HasPrefix(in.Name, "__attach_version1.0_") {
			if len(m.Files) >= MaxFiles {
				m.Capped = true
				break
			}
			m.attach(in, o.page, depth)
		}
	}
	return m
}

// sender returns the writer's name with the address, where it is one of the net's.
func sender(o *object) string {
	name, address := o.text("0C1A"), ""
	for _, tag := range []string{"5D01", "5D02", "0C1F", "0065"} {
		if a := o.text(tag); strings.Contains(a, "@") {
			address = a
			break
		}
	}
	if name == "" {
		name = o.text("0042")
	}
	switch {
	case address == "" || address == name:
		return name
	case name == "":
		return address
	}
	return name + " <" + address + ">"
}

// body reads the words in the kinds they come in.
func (o *object) body(m *Message) {
	m.Plain = o.text("1000")
	html := o.Read(prefix + "10130102")
	if len(html) > 0 {
		page := o.page
		if e := codePage(o.number(0x3FDE)); e != nil {
			page = e
		}
		m.HTML = toUTF8(html, page)
	} else if s := o.text("1013"); s != "" {
		m.HTML = []byte(s)
	}
	if len(m.HTML) > 0 {
		return
	}
	raw, err := Unpack(o.Read(prefix + "10090102"))
	if err != nil {
		return
	}
	switch text, kind := Unwrap(raw); {
	case kind == HTML:
		m.HTML = []byte(text)
	case kind == Plain && m.Plain == "":
		m.Plain = text
	case kind == Rich:
		m.RTF = raw
	}
}

func toUTF8(b []byte, page encoding.Encoding) []byte {
	out, err := page.NewDecoder().Bytes(b)
	if err != nil {
		out = b
	}
	return []byte(strings.ToValidUTF8(string(out), "\ufffd"))
}

// How a file is attached (PidTagAttachMethod).
const (
	embedded = 5
	object6  = 6
)

func (m *Message) attach(s *cfb.Storage, page encoding.Encoding, depth int) {
	o := open(s, 8)
	o.page = page
	f := File{Media: strings.ToLower(o.text("370E"))}
	for _, tag := range []string{"3707", "3704", "3001"} {
		if f.Name = strings.TrimSpace(o.text(tag)); f.Name != "" {
			break
		}
	}
	inner := s.Storage(prefix + "3701000D")
	switch {
	case inner != nil && o.number(0x3705) != object6:
		if depth+1 >= MaxDepth {
			m.Capped = true
			return
		}
		f.Message = read(inner, depth+1)
	case inner != nil:
		m.Objects = append(m.Objects, f.Name)
		return
	case o.inline(f):
		return
	default:
		f.Data = o.Read(prefix + "37010102")
	}
	m.Files = append(m.Files, f)
}

// inline reports files that are part of the message's looks: hidden ones, and pictures that its HTML shows.
func (o *object) inline(f File) bool {
	hidden := o.fixed[0x7FFE<<16|0x0B]&0xff != 0
	shown := o.text("3712") != "" && (strings.HasPrefix(f.Media, "image/") || f.Media == "" && picture(f.Name))
	return hidden || shown
}

func picture(name string) bool {
	n := strings.ToLower(name)
	for _, e := range []string{".png", ".jpg", ".jpeg", ".gif", ".bmp"} {
		if strings.HasSuffix(n, e) {
			return true
		}
	}
	return false
}

var codePages = map[int]encoding.Encoding{437: charmap.CodePage437, 850: charmap.CodePage850, 865: charmap.CodePage865, 10000: charmap.Macintosh}

// codePage returns the encoding of a Windows code page; nil for unknown ones.
func codePage(n int) encoding.Encoding {
	if e := codePages[n]; e != nil {
		return e
	}
	name := map[int]string{65001: "utf-8", 20127: "windows-1252", 28591: "iso-8859-1", 28592: "iso-8859-2", 28605: "iso-8859-15", 20866: "koi8-r",
		1250: "windows-1250", 1251: "windows-1251", 1252: "windows-1252", 1253: "windows-1253", 1254: "windows-1254", 1257: "windows-1257"}[n]
	e, err := htmlindex.Get(name)
	if name == "" || err != nil {
		return nil
	}
	return e
}
