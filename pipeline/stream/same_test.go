package stream

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	formats "github.com/clausewise/clausewise/pipeline/report"
)

const (
	letters   = "../../fixtures/da-boernepolitik/responses"
	draftFile = "../../fixtures/da-boernepolitik/policy.pdf"
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
func outputs(t testing.TB, s *Service, consultation string) map[string]string {
	t.Helper()
	r, err := s.Report(t.Context(), consultation)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got := map[string]string{}
	for _, f := range []formats.Format{formats.JSON, formats.Responses} {
		var b bytes.Buffer
		if err := f.Write(&b, formats.Input{Summary: r.Summary, Responses: r.Responses}); err != nil {
			t.Fatal(err)
		}
		got[f.File] = b.String()
	}
	return got
}

// quiet is a logger that says nothing unless CLAUSEWISE_TEST_LOG is set, in worker processes too.
func quiet() *slog.Logger {
	if os.Getenv("CLAUSEWISE_TEST_LOG") == "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// local is a service with everything in one process.
type local struct {
	*Service
	blobs blobs.Store
	stop  func()
}

// start starts a service over the folder dir, as `serve` does without Kafka.
func start(t testing.TB, dir string, reader pipeline.Reader) *local {
	t.Helper()
	store, err := blobs.OpenFolder(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	return startOn(t, dir, store, Config{Reader: reader})
}

// startOn starts a service on a store, with what is set in c and the stages named (none: all).
func startOn(t testing.TB, dir string, store blobs.Store, c Config, stages ...string) *local {
	t.Helper()
	reader := c.Reader
	l, err := OpenLedger(filepath.Join(dir, "ledger.db"), "p", reader)
	if err != nil {
		t.Fatal(err)
	}
	broker := bus.NewMemory(bus.MemoryOptions{}, Topics("")...)
	if spy, ok := c.Broker.(*spy); ok {
		spy.Broker = broker
	} else {
		c.Broker = broker
	}
	c.Blobs, c.Ledger, c.Program, c.Version, c.Volatile, c.Logger = store, l, "p", "test", true, quiet()
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, stages) }()
	x := &local{s, store, nil}
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
func settle(t testing.TB, s *Service, consultation string, discovered bool, patience time.Duration) {
	t.Helper()
	still := 0
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		st, err := s.Status(t.Context(), consultation)
		if err != nil {
			t.Fatal(err)
		}
		if st.Pending == 0 && !st.Recomputing && st.Discovered == discovered && st.Shown == st.Submissions && idle(s) {
			if still++; still > 2 {
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

// idle reports whether no stage has a message that is not finished: the ledger may not have heard of one yet.
func idle(s *Service) bool {
	lag, err := s.Lag(context.Background())
	for _, n := range lag {
		if n > 0 {
			return false
		}
	}
	return err == nil
}

// history hands files to the stream in a random order with all that may happen to them on the way: some come twice, some
// came in another version before (also late), some respondents are erased and come again, some for good.
type history struct {
	*rand.Rand
	at     time.Time
	of     string // the consultation
	events []func(*Service) error
}

func (h *history) submit(id, name string, data []byte, at time.Time) {
	h.events = append(h.events, func(s *Service) error {
		_, err := s.Submit(context.Background(), Submission{Consultation: h.of, ID: id, Name: name, Data: data, At: at})
		return err
	})
}

func (h *history) erase(id string, at time.Time) {
	h.events = append(h.events, func(s *Service) error { return s.eraseAt(context.Background(), h.of, id, at) })
}

// newHistory makes the history of a set's files. Its draft comes somewhere in the middle: what came before is read again.
func newHistory(seed uint64, x set) *history {
	files := x.files
	h := &history{of: x.name, Rand: rand.New(rand.NewPCG(seed, 7)), at: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}
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
	if x.draft != "" {
		h.events = append(h.events, func(s *Service) error {
			data, err := os.ReadFile(x.draft)
			if err != nil {
				return err
			}
			return s.setPolicyAt(context.Background(), x.name, filepath.Base(x.draft), data, h.at)
		})
	}
	h.Shuffle(len(h.events), func(i, k int) { h.events[i], h.events[k] = h.events[k], h.events[i] })
	return h
}

// set is a consultation of the tests.
type set struct {
	name  string
	files []file
	draft string // its file; "": none
}

// skovvig is a consultation with a draft, tranevig the same without.
func skovvig(t testing.TB) set { return set{"skovvig", corpus(t), draftFile} }
func tranevig(t testing.TB) set {
	files := corpus(t)
	return set{"tranevig", files[:len(files)-1], ""} // without the draft's file, which would be a response like any other
}

// TestSameAsFolder is the promise of the package: whatever the history, the summary is that of a folder run.
func TestSameAsFolder(t *testing.T) {
	for _, x := range []set{skovvig(t), tranevig(t)} {
		want := folder(t, x.files, x.draft, pipeline.ReaderOff)
		for seed := range uint64(4) {
			t.Run(fmt.Sprint(x.name, "/", seed), func(t *testing.T) {
				dir := t.TempDir()
				s := start(t, dir, pipeline.ReaderOff)
				h := newHistory(seed, x)
				for _, do := range h.events {
					if err := do(s.Service); err != nil {
						t.Fatal(err)
					}
					switch h.IntN(12) {
					case 0, 1:
						time.Sleep(time.Duration(h.IntN(60)) * time.Millisecond)
					case 2: // the process ends and begins again
						s.stop()
						s = start(t, dir, pipeline.ReaderOff)
					}
				}
				settle(t, s.Service, x.name, x.draft == "", 3*time.Minute)
				same(t, want, outputs(t, s.Service, x.name))
				swept(t, s, x)
			})
		}
	}
}

// TestSameWithReader is the same with the learned reader, over fewer letters.
func TestSameWithReader(t *testing.T) {
	x := skovvig(t)
	x.files = x.files[:4]
	want := folder(t, x.files, x.draft, pipeline.ReaderAuto)
	s := start(t, t.TempDir(), pipeline.ReaderAuto)
	for _, do := range newHistory(1, x).events {
		if err := do(s.Service); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, s.Service, x.name, false, time.Minute)
	same(t, want, outputs(t, s.Service, x.name))
}

// TestSameOnS3 is the same with the blobs in a bucket.
func TestSameOnS3(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("letters"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	store, err := blobs.OpenS3(t.Context(), blobs.S3Options{Endpoint: server.URL, Bucket: "letters", Prefix: "c", AccessKey: "a", SecretKey: "b"})
	if err != nil {
		t.Fatal(err)
	}
	x := skovvig(t)
	want := folder(t, x.files, x.draft, pipeline.ReaderOff)
	s := startOn(t, t.TempDir(), store, Config{Reader: pipeline.ReaderOff})
	for _, do := range newHistory(9, x).events {
		if err := do(s.Service); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, s.Service, x.name, false, time.Minute)
	same(t, want, outputs(t, s.Service, x.name))
	swept(t, s, x)
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
func swept(t testing.TB, s *local, x set) {
	t.Helper()
	var left []string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		keep := map[string]bool{}
		for i := range x.files {
			r, err := s.Response(t.Context(), x.name, fmt.Sprintf("sender-%d", i))
			if err != nil {
				t.Fatal(err)
			}
			keep[BlobPrefix(x.name, r.ID, r.Revision)] = true
		}
		left = nil
		for name, err := range s.blobs.List(t.Context(), x.name+"/") {
			if err != nil {
				t.Fatal(err)
			}
			if f := strings.Split(name, "."); !keep[strings.Join(f[:min(2, len(f))], ".")+"."] && !strings.HasPrefix(name, x.name+"/policy/") {
				left = append(left, name)
			}
		}
		if len(left) == 0 {
			return
		}
	}
	t.Errorf("blobs are left that nobody needs: %v", left)
}
