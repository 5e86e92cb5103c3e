//go:build unix

package isolate

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// gone waits until no process has the number.
func gone(t *testing.T, what string, pid int) {
	t.Helper()
	for range 200 {
		if syscall.Kill(pid, 0) != nil || zombie(pid) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Errorf("%s lives on", what)
}

// zombie reports whether a process has ended, and only its parent hasn't looked yet (where an init takes its time).
func zombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, state, _ := strings.Cut(string(stat), ") ")
	return err == nil && strings.HasPrefix(state, "Z")
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func waitFor(t *testing.T, file string) int {
	t.Helper()
	for range 400 {
		if b, err := os.ReadFile(file); err == nil && len(b) > 0 {
			return number(t, string(b))
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("nothing was started")
	return 0
}

// TestProgramsOfAWorkerEndToo kills a worker that had started another program.
func TestProgramsOfAWorkerEndToo(t *testing.T) {
	p := pool(t, Options{Workers: 1})
	file := filepath.Join(t.TempDir(), "pid")
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan bool)
	go func() {
		p.ReadAll(ctx, "a", []byte("do child "+file))
		close(done)
	}()
	child := waitFor(t, file)
	stop()
	<-done
	gone(t, "what the worker started", child)
}

// TestKilledProgramLeavesNone kills a program whose workers are at work.
func TestKilledProgramLeavesNone(t *testing.T) {
	if file := os.Getenv("ISOLATE_TEST_PROGRAM"); file != "" { // the program that will be killed
		p, err := New(context.Background(), Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		pid, err := p.say("a", "do tell") // the first worker; the second is busy below
		fmt.Println(pid, err)
		p.say("a", "do child "+file)
		return
	}
	file := filepath.Join(t.TempDir(), "pid")
	c := exec.Command(os.Args[0], "-test.run", "^TestKilledProgramLeavesNone$")
	c.Env = append(os.Environ(), "ISOLATE_TEST_PROGRAM="+file)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	worker := number(t, strings.Fields(line)[0])
	child := waitFor(t, file)
	c.Process.Kill()
	c.Wait()
	gone(t, "the worker", worker)
	gone(t, "what the worker started", child)
}
