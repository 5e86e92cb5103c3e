package report

import (
	"fmt"
	"io"
	"iter"

	"github.com/clausewise/clausewise/pipeline/consult"
)

// Input is what reports are written from.
type Input struct {
	Summary   consult.Summary
	Responses iter.Seq2[consult.Response, error] // all of them, sorted by id; only responses.jsonl needs them
	Lang      string                             // of the report: "da" or "en"; "": the summary's language
}

// Format is a form of report.
type Format struct {
	Name  string // for messages and options: "html"
	File  string // its name in the report folder
	Write func(w io.Writer, in Input) error
}

// Formats lists the forms of report, in the order they are written.
var Formats = []Format{Responses, JSON, CSV, Markdown, HTML}

// ByName returns the format called name.
func ByName(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("report: no format %q; there are %v", name, names)
}

// words returns the words of the language that in asks for.
func (in Input) words() (*words, error) { return wordsFor(in.Lang, in.Summary.Language) }
