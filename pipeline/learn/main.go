package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/analyzers/phrasing"
	"github.com/clausewise/clausewise/analyzers/reader"
	"github.com/clausewise/clausewise/pipeline/consult"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

const usage = "learn [-cache DIR] [-scores DIR] [-unseen NAMES] heads|links|second|changes|measure|folds LETTERS_DIR… [GOLD_DIR…]"

func run(args []string) error {
	cache, scores, unseen := "", "", ""
	for len(args) > 1 && args[0][0] == '-' {
		switch args[0] {
		case "-cache":
			cache = args[1]
		case "-scores":
			scores = args[1]
		case "-unseen":
			unseen = args[1]
		default:
			return fmt.Errorf("no flag %s; usage: %s", args[0], usage)
		}
		args = args[2:]
	}
	if len(args) < 2 {
		return fmt.Errorf("usage: %s", usage)
	}
	letters, gold, err := read(args[1:])
	if err != nil {
		return err
	}
	if err := readScores(scores, append(named(letters, unseen), gold...)); err != nil {
		return err
	}
	switch args[0] {
	case "heads":
		return heads(letters, gold, cache)
	case "links":
		return links(letters, gold)
	case "second":
		return second(letters, gold, cache)
	case "changes":
		return changes(letters)
	case "measure":
		measure(gold)
		return nil
	case "folds":
		return folds(letters)
	}
	return fmt.Errorf("no step called %q; usage: %s", args[0], usage)
}

// read reads folders of training letters and gold sets.
func read(dirs []string) (letters, gold []*Consultation, err error) {
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "clauses.json")); err == nil {
			c, err := readGold(dir)
			if err != nil {
				return nil, nil, err
			}
			gold = append(gold, c)
			continue
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
		if err != nil {
			return nil, nil, err
		}
		for _, f := range files {
			c, err := readLetters(f)
			if err != nil {
				return nil, nil, err
			}
			letters = append(letters, c)
		}
	}
	return letters, gold, nil
}

// named returns the consultations whose names begin with one of prefixes, a list with commas.
func named(list []*Consultation, prefixes string) []*Consultation {
	var out []*Consultation
	for _, c := range list {
		for _, p := range strings.Split(prefixes, ",") {
			if p != "" && strings.HasPrefix(c.Name, p) {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// readScores gives letters the learned reader's scores, kept in folder dir: a file a set, SET.json, that maps a
// letter's id to one row of scores a sentence. A file that is missing is made by package reader; CLAUSEWISE_MODEL should
// then name a model that has seen no gold set, or the figures flatter. Without a folder the letters stay unread.
func readScores(dir string, gold []*Consultation) error {
	if dir == "" {
		return nil
	}
	for _, g := range gold {
		file := filepath.Join(dir, g.Name+".json")
		var rows map[string][]consult.Scores
		err := readJSON(file, &rows)
		if errors.Is(err, fs.ErrNotExist) {
			rows, err = readAll(g, file)
		}
		if err != nil {
			return err
		}
		for _, l := range g.Letters {
			r := &consult.Reading{Model: "scores of " + dir, Rows: rows[l.Doc.ID]}
			if len(r.Rows) != len(l.Doc.Sentences) {
				return fmt.Errorf("%s: %d rows of scores for the %d sentences of %s; delete the file to read anew", file, len(r.Rows), len(l.Doc.Sentences), l.Doc.ID)
			}
			for _, c := range g.Draft.Policy.Clauses {
				r.Clauses = append(r.Clauses, c.ID)
			}
			l.Doc.Reading = r
		}
	}
	return nil
}

// readAll lets the reader read a set and keeps its scores in file.
func readAll(g *Consultation, file string) (map[string][]consult.Scores, error) {
	if err := reader.Available(); err != nil {
		return nil, err
	}
	rows := map[string][]consult.Scores{}
	for _, l := range g.Letters {
		analyzers.Run(l.Doc, g.Draft, []*analyzers.Analyzer{reader.Analyzer})
		if l.Doc.Reading == nil {
			return nil, fmt.Errorf("%s %s: the reader left no scores: %v", g.Name, l.Doc.ID, l.Doc.Problems)
		}
		rows[l.Doc.ID] = l.Doc.Reading.Rows
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	return rows, os.WriteFile(file, raw, 0o644)
}

func byLang(list []*Consultation, code string) map[string][][]example {
	out := map[string][][]example{}
	for _, c := range list {
		if c.Lang == code {
			out[c.Name] = examplesOf(c)
		}
	}
	return out
}

func learnFull(letters []*Consultation, cache string) (map[string]phrasing.Models, error) {
	out := map[string]phrasing.Models{}
	for _, code := range []string{"da", "en"} {
		out[code] = cached(cache, code+"-full", func() phrasing.Models { return learnHeads(byLang(letters, code)) })
		for h, m := range out[code] {
			if err := write("analyzers/phrasing/weights/"+code+"-"+string(h)+".txt", m, floor); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func heads(letters, gold []*Consultation, cache string) error {
	full, err := learnFull(letters, cache)
	if err != nil {
		return err
	}
	for _, code := range []string{"da", "en"} {
		got, test := full[code], byLang(gold, code)
		for _, h := range []phrasing.Head{phrasing.Ask, phrasing.Stance, phrasing.Voice, phrasing.Side} {
			for _, name := range sorted(test) {
				report(name, h, got[h], test[name])
			}
		}
	}
	return nil
}

const floor = 0.02

func sorted[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
