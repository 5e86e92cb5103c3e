package rewordings_test

import (
	"strings"
	"testing"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/rewordings"
	"github.com/clausewise/clausewise/analyzers/sentences"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// hurriedCases are changes said in half a sentence, after their words or in a row that has become a line; and what only looks
// like one.
var hurriedCases = []struct{ lang, letter, want string }{
	{"en", "# Bus lanes ¶ Second sentence: out.", "delete|A1|Taxis may use the lanes at all times.|"},
	{"en", "# Bus lanes ¶ Last sentence, out.", "delete|A1|Cyclists should use the lane with care.|"},
	{"en", "# Bus lanes ¶ The words \"by camera\" in that rule goes, thank you.", "delete|A1|by camera|"},
	{"en", "# Bus lanes ¶ \"by camera\" goes too far.", ""},
	{"en", "# Bus lanes ¶ \"should\" is to be \"must\".", "replace|A1|should|must"},
	{"en", "# Bus lanes ¶ \"Minibuses count as buses\" could stand as the third sentence.", "insert|A1||Minibuses count as buses"},
	{"en", "# Bus lanes ¶ \"Minibuses count as buses\", placed after the second sentence, would settle it.", "insert|A1||Minibuses count as buses"},
	{"en", "# Bus lanes ¶ At walking pace – that is how it should read, rather than \"with care\".", "replace|A1|with care|At walking pace"},
	{"en", "# Bus lanes ¶ Now: with care / Proposed: at walking pace", "replace|A1|with care|at walking pace"},
	{"en", "# Bus lanes ¶ Now: by camera. Proposed: (omit)", "delete|A1|by camera|"},
	{"en", "# Bus lanes ¶ \"Cyclists keep left\" might take the place of the last sentence.", "replace|A1|Cyclists should use the lane with care.|Cyclists keep left"},
	{"da", "# Åbningstider ¶ Punktum nr. to slettes.", "delete|1.1|Byrådet kan lukke hallen i skolernes ferier.|"},
	{"da", "# Åbningstider ¶ Nu: fire baner. Forslag: seks baner.", "replace|1.1|fire baner|seks baner"},
	{"da", "# Åbningstider ¶ Nu: i skolernes ferier / Forslag: (udgår)", "delete|1.1|i skolernes ferier|"},
	{"da", "# Åbningstider ¶ Nu: Intet om seniorer. Forslag: »Seniorer har banerne om formiddagen.«", "insert|1.1||Seniorer har banerne om formiddagen."},
	{"da", "# Åbningstider ¶ Hele året rundt i stedet for »i skolernes ferier«, mere skal der ikke til.", "replace|1.1|i skolernes ferier|Hele året rundt"},
	{"da", "# Åbningstider ¶ Hallen er åben hele året, sådan bør det lyde, og ikke »Byrådet kan lukke hallen i skolernes ferier«.", "replace|1.1|Byrådet kan lukke hallen i skolernes ferier|Hallen er åben hele året"},
	{"da", "# Åbningstider ¶ Vi målte 58 minutter, ikke 45.", ""},
	{"da", "# Åbningstider ¶ På tegningen står »Brugsen« to gange, hvilket bør rettes.", ""},
	{"da", "# Åbningstider ¶ Åbent fra 6 til 23 er guld.", ""},
	{"en", "# Bus lanes ¶ You write that cyclists should use the lane with no care.", ""},
	{"en", "# Bus lanes ¶ Proposed wording: none", ""},
}

func TestSaidInAHurry(t *testing.T) {
	for _, c := range hurriedCases {
		p := plan
		if c.lang == "en" {
			p = scheme
		}
		if got := under(t, letter(c.lang, strings.Split(c.letter, " ¶ ")...), p); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.letter, got, c.want)
		}
	}
}

// TestAsRead holds what is found in sentences in which no rule sees a change, when the reader does: only what the draft's
// words make plain.
func TestAsRead(t *testing.T) {
	for _, c := range []struct {
		change int // as in consult.Scores.Change
		text   string
		want   string
	}{
		{1, "It was \"should\" for ten years and the day of \"must\" has come.", "replace|A1|should|must"},
		{1, "We could sign \"Cyclists must use the lane at walking pace\" tomorrow.", "replace|A1|Cyclists should use the lane with care.|Cyclists must use the lane at walking pace"},
		{1, "At £35 nobody in the street would grumble.", "replace|A1|£70|£35"},
		{2, "Our whole street would sleep better with \"Minibuses count as buses\" in that rule.", "insert|A1||Minibuses count as buses"},
		{3, "Blot out \"by camera\" and we are friends.", "delete|A1|by camera|"},
		{3, "\"They will be fined\", my aunt said.", ""},
		{0, "It was \"should\" for ten years and the day of \"must\" has come.", ""},
		{3, "The last sentence is the opposite of that.", ""},
	} {
		d := letter("en", "# Bus lanes", c.text)
		draft := analyzers.NewDraft(scheme)
		analyzers.Run(d, draft, []*analyzers.Analyzer{sentences.Analyzer, refs.Analyzer})
		d.Reading = &consult.Reading{Rows: make([]consult.Scores, len(d.Sentences))}
		for i := range d.Sentences {
			d.Reading.Rows[i].Change = [4]float32{1}
			d.Links = append(d.Links, consult.Link{Sentence: i, Clause: "A1"})
		}
		d.Reading.Rows[len(d.Sentences)-1].Change[c.change] = 3
		analyzers.Run(d, draft, []*analyzers.Analyzer{rewordings.Analyzer})
		var out []string
		for _, r := range d.Rewordings {
			out = append(out, strings.Join([]string{string(r.Kind), r.Clause, scheme.Words(d, r.Original), scheme.Words(d, r.Proposed)}, "|"))
		}
		if got := strings.Join(out, " ; "); got != c.want {
			t.Errorf("%d %s\n got %s\nwant %s", c.change, c.text, got, c.want)
		}
	}
}
