package campaign

import (
	"github.com/clausewise/clausewise/pipeline/consult"
)

// asked is how many letters of a group are asked for its text.
const asked = 64

// describe tells a group's text and what each of its letters has besides.
func (s *search) describe(members []int) (consult.Campaign, error) {
	theirs, err := s.shared(members)
	if err != nil {
		return consult.Campaign{}, err
	}
	c := consult.Campaign{Letters: len(members), Text: []string{}, Members: make([]consult.CampaignMember, 0, len(members))}
	least := -1 // words of its own in the letter that has fewest
	for _, i := range members {
		body, err := s.load(s.ids[i])
		if err != nil {
			return c, err
		}
		text, own := part(body, theirs)
		m := consult.CampaignMember{Response: s.ids[i], Own: own}
		n := 0
		for _, x := range own {
			n += count(x.Text)
		}
		if least < 0 || n < least {
			least, c.Text = n, text
		}
		c.Members = append(c.Members, m)
	}
	c.Name = name(c.Text)
	return c, s.left(&c)
}

// left notes which sentences of the group's text each of its letters lacks. A sentence that it changed it has.
func (s *search) left(c *consult.Campaign) error {
	var list []uint64
	for k := range c.Members {
		m := &c.Members[k]
		body, err := s.load(m.Response)
		if err != nil {
			return err
		}
		has := map[uint64]bool{}
		for _, b := range body {
			list = run(list[:0], b.Text, 1)
			for _, h := range list {
				has[h] = true
			}
		}
		for _, t := range c.Text {
			list = run(list[:0], t, 1)
			if of(list, has)*changedPart < len(list) {
				m.Left = append(m.Left, t)
			}
		}
	}
	return nil
}

// changedPart: a sentence of which one in so many shingles is left was changed; with fewer it is another sentence. One
// word changed in the middle of a sentence of ten words breaks five of its six shingles.
const changedPart = 6

func of(list []uint64, in map[uint64]bool) int {
	n := 0
	for _, h := range list {
		if in[h] {
			n++
		}
	}
	return n
}

// shared returns the shingles that are the group's.
func (s *search) shared(members []int) (map[uint64]bool, error) {
	n := min(len(members), asked)
	letters := map[uint64]int{}
	for k := range n {
		body, err := s.load(s.ids[members[k*len(members)/n]])
		if err != nil {
			return nil, err
		}
		seen := map[uint64]bool{}
		var list []uint64
		for _, b := range body {
			list = run(list[:0], b.Text, 1)
			for _, h := range list {
				seen[h] = true
			}
		}
		for h := range seen {
			letters[h]++
		}
	}
	out := map[uint64]bool{}
	for h, k := range letters {
		if k >= max(2, (n+3)/4) {
			out[h] = true
		}
	}
	return out, nil
}

// part parts a letter into the group's sentences and the sender's own. Here the draft's words count too: a sentence
// that quotes it is the group's when the group has it.
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
