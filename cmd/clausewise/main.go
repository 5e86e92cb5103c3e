// Clausewise reads the responses to a consultation and tells, clause by clause of the draft, who supports it, who
// opposes it, on which condition, what is asked for and which words are to change, each with its sentence and page.
//
// Each subcommand is a file here that opens with its help. Packages below pipeline and analyzers do the work.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/isolate"
)

// Exit codes, as the README lists them.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitUnread = 3 // the report was made, but some files could not be read
)

func main() {
	isolate.Main(extract.ReadAll) // a process that was started to read strangers' files goes no further
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// usageError is a mistake in the command line.
type usageError struct{ error }

// unreadError says that the report was made without some of the files.
type unreadError int

func (n unreadError) Error() string { return fmt.Sprintf("%d files could not be read", int(n)) }

// run runs the program and returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	c, err := root.ExecuteContextC(ctx)
	return explain(c, err, ctx, stderr)
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "clausewise",
		Short: "Read consultation responses, clause by clause of the draft",
		Long: `Clausewise reads the responses to a consultation (PDF, Word, HTML, mail, text) and tells, clause by
clause of the draft, who supports it, who opposes it, on which condition, what is asked for and which
words are to change: each with the sentence and the page it stands on. Nothing leaves this machine.`,
		Example: `  clausewise batch --policy draft.pdf --out report responses/
  clausewise summary report --clause 2.1
  clausewise text letter.pdf`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return c.Help()
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(batchCommand(), summaryCommand(), textCommand(), evalCommand(), serveCommand(), workerCommand(),
		submitCommand(), topicsCommand(), deadLettersCommand(), versionCommand())
	namingUsage(root)
	return root
}

// namingUsage makes wrong arguments of the command and those below it errors of usage.
func namingUsage(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		namingUsage(c)
	}
}

// atLeastOne asks for arguments in words.
func atLeastOne(of string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("name %s", of)
		}
		return nil
	}
}

// explain tells the user what went wrong and returns the exit code.
func explain(c *cobra.Command, err error, ctx context.Context, stderr io.Writer) int {
	var unread unreadError
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &unread):
		return exitUnread // the command has said which
	case errors.As(err, &usage), strings.HasPrefix(err.Error(), "unknown command"):
		fmt.Fprintf(stderr, "clausewise: %v\nSee %q.\n", err, c.CommandPath()+" --help")
		return exitUsage
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "clausewise: stopped; what was read is kept, and the same command goes on from here")
		return exitFailed
	}
	fmt.Fprintln(stderr, "clausewise:", err)
	return exitFailed
}
