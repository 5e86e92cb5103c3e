package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// getEvents sends a line of JSON, how far the consultation has come, at once and whenever the summary has changed.
// Between two events to one listener lies a shortest time; changes meanwhile come as one. A listener that doesn't take
// its events is cut off when they don't fit into the connection's buffers any more.
func (s *Server) getEvents(w http.ResponseWriter, r *http.Request) error {
	name, _, err := s.consultation(r)
	if err != nil {
		return err
	}
	select {
	case s.events <- struct{}{}:
	default:
		return &Problem{Status: http.StatusServiceUnavailable, Code: "web.listeners", After: time.Minute,
			Text: fmt.Sprintf("%d clients listen to events already.", s.MaxEvents), Do: "Ask for the summary now and then instead."}
	}
	defer s.events.give()
	s.Metrics.listeners.Inc()
	defer s.Metrics.listeners.Dec()
	ctx, stop := context.WithCancel(r.Context())
	defer stop()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // of proxies that would hold events back
	l := &listener{w: w, c: http.NewResponseController(w), idle: s.Idle}
	err = s.listen(ctx, name, l)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		s.Metrics.dropped.Inc()
		s.Logger.InfoContext(ctx, "a listener that took its events too slowly was cut off", "from", r.RemoteAddr)
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// listener is a client of events.
type listener struct {
	w    http.ResponseWriter
	c    *http.ResponseController
	idle time.Duration
}

func (l *listener) send(text string) error {
	l.c.SetWriteDeadline(time.Now().Add(l.idle))
	if _, err := unpaced(l.w).Write([]byte(text)); err != nil {
		return err
	}
	return l.c.Flush()
}

// unpaced returns the writer behind a pace: events are few, however long a client listens.
func unpaced(w http.ResponseWriter) http.ResponseWriter {
	for u := w; ; {
		if p, ok := u.(*pacedWriter); ok {
			return p.ResponseWriter
		}
		inner, ok := u.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return w
		}
		u = inner.Unwrap()
	}
}

func (s *Server) listen(ctx context.Context, name string, l *listener) error {
	beat := time.NewTicker(s.Heartbeat)
	defer beat.Stop()
	changes := s.service.Changes(ctx, name)
	if err := l.send("retry: 2000\n\n"); err != nil {
		return err
	}
	for {
		select {
		case _, ok := <-changes:
			if !ok {
				return nil
			}
			st, err := s.service.Status(ctx, name)
			if err != nil {
				return err
			}
			data, err := json.Marshal(st)
			if err != nil {
				return err
			}
			if err := l.send(fmt.Sprintf("id: %d\nevent: summary\ndata: %s\n\n", st.Change, data)); err != nil {
				return err
			}
			if !s.pause(ctx) {
				return nil
			}
		case <-beat.C:
			if err := l.send(": still here\n\n"); err != nil {
				return err
			}
		case <-s.ending:
			l.idle = min(l.idle, time.Second)
			return l.send("event: end\ndata: {}\n\n")
		case <-ctx.Done():
			return nil
		}
	}
}

// pause waits until the next event may be sent; false when there will be none.
func (s *Server) pause(ctx context.Context) bool {
	select {
	case <-time.After(s.Every):
	case <-s.ending:
	case <-ctx.Done():
		return false
	}
	return true
}
