package isolate

import (
	"fmt"
	"time"
)

// watch holds a worker that reads against its limits.
type watch struct {
	pid    int
	opt    Options
	time   time.Duration // for a step
	began  time.Time     // the file
	step   time.Time     // by the clock
	before time.Duration // processor time of the process when the step began
}

func newWatch(pid int, opt Options, size int, began time.Time) *watch {
	w := &watch{pid: pid, opt: opt, began: began}
	w.time = opt.Time + time.Duration(size>>20)*time.Second
	w.again()
	return w
}

// again begins a step.
func (w *watch) again() {
	w.step = time.Now()
	w.before, _, _ = usage(w.pid)
}

// clockFactor is how much longer by the clock a step may take where nobody knows its processor time.
const clockFactor = 3

// look returns which limit the worker broke, nil when none.
func (w *watch) look() *ended {
	clock := time.Since(w.step)
	cpu, memory, known := usage(w.pid)
	switch {
	case memory > w.opt.Memory:
		return &ended{why: overMemory, limit: mb(w.opt.Memory)}
	case known && cpu-w.before > w.time, !known && clock > clockFactor*w.time:
		return &ended{why: overTime, limit: seconds(w.time)}
	case clock > w.opt.Wait:
		return &ended{why: overTime, limit: seconds(w.opt.Wait)}
	case time.Since(w.began) > w.opt.Total:
		return &ended{why: overTime, limit: seconds(w.opt.Total)}
	}
	return nil
}

func seconds(d time.Duration) string {
	if d >= 2*time.Minute {
		return fmt.Sprintf("%.0f minutes", d.Minutes())
	}
	return fmt.Sprintf("%.3g seconds", d.Seconds())
}
