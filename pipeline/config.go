package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/clausewise/clausewise/analyzers/reader"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/policy"
	"github.com/clausewise/clausewise/pipeline/report"
	"github.com/clausewise/clausewise/pipeline/store"
)

// Config says what a folder run does.
type Config struct {
	Inputs   []string        // files and folders
	Policy   string          // the draft's file; "": clauses are discovered
	Draft    *consult.Policy // the draft itself, instead of Policy
	Out      string          // report folder
	Reader   Reader          // whether the learned reader is used
	Lang     string          // of the report: "da", "en"; "": that of most responses
	Fresh    bool            // forget what earlier runs found
	Workers  int             // files read at the same time; 0: one a processor
	Program  string          // what tells this program from another version: results of others are not reused
	Version  string          // name and version for the report
	Progress func(Progress)  // called after every file, by one goroutine at a time; may be nil

	// Extract reads the letters in a file, as extract.ReadAll does, which nil stands for; a program that doesn't trust
	// its input has it done in another process.
	Extract func(ctx context.Context, name string, data []byte) []extract.Member
}

// Reader says whether a run uses the learned reader.
type Reader string

// The ways to run. The zero value is ReaderAuto.
const (
	ReaderAuto Reader = "auto" // when this program has a model
	ReaderOn   Reader = "on"   // always: no model is an error
	ReaderOff  Reader = "off"  // rules alone: faster, and finds less
)

// Model returns the name of the reader's model; "" when a run goes without.
func (r Reader) Model() (string, error) {
	if r == ReaderOff {
		return "", nil
	}
	name, _, _, err := reader.About()
	if err != nil && (r == ReaderOn || os.Getenv("CLAUSEWISE_MODEL") != "") { // somebody asked for it
		return "", err
	}
	return name, nil
}

// Progress is how far a run has come.
type Progress struct {
	Phase  string // what is done to the files: "finding clauses" or "reading"
	Done   int    // files that are finished in this phase, whatever came of them
	Total  int
	Reused int // of those done: taken from an earlier run
	Failed int // letters that could not be read
	Last   string
}

// Result is what a run gave.
type Result struct {
	Read    int // letters: a file may hold several
	Reused  int // of those: from an earlier run
	Pages   int
	Unread  []consult.ProblemEntry // what could not be read, sorted by name
	Drafts  []string               // files that are the draft itself and were left out
	Policy  *consult.Policy
	Summary consult.Summary
}

// ReadPolicy reads the draft from a file.
func ReadPolicy(ctx context.Context, file string) (*consult.Policy, error) {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return nil, fmt.Errorf("--policy %s is a folder; name the draft's file in it", file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, missing(file, err)
	}
	return policy.Read(ctx, filepath.Base(file), data)
}

// checkOut refuses report folders in which the run would do harm.
func checkOut(out string, inputs []string) error {
	if out == "" {
		return errors.New("no report folder was named: add --out FOLDER")
	}
	info, err := os.Stat(out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return missing(out, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("--out %s is a file; name a folder", out)
	}
	for _, in := range inputs {
		if same(in, out) {
			return fmt.Errorf("--out %s is the folder of the responses itself; the report would be read as a response the next time. Name another folder, or one inside it", out)
		}
	}
	if store.Holds(out) {
		return nil
	}
	for _, f := range report.Formats {
		if _, err := os.Lstat(filepath.Join(out, f.File)); err == nil {
			return fmt.Errorf("--out %s holds an %s that this program didn't make; name another folder", out, f.File)
		}
	}
	return nil
}
