package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/isolate"
)

// isolation is the --isolate flag: whether files are read in processes of their own.
type isolation string

// isolateFlag adds the flag to a command that reads files.
func isolateFlag(cmd *cobra.Command, i *isolation) {
	cmd.Flags().StringVar((*string)(i), "isolate", "auto", "read files in processes of their own, which a hostile file can't break out of: auto (where that can be), on, or off")
}

func (i isolation) check() error {
	if i != "auto" && i != "on" && i != "off" {
		return usageError{fmt.Errorf("--isolate %s: auto, on or off", string(i))}
	}
	return nil
}

// open returns what reads files, and what ends it when all are read.
func (i isolation) open(ctx context.Context, errw io.Writer, workers int) (isolate.Read, func(), error) {
	if i == "off" {
		return extract.ReadAll, func() {}, nil
	}
	pool, err := isolate.New(ctx, isolate.Options{Workers: workers})
	switch {
	case err == nil:
		return pool.ReadAll, func() { pool.Close() }, nil
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case i == "on":
		return nil, nil, fmt.Errorf("--isolate=on: %w", err)
	}
	fmt.Fprintf(errw, "Files are read in this process, where a hostile one can end the run: %v.\n", err)
	return extract.ReadAll, func() {}, nil
}
