package keyed

import (
	"context"
	"sync"
	"time"
)

// Queue is a line of lanes. Make one with New; all methods may be called at once.
type Queue[T any] struct {
	pause time.Duration

	mu    sync.Mutex
	work  *sync.Cond // workers wait on it
	lanes map[string]*lane[T]
	line  []*lane[T] // those with work, in turn
}

// lane is in the line, with a worker, or waiting out a pause. An empty one is forgotten.
type lane[T any] struct {
	key      string
	items    []T
	failures int // of the first item, in a row
}

// New returns an empty queue. pause is how long an item waits after its first failure; it doubles up to a hundred
// times as long.
func New[T any](pause time.Duration) *Queue[T] {
	q := &Queue[T]{pause: pause, lanes: map[string]*lane[T]{}}
	q.work = sync.NewCond(&q.mu)
	return q
}

// Add puts an item at the end of its key's lane.
func (q *Queue[T]) Add(key string, item T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lanes[key]
	if l == nil {
		l = &lane[T]{key: key}
		q.lanes[key] = l
		q.ready(l)
	}
	l.items = append(l.items, item)
}

func (q *Queue[T]) ready(l *lane[T]) {
	q.line = append(q.line, l)
	q.work.Signal()
}

// Run works on items until ctx ends, and then finishes those that were begun. An item is done when do returns nil.
// What do gets as its context ends the grace time after ctx; a do that hangs beyond twice the grace time is left
// behind, and its lane with it. Several Runs may share a queue.
func (q *Queue[T]) Run(ctx context.Context, workers int, grace time.Duration, do func(context.Context, T) error) {
	working, cancel := graceful(ctx, grace)
	defer cancel()
	defer context.AfterFunc(ctx, q.wake)()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				l, item := q.take(ctx)
				if l == nil {
					return
				}
				q.finish(l, do(working, item))
			}
		})
	}
	drained := make(chan struct{})
	go func() { wg.Wait(); close(drained) }()
	select {
	case <-drained:
	case <-working.Done():
		select {
		case <-drained:
		case <-time.After(grace):
		}
	}
}

// graceful returns a context that ends the grace time later than its parent.
func graceful(parent context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		t := time.AfterFunc(grace, cancel)
		context.AfterFunc(ctx, func() { t.Stop() })
	})
	return ctx, func() { stop(); cancel() }
}

func (q *Queue[T]) wake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.work.Broadcast()
}

// take waits for the next lane with work and returns its first item; nil when ctx has ended. The lane is the worker's
// until it calls finish.
func (q *Queue[T]) take(ctx context.Context) (*lane[T], T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for ctx.Err() == nil {
		if len(q.line) > 0 {
			l := q.line[0]
			q.line = q.line[1:]
			return l, l.items[0]
		}
		q.work.Wait()
	}
	q.work.Signal() // this worker may have been woken for work that one of another Run can do
	var none T
	return nil, none
}

func (q *Queue[T]) finish(l *lane[T], err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err != nil {
		pause := q.pause * time.Duration(min(1<<min(l.failures, 7), 100))
		l.failures++
		time.AfterFunc(pause, func() {
			q.mu.Lock()
			defer q.mu.Unlock()
			q.ready(l)
		})
		return
	}
	var none T
	l.items[0] = none // so that the done one can be freed
	l.items = l.items[1:]
	l.failures = 0
	if len(l.items) == 0 {
		delete(q.lanes, l.key)
		return
	}
	q.ready(l)
}
