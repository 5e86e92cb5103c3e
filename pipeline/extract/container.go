package extract

import (
	"context"
	"errors"
	"fmt"
	"path"
	"sort"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

var zipKind = &kind{media: "application/zip", holds: "a ZIP archive", ext: []string{"zip"}, is: isArchive, read: readZip}

// isArchive reports whether data are a ZIP of files rather than one program's file.
func isArchive(data, _ []byte) bool {
	a := members(data)
	return a != nil && len(a.Names()) > 0 && !a.Has("[Content_Types].xml") && !a.Has("mimetype")
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

// maxNested is how deep archives and mails inside one another are opened.
const maxNested = 4

// ReadAll reads one file and what it holds: the members of a ZIP, the attachments of a mail and the mail's own text when
// it says something. Members are named by the file's name, a slash and their own, and sorted as they stand in the file.
// Every other kind gives one member, as [Read] would read it.
func ReadAll(ctx context.Context, name string, data []byte) []Member {
	return readAll(ctx, name, data, 0)
}

func readAll(ctx context.Context, name string, data []byte, depth int) []Member {
	k, err := recognise(name, data)
	if err == nil && depth < maxNested {
		switch {
		case k == zipKind:
			return zipMembers(ctx, name, data, depth)
		case k.mail != nil:
			if l, err := k.mail(data); err == nil {
				return l.members(ctx, name, hash(data), depth)
			}
		}
	}
	d, err := Read(ctx, name, data)
	return []Member{{name, d, err}}
}

func zipMembers(ctx context.Context, name string, data []byte, depth int) []Member {
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
			out = append(out, readAll(ctx, full, file, depth+1)...)
		}
	}
	if len(out) == 0 {
		out = append(out, Member{Name: name, Err: &Error{Code: "zip.empty", Text: fmt.Sprintf("%s holds no files.", base(name))}})
	}
	return out
}

// hidden reports whether a member is one of the files that systems put into archives by themselves.
func hidden(n string) bool {
	b := path.Base(n)
	return strings.HasPrefix(n, "__MACOSX/") || strings.HasPrefix(b, ".") || b == "Thumbs.db" || b == "desktop.ini"
}
