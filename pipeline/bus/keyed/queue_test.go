package keyed_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/bus/keyed"
)

// A failing item holds up its own key alone, and the pauses between its tries grow.
func TestFailureHoldsUpItsKeyAlone(t *testing.T) {
	q := keyed.New[string](10 * time.Millisecond)
	for i := range 3 {
		q.Add("bad", fmt.Sprint("bad", i))
		q.Add("good", fmt.Sprint("good", i))
	}
	ctx, cancel := context.WithCancel(context.Background())
	var mu sync.Mutex
	var order []string
	var tries []time.Time
	go func() { time.Sleep(5 * time.Second); cancel() }()
	q.Run(ctx, 1, time.Second, func(_ context.Context, item string) error {
		mu.Lock()
		defer mu.Unlock()
		if item == "bad0" && len(tries) < 4 {
			tries = append(tries, time.Now())
			return errors.New("not now")
		}
		if order = append(order, item); len(order) == 6 {
			cancel()
		}
		return nil
	})
	if want := []string{"good0", "good1", "good2", "bad0", "bad1", "bad2"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	for i, least := range []time.Duration{10, 20, 40} {
		if d := tries[i+1].Sub(tries[i]); d < least*time.Millisecond {
			t.Errorf("try %d came %v after the one before, want %v ms at least", i+2, d, int(least))
		}
	}
}

// The context that the work gets ends the grace time after the consumer's, and work that hangs is left behind.
func TestGrace(t *testing.T) {
	q := keyed.New[int](time.Millisecond)
	q.Add("heeds", 1)
	q.Add("hangs", 2)
	ctx, cancel := context.WithCancel(context.Background())
	begun := make(chan struct{}, 2)
	never := make(chan struct{})
	defer close(never)
	go func() {
		<-begun
		<-begun
		cancel()
	}()
	const grace = 100 * time.Millisecond
	ended := make(chan time.Time, 1)
	start := time.Now()
	q.Run(ctx, 2, grace, func(ctx context.Context, item int) error {
		begun <- struct{}{}
		if item == 2 {
			<-never
		}
		<-ctx.Done()
		ended <- time.Now()
		return nil
	})
	if d := (<-ended).Sub(start); d < grace {
		t.Errorf("the context ended after %v, before the grace time", d)
	}
	if d := time.Since(start); d > 3*time.Second {
		t.Errorf("the hanging one was waited for: %v", d)
	}
}
