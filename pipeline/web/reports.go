package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/clausewise/clausewise/pipeline/report"
	"github.com/clausewise/clausewise/pipeline/stream"
)

func (s *Server) getResponses(w http.ResponseWriter, r *http.Request) error {
	return s.write(w, r, report.Responses)
}

func (s *Server) getPage(w http.ResponseWriter, r *http.Request) error {
	return s.write(w, r, report.HTML)
}

func (s *Server) getSummary(w http.ResponseWriter, r *http.Request) error {
	f, err := format(r)
	if err != nil {
		return err
	}
	return s.write(w, r, f)
}

// types are the media types of the reports' forms.
var types = map[string]string{
	report.JSON.Name:      "application/json",
	report.HTML.Name:      "text/html",
	report.Markdown.Name:  "text/markdown",
	report.CSV.Name:       "text/csv",
	report.Responses.Name: "application/x-ndjson",
}

// format returns the form that a request asks for: by name, else the one of those it accepts that it likes best, else
// JSON.
func format(r *http.Request) (report.Format, error) {
	if name := r.URL.Query().Get("format"); name != "" {
		f, err := report.ByName(name)
		if err != nil {
			return f, &Problem{Status: http.StatusBadRequest, Code: "web.format", Text: fmt.Sprintf("There is no format %q.", cut(name)),
				Do: "Use json, html, markdown, csv or responses."}
		}
		return f, nil
	}
	best, liked := report.JSON, 0.0
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept"), ","), ",") {
		kind, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			q, _ = strconv.ParseFloat(v, 64)
		}
		for _, f := range report.Formats {
			if types[f.Name] == strings.TrimSpace(kind) && q > liked {
				best, liked = f, q
			}
		}
	}
	return best, nil
}

// write answers with a form of the report. Clients that have it already are told so.
func (s *Server) write(w http.ResponseWriter, r *http.Request, f report.Format) error {
	lang := r.URL.Query().Get("lang")
	if lang != "" && lang != "da" && lang != "en" {
		return &Problem{Status: http.StatusBadRequest, Code: "web.lang", Text: fmt.Sprintf("There are no reports in %q.", cut(lang)), Do: "Use lang=da or lang=en."}
	}
	if err := s.settled(r); err != nil {
		return err
	}
	name, st, err := s.consultation(r)
	if err != nil {
		return err
	}
	h := w.Header()
	tag := fmt.Sprintf(`"%s-%d-%s-%s"`, name, st.Change, f.Name, lang)
	h.Set("ETag", tag)
	h.Set("Vary", "Accept")
	h.Set("Cache-Control", "no-cache")
	h.Set("Clausewise-Pending", strconv.Itoa(st.Pending))
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	in := report.Input{Lang: lang}
	if f.Name == report.JSON.Name { // it needs no responses, and is what pages ask for at every change
		in.Summary, err = s.service.Summary(r.Context(), name)
	} else {
		var all *stream.Report
		if all, err = s.service.Report(r.Context(), name); err == nil {
			defer all.Close()
			in.Summary, in.Responses = all.Summary, all.Responses
		}
	}
	if err != nil {
		return err
	}
	h.Set("Content-Type", types[f.Name]+"; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	err = f.Write(w, in)
	if err != nil { // part of it may be on its way: only cutting it off says that it is not whole
		s.Logger.WarnContext(r.Context(), "a report was cut off", "err", err, "trace", traceOf(r.Context()).id())
		panic(http.ErrAbortHandler)
	}
	return nil
}

// maxWait is the longest that a request may wait for responses to be read.
const maxWait = 10 * time.Minute

// settled waits, where ?wait=30s asks for it, until everything that was submitted is read.
func (s *Server) settled(r *http.Request) error {
	v := r.URL.Query().Get("wait")
	if v == "" {
		return nil
	}
	d, err := time.ParseDuration(v)
	if err != nil || d < 0 || d > maxWait {
		return &Problem{Status: http.StatusBadRequest, Code: "web.wait", Text: fmt.Sprintf("wait=%s is no time to wait.", cut(v)), Do: "Use a time such as wait=30s, at most 10m."}
	}
	ctx, stop := context.WithTimeout(r.Context(), d)
	defer stop()
	name, st, err := s.consultation(r)
	if err != nil {
		return err
	}
	for changes := s.service.Changes(ctx, name); st.Pending > 0 || st.Recomputing; {
		select {
		case <-changes:
		case <-time.After(time.Second): // a change that doesn't show, such as the end of a recount
		case <-s.ending:
			return pending(st)
		}
		if ctx.Err() != nil {
			return pending(st)
		}
		if st, err = s.service.Status(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func pending(st stream.Status) *Problem {
	return &Problem{Status: http.StatusServiceUnavailable, Code: "web.pending", After: 5 * time.Second,
		Text: fmt.Sprintf("%d of %d submissions are still to be read.", st.Pending, st.Submissions), Do: "Ask again, with a longer wait, or without to see what was read so far."}
}
