package docx

import (
	"slices"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
	"github.com/clausewise/clausewise/pipeline/markup/parts"
)

// walker reads the text of one part.
type walker struct {
	f    *file
	what string // "" the letter; "footnotes", "endnotes", "comments", "frame"
	wp   string // prefix of Word's elements

	out     []markup.Para
	paras   []*para // open paragraphs: a text box stands inside one
	tables  []*table
	run     *run
	mute    int // inside what is not to be read
	del     int // inside deleted words
	ins     int
	inText  bool
	inDel   bool
	fields  []bool // open fields; true while their instructions last
	frames  []string
	by      map[string][]markup.Para // notes and comments by id
	order   []string
	authors []string
	asked   []bool // open content controls; true while one shows what it asks for
	id      string // the open note's
	from    int
	propsOf []string // what a rPr belongs to: "r", "p"
	page    int      // page breaks met
}

// para is an open paragraph.
type para struct {
	p      markup.Para
	style  string
	ilvl   int
	num    string
	hasNum bool
	outl   int // outline level, -1: none
	inside []markup.Para
	base   runProps

	comments []string // ids of margin comments
	section  bool     // the last one of a section
}

// run is an open run of text.
type run struct {
	props runProps
	style string
}

func (w *walker) top() *para {
	if n := len(w.paras); n > 0 {
		return w.paras[n-1]
	}
	return nil
}

// Start implements parts.Handler.
func (w *walker) Start(e parts.Element) {
	if w.mute > 0 || e.Space == "mc" && e.Name == "Fallback" || strings.HasSuffix(e.Name, "PrChange") {
		w.mute++
		return
	}
	if e.Space != w.wp && !(e.Space == "m" && e.Name == "t") {
		return
	}
	switch e.Name {
	case "p":
		w.paras = append(w.paras, &para{outl: -1, base: w.f.styles.plain()})
		w.run = nil
	case "r":
		w.run = &run{}
	case "rPr":
		w.propsOf = append(w.propsOf, w.owner())
	case "t":
		w.inText = true
	case "delText":
		w.inText, w.inDel = true, true
	case "tbl", "tr", "tc":
		w.openTable(e.Name)
	case "del", "moveFrom":
		w.del += w.content()
		w.change(e)
	case "ins", "moveTo":
		w.ins += w.content()
		w.change(e)
	case "footnote", "endnote", "comment":
		w.openNote(e)
	case "sdt":
		w.asked = append(w.asked, false)
	case "showingPlcHdr":
		if n := len(w.asked); n > 0 && e.Attr("val") != "0" && e.Attr("val") != "false" {
			w.asked[n-1] = true
		}
	case "sdtContent":
		if n := len(w.asked); n > 0 && w.asked[n-1] {
			w.mute = 1 // "click here to write": the form's words, not the respondent's
		}
	case "fldChar":
		w.field(e.Attr("fldCharType"))
	default:
		if !w.inline(e) {
			w.props(e)
		}
	}
}

// content is 1 where a change holds words and 0 where it stands in properties, as a change of the paragraph's mark.
func (w *walker) content() int {
	if len(w.propsOf) > 0 {
		return 0
	}
	return 1
}

func (w *walker) owner() string {
	if w.run != nil {
		return "r"
	}
	return "p"
}

// End implements parts.Handler.
func (w *walker) End(e parts.Element) {
	if w.mute > 0 {
		w.mute--
		return
	}
	if e.Space != w.wp && !(e.Space == "m" && e.Name == "t") {
		return
	}
	switch e.Name {
	case "p":
		w.closePara()
	case "r":
		w.run = nil
	case "rPr":
		w.propsOf = w.propsOf[:max(0, len(w.propsOf)-1)]
	case "t", "delText":
		w.inText, w.inDel = false, false
	case "tbl", "tc":
		w.closeTable(e.Name)
	case "del", "moveFrom":
		w.del = max(0, w.del-w.content())
	case "ins", "moveTo":
		w.ins = max(0, w.ins-w.content())
	case "footnote", "endnote", "comment":
		w.closeNote()
	case "sdt":
		w.asked = w.asked[:max(0, len(w.asked)-1)]
	}
}

// change notes who changed words.
func (w *walker) change(e parts.Element) {
	if w.content() > 0 {
		w.f.changed = true
		w.f.changers = addName(w.f.changers, e.Attr("author"))
	}
}

// addName adds a name that isn't among the names yet.
func addName(names []string, name string) []string {
	if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
		names = append(names, name)
	}
	return names
}

// Text implements parts.Handler.
func (w *walker) Text(s string) {
	if w.mute > 0 || !w.inText || len(w.fields) > 0 && w.fields[len(w.fields)-1] {
		return
	}
	w.add(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s))
}

