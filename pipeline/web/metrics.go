package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/clausewise/clausewise/pipeline/stream"
)

// Metrics counts what a process does, for Prometheus. It has a registry of its own, so that several can live in one
// test.
type Metrics struct {
	registry *prometheus.Registry

	requests  *prometheus.CounterVec   // by route, method and status
	seconds   *prometheus.HistogramVec // by route
	listeners prometheus.Gauge
	dropped   prometheus.Counter

	handled *prometheus.CounterVec   // by stage and outcome
	took    *prometheus.HistogramVec // by stage
	retried *prometheus.CounterVec   // by stage
	dead    *prometheus.CounterVec   // by stage
	lost    *prometheus.CounterVec   // by topic and group
}

// from 1 ms, a letter's time in a stage without the reader, to two minutes, the longest that one may take.
var durations = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 120}

// NewMetrics returns metrics at zero.
func NewMetrics() *Metrics {
	stage := []string{"stage"}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clausewise_http_requests_total",
			Help: "Requests answered."}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "clausewise_http_request_seconds",
			Help: "Time from a request's header to the end of its answer.", Buckets: durations}, []string{"route"}),
		listeners: prometheus.NewGauge(prometheus.GaugeOpts{Name: "clausewise_event_listeners",
			Help: "Clients that listen to /events."}),
		dropped: prometheus.NewCounter(prometheus.CounterOpts{Name: "clausewise_event_listeners_dropped_total",
			Help: "Clients of /events that took their events too slowly and were cut off."}),
		handled: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clausewise_stage_messages_total",
			Help: "Messages that a stage has had in hand, by what became of them."}, []string{"stage", "outcome"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "clausewise_stage_seconds",
			Help: "Time that a stage takes for a message.", Buckets: durations}, stage),
		retried: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clausewise_stage_retries_total",
			Help: "Messages tried again after a passing fault."}, stage),
		dead: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clausewise_dead_letters_total",
			Help: "Messages that could not be processed."}, stage),
		lost: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clausewise_lost_messages_total",
			Help: "Messages that the broker deleted by age before they were read."}, []string{"topic", "group"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.listeners, m.dropped, m.handled, m.took, m.retried, m.dead, m.lost,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Observe counts a piece of a stage's work. It has the form of stream.Config's field.
func (m *Metrics) Observe(o stream.Observation) {
	m.handled.WithLabelValues(o.Stage, string(o.Outcome)).Inc()
	switch o.Outcome {
	case stream.Done:
		m.took.WithLabelValues(o.Stage).Observe(o.Took.Seconds())
	case stream.Retried:
		m.retried.WithLabelValues(o.Stage).Inc()
	case stream.Dead:
		m.dead.WithLabelValues(o.Stage).Inc()
	}
}

// Lost counts messages that were deleted unread. It has the form of kafka.Options' field.
func (m *Metrics) Lost(topic, group string, _ int, messages int64) {
	m.lost.WithLabelValues(topic, group).Add(float64(messages))
}

// counted counts the requests of a route.
func (m *Metrics) counted(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, s := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			m.requests.WithLabelValues(route, r.Method, strconv.Itoa(s.status)).Inc()
			m.seconds.WithLabelValues(route).Observe(time.Since(start).Seconds())
		}()
		next.ServeHTTP(s, r)
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second})
}

// lagCollector asks for the lags when they are scraped.
type lagCollector struct {
	lag  func(context.Context) (map[string]int64, error)
	desc *prometheus.Desc
	up   *prometheus.Desc
}

// WatchLag has every scrape ask how many messages each stage has not finished.
func (m *Metrics) WatchLag(lag func(context.Context) (map[string]int64, error)) {
	m.registry.MustRegister(&lagCollector{lag,
		prometheus.NewDesc("clausewise_stage_lag", "Messages that a stage has not finished.", []string{"stage"}, nil),
		prometheus.NewDesc("clausewise_broker_up", "Whether the broker answers: 1 or 0.", nil, nil)})
}

func (c *lagCollector) Describe(ch chan<- *prometheus.Desc) { ch <- c.desc; ch <- c.up }

func (c *lagCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	lags, err := c.lag(ctx)
	up := 1.0
	if err != nil {
		up = 0
	}
	ch <- prometheus.MustNewConstMetric(c.up, prometheus.GaugeValue, up)
	for stage, n := range lags {
		ch <- prometheus.MustNewConstMetric(c.desc, prometheus.GaugeValue, float64(n), stage)
	}
}
