package stream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// dead is a dead letter: a message that could not be processed, with why and where.
type dead struct {
	At        time.Time         `json:"at"`
	Stage     string            `json:"stage"` // that gave up
	Cause     string            `json:"cause"`
	Topic     string            `json:"topic"` // where the message lay
	Partition int               `json:"partition"`
	Offset    int64             `json:"offset"`
	Tries     int               `json:"tries"`
	Key       string            `json:"key"`
	Headers   map[string]string `json:"headers"`
	Value     []byte            `json:"value"`
}

// handler returns what a stage does with a message: the work, tried again while the fault may pass; then what came of
// it is published, or a dead letter. Only after that it counts as done.
func (s *Service) handler(stage string, mine map[string]bool) bus.Handler {
	turn := make(chan struct{}, s.c.Workers)
	return func(ctx context.Context, m bus.Message) error {
		began := time.Now()
		var t task
		var w *step
		tries, err := 1, decode(m, schemaTask, &t)
		if err == nil {
			tries, err = s.insist(ctx, stage, t.Consultation, func() error {
				w = &step{Service: s, task: t, mine: mine, from: m.Headers, turn: turn, outcome: Done}
				return w.do(ctx, stage)
			})
		}
		if err != nil {
			out, given := s.bury(ctx, stage, t, m, tries, err)
			if !given {
				return err
			}
			w = &step{out: out, outcome: Dead}
		}
		if _, err = s.insist(ctx, stage, t.Consultation, func() error { return s.c.Broker.Publish(ctx, w.out...) }); err != nil {
			return err
		}
		for _, r := range w.told {
			if err := s.takeIn(ctx, r, m, nil); err != nil {
				return err
			}
		}
		if w.outcome != Done { // what was done is told stage by stage
			s.observe(stage, t.Consultation, w.outcome, began)
		}
		return nil
	}
}

// bury makes the messages that end a message's way: the dead letter, and the report by which the summary tells of it.
// It is false for faults that may pass: the broker will deliver the message again.
func (s *Service) bury(ctx context.Context, stage string, t task, m bus.Message, tries int, err error) ([]bus.Message, bool) {
	var fault *faultError
	isFault := errors.As(err, &fault)
	if !isFault && !lasting(err) || ctx.Err() != nil {
		return nil, false
	}
	d := newDead(stage, m, tries, err)
	p := &consult.Problem{Code: "stage." + stage, Text: fmt.Sprintf("%s could not be read (stage %s): %v.", t.Name, stage, err)}
	if isFault {
		d.Stage, p = fault.In, pipeline.Problem(fault.Err)
	}
	s.lament(d, t.Consultation)
	out := []bus.Message{s.message(topicDead, schemaDead, m.Key, d, m.Headers)}
	if t.Consultation == "" { // it could not be decoded: nobody knows whose it is
		return out, true
	}
	r := report{version: t.version, Kind: kindRecord, Policy: t.Policy, Dead: &d,
		Results: []result{{Part: t.Part, Letter: t.Letter, Problem: p, Any: t.Policy == "" || d.Stage == stageExtract}}}
	if t.Parts == 0 { // the file itself
		r.Parts, r.Results[0].Letter = 1, t.Name
	}
	return append(out, s.reportMessage(r, m.Headers)), true
}

func newDead(stage string, m bus.Message, tries int, err error) dead {
	return dead{At: time.Now().UTC(), Stage: stage, Cause: err.Error(), Topic: m.Topic, Partition: m.Partition, Offset: m.Offset,
		Tries: tries, Key: m.Key, Headers: m.Headers, Value: m.Value}
}

func (s *Service) lament(d dead, consultation string) {
	s.log.Error("a message can't be processed and goes to the dead letters", "stage", d.Stage, "cause", d.Cause,
		"topic", d.Topic, "partition", d.Partition, "offset", d.Offset, "consultation", consultation)
}
