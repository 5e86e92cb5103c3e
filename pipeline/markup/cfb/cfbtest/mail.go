package cfbtest

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// Mail is a message to be written as Outlook would (.msg).
type Mail struct {
	From, Address, To, Subject string
	Time                       uint64 // in steps of 100 ns since 1601
	Body                       string // plain; UTF-16
	HTML, RTF                  []byte // RTF is what the compressed stream is to hold
	Page                       uint32 // code page of HTML
	Files                      []Attached
}

// Attached is a file, or a mail, in a mail.
type Attached struct {
	Name, Media, ContentID string
	Hidden                 bool
	Data                   []byte
	Mail                   *Mail
	Object                 bool // an object of another program
}

// Bytes writes the message as a compound file.
func (m Mail) Bytes() []byte {
	out := map[string][]byte{}
	m.put(out, "", 32)
	return Write(out)
}

// UTF16 returns s in UTF-16, low byte first.
func UTF16(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// property is an entry of a properties stream.
func property(tag, value uint64) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(tag))
	out = binary.LittleEndian.AppendUint32(out, 6)
	return binary.LittleEndian.AppendUint64(out, value)
}

func (m Mail) put(out map[string][]byte, in string, header int) {
	text := func(tag, s string) {
		if s != "" {
			out[in+"__substg1.0_"+tag+"001F"] = UTF16(s)
		}
	}
	text("001A", "IPM.Note")
	text("0037", m.Subject)
	text("0C1A", m.From)
	text("5D01", m.Address)
	text("0E04", m.To)
	text("1000", m.Body)
	if m.HTML != nil {
		out[in+"__substg1.0_10130102"] = m.HTML
	}
	if m.RTF != nil {
		out[in+"__substg1.0_10090102"] = m.RTF
	}
	props := make([]byte, header)
	if m.Time > 0 {
		props = append(props, property(0x00390040, m.Time)...)
	}
	if m.Page > 0 {
		props = append(props, property(0x3FDE0003, uint64(m.Page))...)
	}
	out[in+"__properties_version1.0"] = props
	for i, f := range m.Files {
		f.put(out, fmt.Sprintf("%s__attach_version1.0_#%08X/", in, i))
	}
}

func (f Attached) put(out map[string][]byte, in string) {
	for tag, s := range map[string]string{"3707": f.Name, "370E": f.Media, "3712": f.ContentID} {
		if s != "" {
			out[in+"__substg1.0_"+tag+"001F"] = UTF16(s)
		}
	}
	method, hidden := uint64(1), uint64(0)
	switch {
	case f.Mail != nil:
		method = 5
		f.Mail.put(out, in+"__substg1.0_3701000D/", 24)
	case f.Object:
		method = 6
		out[in+"__substg1.0_3701000D/CONTENTS"] = f.Data
	default:
		out[in+"__substg1.0_37010102"] = f.Data
	}
	if f.Hidden {
		hidden = 1
	}
	out[in+"__properties_version1.0"] = append(append(make([]byte, 8), property(0x37050003, method)...), property(0x7FFE000B, hidden)...)
}

// Stored wraps Rich Text as a message keeps it, uncompressed.
func Stored(rtf string) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(rtf)+12))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(rtf)))
	out = append(out, "MELA\x00\x00\x00\x00"...)
	return append(out, rtf...)
}
