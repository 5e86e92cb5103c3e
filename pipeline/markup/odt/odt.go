// Package odt reads OpenDocument texts, as LibreOffice writes them: headings, lists with computed numbers, tables, notes,
// tracked deletions and annotations.
//
// Blanks are elements here (text:s), deleted words stand apart from the text under an id that the text points to, and
// list numbers are rules only: all three are put back where the printed letter has them.
package odt

import (
	"errors"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// sealed is the one part of a text that is encrypted as a whole.
const sealed = "encrypted-package"

// MediaType is what OpenDocument texts are called.
const MediaType = "application/vnd.oasis.opendocument.text"

// ErrLocked says that a text needs a password.
var ErrLocked = errors.New("it needs a password")

// Is reports whether an archive is an OpenDocument text.
func Is(a *parts.Archive) bool {
	m, err := a.Read("mimetype")
	return err == nil && strings.HasPrefix(string(m), MediaType) && (a.Has("content.xml") || a.Has(sealed))
}

// Read reads the text whose parts are in a into b. An error means that it could not be read at all.
func Read(b *markup.Builder, a *parts.Archive) error {
	if man, _ := a.Read("META-INF/manifest.xml"); a.Has(sealed) || strings.Contains(string(man), "encryption-data") {
		return ErrLocked
	}
	r := &reader{b: b, styles: map[string]*style{}, lists: map[string]*[10]rule{}, counts: map[string]*[10]int{}, deleted: map[string][]markup.Run{}}
	if data, err := a.Read("styles.xml"); err == nil && data != nil {
		s := *r
		s.looks = true
		_ = parts.Walk(data, &s) // damaged styles cost looks, not words
	}
	data, err := a.Read("content.xml")
	if err != nil && len(data) == 0 {
		return err
	}
	if err := parts.Walk(data, r); err != nil {
		var c *parts.CapError
		if errors.As(err, &c) {
			b.Problem("odt.cap", "Not all of the text was read: "+c.What+".")
		} else {
			b.Problem("odt.damaged", "The file is damaged; what came before the damage was read. Ask for the file again.")
		}
	}
	r.margin = 0
	for len(r.paras) > 0 {
		r.closePara()
	}
	if r.commented {
		b.Problem("odt.comments", "The file has comments in its margin"+by(r.commenters)+"; each stands in the text behind the paragraph it belongs to.")
	}
	if r.changed {
		b.Problem("odt.changes", "The file has tracked changes"+by(r.changers)+"; deleted words stand in the text as struck, added ones as inserted.")
	}
	for _, p := range append(r.out, r.notes...) {
		b.Append(p)
	}
	return nil
}

// style is a text or paragraph style as far as reading needs it.
type style struct {
	parent string
	set    markup.Style // switched on
	unset  markup.Style
	size   float64
}

// rule is how one level of a list is numbered.
type rule struct {
	kind           string // an HTML type of number, "bullet" or "none"
	prefix, suffix string
	levels, start  int
}

// list is an open list.
type list struct {
	name  string
	level int
}

type reader struct {
	b       *markup.Builder
	looks   bool // reading styles.xml
	styles  map[string]*style
	lists   map[string]*[10]rule
	counts  map[string]*[10]int
	deleted map[string][]markup.Run

	out, notes []markup.Para
	paras      []*markup.Para
	spans      []markup.Run // how letters look in the open spans
	bases      []markup.Run // and in the open paragraphs
	open       []list
	fresh      bool // the open item has no paragraph yet
	mute       int
	ins        int
	del        string // id of the deletion being read
	cite       bool
	note       []markup.Para
	noteMark   string
	inNote     bool
	table      int
	row, col   int
	tables     []int // where open tables begin in out
	cur        *style
	curList    string

	margin     int           // inside a comment in the margin
	remark     []markup.Para // comments of the open paragraph
	changing   bool          // inside what is told about a change
	name       bool          // inside a name
	commented  bool
	changed    bool
	commenters []string
	changers   []string
}

// Start implements parts.Handler.
func (r *reader) Start(e parts.Element) {
	if r.mute > 0 {
		r.mute++
		return
	}
	switch e.Name {
	case "style", "list-style", "list-level-style-number", "list-level-style-bullet", "outline-level-style", "text-properties", "outline-style":
		r.style(e)
	case "annotation":
		r.margin++
		r.commented = true
	case "creator":
		r.name = r.margin > 0 || r.changing
	case "date", "date-string", "creator-initials", "initials":
		if r.margin > 0 || r.changing {
			r.mute = 1
		}
	case "tracked-changes", "changed-region", "deletion":
		if e.Attr("id") != "" {
			r.del = e.Attr("id")
		}
	case "change-info":
		r.changing, r.changed = true, true
	case "format-change", "sequence-decls", "forms", "scripts":
		r.mute = 1
	case "change":
		r.put(r.deleted[e.Attr("change-id")]...)
		delete(r.deleted, e.Attr("change-id"))
	case "change-start":
		r.ins++
	case "change-end":
		r.ins = max(0, r.ins-1)
	default:
		if !r.looks {
			r.body(e)
		}
	}
}

// body reads an element of the text itself.
func (r *reader) body(e parts.Element) {
	switch e.Name {
	case "p", "h":
		r.openPara(e)
	case "span":
		run := markup.Run{Size: 12}
		if n := len(r.spans); n > 0 {
			run = r.spans[n-1]
		} else if n := len(r.bases); n > 0 {
			run = r.bases[n-1]
		}
		r.apply(&run, e.Attr("style-name"), 0)
		r.spans = append(r.spans, run)
	case "s":
		n, _ := strconv.Atoi(e.Attr("c"))
		r.text(strings.Repeat(" ", min(max(n, 1), 200)))
	case "tab":
		r.text(" ")
	case "line-break":
		r.text("\n")
	case "list":
		l := list{e.Attr("style-name"), 1}
		if n := len(r.open); n > 0 {
			l.level = r.open[n-1].level + 1
			if l.name == "" {
				l.name = r.open[n-1].name
			}
		}
		if e.Attr("continue-numbering") != "true" && l.level == 1 && r.counts[l.name] != nil {
			r.counts[l.name][1] = 0
		}
		r.open = append(r.open, l)
	case "list-item":
		r.fresh = true
	case "note":
		r.inNote, r.note = true, nil
	case "note-citation":
		r.cite, r.noteMark = true, ""
	case "table":
		r.tables = append(r.tables, len(r.out))
		r.row = 0
	case "table-row":
		r.row, r.col = r.row+1, 0
	case "table-cell":
		r.col++
	case "covered-table-cell":
		r.col++
	}
}

// End implements parts.Handler.
func (r *reader) End(e parts.Element) {
	if r.mute > 0 {
		r.mute--
		return
	}
	switch e.Name {
	case "style":
		r.cur = nil
	case "list-style", "outline-style":
		r.curList = ""
	case "deletion", "changed-region":
		r.del = ""
	}
	if r.looks {
		return
	}
	switch e.Name {
	case "creator":
		r.name = false
	case "change-info":
		r.changing = false
	case "annotation":
		r.margin = max(0, r.margin-1)
	case "p", "h":
		r.closePara()
	case "span":
		r.spans = r.spans[:max(0, len(r.spans)-1)]
	case "list":
		r.open = r.open[:max(0, len(r.open)-1)]
	case "note-citation":
		r.cite = false
		r.put(markup.Run{Text: r.noteMark, Style: markup.Raised})
	case "note":
		r.closeNote()
	case "table":
		r.closeTable()
	}
}

// Text implements parts.Handler.
func (r *reader) Text(s string) {
	switch {
	case r.mute > 0 || r.looks:
	case r.name:
		r.creator(strings.TrimSpace(s))
	case r.cite:
		r.noteMark += strings.TrimSpace(s)
	default:
		r.text(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s))
	}
}

