package isolate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"sync"
	"time"

	"github.com/clausewise/clausewise/pipeline/extract"
)

// Longest is how long a file may take by the clock, with all its steps, unless Options say otherwise: whoever waits for a
// pool waits longer.
const Longest = 15 * time.Minute

// Options bounds a pool. The zero Options has the defaults.
type Options struct {
	Workers int           // processes at most; 0: one a processor
	Time    time.Duration // processor time for a file, or for a step of it; 0: 8 s
	Wait    time.Duration // for the same by the clock, which goes on while another program works for it; 0: 4 min
	Total   time.Duration // for all of a file's steps, by the clock; 0: Longest
	Memory  int64         // bytes for a worker; 0: 768 MB
}

func (o Options) filled() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.NumCPU()
	}
	if o.Time <= 0 {
		o.Time = 8 * time.Second
	}
	if o.Wait <= 0 {
		o.Wait = 4 * time.Minute
	}
	if o.Total <= 0 {
		o.Total = Longest
	}
	if o.Memory <= 0 {
		o.Memory = 768 << 20
	}
	return o
}

// Pool is a set of worker processes. Many goroutines may use it at once.
type Pool struct {
	opt     Options
	command string
	slots   chan struct{} // one a worker that may be busy

	mu     sync.Mutex
	idle   []*worker // the one used last at the end: it is the warmest
	closed bool
}

// New returns a pool whose workers are this program, started again. It starts the first, to know that it can.
func New(ctx context.Context, opt Options) (*Pool, error) {
	if !hooked {
		return nil, errors.New("isolate: this program doesn't call isolate.Main, so it can't be started as a worker")
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("the program's own file can't be found: %w", err)
	}
	p := &Pool{opt: opt.filled(), command: exe}
	p.slots = make(chan struct{}, p.opt.Workers)
	w, err := start(ctx, p.command, p.opt)
	if err != nil {
		return nil, err
	}
	p.idle = append(p.idle, w)
	return p, nil
}

// ReadAll reads a file as [extract.ReadAll] does, in a worker. It waits while all are busy. When ctx ends, so does the
// worker, and the member's error is ctx's.
func (p *Pool) ReadAll(ctx context.Context, name string, data []byte) []extract.Member {
	list, err := p.readAll(ctx, name, data)
	if err != nil {
		return []extract.Member{{Name: name, Err: err}}
	}
	return list
}

func (p *Pool) readAll(ctx context.Context, name string, data []byte) ([]extract.Member, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	began := time.Now()
	for try := 1; ; try++ {
		w, err := p.worker(ctx, try > 1)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, &extract.Error{Code: "read.start", Err: err, Text: fmt.Sprintf(
				"%s was not read: no reader process could be started (%v). Close other programs and run again, or read it in this process with --isolate=off.", path.Base(name), err)}
		}
		warm := w.files > 0
		list, err := w.read(ctx, name, data, began)
		if err == nil {
			p.release(w)
			return list, nil
		}
		w.kill()
		var end *ended
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !errors.As(err, &end):
			return nil, err
		case warm && try == 1 && end.why != overTime:
			continue
		}
		return nil, end.explain(name)
	}
}

// worker returns an idle worker, or starts one.
func (p *Pool) worker(ctx context.Context, fresh bool) (*worker, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errors.New("the readers were closed")
	}
	if n := len(p.idle); n > 0 && !fresh {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return w, nil
	}
	p.mu.Unlock()
	return start(ctx, p.command, p.opt)
}

// release keeps a worker for the next file.
func (p *Pool) release(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.idle) >= p.opt.Workers {
		w.kill()
		return
	}
	p.idle = append(p.idle, w)
}

// Close ends the workers. One that is busy ends with its file.
func (p *Pool) Close() error {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, w := range idle {
		w.kill()
	}
	return nil
}

// why a worker ended before its answer.
type why int

const (
	crashed why = iota
	overTime
	overMemory
)

// ended is how a worker ended before its answer.
type ended struct {
	why   why
	limit string // that it broke
	how   string // it crashed
}

func (e *ended) Error() string { return e.how }

// explain makes the error for the user.
func (e *ended) explain(name string) error {
	b := path.Base(name)
	switch e.why {
	case overTime:
		return &extract.Error{Code: "read.time", Text: fmt.Sprintf("%s was not read: it took more than %s. It may be damaged, or made to stop readers. Ask for the file again, or print it to PDF anew.", b, e.limit)}
	case overMemory:
		return &extract.Error{Code: "read.memory", Text: fmt.Sprintf("%s was not read: it needs more than %s of memory. It may be damaged, or made to stop readers. Ask for the file again, or print it to PDF anew.", b, e.limit)}
	}
	return &extract.Error{Code: "read.crash", Text: fmt.Sprintf("%s was not read: the reader broke down on it (%s). Other files are not affected. Ask for it in another format, and please report it with the file.", b, e.how)}
}
