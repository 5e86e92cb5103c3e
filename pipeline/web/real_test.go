package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/stream"
)

// disk is a store whose disk can be full.
type disk struct {
	blobs.Store
	full atomic.Bool
}

func (d *disk) Put(ctx context.Context, name string, data []byte) error {
	if d.full.Load() {
		return &os.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
	}
	return d.Store.Put(ctx, name, data)
}

// whole is a server over the real stream, all in this process.
type whole struct {
	*httptest.Server
	t    *testing.T
	disk *disk
	s    *Server
}

func newWhole(t *testing.T, dir string) *whole {
	t.Helper()
	folder, err := blobs.OpenFolder(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := stream.OpenLedger(filepath.Join(dir, "ledger.db"), "test", pipeline.ReaderOff)
	if err != nil {
		t.Fatal(err)
	}
	w := &whole{t: t, disk: &disk{Store: folder}}
	broker := bus.NewMemory(bus.MemoryOptions{}, stream.Topics("")...)
	m := NewMetrics()
	service, err := stream.New(stream.Config{Broker: broker, Blobs: w.disk, Ledger: l, Program: "test", Version: "test", Reader: pipeline.ReaderOff,
		Volatile: true, Logger: quiet, Observe: m.Observe})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- service.Run(ctx, nil) }()
	w.s = New(service, Config{Logger: quiet, Spool: t.TempDir(), Metrics: m, MaxBody: 1 << 20})
	w.Server = httptest.NewServer(w.s.Handler())
	t.Cleanup(func() {
		w.Server.Close()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		broker.Close()
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// do sends a request and returns the answer.
func (w *whole) do(method, path string, body []byte) (int, string) {
	w.t.Helper()
	r := must(http.NewRequest(method, w.URL+path, bytes.NewReader(body)))
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return a.StatusCode, string(data)
}

// want sends a request whose answer must have the status and hold the words, or with a "!" in front must not.
func (w *whole) want(method, path string, body string, status int, words ...string) {
	w.t.Helper()
	got, text := w.do(method, path, []byte(body))
	if got != status {
		w.t.Fatalf("%s %s: %d, want %d: %s", method, path, got, status, text)
	}
	for _, x := range words {
		x, without := strings.CutPrefix(x, "!")
		if strings.Contains(text, x) == without {
			w.t.Errorf("%s %s: %q in it is %v: %s", method, path, x, !without, text)
		}
	}
}

func letter(who, ask string) string {
	return "To the council\n\nWe recommend that " + ask + ".\n\nYours sincerely\n" + who + "\n"
}

const plan = "# Plan for the mill\n\n## 1 The mill\n\nThe mill is restored as a museum.\n\n## 2 The bridge\n\nThe bridge is rebuilt for pedestrians.\n"

func TestFullDisk(t *testing.T) {
	w := newWhole(t, t.TempDir())
	w.want("PUT", "/policy?name=plan.md", plan, 202)
	w.want("POST", "/responses?name=a.txt", letter("Mill Street Residents", "the mill be opened on Sundays"), 202)
	w.want("GET", "/summary?wait=30s", "", 200, "Mill Street Residents")
	w.disk.full.Store(true)
	w.want("POST", "/responses?name=b.txt", letter("Bridge Road Choir", "the bridge be lit"), 507, "store.full", "b.txt")
	w.want("PUT", "/policy?name=other.md", strings.ReplaceAll(plan, "mill", "dam"), 507, "store.full")
	w.want("GET", "/responses/b.txt", "", 404)
	w.want("GET", "/summary?wait=30s", "", 200, "Mill Street Residents", "!Bridge Road Choir", "Plan for the mill")
	w.disk.full.Store(false)
	w.want("POST", "/responses?name=b.txt", letter("Bridge Road Choir", "the bridge be lit"), 202)
	w.want("GET", "/summary?wait=30s", "", 200, "Mill Street Residents", "Bridge Road Choir")
}

// TestDiskFillsWhileReading has the disk full between the receipt and the reading: the letter waits for room.
func TestDiskFillsWhileReading(t *testing.T) {
	dir := t.TempDir()
	w := newWhole(t, dir)
	w.want("PUT", "/policy?name=plan.md", plan, 202)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			w.do("POST", fmt.Sprintf("/responses?name=R%02d.txt", i), []byte(letter("Choir", "the mill be painted")))
		})
		if i == 20 {
			w.disk.full.Store(true)
		}
	}
	all.Wait()
	time.Sleep(100 * time.Millisecond)
	w.disk.full.Store(false)
	for i := range 40 { // whoever was refused sends it again
		w.want("POST", fmt.Sprintf("/responses?name=R%02d.txt", i), letter("Choir", "the mill be painted"), 202)
	}
	w.want("GET", "/summary?wait=1m", "", 200, `"counts":{"responses":40,`, `"unread":0`)
}

func TestEraseThenDuplicate(t *testing.T) {
	dir := t.TempDir()
	w := newWhole(t, dir)
	w.want("PUT", "/policy?name=plan.md", plan, 202)
	body := letter("Mill Street Residents", "the mill be opened on Sundays")
	w.want("POST", "/responses?name=a.txt&id=R1", body, 202)
	w.want("GET", "/summary?wait=30s", "", 200, "Mill Street Residents")
	w.want("DELETE", "/responses/R1", "", 204)
	w.want("DELETE", "/responses/R1", "", 204)
	w.want("GET", "/responses/R1", "", 410, `"state":"erased"`, "!Mill Street")
	w.want("GET", "/summary?wait=30s", "", 200, "!Mill Street Residents", "!a.txt")
	filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if data, err := os.ReadFile(name); err != nil || bytes.Contains(data, []byte("opened on Sundays")) {
			t.Errorf("%s holds words of the erased letter (%v)", name, err)
		}
		return nil
	})
	w.want("POST", "/responses?name=a.txt&id=R1", body, 202) // sent anew, after the erasure: it counts
	w.want("GET", "/summary?wait=30s", "", 200, "Mill Street Residents")
}

func Test200ClientsAtOnceAreRead(t *testing.T) {
	w := newWhole(t, t.TempDir())
	w.want("PUT", "/policy?name=plan.md", plan, 202)
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			for _, ask := range []string{"the mill be painted", "the mill be painted green"} { // the second supersedes
				if status, text := w.do("POST", fmt.Sprintf("/responses?name=R%03d.txt", i), []byte(letter(fmt.Sprintf("Choir %03d", i), ask))); status != 202 {
					t.Errorf("R%03d: %d %s", i, status, text)
				}
			}
		})
	}
	all.Wait()
	w.want("GET", "/summary?wait=1m", "", 200, `"counts":{"responses":200,"respondents":200,`, `"recommendations":200,`, "!painted.")
}
