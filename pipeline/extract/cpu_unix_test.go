//go:build unix

package extract

import (
	"syscall"
	"time"
)

// spent returns the processor time that this process has used: on a machine that does other things as well, the clock on
// the wall says little of a reader.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
