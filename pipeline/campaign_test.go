package pipeline

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
)

const boatCampaign = `%s

Til havnebestyrelsen

Vi, der ikke ejer en båd, bruger også havnen hver eneste sommeraften.
Molen er vores fortov, og bænkene er vores dagligstue, når solen går ned.
Derfor er vi imod § 2 om pladserne, som lukker den inderste mole for alle andre end bådejere.
%sBestyrelsen bør spørge hele byen, før den låser en port, som har stået åben i hundrede år.

Med venlig hilsen
%s
`

// Copies of one text are grouped whatever the order and the number of workers; each keeps its own words, and the kept
// record's body doesn't reach the report.
func TestCampaign(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "udkast.md"), boatDraft)
	names := []string{"Karla Mose", "Ove Brink", "Tove Lind", "Ib Sande"}
	for i, n := range names {
		own := ""
		if i == 2 {
			own = "Min far byggede den port i 1961, og han ville have grædt.\n"
		}
		write(t, filepath.Join(dir, "in", fmt.Sprintf("%c.txt", 'd'-rune(i))), fmt.Sprintf(boatCampaign, n, own, n))
	}
	write(t, filepath.Join(dir, "in", "e.txt"), boatNote)
	var before map[string]string
	for _, workers := range []int{1, 4} {
		out := t.TempDir()
		c := Config{Inputs: []string{filepath.Join(dir, "in")}, Policy: filepath.Join(dir, "udkast.md"), Out: out, Workers: workers, Reader: ReaderOff}
		for range 2 { // the second run takes the letters from the store
			s := mustRun(t, c).Summary
			checkCampaign(t, s)
			got := outputs(t, out)
			if lines := got["responses.jsonl"]; strings.Contains(lines, `"body"`) || strings.Count(lines, `"campaign":"C1"`) != 4 {
				t.Errorf("responses.jsonl: %s", lines)
			}
			if before != nil {
				if d := cmp.Diff(before, got); d != "" {
					t.Error(d)
				}
			}
			before = got
		}
	}
}

func checkCampaign(t *testing.T, s consult.Summary) {
	t.Helper()
	if c := s.Counts; c.Responses != 5 || c.Campaigns != 1 || c.InCampaigns != 4 || c.Texts != 2 || len(s.Campaigns) != 1 {
		t.Fatalf("counts %+v", c)
	}
	var own []string
	for _, m := range s.Campaigns[0].Members {
		for _, o := range m.Own {
			own = append(own, m.Response+": "+o.Text)
		}
	}
	if want := []string{"b: Min far byggede den port i 1961, og han ville have grædt."}; !slices.Equal(own, want) {
		t.Errorf("own words %q, want %q", own, want)
	}
	if s.Campaigns[0].Name != "Vi, der ikke ejer en båd, bruger også havnen hver eneste sommeraften." {
		t.Errorf("name %q", s.Campaigns[0].Name)
	}
	for _, x := range s.Clauses {
		if x.ID == "§ 2" && (x.Responses != 5 || x.Campaigned != 4 || x.Texts != 2 || x.TextCounts.Total() > x.Counts.Total()) {
			t.Errorf("§ 2: %d responses, %d of campaigns, %d texts, %+v of %+v", x.Responses, x.Campaigned, x.Texts, x.TextCounts, x.Counts)
		}
	}
}
