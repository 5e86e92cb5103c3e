package campaign

import (
	"github.com/clausewise/clausewise/pipeline/consult"
)

// asked is how many letters of a group are asked for its text.
const asked = 64

// describe tells a group's text and what each of its letters has besides.
func (s *search) describe(members []int) (consult.Campaign, error) {
	c := consult.Campaign{Letters: len(members), Members: make([]consult.CampaignMember, 0, len(members))}
	some := members
	if len(members) > asked {
		some = make([]int, asked)
		for k := range some {
			some[k] = members[k*len(members)/asked]
		}
	}
	theirs, err := s.shared(some)
	if err == nil {
		c.Text, err = s.text(some, theirs)
	}
	if err != nil {
		return c, err
	}
	c.Name = name(c.Text)
	plain := map[int]bool{} // letters that have the group's text, no more and no less
	for _, i := range members {
		m := consult.CampaignMember{Response: s.ids[i], Own: []consult.OwnEntry{}}
		if plain[i] = plain[s.twin[i]]; !plain[i] {
			body, err := s.load(s.ids[i])
			if err != nil {
				return c, err
			}
			_, m.Own = part(body, theirs)
			m.Left = left(c.Text, body)
			plain[i] = len(m.Own)+len(m.Left) == 0
		}
		c.Members = append(c.Members, m)
	}
	return c, nil
}

// shared returns the shingles that are the group's. Here the draft's words count too: a sentence that quotes it is the
// group's when the group has it.
func (s *search) shared(members []int) (map[uint64]bool, error) {
	letters := map[uint64]int{}
	for _, i := range members {
		body, err := s.load(s.ids[i])
		if err != nil {
			return nil, err
		}
		for h := range all(body) {
			letters[h]++
		}
	}
	out := map[uint64]bool{}
	for h, n := range letters {
		if n >= max(2, (len(members)+3)/4) {
			out[h] = true
		}
	}
	return out, nil
}

// all returns the shingles of body.
func all(body []consult.BodySentence) map[uint64]bool {
	out := map[uint64]bool{}
	var list []uint64
	for _, b := range body {
		list = run(list[:0], b.Text, 1)
		for _, h := range list {
			out[h] = true
		}
	}
	return out
}

// text returns the group's sentences as the letter has them that has fewest words of its own.
func (s *search) text(members []int, theirs map[uint64]bool) ([]string, error) {
	out, least := []string{}, -1
	for _, i := range members {
		body, err := s.load(s.ids[i])
		if err != nil {
			return nil, err
		}
		text, own := part(body, theirs)
		n := 0
		for _, x := range own {
			n += count(x.Text)
		}
		if len(text) > 0 && (least < 0 || n < least) {
			out, least = text, n
		}
	}
	return out, nil
}

// changedPart: a sentence of which one in so many shingles is left was changed; with fewer it is another sentence. One
// word changed in the middle of a sentence of ten words breaks five of its six shingles.
const changedPart = 6

// part parts a letter into the group's sentences and the sender's own.
func part(body []consult.BodySentence, theirs map[uint64]bool) (text []string, own []consult.OwnEntry) {
	own = []consult.OwnEntry{}
	var list []uint64
	for _, b := range body {
		list = run(list[:0], b.Text, 1)
		n := of(list, theirs)
		switch {
		case len(list) == 0: // signs alone
		case n == len(list):
			text = append(text, b.Text)
		default:
			own = append(own, consult.OwnEntry{QuoteEntry: consult.QuoteEntry{Text: b.Text, Page: b.Page},
				Changed: n > 0 && n*changedPart >= len(list)})
		}
	}
	return text, own
}

// left returns the sentences of text that body lacks; one that it changed it has.
func left(text []string, body []consult.BodySentence) []string {
	var out []string
	var list []uint64
	has := all(body)
	for _, t := range text {
		list = run(list[:0], t, 1)
		if of(list, has)*changedPart < len(list) {
			out = append(out, t)
		}
	}
	return out
}

// of counts the hashes of list that are in in.
func of(list []uint64, in map[uint64]bool) int {
	n := 0
	for _, h := range list {
		if in[h] {
			n++
		}
	}
	return n
}

// name returns the first sentence of text that says something.
func name(text []string) string {
	for _, t := range text {
		if count(t) >= 4 {
			return t
		}
	}
	if len(text) > 0 {
		return text[0]
	}
	return ""
}
