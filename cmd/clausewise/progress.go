package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/clausewise/clausewise/pipeline"
)

// bar shows how far a run has come: one line that is written over on a terminal, a plain line each tenth elsewhere.
type bar struct {
	w        io.Writer
	terminal bool
	start    time.Time
	last     time.Time
	tenth    int
	phase    string
	drawn    bool
}

func (b *bar) show(p pipeline.Progress) {
	if p.Phase != b.phase {
		b.phase, b.tenth, b.start = p.Phase, 0, time.Now()
	}
	if !b.terminal {
		if t := 10 * p.Done / p.Total; t > b.tenth || p.Done == p.Total && b.tenth < 10 {
			b.tenth = t
			fmt.Fprintf(b.w, "%s: %d of %d files%s\n", p.Phase, p.Done, p.Total, b.pace(p))
		}
		return
	}
	if now := time.Now(); now.Sub(b.last) > 100*time.Millisecond || p.Done == p.Total {
		b.last = now
		fmt.Fprint(b.w, "\r\x1b[K", line(p, b.pace(p), width(b.w)-1))
		b.drawn = true
	}
}

// line is the bar and its figures in at most room columns: the bar takes what the figures leave, and the figures are
// cut before the line would run over into the next.
func line(p pipeline.Progress, pace string, room int) string {
	figures := fmt.Sprintf(" %d of %d files%s", p.Done, p.Total, pace)
	wide := min(24, room-len(p.Phase)-1-len(figures))
	if wide < 4 {
		return (p.Phase + ":" + figures)[:min(room, len(p.Phase)+1+len(figures))]
	}
	full, empty := "█", "░"
	if !utf8Locale() {
		full, empty = "#", "."
	}
	done := wide * p.Done / p.Total
	return p.Phase + " " + strings.Repeat(full, done) + strings.Repeat(empty, wide-done) + figures
}

// pace tells the rate and the time left, and what was reused or failed.
func (b *bar) pace(p pipeline.Progress) string {
	out := ""
	if took := time.Since(b.start).Seconds(); took > 1 && p.Done > 0 {
		rate := float64(p.Done) / took
		out = fmt.Sprintf(", %.1f a second", rate)
		if left := time.Duration(float64(p.Total-p.Done)/rate) * time.Second; left > 0 {
			out += ", " + left.String() + " left"
		}
	}
	if p.Failed > 0 {
		out += fmt.Sprintf(", %d not readable", p.Failed)
	}
	return out
}

// clear removes the line from a terminal.
func (b *bar) clear() {
	if b.drawn {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width returns the columns of a terminal, 80 elsewhere.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 20 {
			return min(n, 120)
		}
	}
	return 80
}
