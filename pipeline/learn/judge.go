package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/discourse"
	"github.com/clausewise/clausewise/analyzers/fit"
	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/analyzers/letterhead"
	"github.com/clausewise/clausewise/analyzers/linking"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/analyzers/reader"
	"github.com/clausewise/clausewise/analyzers/refs"
	"github.com/clausewise/clausewise/analyzers/rewordings"
)

// judged is a labelled letter with judgements of heads that were learned without it.
type judged struct {
	*Labelled
	*phrasing.Judged
	set *Consultation
}

// link runs what the models build on over all letters: links to clauses, topics where the reader has read, rewordings.
func link(list []*Consultation) {
	var wg sync.WaitGroup
	for _, c := range list {
		wg.Go(func() {
			for _, l := range c.Letters {
				analyzers.Run(l.Doc, c.Draft, []*analyzers.Analyzer{letterhead.Analyzer, refs.Analyzer, discourse.Analyzer, linking.Analyzer, reader.Topics, rewordings.Analyzer})
			}
		})
	}
	wg.Wait()
}

// foldOf spreads the letters' files over folds: a series (da-a1, da-a2, da-a3) is one.
func foldOf(place int) int { return place / 3 }

// cached returns the heads kept under name in folder cache, or those that of makes, kept for next time. With no folder
// nothing is kept. Whoever changes features or letters empties the folder.
func cached(cache, name string, of func() phrasing.Models) phrasing.Models {
	out := phrasing.Models{}
	if cache == "" {
		return of()
	}
	for h := range phrasing.Classes {
		file := filepath.Join(cache, name+"-"+string(h)+".txt")
		raw, err := os.ReadFile(file)
		if err != nil {
			break
		}
		if out[h], err = fit.Parse(file, string(raw)); err != nil {
			break
		}
	}
	if len(out) == len(phrasing.Classes) {
		return out
	}
	out = of()
	for h, m := range out {
		if err := write(filepath.Join(cache, name+"-"+string(h)+".txt"), m, floor); err != nil {
			fmt.Fprintln(os.Stderr, "learn:", err)
		}
	}
	return out
}

// learnHeads fits all heads to sets.
func learnHeads(sets map[string][][]example) phrasing.Models {
	out := phrasing.Models{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for h := range phrasing.Classes {
		wg.Go(func() {
			m := learnHead(h, sets)
			mu.Lock()
			defer mu.Unlock()
			out[h] = m
		})
	}
	wg.Wait()
	return out
}

// judgeFolds judges every training letter by heads that were learned from the other folds.
func judgeFolds(letters []*Consultation, cache string) []*judged {
	var out []*judged
	for _, code := range []string{"da", "en"} {
		sets := byLang(letters, code)
		var names []string
		plain := map[string][][]example{}
		for _, n := range sorted(sets) {
			if strings.HasPrefix(n, "plain-") {
				plain[n] = sets[n]
			} else {
				names = append(names, n)
			}
		}
		fold := map[string]int{}
		models := make([]phrasing.Models, foldOf(len(names)-1)+1)
		for k := range models {
			train := maps.Clone(plain)
			for i, n := range names {
				fold[n] = foldOf(i)
				if foldOf(i) != k {
					train[n] = sets[n]
				}
			}
			models[k] = cached(cache, fmt.Sprintf("%s-fold-%d", code, k), func() phrasing.Models { return learnHeads(train) })
		}
		for _, c := range letters {
			if c.Lang == code && !c.plain() {
				out = append(out, judgeSet(models[fold[c.Name]], c)...)
			}
		}
	}
	return out
}

// judgeSet judges a set by given heads.
func judgeSet(m phrasing.Models, c *Consultation) []*judged {
	var out []*judged
	for _, l := range c.Letters {
		out = append(out, &judged{Labelled: l, Judged: phrasing.JudgeWith(m, l.Doc, lang.For(c.Lang)), set: c})
	}
	return out
}

// counts are hits, findings and truths.
type counts struct{ hit, found, truth int }

func (c counts) f1() float64 {
	if c.found+c.truth == 0 {
		return 0
	}
	return 2 * float64(c.hit) / float64(c.found+c.truth)
}

func (c counts) p() float64 { return float64(c.hit) / float64(max(c.found, 1)) }
func (c counts) r() float64 { return float64(c.hit) / float64(max(c.truth, 1)) }

func (c *counts) add(o counts) { c.hit += o.hit; c.found += o.found; c.truth += o.truth }
