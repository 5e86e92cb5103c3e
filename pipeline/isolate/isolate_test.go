package isolate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

func TestMain(m *testing.M) {
	Main(misread)
	os.Exit(m.Run())
}

var kept [][]byte // so that the collector can't help

func use(n int) {
	b := make([]byte, n)
	for i := range b {
		b[i] = 1
	}
	kept = append(kept, b)
}

// misread does what the file's words say, as a reader with a fault would; any other file it reads.
func misread(ctx context.Context, name string, data []byte) []extract.Member {
	said := []extract.Member{{Name: name, Doc: &consult.Document{Text: strconv.Itoa(os.Getpid())}}}
	words := strings.Fields(string(data[:min(len(data), 99)]))
	if len(words) < 2 || words[0] != "do" {
		return extract.ReadAll(ctx, name, data)
	}
	switch words[1] {
	case "panic":
		panic("no such page")
	case "exit":
		os.Exit(5)
	case "overflow":
		var down func(int) int
		down = func(n int) int { return down(n+1) + 1 }
		return said[down(0):]
	case "race": // a fatal error that nothing recovers from
		m := map[int]int{}
		for range 8 {
			go func() {
				for i := 0; ; i++ {
					m[i%9] = i
				}
			}()
		}
		select {}
	case "loop":
		for n := 0; ; n++ {
			if n < 0 {
				return nil
			}
		}
	case "wait":
		select {}
	case "grow":
		for {
			use(4 << 20)
		}
	case "leap":
		use(3 << 30)
	case "keep": // more with each file, as a reader that leaks
		use(60 << 20)
	case "steps":
		for range 8 {
			for t := time.Now(); time.Since(t) < 300*time.Millisecond; {
			}
			extract.Progressed(ctx)
		}
	case "child":
		c := exec.Command("sleep", "600")
		if err := c.Start(); err != nil {
			panic(err)
		}
		os.WriteFile(words[2], []byte(strconv.Itoa(c.Process.Pid)), 0o600)
		select {}
	case "flood":
		said[0].Doc.Text = strings.Repeat("x", maxFrame)
	case "print":
		fmt.Println("a library says something")
	}
	return said
}

func pool(t testing.TB, o Options) *Pool {
	t.Helper()
	p, err := New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Close()
		if len(p.idle) > 0 {
			t.Error("a worker was left")
		}
	})
	return p
}

// skipUnderRace leaves out tests of memory limits: the race detector takes many times the memory for itself.
func skipUnderRace(t *testing.T) {
	t.Helper()
	info, _ := debug.ReadBuildInfo()
	for _, s := range info.Settings {
		if s.Key == "-race" && s.Value == "true" {
			t.Skip("the race detector needs more memory than the limits here")
		}
	}
}

func (p *Pool) say(name, words string) (string, error) {
	m := p.ReadAll(context.Background(), "breve/"+name, []byte(words))[0]
	if m.Err != nil {
		return "", m.Err
	}
	return m.Doc.Text, nil
}

func TestLimitsAreNamed(t *testing.T) {
	skipUnderRace(t)
	hasty := pool(t, Options{Workers: 1, Time: 400 * time.Millisecond, Memory: 160 << 20})
	patient := pool(t, Options{Workers: 1, Time: time.Minute, Memory: 160 << 20}) // a busy machine takes its time to crash
	for _, c := range []struct{ do, code, says string }{
		{"panic", "panic", "no such page, isolate_test.go"},
		{"exit", "read.crash", "exit status 5"},
		{"overflow", "read.crash", "stack overflow"},
		{"race", "read.crash", "concurrent map"},
		{"loop", "read.time", "0.4 seconds"},
		{"grow", "read.memory", "160 MB of memory"},
		{"leap", "read.memory", "160 MB of memory"},
	} {
		t.Run(c.do, func(t *testing.T) {
			p := patient
			if c.code == "read.time" {
				p = hasty
			}
			_, err := p.say("x.pdf", "do "+c.do)
			var e *extract.Error
			if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Text, c.says) || !strings.Contains(e.Text, "x.pdf") {
				t.Errorf("got %#v", err)
			}
			if got, err := p.say("brev.txt", "Vi støtter forslaget."); err != nil || got != "Vi støtter forslaget." {
				t.Errorf("the next file: %q, %v", got, err)
			}
		})
	}
}

// TestWaiting: a worker that works no more, because what it waits for doesn't come, ends by the clock.
func TestWaiting(t *testing.T) {
	p := pool(t, Options{Workers: 1, Wait: 700 * time.Millisecond})
	if _, err := p.say("x.pdf", "do wait"); err == nil || !strings.Contains(err.Error(), "0.7 seconds") {
		t.Error(err)
	}
}

func TestWorkerIsKept(t *testing.T) {
	p := pool(t, Options{Workers: 1})
	first, _ := p.say("a", "do tell")
	for range 3 {
		if again, err := p.say("a", "do tell"); again != first || again == "" {
			t.Fatalf("process %q after %q (%v)", again, first, err)
		}
	}
	if _, err := p.say("a", "do exit"); err == nil {
		t.Fatal("no error")
	}
	if next, err := p.say("a", "do tell"); next == first || err != nil {
		t.Errorf("process %q after the end of %q (%v)", next, first, err)
	}
}

