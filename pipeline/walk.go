package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/store"
)

// Job is a file to read.
type Job struct {
	ID   string // unique among the files; the letters in an archive have ids of their own
	Name string // relative to the folder that was given, with forward slashes
	Path string
}

// ErrNothing means that the inputs hold no file.
var ErrNothing = errors.New("no files")

// Jobs lists the files of inputs, folders in depth, sorted by name, with ids made unique. Hidden files, the folder out
// and other report folders are left out.
func Jobs(inputs []string, out string) ([]Job, error) {
	seen := map[string]bool{}
	var jobs []Job
	add := func(name, file string) {
		real := file
		if abs, err := filepath.Abs(file); err == nil {
			real = abs
		}
		if !seen[real] {
			seen[real] = true
			jobs = append(jobs, Job{Name: filepath.ToSlash(name), Path: file})
		}
	}
	for _, in := range inputs {
		info, err := os.Stat(in)
		if err != nil {
			return nil, missing(in, err)
		}
		if !info.IsDir() {
			add(filepath.Base(in), in)
			continue
		}
		if err := walk(in, out, add); err != nil {
			return nil, err
		}
	}
	if len(jobs) == 0 {
		return nil, fmt.Errorf("%s: %w: put the responses there (PDF, Word, HTML, text), or name another folder", strings.Join(inputs, ", "), ErrNothing)
	}
	sort.SliceStable(jobs, func(i, k int) bool { return jobs[i].Name < jobs[k].Name })
	for i, id := range IDs(jobs, func(j Job) string { return j.Name }) {
		jobs[i].ID = id
	}
	return jobs, nil
}

func missing(in string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: there is no such file or folder; check the path", in)
	}
	return fmt.Errorf("%s can't be opened: %w", in, err)
}

func walk(in, out string, add func(name, file string)) error {
	return filepath.WalkDir(in, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			if file == in {
				return missing(in, err)
			}
			if d != nil && d.IsDir() { // a folder that can't be listed is reported as a file that can't be read
				rel, _ := filepath.Rel(in, file)
				add(rel, file)
				return fs.SkipDir
			}
			return nil
		}
		hidden := strings.HasPrefix(d.Name(), ".") && file != in
		switch {
		case d.IsDir() && file != in && (hidden || same(file, out) || store.Holds(file)):
			return fs.SkipDir
		case d.IsDir() || hidden || strings.HasPrefix(d.Name(), "~$"): // ~$: Word's lock files
			return nil
		}
		if rel, err := filepath.Rel(in, file); err == nil {
			add(rel, file)
		}
		return nil
	})
}

// leaveDraft takes the draft out of the files to read: the policy's own file, and files with the same bytes.
func (r *run) leaveDraft(p *consult.Policy) error {
	if p == nil || r.Policy == "" {
		return nil
	}
	draft, err := os.Stat(r.Policy)
	if err != nil {
		return missing(r.Policy, err)
	}
	kept := r.jobs[:0]
	for _, j := range r.jobs {
		if r.isDraft(j, draft, p.Source.SHA256) {
			r.drafts = append(r.drafts, j.Name)
		} else {
			kept = append(kept, j)
		}
	}
	if r.jobs = kept; len(kept) == 0 {
		return fmt.Errorf("%s: %w besides the draft: name the folder with the responses", strings.Join(r.Inputs, ", "), ErrNothing)
	}
	return nil
}

// isDraft compares bytes only where the sizes agree, since responses may be many.
func (r *run) isDraft(j Job, draft fs.FileInfo, sum string) bool {
	info, err := os.Stat(j.Path)
	switch {
	case err != nil || !info.Mode().IsRegular():
		return false
	case os.SameFile(info, draft):
		return true
	case info.Size() != draft.Size():
		return false
	}
	data, err := os.ReadFile(j.Path)
	if err != nil {
		return false
	}
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:]) == sum
}

func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
