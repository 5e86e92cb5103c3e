//go:build unix

package isolate

import (
	"os/exec"
	"syscall"
)

// apart puts a worker into a process group of its own: Ctrl-C in a terminal reaches the program alone, which then ends
// its workers, and killing the group ends what the worker started as well.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// killTree ends a worker's group.
func killTree(c *exec.Cmd) { syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }

// killGroup ends this process and the programs it started, when it leads a group.
func killGroup() {
	if syscall.Getpgrp() == syscall.Getpid() {
		syscall.Kill(0, syscall.SIGKILL)
	}
}

// killedBySystem reports whether a process got the signal that can't be refused: the pool didn't send it, so the system
// was out of memory.
func killedBySystem(e *exec.ExitError) bool {
	s, ok := e.Sys().(syscall.WaitStatus)
	return ok && s.Signaled() && s.Signal() == syscall.SIGKILL
}