func (r *reader) text(s string) {
	if n := len(r.remark); r.margin > 0 && n > 0 {
		r.remark[n-1].Runs = append(r.remark[n-1].Runs, markup.Run{Text: s, Size: 12})
		return
	}
	if len(r.paras) == 0 || s == "" || r.margin > 0 {
		return
	}
	run := r.bases[len(r.bases)-1]
	if n := len(r.spans); n > 0 {
		run = r.spans[n-1]
	}
	run.Text = s
	if r.del != "" {
		r.deleted[r.del] = append(r.deleted[r.del], markup.Run{Text: s, Style: markup.Struck})
		return
	}
	if r.ins > 0 {
		run.Style |= markup.Inserted
	}
	r.put(run)
}

func (r *reader) put(runs ...markup.Run) {
	if n := len(r.paras); n > 0 {
		r.paras[n-1].Runs = append(r.paras[n-1].Runs, runs...)
	}
}

func (r *reader) apply(run *markup.Run, name string, depth int) {
	st := r.styles[name]
	if st == nil || depth > 20 {
		return
	}
	r.apply(run, st.parent, depth+1)
	run.Style = run.Style&^st.unset | st.set
	if st.size > 0 {
		run.Size = st.size
	}
}

func (r *reader) openPara(e parts.Element) {
	p := &markup.Para{}
	if r.margin > 0 {
		r.remark = append(r.remark, markup.Para{})
		return
	}
	if old := r.deleted[r.del]; len(old) > 0 {
		r.deleted[r.del] = append(old, markup.Run{Text: " ", Style: markup.Struck})
	}
	if e.Name == "h" {
		n, _ := strconv.Atoi(e.Attr("outline-level"))
		p.Kind, p.Level = consult.Heading, min(max(n, 1), 9)
		if label := r.outline(p.Level); label != "" {
			p.Prefix = label + " "
		}
	} else if n := len(r.open); n > 0 && r.fresh && !r.inNote {
		l := r.open[n-1]
		if label := r.label(l.name, l.level); label != "" {
			p.Kind, p.Label, p.Level = consult.ListItem, label, l.level
		}
		r.fresh = false
	}
	r.paras = append(r.paras, p)
	run := markup.Run{Size: 12}
	r.apply(&run, e.Attr("style-name"), 0)
	r.bases = append(r.bases, run)
}

