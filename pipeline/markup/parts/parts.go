// Package parts opens files that are ZIP archives of XML, as word processors write them, and guards against those made
// to do harm: bombs that unpack to gigabytes, names that point outside the archive, XML without end. Every cap names
// itself in the error when it bites.
package parts

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// The caps.
const (
	MaxParts = 10_000    // members of an archive
	MaxPart  = 64 << 20  // bytes of one member, unpacked
	MaxAll   = 256 << 20 // bytes of all members read, unpacked
	MaxNodes = 1_000_000 // XML elements of one member
	MaxDepth = 500       // XML elements inside one another

	maxEntries = 200_000 // entries of the directory, those of archives inside included
)

// CapError says which cap bit.
type CapError struct{ What string }

func (e *CapError) Error() string { return e.What }

// Archive is an opened file.
type Archive struct {
	zip    *zip.Reader
	by     map[string]*zip.File
	unsafe []string
	read   int64
}

// Open opens an archive held in memory.
func Open(data []byte) (*Archive, error) {
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > maxEntries {
		return nil, &CapError{fmt.Sprintf("it has %d entries, more than the %d that are read", n, MaxParts)}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if len(z.File) > MaxParts {
		return nil, &CapError{fmt.Sprintf("it has %d members, more than the %d that are read", len(z.File), MaxParts)}
	}
	a := &Archive{zip: z, by: map[string]*zip.File{}}
	for _, f := range z.File {
		switch n := Clean(f.Name); {
		case n == "" && f.Mode().IsRegular() || f.Mode()&fs.ModeSymlink != 0:
			a.unsafe = append(a.unsafe, f.Name)
		case n != "" && a.by[n] == nil && !strings.HasSuffix(f.Name, "/"):
			a.by[n] = f
		}
	}
	return a, nil
}

// Clean returns a member's name without tricks, or "" when it points outside the archive.
func Clean(name string) string {
	name = path.Clean(strings.ReplaceAll(name, "\\", "/"))
	if name == "." || name == ".." || strings.HasPrefix(name, "../") || strings.HasPrefix(name, "/") || strings.Contains(name, ":") || strings.ContainsRune(name, 0) {
		return ""
	}
	return name
}

// Names returns the members' names in the archive's order; members with unsafe names are left out.
func (a *Archive) Names() []string {
	var out []string
	for _, f := range a.zip.File {
		if n := Clean(f.Name); n != "" && a.by[n] == f {
			out = append(out, n)
		}
	}
	return out
}

// Unsafe returns the names, as they stand in the archive, of members that point elsewhere: out of it, or to a file of the
// reader's own.
func (a *Archive) Unsafe() []string { return a.unsafe }

// Has reports whether there is a member of that name.
func (a *Archive) Has(name string) bool { return a.by[Clean(name)] != nil }

// Locked reports whether a member is encrypted.
func (a *Archive) Locked(name string) bool {
	f := a.by[Clean(name)]
	return f != nil && f.Flags&1 != 0
}

// Read unpacks a member; nil when there is none of that name.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.by[Clean(name)]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, MaxPart+1))
	a.read += int64(len(data))
	switch {
	case len(data) > MaxPart:
		return nil, &CapError{fmt.Sprintf("its part %s unpacks to more than %d MB", name, MaxPart>>20)}
	case a.read > MaxAll:
		return nil, &CapError{fmt.Sprintf("its parts unpack to more than %d MB", MaxAll>>20)}
	case err != nil:
		return data, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// Element is a step of a walk through XML.
type Element struct {
	Space string // prefix as written
	Name  string
	attrs []xml.Attr
}

// Attr returns the value of the attribute of that local name, whatever its prefix.
func (e Element) Attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Has reports whether the element has the attribute.
func (e Element) Has(name string) bool {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}

// Handler is told of the elements and words of an XML text, in order.
type Handler interface {
	Start(e Element)
	End(e Element)
	Text(s string)
}

// Walk reads XML and tells h. It expands no entities but XML's own five, so text that refers to files or to itself
// stays what it is. Damage ends the walk with an error; what came before has been told.
func Walk(data []byte, h Handler) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	nodes, depth := 0, 0
	var open []string
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if nodes++; nodes > MaxNodes {
				return &CapError{fmt.Sprintf("it holds more than %d elements; what came before was read", MaxNodes)}
			}
			if depth++; depth > MaxDepth {
				return &CapError{fmt.Sprintf("its elements are nested more than %d deep; what came before was read", MaxDepth)}
			}
			open = append(open, t.Name.Local)
			h.Start(Element{t.Name.Space, t.Name.Local, t.Attr})
		case xml.EndElement:
			if depth == 0 || open[depth-1] != t.Name.Local {
				continue // a closing tag without its opening one
			}
			depth, open = depth-1, open[:depth-1]
			h.End(Element{Space: t.Name.Space, Name: t.Name.Local})
		case xml.CharData:
			h.Text(string(t))
		}
	}
}
