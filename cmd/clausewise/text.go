package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/isolate"
)

const textHelp = `Prints the text that was read from a file, exactly as findings count its bytes: the tool to reach for when a
quote looks wrong. With --pages a line marks every new page. With --blocks each block is a line of JSON: its kind,
page, box on that page (PDF points from the top left), level or label, table cell, span in bytes, text, and printed
lines, each with its page and box. With -o, every file of the folders given is written to DIR as NAME.txt.`

type textOptions struct {
	blocks, pages bool
	dir           string
	workers       int
	iso           isolation
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
			switch {
			case o.blocks && o.pages:
				return usageError{errors.New("--blocks and --pages are two ways to print; choose one (a block's line has its page)")}
			case o.workers < 1:
				return usageError{errors.New("--workers is a number of files read at the same time, at least 1")}
			}
			if err := o.iso.check(); err != nil {
				return err
			}
			return text(cmd, o, args)
		},
	}
	cmd.Flags().BoolVar(&o.blocks, "blocks", false, "JSON, a block a line")
	cmd.Flags().BoolVar(&o.pages, "pages", false, "mark where pages begin")
	cmd.Flags().StringVarP(&o.dir, "out", "o", "", "write NAME.txt into this folder instead")
	cmd.Flags().IntVar(&o.workers, "workers", runtime.NumCPU(), "files read at the same time")
	isolateFlag(cmd, &o.iso)
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
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	read, done, err := o.iso.open(ctx, cmd.ErrOrStderr(), min(o.workers, len(jobs)))
	if err != nil {
		return err
	}
	defer done()
	failed, taken := 0, map[string]bool{}
	for i, letters := range inOrder(ctx, jobs, o.workers, read) {
		if o.dir != "" && extract.Bound(letters) {
			if err := wholeText(o, jobs[i], letters, taken); err != nil {
				return err
			}
		}
		for _, m := range letters {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := textOf(cmd, o, jobs[i], m, taken); err != nil {
				fmt.Fprintln(cmd.ErrOrStderr(), err)
				failed++
			}
		}
	}
	if failed > 0 {
		return unreadError(failed)
	}
	return ctx.Err()
}

// inOrder reads files, some at the same time, and gives what each holds in the order of jobs: most often one letter, in
// an archive or a mail several.
func inOrder(ctx context.Context, jobs []pipeline.Job, workers int, read isolate.Read) iter.Seq2[int, []extract.Member] {
	ahead := make(chan chan []extract.Member, workers-1)
	go func() {
		defer close(ahead)
		for _, j := range jobs {
			c := make(chan []extract.Member, 1)
			select {
			case ahead <- c:
			case <-ctx.Done():
				return
			}
			go func() { c <- members(ctx, j, read) }()
		}
	}()
	return func(yield func(int, []extract.Member) bool) {
		i := 0
		for c := range ahead {
			if !yield(i, <-c) {
				return
			}
			i++
		}
	}
}

func members(ctx context.Context, j pipeline.Job, read isolate.Read) []extract.Member {
	data, err := pipeline.Load(j)
	if err != nil {
		return []extract.Member{{Name: j.Name, Err: err}}
	}
	return read(ctx, j.Name, data)
}

func textOf(cmd *cobra.Command, o textOptions, j pipeline.Job, m extract.Member, taken map[string]bool) error {
	if m.Err != nil {
		return m.Err
	}
	for _, p := range m.Doc.Problems {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", m.Name, p.Text)
	}
	if o.dir == "" {
		return printText(cmd.OutOrStdout(), m.Doc, o)
	}
	name := textName(j, m, taken)
	taken[name] = true
	return writeText(filepath.Join(o.dir, name+".txt"), o, m.Doc)
}

// wholeText writes the text of a file that was cut into several letters as one, beside that of each.
func wholeText(o textOptions, j pipeline.Job, letters []extract.Member, taken map[string]bool) error {
	name := textName(j, extract.Member{Name: j.Name}, taken)
	taken[name] = true
	var docs []*consult.Document
	for _, m := range letters {
		docs = append(docs, m.Doc)
	}
	return writeText(filepath.Join(o.dir, name+".txt"), o, docs...)
}

// textName returns a name for a letter's text. The file's name without its ending is free for the first file with that
// name that could be read: something beside it that is no letter doesn't take it.
func textName(j pipeline.Job, m extract.Member, taken map[string]bool) string {
	names := []string{extract.ID(j.Name), j.ID, strings.ReplaceAll(j.Name, "/", "-")}
	inside, within := strings.CutPrefix(m.Name, j.Name+"/")
	for n := 2; ; n++ {
		for _, name := range names {
			if within {
				name += "-" + strings.ReplaceAll(inside, "/", "-")
			}
			if !taken[name] {
				return name
			}
		}
		names = []string{fmt.Sprintf("%s-%d", j.ID, n)}
	}
}

func writeText(name string, o textOptions, docs ...*consult.Document) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for _, doc := range docs {
		if err := printText(f, doc, o); err != nil {
			f.Close()
			return err
		}
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
	Kind consult.Kind `json:"kind"`
	Page int          `json:"page"` // on which it begins
	Box  *consult.Box `json:"box,omitempty"`
	consult.Block
	Text string `json:"text"`
}

func printBlocks(w io.Writer, doc *consult.Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, b := range doc.Blocks {
		l := blockLine{Kind: b.Kind, Page: doc.PageOf(b.Span), Text: doc.Quote(b.Span), Block: b}
		for _, p := range doc.Boxes(b.Span) {
			if l.Box == nil {
				l.Box = new(consult.Box)
			}
			if p.Page == l.Page {
				*l.Box = l.Box.Union(p.Box)
			}
		}
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
