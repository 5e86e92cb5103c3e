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

// clockFactor is how much longer than its processor time a step may take: the machine may have much else to do, but a
// worker that waits for ever must end too.
const clockFactor = 6

// look returns which limit the worker broke, nil when none.
func (w *watch) look() *ended {
	clock := time.Since(w.step)
	cpu, memory, known := usage(w.pid)
	switch {
	case memory > w.opt.Memory:
		return &ended{why: overMemory, limit: mb(w.opt.Memory)}
	case known && cpu-w.before > w.time, !known && clock > w.time, clock > clockFactor*w.time:
		return &ended{why: overTime, limit: seconds(w.time)}
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
