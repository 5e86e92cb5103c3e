// Package docx reads Word's files: paragraphs with the headings their styles name, numbers as Word computes them,
// tables, notes, text boxes, tracked changes and comments.
//
// A Word file holds no list numbers, only rules for them (numbering.xml), so the numbers are computed as Word does: a
// letter that answers "§ 3" often has its own "3." from there. A tracked change is kept from both sides: deleted words
// are struck, inserted ones marked. A text box stands in the file twice, for new and for old programs; it is read once.
package docx

import (
	"errors"
	"path"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// MediaType is what Word's files are called.
const MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Main returns the name of the part with the letter's text, or "" when the archive is no Word file.
func Main(a *parts.Archive) string {
	if rels, err := a.Read("_rels/.rels"); err == nil && rels != nil {
		for _, r := range relations(rels) {
			if strings.HasSuffix(r.kind, "/officeDocument") {
				if n := parts.Clean(strings.TrimPrefix(r.target, "/")); a.Has(n) && strings.HasPrefix(path.Base(n), "document") {
					return n
				}
			}
		}
	}
	if a.Has("word/document.xml") {
		return "word/document.xml"
	}
	return ""
}

type relation struct{ id, kind, target string }

type relReader struct{ out []relation }

func (r *relReader) Start(e parts.Element) {
	if e.Name == "Relationship" {
		r.out = append(r.out, relation{e.Attr("Id"), e.Attr("Type"), e.Attr("Target")})
	}
}
func (r *relReader) End(parts.Element) {}
func (r *relReader) Text(string)       {}

func relations(data []byte) []relation {
	var r relReader
	_ = parts.Walk(data, &r) // damaged relations: the usual names serve
	return r.out
}

// file is an opened Word file.
type file struct {
	b      *markup.Builder
	arc    *parts.Archive
	dir    string
	names  map[string]string // part by relation id
	styles styles
	nums   *numbering
	table  int
	notes  []note
	seen   map[string]bool // headers and footers read
	margin *walker         // the margin's comments

	commented, changed bool
	changers           []string // who made tracked changes
}

// note is a footnote or endnote that the text points to.
type note struct {
	part, id, label string
	page            int
}

// Read reads the file whose parts are in a into b. An error means that its text could not be read at all.
func Read(b *markup.Builder, a *parts.Archive) error {
	main := Main(a)
	if main == "" {
		return errors.New("no text part")
	}
	f := &file{b: b, arc: a, dir: path.Dir(main), names: map[string]string{}, seen: map[string]bool{}}
	if rels, _ := a.Read(f.dir + "/_rels/" + path.Base(main) + ".rels"); rels != nil {
		for _, r := range relations(rels) {
			f.names[r.id] = f.part(r.target)
		}
	}
	f.styles = readStyles(f.optional("styles.xml"))
	f.nums = readNumbering(f.optional("numbering.xml"), f.styles)
	data, err := a.Read(main)
	if err != nil && len(data) == 0 {
		return err
	}
	w := f.walk(data, "")
	f.emit(w.out)
	f.emit(f.noteParas())
	f.remarks()
	for _, id := range w.frames {
		f.frame(id)
	}
	return nil
}

// part returns a relation's target as a member's name.
func (f *file) part(target string) string {
	if strings.HasPrefix(target, "/") {
		return parts.Clean(target[1:])
	}
	return parts.Clean(f.dir + "/" + target)
}

// optional reads a part that may be missing or damaged.
func (f *file) optional(name string) []byte {
	data, err := f.arc.Read(f.dir + "/" + name)
	f.fault(name, err)
	return data
}

// fault notes that a part could not be read whole.
func (f *file) fault(name string, err error) {
	var c *parts.CapError
	switch {
	case err == nil:
	case errors.As(err, &c):
		f.b.Problem("docx.cap", "Not all of the Word file was read: "+c.What+".")
	default:
		f.b.Problem("docx.damaged", "The Word file's part "+name+" is damaged; what came before the damage was read. Ask for the file again.")
	}
}

// walk reads one part's text.
func (f *file) walk(data []byte, what string) *walker {
	w := &walker{f: f, what: what, wp: prefixOf(data)}
	f.fault("document.xml", parts.Walk(data, w))
	w.finish()
	return w
}

// prefixOf returns the prefix that a part gives Word's own elements.
func prefixOf(data []byte) string {
	head := string(data[:min(len(data), 8192)])
	for _, ns := range []string{"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"} {
		if i := strings.Index(head, "=\""+ns+"\""); i > 0 {
			if j := strings.LastIndex(head[:i], "xmlns:"); j >= 0 && i-j < 30 {
				return head[j+6 : i]
			}
			return ""
		}
	}
	return "w"
}

func (f *file) emit(ps []markup.Para) {
	for _, p := range ps {
		f.b.Append(p)
	}
}

// noteParas reads the notes that the text pointed to, in the order of their marks.
func (f *file) noteParas() []markup.Para {
	byPart := map[string]map[string][]markup.Para{}
	var out []markup.Para
	told := map[note]bool{} // a note that is pointed to again stands once
	for _, n := range f.notes {
		if told[note{part: n.part, id: n.id}] {
			continue
		}
		told[note{part: n.part, id: n.id}] = true
		if byPart[n.part] == nil {
			w := f.walk(f.optional(n.part+".xml"), n.part)
			byPart[n.part] = w.by
		}
		for i, p := range byPart[n.part][n.id] {
			p.Kind, p.Level, p.Label, p.Prefix, p.Page = consult.Footnote, 0, "", "", n.page
			if i == 0 {
				p.Label, p.Prefix = n.label, n.label+" "
			}
			out = append(out, p)
		}
	}
	return out
}

// comment returns a margin comment: it stands behind the paragraph it belongs to, so that it is read with it.
func (f *file) comment(id string) []markup.Para {
	if f.margin == nil {
		f.margin = f.walk(f.optional("comments.xml"), "comments")
	}
	var out []markup.Para
	paras := f.margin.by[id]
	delete(f.margin.by, id) // a comment that is pointed to again stands once
	for _, p := range paras {
		p.Kind, p.Plain, p.Prefix, p.Label, p.Level, p.Table = "", true, "", "", 0, 0
		out = append(out, p)
	}
	f.commented = f.commented || len(out) > 0
	return out
}

// remarks says what in the text is not plainly the letter's own.
func (f *file) remarks() {
	if f.commented {
		f.b.Problem("docx.comments", "The file has comments in its margin"+by(f.margin.authors)+"; each stands in the text behind the paragraph it belongs to.")
	}
	if f.changed {
		f.b.Problem("docx.changes", "The file has tracked changes"+by(f.changers)+"; deleted words stand in the text as struck, added ones as inserted.")
	}
}

func by(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " by " + strings.Join(names[:min(len(names), 5)], ", ")
}

// frame reads a page header or footer once.
func (f *file) frame(id string) {
	name := f.names[id]
	if name == "" || f.seen[name] {
		return
	}
	f.seen[name] = true
	data, err := f.arc.Read(name)
	f.fault(path.Base(name), err)
	kind := consult.Footer
	if strings.Contains(path.Base(name), "header") {
		kind = consult.Header
	}
	for _, p := range f.walk(data, "frame").out {
		text := ""
		for _, r := range p.Runs {
			text += r.Text
		}
		if key := string(kind) + strings.Join(strings.Fields(text), " "); !f.seen[key] {
			f.seen[key] = true
			p.Kind, p.Level, p.Label, p.Prefix, p.Table, p.Page = kind, 0, "", "", 0, 0
			f.b.Append(p)
		}
	}
}
