package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/stream"
	"github.com/clausewise/clausewise/pipeline/web"
)

const submitHelp = `Sends responses into the stream: to a server ("clausewise serve"), or with --kafka straight into its topics,
the files into --blobs. Folders are searched in depth. A file sent again under its name takes the place of the
earlier one, so sending a folder again is always right; what did not change is not counted twice.

With --watch it stays and sends what lands in a folder, once it is written whole: size and time unchanged for
two looks. What was sent is noted in FOLDER/.clausewise-submitted, and the next run goes on from there. A file
that is taken out of the folder stays submitted; to erase it, send DELETE /responses/ID to the server.

Exit code: 0 all files are safe; 3 some were refused (they are listed); 1 it failed; 2 wrong usage.`

type submitOptions struct {
	node
	server, tokenFile    string
	consultation, policy string
	watch, state         string
	every, patience      time.Duration
	wait                 time.Duration
	atOnce               int
	quiet                bool
}

func submitCommand() *cobra.Command {
	var o submitOptions
	cmd := &cobra.Command{
		Use:   "submit [flags] FILE|FOLDER...",
		Short: "Send responses into the stream",
		Long:  submitHelp,
		Example: `  clausewise submit letter.pdf
  clausewise submit --policy draft.pdf --wait 5m responses/
  clausewise submit --watch inbox/
  clausewise submit --server https://letters.example --token-file token --consultation harbour-plan responses/
  clausewise submit --kafka 10.0.0.5:9092 --blobs s3://letters/2026 responses/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if o.watch == "" && o.policy == "" {
				return atLeastOne("a file or a folder with responses, or a folder to --watch")(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return submit(cmd, &o, args) },
	}
	o.storeFlags(cmd)
	consultationFlag(cmd, &o.consultation)
	f := cmd.Flags()
	f.StringVar(&o.server, "server", "http://127.0.0.1:8080", "the server's address")
	f.StringVar(&o.tokenFile, "token-file", "", "file with a token that the server knows")
	f.StringVar(&o.policy, "policy", "", "the draft, put in force before the responses are sent")
	f.StringVar(&o.watch, "watch", "", "stay, and send what lands in this folder")
	f.StringVar(&o.state, "state", "", "where --watch notes what was sent (default: FOLDER/.clausewise-submitted)")
	f.DurationVar(&o.every, "every", 2*time.Second, "time between two looks at the folder of --watch")
	f.DurationVar(&o.patience, "retry", 30*time.Second, "how long a file is tried again while the server is busy or gone")
	f.DurationVar(&o.wait, "wait", 0, "wait until all that was submitted is read, at most that long")
	f.IntVar(&o.atOnce, "at-once", 4, "files sent at the same time")
	f.BoolVar(&o.quiet, "quiet", false, "no progress, only problems")
	return cmd
}

// intake takes responses: a server, or the stream itself.
type intake interface {
	Submit(ctx context.Context, s stream.Submission) (stream.Receipt, error)
	SetPolicy(ctx context.Context, consultation, name string, data []byte) error
}

func submit(cmd *cobra.Command, o *submitOptions, args []string) (err error) {
	switch {
	case o.watch != "" && len(args) > 0:
		return usageError{errors.New("--watch FOLDER sends that folder's files; send others in a run of their own")}
	case o.atOnce < 1:
		return usageError{errors.New("--at-once is a number of files, at least 1")}
	case o.every < time.Millisecond:
		return usageError{errors.New("--every is a time such as 2s")}
	case o.wait > 0 && o.onKafka():
		return usageError{errors.New("--wait asks the server; with --kafka nobody here knows what was read")}
	}
	if err := o.check(); err != nil {
		return err
	}
	ctx := cmd.Context()
	to, err := o.target(ctx, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	if o.policy != "" {
		if err := o.sendPolicy(ctx, to); err != nil {
			return err
		}
	}
	if o.watch != "" {
		return o.watchFolder(cmd, to)
	}
	if len(args) == 0 {
		return nil
	}
	jobs, err := pipeline.Jobs(args, "")
	if err != nil {
		return err
	}
	refused, err := o.sendAll(ctx, cmd.ErrOrStderr(), to, jobs)
	if err != nil {
		return err
	}
	if !o.quiet {
		fmt.Fprintf(cmd.OutOrStdout(), "%s submitted to %s, consultation %s.\n", count(len(jobs)-len(refused), "file"), o.where(), o.consultation)
	}
	if err := o.await(cmd, to); err != nil {
		return err
	}
	if len(refused) > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s refused:\n", were(len(refused), "file"))
		for _, p := range refused {
			fmt.Fprintf(cmd.ErrOrStderr(), "  %s\n", p.Text)
		}
		return unreadError(len(refused))
	}
	return nil
}

func were(n int, what string) string {
	if n == 1 {
		return "1 " + what + " was"
	}
	return fmt.Sprintf("%d %ss were", n, what)
}

func (o *submitOptions) where() string {
	if o.onKafka() {
		return "Kafka"
	}
	return o.server
}

// target opens what responses are sent to.
func (o *submitOptions) target(ctx context.Context, errw io.Writer) (intake, error) {
	if o.onKafka() {
		return kafkaIntake{o.patience, &o.node}, o.open(ctx, errw, false)
	}
	return dial(o.server, o.tokenFile, o.patience)
}

// dial returns a client of a server, with the first token of a file.
func dial(server, tokenFile string, patience time.Duration) (*web.Client, error) {
	token := os.Getenv("CLAUSEWISE_TOKEN")
	if tokenFile != "" {
		tokens, err := web.ReadTokens(tokenFile)
		if err != nil {
			return nil, err
		}
		token = tokens[0]
	}
	c, err := web.NewClient(server, token, patience)
	if err != nil {
		return nil, usageError{fmt.Errorf("--server: %w", err)}
	}
	return c, nil
}

// kafkaIntake gives the stream's own intake an end to its patience, where the broker can't be reached.
type kafkaIntake struct {
	patience time.Duration
	*node
}

func (k kafkaIntake) Submit(ctx context.Context, s stream.Submission) (stream.Receipt, error) {
	ctx, stop := context.WithTimeout(ctx, k.patience)
	defer stop()
	r, err := k.service.Submit(ctx, s)
	return r, k.conn.advise(err)
}

func (k kafkaIntake) SetPolicy(ctx context.Context, consultation, name string, data []byte) error {
	ctx, stop := context.WithTimeout(ctx, k.patience)
	defer stop()
	return k.conn.advise(k.service.SetPolicy(ctx, consultation, name, data))
}

func (o *submitOptions) sendPolicy(ctx context.Context, to intake) error {
	if _, err := pipeline.ReadPolicy(ctx, o.policy); err != nil {
		return err
	}
	data, err := os.ReadFile(o.policy)
	if err != nil {
		return err
	}
	if err := to.SetPolicy(ctx, o.consultation, filepath.Base(o.policy), data); err != nil {
		return fmt.Errorf("the draft %s was not put in force: %w", o.policy, err)
	}
	return nil
}

// sendAll sends the files, several at a time. Those that are refused are listed; what would befall the others too ends
// the run.
func (o *submitOptions) sendAll(ctx context.Context, errw io.Writer, to intake, jobs []pipeline.Job) ([]consult.ProblemEntry, error) {
	bar := &bar{w: errw, terminal: isTerminal(errw), start: time.Now()}
	state := pipeline.Progress{Phase: "submitting", Total: len(jobs)}
	var mu sync.Mutex
	var refused []consult.ProblemEntry
	g, group := errgroup.WithContext(ctx)
	g.SetLimit(o.atOnce)
	for _, j := range jobs {
		if group.Err() != nil {
			break
		}
		g.Go(func() error {
			err := o.send(group, to, j)
			if err != nil && !concernsFile(err) {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				state.Failed++
				refused = append(refused, consult.ProblemEntry{File: j.Name, Problem: consult.Problem{Text: err.Error()}})
			}
			state.Done++
			if !o.quiet {
				bar.show(state)
			}
			return nil
		})
	}
	err := g.Wait()
	bar.clear()
	slices.SortFunc(refused, func(a, b consult.ProblemEntry) int { return strings.Compare(a.File, b.File) })
	if err == nil {
		err = ctx.Err()
	}
	return refused, err
}

func (o *submitOptions) send(ctx context.Context, to intake, j pipeline.Job) error {
	data, err := pipeline.Load(j)
	if err != nil {
		return err
	}
	_, err = to.Submit(ctx, stream.Submission{Consultation: o.consultation, Name: j.Name, Data: data})
	return err
}

// concernsFile tells errors of one file from those that would befall every other too.
func concernsFile(err error) bool {
	var file *extract.Error
	var p *web.Problem
	switch {
	case errors.As(err, &file), errors.Is(err, stream.ErrTooLarge), errors.Is(err, stream.ErrSubmission):
		return true
	case errors.As(err, &p):
		return p.File != "" && p.Status >= 400 && p.Status < 500
	}
	return false
}

// await waits until the server has read what was submitted.
func (o *submitOptions) await(cmd *cobra.Command, to intake) error {
	c, ok := to.(*web.Client)
	if o.wait <= 0 || !ok {
		return nil
	}
	ctx, stop := context.WithTimeout(cmd.Context(), o.wait)
	defer stop()
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		list, err := c.Consultations(ctx)
		if err != nil && cmd.Context().Err() == nil && ctx.Err() == nil {
			return err
		}
		for _, st := range list {
			if st.Consultation == o.consultation && st.Pending == 0 && !st.Recomputing {
				if !o.quiet {
					fmt.Fprintf(cmd.OutOrStdout(), "All is read: %s in the summary.\n", count(st.Shown, "file"))
				}
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not all was read within %v; it is safe, and the server goes on reading", o.wait)
		case <-time.After(pause):
		}
	}
}

// watchFolder sends what lands in a folder until it is told to end.
func (o *submitOptions) watchFolder(cmd *cobra.Command, to intake) error {
	if o.state == "" {
		o.state = journalName(o.watch)
	}
	j, err := openJournal(o.state, o.where()+" "+o.consultation)
	if err != nil {
		return err
	}
	defer j.file.Close()
	waiting := ""
	w := &watcher{dir: o.watch, every: o.every, sent: j, final: concernsFile,
		send: func(ctx context.Context, job pipeline.Job) error { return o.send(ctx, to, job) },
		note: func(name string, err error) {
			switch {
			case err != nil && concernsFile(err):
				fmt.Fprintf(cmd.ErrOrStderr(), "refused: %v\n", err)
			case err != nil:
				if waiting != err.Error() { // once, however often it is tried
					waiting = err.Error()
					fmt.Fprintf(cmd.ErrOrStderr(), "waiting: %v\n", err)
				}
				return
			case !o.quiet:
				fmt.Fprintf(cmd.OutOrStdout(), "submitted: %s\n", name)
			}
			waiting = ""
		},
	}
	return w.run(cmd.Context())
}
