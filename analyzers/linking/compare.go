package linking

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/likeness"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// lexicon is what the draft's words weigh, computed once a draft.
type lexicon struct {
	model   *likeness.Model
	clauses *likeness.Index
	parts   *likeness.Index // titles and sentences, each alone
	of      []int           // the clause of each part
}

func lexiconOf(draft *analyzers.Draft, pack *lang.Pack) *lexicon {
	return analyzers.Memo(draft, "linking:lexicon:"+pack.Code, func(p *consult.Policy) *lexicon {
		x := &lexicon{}
		var bags, parts []likeness.Bag
		b, numbers := likeness.Bagger{Weight: telling(pack)}, numbersOf(pack)
		for i := range p.Clauses {
			c := &p.Clauses[i]
			text := strings.Repeat(c.Title+". ", titleCount) + c.Text
			bags = append(bags, b.Bag(withNumbers(likeness.Words(nil, text, 0), numbers)))
			words := []string{c.Title}
			for _, s := range sentences.Split(pack, c.Text, consult.Span{Start: 0, End: len(c.Text)}) {
				words = append(words, s.In(c.Text))
			}
			for _, w := range words {
				parts = append(parts, b.Bag(withNumbers(likeness.Words(nil, w, 0), numbers)))
				x.of = append(x.of, i)
			}
		}
		x.model = likeness.NewModel(bags)
		x.clauses = likeness.NewIndex(vectors(x.model, bags))
		x.parts = likeness.NewIndex(vectors(x.model, parts))
		return x
	})
}

// withNumbers adds every number, in digits or letters, as a word of its own, so that "twelve" meets "12".
func withNumbers(ws []likeness.Word, values map[string]string) []likeness.Word {
	for _, w := range ws {
		v := values[w.Form]
		if w.Sort == likeness.Number {
			v = w.Form
		}
		if v != "" {
			ws = append(ws, likeness.Word{Span: w.Span, Form: "#" + v + "#", Sort: likeness.Number})
		}
	}
	return ws
}

// numbersOf returns the pack's number words from three up, with their digits.
func numbersOf(pack *lang.Pack) map[string]string {
	return lang.Memo(pack, "linking:numbers", func(p *lang.Pack) map[string]string {
		m := map[string]string{}
		for _, r := range p.Rows("numbers") {
			if v, err := strconv.Atoi(r.Fields[1]); err == nil && v > 2 {
				m[r.Fields[0]] = r.Fields[1]
			}
		}
		return m
	})
}

// telling returns how much a word tells about the matter spoken of: 1 for a word that is not common, down to 0 for those
// that stand in every third sentence.
func telling(pack *lang.Pack) func(string) float32 {
	m := lang.Memo(pack, "linking:common", func(p *lang.Pack) map[string]float32 {
		m := map[string]float32{}
		for _, r := range p.Rows("common") {
			if n, err := strconv.Atoi(r.Fields[1]); err == nil {
				m[r.Fields[0]] = float32(max(0, 1-math.Log(max(1, float64(n)/5))/math.Log(3000/5.0)))
			}
		}
		return m
	})
	return func(form string) float32 {
		if w, ok := m[form]; ok {
			return w
		}
		return 1
	}
}

// compare computes the likeness of every sentence, and of its first words, to every clause.
func (s *scores) compare() {
	n := len(s.doc.Sentences)
	s.bags, s.like, s.best, s.fronts = make([]likeness.Bag, n), make([][]float64, n), make([][]float64, n), make([][]float64, n)
	for i, snt := range s.doc.Sentences {
		ws := s.words(snt.Span)
		s.fronts[i] = s.likeTo(s.front(i, ws))
		s.bags[i] = s.vector(ws)
		s.like[i] = s.lexicon.clauses.Cosines(s.bags[i])
		s.best[i] = make([]float64, s.n)
		for k, v := range s.lexicon.parts.Cosines(s.bags[i]) {
			s.best[i][s.lexicon.of[k]] = max(s.best[i][s.lexicon.of[k]], v)
		}
	}
	s.standOut()
}

func (s *scores) vector(ws []likeness.Word) likeness.Bag {
	return s.lexicon.model.Vector(s.bagger.Bag(withNumbers(ws, s.numbers)))
}

// frontWords is how many words at a sentence's front tell its topic, which stands there in both languages.
const frontWords = 4

// front returns those of sentence i's words ws that stand at its front.
func (s *scores) front(i int, ws []likeness.Word) []likeness.Word {
	toks := s.letter.Sentences[i].Toks
	if len(toks) == 0 {
		return nil
	}
	end, n := toks[min(frontWords, len(toks))-1].End, 0
	for n < len(ws) && ws[n].End <= end {
		n++
	}
	return ws[:n:n]
}

// words returns the words in span without the respondent's own name, which stands all over its letter: "Foreningen finder"
// says nothing of the clause on associations.
func (s *scores) words(span consult.Span) []likeness.Word {
	return slices.DeleteFunc(likeness.Words(nil, s.doc.Quote(span), span.Start), func(w likeness.Word) bool {
		return w.Sort == likeness.Letters && s.letter.OwnName(w.Form)
	})
}

func vectors(m *likeness.Model, bags []likeness.Bag) []likeness.Bag {
	out := make([]likeness.Bag, len(bags))
	for i := range bags {
		out[i] = m.Vector(bags[i])
	}
	return out
}

// standOut computes how far each clause stands out among all in likeness to a sentence.
func (s *scores) standOut() {
	s.z = make([][]float64, len(s.like))
	for i := range s.like {
		s.z[i] = zscore(s.like[i])
		sure := min(1, best(s.like[i])/wordsSure) // a sentence like no clause stands out for none
		for c := range s.z[i] {
			s.z[i][c] *= sure
		}
	}
}

// learn adds to every clause's vector the mean of the sentences that the first pass ties to it with confidence, and
// compares again: a letter calls the same thing by the same name throughout. With v the clause's vector and o that mean,
// the cosine of v + wo with a sentence s is (v·s + w o·s) / √(1 + 2w v·o + w² o·o).
func (s *scores) learn(share [][]float64) {
	mix := likeness.NewMixture(s.n)
	defer mix.Free()
	cross := make([]float64, s.n) // v·o
	for i, c := range likeliest(share) {
		if c < s.n && share[i][c] > ownSure && !s.outside(i) {
			mix.Add(c, s.bags[i])
			cross[c] += s.like[i][c]
		}
	}
	squares := mix.Squares()
	const w = own
	for i := range s.like {
		dots := mix.Dots(s.bags[i])
		for c := range dots {
			if n := mix.Parts(c); n > 0 {
				length := math.Sqrt(1 + float64(2*w*cross[c]/float64(n)) + float64(w*w*squares[c]))
				s.like[i][c] = (s.like[i][c] + float64(w*dots[c])) / length
			}
		}
	}
	s.standOut()
	s.likenesses()
}

// zscore returns how many standard deviations each value lies above the mean.
func zscore(v []float64) []float64 {
	mean, sq := 0.0, 0.0
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	for _, x := range v {
		sq += float64((x - mean) * (x - mean))
	}
	sd := math.Sqrt(sq / float64(len(v)))
	out := make([]float64, len(v))
	if sd < 1e-6 {
		return out
	}
	for i, x := range v {
		out[i] = (x - mean) / sd
	}
	return out
}

func best(v []float64) float64 {
	b := 0.0
	for _, x := range v {
		b = max(b, x)
	}
	return b
}
