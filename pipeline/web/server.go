package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"
	"golang.org/x/sync/semaphore"
)

// Config says what a server does. Zero fields stand for the values named beside them.
type Config struct {
	Consultation string   // of requests that name none; "default"
	Tokens       []string // one of which a request must carry; none: the server must listen on the loopback
	Spool        string   // folder for bodies that are coming in; the system's for temporary files

	MaxBody    int64         // bytes of a file; 256 MB
	MaxSpool   int64         // bytes of all bodies that are coming in; 4 GB
	MaxMemory  int64         // bytes of all bodies that are being handed on; 512 MB
	MaxUploads int           // bodies that are coming in at once; 256
	MaxClients int           // connections; 1024
	MaxEvents  int           // listeners to events; 256
	Rate       float64       // requests a second from one address; 0: no limit
	Burst      int           // requests at once from one address, under Rate; twice the rate
	Idle       time.Duration // the longest pause of a client; 30 s
	Pace       int64         // bytes a second that a client takes or sends at least; 4096
	Work       time.Duration // the longest that taking in may take, once the body is there; 30 s
	Heartbeat  time.Duration // between signs of life to listeners; 15 s
	Every      time.Duration // the shortest time between two events to one listener; 100 ms
	Drain      time.Duration // that requests under way get when the server ends; 20 s

	Metrics *Metrics     // new ones
	Logger  *slog.Logger // slog.Default()
}

// Server answers requests.
type Server struct {
	Config
	service Service
	keys    keys
	rate    *buckets
	spools  spools
	uploads slots
	events  slots
	memory  *semaphore.Weighted
	ending  chan struct{} // closed when the server stops taking requests
	ended   atomic.Bool
}

// New makes a server of a service.
func New(service Service, c Config) *Server {
	c.Consultation = cmp.Or(c.Consultation, "default")
	c.MaxBody = cmp.Or(c.MaxBody, 256<<20)
	c.MaxSpool = cmp.Or(c.MaxSpool, 4<<30)
	c.MaxMemory = max(cmp.Or(c.MaxMemory, 512<<20), c.MaxBody)
	c.MaxUploads = cmp.Or(c.MaxUploads, 256)
	c.MaxClients = cmp.Or(c.MaxClients, 1024)
	c.MaxEvents = cmp.Or(c.MaxEvents, 256)
	c.Burst = cmp.Or(c.Burst, int(2*c.Rate))
	c.Idle = cmp.Or(c.Idle, 30*time.Second)
	c.Pace = cmp.Or(c.Pace, 4096)
	c.Work = cmp.Or(c.Work, 30*time.Second)
	c.Heartbeat = cmp.Or(c.Heartbeat, 15*time.Second)
	c.Every = cmp.Or(c.Every, 100*time.Millisecond)
	c.Drain = cmp.Or(c.Drain, 20*time.Second)
	if c.Metrics == nil {
		c.Metrics = NewMetrics()
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return &Server{Config: c, service: service, keys: newKeys(c.Tokens), rate: newBuckets(c.Rate, c.Burst),
		spools: spools{dir: c.Spool, limit: c.MaxSpool}, uploads: make(slots, c.MaxUploads), events: make(slots, c.MaxEvents),
		memory: semaphore.NewWeighted(c.MaxMemory), ending: make(chan struct{})}
}

// Handler returns all endpoints.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"POST /responses":           s.postResponse,
		"GET /responses":            s.getResponses,
		"GET /responses/{id...}":    s.getResponse,
		"DELETE /responses/{id...}": s.deleteResponse,
		"PUT /policy":               s.putPolicy,
		"GET /summary":              s.getSummary,
		"GET /{$}":                  s.getPage,
		"GET /events":               s.getEvents,
		"GET /consultations":        s.getConsultations,
		"GET /deadletters":          s.getDeadLetters,
		"POST /deadletters/retry":   s.retryDeadLetters,
	} {
		mux.Handle(pattern, s.Metrics.counted(pattern, s.limited(guarded(s.keys, handle(h)))))
	}
	s.operations(mux)
	return s.frame(mux)
}

// Operations returns the endpoints of a process that takes nothing in: metrics and health.
func (s *Server) Operations() http.Handler {
	mux := http.NewServeMux()
	s.operations(mux)
	return s.frame(mux)
}

func (s *Server) operations(mux *http.ServeMux) {
	mux.Handle("GET /metrics", s.limited(guarded(s.keys, s.Metrics.handler())))
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("/", s.Metrics.counted("other", s.limited(handle(noSuchPage))))
}

// frame is what holds for every request.
func (s *Server) frame(next http.Handler) http.Handler {
	return traced(s.logged(paced(pace{s.Idle, s.Pace}, next)))
}

func handle(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			refuse(w, r, asProblem(err, ""))
		}
	})
}

func noSuchPage(_ http.ResponseWriter, r *http.Request) error {
	return &Problem{Status: http.StatusNotFound, Code: "web.no-page", Text: fmt.Sprintf("There is nothing at %s %s.", r.Method, cut(r.URL.Path)),
		Do: "POST /responses, GET /responses/{id}, DELETE /responses/{id}, PUT /policy, GET /summary, /events, /consultations, /deadletters, POST /deadletters/retry, GET /metrics, /healthz, /readyz are served."}
}

// limited holds an address to its rate.
func (s *Server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := s.rate.take(r.RemoteAddr); wait > 0 {
			refuse(w, r, &Problem{Status: http.StatusTooManyRequests, Code: "web.rate", After: wait,
				Text: fmt.Sprintf("More than %g requests a second came from this address.", s.Rate), Do: "Send them more slowly."})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// logged writes a line a request, and answers for handlers that panic. Names of files and respondents don't go into the
// log: it outlives their erasure.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, sw := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			level := slog.LevelInfo
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				s.Logger.ErrorContext(r.Context(), "a request failed in the program", "panic", p, "stack", string(debug.Stack()), "trace", traceOf(r.Context()).id())
				refuse(sw, r, &Problem{Status: http.StatusInternalServerError, Code: "web.panic", Text: "The server failed on this request.",
					Do: "Please report it with the server's log."})
			} else if p != nil {
				sw.status = 0 // cut off
			}
			if r.Method == "GET" || r.Method == "HEAD" { // who only looks, looks often
				level = slog.LevelDebug
			}
			if sw.status >= 500 {
				level = slog.LevelWarn
			}
			s.Logger.Log(r.Context(), level, "request", "method", r.Method, "route", r.Pattern, "status", sw.status,
				"took", time.Since(start).Round(time.Microsecond).String(), "from", r.RemoteAddr, "trace", traceOf(r.Context()).id())
		}()
		next.ServeHTTP(sw, r)
	})
}

// Serve answers requests with h until ctx ends. Then it takes no more, tells listeners to events that it ends, and
// returns when requests under way are done, or after the time to drain.
func (s *Server) Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	if len(s.keys) == 0 && !Loopback(l.Addr().String()) {
		return fmt.Errorf("%s can be reached from other machines: give a --token-file, or listen on 127.0.0.1", l.Addr())
	}
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.Logger.Handler(), slog.LevelDebug),
	}
	srv.RegisterOnShutdown(func() {
		if !s.ended.Swap(true) {
			close(s.ending)
		}
	})
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(netutil.LimitListener(l, s.MaxClients)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, stop := context.WithTimeout(context.WithoutCancel(ctx), s.Drain)
	defer stop()
	err := srv.Shutdown(drain)
	if errors.Is(err, context.DeadlineExceeded) {
		s.Logger.Warn("requests that did not end in time were cut off")
		err = srv.Close()
	}
	return err
}
