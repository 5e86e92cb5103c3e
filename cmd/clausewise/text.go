package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

const textHelp = `Prints the text that was read from a file, exactly as findings count its bytes: the tool to reach for when a
quote looks wrong. With --pages a line marks every new page; with --blocks each block is a line of JSON with its
kind, span, page and box. With -o, every file of the folders given is written to DIR as NAME.txt.`

type textOptions struct {
	blocks, pages bool
	dir           string
}

func textCommand() *cobra.Command {
	var o textOptions
	cmd := &cobra.Command{
		Use:   "text [flags] FILE|FOLDER...",
		Short: "Print the text that was read from a file",
		Long:  textHelp,
		Example: `  clausewise text letter.pdf
  clausewise text --blocks letter.pdf
  clausewise text -o texts responses/`,
		Args: atLeastOne("a file or a folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.blocks && o.pages {
				return usageError{errors.New("--blocks and --pages are two ways to print; choose one (a block's line has its page)")}
			}
			return text(cmd, o, args)
		},
	}
	cmd.Flags().BoolVar(&o.blocks, "blocks", false, "JSON, a block a line")
	cmd.Flags().BoolVar(&o.pages, "pages", false, "mark where pages begin")
	cmd.Flags().StringVarP(&o.dir, "out", "o", "", "write NAME.txt into this folder instead")
	return cmd
}

func text(cmd *cobra.Command, o textOptions, args []string) error {
	jobs, err := pipeline.Jobs(args, o.dir)
	if err != nil {
		return err
	}
	if o.dir != "" {
		if err := os.MkdirAll(o.dir, 0o755); err != nil {
			return err
		}
	}
	failed := 0
	for _, j := range jobs {
		for _, m := range members(cmd, j) {
			if cmd.Context().Err() != nil {
				return cmd.Context().Err()
			}
			if err := textOf(cmd, o, j, m); err != nil {
				fmt.Fprintln(cmd.ErrOrStderr(), err)
				failed++
			}
		}
	}
	if failed > 0 {
		return unreadError(failed)
	}
	return nil
}

// members returns the letters in a file: most often one, in an archive or a mail several.
func members(cmd *cobra.Command, j pipeline.Job) []extract.Member {
	data, err := pipeline.Load(j)
	if err != nil {
		return []extract.Member{{Name: j.Name, Err: err}}
	}
	return extract.ReadAll(cmd.Context(), j.Name, data)
}

func textOf(cmd *cobra.Command, o textOptions, j pipeline.Job, m extract.Member) error {
	if m.Err != nil {
		return m.Err
	}
	for _, p := range m.Doc.Problems {
		fmt.Fprintln(cmd.ErrOrStderr(), p.Text)
	}
	if o.dir == "" {
		return printText(cmd.OutOrStdout(), m.Doc, o)
	}
	name := j.ID
	if inside, ok := strings.CutPrefix(m.Name, j.Name+"/"); ok {
		name += "-" + strings.ReplaceAll(inside, "/", "-")
	}
	return writeText(filepath.Join(o.dir, name+".txt"), m.Doc, o)
}

func writeText(name string, doc *consult.Document, o textOptions) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := printText(f, doc, o); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func printText(w io.Writer, doc *consult.Document, o textOptions) error {
	switch {
	case o.blocks:
		return printBlocks(w, doc)
	case o.pages:
		return printPages(w, doc)
	}
	_, err := fmt.Fprintln(w, doc.Text)
	return err
}

// blockLine is a block as --blocks prints it.
type blockLine struct {
	Page int    `json:"page"`
	Text string `json:"text"`
	consult.Block
	Boxes []consult.Box `json:"boxes"`
}

func printBlocks(w io.Writer, doc *consult.Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, b := range doc.Blocks {
		l := blockLine{Page: doc.PageOf(b.Span), Text: doc.Quote(b.Span), Block: b}
		for _, p := range doc.Boxes(b.Span) {
			l.Boxes = append(l.Boxes, p.Box)
		}
		l.Block.Lines = nil
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return nil
}

func printPages(w io.Writer, doc *consult.Document) error {
	page := 0
	for _, b := range doc.Blocks {
		if p := doc.PageOf(b.Span); p != page {
			page = p
			fmt.Fprintf(w, "--- page %d ---\n\n", page)
		}
		at := b.Start
		for _, l := range b.Lines { // a block that runs on over the page
			if l.Page != page {
				page = l.Page
				fmt.Fprintf(w, "%s\n--- page %d ---\n", doc.Text[at:l.Start], page)
				at = l.Start
			}
		}
		if _, err := fmt.Fprintf(w, "%s\n\n", doc.Text[at:b.End]); err != nil {
			return err
		}
	}
	return nil
}
