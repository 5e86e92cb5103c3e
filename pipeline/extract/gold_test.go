package extract

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// shared is where the gold consultations lie beside a developer's checkout; they are not part of the project.
const shared = "../../../shared"

type goldLabels struct {
	Sections        []string
	Recommendations []struct{ Quote string }
	Rewordings      []struct{ Quote string }
	Stances         []struct{ Evidence []string }
}

// eachGold runs f over the open consultations' letters as web pages.
func eachGold(t *testing.T, f func(name string, d *consult.Document, g goldLabels)) {
	n := 0
	for _, set := range []string{"da-boernepolitik", "da-lokalplan", "da-bekendtgoerelse", "en-parks", "en-guidance"} {
		pages, _ := filepath.Glob(filepath.Join(shared, "gold", set, "responses", "*.html"))
		for _, p := range pages {
			data, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			d, err := Read(context.Background(), p, data)
			if err != nil {
				t.Fatal(err)
			}
			var g goldLabels
			raw, err := os.ReadFile(filepath.Join(shared, "gold", set, "gold", ID(p)+".json"))
			if err == nil {
				err = json.Unmarshal(raw, &g)
			}
			if err != nil {
				t.Fatal(err)
			}
			f(set+"/"+ID(p), d, g)
			n++
		}
	}
	if n == 0 {
		t.Skip("the gold consultations are not beside this checkout (" + shared + ")")
	}
}

// bare takes out note marks and white space, as the labels have it.
func bare(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹", r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func TestGoldQuotesStandInText(t *testing.T) {
	quotes, missing := 0, 0
	eachGold(t, func(name string, d *consult.Document, g goldLabels) {
		if err := d.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		text := bare(d.Text)
		look := func(q string) {
			quotes++
			if !strings.Contains(text, bare(q)) {
				missing++
				t.Logf("%s: not in the text: %s", name, q)
			}
		}
		for _, r := range g.Recommendations {
			look(r.Quote)
		}
		for _, r := range g.Rewordings {
			look(r.Quote)
		}
		for _, s := range g.Stances {
			for _, e := range s.Evidence {
				look(e)
			}
		}
	})
	t.Logf("%d quotes, %d not found", quotes, missing)
	if missing > 0 {
		t.Errorf("%d of %d labelled quotes don't stand in the text that was read", missing, quotes)
	}
}

func TestGoldHeadings(t *testing.T) {
	var right, read, want int
	eachGold(t, func(name string, d *consult.Document, g goldLabels) {
		left := map[string]int{}
		for _, s := range g.Sections {
			left[bare(s)]++
			want++
		}
		for _, b := range d.Blocks {
			if b.Kind != consult.Heading {
				continue
			}
			read++
			s := bare(d.Quote(b.Span))
			if left[s] > 0 {
				left[s]--
				right++
			} else {
				t.Logf("%s: no section: %s", name, s)
			}
		}
		for s, n := range left {
			if n > 0 {
				t.Logf("%s: no heading: %s", name, s)
			}
		}
	})
	t.Logf("headings: %d read, %d wanted, %d right", read, want, right)
	if right*100 < want*95 {
		t.Errorf("only %d of %d sections were read as headings", right, want)
	}
}
