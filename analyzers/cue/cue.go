package cue

import (
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers/lang"
)

// Cue is one line of a cue table.
type Cue struct {
	Class string // dotted name: ask.need, stance.oppose, voice.draft
	ID    string
	Scope []string // flags
	seq   []item
	order int
}

// Is reports whether the cue's class is class or lies below it: "ask.need" is an "ask".
func (c *Cue) Is(class string) bool {
	return strings.HasPrefix(c.Class, class) && (len(c.Class) == len(class) || c.Class[len(class)] == '.')
}

// Has reports whether the cue has the scope flag.
func (c *Cue) Has(flag string) bool {
	for _, f := range c.Scope {
		if f == flag {
			return true
		}
	}
	return false
}

// Match is a place where a cue matches: tokens [From, To).
type Match struct {
	*Cue
	From, To int
	Negated  bool
}

// Set is a compiled set of cues. It is immutable and may be shared.
type Set struct {
	words    map[string][]*Cue // by first word
	stems    map[string][]*Cue // by the first three bytes of a first stem
	anywhere []*Cue            // cues that begin with a set or a number
	anchored []*Cue            // cues that begin with ^
	negators map[string]bool
	excused  map[string]bool // words after a negator that undo it: "only"
	joints   map[string]bool // words that a negation does not cross
	behind   int             // tokens behind a cue in which a negation counts
}

var flags = map[string]bool{"flip": true, "drop": true, "keep": true, "strong": true, "weak": true}

// Table returns the compiled cues of one table of p, compiled once.
func Table(p *lang.Pack, table string) *Set {
	return lang.Memo(p, "cue:"+table, func(p *lang.Pack) *Set {
		s, err := Compile(p, p.Rows(table))
		if err != nil {
			panic(err) // the embedded tables are tested; this can't happen in a release
		}
		return s
	})
}

// Compile compiles rows of a cue table with the word sets and negators of p. An error names the row's place.
func Compile(p *lang.Pack, rows []lang.Row) (*Set, error) {
	s := &Set{words: map[string][]*Cue{}, stems: map[string][]*Cue{}, negators: map[string]bool{}, excused: map[string]bool{}, joints: map[string]bool{}}
	if p.Code == "da" {
		s.behind = 2
	}
	for _, r := range p.Rows("negators") {
		into := map[string]map[string]bool{"negator": s.negators, "excuse": s.excused, "joint": s.joints}[r.Fields[1]]
		if into == nil {
			return nil, r.Errorf("kind %q is none of negator, excuse, joint", r.Fields[1])
		}
		into[r.Fields[0]] = true
	}
	sets, err := wordSets(p)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		c := &Cue{Class: r.Fields[1], ID: r.Fields[2], Scope: strings.Fields(r.Fields[3]), order: i}
		if c.Class == "" || c.ID == "" {
			return nil, r.Errorf("a cue needs a class and an id")
		}
		for _, f := range c.Scope {
			if !flags[f] {
				return nil, r.Errorf("scope %q is none of drop, flip, keep, strong, weak", f)
			}
		}
		if c.seq, err = parsePattern(r.Fields[0], sets); err == nil {
			err = s.add(c, c.seq)
			c.seq = flatten(c.seq)
		}
		if err != nil {
			return nil, r.Errorf("%v", err)
		}
	}
	return s, nil
}

// WordSet returns the word set of that name of table cuesets, in small letters; empty when there is none.
func WordSet(p *lang.Pack, name string) map[string]bool {
	return lang.Memo(p, "cue:wordsets", func(p *lang.Pack) map[string]map[string]bool {
		sets, err := wordSets(p)
		if err != nil {
			panic(err) // the built-in packs are tested; this can't happen in a release
		}
		return sets
	})[name]
}

func wordSets(p *lang.Pack) (map[string]map[string]bool, error) {
	sets := map[string]map[string]bool{}
	for _, r := range p.Rows("cuesets") {
		set := sets[r.Fields[0]]
		if set == nil {
			set = map[string]bool{}
			sets[r.Fields[0]] = set
		}
		words := strings.Fields(r.Fields[1])
		if len(words) == 0 {
			return nil, r.Errorf("a word set without words")
		}
		for _, w := range words {
			set[fold(w)] = true
		}
	}
	return sets, nil
}

// Find returns the matches in toks (one sentence's tokens), by place, then by the table's order; at most one a cue and
// place. Of matches of one id at overlapping places only the first is kept.
func (s *Set) Find(toks []Token) []Match {
	if len(toks) == 0 {
		return nil
	}
	snt := sentence{toks: toks}
	snt.first, snt.last = frame(toks)
	var out []Match
	try := func(list []*Cue, i int) {
		for _, c := range list {
			if e := snt.match(c.seq, i, nil); e >= 0 {
				out = append(out, Match{Cue: c, From: i, To: e})
			}
		}
	}
	try(s.anchored, snt.first)
	for i := range toks {
		w := toks[i].Word
		try(s.words[w], i)
		if len(w) >= 3 {
			try(s.stems[w[:3]], i)
		}
		try(s.anywhere, i)
	}
	sort.SliceStable(out, func(a, b int) bool {
		if out[a].From != out[b].From {
			return out[a].From < out[b].From
		}
		return out[a].order < out[b].order
	})
	return s.settle(toks, out)
}

func (s *Set) settle(toks []Token, all []Match) []Match {
	out := all[:0]
	for _, m := range all {
		double := false
		for _, o := range out {
			if o.ID == m.ID && o.Class == m.Class && o.From < m.To && m.From < max(o.To, o.From+1) {
				double = true
				break
			}
		}
		if double {
			continue
		}
		m.Negated = !m.Has("keep") && s.negated(toks, m.From, m.To)
		out = append(out, m)
	}
	return out
}

// negated counts the negators that govern tokens [from, to): an odd number negates.
func (s *Set) negated(toks []Token, from, to int) bool {
	n := 0
	count := func(i int) bool {
		t := &toks[i]
		if t.Kind == Punct || s.joints[t.Word] {
			return false
		}
		if s.Negator(toks, i) {
			n++
		}
		return true
	}
	for i := from - 1; i >= max(0, from-3) && count(i); i-- {
	}
	for i := from; i < to; i++ {
		count(i)
	}
	for i := to; i < min(len(toks), to+s.behind) && count(i); i++ {
	}
	return n%2 == 1
}

// Negator reports whether token i is a negation: a negator not followed by a word like "only".
func (s *Set) Negator(toks []Token, i int) bool {
	w := toks[i].Word
	if !s.negators[w] && !strings.HasSuffix(w, "n't") {
		return false
	}
	return i+1 >= len(toks) || !s.excused[toks[i+1].Word]
}

// add files c under every word or stem that it can begin with.
func (s *Set) add(c *Cue, seq []item) error {
	heads, err := headsOf(seq)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, h := range heads {
		key := string(rune('0'+h.kind)) + h.word
		if h.kind == prefix {
			key = string(rune('0'+h.kind)) + h.word[:3]
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		switch h.kind {
		case literal:
			s.words[h.word] = append(s.words[h.word], c)
		case prefix:
			s.stems[h.word[:3]] = append(s.stems[h.word[:3]], c)
		case begin:
			s.anchored = append(s.anchored, c)
		case number:
			s.anywhere = append(s.anywhere, c)
		}
	}
	return nil
}
