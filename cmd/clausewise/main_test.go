package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/isolate"
	"github.com/clausewise/clausewise/pipeline/report"
)

func TestMain(m *testing.M) {
	isolate.Main(extract.ReadAll) // workers are this test binary under its own name, which knows no commands
	testscript.Main(m, map[string]func(){
		"clausewise": main,
		"bigtext":    bigText,
		"ask":        ask,
		"bigpdf":     bigPDF,
		"lockedpdf":  lockedPDF,
		"scannedpdf": scannedPDF,
	})
}

// TestScripts runs the scripts in testdata: commands, what they print, and their exit codes.
func TestScripts(t *testing.T) {
	fixtures, err := filepath.Abs("../../fixtures")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("FIXTURES", fixtures)
			e.Setenv("LANG", "C.UTF-8")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "notroot":
				return os.Geteuid() != 0, nil
			case "linux":
				return runtime.GOOS == "linux", nil
			}
			return false, fmt.Errorf("no condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exitCode, "address": address, "shown": shown},
	})
}

// exitCode is `exit N command...`: the command must end with that code.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit N command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if e, ok := err.(*exec.ExitError); ok {
		code = e.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// bigText writes a letter of many paragraphs to its argument.
func bigText() {
	var b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&b, "Afsnit %d. Vi foreslår, at bestemmelsen om stien langs åen præciseres, så alle kan færdes der.\n\n", i)
	}
	if err := os.WriteFile(os.Args[1], []byte(b.String()), 0o644); err != nil {
		panic(err)
	}
}

// TestKilledRunIsTakenUp kills a run again and again, and holds the report against that of an undisturbed run.
func TestKilledRunIsTakenUp(t *testing.T) {
	name := clausewise(t)
	for what, draft := range map[string][]string{"draft": {"--policy", "../../fixtures/en-parks/policy.pdf"}, "no draft": nil} {
		t.Run(what, func(t *testing.T) {
			batch := func(out string) *exec.Cmd {
				args := append([]string{"batch", "--quiet", "--reader", "off", "--workers", "1", "--out", out}, draft...)
				return exec.Command(name, append(args, "../../fixtures/en-parks/responses")...)
			}
			whole, parts := t.TempDir(), t.TempDir()
			if out, err := batch(whole).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			killed := 0
			for wait := 50 * time.Millisecond; killIn(t, batch(parts), wait); wait += wait / 8 {
				killed++
			}
			t.Logf("killed %d times", killed)
			sameReports(t, whole, parts)
		})
	}
}

// clausewise returns a path under which the test binary is the program: testscript.Main looks at the name it is called by.
func clausewise(t testing.TB) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "clausewise")
	if err := os.Symlink(exe, name); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	return name
}

// killIn starts c, kills it after wait, and reports whether that stopped it before it was done.
func killIn(t *testing.T, c *exec.Cmd, wait time.Duration) bool {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(wait, func() { c.Process.Kill() })
	defer timer.Stop()
	return c.Wait() != nil
}

func sameReports(t *testing.T, whole, parts string) {
	t.Helper()
	for _, f := range report.Formats {
		a, err := os.ReadFile(filepath.Join(whole, f.File))
		if err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(filepath.Join(parts, f.File)); err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s of the run that was stopped differs (%v)", f.File, err)
		}
	}
}

// TestCtrlC sends the signal of Ctrl-C to a run that has begun: it ends in good order, and the next run goes on.
func TestCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signal can be sent here")
	}
	name, out := clausewise(t), t.TempDir()
	batch := func() *exec.Cmd {
		return exec.Command(name, "batch", "--reader", "off", "--workers", "1", "--out", out, "--policy", "../../fixtures/en-parks/policy.pdf", "../../fixtures/en-parks/responses")
	}
	c := batch()
	errs, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(errs)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "reading: 1 of 10 files") {
		t.Fatalf("first line: %q", lines.Text())
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	last := ""
	for lines.Scan() {
		last = lines.Text()
	}
	c.Wait()
	if code := c.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(last, "the same command goes on from here") {
		t.Errorf("exit code %d, last line %q", code, last)
	}
	again, err := batch().Output()
	if err != nil || !strings.Contains(string(again), "unchanged since the last run") {
		t.Errorf("the next run: %v, %q", err, again)
	}
}

func TestStoppedRunSaysSo(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var out, errs bytes.Buffer
	code := run(ctx, []string{"batch", "--reader", "off", "--policy", "../../fixtures/en-parks/policy.pdf", "--out", t.TempDir(), "../../fixtures/en-parks/responses"}, &out, &errs)
	if code != exitFailed || !strings.Contains(errs.String(), "the same command goes on from here") {
		t.Errorf("code %d: %s", code, &errs)
	}
}
