package rtf

import (
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/markup"
)

// mark writes a footnote's number where the text points to it; inside the note it stands already.
func (r *reader) mark() {
	if r.st.skip || r.st.note {
		return
	}
	r.flush()
	r.para.Runs = append(r.para.Runs, markup.Run{Text: itoa(r.count + 1), Style: markup.Raised})
}

func (r *reader) beginNote() {
	r.flush()
	if r.st.note {
		return
	}
	r.st.note = true
	r.st.style = 0
	r.count++
	r.hold = append(r.hold, r.para)
	r.para = markup.Para{}
}

func (r *reader) endNote() {
	r.keepNote()
	if n := len(r.hold); n > 0 {
		r.para, r.hold = r.hold[n-1], r.hold[:n-1]
	}
}

func (r *reader) keepNote() {
	r.flush()
	p := r.para
	r.para = markup.Para{}
	if len(p.Runs) == 0 {
		return
	}
	p.Kind = consult.Footnote
	label := itoa(r.count)
	if len(r.notes) == 0 || r.notes[len(r.notes)-1].Label != label {
		p.Label, p.Prefix = label, label+" "
	}
	r.notes = append(r.notes, p)
}

// endPara ends the open paragraph.
func (r *reader) endPara() {
	if r.st.skip {
		return
	}
	if r.st.note {
		r.keepNote()
		return
	}
	r.flush()
	if r.st.margin {
		r.keepRemark()
		return
	}
	p, remarks := r.para, r.remark
	r.para, r.remark = markup.Para{}, nil
	label := r.label
	r.label = ""
	switch {
	case r.st.head > 0:
		p.Kind, p.Level = consult.Heading, r.st.head
		if label != "" {
			p.Prefix = label + " "
		}
	case label != "":
		if strings.ContainsRune("·§o\uf0b7\uf0a7\u2022", []rune(label)[0]) && len([]rune(label)) == 1 {
			label = "•"
		}
		p.Kind, p.Label, p.Level = consult.ListItem, label, 1
	}
	if r.inRow {
		if len(r.cells) == 0 {
			r.cells = append(r.cells, nil)
		}
		n := len(r.cells) - 1
		r.cells[n] = append(append(r.cells[n], p), remarks...)
		return
	}
	r.endTable()
	r.b.Append(p)
	for _, c := range remarks {
		r.b.Append(c)
	}
}
