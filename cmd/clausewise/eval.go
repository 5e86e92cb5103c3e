package main

import (
	"encoding/json"
	"errors"
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
measured but never listed. --scans reads only the letters that are there as scans too, once as they were made and
once scanned, and pools the two: what OCR costs.`

// shutSets are labelled consultations that nobody looks into, so that their figures stay honest.
var shutSets = []string{"da-skolestruktur", "en-streets"}

type evalOptions struct {
	misses, json bool
	scans        bool
	workers      int
	keep         string
	against      string
	update       bool
	reader       string
}

func evalCommand() *cobra.Command {
	var o evalOptions
	cmd := &cobra.Command{
		Use:   "eval [flags] GOLD_DIR...",
		Short: "Measure the program against labelled consultations",
		Long:  evalHelp,
		Example: `  clausewise eval fixtures/da-boernepolitik fixtures/en-parks
  clausewise eval --misses fixtures/en-parks`,
		Args: atLeastOne("a folder with a labelled consultation"),
		RunE: func(cmd *cobra.Command, args []string) error { return evaluate(cmd, o, args) },
	}
	cmd.Flags().BoolVar(&o.misses, "misses", false, "list what was missed and what was found wrongly")
	cmd.Flags().BoolVar(&o.scans, "scans", false, "read letters as made and as scanned, and compare")
	cmd.Flags().BoolVar(&o.json, "json", false, "figures as JSON")
	cmd.Flags().StringVar(&o.reader, "reader", "auto", "the learned reader: auto, on, off")
	cmd.Flags().IntVar(&o.workers, "workers", 0, "documents read at the same time (default: one a processor)")
	cmd.Flags().StringVar(&o.against, "against", "", "fail when a pooled figure is more than 0.01 below the one in this file")
	cmd.Flags().BoolVar(&o.update, "update", false, "write the figures into the file of --against instead")
	cmd.Flags().StringVar(&o.keep, "keep", "", "leave each set's report in this folder")
	return cmd
}

func evaluate(cmd *cobra.Command, o evalOptions, dirs []string) error {
	if o.scans {
		return evaluateScans(cmd, o, dirs)
	}
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
		pooled.Name = fmt.Sprintf("pooled of %d", len(rows))
		rows = append(rows, pooled)
	}
	if o.json {
		return evalJSON(w, rows)
	}
	if err := eval.Table(w, rows); err != nil {
		return err
	}
	if o.against != "" {
		return against(w, o, rows)
	}
	rec, st := eval.Reliability(golds, runs)
	fmt.Fprintln(w)
	if err := eval.WriteReliability(w, "recommendations: are confidences kept?", rec); err != nil {
		return err
	}
	return eval.WriteReliability(w, "stances: are confidences kept?", st)
}

// evaluateScans measures the letters that are there as scans, read both ways.
func evaluateScans(cmd *cobra.Command, o evalOptions, dirs []string) error {
	w := cmd.OutOrStdout()
	var rows, made, scanned []*eval.Result
	for _, dir := range dirs {
		g, err := eval.ReadGold(dir)
		if err != nil {
			return err
		}
		m, s := g.Scans()
		if m == nil {
			continue
		}
		for i, g := range []*eval.Gold{m, s} {
			way := []string{"as made", "scanned"}[i]
			o := o
			if o.keep != "" {
				o.keep = filepath.Join(o.keep, way)
			}
			got, err := runGold(cmd, o, g)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", g.Name, way, err)
			}
			row := eval.Score(g, got)
			row.Name += ", " + way
			rows = append(rows, row)
			if o.misses {
				if err := eval.WriteMisses(w, g, got, shutSets); err != nil {
					return err
				}
			}
		}
		made, scanned = append(made, rows[len(rows)-2]), append(scanned, rows[len(rows)-1])
	}
	if len(rows) == 0 {
		return errors.New("none of the folders has scanned letters in pdf/scans")
	}
	m, s := eval.Pool(made), eval.Pool(scanned)
	m.Name, s.Name = "pooled, as made", "pooled, scanned"
	rows = append(rows, m, s)
	if o.json {
		return evalJSON(w, rows)
	}
	return eval.Table(w, rows)
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

// tolerance is how far a pooled figure may fall below the committed one.
const tolerance = 0.01

// against compares the pooled figures with those of a file, or writes all figures there.
func against(w io.Writer, o evalOptions, rows []*eval.Result) error {
	kept := map[string]eval.Figures{}
	raw, err := os.ReadFile(o.against)
	if err == nil {
		err = json.Unmarshal(raw, &kept)
	}
	if err != nil && !o.update {
		return fmt.Errorf("%s: %w", o.against, err)
	}
	if o.update {
		for _, r := range rows {
			kept[r.Name] = r.Figures()
		}
		raw, err := json.MarshalIndent(kept, "", " ")
		if err != nil {
			return err
		}
		return os.WriteFile(o.against, append(raw, '\n'), 0o644)
	}
	last := rows[len(rows)-1]
	was, ok := kept[last.Name]
	if !ok {
		return fmt.Errorf("%s holds no figures for %q; write them with --update", o.against, last.Name)
	}
	return drops(w, was, last.Figures())
}

func drops(w io.Writer, was, is eval.Figures) error {
	fell := 0
	for _, f := range []struct {
		name    string
		was, is float64
	}{
		{"sections F1", was.Sections.F1, is.Sections.F1},
		{"respondent name", was.Respondent, is.Respondent},
		{"recommendations F1", was.Recommendations.F1, is.Recommendations.F1},
		{"rewordings F1", was.Rewordings.F1, is.Rewordings.F1},
		{"clause mentions F1", was.Mentions.F1, is.Mentions.F1},
		{"stance labelled F1", was.Labelled.F1, is.Labelled.F1},
		{"overall stance", was.Overall, is.Overall},
	} {
		if f.is < f.was-tolerance {
			fell++
			fmt.Fprintf(w, "%s fell from %.3f to %.3f\n", f.name, f.was, f.is)
		}
	}
	if fell > 0 {
		return fmt.Errorf("%d figures fell by more than %.2f", fell, tolerance)
	}
	_, err := fmt.Fprintln(w, "no pooled figure fell")
	return err
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
	res, err := pipeline.Run(cmd.Context(), pipeline.Config{Inputs: g.Inputs(), Policy: policy, Out: out, Workers: o.workers, Reader: pipeline.Reader(o.reader), Program: prog, Version: nameAndVersion()})
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
