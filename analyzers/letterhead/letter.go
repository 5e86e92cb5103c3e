package letterhead

import (
	"strings"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// letter is one document on the way to its letterhead.
type letter struct {
	d     *consult.Document
	t     *tables
	frame Frame
	body  float64 // letter height of the text
	head  []row   // before the letter's own words
	foot  []row   // behind them
	edge  []row   // running headers and footers, small print

	capacity string // a form's answer to "replying as"
	form     bool   // the letter is a portal's form
	cands    []cand

	chosen bool // name and score are known
	name   *cand
	score  float64
}

func newLetter(d *consult.Document, t *tables) *letter {
	l := &letter{d: d, t: t, frame: FrameOf(d, t.pack), body: d.BodySize()}
	l.head = rowsOf(d, 0, l.frame.Body)
	l.foot = rowsOf(d, l.frame.Close, l.frame.Thread)
	for i, b := range d.Blocks {
		running := b.Kind == consult.Header || b.Kind == consult.Footer
		small := i >= l.frame.Body && b.Kind == consult.Paragraph && b.Size > 0 && b.Size < l.body-0.9 && b.Len() < 160
		if (running || small) && !(i >= l.frame.Close && i < l.frame.Thread) {
			l.edge = append(l.edge, rowsOf(d, i, i+1)...)
		}
	}
	l.group()
	l.address()
	return l
}

// group numbers the rows of the head: rows that stand close below each other are set together.
func (l *letter) group() {
	n := 0
	for i := range l.head {
		if i > 0 && !together(l.head[i-1], l.head[i]) {
			n++
		}
		l.head[i].group = n
	}
}

func together(a, b row) bool {
	if a.page == 0 || b.page == 0 {
		return true
	}
	if a.page != b.page {
		return false
	}
	if !b.first {
		return true
	}
	gap := b.box[1] - a.box[3]
	high := max(a.box[3]-a.box[1], b.box[3]-b.box[1])
	return gap < high*0.75 && gap > -high*1.5 && b.box[0] < a.box[2]+high && a.box[0] < b.box[2]+high
}

// address marks the rows of the address of the one written to: from "Til" or "Att." on, and above "Att.", as long as
// rows are set together.
func (l *letter) address() {
	for i := range l.head {
		role, _ := l.t.label(l.head[i].text)
		if role != "to" && starts(l.t.phrases["to"], l.head[i].text) == 0 {
			continue
		}
		above := strings.HasPrefix(strings.ToLower(l.head[i].text), "att") && l.head[i].page > 0
		for j := i; j < len(l.head) && l.head[j].group == l.head[i].group && (l.head[j].page > 0 || j < i+3); j++ {
			if role, _ := l.t.label(l.head[j].text); j > i && role != "" && role != "to" {
				break
			}
			l.head[j].addressee = true
		}
		for j := i - 1; above && j >= 0 && l.head[j].group == l.head[i].group; j-- {
			l.head[j].addressee = true
		}
	}
}

// value returns the span of a label's value in row i of rows: behind the colon, or the next row.
func (l *letter) value(rows []row, i, at int) consult.Span {
	if at < len(rows[i].text) {
		return rows[i].sub(at, len(rows[i].text))
	}
	for j := i + 1; j < min(len(rows), i+4); j++ {
		if rows[j].block == rows[i].block {
			continue // the rest of a label that was broken over lines
		}
		if role, _ := l.t.label(rows[j].text); role != "" {
			return consult.Span{}
		}
		return l.whole(rows[j])
	}
	return consult.Span{}
}

// whole returns the block of r when it is a cell, else the row.
func (l *letter) whole(r row) consult.Span {
	if r.kind == consult.Cell {
		return l.d.Blocks[r.block].Span
	}
	return r.Span
}

// labelled calls f for each label in the head, and beyond it in forms whose fields stand in the text.
func (l *letter) labelled(f func(role string, value consult.Span)) {
	rows := l.head
	if len(rows) < 3 {
		rows = rowsOf(l.d, 0, min(len(l.d.Blocks), 12))
	}
	seen := -1
	for i, r := range rows {
		if r.block == seen && r.kind == consult.Cell {
			continue
		}
		text := r.text
		if r.kind == consult.Cell {
			text, seen = l.d.Quote(l.d.Blocks[r.block].Span), r.block
			r.Span, r.text = l.d.Blocks[r.block].Span, text
		}
		role, at := l.t.label(text)
		if role == "" || !r.first {
			continue
		}
		cell := rows[i]
		cell.Span, cell.text = r.Span, text
		patched := append(append([]row{}, rows[:i]...), cell)
		patched = append(patched, rows[i+1:]...)
		f(role, l.value(patched, i, at))
	}
}

// finding makes a Finding of a span.
func finding(s consult.Span, confidence float64, why string) consult.Finding {
	if s.Empty() {
		return consult.Finding{}
	}
	return consult.Finding{Span: s, Confidence: confidence, Why: why}
}

// titled reports whether a row stands out: bold, larger than the text, or in capitals.
func (l *letter) titled(r row) bool {
	return r.bold || l.body > 0 && r.size > l.body+0.9 || capitals(r.text)
}

// capitals reports whether all letters of s are, and there are some.
func capitals(s string) bool {
	return strings.ToUpper(s) == s && strings.ToLower(s) != s && utf8.RuneCountInString(s) > 3
}
