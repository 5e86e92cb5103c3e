package bus

import (
	"context"
	"sync"
	"time"
)

// group is a topic's messages as one group sees them: a queue a key, and the line of keys that have work. All its
// fields are guarded by the topic's mutex.
type group struct {
	t          *topic
	work       *sync.Cond // workers wait on it
	keys       map[string]*keyQueue
	line       []*keyQueue // keys with work, in turn
	unfinished int64
}

// keyQueue is in the group's line, with a worker, waiting out a pause, or empty and gone from the group's keys.
type keyQueue struct {
	key      string
	entries  []*entry
	failures int // of the first entry, in a row
}

func newGroup(t *topic) *group {
	return &group{t: t, work: sync.NewCond(&t.mu), keys: map[string]*keyQueue{}}
}

func (g *group) add(e *entry) {
	g.unfinished++
	q := g.keys[e.Key]
	if q == nil {
		q = &keyQueue{key: e.Key}
		g.keys[e.Key] = q
		g.ready(q)
	}
	q.entries = append(q.entries, e)
}

// ready puts the key at the end of the line.
func (g *group) ready(q *keyQueue) {
	g.line = append(g.line, q)
	g.work.Signal()
}

// consume works until ctx ends, and then as long as the handlers at work take, within the grace time.
func (g *group) consume(ctx context.Context, workers int, h Handler) {
	hctx, cancel := graceful(ctx, g.t.b.opt.Grace)
	defer cancel()
	defer context.AfterFunc(ctx, g.t.wake)()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				q, m := g.take(ctx)
				if q == nil {
					return
				}
				g.finish(q, h(hctx, m))
			}
		})
	}
	drained := make(chan struct{})
	go func() { wg.Wait(); close(drained) }()
	select {
	case <-drained:
	case <-hctx.Done(): // a handler that heeds its context ends now, and one that hangs is left behind with its key
		select {
		case <-drained:
		case <-time.After(g.t.b.opt.Grace):
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

// take waits for the next key with work and returns its first message; nil when ctx has ended. The key is the
// worker's until it calls finish.
func (g *group) take(ctx context.Context) (*keyQueue, Message) {
	g.t.mu.Lock()
	defer g.t.mu.Unlock()
	for {
		if ctx.Err() != nil {
			g.work.Signal() // this worker may have been woken for work that another can do
			return nil, Message{}
		}
		if q := g.next(); q != nil {
			return q, q.entries[0].Message
		}
		if len(g.line) == 0 {
			g.work.Wait()
		}
	}
}

// next takes the first key off the line, past what the log has dropped; nil when there is nothing of it left.
func (g *group) next() *keyQueue {
	if len(g.line) == 0 {
		return nil
	}
	q := g.line[0]
	g.line = g.line[1:]
	for q.entries[0].gone {
		if g.pop(q); len(q.entries) == 0 {
			return nil
		}
	}
	return q
}

// pop forgets the first message of a key, and a key that has no more.
func (g *group) pop(q *keyQueue) {
	q.entries[0] = nil
	q.entries = q.entries[1:]
	q.failures = 0
	g.unfinished--
	if len(q.entries) == 0 {
		delete(g.keys, q.key)
	}
}

// finish says how the first message of the key went.
func (g *group) finish(q *keyQueue, err error) {
	g.t.mu.Lock()
	defer g.t.mu.Unlock()
	if err != nil {
		pause := g.t.b.opt.Backoff * time.Duration(min(1<<min(q.failures, 7), 100))
		q.failures++
		time.AfterFunc(pause, func() {
			g.t.mu.Lock()
			defer g.t.mu.Unlock()
			g.ready(q)
		})
		return
	}
	g.t.done(q.entries[0])
	if g.pop(q); len(q.entries) > 0 {
		g.ready(q)
	}
}
