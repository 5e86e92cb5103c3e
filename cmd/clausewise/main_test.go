package main

import (
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

	"github.com/clausewise/clausewise/pipeline/report"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"clausewise": main,
		"bigtext":    bigText,
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exitCode},
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
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript.Main runs the program when the test binary is called by the command's name
	name := filepath.Join(t.TempDir(), "clausewise")
	if err := os.Symlink(exe, name); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	args := func(out string) []string {
		return []string{"batch", "--quiet", "--workers", "1", "--policy", "../../fixtures/en-parks/policy.pdf", "--out", out, "../../fixtures/en-parks/responses"}
	}
	whole, parts := t.TempDir(), t.TempDir()
	if out, err := exec.Command(name, args(whole)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	killed := 0
	for wait := 60 * time.Millisecond; ; wait += 15 * time.Millisecond {
		c := exec.Command(name, args(parts)...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(wait, func() { c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		if err == nil {
			break
		}
		killed++
	}
	t.Logf("killed %d times", killed)
	for _, f := range report.Formats {
		a, err := os.ReadFile(filepath.Join(whole, f.File))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(parts, f.File))
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s of a run that was killed %d times differs (%v)", f.File, killed, err)
		}
	}
}

func TestStoppedRunSaysSo(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var out, errs bytes.Buffer
	code := run(ctx, []string{"batch", "--policy", "../../fixtures/en-parks/policy.pdf", "--out", t.TempDir(), "../../fixtures/en-parks/responses"}, &out, &errs)
	if code != exitFailed || !strings.Contains(errs.String(), "the same command goes on from here") {
		t.Errorf("code %d: %s", code, &errs)
	}
}