func (r *reader) closePara() {
	n := len(r.paras)
	if n == 0 || r.margin > 0 {
		return
	}
	p := *r.paras[n-1]
	r.paras, r.bases = r.paras[:n-1], r.bases[:n-1]
	switch {
	case r.del != "": // its words are kept under the deletion's id
	case r.inNote:
		r.note = append(r.note, p)
	default:
		if len(r.tables) > 0 {
			p.Row, p.Col = r.row, r.col
		}
		r.out = append(r.out, p)
		r.remarks(p)
	}
}

func (r *reader) closeNote() {
	r.inNote = false
	for i, p := range r.note {
		p.Kind, p.Level, p.Label = consult.Footnote, 0, ""
		if i == 0 {
			p.Label, p.Prefix = r.noteMark, r.noteMark+" "
		}
		r.notes = append(r.notes, p)
	}
}

// closeTable makes cells of a table's paragraphs, unless it only places things.
func (r *reader) closeTable() {
	n := len(r.tables) - 1
	if n < 0 {
		return
	}
	from := r.tables[n]
	r.tables = r.tables[:n]
	rows, cols := map[int]bool{}, map[int]bool{}
	for _, p := range r.out[from:] {
		rows[p.Row], cols[p.Col] = true, true
	}
	data := n == 0 && len(rows) > 1 && len(cols) > 1
	if data {
		r.table++
	}
	for i := from; i < len(r.out); i++ {
		p := &r.out[i]
		if !data {
			p.Row, p.Col = 0, 0
			continue
		}
		if p.Label != "" {
			p.Prefix = p.Label + " "
		}
		p.Kind, p.Level, p.Label, p.Table = consult.Cell, 0, "", r.table
	}
}
