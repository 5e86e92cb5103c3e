package stream

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/ledger"
	formats "github.com/clausewise/clausewise/pipeline/report"
)

const (
	consultation = "skovvig"
	letters      = "../../fixtures/da-boernepolitik/responses"
	draftFile    = "../../fixtures/da-boernepolitik/policy.pdf"
)

// file is a file of a consultation.
type file struct {
	name string
	data []byte
}

// mail is a file that holds three letters, and one that can't be read.
const mail = "From: Karla Ravn <karla@ravnsborg.example>\r\nTo: hoering@skovvig.example\r\nSubject: Svar\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=xyz\r\n\r\n--xyz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
	"Ravnsborg Forening støtter afsnit 2.2 om resiliens. Vi foreslår, at kommunen afsætter penge til det.\r\n\r\nVenlig hilsen\r\nKarla Ravn\r\n" +
	"--xyz\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename=bilag.txt\r\n\r\n" +
	"Ravnsborg Forening\r\n\r\nVi er imod afsnit 2.1, fordi det ikke nævner de yngste børn.\r\n" +
	"--xyz\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=scan.pdf\r\n\r\n%PDF-1.4 nothing else\r\n--xyz--\r\n"

// corpus returns the files of the tests: the fixture's letters, one twice, a mail with attachments, a file that can't be
// read, and the draft itself.
func corpus(t testing.TB) []file {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(letters, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no letters in %s (%v)", letters, err)
	}
	var out []file
	for _, n := range names {
		out = append(out, file{filepath.Base(n), read(t, n)})
	}
	return append(out, file{"igen/" + out[0].name, out[0].data}, file{"ravnsborg.eml", []byte(mail)},
		file{"tom.pdf", []byte("%PDF-1.4 but nothing more")}, file{"udkast.pdf", read(t, draftFile)})
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// folder runs the files as a folder and returns summary.json and responses.jsonl.
func folder(t testing.TB, files []file, policy string, reader pipeline.Reader) map[string]string {
	t.Helper()
	in, out := t.TempDir(), t.TempDir()
	for _, f := range files {
		name := filepath.Join(in, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, err := pipeline.Run(context.Background(), pipeline.Config{Inputs: []string{in}, Policy: policy, Out: out, Reader: reader, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range []formats.Format{formats.JSON, formats.Responses} {
		got[f.File] = string(read(t, filepath.Join(out, f.File)))
	}
	return got
}

// outputs writes what the stream has as the folder run would.
func outputs(t testing.TB, s *Service) map[string]string {
	t.Helper()
	sum, err := s.Summary(t.Context(), consultation)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range []formats.Format{formats.JSON, formats.Responses} {
		var b bytes.Buffer
		if err := f.Write(&b, formats.Input{Summary: sum, Responses: s.Responses(t.Context(), consultation)}); err != nil {
			t.Fatal(err)
		}
		got[f.File] = b.String()
	}
	return got
}

// quiet is a logger that says nothing unless the tests are verbose.
func quiet() *slog.Logger {
	if testing.Verbose() {
		return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	return slog.New(slog.DiscardHandler)
}

// local is a service with everything in one process.
type local struct {
	*Service
	ledger *ledger.Ledger
	blobs  *blobs.Folder
	stop   func()
}

// start starts a service over the folder dir, as `serve` does without Kafka.
func start(t testing.TB, dir string, reader pipeline.Reader) *local {
	t.Helper()
	store, err := blobs.OpenFolder(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := OpenLedger(filepath.Join(dir, "ledger.db"), "p", reader)
	if err != nil {
		t.Fatal(err)
	}
	broker := bus.NewMemory(bus.MemoryOptions{}, Topics("")...)
	s, err := New(Config{Broker: broker, Blobs: store, Ledger: l, Program: "p", Version: "test", Reader: reader, Volatile: true, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, nil) }()
	x := &local{s, l, store, nil}
	stopped := false
	x.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		broker.Close()
		l.Close()
	}
	t.Cleanup(x.stop)
	return x
}

// settle waits until all is read, and the draft in force is the one wanted and shown.
func settle(t testing.TB, s *Service, discovered bool) {
	t.Helper()
	still := 0
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		st, err := s.Status(t.Context(), consultation)
		if err != nil {
			t.Fatal(err)
		}
		if st.Pending == 0 && !st.Recomputing && st.Discovered == discovered && st.Shown == st.Submissions {
			if still++; still > 10 { // the conductor has had its say
				return
			}
			continue
		}
		still = 0
	}
	st, _ := s.Status(t.Context(), consultation)
	_, wants, _ := s.c.Ledger.Wanting(t.Context(), consultation)
	lag, err := s.Lag(t.Context())
	t.Logf("wanted: %+v, lag %v %v", wants, lag, err)
	t.Fatalf("it doesn't settle: %+v", st)
}

// history hands files to the stream in a random order with all that may happen to them on the way: some come twice, some
// came in another version before (also late), some respondents are erased and come again, some for good.
type history struct {
	*rand.Rand
	at     time.Time
	events []func(*Service) error
}

func (h *history) submit(id, name string, data []byte, at time.Time) {
	h.events = append(h.events, func(s *Service) error {
		_, err := s.Submit(context.Background(), Submission{Consultation: consultation, ID: id, Name: name, Data: data, At: at})
		return err
	})
}

func (h *history) erase(id string, at time.Time) {
	h.events = append(h.events, func(s *Service) error { return s.eraseAt(context.Background(), consultation, id, at) })
}

func newHistory(seed uint64, files []file) *history {
	h := &history{Rand: rand.New(rand.NewPCG(seed, 7)), at: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}
	for i, f := range files {
		id := fmt.Sprintf("sender-%d", i)
		t := h.at.Add(time.Duration(h.IntN(1000)) * time.Second)
		if h.IntN(3) == 0 { // an earlier version, which may arrive later
			h.submit(id, "foerste-"+f.name, files[h.IntN(len(files))].data, t.Add(-time.Hour))
		}
		if h.IntN(4) == 0 { // erased, then sent in again
			h.submit(id, f.name, f.data, t.Add(-2*time.Hour))
			h.erase(id, t.Add(-30*time.Minute))
		}
		for range 1 + h.IntN(2)*h.IntN(2) { // a duplicate
			h.submit(id, f.name, f.data, t)
		}
	}
	for k := range 2 { // gone for good
		id := fmt.Sprintf("gone-%d", k)
		f := files[h.IntN(len(files))]
		for range 1 + h.IntN(2) {
			h.submit(id, "vaek-"+f.name, f.data, h.at)
		}
		h.erase(id, h.at.Add(time.Hour))
	}
	h.Shuffle(len(h.events), func(i, k int) { h.events[i], h.events[k] = h.events[k], h.events[i] })
	return h
}

// TestSameAsFolder is the promise of the package: whatever the history, the summary is that of a folder run.
func TestSameAsFolder(t *testing.T) {
	files := corpus(t)
	want := folder(t, files, draftFile, pipeline.ReaderOff)
	draft := read(t, draftFile)
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("draft/", seed), func(t *testing.T) {
			s := start(t, t.TempDir(), pipeline.ReaderOff)
			h := newHistory(seed, files)
			policyAt := h.IntN(len(h.events)) // in the middle: what came before is read again
			for i, do := range h.events {
				if i == policyAt {
					if err := s.SetPolicy(t.Context(), consultation, filepath.Base(draftFile), draft); err != nil {
						t.Fatal(err)
					}
				}
				if err := do(s.Service); err != nil {
					t.Fatal(err)
				}
				if h.IntN(5) == 0 {
					time.Sleep(time.Duration(h.IntN(60)) * time.Millisecond)
				}
			}
			settle(t, s.Service, false)
			same(t, want, outputs(t, s.Service))
			swept(t, s, files)
		})
	}
	var rest []file // without a draft the draft's file is a response like any other; leave it out
	for _, f := range files {
		if f.name != "udkast.pdf" {
			rest = append(rest, f)
		}
	}
	want = folder(t, rest, "", pipeline.ReaderOff)
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("discovered/", seed), func(t *testing.T) {
			s := start(t, t.TempDir(), pipeline.ReaderOff)
			for _, do := range newHistory(100+seed, rest).events {
				if err := do(s.Service); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Millisecond)
			}
			settle(t, s.Service, true)
			same(t, want, outputs(t, s.Service))
		})
	}
}

func same(t testing.TB, want, got map[string]string) {
	t.Helper()
	for f := range want {
		if want[f] != got[f] {
			t.Errorf("%s differs from the folder run's (-folder +stream):\n%s", f, cmp.Diff(strings.Split(want[f], "\n"), strings.Split(got[f], "\n")))
		}
	}
}

// swept reports blobs of versions that were superseded or erased.
func swept(t testing.TB, s *local, files []file) {
	t.Helper()
	var left []string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		keep := map[string]bool{}
		for i := range files {
			r, err := s.Response(t.Context(), consultation, fmt.Sprintf("sender-%d", i))
			if err != nil {
				t.Fatal(err)
			}
			keep[BlobPrefix(consultation, r.ID, r.Revision)] = true
		}
		left = nil
		for name, err := range s.blobs.List(t.Context(), consultation+"/") {
			if err != nil {
				t.Fatal(err)
			}
			if f := strings.Split(name, "."); !keep[strings.Join(f[:min(2, len(f))], ".")+"."] && !strings.HasPrefix(name, consultation+"/policy/") {
				left = append(left, name)
			}
		}
		if len(left) == 0 {
			return
		}
	}
	t.Errorf("blobs are left that nobody needs: %v", left)
}
