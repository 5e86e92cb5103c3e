package stream

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// faultError is a failure that comes again however often the message is tried. In is the stage that failed, Err what
// the summary says of it.
type faultError struct {
	In  string
	Err error
}

func (e *faultError) Error() string { return e.Err.Error() }
func (e *faultError) Unwrap() error { return e.Err }

// guard does a stage's work on a file: a panic becomes a fault, and so does work that doesn't end. Go can't
// stop a function, so the latter goes on by itself and what it makes is left to the garbage collector.
func (s *Service) guard(ctx context.Context, stage, consultation, name string, work func(context.Context) error) error {
	began := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, s.c.Limit, errHangs)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- &faultError{stage, &extract.Error{Code: "panic", Text: fmt.Sprintf("%s: the program failed on this file (%v, %s). Please report it with the file.", name, p, analyzers.Where())}}
			}
		}()
		done <- work(ctx)
	}()
	select {
	case err := <-done:
		if err == nil {
			s.observe(stage, consultation, Done, began)
		}
		if !errors.Is(context.Cause(ctx), errHangs) {
			return err
		}
	case <-ctx.Done():
		if !errors.Is(context.Cause(ctx), errHangs) {
			return context.Cause(ctx)
		}
	}
	return &faultError{stage, &extract.Error{Code: "stage.limit", Err: errHangs, Text: fmt.Sprintf("%s: reading it took longer than %s and was given up (stage %s). Send it in smaller parts, or as another kind of file.", name, s.c.Limit, stage)}}
}

var errHangs = errors.New("the stage took too long")

// The waits between tries of a message whose fault may pass: a disk that is full, a store that can't be reached.
const (
	firstWait = 50 * time.Millisecond
	maxWait   = 10 * time.Second
	maxTries  = 8
)

// insist calls work until it succeeds, fails for good, or has failed so often that the broker may as well deliver the
// message again. Waits double, each with a random half of itself more, so that many who wait don't come back at once.
func (s *Service) insist(ctx context.Context, stage, consultation string, work func() error) (tries int, err error) {
	wait := firstWait
	for tries = 1; ; tries++ {
		began := time.Now()
		err = work()
		var fault *faultError
		if err == nil || errors.As(err, &fault) || lasting(err) || ctx.Err() != nil || tries == maxTries {
			return tries, err
		}
		s.observe(stage, consultation, Retried, began)
		s.log.Warn("a stage will try again", "stage", stage, "consultation", consultation, "try", tries, "error", err)
		t := time.NewTimer(wait + rand.N(wait/2))
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return tries, ctx.Err()
		}
		wait = min(2*wait, maxWait)
	}
}

// lasting reports errors of the outside that no waiting mends.
func lasting(err error) bool {
	return errors.Is(err, bus.ErrTooLarge) || errors.Is(err, errForm)
}

// errForm marks a message or a blob that can't be read.
var errForm = errors.New("not in a form that this program knows")