func (w *walker) add(s string) {
	p := w.top()
	if p == nil || s == "" {
		return
	}
	props := p.base
	if w.run != nil {
		props = props.merge(w.f.styles.chars[w.run.style]).merge(w.run.props)
	}
	if props.hidden == on {
		return
	}
	r := markup.Run{Text: s, Style: props.style(), Size: props.size}
	if w.del > 0 || w.inDel {
		r.Style |= markup.Struck
	} else if w.ins > 0 {
		r.Style |= markup.Inserted
	}
	if p.p.Page == 0 && strings.TrimSpace(s) != "" {
		p.p.Page = w.page + 1
	}
	p.p.Runs = append(p.p.Runs, r)
}

// inline reads what stands in a run beside its words; false when e is something else.
func (w *walker) inline(e parts.Element) bool {
	if w.run == nil || len(w.propsOf) > 0 {
		return false
	}
	switch e.Name {
	case "tab":
		w.add(" ")
	case "br", "cr":
		switch e.Attr("type") {
		case "", "textWrapping":
			w.add("\n")
		case "page":
			w.page++
		}
	case "noBreakHyphen":
		w.add("-")
	case "sym":
		w.add("•")
	case "footnoteReference", "endnoteReference":
		w.reference(e)
	case "commentReference":
		if p := w.top(); p != nil && w.what == "" {
			p.comments = append(p.comments, e.Attr("id"))
		}
	default:
		return false
	}
	return true
}

// reference writes a note's mark and remembers the note.
func (w *walker) reference(e parts.Element) {
	if w.what != "" || e.Attr("customMarkFollows") != "" {
		return
	}
	label := strconv.Itoa(len(w.f.notes) + 1)
	w.f.notes = append(w.f.notes, note{strings.TrimSuffix(e.Name, "Reference") + "s", e.Attr("id"), label, w.page + 1})
	if p := w.top(); p != nil {
		p.p.Runs = append(p.p.Runs, markup.Run{Text: label, Style: markup.Raised})
	}
}

// field follows a field: its instructions are no words, its result is.
func (w *walker) field(kind string) {
	n := len(w.fields) - 1
	switch {
	case kind == "begin":
		w.fields = append(w.fields, true)
	case kind == "separate" && n >= 0:
		w.fields[n] = false
	case kind == "end" && n >= 0:
		w.fields = w.fields[:n]
	}
}

func (w *walker) openNote(e parts.Element) {
	if t := e.Attr("type"); t != "" && t != "normal" {
		w.mute = 1 // the line above the notes
		return
	}
	w.id, w.from = e.Attr("id"), len(w.out)
	if w.what == "comments" {
		w.authors = addName(w.authors, e.Attr("author"))
	}
}

func (w *walker) closeNote() {
	if w.by == nil {
		w.by = map[string][]markup.Para{}
	}
	if _, twice := w.by[w.id]; !twice {
		w.order = append(w.order, w.id)
	}
	w.by[w.id] = append(w.by[w.id], w.out[min(w.from, len(w.out)):]...)
	w.out = w.out[:min(w.from, len(w.out))]
}

// closePara gives the paragraph its kind and puts it, and what stood in text boxes inside it, where it belongs.
func (w *walker) closePara() {
	p := w.top()
	if p == nil {
		return
	}
	w.paras = w.paras[:len(w.paras)-1]
	w.run = nil
	if p.section {
		w.page++
	}
	w.shape(p)
	done := append([]markup.Para{p.p}, p.inside...)
	for _, id := range p.comments {
		done = append(done, w.f.comment(id)...)
	}
	if outer := w.top(); outer != nil {
		outer.inside = append(outer.inside, done...)
		return
	}
	for i := range done {
		if n := len(w.tables); n > 0 {
			t := w.tables[n-1]
			done[i].Row, done[i].Col = t.row, t.col
		}
	}
	w.out = append(w.out, done...)
}

func (w *walker) shape(p *para) {
	st := w.f.styles.paras[p.style]
	level := headingLevel(p, st)
	num, ilvl := p.num, p.ilvl
	if !p.hasNum && st != nil {
		num, ilvl = st.num, st.ilvl
	}
	label := ""
	if w.what == "" && !blank(p.p) {
		label = w.f.nums.label(num, ilvl)
	}
	switch {
	case level > 0:
		p.p.Kind, p.p.Level = consult.Heading, level
		if label != "" {
			p.p.Prefix = label + " "
		}
	case label != "" && len(w.tables) > 0:
		p.p.Prefix = label + " "
	case label != "":
		p.p.Kind, p.p.Label, p.p.Level = consult.ListItem, label, ilvl+1
	}
}

func blank(p markup.Para) bool {
	for _, r := range p.Runs {
		if strings.TrimSpace(r.Text) != "" {
			return false
		}
	}
	return true
}

func headingLevel(p *para, st *style) int {
	if p.outl >= 0 && p.outl < 9 {
		return p.outl + 1
	}
	if st != nil {
		return st.level
	}
	return 0
}

// finish closes what damage left open.
func (w *walker) finish() {
	for len(w.paras) > 0 {
		w.closePara()
	}
	for len(w.tables) > 0 {
		w.closeTable("tbl")
	}
}
