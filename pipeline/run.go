package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/discover"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/store"
)

// run is a run under way.
type run struct {
	Config
	model  string // the reader's; "": rules alone
	jobs   []Job
	stages []Stage
	store  *store.Store
	found  [][]found // what each job's file holds, after a phase
	drafts []string  // names of the files that are the draft itself
	used   map[string]bool
	state  Progress
}

// Run reads the inputs and writes the report. When ctx ends it stops between files and returns ctx's error; what was
// found is kept for the next run, and an earlier report stays as it was.
func Run(ctx context.Context, c Config) (*Result, error) {
	if c.Workers <= 0 {
		c.Workers = runtime.NumCPU()
	}
	if c.Extract == nil {
		c.Extract = extract.ReadAll
	}
	if err := checkOut(c.Out, c.Inputs); err != nil {
		return nil, err
	}
	model, err := c.Reader.Model()
	if err != nil {
		return nil, err
	}
	r := &run{Config: c, model: model, stages: Stages(model != ""), used: map[string]bool{}}
	if r.jobs, err = Jobs(c.Inputs, c.Out); err != nil {
		return nil, err
	}
	p := c.Draft
	if c.Policy != "" {
		if p, err = ReadPolicy(ctx, c.Policy); err != nil {
			return nil, err
		}
	}
	if err := r.leaveDraft(p); err != nil {
		return nil, err
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

// discover reads all letters as far as no draft is needed, and makes the policy that they imply.
func (r *run) discover(ctx context.Context) (*consult.Policy, error) {
	err := r.each(ctx, "finding clauses", func(i int, data []byte, sum string) (outcome, error) {
		key := r.earlyKey(i, sum)
		letters, reused := r.get(key)
		if !reused {
			var err error
			if letters, err = ReadLetters(ctx, r.Extract, r.jobs[i].Name, data); err != nil {
				return outcome{}, err
			}
			for k := range letters {
				letters[k].Gather(r.stages)
			}
			if err := r.put(key, letters); err != nil {
				return outcome{}, err
			}
		}
		return outcome{key, r.filed(key, letters), reused}, nil
	})
	if err != nil {
		return nil, err
	}
	var facts []discover.Facts
	for _, f := range r.named() {
		if f.facts != nil {
			f.facts.ID = f.id
			facts = append(facts, *f.facts)
		}
	}
	return discover.Clauses(facts), nil
}

// readAll brings every letter to its findings.
func (r *run) readAll(ctx context.Context, p *consult.Policy) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	draft, policyKey := analyzers.NewDraft(p), store.Key(string(raw))
	return r.each(ctx, "reading", func(i int, data []byte, sum string) (outcome, error) {
		key := store.Key("response", r.Program, r.model, policyKey, sum, r.jobs[i].Name)
		letters, reused := r.get(key)
		if !reused {
			if letters, reused = r.get(r.earlyKey(i, sum)); !reused {
				var err error
				if letters, err = ReadLetters(ctx, r.Extract, r.jobs[i].Name, data); err != nil {
					return outcome{}, err
				}
			}
			reused = false
			for k := range letters {
				if doc := letters[k].Doc; doc != nil {
					Analyze(doc, draft, r.stages)
					letters[k].Record(p)
				}
			}
			if err := r.put(key, letters); err != nil {
				return outcome{}, err
			}
		}
		return outcome{key, r.filed(key, letters), reused}, nil
	})
}

// finish writes the report, and forgets entries that no file stands for any more.
func (r *run) finish(p *consult.Policy) (*Result, error) {
	res := &Result{Policy: p, Drafts: r.drafts}
	all := Consultation{Policy: p, Drafts: r.drafts, Program: r.Version, Reader: r.model}
	for _, f := range r.named() {
		all.Letters = append(all.Letters, Entry{Name: f.name, Problem: f.problem, Record: func() (consult.Response, error) { return r.record(f) }})
		if f.problem == nil && f.reused {
			res.Reused++
		}
	}
	c, err := Conclude(all)
	if err != nil {
		return nil, err
	}
	res.Read, res.Unread, res.Summary = c.Summary.Counts.Responses, c.Unread, c.Summary
	res.Pages = c.Summary.Counts.Pages
	if err := r.report(c); err != nil {
		return nil, err
	}
	return res, r.store.Keep(r.used)
}

// record loads the kept record of a letter.
func (r *run) record(f *found) (consult.Response, error) {
	var kept []Letter
	if !r.store.Get(f.key, &kept) || len(kept) != 1 || kept[0].Response == nil {
		return consult.Response{}, fmt.Errorf("the result of %s is gone from %s; run again", f.name, store.Folder)
	}
	return *kept[0].Response, nil
}
