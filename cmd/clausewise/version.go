package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/clausewise/clausewise/analyzers/reader"
	"github.com/clausewise/clausewise/pipeline/ocr"
)

const versionHelp = `Prints the version, the fingerprint by which a report folder knows results of this very program, the learned
reader's model, and the program that reads scanned pages.`

// Version is set at link time, -ldflags "-X main.Version=1.2.3"; else the build says which it is.
var Version = ""

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the program's version and fingerprint",
		Long:  versionHelp,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := program()
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			fmt.Fprintf(w, "%s, %s %s/%s, fingerprint %.12s\n", nameAndVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH, p)
			name, licence, provenance, err := reader.About()
			if err != nil {
				_, err = fmt.Fprintln(w, "reader: none;", err)
				return err
			}
			fmt.Fprintf(w, "reader: %s (%s; %s)\n", name, licence, provenance)
			_, err = fmt.Fprintln(w, "OCR:", ocr.About())
			return err
		},
	}
}

// nameAndVersion is how the program calls itself in reports.
func nameAndVersion() string {
	v := Version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
	}
	if v == "" || v == "(devel)" {
		v = "dev"
	}
	return "clausewise " + v
}

// program returns the hash of the running program and of what reads scanned pages: what another build found is not
// reused, whatever its version says, and a scan that could not be read is tried again once tesseract is there.
func program() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	io.WriteString(h, ocr.About())
	return hex.EncodeToString(h.Sum(nil)), nil
}
