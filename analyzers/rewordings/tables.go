package rewordings

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// columns tells what the columns of a table hold; 0 where there is none.
type columns struct{ clause, old, new, comment int }

// table is the cells of one table, by row and column.
type table struct {
	id    int
	rows  map[int]map[int]int // row → column → index of the cell's block
	last  int
	cols  columns
	first int  // block of its first cell
	words bool // the head of the column of proposals promises words, not wishes
}

// tables reads the tables that give changes: old and new text side by side, or a column of proposals.
func (f *finder) tables() {
	for _, t := range f.tableList() {
		if t.cols.new == 0 {
			continue
		}
		f.intro = consult.Span{}
		if t.cols.old > 0 {
			f.intro = f.before(t.first)
		}
		for r := 2; r <= t.last; r++ {
			f.tableRow(t, r)
		}
		f.intro = consult.Span{}
	}
	f.row = nil
}

func (f *finder) tableList() []*table {
	if f.listed {
		return f.list
	}
	var out []*table
	for i, b := range f.doc.Blocks {
		if b.Kind != consult.Cell {
			continue
		}
		if len(out) == 0 || out[len(out)-1].id != b.Table {
			out = append(out, &table{id: b.Table, rows: map[int]map[int]int{}, first: i})
		}
		t := out[len(out)-1]
		if t.rows[b.Row] == nil {
			t.rows[b.Row] = map[int]int{}
		}
		t.rows[b.Row][b.Col] = i
		t.last = max(t.last, b.Row)
	}
	for _, t := range out {
		t.cols = f.head(t)
		if i, ok := t.rows[1][t.cols.new]; ok {
			for _, w := range []string{"tekst", "formulering", "ordlyd", "wording", "text", "sætning", "sentence"} {
				t.words = t.words || strings.Contains(strings.ToLower(f.doc.Quote(f.doc.Blocks[i].Span)), w)
			}
		}
		f.infer(t)
	}
	f.list, f.listed = out, true
	return out
}

// head reads a table's first row.
func (f *finder) head(t *table) columns {
	var c columns
	for col := 1; col <= 12; col++ {
		i, ok := t.rows[1][col]
		if !ok {
			continue
		}
		switch f.columnRole(f.doc.Quote(f.doc.Blocks[i].Span)) {
		case "clause":
			c.clause = orFirst(c.clause, col)
		case "old":
			c.old = orFirst(c.old, col)
		case "new":
			c.new = orFirst(c.new, col)
		case "comment":
			c.comment = orFirst(c.comment, col)
		}
	}
	return c
}

func orFirst(have, col int) int {
	if have > 0 {
		return have
	}
	return col
}

func (f *finder) columnRole(head string) string {
	low := " " + strings.Trim(strings.ToLower(head), " .:") + " "
	if strings.Count(low, " ") > 8 {
		return ""
	}
	for _, r := range f.pack.Rows("columns") {
		if strings.Contains(low, " "+r.Fields[0]+" ") {
			return r.Fields[1]
		}
	}
	return ""
}

// inTable reports whether the cell's table gives changes and has been read.
func (f *finder) inTable(b consult.Block) bool {
	for _, t := range f.tableList() {
		if t.id == b.Table {
			return t.cols.new > 0
		}
	}
	return false
}

// before returns the last sentence before block i that says something.
func (f *finder) before(i int) consult.Span {
	for s := len(f.doc.Sentences) - 1; s >= 0; s-- {
		snt := f.doc.Sentences[s]
		if snt.Block < i && f.doc.Blocks[snt.Block].Kind != consult.Heading && f.doc.Blocks[snt.Block].Kind != consult.Cell {
			return snt.Span
		}
	}
	return consult.Span{}
}

