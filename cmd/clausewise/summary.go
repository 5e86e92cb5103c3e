package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/report"
)

const summaryHelp = `Prints the summary of a report folder that batch has made: a line and a bar a clause, or with --clause
everything about one clause. In colour on a terminal only.`

func summaryCommand() *cobra.Command {
	var o report.TerminalOptions
	cmd := &cobra.Command{
		Use:   "summary [flags] REPORT",
		Short: "Print a report's per-clause summary in the terminal",
		Long:  summaryHelp,
		Example: `  clausewise summary report
  clausewise summary report --clause 2.1`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("name one report folder, as batch has made it")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := readSummary(args[0])
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			o.Width = width(w)
			o.Color = isTerminal(w) && os.Getenv("NO_COLOR") == ""
			o.ASCII = !utf8Locale()
			return report.Terminal(w, s, o)
		},
	}
	cmd.Flags().StringVar(&o.Clause, "clause", "", "show this clause in full")
	cmd.Flags().StringVar(&o.Lang, "lang", "", "language, da or en (default: that of the report)")
	return cmd
}

func readSummary(dir string) (consult.Summary, error) {
	name := filepath.Join(dir, report.JSON.File)
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return consult.Summary{}, fmt.Errorf("%s holds no %s; make a report there first: clausewise batch --out %s RESPONSES", dir, report.JSON.File, dir)
	}
	if err != nil {
		return consult.Summary{}, err
	}
	defer f.Close()
	s, err := report.ReadSummary(f)
	if err != nil {
		return s, fmt.Errorf("%s: %w; run batch again", name, err)
	}
	return s, nil
}

// utf8Locale reports whether the terminal shows block characters; where nothing is set it is taken to.
func utf8Locale() bool {
	for _, v := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if l := os.Getenv(v); l != "" {
			l = strings.ToLower(l)
			return strings.Contains(l, "utf-8") || strings.Contains(l, "utf8")
		}
	}
	return true
}
