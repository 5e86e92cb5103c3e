package consult

// Policy is the draft that was sent out for consultation.
type Policy struct {
	Title      string   `json:"title,omitempty"`
	Lang       string   `json:"lang,omitempty"`
	Source     Source   `json:"source"`
	Discovered bool     `json:"discovered,omitempty"` // made from what the responses quote and name: no draft was given
	Clauses    []Clause `json:"clauses"`              // in the draft's order; ids unique
}

// Clause is a part of the draft that can be supported, opposed and reworded on its own.
type Clause struct {
	ID     string `json:"id"`    // as printed: "2.1", "§ 3, stk. 1", "Article 4"
	Title  string `json:"title"` // "" when it has none
	Text   string `json:"text"`
	Parent string `json:"parent,omitempty"` // heading above it: "§ 3 Bebyggelsens omfang"
	Page   int    `json:"page,omitempty"`   // printed page on which it begins, as the draft numbers itself; 0 unknown
	Last   int    `json:"last,omitempty"`   // page on which it ends
}

// Index returns the place of the clause called id, or -1.
func (p *Policy) Index(id string) int {
	if p == nil {
		return -1
	}
	for i := range p.Clauses {
		if p.Clauses[i].ID == id {
			return i
		}
	}
	return -1
}

// Words returns the words that w stands for, found in d or in the clause of p that w names; "" when w is empty or
// names a clause that p lacks. Several spans are joined by a blank.
func (p *Policy) Words(d *Document, w Words) string {
	text := d.Text
	if w.Clause != "" {
		i := p.Index(w.Clause)
		if i < 0 {
			return ""
		}
		text = p.Clauses[i].Text
	}
	out := ""
	for i, s := range w.Spans {
		if i > 0 {
			out += " "
		}
		out += s.In(text)
	}
	return out
}
