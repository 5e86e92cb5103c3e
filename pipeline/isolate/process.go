package isolate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/clausewise/clausewise/pipeline/extract"
)

// worker is a process that reads, seen from the pool. One goroutine at a time uses it.
type worker struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	frames chan frame    // closed when the process has ended
	done   chan struct{} // closed by kill: nobody takes frames any more
	state  error         // why frames was closed; to be read after that
	said   firstWords    // on standard error
	codec  *codec
	opt    Options
	files  int // read so far
	once   sync.Once
}

// helloIn is how long a worker may take to start, on a machine that has much else to do.
const helloIn = 30 * time.Second

func start(ctx context.Context, command string, opt Options) (*worker, error) {
	w := &worker{cmd: exec.Command(command), frames: make(chan frame), done: make(chan struct{}), codec: newCodec(), opt: opt}
	w.cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", workerEnv, opt.Memory), "GOTRACEBACK=single")
	w.cmd.SysProcAttr = apart()
	w.cmd.Stderr = &w.said
	w.cmd.WaitDelay = time.Second // a program that it started may hold standard error open
	var err error
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := w.cmd.Start(); err != nil {
		return nil, err
	}
	go w.listen(out)
	timer := time.NewTimer(helloIn)
	defer timer.Stop()
	select {
	case f, ok := <-w.frames:
		if ok && f.kind == helloFrame {
			return w, nil
		}
		err = fmt.Errorf("a reader process ended at its start (%v)", w.ending())
	case <-timer.C:
		err = fmt.Errorf("a reader process didn't answer in %v", helloIn)
	case <-ctx.Done():
		err = ctx.Err()
	}
	w.kill()
	return nil, err
}

// listen passes on what the process sends, until it ends.
func (w *worker) listen(out io.Reader) {
	defer close(w.frames)
	for {
		f, err := readFrame(out, maxFrame)
		if err != nil {
			if errors.Is(err, errLongFrame) {
				killTree(w.cmd)
			}
			w.state = w.cmd.Wait()
			if errors.Is(err, errLongFrame) {
				w.state = err
			}
			return
		}
		select {
		case w.frames <- f:
		case <-w.done:
		}
	}
}

// kill ends the process and the programs it started, and waits until it is gone.
func (w *worker) kill() {
	w.once.Do(func() {
		close(w.done)
		killTree(w.cmd)
		w.in.Close()
	})
	for range w.frames {
	}
}

// read has the process read a file. An *ended error tells how the process ended; after any error it is of no use.
func (w *worker) read(ctx context.Context, name string, data []byte, began time.Time) ([]extract.Member, error) {
	w.files++
	w.said.forget()
	sent := make(chan error, 1)
	go func() { sent <- request(w.in, name, data) }()
	watch := newWatch(w.cmd.Process.Pid, w.opt, len(data), began)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case f, ok := <-w.frames:
			switch {
			case !ok:
				return nil, w.ending()
			case f.kind == answerFrame:
				if err := <-sent; err != nil {
					return nil, &ended{why: crashed, how: err.Error()}
				}
				list, err := w.codec.decode(f.data)
				if err != nil {
					return nil, &ended{why: crashed, how: err.Error()}
				}
				return list, nil
			case f.kind == beatFrame:
				watch.again()
			}
		case <-tick.C:
			if end := watch.look(); end != nil {
				return nil, end
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

var (
	outOfMemory = regexp.MustCompile(`out of memory|cannot allocate memory`)
	lastWords   = regexp.MustCompile(`(?m)^(?:fatal error|panic): (.*)$`)
)

// ending tells how a process ended that was not killed by the pool.
func (w *worker) ending() *ended {
	said := w.said.String()
	var exit *exec.ExitError
	switch {
	case errors.Is(w.state, errLongFrame):
		return &ended{why: overMemory, limit: mb(maxFrame) + " of text"}
	case errors.As(w.state, &exit) && (exit.ExitCode() == exitMemory || killedBySystem(exit)), outOfMemory.MatchString(said):
		return &ended{why: overMemory, limit: mb(w.opt.Memory)}
	}
	how := "it ended without a word"
	if m := lastWords.FindStringSubmatch(said); m != nil {
		how = strings.TrimSpace(m[1])
	} else if w.state != nil {
		how = w.state.Error()
	}
	return &ended{why: crashed, how: how}
}

func mb(n int64) string { return fmt.Sprintf("%d MB", n>>20) }

// firstWords keeps the beginning of what a process writes while it reads a file: a Go program that breaks down says
// first why, and then where, at length.
type firstWords struct {
	mu  sync.Mutex
	buf []byte
}

func (t *firstWords) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p[:min(len(p), 4<<10-len(t.buf))]...)
	return len(p), nil
}

func (t *firstWords) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = t.buf[:0]
}

func (t *firstWords) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}
