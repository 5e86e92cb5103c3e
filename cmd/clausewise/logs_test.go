package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestWarningsAreNotRepeated(t *testing.T) {
	var out bytes.Buffer
	l := newLogger(&out, "text")
	for range 50 {
		l.Warn("the broker can't be reached", "topic", "a")
		l.With("topic", "b").Warn("the broker can't be reached")
		l.Info("request")
	}
	if n := strings.Count(out.String(), "can't be reached"); n != 2 {
		t.Errorf("two different warnings were given %d times", n)
	}
	if n := strings.Count(out.String(), "request"); n != 50 {
		t.Errorf("50 lines of information became %d", n)
	}
	out.Reset()
	later := slog.NewRecord(time.Now().Add(silence), slog.LevelWarn, "the broker can't be reached", 0)
	later.AddAttrs(slog.String("topic", "a"))
	if l.Handler().Handle(context.Background(), later); !strings.Contains(out.String(), "topic=a") {
		t.Errorf("after %v it is not given again: %q", silence, &out)
	}
}