func (f *finder) tableRow(t *table, r int) {
	newCell, ok := t.rows[r][t.cols.new]
	if !ok {
		return
	}
	f.row = nil
	for col := 1; col <= 12; col++ {
		if i, ok := t.rows[r][col]; ok && (col == t.cols.clause || col < t.cols.new && col != t.cols.old) {
			f.row = append(f.row, f.near(-1, f.doc.Blocks[i].Span)[len(f.row):]...)
		}
	}
	if t.cols.old > 0 {
		if oldCell, ok := t.rows[r][t.cols.old]; ok {
			f.sideBySide(oldCell, newCell)
		}
		return
	}
	f.wordsWanted = t.words
	f.proposal(newCell)
}

// sideBySide reads a row of old and new words.
func (f *finder) sideBySide(oldCell, newCell int) {
	old, new := f.cell(oldCell), f.cell(newCell)
	switch {
	case f.void(newCell):
		if old.spans == nil || f.void(oldCell) {
			return
		}
		f.add(f.doc.Blocks[oldCell].Span, change{kind: consult.Delete, old: old, at: f.rowAt(old), why: "table.delete", conf: 0.9})
	case f.void(oldCell):
		f.add(f.doc.Blocks[newCell].Span, change{kind: consult.Insert, new: new, at: passage{clause: first(f.row)}, why: "table.insert", conf: 0.85})
	case len(f.x.Texts) == 0 || f.inDraft(old) || !f.inDraftExactly(new):
		f.add(f.doc.Blocks[oldCell].Span.Cover(f.doc.Blocks[newCell].Span),
			change{kind: consult.Replace, old: old, new: new, at: f.rowAt(old), why: "table.replace", conf: 0.9})
	}
}

func (f *finder) rowAt(old *operand) passage {
	if old.at.ok() && old.at.like >= 0.5 {
		return old.at
	}
	return passage{clause: first(f.row)}
}

// cell returns a cell's words as an operand, without marks around them.
func (f *finder) cell(i int) *operand {
	s := f.doc.Blocks[i].Span
	q := -1
	for k, quo := range f.quotes {
		if s.Contains(quo.Span) && 10*quo.Len() >= 8*s.Len() {
			s, q = quo.Span, k
		}
	}
	o := &operand{form: quoted, quote: q, spans: []consult.Span{s}}
	o.at = f.place(s, q, f.row)
	if !o.at.ok() {
		o.at = f.anywhere(s)
	}
	return o
}

// anywhere looks for the words of s in every clause.
func (f *finder) anywhere(s consult.Span) passage {
	all := make([]int, len(f.x.Texts))
	for i := range all {
		all[i] = i
	}
	p := f.place(s, -1, all)
	if p.like < 0.6 {
		return nowhere
	}
	return p
}

// void reports whether a cell says that there is no text: "(slettes)", "(intet)", "(delete)", "–".
func (f *finder) void(i int) bool {
	text := strings.ToLower(f.doc.Quote(f.doc.Blocks[i].Span))
	ws := likeness.NewText(text).Words
	if len(ws) == 0 {
		return true
	}
	return len(ws) <= 3 && lang.Memo(f.pack, "rewordings:void", func(p *lang.Pack) map[string]bool {
		m := map[string]bool{}
		for _, w := range strings.Fields("slettes slet udgår udgå stryges intet ingen nyt ny ingenting tomt delete deleted omit remove none nothing new nil") {
			m[w] = true
		}
		return m
	})[ws[0].Form]
}

// proposal reads a cell of proposals: an instruction like a sentence, or bare words to stand in the draft.
func (f *finder) proposal(i int) {
	b := f.doc.Blocks[i]
	n := len(f.out)
	for k, snt := range f.doc.Sentences {
		if b.Contains(snt.Span) {
			f.sentence(k, snt.Span)
		}
	}
	if k := f.doc.SentenceAt(b.Start); len(f.row) == 0 && k < len(f.doc.Sentences) {
		f.row = append(f.row, f.links[k]...)
	}
	if len(f.out) > n || len(f.row) == 0 || f.row[0] < 0 {
		return
	}
	ws := likeness.NewText(f.doc.Quote(b.Span)).Words
	if len(ws) <= 2 && f.void(i) && len(ws) > 0 && !f.nothing(ws[0].Form) {
		if p := f.rowPassage(i); p.ok() {
			f.add(b.Span, change{kind: consult.Delete, at: p, why: "table.delete", conf: 0.8})
		}
		return
	}
	f.bareCell(i, len(ws))
}

