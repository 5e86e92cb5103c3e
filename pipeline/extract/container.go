package extract

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

var zipKind = &kind{media: "application/zip", holds: "a ZIP archive", ext: []string{"zip"}, is: isArchive, read: readZip}

// isArchive reports whether data are a ZIP of files rather than one program's file.
func isArchive(data, _ []byte) bool {
	if !isZip(nil, data) {
		return false
	}
	a, err := parts.Open(data)
	var c *parts.CapError
	if err != nil {
		return errors.As(err, &c) // said by name when it is opened
	}
	return len(a.Names())+len(a.Unsafe()) > 0 && !a.Has("[Content_Types].xml") && !a.Has("mimetype")
}

func readZip(_ context.Context, _ *markup.Builder, name string, _ []byte) (*consult.Document, error) {
	return nil, &Error{Code: "zip.many", Text: fmt.Sprintf("%s is a ZIP archive of several files. Give it among the responses, or unpack it.", base(name))}
}

// Member is a file read out of another: a mail's own text, an attachment, a member of an archive. Err says why it gave
// no document; then Doc is nil.
type Member struct {
	Name string
	Doc  *consult.Document
	Err  error
}

// The caps of a file that holds others. What one file is worth is capped by its reader; these hold all of them together,
// since a few kilobytes can hold thousands of archives that each hold thousands.
const (
	maxNested  = 4         // archives and mails inside one another
	maxMembers = 10_000    // files in a file, however deep
	maxUnpack  = 512 << 20 // their bytes
	maxWords   = 64 << 20  // bytes of text read from them
	maxCut     = 4         // of them that met a cap themselves
)

// ReadAll reads one file and what it holds: the members of a ZIP, the attachments of a mail and the mail's own text when
// it says something. Members are named by the file's name, a slash and their own, and sorted as they stand in the file.
// Every other kind gives one member, as [Read] would read it.
func ReadAll(ctx context.Context, name string, data []byte) []Member {
	o := opener{ctx: ctx, top: name}
	return o.file(name, data, 0)
}

// opener opens what a file holds, and counts it.
type opener struct {
	ctx                   context.Context
	top                   string
	files, bytes, written int
	cut                   int
}

// full reports whether a cap was met.
func (o *opener) full() bool {
	return o.files > maxMembers || o.bytes > maxUnpack || o.written > maxWords || o.cut > maxCut
}

// capped is the one member that says so.
func (o *opener) capped(name string) Member {
	return Member{Name: name, Err: &Error{Code: "file.cap", Text: fmt.Sprintf("%s in %s was not read, nor what comes after it: together its files hold more than is read of one (%d files, %d MB, %d MB of text, %d files that are too long). Unpack it and give the folder.",
		path.Base(name), base(o.top), maxMembers, maxUnpack>>20, maxWords>>20, maxCut)}}
}

func (o *opener) file(name string, data []byte, depth int) []Member {
	o.files++
	o.bytes += len(data)
	if depth > 0 && o.full() {
		return []Member{o.capped(name)}
	}
	k, err := recognise(name, data)
	switch {
	case err != nil:
		return []Member{{Name: name, Err: err}}
	case (k == zipKind || k.mail != nil) && depth >= maxNested:
		return []Member{{Name: name, Err: &Error{Code: "file.nested", Text: fmt.Sprintf("%s lies more than %d deep in archives or mails and was not opened. Take it out and give it by itself.", base(name), maxNested)}}}
	case k == zipKind:
		return o.zip(name, data, depth)
	case k.mail != nil:
		if l, err := k.mail(data); err == nil {
			return o.letter(l, name, hash(data), depth)
		}
	}
	b := &markup.Builder{}
	d, err := read(o.ctx, name, data, b)
	if err == nil {
		if list := letters(d, b.Sheets()); len(list) > 0 {
			return o.bound(d, list)
		}
	}
	return []Member{o.member(name, d, err)}
}

// bound returns the letters that were bound into one file, each named by its pages.
func (o *opener) bound(d *consult.Document, list []stretch) []Member {
	var out []Member
	n, cover := len(list), ""
	if list[0].cover {
		n, cover = n-1, fmt.Sprintf(" The list on %s was left out.", list[0].name)
	}
	for _, s := range list[len(list)-n:] {
		name := d.Source.Name + "/" + s.name
		part, err := finish(o.ctx, cut(d, s, n, cover), name, hash([]byte(d.Source.SHA256+" "+s.name)), d.Source.MediaType)
		out = append(out, o.member(name, part, err))
	}
	return out
}

// member counts a document's words.
func (o *opener) member(name string, d *consult.Document, err error) Member {
	if d != nil {
		o.written += len(d.Text) + 16*len(d.Blocks)
		if slices.ContainsFunc(d.Problems, func(p consult.Problem) bool { return strings.HasSuffix(p.Code, ".cap") }) {
			o.cut++
		}
	}
	return Member{name, d, err}
}

func (o *opener) zip(name string, data []byte, depth int) []Member {
	a, err := parts.Open(data)
	if err != nil {
		return []Member{{Name: name, Err: damaged(name, "zip", "ZIP archive", err)}}
	}
	var out []Member
	names := a.Names()
	sort.Strings(names)
	for _, n := range names {
		if hidden(n) {
			continue
		}
		full := name + "/" + n
		if o.full() {
			return append(out, o.capped(full))
		}
		if a.Locked(n) {
			out = append(out, Member{Name: full, Err: &Error{Code: "file.encrypted", Text: fmt.Sprintf("%s in %s needs a password. Ask for a copy that is not locked.", path.Base(n), base(name))}})
			continue
		}
		file, err := a.Read(n)
		var c *parts.CapError
		switch {
		case errors.As(err, &c):
			return append(out, Member{Name: full, Err: damaged(name, "zip", "ZIP archive", err)})
		case err != nil:
			out = append(out, Member{Name: full, Err: damaged(full, "zip", "member of a ZIP archive", err)})
		default:
			out = append(out, o.file(full, file, depth+1)...)
		}
	}
	for _, n := range a.Unsafe() {
		out = append(out, Member{Name: name + "/" + safe(n), Err: &Error{Code: "zip.name", Text: fmt.Sprintf("%q in %s points to a place outside the archive and was not read. Check who packed it, and ask for the letter by itself.", shorten(n), base(name))}})
	}
	if len(out) == 0 {
		out = append(out, Member{Name: name, Err: &Error{Code: "zip.empty", Text: fmt.Sprintf("%s holds no files.", base(name))}})
	}
	return out
}

func shorten(s string) string {
	if len(s) > 80 {
		s = strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// hidden reports whether a member is one of the files that systems put into archives by themselves.
func hidden(n string) bool {
	b := path.Base(n)
	return strings.HasPrefix(n, "__MACOSX/") || strings.HasPrefix(b, ".") || b == "Thumbs.db" || b == "desktop.ini"
}
