package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// newLogger returns a logger that writes lines of text or JSON, and says the same thing only now and then.
func newLogger(w io.Writer, form string) *slog.Logger {
	var h slog.Handler = slog.NewTextHandler(w, nil)
	if form == "json" {
		h = slog.NewJSONHandler(w, nil)
	}
	return slog.New(&seldom{Handler: h, said: &said{at: map[string]time.Time{}}})
}

// silence is how long a warning that was given is not given again: what can't be reached is tried twice a second.
const silence = 30 * time.Second

// seldom is a handler that leaves out warnings which were given a short while ago with the same words.
type seldom struct {
	slog.Handler
	said *said
	with string // attributes of the logger itself
}

type said struct {
	mu sync.Mutex
	at map[string]time.Time
}

// Handle implements slog.Handler.
func (h *seldom) Handle(ctx context.Context, r slog.Record) error {
	if r.Level == slog.LevelWarn && h.said.again(h.words(r), r.Time) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

func (h *seldom) words(r slog.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", r.Message, h.with)
	r.Attrs(func(a slog.Attr) bool {
		fmt.Fprintf(&b, " %s=%v", a.Key, a.Value)
		return true
	})
	return b.String()
}

// again reports whether the words were said a short while ago.
func (s *said) again(words string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last, ok := s.at[words]; ok && now.Sub(last) < silence {
		return true
	}
	for w, last := range s.at {
		if now.Sub(last) >= silence {
			delete(s.at, w)
		}
	}
	if len(s.at) < 1000 { // more different ones are no repetition
		s.at[words] = now
	}
	return false
}

// WithAttrs implements slog.Handler.
func (h *seldom) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &seldom{h.Handler.WithAttrs(attrs), h.said, fmt.Sprint(h.with, attrs)}
}

// WithGroup implements slog.Handler.
func (h *seldom) WithGroup(name string) slog.Handler {
	return &seldom{h.Handler.WithGroup(name), h.said, h.with + "/" + name}
}
