package report

import (
	"io"
	"iter"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Input is what reports are written from.
type Input struct {
	Summary   consult.Summary
	Responses iter.Seq2[consult.Response, error] // all of them, sorted by id; may be ranged over more than once
	Lang      string                             // of the report: "da" or "en"; "": the summary's language
}

// Format is a form of report.
type Format struct {
	Name  string // for messages and options: "html"
	File  string // its name in the report folder
	Write func(w io.Writer, in Input) error
}

// Formats lists the forms of report, in the order they are written.
var Formats = []Format{}

// TerminalOptions says how [Terminal] writes.
type TerminalOptions struct {
	Clause string // id of the one clause to show in full; "": all, in short
	Width  int    // columns; 0: 80
	Color  bool   // ANSI colours
	ASCII  bool   // no block characters
	Lang   string // "da" or "en"; "": the summary's language
}

// Terminal writes s for reading in a terminal. It fails when o names a clause that s lacks.
func Terminal(w io.Writer, s consult.Summary, o TerminalOptions) error { return nil }
