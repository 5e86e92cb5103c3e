package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline/stream"
	"github.com/clausewise/clausewise/pipeline/web"
)

const workerHelp = `Works on some stages of the stream, beside "clausewise serve --kafka". Workers of a stage share its messages;
start as many as the topics have partitions, on as many machines as you like. They need the same --blobs as
serve: a bucket, or on one machine the same folder. One that is killed loses nothing: others take its work over.`

type workerOptions struct {
	node
	stages            []string
	listen, tokenFile string
	addressFile       string
}

func workerCommand() *cobra.Command {
	var o workerOptions
	cmd := &cobra.Command{
		Use:   "worker --kafka HOST:PORT,... [flags]",
		Short: "Work on some stages of the stream",
		Long:  workerHelp + "\n\nStages: " + strings.Join(workerStages(), ", ") + ".",
		Example: `  clausewise worker --kafka 10.0.0.5:9092 --blobs s3://letters/2026
  clausewise worker --kafka 127.0.0.1:9092 --data clausewise-data --stages extract,sections
  clausewise worker --kafka 10.0.0.5:9092 --blobs s3://letters/2026 --listen 127.0.0.1:9100   # with /metrics`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return work(cmd, &o) },
	}
	o.storeFlags(cmd)
	o.workFlags(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.stages, "stages", nil, "stages to work on (default: all but the summary)")
	f.StringVar(&o.listen, "listen", "", "address for /metrics, /healthz and /readyz (default: none)")
	f.StringVar(&o.addressFile, "address-file", "", "write the address that is listened on into this file")
	f.StringVar(&o.tokenFile, "token-file", "", "tokens, one a line, for /metrics (needed where other machines reach the address)")
	return cmd
}

// workerStages are the stages that several processes may work on.
func workerStages() []string {
	return slices.DeleteFunc(stream.StageNames(), func(s string) bool { return s == "summary" })
}

func work(cmd *cobra.Command, o *workerOptions) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	for _, s := range o.stages {
		if s == "summary" {
			return usageError{errors.New("--stages summary: the summary is kept by one process, \"clausewise serve\"")}
		}
		if !slices.Contains(workerStages(), s) {
			return usageError{fmt.Errorf("--stages %s: the stages are %s", s, strings.Join(workerStages(), ", "))}
		}
	}
	if !o.onKafka() {
		return usageError{errors.New("a worker takes its work from Kafka: add --kafka HOST:PORT. Without Kafka \"clausewise serve\" does all by itself")}
	}
	if len(o.stages) == 0 {
		o.stages = workerStages()
	}
	var c web.Config
	if o.listen != "" {
		if _, err := operations(o.listen, o.tokenFile, &c); err != nil {
			return err
		}
	}
	if err := o.open(cmd.Context(), cmd.ErrOrStderr(), false); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	var with []func(context.Context) error
	if o.listen != "" {
		l, err := listen(o.listen, o.addressFile)
		if err != nil {
			return err
		}
		c.Logger, c.Metrics = o.logger, o.metrics
		s := web.New(o.service, c)
		o.metrics.WatchLag(o.service.Lag)
		with = append(with, func(ctx context.Context) error { return s.Serve(ctx, l, s.Operations()) })
	}
	o.logger.Info("working", "stages", strings.Join(o.stages, ","))
	return o.work(cmd.Context(), o.stages, with...)
}
