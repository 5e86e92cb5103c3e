package stream

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/kafka"
)

// hired is what a worker process is told, in the environment: it is this test's program, started again.
type hired struct {
	Brokers []string
	Prefix  string
	Blobs   string
	Reader  pipeline.Reader
	Stages  []string
	Name    string // how the broker names the process
}

const hiredEnv = "CLAUSEWISE_STREAM_WORKER"

func TestMain(m *testing.M) {
	if job := os.Getenv(hiredEnv); job != "" {
		if err := beWorker(job); err != nil {
			fmt.Fprintln(os.Stderr, "worker:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// impatient are options that wait less for members that were killed. kfake begins to wait anew whenever a member joins,
// and a join that has waited five seconds longer than that is given up and joins again: with the usual times, members
// that come and go can keep each other waiting for ever there. A real Kafka waits once.
func impatient(brokers []string) kafka.Options {
	return kafka.Options{Brokers: brokers, Logger: quiet(), Session: 6 * time.Second, Grace: time.Second}
}

func beWorker(job string) error {
	var w hired
	if err := json.Unmarshal([]byte(job), &w); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go func() { // the test holds the other end: should it die, so does this
		io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	o := impatient(w.Brokers)
	o.ClientID = w.Name
	b, err := kafka.Open(o)
	if err != nil {
		return err
	}
	defer b.Close()
	store, err := blobs.OpenFolder(w.Blobs)
	if err != nil {
		return err
	}
	s, err := New(Config{Broker: b, Blobs: store, Prefix: w.Prefix, Program: "p", Version: "test", Reader: w.Reader, Logger: quiet()})
	if err != nil {
		return err
	}
	return s.Run(ctx, w.Stages)
}

// hire starts a worker process.
func hire(t testing.TB, w hired) *exec.Cmd {
	t.Helper()
	job, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), hiredEnv+"="+string(job))
	c.Stderr = os.Stderr
	if _, err := c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// company is a service with its ledger, a submitter without, and workers that come and go, over Kafka.
type company struct {
	*Service
	submitter *Service
	t         testing.TB
	job       hired
	rand      *rand.Rand

	workers []worker
	hired   int
	killed  int
	ghosts  ghosts
}

// worker is a worker's process.
type worker struct {
	*exec.Cmd
	name string
}

// found founds a company on the brokers.
func found(t testing.TB, brokers []string, prefix string, seed uint64) *company {
	t.Helper()
	dir := t.TempDir()
	co := &company{t: t, rand: rand.New(rand.NewPCG(seed, 11)),
		job: hired{Brokers: brokers, Prefix: prefix, Blobs: filepath.Join(dir, "blobs"), Reader: pipeline.ReaderOff}}
	b, err := kafka.Open(impatient(brokers))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.CreateTopics(t.Context(), time.Hour, Topics(prefix)...); err != nil {
		t.Fatal(err)
	}
	store, err := blobs.OpenFolder(co.job.Blobs)
	if err != nil {
		t.Fatal(err)
	}
	l, err := OpenLedger(filepath.Join(dir, "ledger.db"), "p", co.job.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Broker: b, Blobs: store, Ledger: l, Prefix: prefix, Program: "p", Version: "test", Reader: co.job.Reader, Logger: quiet()}
	if co.Service, err = New(c); err != nil {
		t.Fatal(err)
	}
	c.Ledger = nil
	if co.submitter, err = New(c); err != nil {
		t.Fatal(err)
	}
	co.ghosts = watchGhosts(t, brokers)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- co.Run(ctx, []string{stageSummary}) }()
	t.Cleanup(func() {
		for len(co.workers) > 0 {
			co.dismiss(0, syscall.SIGKILL)
		}
		co.ghosts.rest()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		b.Close()
		l.Close()
	})
	return co
}

// teams are the ways in which the stages are shared out.
var teams = [][]string{
	{"extract", "sections", "reader", "clauses", "findings", "stance"},
	{"extract", "sections"},
	{"reader", "clauses", "findings", "stance"},
}

func (co *company) hire(team int) {
	w := co.job
	w.Stages = teams[team%len(teams)]
	co.hired++
	w.Name = fmt.Sprintf("worker-%d", co.hired)
	co.workers = append(co.workers, worker{hire(co.t, w), w.Name})
}

func (co *company) dismiss(i int, sig syscall.Signal) {
	w := co.workers[i]
	co.workers = append(co.workers[:i], co.workers[i+1:]...)
	if sig == syscall.SIGKILL {
		co.killed++
	}
	w.Process.Signal(sig)
	w.Wait()
	if sig == syscall.SIGKILL {
		co.ghosts.died(w.name)
	}
}

// churn ends a worker, mostly without warning, and starts another.
func (co *company) churn() {
	sig := syscall.SIGKILL
	if co.rand.IntN(4) == 0 {
		sig = syscall.SIGTERM
	}
	co.dismiss(co.rand.IntN(len(co.workers)), sig)
	co.hire(co.rand.IntN(2) * co.rand.IntN(len(teams))) // mostly one that does all, so that no stage is left alone
}

// live lives through the histories of the sets side by side, then waits until all is read.
func (co *company) live(seed uint64, sets []set, kills int, patience time.Duration) {
	co.t.Helper()
	for i := range 3 {
		co.hire(i)
	}
	var all []func(*Service) error
	for i, x := range sets {
		all = append(all, newHistory(seed*100+uint64(i), x).events...)
	}
	co.rand.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	every := max(len(all)/max(kills, 1), 1)
	for i, do := range all {
		s := co.Service
		if co.rand.IntN(2) == 0 {
			s = co.submitter
		}
		if err := do(s); err != nil {
			co.t.Fatal(err)
		}
		time.Sleep(time.Duration(co.rand.IntN(40)) * time.Millisecond)
		if i%every == every-1 && co.killed < kills {
			co.churn()
		}
	}
	for co.killed < kills { // and some while the rest is being read
		time.Sleep(time.Duration(co.rand.IntN(1500)) * time.Millisecond)
		co.churn()
	}
	co.hire(0)
	for _, x := range sets {
		settle(co.t, co.Service, x.name, x.draft == "", patience)
	}
}

// onReal reports whether the brokers are those that CLAUSEWISE_KAFKA names.
func onReal(brokers []string) bool {
	return os.Getenv("CLAUSEWISE_KAFKA") == strings.Join(brokers, ",")
}

// onKafka runs do on a broker in this process, and on the one that CLAUSEWISE_KAFKA names.
func onKafka(t *testing.T, do func(t *testing.T, brokers []string)) {
	t.Run("kfake", func(t *testing.T) {
		c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.DataDir(t.TempDir()))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		do(t, c.ListenAddrs())
	})
	t.Run("real", func(t *testing.T) {
		addr := os.Getenv("CLAUSEWISE_KAFKA")
		if addr == "" {
			t.Skip("CLAUSEWISE_KAFKA names no broker; .ci/kafka run go test ./pipeline/stream starts one")
		}
		do(t, strings.Split(addr, ","))
	})
}

// TestKafkaSameAsFolder is TestSameAsFolder over Kafka with three worker processes, which are killed again and again.
func TestKafkaSameAsFolder(t *testing.T) {
	if testing.Short() {
		t.Skip("worker processes are killed and waited for")
	}
	sets := []set{skovvig(t), tranevig(t)}
	var want []map[string]string
	for _, x := range sets {
		want = append(want, folder(t, x.files, x.draft, pipeline.ReaderOff))
	}
	onKafka(t, func(t *testing.T, brokers []string) {
		co := found(t, brokers, fmt.Sprintf("t%d", time.Now().UnixNano()), 1)
		co.live(1, sets, 4, 5*time.Minute)
		for i, x := range sets {
			same(t, want[i], outputs(t, co.Service, x.name))
		}
	})
}
