package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/clausewise/clausewise/pipeline/stream"
)

// healthz says whether the process does its work: one that doesn't is to be started anew.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	ctx, stop := context.WithTimeout(r.Context(), 5*time.Second)
	defer stop()
	if err := s.service.Healthy(ctx); err != nil {
		refuse(w, r, &Problem{Status: http.StatusServiceUnavailable, Code: "web.unhealthy", Text: err.Error(), Do: "See the log; start the process anew if it doesn't recover."})
		return
	}
	answer(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readyz says whether requests sent now would be taken: the broker and the ledger answer, and the process is not about
// to end.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if s.ended.Load() {
		refuse(w, r, &Problem{Status: http.StatusServiceUnavailable, Code: "web.ending", Text: "The server is about to end.", Do: "Ask another, or wait for the next."})
		return
	}
	ctx, stop := context.WithTimeout(r.Context(), 5*time.Second)
	defer stop()
	_, err := s.service.Lag(ctx)
	if err == nil {
		if _, err = s.service.Consultations(ctx); errors.Is(err, stream.ErrNoLedger) {
			err = nil // a worker's is elsewhere
		}
	}
	if err != nil {
		refuse(w, r, &Problem{Status: http.StatusServiceUnavailable, Code: "web.not-ready", Text: err.Error(), Do: "Wait; if it lasts, see whether the broker and the disk are there."})
		return
	}
	answer(w, http.StatusOK, map[string]string{"status": "ready"})
}
