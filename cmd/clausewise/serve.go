package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/stream"
	"github.com/clausewise/clausewise/pipeline/web"
)

const serveHelp = `Takes responses in over HTTP as they come and keeps the summary right at any moment:

  curl -F file=@letter.pdf http://127.0.0.1:8080/responses      sends one in; the answer is a receipt
  curl http://127.0.0.1:8080/summary                            the summary as JSON; ?format=html, markdown, csv
  curl -N http://127.0.0.1:8080/events                          a line whenever the summary has changed
  curl -X PUT --data-binary @draft.pdf http://127.0.0.1:8080/policy
  curl -X DELETE http://127.0.0.1:8080/responses/ID             erases a respondent
  /responses /consultations /deadletters /metrics /healthz /readyz

A response sent again under its name (or ?id=) takes the place of the earlier one. Without --kafka everything
happens in this process; what it accepted is kept under --data and taken up again at the next start. With
--kafka the stages are connected by topics, and workers on other machines take part; the summary is kept by
one process, this one.

It listens on this machine only, unless --listen says otherwise; then it wants a --token-file. Ctrl-C ends it:
it takes no more, finishes what it has begun, and nothing is left half written.`

type serveOptions struct {
	node
	listen, addressFile  string
	tokenFile            string
	consultation, policy string
	stages               []string
	maxBody              int64
	rate                 float64
}

func serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve [flags]",
		Short: "Take responses in over HTTP and keep the summary up to date",
		Long:  serveHelp,
		Example: `  clausewise serve --policy draft.pdf
  clausewise serve --data /var/lib/clausewise --consultation harbour-plan --policy draft.pdf
  clausewise serve --listen 0.0.0.0:8080 --token-file token
  clausewise serve --kafka 10.0.0.5:9092 --blobs s3://letters/2026 --stages summary`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd, &o) },
	}
	o.storeFlags(cmd)
	o.workFlags(cmd)
	consultationFlag(cmd, &o.consultation)
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	f.StringVar(&o.addressFile, "address-file", "", "write the address that is listened on into this file")
	f.StringVar(&o.tokenFile, "token-file", "", "tokens, one a line; requests must carry one (needed where other machines reach the address)")
	f.StringVar(&o.policy, "policy", "", "the draft: PDF, HTML, DOCX, Markdown, text or clauses.json (default: the one in force, else clauses are discovered)")
	f.StringSliceVar(&o.stages, "stages", nil, "stages to work on besides the summary (default: all)")
	f.Int64Var(&o.maxBody, "max-body", extract.MaxFile>>20, "largest file that is taken in, in MB")
	f.Float64Var(&o.rate, "rate", 0, "requests a second that one address may send; 0: no limit on this machine alone, 50 elsewhere")
	return cmd
}

// config makes the server's configuration, and refuses to be open to strangers.
func (o *serveOptions) config() (web.Config, error) {
	c := web.Config{Consultation: o.consultation, Spool: filepath.Join(o.data, "incoming"), MaxBody: o.maxBody << 20, Rate: o.rate}
	open, err := operations(o.listen, o.tokenFile, &c)
	if err != nil {
		return c, err
	}
	if open && c.Rate == 0 {
		c.Rate = 50
	}
	if o.maxBody < 1 || o.maxBody<<20 > extract.MaxFile {
		return c, usageError{fmt.Errorf("--max-body %d: from 1 to %d MB", o.maxBody, extract.MaxFile>>20)}
	}
	return c, nil
}

// operations reads the tokens, and tells whether other machines reach the address.
func operations(listen, tokenFile string, c *web.Config) (open bool, err error) {
	if _, _, err := net.SplitHostPort(listen); err != nil {
		return false, usageError{fmt.Errorf("--listen %s: write it as HOST:PORT, such as 127.0.0.1:8080", listen)}
	}
	if tokenFile != "" {
		if c.Tokens, err = web.ReadTokens(tokenFile); err != nil {
			return false, err
		}
	}
	open = !web.Loopback(listen)
	if open && len(c.Tokens) == 0 {
		return open, usageError{fmt.Errorf("--listen %s can be reached from other machines, and without a token everybody there could read and erase the responses: add --token-file FILE, or listen on 127.0.0.1", listen)}
	}
	return open, nil
}

func serve(cmd *cobra.Command, o *serveOptions) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	c, err := o.config()
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	if o.policy != "" { // a draft that can't be read is said before anything starts
		if _, err := pipeline.ReadPolicy(ctx, o.policy); err != nil {
			return err
		}
	}
	if len(o.stages) > 0 {
		o.stages = append(o.stages, "summary")
	}
	if err := o.open(ctx, cmd.ErrOrStderr(), true); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	if err := os.RemoveAll(c.Spool); err != nil { // of a process that was killed
		return err
	}
	if err := os.MkdirAll(c.Spool, 0o700); err != nil {
		return err
	}
	l, err := listen(o.listen, o.addressFile)
	if err != nil {
		return err
	}
	c.Logger, c.Metrics = o.logger, o.metrics
	s := web.New(o.service, c)
	o.metrics.WatchLag(o.service.Lag)
	o.logger.Info("serving", "address", "http://"+l.Addr().String(), "data", o.data, "consultation", o.consultation, "kafka", o.onKafka())
	return o.work(ctx, o.stages, func(ctx context.Context) error { return s.Serve(ctx, l, s.Handler()) }, o.putPolicy)
}

// work runs the stages and what goes with them until ctx ends or one of them fails. What goes with them ends first, so
// that whatever was still taken in is handed on.
func (n *node) work(ctx context.Context, stages []string, with ...func(context.Context) error) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	front, frontCtx := errgroup.WithContext(ctx)
	failed := make(chan error, 1)
	go func() { failed <- n.service.Run(working, stages) }()
	for _, f := range with {
		front.Go(func() error { return f(frontCtx) })
	}
	var early error
	front.Go(func() error {
		select {
		case early = <-failed:
			if early == nil {
				early = errors.New("the stages ended by themselves")
			}
			return early
		case <-frontCtx.Done():
			return nil
		}
	})
	err := front.Wait()
	stop()
	if early == nil {
		err = errors.Join(err, <-failed)
	}
	if err == nil {
		n.logger.Info("ended in good order")
	}
	return n.conn.advise(err)
}

// putPolicy puts the draft of --policy in force, as soon as that can be done.
func (o *serveOptions) putPolicy(ctx context.Context) error {
	if o.policy == "" {
		return nil
	}
	data, err := os.ReadFile(o.policy)
	if err != nil {
		return err
	}
	for {
		err := o.service.SetPolicy(ctx, o.consultation, filepath.Base(o.policy), data)
		switch {
		case err == nil || ctx.Err() != nil:
			return nil
		case errors.Is(err, stream.ErrConsultation): // no waiting mends a name
			return fmt.Errorf("--consultation %w", err)
		}
		o.logger.Warn("the draft can't be put in force yet; trying again", "err", err)
		select {
		case <-time.After(2 * time.Second):
		case <-ctx.Done():
			return nil
		}
	}
}

// listen opens the address and tells it to whoever waits for the file, which is there whole or not at all.
func listen(address, file string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w; is another server running there?", address, err)
	}
	if file == "" {
		return l, nil
	}
	if err = os.WriteFile(file+".new", []byte("http://"+l.Addr().String()+"\n"), 0o644); err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		l.Close()
		return nil, fmt.Errorf("--address-file: %w", err)
	}
	return l, nil
}
