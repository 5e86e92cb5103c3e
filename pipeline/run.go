package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/discover"
	"github.com/clausewise/clausewise/pipeline/policy"
	"github.com/clausewise/clausewise/pipeline/store"
	"github.com/clausewise/clausewise/pipeline/summarize"
)

// Config says what a folder run does.
type Config struct {
	Inputs   []string        // files and folders
	Policy   string          // the draft's file; "": clauses are discovered
	Draft    *consult.Policy // the draft itself, instead of Policy
	Out      string          // report folder
	Lang     string          // of the report: "da", "en"; "": that of most responses
	Fresh    bool            // forget what earlier runs found
	Workers  int             // documents read at the same time; 0: one a processor
	Program  string          // what tells this program from another version: results of others are not reused
	Version  string          // name and version for the report
	Progress func(Progress)  // called after every file, by one goroutine at a time; may be nil
}

// Progress is how far a run has come.
type Progress struct {
	Phase  string // what is done to the files: "finding clauses" or "reading"
	Done   int    // files that are finished in this phase, whatever came of them
	Total  int
	Reused int // of those done: taken from an earlier run
	Failed int // of those done: could not be read
	Last   string
}

// Result is what a run gave.
type Result struct {
	Read    int
	Reused  int
	Pages   int
	Unread  []consult.ProblemEntry // files that could not be read, sorted by name
	Policy  *consult.Policy
	Summary consult.Summary
}

// run is a run under way.
type run struct {
	Config
	jobs   []Job
	stages []Stage
	store  *store.Store
	keys   []string // entry of each job's response; "" for a file that could not be read
	used   map[string]bool
	unread []consult.ProblemEntry
	pages  int
	state  Progress
}

// Run reads the inputs and writes the report. When ctx ends it stops between files and returns ctx's error; what was
// found is kept for the next run, and an earlier report stays as it was.
func Run(ctx context.Context, c Config) (*Result, error) {
	if c.Workers <= 0 {
		c.Workers = runtime.NumCPU()
	}
	r := &run{Config: c, stages: Stages(), used: map[string]bool{}}
	if err := checkOut(c.Out, c.Inputs); err != nil {
		return nil, err
	}
	var err error
	if r.jobs, err = Jobs(c.Inputs, c.Out); err != nil {
		return nil, err
	}
	p := c.Draft
	if c.Policy != "" {
		if p, err = ReadPolicy(ctx, c.Policy); err != nil {
			return nil, err
		}
	}
	if r.store, err = store.Open(c.Out); err != nil {
		return nil, err
	}
	defer r.store.Close()
	if c.Fresh {
		if err := r.store.Clear(); err != nil {
			return nil, err
		}
	}
	if p == nil {
		if p, err = r.discover(ctx); err != nil {
			return nil, err
		}
	}
	if err := r.readAll(ctx, p); err != nil {
		return nil, err
	}
	return r.finish(p)
}

// ReadPolicy reads the draft from a file.
func ReadPolicy(ctx context.Context, file string) (*consult.Policy, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, missing(file, err)
	}
	return policy.Read(ctx, filepath.Base(file), data)
}

func checkOut(out string, inputs []string) error {
	if out == "" {
		return errors.New("no report folder was named: add --out FOLDER")
	}
	info, err := os.Stat(out)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("--out %s is a file; name a folder", out)
	}
	for _, in := range inputs {
		if err == nil && same(in, out) {
			return fmt.Errorf("--out %s is the folder of the responses itself; the report would be read as a response the next time. Name another folder, or one inside it", out)
		}
	}
	return nil
}