// TestSecondChance: what a worker keeps of earlier files must not be a later one's fault.
func TestSecondChance(t *testing.T) {
	skipUnderRace(t)
	p := pool(t, Options{Workers: 1, Memory: 200 << 20})
	for range 6 {
		if _, err := p.say("a", "do keep"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStepsStartTheCountAgain(t *testing.T) {
	p := pool(t, Options{Workers: 1, Time: time.Second})
	if _, err := p.say("scan.pdf", "do steps"); err != nil {
		t.Error(err)
	}
	p = pool(t, Options{Workers: 1, Time: time.Second, Total: 700 * time.Millisecond})
	if _, err := p.say("scan.pdf", "do steps"); err == nil || !strings.Contains(err.Error(), "0.7 seconds") {
		t.Errorf("in all: %v", err)
	}
}

func TestPrintingDoesNoHarm(t *testing.T) {
	p := pool(t, Options{Workers: 1})
	if got, err := p.say("a", "do print"); err != nil || got == "" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestEndlessAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second and a gigabyte")
	}
	p := pool(t, Options{Workers: 1, Memory: 2 << 30})
	if _, err := p.say("a", "do flood"); err == nil || !strings.Contains(err.Error(), "of text") {
		t.Error(err)
	}
}

func TestContextEndsTheWorker(t *testing.T) {
	p := pool(t, Options{Workers: 1})
	ctx, stop := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer stop()
	if m := p.ReadAll(ctx, "a", []byte("do loop")); !errors.Is(m[0].Err, context.DeadlineExceeded) {
		t.Errorf("got %v", m[0].Err)
	}
	if _, err := p.say("a", "do tell"); err != nil {
		t.Error(err)
	}
	if m := p.ReadAll(ctx, "a", []byte("do tell")); !errors.Is(m[0].Err, context.DeadlineExceeded) {
		t.Errorf("after the end: %v", m[0].Err)
	}
}

func TestManyAtOnce(t *testing.T) {
	p := pool(t, Options{Workers: 3, Time: 2 * time.Second})
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	for i := range 40 {
		wg.Go(func() {
			what := "do tell"
			if i%10 == 3 {
				what = "do exit"
			}
			pid, err := p.say("a", what)
			if (err != nil) != (i%10 == 3) {
				t.Errorf("%d: %v", i, err)
			}
			mu.Lock()
			seen[pid] = true
			mu.Unlock()
		})
	}
	wg.Wait()
	if len(seen) > 3+2*4+1 { // each crash costs at most two
		t.Errorf("%d workers for 40 files", len(seen))
	}
	p.Close()
	if _, err := p.say("a", "do tell"); err == nil {
		t.Error("a closed pool reads")
	}
}

// letters are files of every kind among the fixtures, good and bad ones.
func letters(t testing.TB) map[string][]byte {
	out := map[string][]byte{
		"tom.pdf": nil, "halv.pdf": []byte("%PDF-1.4\nnothing"), "brev.txt": []byte("Vi støtter forslaget."),
		"brev.html": []byte("<h1>Svar</h1><p>Vi er enige.</p><ol><li>et<li>to</ol>"), "ingenting.bin": []byte("\x01\x02\x03\x00\x05\x06"),
		"mail.eml": []byte("From: a@example.org\nSubject: Svar\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nVi støtter forslaget om flere bænke.\n"),
	}
	err := fs.WalkDir(os.DirFS("../../fixtures"), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".pdf" {
			out[name], err = os.ReadFile("../../fixtures/" + name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSameAsHere holds what workers give, as a report would write it, against the same reading in this process.
func TestSameAsHere(t *testing.T) {
	p := pool(t, Options{Workers: 2})
	for name, data := range letters(t) {
		want := extract.ReadAll(context.Background(), name, data)
		got := p.ReadAll(context.Background(), name, data)
		if len(got) != len(want) {
			t.Fatalf("%s: %d members, want %d", name, len(got), len(want))
		}
		for i := range want {
			a, _ := json.Marshal(want[i].Doc)
			b, _ := json.Marshal(got[i].Doc)
			if string(a) != string(b) || got[i].Name != want[i].Name {
				t.Errorf("%s differs:\n%s", name, cmp.Diff(string(a), string(b)))
			}
			var x, y *extract.Error
			if errors.As(want[i].Err, &x) != errors.As(got[i].Err, &y) || x != nil && (x.Code != y.Code || x.Text != y.Text || fmt.Sprint(x.Err) != fmt.Sprint(y.Err)) {
				t.Errorf("%s: error %#v, want %#v", name, got[i].Err, want[i].Err)
			}
		}
	}
}

func TestNotHooked(t *testing.T) {
	hooked = false
	defer func() { hooked = true }()
	if _, err := New(context.Background(), Options{}); err == nil {
		t.Error("a program that can't be a worker was started as one")
	}
}
