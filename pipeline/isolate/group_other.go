//go:build !unix

package isolate

import (
	"os/exec"
	"syscall"
)

func apart() *syscall.SysProcAttr { return nil }

func killTree(c *exec.Cmd) { c.Process.Kill() }

func killGroup() {}

func killedBySystem(*exec.ExitError) bool { return false }