// discover reads all documents as far as no draft is needed, and makes the policy that they imply.
func (r *run) discover(ctx context.Context) (*consult.Policy, error) {
	facts := make([]*discover.Facts, len(r.jobs))
	early := before(r.stages)
	r.state = Progress{Phase: "finding clauses", Total: len(r.jobs)}
	err := r.each(ctx, func(i int, data []byte, sum string) (outcome, error) {
		var e earlyEntry
		key := store.Key("early", r.Program, sum)
		reused := r.store.Get(key, &e)
		if !reused {
			doc, err := Extract(ctx, r.jobs[i].Name, data)
			if err != nil {
				return outcome{}, err
			}
			Analyze(doc, analyzers.NewDraft(nil), early)
			e = earlyEntry{doc, discover.Gather(doc)}
			if err := r.store.Put(key, e); err != nil {
				return outcome{}, diskError{err}
			}
		}
		e.Facts.ID = r.jobs[i].ID
		facts[i] = &e.Facts
		return outcome{entry: key, reused: reused}, nil
	})
	if err != nil {
		return nil, err
	}
	var list []discover.Facts
	for _, f := range facts {
		if f != nil {
			list = append(list, *f)
		}
	}
	return discover.Clauses(list), nil
}

// earlyEntry is what is kept of a document before the clauses are known.
type earlyEntry struct {
	Doc   *consult.Document
	Facts discover.Facts
}

// readAll brings every document to its findings.
func (r *run) readAll(ctx context.Context, p *consult.Policy) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	draft, policyKey := analyzers.NewDraft(p), store.Key(string(raw))
	r.keys = make([]string, len(r.jobs))
	r.unread, r.state = nil, Progress{Phase: "reading", Total: len(r.jobs)}
	pages := make([]int, len(r.jobs))
	err = r.each(ctx, func(i int, data []byte, sum string) (outcome, error) {
		key := store.Key("response", r.Program, policyKey, sum)
		var rec consult.Response
		reused := r.store.Get(key, &rec)
		if !reused {
			doc, err := r.document(ctx, i, data, sum)
			if err != nil {
				return outcome{}, err
			}
			Analyze(doc, draft, r.stages)
			rec = consult.NewResponse(doc, p)
			if err := r.store.Put(key, rec); err != nil {
				return outcome{}, diskError{err}
			}
		}
		r.keys[i], pages[i] = key, rec.Source.Pages
		return outcome{entry: key, reused: reused}, nil
	})
	for _, n := range pages {
		r.pages += n
	}
	return err
}

// document returns the document of job i as extracted, or as an earlier phase left it.
func (r *run) document(ctx context.Context, i int, data []byte, sum string) (*consult.Document, error) {
	var e earlyEntry
	if r.store.Get(store.Key("early", r.Program, sum), &e) {
		return e.Doc, nil
	}
	return Extract(ctx, r.jobs[i].Name, data)
}

// finish writes the report, and forgets entries that no file stands for any more.
func (r *run) finish(p *consult.Policy) (*Result, error) {
	sort.Slice(r.unread, func(i, k int) bool { return r.unread[i].File < r.unread[k].File })
	b := summarize.New(p)
	order := r.byID()
	for _, i := range order {
		rec, err := r.response(i)
		if err != nil {
			return nil, err
		}
		b.Add(rec)
	}
	s := b.Summary(summarize.Meta{Program: r.Version, Unread: r.unread})
	if err := r.report(s, order); err != nil {
		return nil, err
	}
	if err := r.store.Keep(r.used); err != nil {
		return nil, err
	}
	return &Result{Read: len(order), Reused: r.state.Reused, Pages: r.pages, Unread: r.unread, Policy: p, Summary: s}, nil
}

// byID returns the jobs that were read, in order of id.
func (r *run) byID() []int {
	var order []int
	for i, k := range r.keys {
		if k != "" {
			order = append(order, i)
		}
	}
	sort.Slice(order, func(a, b int) bool { return r.jobs[order[a]].ID < r.jobs[order[b]].ID })
	return order
}

// response loads the record of job i and gives it the job's id and name: two files with the same bytes share an entry.
func (r *run) response(i int) (consult.Response, error) {
	var rec consult.Response
	if !r.store.Get(r.keys[i], &rec) {
		return rec, fmt.Errorf("the result of %s is gone from %s; run again", r.jobs[i].Name, store.Folder)
	}
	rec.ID, rec.Source.Name = r.jobs[i].ID, r.jobs[i].Name
	return rec, nil
}
