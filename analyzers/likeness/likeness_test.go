package likeness

import (
	"strings"
	"testing"
)

func forms(ws []Word) string {
	var out []string
	for _, w := range ws {
		out = append(out, w.Form)
	}
	return strings.Join(out, "|")
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Børnenes behov¹ på 12,5 pct.", "børnenes|behov|på|12,5|pct|."},
		{"the Council’s 1,200 m² (§ 3)", "the|council's|1,200|m|(|§|3|)"},
		{"co-lærer 14-17-årige kl. 7.30", "co-lærer|14-17|-|årige|kl|.|7.30"},
		{"SFO'en", "sfo'en"},
		{"", ""},
	} {
		if got := forms(Words(nil, c.text, 0)); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestWordsKeepPlaces(t *testing.T) {
	text := "Ælde »Åsens« bro²."
	for _, w := range Words(nil, text, 100) {
		got := text[w.Start-100 : w.End-100]
		if !strings.EqualFold(strings.TrimRight(got, "²"), w.Form) {
			t.Errorf("%q at %d–%d is %q", w.Form, w.Start, w.End, got)
		}
	}
}

func TestFind(t *testing.T) {
	text := NewText("Broen lukkes for biler fra den 1. maj. Cykler kan passere hele året, men kun i gangfart. Broen males rød.")
	for _, c := range []struct {
		passage, want string
		exact         bool
	}{
		{"Cykler kan passere", "Cykler kan passere", true},
		{"broen lukkes for alle biler den 1. maj", "Broen lukkes for biler fra den 1. maj", false},
		{"cyklerne kunne passere hele året", "Cykler kan passere hele året", false},
		{"fodgængere må gerne svømme", "", false},
		{"rød", "rød", true},
		{"blå", "", false},
	} {
		m := text.Find(NewText(c.passage).Words)
		if got := m.In(text.Of); got != c.want || c.exact != (m.Likeness == 1) {
			t.Errorf("%q found %q at %.2f, want %q", c.passage, got, m.Likeness, c.want)
		}
	}
}

func TestCompoundsAreAlike(t *testing.T) {
	var b Bagger
	bag := func(s string) Bag { return b.Bag(Words(nil, s, 0)) }
	clauses := []Bag{bag("Samarbejdet med forældrene om skolestart"), bag("Parkering ved havnen og på torvet"), bag("Træer og buske i parken")}
	m := NewModel(clauses)
	var vs []Bag
	for _, c := range clauses {
		vs = append(vs, m.Vector(c))
	}
	x := NewIndex(vs)
	for i, s := range []string{"forældresamarbejde", "parkeringspladser", "parktræer"} {
		cos := x.Cosines(m.Vector(bag(s)))
		for j := range cos {
			if j != i && cos[j] >= cos[i] {
				t.Errorf("%s is as like clause %d (%.3f) as clause %d (%.3f)", s, j, cos[j], i, cos[i])
			}
		}
	}
}

func TestMixture(t *testing.T) {
	var b Bagger
	bag := func(s string) Bag { return b.Bag(Words(nil, s, 0)) }
	m := NewModel([]Bag{bag("bommen på vejen"), bag("kajen ved vandet")})
	for range 2 { // the second mixture must not see the first one's words
		x := NewMixture(2)
		gate, quay := m.Vector(bag("lågen")), m.Vector(bag("kajen"))
		x.Add(0, gate)
		x.Add(0, gate)
		x.Add(1, quay)
		dots, squares := x.Dots(gate), x.Squares()
		if dots[0] < 0.999 || dots[1] > 0.1 || x.Parts(0) != 2 {
			t.Errorf("dots %v of %d and %d parts", dots, x.Parts(0), x.Parts(1))
		}
		if squares[0] < 0.999 || squares[0] > 1.001 {
			t.Errorf("squares %v", squares)
		}
		x.Free()
	}
}

func BenchmarkBag(b *testing.B) {
	ws := Words(nil, strings.Repeat("Kommunen skal sikre, at alle børn har adgang til et fællesskab i nærområdet. ", 10), 0)
	var bagger Bagger
	for b.Loop() {
		bagger.Bag(ws)
	}
}
