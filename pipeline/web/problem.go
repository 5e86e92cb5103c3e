package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/stream"
)

// Problem is an error as a client gets it: what went wrong, with which file, and what to do. Codes are area.what.
type Problem struct {
	Status int    `json:"-"`
	Code   string `json:"code"`
	Text   string `json:"text"`
	File   string `json:"file,omitempty"`
	Do     string `json:"do"`
	Trace  string `json:"trace,omitempty"` // by which the log's lines of this request are found

	After time.Duration `json:"-"` // when another try is worth while; 0: not said
}

func (p *Problem) Error() string {
	if p.File != "" && !strings.Contains(p.Text, p.File) {
		return p.File + ": " + p.Text + " " + p.Do
	}
	return p.Text + " " + p.Do
}

// of returns a copy of p that names the file.
func (p Problem) of(file string) *Problem {
	p.File = file
	return &p
}

// asProblem tells a client about err. Errors of this program's own making pass as they are; of others the cause is told
// where the client or whoever runs the server can do something about it.
func asProblem(err error, file string) *Problem {
	var p *Problem
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		if p.File == "" {
			return p.of(file)
		}
		return p
	case errors.As(err, &large):
		return tooLarge(large.Limit).of(file)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Problem{Status: http.StatusInsufficientStorage, Code: "store.full", After: time.Minute,
			Text: "The server's disk is full; nothing of this request was kept.",
			Do:   "Free some space where the server keeps its data, then send it again."}.of(file)
	case errors.Is(err, stream.ErrNoDeadLetter):
		return &Problem{Status: http.StatusNotFound, Code: "web.no-dead-letter", Text: err.Error(), Do: "GET /deadletters lists those there are."}
	case errors.Is(err, bus.ErrTooLarge):
		return Problem{Status: http.StatusRequestEntityTooLarge, Code: "bus.too-large",
			Text: "The message made of this request is too large for the broker: " + err.Error(),
			Do:   "Shorten the file's name and the id."}.of(file)
	case errors.Is(err, bus.ErrNoTopic):
		return Problem{Status: http.StatusServiceUnavailable, Code: "bus.no-topic", After: 10 * time.Second,
			Text: "A topic is missing: " + err.Error(),
			Do:   "Create the topics with \"clausewise topics\", then send it again."}.of(file)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return Problem{Status: http.StatusRequestTimeout, Code: "web.slow",
			Text: "The request's body came too slowly and was dropped; nothing of it was kept.",
			Do:   "Send it again over a better connection."}.of(file)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Problem{Status: http.StatusServiceUnavailable, Code: "web.timeout", After: 5 * time.Second,
			Text: "The server did not come to an end with this request in time: " + err.Error(),
			Do:   "Send it again; what was taken in already is not counted twice."}.of(file)
	}
	return Problem{Status: http.StatusServiceUnavailable, Code: "web.unavailable", After: 5 * time.Second,
		Text: "The request could not be carried out: " + err.Error(),
		Do:   "Send it again; if that doesn't help, see the server's log."}.of(file)
}

func tooLarge(limit int64) Problem {
	return Problem{Status: http.StatusRequestEntityTooLarge, Code: "web.body-too-large",
		Text: fmt.Sprintf("The file is larger than %s and was not taken in.", size(limit)),
		Do:   "Send it in parts, or let the server take more with --max-body."}
}

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// refuse answers with p.
func refuse(w http.ResponseWriter, r *http.Request, p *Problem) {
	out := *p
	out.Trace = traceOf(r.Context()).id()
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if p.After > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.After+time.Second-1)/time.Second)))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="clausewise"`)
	}
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(struct { // whoever has hung up isn't told
		Error Problem `json:"error"`
	}{out})
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.Encode(v) // whoever has hung up isn't told
}
