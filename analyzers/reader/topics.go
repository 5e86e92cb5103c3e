package reader

import (
	"slices"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// The sizes of a topic's input, as the trainer has them.
const (
	topicClause   = 48  // tokens of the clause, with those of start and end
	topicSentence = 80  // tokens of a sentence
	topicTokens   = 160 // all together
)

// topicLink is the confidence from which a linked sentence is read as part of its topic: links are shares, and a sentence
// that is more likely of another clause would blur the view of this one.
const topicLink = 0.35

// Topics fills Reading.Topics: what a sentence alone can't tell, since the same words may praise one clause and blame
// another. It leaves letters alone that the reader has not read.
var Topics = &analyzers.Analyzer{
	Name:     "topics",
	Doc:      "reads each clause with all that the letter says of it",
	Requires: []string{"sentences", "links"},
	Run:      runTopics,
}

func runTopics(p *analyzers.Pass) error {
	r := p.Doc.Reading
	if r == nil {
		return nil
	}
	r.Topics = nil
	m, err := open()
	if err != nil || len(m.heads.judge.bias) == 0 {
		return err
	}
	for _, t := range p.Doc.Topics() {
		if plainly(r, t) {
			continue
		}
		k := p.Policy().Index(t.Clause)
		if k < 0 {
			continue
		}
		var sentences []string
		for _, i := range topicSentences(p.Doc, t) {
			sentences = append(sentences, plain(words(p.Doc, p.Doc.Sentences[i].Span)))
		}
		scores, err := m.Judge(p.Policy().Clauses[k], sentences)
		if err != nil {
			return err
		}
		r.Topics = append(r.Topics, consult.TopicScores{Clause: t.Clause, Stance: scores})
	}
	return nil
}

// A topic isn't read once more where its sentences by themselves hardly carry a stance, or leave little doubt which: reading
// is what takes the time. Over the open sets, each left out, the stances to clauses come to .700 with no topic read, .710 with
// those of shares below .55, .721 below .7, .720 with all of them.
const (
	faint = 0.35 // of the sum of the sentences' chances to carry a stance or an ask
	sure  = 0.70 // of the likeliest label's share of them
)

// plainly reports whether the scores of a topic's sentences tell enough of it.
func plainly(r *consult.Reading, t consult.Topic) bool {
	var sum [6]float64
	carried := 0.0
	for _, l := range t.Links {
		row := &r.Rows[l.Sentence]
		p := fit.Softmax(row.Stance[:])
		for k := range sum {
			sum[k] += p[k] * l.Confidence
		}
		carried += max(1-p[0], fit.Sigmoid(float64(row.Ask))) * l.Confidence
	}
	total, most := 1e-9, 0.0
	for _, x := range sum[1:] {
		total += x
		most = max(most, x)
	}
	return carried < faint || most/total >= sure
}

// topicSentences returns the sentences that a topic is read from, in text order: those that are linked well enough, and no
// headings; where there are no such sentences, all that are linked.
func topicSentences(d *consult.Document, t consult.Topic) []int {
	var out, all []int
	for _, l := range t.Links {
		all = append(all, l.Sentence)
		kind := d.Blocks[d.Sentences[l.Sentence].Block].Kind
		if l.Confidence >= topicLink && kind != consult.Heading && kind != consult.Header && kind != consult.Footer {
			out = append(out, l.Sentence)
		}
	}
	if len(out) == 0 {
		out = all
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Judge returns the scores of the stance that sentences, taken together, have to a clause. What goes beyond a window
// isn't read.
func (m *Model) Judge(c consult.Clause, sentences []string) ([5]float32, error) {
	ids := append([]int32{m.start}, cut(m.vocab.Tokens(clauseWords(c)), topicClause-2)...)
	ids = append(ids, m.end)
	from := len(ids)
	for _, s := range sentences {
		ids = append(append(ids, cut(m.vocab.Tokens(s), topicSentence)...), m.end)
		if len(ids) >= topicTokens {
			break
		}
	}
	ids = cut(ids, topicTokens)
	from = min(from, len(ids)-1)
	k := keyOf(ids, []int{0, from, len(ids)}) // no window begins with a sentence of no tokens
	v, ok := m.seen.get(k)
	if !ok {
		var err error
		if v, err = m.encode(ids, from, []int{len(ids)}); err != nil {
			return [5]float32{}, err
		}
		m.seen.put(k, v)
	}
	var all [6]float32
	m.heads.judge.scores(m.heads.standard(v[0]), all[:])
	return [5]float32(all[1:]), nil // the first, no stance, was never taught
}

func clauseWords(c consult.Clause) string { return plain("passage: " + c.Title + ". " + c.Text) }
