package cue

import (
	"fmt"
	"strconv"
	"strings"
)

type itemKind uint8

const (
	literal itemKind = iota
	prefix
	suffix
	group    // one of alts
	optional // one of alts, or nothing
	gap
	wordset
	number
	begin
	end
	not   // alts[0] does not match here
	oneOf // a group whose parts are single tokens: any of any
)

type item struct {
	kind     itemKind
	word     string
	set      map[string]bool
	min, max int
	alts     [][]item
	any      []item // of oneOf
	skip     bool   // of oneOf: the token may be missing
}

// parser reads one pattern.
type parser struct {
	toks []string
	pos  int
	sets map[string]map[string]bool
}

func parsePattern(s string, sets map[string]map[string]bool) ([]item, error) {
	p := &parser{toks: lexPattern(s), sets: sets}
	seq, err := p.sequence("")
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.toks) {
		return nil, fmt.Errorf("%q without an opening bracket", p.toks[p.pos])
	}
	if len(seq) == 0 {
		return nil, fmt.Errorf("empty pattern")
	}
	return seq, nil
}

// flatten turns groups and options of single tokens into one item each, which match without backtracking over parts.
func flatten(seq []item) []item {
	out := make([]item, len(seq))
	for i, it := range seq {
		for k := range it.alts {
			it.alts[k] = flatten(it.alts[k])
		}
		if (it.kind == group || it.kind == optional) && single(it.alts) {
			flat := item{kind: oneOf, skip: it.kind == optional}
			for _, a := range it.alts {
				if a[0].kind == oneOf {
					flat.any = append(flat.any, a[0].any...)
				} else {
					flat.any = append(flat.any, a[0])
				}
			}
			it = flat
		}
		out[i] = it
	}
	return out
}

func single(alts [][]item) bool {
	for _, a := range alts {
		if len(a) != 1 {
			return false
		}
		switch k := a[0].kind; {
		case k == literal, k == prefix, k == suffix, k == wordset, k == number, k == oneOf && !a[0].skip:
		default:
			return false
		}
	}
	return true
}

// lexPattern cuts at blanks and sets brackets apart; a slash inside brackets is a token when blanks or brackets are on
// its sides or the bracket's parts hold several words, which the parser finds out.
func lexPattern(s string) []string {
	var out []string
	cur := ""
	flush := func() {
		if cur != "" {
			out = append(out, cur)
			cur = ""
		}
	}
	depth := 0
	for _, r := range s {
		switch {
		case r == '(' || r == '[':
			if cur != "!" {
				flush()
			} else {
				cur = ""
				out = append(out, "!")
			}
			out = append(out, string(r))
			depth++
		case r == ')' || r == ']':
			flush()
			out = append(out, string(r))
			depth--
		case r == ' ':
			flush()
		case r == '/' && depth > 0:
			flush()
			out = append(out, "/")
		default:
			cur += string(r)
		}
	}
	flush()
	return out
}

// sequence reads items until one of stop or the end.
func (p *parser) sequence(stop string) ([]item, error) {
	var out []item
	for p.pos < len(p.toks) {
		t := p.toks[p.pos]
		if stop != "" && (t == "/" || t == stop) {
			return out, nil
		}
		if t == ")" || t == "]" {
			return out, nil
		}
		it, err := p.item()
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	if stop != "" {
		return nil, fmt.Errorf("%q is missing", stop)
	}
	return out, nil
}

func (p *parser) item() (item, error) {
	t := p.toks[p.pos]
	p.pos++
	switch t {
	case "(":
		return p.bracket(group, ")")
	case "[":
		return p.bracket(optional, "]")
	case "^":
		return item{kind: begin}, nil
	case "$":
		return item{kind: end}, nil
	case "!":
		if p.pos >= len(p.toks) {
			return item{}, fmt.Errorf("nothing after the mark %q", "!")
		}
		in, err := p.item()
		return item{kind: not, alts: [][]item{{in}}}, err
	}
	if len(t) > 1 && t[0] == '!' {
		in, err := p.word(t[1:])
		return item{kind: not, alts: [][]item{{in}}}, err
	}
	return p.word(t)
}

func (p *parser) bracket(kind itemKind, stop string) (item, error) {
	it := item{kind: kind}
	for {
		seq, err := p.sequence(stop)
		if err != nil {
			return it, err
		}
		if len(seq) == 0 {
			return it, fmt.Errorf("an empty part before %q", stop)
		}
		it.alts = append(it.alts, seq)
		if p.pos >= len(p.toks) {
			return it, fmt.Errorf("%q is missing", stop)
		}
		t := p.toks[p.pos]
		p.pos++
		if t == stop {
			return it, nil
		}
		if t != "/" {
			return it, fmt.Errorf("%q where %q is due", t, stop)
		}
	}
}

func (p *parser) word(t string) (item, error) {
	switch {
	case strings.Contains(t, "/") && len(t) > 1:
		it := item{kind: group}
		for _, w := range strings.Split(t, "/") {
			in, err := p.word(w)
			if err != nil {
				return it, err
			}
			it.alts = append(it.alts, []item{in})
		}
		return it, nil
	case t == "":
		return item{}, fmt.Errorf("an empty word beside a slash")
	case t == "<num>":
		return item{kind: number}, nil
	case t[0] == '{':
		return gapItem(t)
	case t[0] == '@':
		set := p.sets[t[1:]]
		if set == nil {
			return item{}, fmt.Errorf("no word set %q in cuesets.txt", t[1:])
		}
		return item{kind: wordset, set: set, word: t[1:]}, nil
	case strings.HasSuffix(t, "*"):
		w := strings.TrimSuffix(t, "*")
		if len(w) < 3 {
			return item{}, fmt.Errorf("%q: three letters must stand before the star", t)
		}
		return item{kind: prefix, word: fold(w)}, nil
	case strings.HasPrefix(t, "*"):
		return item{kind: suffix, word: fold(t[1:])}, nil
	}
	return item{kind: literal, word: fold(t)}, nil
}

func gapItem(t string) (item, error) {
	a, b, ok := strings.Cut(strings.Trim(t, "{}"), ",")
	lo, err1 := strconv.Atoi(a)
	hi, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || lo < 0 || hi < lo || hi > 40 {
		return item{}, fmt.Errorf("%q is no gap; write {0,4}", t)
	}
	return item{kind: gap, min: lo, max: hi}, nil
}
