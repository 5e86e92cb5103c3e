package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline"
)

func TestLineStaysOnItsLine(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	p := pipeline.Progress{Phase: "finding clauses", Done: 5000, Total: 10000}
	for _, room := range []int{20, 39, 60, 79, 119} {
		got := line(p, ", 41.7 a second, 1m59s left, 12 not readable", room)
		if n := utf8.RuneCountInString(got); n > room {
			t.Errorf("%d columns in a terminal of %d: %q", n, room, got)
		}
		if wide := room == 119; wide && (strings.Count(got, "█") != 12 || strings.Count(got, "░") != 12) {
			t.Errorf("half of the files are no half of the bar: %q", got)
		}
	}
	t.Setenv("LC_ALL", "C")
	if got := line(p, "", 79); !strings.Contains(got, "############............") {
		t.Errorf("a terminal without UTF-8 gets %q", got)
	}
}

func TestPlainProgress(t *testing.T) {
	var out bytes.Buffer
	b := &bar{w: &out}
	for i := range 1000 {
		b.show(pipeline.Progress{Phase: "reading", Done: i + 1, Total: 1000})
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 10 || !strings.HasPrefix(lines[0], "reading: 100 of 1000 files") || !strings.HasPrefix(lines[9], "reading: 1000 of 1000 files") {
		t.Errorf("%d lines: %q", len(lines), lines)
	}
	if strings.ContainsAny(out.String(), "\r\x1b") {
		t.Error("a pipe gets control characters")
	}
}
