package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/isolate"
	"github.com/clausewise/clausewise/pipeline/store"
	"github.com/clausewise/clausewise/pipeline/stream"
	"github.com/clausewise/clausewise/pipeline/web"
)

// node is a process's part in a stream: what serve, worker and the others that speak to Kafka have in common.
type node struct {
	conn    connection
	data    string // folder for the ledger and, unless told otherwise, the blobs
	blobs   string
	reader  string
	workers int
	iso     isolation
	log     string

	logger  *slog.Logger
	metrics *web.Metrics
	service *stream.Service
	closers []func() error
}

// storeFlags are those of every process that puts files in.
func (n *node) storeFlags(cmd *cobra.Command) {
	n.conn.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&n.data, "data", "clausewise-data", "folder for what is kept")
	f.StringVar(&n.blobs, "blobs", "", "where originals and results are kept: a folder, or s3://BUCKET/PREFIX?endpoint=https://HOST with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (default: DATA/blobs)")
	f.StringVar(&n.log, "log", "text", "log lines as text or json")
}

// workFlags are those of a process that reads files.
func (n *node) workFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.IntVar(&n.workers, "workers", runtime.NumCPU(), "letters that a stage works on at the same time")
	f.StringVar(&n.reader, "reader", "auto", "the learned reader: auto, on, or off; the same in all processes")
	isolateFlag(cmd, &n.iso)
}

func (n *node) check() error {
	switch {
	case n.log != "text" && n.log != "json":
		return usageError{fmt.Errorf("--log %s: text or json", n.log)}
	case n.reader != "" && n.reader != "auto" && n.reader != "on" && n.reader != "off":
		return usageError{fmt.Errorf("--reader %s: auto, on or off", n.reader)}
	case n.reader != "" && n.workers < 1:
		return usageError{errors.New("--workers is a number of letters, at least 1")}
	}
	if n.iso != "" {
		if err := n.iso.check(); err != nil {
			return err
		}
	}
	if !n.onKafka() {
		return n.conn.withoutKafka()
	}
	return nil
}

// open makes the service. A process that keeps the summary has the ledger.
func (n *node) open(ctx context.Context, errw io.Writer, withLedger bool) (err error) {
	defer func() {
		if err != nil {
			n.close()
		}
	}()
	n.logger = newLogger(errw, n.log)
	n.metrics = web.NewMetrics()
	n.conn.lost = n.metrics.Lost
	c := stream.Config{Prefix: n.conn.prefix, Version: nameAndVersion(), Reader: pipeline.Reader(n.reader), Workers: n.workers, Logger: n.logger, Observe: n.metrics.Observe,
		Limit: isolate.Longest + time.Minute} // a file that the folder run reads, a long scan, is read here too
	if c.Program, err = program(); err != nil {
		return err
	}
	if err := os.MkdirAll(n.data, 0o700); err != nil {
		return fmt.Errorf("--data %s can't be made: %w", n.data, err)
	}
	if c.Blobs, err = n.openBlobs(ctx); err != nil {
		return err
	}
	if n.iso != "" {
		read, done, err := n.iso.open(ctx, errw, n.workers)
		if err != nil {
			return err
		}
		n.later(func() error { done(); return nil })
		c.Extract = read
	}
	if withLedger {
		l, err := store.LockFile(filepath.Join(n.data, "lock"))
		if err != nil {
			return fmt.Errorf("--data %s is in use: another server keeps its summary there (%w)", n.data, err)
		}
		n.later(l.Close)
		if c.Ledger, err = stream.OpenLedger(filepath.Join(n.data, "ledger.db"), c.Program, c.Reader); err != nil {
			return err
		}
		n.later(c.Ledger.Close)
	}
	if c.Broker, err = n.conn.open(n.logger); err != nil {
		return err
	}
	c.Volatile = !n.onKafka()
	n.later(c.Broker.Close)
	n.service, err = stream.New(c)
	return err
}

// onKafka reports whether the stages are connected by topics, so that there may be other processes.
func (n *node) onKafka() bool { return len(n.conn.kafka) > 0 }

// openBlobs opens the place for originals and results.
func (n *node) openBlobs(ctx context.Context) (blobs.Store, error) {
	if n.blobs == "" {
		return blobs.Open(ctx, filepath.Join(n.data, "blobs"))
	}
	s, err := blobs.Open(ctx, n.blobs)
	if err != nil {
		return nil, fmt.Errorf("--blobs: %w", err)
	}
	return s, nil
}

// later has close call f, the last first.
func (n *node) later(f func() error) { n.closers = append(n.closers, f) }

func (n *node) close() error {
	var errs []error
	for len(n.closers) > 0 {
		last := len(n.closers) - 1
		errs = append(errs, n.closers[last]())
		n.closers = n.closers[:last]
	}
	return errors.Join(errs...)
}

// consultationFlag adds the flag that says which consultation a command is about.
func consultationFlag(cmd *cobra.Command, name *string) {
	cmd.Flags().StringVar(name, "consultation", "default", "the consultation's short name: lower-case letters, digits, dots and dashes")
}
