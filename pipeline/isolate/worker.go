package isolate

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"sync"
	"time"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// Read reads the letters in a file, as [extract.ReadAll] does.
type Read func(ctx context.Context, name string, data []byte) []extract.Member

// workerEnv tells a process that it is a worker, and how many bytes of memory it may use.
const workerEnv = "CLAUSEWISE_READ_WORKER"

// exitMemory is the exit code of a worker that went over its memory.
const exitMemory = 97

// hooked tells New that this program can be a worker.
var hooked bool

// Main makes this process a worker when a pool started it as one: then it answers requests by read and never returns.
// In any other process it does nothing. A program must call it before it does anything else.
func Main(read Read) {
	hooked = true
	memory, err := strconv.ParseInt(os.Getenv(workerEnv), 10, 64)
	if err != nil {
		return
	}
	os.Unsetenv(workerEnv) // a program that this one starts is no worker
	out := os.Stdout
	os.Stdout = os.Stderr // what a library prints must not stand between the frames
	confine(memory)
	debug.SetMemoryLimit(memory * 3 / 4)
	debug.SetGCPercent(400)     // a worker's heap is small: collecting it at every other letter took a fifth of the time
	debug.SetMaxStack(64 << 20) // nothing that calls itself so deep comes to an end
	w := &answering{out: out, read: read, codec: newCodec(), memory: memory}
	w.serve(os.Stdin)
}

// answering is a process that answers requests.
type answering struct {
	mu     sync.Mutex // of out
	out    io.Writer
	read   Read
	codec  *codec
	memory int64
}

// serve answers what comes in until nothing more does. The end of in means that nobody waits any more, so it ends the
// process at once, whatever it is at, with the programs it started.
func (w *answering) serve(in io.Reader) {
	requests := make(chan frame)
	go func() {
		for {
			f, err := readFrame(in, extract.MaxFile+1<<20)
			if err != nil || f.kind != requestFrame {
				quit()
			}
			requests <- f
		}
	}()
	go w.watch()
	w.send(helloFrame, nil)
	for f := range requests {
		name, data, err := parseRequest(f.data)
		if err != nil {
			quit()
		}
		w.answer(name, data)
		tidy()
	}
}

func (w *answering) answer(name string, data []byte) {
	ctx := extract.WithProgress(context.Background(), func() { w.send(beatFrame, nil) })
	b, err := w.codec.encode(guarded(ctx, w.read, name, data))
	if err != nil {
		fmt.Fprintln(os.Stderr, "panic:", err) // taken for the reason of the crash
		os.Exit(1)
	}
	w.send(answerFrame, b)
}

// guarded reads, and turns a panic into the error that a folder run makes of it.
func guarded(ctx context.Context, read Read, name string, data []byte) (out []extract.Member) {
	defer func() {
		if p := recover(); p != nil {
			out = []extract.Member{{Name: name, Err: &extract.Error{Code: "panic",
				Text: fmt.Sprintf("%s: the program failed on this file (%v, %s). Please report it with the file.", name, p, analyzers.Where())}}}
		}
	}()
	return read(ctx, name, data)
}

func (w *answering) send(kind byte, data []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if writeFrame(w.out, kind, data) != nil {
		quit()
	}
}

// heapKept is how much memory a worker keeps between files.
const heapKept = 96 << 20

// tidy gives memory back that only an unusual file needed, so that each file finds the worker as the first one did.
func tidy() {
	if inUse() > heapKept {
		debug.FreeOSMemory()
	}
}

// watch ends the process when Go's memory goes over the limit. The pool looks too, at all of the process; this is for
// systems where it can't, and quicker.
func (w *answering) watch() {
	for range time.Tick(20 * time.Millisecond) {
		if inUse() > w.memory {
			os.Exit(exitMemory)
		}
	}
}

// inUse returns how many bytes Go has from the system and did not give back.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

func quit() {
	killGroup()
	os.Exit(0)
}
