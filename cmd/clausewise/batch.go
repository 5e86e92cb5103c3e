package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/consult"
)

const batchHelp = `Reads every response in the folders and files given, and writes a report folder:

  index.html        the report to read: clauses, stances, quotes, rewordings
  summary.md .csv   the same as text and for a spreadsheet
  summary.json      the same for programs
  responses.jsonl   every response with all that was found and where

Responses may be PDF, Word (docx), OpenDocument, RTF, HTML, mails with attachments, plain text, or ZIP
archives of those; folders are searched in depth. The draft that was sent out goes with --policy, in the
same formats, as Markdown or as a clauses.json; a copy of it among the responses
is left out. Without it, clauses are discovered from what the responses quote and name.

A second run does only what changed since the first. A run that was stopped goes on where it stopped.

Exit code: 0 all files were read; 3 some were not (they are listed); 1 the run failed; 2 wrong usage.`

func batchCommand() *cobra.Command {
	var c pipeline.Config
	var policies []string
	var quiet bool
	var reader string
	var iso isolation
	cmd := &cobra.Command{
		Use:   "batch [flags] FOLDER|FILE...",
		Short: "Read a folder of responses and write the report",
		Long:  batchHelp,
		Example: `  clausewise batch --policy draft.pdf --out report responses/
  clausewise batch --out report letter1.pdf letter2.docx      # no draft: clauses are discovered
  clausewise batch --policy draft.docx --lang en --out report responses/`,
		Args: atLeastOne("a folder or a file with responses"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(policies) > 1:
				return usageError{fmt.Errorf("--policy was given %d times; a report is about one draft: run once a draft, each with its own --out", len(policies))}
			case len(policies) == 1:
				c.Policy = policies[0]
			}
			if c.Lang != "" && c.Lang != "da" && c.Lang != "en" {
				return usageError{fmt.Errorf("--lang %s: reports are written in da or en", c.Lang)}
			}
			if c.Workers < 1 {
				return usageError{errors.New("--workers is a number of documents read at the same time, at least 1")}
			}
			if c.Reader = pipeline.Reader(reader); c.Reader != pipeline.ReaderAuto && c.Reader != pipeline.ReaderOn && c.Reader != pipeline.ReaderOff {
				return usageError{fmt.Errorf("--reader %s: auto, on or off", reader)}
			}
			if err := iso.check(); err != nil {
				return err
			}
			c.Inputs = args
			return batch(cmd, c, iso, quiet)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&policies, "policy", nil, "the draft: PDF, HTML, DOCX, Markdown, text or clauses.json")
	f.StringVar(&c.Out, "out", "report", "folder for the report")
	f.StringVar(&c.Lang, "lang", "", "language of the report, da or en (default: that of most responses)")
	f.BoolVar(&c.Fresh, "fresh", false, "forget what earlier runs found and start over")
	f.IntVar(&c.Workers, "workers", runtime.NumCPU(), "documents read at the same time")
	f.StringVar(&reader, "reader", "auto", "the learned reader: auto, on, or off (rules alone: much faster, finds less)")
	f.BoolVar(&quiet, "quiet", false, "no progress, only problems")
	isolateFlag(cmd, &iso)
	return cmd
}

func batch(cmd *cobra.Command, c pipeline.Config, iso isolation, quiet bool) error {
	errw := cmd.ErrOrStderr()
	var err error
	if c.Program, err = program(); err != nil {
		return err
	}
	c.Version = nameAndVersion()
	read, done, err := iso.open(cmd.Context(), errw, c.Workers)
	if err != nil {
		return err
	}
	defer done()
	c.Extract = read
	start := time.Now()
	bar := &bar{w: errw, terminal: isTerminal(errw), start: start}
	if !quiet {
		c.Progress = bar.show
	}
	res, err := pipeline.Run(cmd.Context(), c)
	bar.clear()
	if err != nil {
		return err
	}
	if !quiet {
		closing(cmd.OutOrStdout(), res, c.Out, time.Since(start))
	}
	if len(res.Unread) > 0 {
		unread(errw, res.Unread)
		return unreadError(len(res.Unread))
	}
	return nil
}

func closing(w io.Writer, res *pipeline.Result, out string, took time.Duration) {
	fmt.Fprintf(w, "%s read (%s) in %s", count(res.Read, "response"), count(res.Pages, "page"), took.Round(100*time.Millisecond))
	if res.Reused > 0 {
		fmt.Fprintf(w, ", %d of them unchanged since the last run", res.Reused)
	}
	if len(res.Drafts) > 0 {
		fmt.Fprintf(w, "; %s left out as the draft itself", strings.Join(res.Drafts, ", "))
	}
	what, by := "clauses", ""
	if res.Policy.Discovered {
		what = "clauses discovered from the responses"
	}
	if res.Summary.Reader == "" {
		by = ", by rules alone"
	}
	fmt.Fprintf(w, "; %d %s%s.\nThe report: %s\n", len(res.Policy.Clauses), what, by, filepath.Join(out, "index.html"))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// unread lists the files that could not be read, each with what is wrong and what to do.
func unread(w io.Writer, list []consult.ProblemEntry) {
	fmt.Fprintf(w, "%s could not be read:\n", count(len(list), "file"))
	for _, p := range list {
		text := p.Text
		if !strings.Contains(text, p.File) { // in a folder or an archive: with the way to it
			text = p.File + ": " + text
		}
		fmt.Fprintf(w, "  %s\n", text)
	}
}
