package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline/stream"
)

const deadLettersHelp = `Messages that can't be processed go to the dead letters, with the cause, the stage and where they lay; the rest
goes on without them. "list" shows them, "retry" hands them to their stages again, once the cause is mended.
They are asked of a server, or with --kafka of the topic itself.`

type deadOptions struct {
	node
	server, tokenFile string
	json, all         bool
}

// undertaker keeps dead letters: a server, or the stream itself.
type undertaker interface {
	DeadLetters(ctx context.Context) ([]stream.DeadLetter, error)
	Retry(ctx context.Context, numbers ...int64) error
}

func deadLettersCommand() *cobra.Command {
	var o deadOptions
	cmd := &cobra.Command{
		Use:   "deadletters",
		Short: "List messages that could not be processed, or try them again",
		Long:  deadLettersHelp,
		Example: `  clausewise deadletters list
  clausewise deadletters retry 3 4
  clausewise deadletters retry --all --kafka 10.0.0.5:9092`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	list := &cobra.Command{
		Use:     "list",
		Short:   "List messages that could not be processed",
		Example: "  clausewise deadletters list --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd, func(u undertaker) error { return listDead(cmd, u, o.json) })
		},
	}
	retry := &cobra.Command{
		Use:     "retry NUMBER...",
		Short:   "Hand messages to their stages again",
		Example: "  clausewise deadletters retry 3 4\n  clausewise deadletters retry --all",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !o.all {
				return usageError{errors.New("name the numbers that \"clausewise deadletters list\" shows, or --all")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd, func(u undertaker) error { return retryDead(cmd, u, args, o.all) })
		},
	}
	list.Flags().BoolVar(&o.json, "json", false, "a JSON object a line")
	retry.Flags().BoolVar(&o.all, "all", false, "all that were not tried again yet")
	for _, c := range []*cobra.Command{list, retry} {
		o.storeFlags(c)
		c.Flags().StringVar(&o.server, "server", "http://127.0.0.1:8080", "the server's address")
		c.Flags().StringVar(&o.tokenFile, "token-file", "", "file with a token that the server knows")
	}
	cmd.AddCommand(list, retry)
	return cmd
}

// with calls do with who keeps the dead letters.
func (o *deadOptions) with(cmd *cobra.Command, do func(undertaker) error) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	if !o.onKafka() {
		c, err := dial(o.server, o.tokenFile, 0)
		if err != nil {
			return err
		}
		return do(c)
	}
	if err := o.open(cmd.Context(), cmd.ErrOrStderr(), false); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	return o.conn.advise(do(o.service))
}

func listDead(cmd *cobra.Command, u undertaker, asJSON bool) error {
	list, err := u.DeadLetters(cmd.Context())
	if err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	if asJSON {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		for _, d := range list {
			if err := e.Encode(d); err != nil {
				return err
			}
		}
		return nil
	}
	return deadTable(w, list)
}

func deadTable(w io.Writer, list []stream.DeadLetter) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "No dead letters.")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NUMBER\tSINCE\tSTAGE\tCONSULTATION\tFILE\tATTEMPTS\tRETRIED\tCAUSE")
	for _, d := range list {
		again := "no"
		if d.Retried {
			again = "yes"
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", d.Number, d.At.Format(time.DateTime), d.Stage, d.Consultation, plain(d.Name), d.Attempts, again, plain(d.Cause))
	}
	return t.Flush()
}

// plain keeps a stranger's words from steering the terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '·'
		}
		return r
	}, s)
}

func retryDead(cmd *cobra.Command, u undertaker, args []string, all bool) error {
	var numbers []int64
	for _, a := range args {
		n, err := strconv.ParseInt(a, 10, 64)
		if err != nil {
			return usageError{fmt.Errorf("%q is no number of a dead letter", a)}
		}
		numbers = append(numbers, n)
	}
	if all {
		list, err := u.DeadLetters(cmd.Context())
		if err != nil {
			return err
		}
		for _, d := range list {
			if !d.Retried {
				numbers = append(numbers, d.Number)
			}
		}
	}
	if len(numbers) > 0 {
		if err := u.Retry(cmd.Context(), numbers...); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s handed to their stages again.\n", count(len(numbers), "message"))
	return err
}
