package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/policy"
	"github.com/clausewise/clausewise/pipeline/stream"
)

// taken lets do have a body that came in whole, when there is room for it in memory.
func (s *Server) taken(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, u *upload, data []byte) error) error {
	busy := Problem{Status: http.StatusServiceUnavailable, Code: "web.busy", After: 5 * time.Second,
		Text: "The server is taking in as much as it can at the moment.", Do: "Send it again in some seconds."}
	if !s.uploads.take(r.Context(), s.Work) {
		return &busy
	}
	u, err := s.receive(w, r)
	s.uploads.give()
	if err != nil {
		return err
	}
	defer u.body.close()
	ctx, stop := context.WithTimeout(r.Context(), s.Work)
	defer stop()
	room := min(max(u.body.n, s.MaxMemory/32), s.MaxMemory)
	if err := s.memory.Acquire(ctx, room); err != nil {
		return busy.of(u.name)
	}
	defer s.memory.Release(room)
	data, err := u.body.bytes()
	if err == nil {
		err = do(ctx, u, data)
	}
	if err != nil {
		return s.told(r, err, u)
	}
	return nil
}

// told makes of an error what the client is told, and logs what is not the client's fault.
func (s *Server) told(r *http.Request, err error, u *upload) *Problem {
	var e *extract.Error
	var d *policy.Error
	var p *Problem
	switch {
	case errors.As(err, &e):
		p = Problem{Status: http.StatusUnprocessableEntity, Code: e.Code, Text: e.Text, Do: "Send another file."}.of(u.name)
	case errors.As(err, &d):
		p = Problem{Status: http.StatusUnprocessableEntity, Code: d.Code, Text: d.Text, Do: "Send another file."}.of(u.name)
	case errors.Is(err, stream.ErrConsultation):
		p = badConsultation(err)
	case errors.Is(err, stream.ErrTooLarge):
		p = Problem{Status: http.StatusRequestEntityTooLarge, Code: "stream.too-large", Text: err.Error(), Do: "Send the file in parts."}.of(u.name)
	case errors.Is(err, stream.ErrSubmission):
		p = Problem{Status: http.StatusBadRequest, Code: "stream.refused", Text: err.Error(), Do: "Mend what the message names and send it again."}.of(u.name)
	default:
		p = asProblem(err, u.name)
	}
	if p.Status >= 500 {
		s.Logger.WarnContext(r.Context(), "a request could not be carried out", "code", p.Code, "err", err, "trace", traceOf(r.Context()).id())
	}
	return p
}

func badConsultation(err error) *Problem {
	return &Problem{Status: http.StatusBadRequest, Code: "stream.consultation", Text: "The consultation's name can't be used: " + err.Error(),
		Do: "Name it with ?consultation=, such as ?consultation=harbour-plan-2026."}
}

func (s *Server) postResponse(w http.ResponseWriter, r *http.Request) error {
	return s.taken(w, r, func(ctx context.Context, u *upload, data []byte) error {
		receipt, err := s.service.Submit(ctx, stream.Submission{Consultation: u.consultation, ID: u.id, Name: u.name, Data: data, Trace: Traceparent(ctx)})
		if err == nil {
			answer(w, http.StatusAccepted, receipt)
		}
		return err
	})
}

func (s *Server) putPolicy(w http.ResponseWriter, r *http.Request) error {
	if q := r.URL.Query(); q.Get("name") == "" { // one draft is as good as another
		q.Set("id", "policy")
		r.URL.RawQuery = q.Encode()
	}
	return s.taken(w, r, func(ctx context.Context, u *upload, data []byte) error {
		if err := s.service.SetPolicy(ctx, u.consultation, u.name, data); err != nil {
			return err
		}
		status, err := s.service.Status(ctx, u.consultation)
		if err == nil {
			answer(w, http.StatusAccepted, status)
		}
		return err
	})
}

// consultation returns the consultation that a request is about, and how far it has come.
func (s *Server) consultation(r *http.Request) (string, stream.Status, error) {
	name := r.URL.Query().Get("consultation")
	if name == "" {
		name = r.Header.Get("X-Clausewise-Consultation")
	}
	if name == "" {
		name = s.Consultation
	}
	st, err := s.service.Status(r.Context(), name)
	switch {
	case errors.Is(err, stream.ErrConsultation):
		return name, st, badConsultation(err)
	case err == nil && st.Change == 0 && st.Submissions == 0 && st.Policy == "" && name != s.Consultation:
		return name, st, &Problem{Status: http.StatusNotFound, Code: "web.no-consultation", Text: fmt.Sprintf("There is no consultation %q.", cut(name)),
			Do: "GET /consultations lists those that the server knows."}
	}
	return name, st, err
}

func (s *Server) deleteResponse(w http.ResponseWriter, r *http.Request) error {
	name, _, err := s.consultation(r)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(r.Context(), s.Work)
	defer stop()
	if err := s.service.Erase(ctx, name, r.PathValue("id")); err != nil {
		return s.told(r, err, &upload{})
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) getResponse(w http.ResponseWriter, r *http.Request) error {
	name, _, err := s.consultation(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	reply, err := s.service.Response(r.Context(), name, id)
	switch {
	case err != nil:
		return err
	case reply.State == stream.Unknown:
		return &Problem{Status: http.StatusNotFound, Code: "web.no-response", Text: fmt.Sprintf("No response %q was submitted to %s.", cut(id), name),
			Do: "Ask by the id of the receipt; the summary lists the responses that were read."}
	case reply.State == stream.Erased:
		answer(w, http.StatusGone, reply)
	default:
		answer(w, http.StatusOK, reply)
	}
	return nil
}

func (s *Server) getConsultations(w http.ResponseWriter, r *http.Request) error {
	names, err := s.service.Consultations(r.Context())
	if err != nil {
		return err
	}
	list := []stream.Status{}
	for _, n := range names {
		st, err := s.service.Status(r.Context(), n)
		if err != nil {
			return err
		}
		list = append(list, st)
	}
	answer(w, http.StatusOK, list)
	return nil
}

func (s *Server) getDeadLetters(w http.ResponseWriter, r *http.Request) error {
	list, err := s.service.DeadLetters(r.Context())
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, append([]stream.DeadLetter{}, list...))
	return nil
}

func (s *Server) retryDeadLetters(w http.ResponseWriter, r *http.Request) error {
	var numbers []int64
	for _, v := range r.URL.Query()["number"] {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return badNumber
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 0 {
		return badNumber
	}
	if err := s.service.Retry(r.Context(), numbers...); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

var badNumber = &Problem{Status: http.StatusBadRequest, Code: "web.number", Text: "Which dead letters are to be tried again was not said.",
	Do: "Name them with ?number=, as GET /deadletters numbers them."}
