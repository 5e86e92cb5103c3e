package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	boatDraft = "# Udkast til havneregler for Skovvig\n\n## § 1 Sejlads\nStk. 1. Sejlads i havnen sker for motor.\nStk. 2. Farten må højst være tre knob.\n\n## § 2 Pladser\nBestyrelsen fordeler pladserne hvert forår.\n"
	boatNote  = "Skovvig Bådelaug\n\nTil havnebestyrelsen\n\nVi er imod § 2. Pladserne bør fordeles ved lodtrækning.\n\nMed venlig hilsen\nJens Torp\n"
)

// The draft is no response, by whatever name it lies among them; a letter that came twice is counted twice and says so.
func TestDraftAndCopies(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "udkast.md"), boatDraft)
	write(t, filepath.Join(dir, "in", "bilag", "regler.md"), boatDraft)
	write(t, filepath.Join(dir, "in", "a.txt"), boatNote)
	write(t, filepath.Join(dir, "in", "b", "a.txt"), boatNote)
	write(t, filepath.Join(dir, "in", "c.txt"), strings.Replace(boatNote, "imod", "glade for", 1))
	var before map[string]string
	for _, workers := range []int{1, 4} {
		out := t.TempDir()
		c := Config{Inputs: []string{filepath.Join(dir, "in")}, Policy: filepath.Join(dir, "udkast.md"), Out: out, Workers: workers}
		for range 2 { // the second run takes the letters from the store
			res := mustRun(t, c)
			var problems []string
			for _, p := range res.Summary.Problems {
				problems = append(problems, p.File+" "+p.Code)
			}
			if d := cmp.Diff([]string{"b/a.txt file.same", "bilag/regler.md file.draft"}, problems); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
			if res.Read != 3 || !slices.Equal(res.Drafts, []string{"bilag/regler.md"}) || res.Summary.Counts.Unread != 0 {
				t.Errorf("%d read, drafts %v, %d unread", res.Read, res.Drafts, res.Summary.Counts.Unread)
			}
			got := outputs(t, out)
			if !strings.Contains(got["responses.jsonl"], "the same content as another (a.txt)") {
				t.Error("the record of the copy doesn't name the first")
			}
			if before != nil {
				if d := cmp.Diff(before, got); d != "" {
					t.Error(d)
				}
			}
			before = got
		}
	}
	_, err := Run(context.Background(), Config{Inputs: []string{filepath.Join(dir, "udkast.md")}, Policy: filepath.Join(dir, "udkast.md"), Out: t.TempDir(), Reader: ReaderOff})
	if !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), "besides the draft") {
		t.Errorf("the draft alone: %v", err)
	}
	if _, err := ReadPolicy(context.Background(), dir); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder as draft: %v", err)
	}
}
