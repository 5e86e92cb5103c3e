package report

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

func TestRedline(t *testing.T) {
	for _, c := range []struct{ original, proposed, want string }{
		{"inden 20 hverdage.", "inden 10 hverdage.", "inden [20]{10} hverdage."},
		{"", "Stien belyses.", "{Stien belyses.}"},
		{"Stien belyses.", "", "[Stien belyses.]"},
		{"voksne og børn", "voksne, unge og børn", "voksne{, unge} og børn"},
		{"alle børn på skolen", "hvert eneste barn på skolen", "[alle børn]{hvert eneste barn} på skolen"},
		{"same", "same", "same"},
		{"", "", ""},
		{"a\xffb", "a\xfeb", "a[\xff]{\xfe}b"},
	} {
		if got := marked(Redline(c.original, c.proposed)); got != c.want {
			t.Errorf("%q → %q: %q, want %q", c.original, c.proposed, got, c.want)
		}
	}
}

func marked(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		fmt.Fprintf(&b, map[Op]string{Kept: "%s", Deleted: "[%s]", Added: "{%s}"}[p.Op], p.Text)
	}
	return b.String()
}

// TestRedlineIsWhole checks on random texts that a redline holds both texts and no two pieces of one kind in a row.
func TestRedlineIsWhole(t *testing.T) {
	words := []string{"sti", "vej", " ", " ", ", ", ".", "20", "å\u0301", "\n", "\xff"}
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		text := func() string {
			var b strings.Builder
			for range rnd.IntN(30) {
				b.WriteString(words[rnd.IntN(len(words))])
			}
			return b.String()
		}
		a, b := text(), text()
		var original, proposed string
		last := Op(-1)
		for _, p := range Redline(a, b) {
			if p.Op != Added {
				original += p.Text
			}
			if p.Op != Deleted {
				proposed += p.Text
			}
			if p.Op == last || p.Text == "" {
				t.Errorf("%q → %q: two pieces of one kind, or an empty one", a, b)
			}
			last = p.Op
		}
		if original != a || proposed != b {
			t.Fatalf("%q → %q: redline holds %q → %q", a, b, original, proposed)
		}
	}
}

func TestRedlineOfVeryLongTexts(t *testing.T) {
	long := strings.Repeat("sti og vej ", redlineCap)
	got := Redline(long, long+"!")
	if want := []Piece{{Deleted, long}, {Added, long + "!"}}; !cmp.Equal(want, got) {
		t.Errorf("%d pieces, want the two texts whole", len(got))
	}
}

func TestRivals(t *testing.T) {
	clause := "The path is lit until 22. Dogs are kept on a lead. Gates close at dusk."
	var all []rewordingView
	for i, o := range []string{"", "Dogs are kept on a lead.", "bikes are banned", "until 22", "The path is lit until 22.", "on a  LEAD", "Bikes are banned", ""} {
		all = append(all, rewordingView{RewordingEntry: consult.RewordingEntry{Response: fmt.Sprint(i), Original: o}})
	}
	var got []string
	for _, g := range rivals(clause, all) {
		ids := ""
		for _, x := range g {
			ids += x.Response
		}
		got = append(got, ids)
	}
	if diff := cmp.Diff([]string{"34", "15", "26", "0", "7"}, got); diff != "" {
		t.Error(diff)
	}
}
