package phrasing

import (
	"strings"

	"github.com/clausewise/clausewise/analyzers/cue"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Features calls yield for every feature of sentence i. The name is only valid during the call; a name may come more
// than once and counts once.
func (l *Letter) Features(i int, yield func(name []byte)) {
	f := emitter{buf: make([]byte, 0, 64), yield: yield}
	s := &l.Sentences[i]
	f.runs(s.Toks)
	f.cues("", s.Cues, true)
	f.form(l, i)
	if l.Same(i, i-1) {
		f.cues("<", l.Sentences[i-1].Cues, false)
	}
	if l.Same(i, i+1) {
		f.cues(">", l.Sentences[i+1].Cues, false)
	}
	if h := s.Heading; h >= 0 {
		f.cues("=", l.Sentences[h].Cues, false)
		for k := range l.Sentences[h].Toks {
			f.say("=", norm(&l.Sentences[h].Toks[k]))
		}
	}
	if h := s.LeadIn; h >= 0 {
		f.cues("@", l.Sentences[h].Cues, false)
		if l.Colon(h) {
			f.say("@colon")
		}
	}
}

// emitter puts names together in one buffer.
type emitter struct {
	buf   []byte
	yield func([]byte)
}

func (f *emitter) say(parts ...string) {
	f.buf = f.buf[:0]
	for _, p := range parts {
		f.buf = append(f.buf, p...)
	}
	f.yield(f.buf)
}

// runs says the runs of one to three words.
func (f *emitter) runs(toks []cue.Token) {
	a, b := "", "^" // the two before
	for i := 0; i <= len(toks); i++ {
		w := "$"
		if i < len(toks) {
			w = norm(&toks[i])
			f.say(w)
		}
		f.say(b, " ", w)
		if a != "" {
			f.say(a, " ", b, " ", w)
		}
		a, b = b, w
	}
}

// norm is a token as the runs know it.
func norm(t *cue.Token) string {
	switch t.Kind {
	case cue.Number:
		return "0"
	case cue.Punct:
		switch t.Word {
		case "»", "«", "“", "”", "\"", "‘", "’", "„":
			return "q"
		case "–", "—", "-":
			return "–"
		case "\t":
			return " "
		}
	}
	return t.Word
}

// cues says ids and classes of cues behind a prefix.
func (f *emitter) cues(prefix string, list []cue.Match, ids bool) {
	for k := range list {
		m := &list[k]
		neg := ""
		if m.Negated {
			neg = "-"
		}
		if ids {
			f.say(prefix, neg, "+", m.ID)
		}
		f.say(prefix, neg, "%", m.Class)
		if top, _, ok := strings.Cut(m.Class, "."); ok {
			f.say(prefix, neg, "%", top)
		}
	}
}

// lengths are the bounds of the classes of length, in tokens.
var lengths = []int{4, 8, 14, 22, 35}

func (f *emitter) form(l *Letter, i int) {
	s := &l.Sentences[i]
	n := 0
	for n < len(lengths) && len(s.Toks) > lengths[n] {
		n++
	}
	f.say("~length", string(rune('0'+n)))
	f.say("~", string(s.Kind))
	switch {
	case s.First && s.Last:
		f.say("~only")
	case s.First:
		f.say("~first")
	case s.Last:
		f.say("~last")
	}
	if s.Imperative {
		f.say("~imperative")
	}
	if s.Question {
		f.say("~question")
	}
	if s.Heading >= 0 {
		f.say("~headed")
	}
	if l.Same(i, i-1) {
		if l.Sentences[i-1].Imperative {
			f.say("<~imperative")
		}
		if l.Sentences[i-1].Question {
			f.say("<~question")
		}
	}
	if l.Colon(i) {
		f.say("~colon")
	}
	if l.Bargain(i) {
		f.say("~bargain")
	}
	f.place(len(l.Sentences), i)
	if s.Kind == consult.Cell {
		f.cell(l, i)
	}
}

// place says whether the sentence is among the letter's first or last.
func (f *emitter) place(n, i int) {
	switch {
	case i < 2:
		f.say("~opening")
	case i >= n-2:
		f.say("~closing")
	}
}

// cell says the words of the head of a cell's column.
func (f *emitter) cell(l *Letter, i int) {
	b := &l.Doc.Blocks[l.Doc.Sentences[i].Block]
	f.say("~column", string(rune('0'+min(b.Col, 9))))
	for j := i - 1; j >= 0 && l.Doc.Blocks[l.Doc.Sentences[j].Block].Table == b.Table; j-- {
		h := &l.Doc.Blocks[l.Doc.Sentences[j].Block]
		if h.Row == 1 && h.Col == b.Col && b.Row > 1 {
			for k := range l.Sentences[j].Toks {
				f.say("|", norm(&l.Sentences[j].Toks[k]))
			}
		}
	}
}
