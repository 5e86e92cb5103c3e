package phrasing

import (
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// kept is a letter's description on the document, with what it was made from: four analyzers ask for it.
type kept struct {
	letter     *Letter
	judged     *Judged // by the built-in heads; nil while nobody has asked
	first      *consult.Sentence
	sentences  int
	blocks     int
	respondent consult.Span
	reading    *consult.Reading
}

// keptOf returns what is kept on d; nil when there is nothing, or d has changed since.
func keptOf(d *consult.Document, p *lang.Pack) *kept {
	k, ok := d.Workings.(*kept)
	if !ok || len(d.Sentences) == 0 {
		return nil
	}
	if k.letter.Doc != d || k.letter.Lang != p || k.first != &d.Sentences[0] || k.sentences != len(d.Sentences) || k.blocks != len(d.Blocks) ||
		k.respondent != d.Letterhead.Respondent.Span || k.reading != d.Reading {
		return nil
	}
	return k
}

// keep puts l on its document.
func keep(l *Letter) *kept {
	d := l.Doc
	if len(d.Sentences) == 0 {
		return &kept{letter: l}
	}
	k := &kept{letter: l, first: &d.Sentences[0], sentences: len(d.Sentences), blocks: len(d.Blocks), respondent: d.Letterhead.Respondent.Span, reading: d.Reading}
	d.Workings = k
	return k
}

// Read describes all sentences of d, once for all analyzers.
func Read(d *consult.Document, p *lang.Pack) *Letter {
	if k := keptOf(d, p); k != nil {
		return k.letter
	}
	return keep(describe(d, p)).letter
}

// Judge reads d and judges every sentence with the built-in heads, once for all analyzers.
func Judge(d *consult.Document, p *lang.Pack) *Judged {
	k := keptOf(d, p)
	if k == nil {
		k = keep(describe(d, p))
	}
	if k.judged == nil {
		k.judged = judge(headsOf(p), k.letter)
	}
	return k.judged
}

// JudgeWith is Judge with heads of the caller's: learned without the letters that they are to judge.
func JudgeWith(m Models, d *consult.Document, p *lang.Pack) *Judged {
	return judge(m.join(), Read(d, p))
}
