package pipeline

import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strconv"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/discover"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/store"
)

// found is a letter as a phase of the run left it.
type found struct {
	name, id string
	key      string // of the entry that holds it alone
	facts    *discover.Facts
	problem  *consult.Problem
	reused   bool
}

// diskError is a failure to keep a result: it ends the run, since no other file would fare better.
type diskError struct{ error }

func (e diskError) Unwrap() error { return e.error }

func (r *run) earlyKey(i int, sum string) string {
	return store.Key("early", r.Program, sum, r.jobs[i].Name)
}

// part names the entry of letter k in a file of several.
func part(key string, k int) string { return store.Key(key, strconv.Itoa(k)) }

// put keeps a file's letters: one entry; where there are several responses, an entry for each besides, since the
// report asks for them one by one.
func (r *run) put(key string, letters []Letter) error {
	slim := append([]Letter{}, letters...)
	for k, l := range letters {
		if len(letters) > 1 && l.Response != nil {
			if err := r.store.Put(part(key, k), letters[k:k+1]); err != nil {
				return diskError{err}
			}
			slim[k].Response = nil
		}
	}
	if err := r.store.Put(key, slim); err != nil {
		return diskError{err}
	}
	return nil
}

// get returns what put has kept, without the responses of a file of several.
func (r *run) get(key string) ([]Letter, bool) {
	var letters, one []Letter
	if !r.store.Get(key, &letters) || len(letters) == 0 {
		return nil, false
	}
	for k, l := range letters {
		if l.Doc == nil && l.Response == nil && l.Problem == nil && !r.store.Get(part(key, k), &one) {
			return nil, false
		}
	}
	return letters, true
}

// filed says where the letters of a file are kept.
func (r *run) filed(key string, letters []Letter) []found {
	out := make([]found, len(letters))
	for k, l := range letters {
		out[k] = found{name: l.Name, key: key, facts: l.Facts, problem: l.Problem}
		if len(letters) > 1 {
			out[k].key = part(key, k)
		}
	}
	return out
}

// named gives every letter of the phase that was run its id, and returns them in order of name. Those that could not
// be read take part, so that an id doesn't change when they can.
func (r *run) named() []*found {
	var all []*found
	for i := range r.found {
		for k := range r.found[i] {
			all = append(all, &r.found[i][k])
		}
	}
	sort.SliceStable(all, func(i, k int) bool { return all[i].name < all[k].name })
	for i, id := range IDs(all, func(f *found) string { return f.name }) {
		all[i].id = id
	}
	return all
}

// Load returns the bytes of a job's file. What is no file, or too large, is refused before it is read.
func Load(j Job) ([]byte, error) {
	info, err := os.Stat(j.Path)
	if err != nil {
		return nil, unreadable(j, err)
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &extract.Error{Code: "file.special", Text: fmt.Sprintf("%s is no file but a device or a queue; take it out of the folder.", j.Name)}
	}
	if info.Size() > extract.MaxFile {
		return nil, &extract.Error{Code: "file.large", Text: fmt.Sprintf("%s is larger than %d MB and was not read. Send it in parts.", j.Name, extract.MaxFile>>20)}
	}
	data, err := os.ReadFile(j.Path)
	if err != nil {
		return nil, unreadable(j, err)
	}
	return data, nil
}

func unreadable(j Job, err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &extract.Error{Code: "file.unreadable", Text: fmt.Sprintf("%s can't be opened (%v); check that you may read it", j.Name, err)}
}
