package isolate

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// tickLength is the unit of times in /proc: the kernel's USER_HZ is 100 on every system that Go runs on.
const tickLength = 10 * time.Millisecond

// usage returns the processor time that a process has used and the memory that is resident.
func usage(pid int) (cpu time.Duration, memory int64, known bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, false
	}
	f := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:]) // after the name, which may hold blanks: from field 3 on
	if len(f) < 22 {
		return 0, 0, false
	}
	user, _ := strconv.ParseInt(string(f[11]), 10, 64)
	system, _ := strconv.ParseInt(string(f[12]), 10, 64)
	pages, _ := strconv.ParseInt(string(f[21]), 10, 64)
	return time.Duration(user+system) * tickLength, pages * int64(os.Getpagesize()), true
}
