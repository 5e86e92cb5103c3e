package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
)

// MaxFile is the size of the largest file that is read, in bytes.
const MaxFile = 256 << 20

// Error says why a file gave no document. Text is a sentence that names what is wrong and what to do; Code is stable.
type Error struct {
	Code string
	Text string
	Err  error // the reader's own error, when there was one
}

func (e *Error) Error() string { return e.Text }

func (e *Error) Unwrap() error { return e.Err }

// Read reads one file. The name serves for messages and for the document's ID only: what the bytes are is told from
// the bytes. An error is always an *Error or the context's.
func Read(ctx context.Context, name string, data []byte) (*consult.Document, error) {
	return read(ctx, name, data, &markup.Builder{})
}

// ReadDraft reads one file as Read does, but leaves page headers and footers where they stand, because a draft's
// clauses are found by its printed pages too.
func ReadDraft(ctx context.Context, name string, data []byte) (*consult.Document, error) {
	return read(ctx, name, data, &markup.Builder{KeepRunning: true})
}

func read(ctx context.Context, name string, data []byte, b *markup.Builder) (*consult.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	k, err := recognise(name, data)
	if err != nil {
		return nil, err
	}
	doc, err := k.read(ctx, b, name, data)
	if err != nil {
		return nil, err
	}
	return finish(ctx, doc, name, hash(data), k.media)
}

// finish gives a document its name and source.
func finish(ctx context.Context, doc *consult.Document, name, sum, media string) (*consult.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if doc.Text == "" {
		return nil, &Error{Code: "file.wordless", Text: fmt.Sprintf("%s holds no words. Check that the right file was sent.", base(name))}
	}
	doc.ID = ID(name)
	doc.Source = consult.Source{Name: name, SHA256: sum, MediaType: media, Pages: max(1, len(doc.Pages))}
	if p, ok := misnamed(name, media); ok {
		doc.Problems = append(doc.Problems, p)
	}
	return doc, nil
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// partName is how a letter that was bound into a file is called behind the file's name.
var partName = regexp.MustCompile(`/(pages? \d+(-\d+)?|letter \d+)$`)

// ID returns the name without its folders and its ending; that of a letter bound into a file tells the file too.
func ID(name string) string {
	if at := partName.FindStringIndex(name); at != nil {
		return ID(name[:at[0]]) + ", " + name[at[0]+1:]
	}
	b := base(name)
	if e := path.Ext(b); e != "" && e != b {
		b = strings.TrimSuffix(b, e)
	}
	return b
}

func base(name string) string { return path.Base(strings.ReplaceAll(name, "\\", "/")) }

// misnamed reports a file whose name promises another kind than its bytes hold.
func misnamed(name, media string) (consult.Problem, bool) {
	k := kinds[slices.IndexFunc(kinds, func(k *kind) bool { return k.media == media })]
	other := promised(name)
	if other == nil || other == k || other.text && k.text && ext(name) != "pdf" {
		return consult.Problem{}, false
	}
	return consult.Problem{Code: "file.misnamed", Text: fmt.Sprintf("%s is named .%s but holds %s; it was read as %s. Check that the right file was sent.", base(name), ext(name), k.holds, k.holds)}, true
}

// promised returns the kind that a file's name ends in; nil for an ending of none.
func promised(name string) *kind {
	i := slices.IndexFunc(kinds, func(k *kind) bool { return slices.Contains(k.ext, ext(name)) })
	if i < 0 {
		return nil
	}
	return kinds[i]
}

func ext(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(base(name)), ".")) }
