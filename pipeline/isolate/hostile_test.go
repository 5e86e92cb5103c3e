package isolate

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline/extract"
)

// peak returns the most memory that a process has had resident, 0 where it isn't known.
func peak(pid int) int64 {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	m := regexp.MustCompile(`VmHWM:\s*(\d+) kB`).FindSubmatch(status)
	if err != nil || m == nil {
		return 0
	}
	kb, _ := strconv.ParseInt(string(m[1]), 10, 64)
	return kb << 10
}

// TestHostile reads files made to stop a reader: each ends in time, in bounds, and with a reason.
func TestHostile(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/pdf-hostile/*")
	if len(files) == 0 {
		t.Skip("no pdf-hostile beside the project; cmd/clausewise makes some of its own")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p := pool(t, Options{Workers: 1})
		w := p.idle[0].cmd.Process.Pid
		before, _, _ := usage(w)
		start := time.Now()
		m := p.ReadAll(context.Background(), filepath.Base(name), data)[0]
		clock := time.Since(start)
		after, _, _ := usage(w)
		why := ""
		var e *extract.Error
		switch {
		case errors.As(m.Err, &e):
			why = e.Code + ": " + e.Text
		case m.Err != nil:
			t.Errorf("%s: %v has no code", name, m.Err)
		case len(m.Doc.Problems) > 0:
			why = m.Doc.Problems[0].Code + ": " + m.Doc.Problems[0].Text
		default:
			t.Errorf("%s: read as if nothing were odd", name)
		}
		t.Logf("%-28s %5.2f s (%.2f s of the processor), %4d MB  %s", filepath.Base(name), clock.Seconds(), (after - before).Seconds(), peak(w)>>20, why)
		if spent := after - before; runtime.GOOS == "linux" && spent > 10*time.Second || clock > time.Minute {
			t.Errorf("%s: took %v, by the clock %v", name, spent, clock)
		}
		if n := peak(w); n > 1<<30 {
			t.Errorf("%s: took %d MB", name, n>>20)
		}
		p.Close()
	}
}
