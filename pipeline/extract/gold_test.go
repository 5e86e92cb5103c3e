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

// typewritten writes a document as people send plain text: lines wrapped at a width, a blank line between paragraphs,
// note marks as digits glued to their words, notes at the end. With doubled, a blank line follows every line.
func typewritten(d *consult.Document, width int, doubled bool) string {
	var out strings.Builder
	for _, b := range d.Blocks {
		text := strings.Map(func(r rune) rune {
			if i := strings.IndexRune("⁰¹²³⁴⁵⁶⁷⁸⁹", r); i >= 0 {
				return rune('0' + len([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹"[:i])))
			}
			return r
		}, d.Quote(b.Span))
		n := 0
		for _, w := range strings.Fields(text) {
			if l := len([]rune(w)); n > 0 && n+1+l > width {
				out.WriteString("\n")
				if doubled {
					out.WriteString("\n")
				}
				n = 0
			} else if n > 0 {
				out.WriteString(" ")
				n++
			}
			out.WriteString(w)
			n += len([]rune(w))
		}
		out.WriteString("\n\n")
	}
	return out.String()
}

func TestGoldTypewritten(t *testing.T) {
	for _, c := range []struct {
		name    string
		width   int
		doubled bool
	}{{"wrapped at 72", 72, false}, {"wrapped at 100", 100, false}, {"one line", 1 << 20, false}, {"doubled", 100, true}} {
		t.Run(c.name, func(t *testing.T) {
			quotes, found, heads, hit, read := 0, 0, 0, 0, 0
			eachGold(t, func(name string, d *consult.Document, g goldLabels) {
				e, err := Read(context.Background(), "a.txt", []byte(typewritten(d, c.width, c.doubled)))
				if err != nil {
					t.Fatal(err)
				}
				blocks := map[string]bool{}
				for _, b := range e.Blocks {
					blocks[bare(e.Quote(b.Span))] = true
					if b.Kind == consult.Heading {
						read++
					}
				}
				in := func(q string) bool {
					for b := range blocks {
						if strings.Contains(b, bare(q)) {
							return true
						}
					}
					return false
				}
				for _, r := range g.Recommendations {
					quotes++
					if in(r.Quote) {
						found++
					} else if testing.Verbose() {
						t.Logf("%s: torn: %s", name, r.Quote)
					}
				}
				for _, s := range g.Sections {
					heads++
					for _, b := range e.Blocks {
						if b.Kind == consult.Heading && bare(e.Quote(b.Span)) == bare(s) {
							hit++
							break
						}
					}
				}
			})
			t.Logf("%d of %d asks whole in one block; %d of %d headings told, %d read", found, quotes, hit, heads, read)
			if found*100 < quotes*96 {
				t.Errorf("%d of %d asks are torn", quotes-found, quotes)
			}
		})
	}
}
