package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/eval"
	"github.com/clausewise/clausewise/pipeline/report"
)

const evalHelp = `Runs labelled consultations from their files and prints how much was found and how much of it is right:
precision, recall and F1 a kind, a row a set and a pooled row. --misses lists what was missed and what was
found wrongly; sets that are kept shut (a file named SHUT in their folder, or named so in the program) are
measured but never listed.`

// shutSets are labelled consultations that nobody looks into, so that their figures stay honest.
var shutSets = []string{"da-skolestruktur", "en-streets"}

type evalOptions struct {
	misses, json bool
	workers      int
	keep         string
}

func evalCommand() *cobra.Command {
	var o evalOptions
	cmd := &cobra.Command{
		Use:   "eval [flags] GOLD_DIR...",
		Short: "Measure the program against labelled consultations",
		Long:  evalHelp,
		Example: `  clausewise eval fixtures/da-boernepolitik fixtures/en-parks
  clausewise eval --misses fixtures/en-parks`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return evaluate(cmd, o, args) },
	}
	cmd.Flags().BoolVar(&o.misses, "misses", false, "list what was missed and what was found wrongly")
	cmd.Flags().BoolVar(&o.json, "json", false, "figures as JSON")
	cmd.Flags().IntVar(&o.workers, "workers", 0, "documents read at the same time (default: one a processor)")
	cmd.Flags().StringVar(&o.keep, "keep", "", "leave each set's report in this folder")
	return cmd
}

func evaluate(cmd *cobra.Command, o evalOptions, dirs []string) error {
	w := cmd.OutOrStdout()
	var golds []*eval.Gold
	var runs [][]consult.Response
	var rows []*eval.Result
	for _, dir := range dirs {
		g, err := eval.ReadGold(dir)
		if err != nil {
			return err
		}
		got, err := runGold(cmd, o, g)
		if err != nil {
			return fmt.Errorf("%s: %w", g.Name, err)
		}
		golds, runs, rows = append(golds, g), append(runs, got), append(rows, eval.Score(g, got))
		if o.misses {
			if err := eval.WriteMisses(w, g, got, shutSets); err != nil {
				return err
			}
		}
	}
	if len(rows) > 1 {
		pooled := eval.Pool(rows)
		pooled.Name = "pooled"
		rows = append(rows, pooled)
	}
	if o.json {
		return evalJSON(w, rows)
	}
	if err := eval.Table(w, rows); err != nil {
		return err
	}
	rec, st := eval.Reliability(golds, runs)
	fmt.Fprintln(w)
	if err := eval.WriteReliability(w, "recommendations: are confidences kept?", rec); err != nil {
		return err
	}
	return eval.WriteReliability(w, "stances: are confidences kept?", st)
}

func evalJSON(w io.Writer, rows []*eval.Result) error {
	var out []eval.Figures
	for _, r := range rows {
		out = append(out, r.Figures())
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// runGold runs the pipeline over a set's files and returns its responses.
func runGold(cmd *cobra.Command, o evalOptions, g *eval.Gold) ([]consult.Response, error) {
	out := filepath.Join(o.keep, g.Name)
	if o.keep == "" {
		tmp, err := os.MkdirTemp("", "clausewise-eval-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(tmp)
		out = tmp
	}
	prog, err := program()
	if err != nil {
		return nil, err
	}
	policy := g.Policy
	if policy == "" {
		policy = g.Clauses
	}
	res, err := pipeline.Run(cmd.Context(), pipeline.Config{Inputs: []string{g.Letters}, Policy: policy, Out: out, Workers: o.workers, Program: prog, Version: "clausewise " + Version})
	if err != nil {
		return nil, err
	}
	if len(res.Unread) > 0 {
		unread(cmd.ErrOrStderr(), res.Unread)
	}
	return readResponses(filepath.Join(out, report.Responses.File))
}

func readResponses(name string) ([]consult.Response, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []consult.Response
	for d := json.NewDecoder(f); ; {
		var r consult.Response
		if err := d.Decode(&r); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, r)
	}
}
