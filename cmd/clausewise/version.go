package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the program's version and fingerprint",
		Long:  "Prints the version, and the fingerprint by which a report folder knows results of this very program.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := program()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "clausewise %s, %s %s/%s, fingerprint %.12s\n", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, p)
			return err
		},
	}
}