// bareCell reads a cell of words that are neither marked nor introduced. "Tilføj: …" comes in; what is like a sentence of
// the row's clause stands in its place; other words do so only when the column's head promises words.
func (f *finder) bareCell(i, n int) {
	s := f.doc.Blocks[i].Span
	l := f.read(-1, s)
	colon := strings.IndexByte(f.doc.Quote(s), ':')
	if l != nil && colon > 0 && colon < 40 {
		rest := trimmed(f.doc.Text, consult.Span{Start: s.Start + colon + 1, End: s.End})
		if m := l.find("insert", 0, 5); m != nil && m.To <= 6 && rest.Len() > 8 {
			f.add(s, change{kind: consult.Insert, new: &operand{quote: -1, spans: []consult.Span{rest}}, at: passage{clause: f.row[0]}, why: "table.insert", conf: 0.7})
			return
		}
		if role := f.columnRole(f.doc.Text[s.Start : s.Start+colon]); role == "new" && rest.Len() > 8 {
			s = rest
		}
	}
	al := f.aligned(s, f.row)
	o := &operand{form: quoted, quote: -1, spans: []consult.Span{s}}
	switch {
	case n < 4 || al.like >= 0.99:
	case al.like >= 0.4 || al.like >= 0.25 && f.wordsWanted:
		f.add(f.doc.Blocks[i].Span, change{kind: consult.Replace, new: o, at: al, why: "table.bare", conf: 0.7})
	case f.wordsWanted && (l == nil || len(l.cues) == 0):
		f.add(f.doc.Blocks[i].Span, change{kind: consult.Insert, new: o, at: passage{clause: f.row[0]}, why: "table.bareinsert", conf: 0.55})
	}
}

func (f *finder) nothing(w string) bool {
	switch w {
	case "ingen", "intet", "none", "nil", "nothing", "ingenting":
		return true
	}
	return false
}

// rowPassage returns the sentence that the row's reference names: "§ 11, stk. 1, 3. pkt."; else what the row quotes.
func (f *finder) rowPassage(newCell int) passage {
	b := f.doc.Blocks[newCell]
	quote := nowhere
	for i := newCell - 1; i >= 0 && f.doc.Blocks[i].Kind == consult.Cell && f.doc.Blocks[i].Row == b.Row && f.doc.Blocks[i].Table == b.Table; i-- {
		l := f.read(-1, f.doc.Blocks[i].Span)
		if l == nil {
			continue
		}
		for k := range l.ops {
			o := &l.ops[k]
			if o.form == pointer && o.point != "above" && o.point != "it" {
				if p := f.resolve(l, o); p.ok() {
					return p
				}
			}
			if o.form == quoted && f.inDraft(o) && !quote.ok() {
				quote = o.at
			}
		}
	}
	return quote
}

// infer fills in the columns that a table's head leaves open: the column whose cells are the draft's words is old, the
// next one to its right with other words is new.
func (f *finder) infer(t *table) {
	if t.cols.old > 0 && t.cols.new > 0 || len(f.x.Texts) == 0 {
		return
	}
	for col := 1; col <= 12 && t.cols.old == 0; col++ {
		cells, hits := 0, 0
		for r := 1; r <= t.last; r++ {
			i, ok := t.rows[r][col]
			if !ok || r == 1 && t.last > 1 {
				continue
			}
			cells++
			if o := f.cell(i); f.inDraft(o) && o.at.like >= 0.75 && f.doc.Blocks[i].Len() > 5 {
				hits++
			}
		}
		if hits > 0 && 2*hits >= cells {
			t.cols.old = col
		}
	}
	if t.cols.old > 0 && t.cols.new <= t.cols.old {
		t.cols.new = 0
		for col := t.cols.old + 1; col <= 12; col++ {
			if _, ok := t.rows[2][col]; ok && col != t.cols.comment && col != t.cols.clause {
				t.cols.new = col
				break
			}
		}
	}
}
