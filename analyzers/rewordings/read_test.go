package rewordings_test

import (
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// TestAsRead holds what is found in sentences in which no rule sees a change, when the reader does: only what the draft's
// words make plain, and nothing twice.
func TestAsRead(t *testing.T) {
	for _, c := range []struct {
		change int // what the reader sees, in the order of consult.Scores.Change
		text   string
		want   string
	}{
		{1, "It was \"should\" for ten years and the day of \"must\" has come.", "replace|A1|should|must"},
		{1, "We could sign \"Cyclists must use the lane at walking pace\" tomorrow.", "replace|A1|Cyclists should use the lane with care.|Cyclists must use the lane at walking pace"},
		{1, "At £35 nobody in the street would grumble.", "replace|A1|£70|£35"},
		{1, "Now: Penalty charges of £70. Proposed: Penalty charges of £35.", "replace|A1|Penalty charges of £70.|Penalty charges of £35."},
		{1, "Strike \"with care\". Put \"at walking pace\" instead.", "replace|A1|with care|at walking pace"},
		{2, "Our whole street would sleep better with \"Minibuses count as buses\" in that rule.", "insert|A1||Minibuses count as buses"},
		{3, "Blot out \"by camera\" and we are friends.", "delete|A1|by camera|"},
		{3, "\"They will be fined\", my aunt said.", ""},
		{0, "It was \"should\" for ten years and the day of \"must\" has come.", ""},
		{3, "The last sentence is the opposite of that.", ""},
	} {
		d := letter("en", "# Bus lanes", c.text)
		draft := linkedTo(d, scheme)
		d.Reading = &consult.Reading{Rows: make([]consult.Scores, len(d.Sentences))}
		for i := range d.Sentences[1:] {
			d.Reading.Rows[i+1].Change[c.change] = 3
		}
		if got := changesOf(d, scheme, draft); got != c.want {
			t.Errorf("%d %s\n got %s\nwant %s", c.change, c.text, got, c.want)
		}
	}
}
