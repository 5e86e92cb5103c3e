package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Gold is a labelled consultation.
type Gold struct {
	Name      string // of its folder
	Dir       string
	Letters   string   // folder of the responses' files
	Files     []string // the files of Letters that are meant; nil: all
	Policy    string   // the draft's file; "" when there is none
	Clauses   string   // clauses.json; "" when there is none
	Responses []Labels
}

// Labels are what a response should give.
type Labels struct {
	ID         string `json:"id"`
	Lang       string `json:"lang"`
	Respondent struct {
		Name        string   `json:"name"`
		Type        string   `json:"type"`
		Signatories []string `json:"signatories"`
	} `json:"respondent"`
	Sections        []string         `json:"sections"`
	Recommendations []Recommendation `json:"recommendations"`
	Rewordings      []Rewording      `json:"rewordings"`
	Stances         []Stance         `json:"stances"`
	Overall         string           `json:"overall"`
}

// Recommendation is a labelled ask; Clause is nil where none fits.
type Recommendation struct {
	Quote  string  `json:"quote"`
	Clause *string `json:"clause"`
}

// Rewording is a labelled change of words.
type Rewording struct {
	Kind     string  `json:"kind"`
	Original *string `json:"original"`
	Proposed *string `json:"proposed"`
	Clause   *string `json:"clause"`
	Quote    string  `json:"quote"`
}

// Stance is a labelled stance to a clause.
type Stance struct {
	Clause   string   `json:"clause"`
	Stance   string   `json:"stance"`
	Evidence []string `json:"evidence"`
}

// ReadGold reads the labels in folder dir and finds its letters and its draft.
func ReadGold(dir string) (*Gold, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("gold: %w", err)
	}
	g := &Gold{
		Name: filepath.Base(abs), Dir: dir,
		Letters: firstThere(dir, "pdf/responses", "responses"),
		Policy:  firstThere(dir, "pdf/policy.pdf", "policy.pdf", "policy.html"),
		Clauses: firstThere(dir, "clauses.json"),
	}
	files, err := filepath.Glob(filepath.Join(escape(dir), "gold", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("gold: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s is no gold folder: it has no labels in gold/*.json", dir)
	}
	if g.Letters == "" {
		return nil, fmt.Errorf("%s has labels but no responses: expected a folder pdf/responses or responses", dir)
	}
	sort.Strings(files)
	at := map[string]int{}
	for _, f := range files {
		l, err := readLabels(f)
		if err != nil {
			return nil, err
		}
		if i, twice := at[l.ID]; twice {
			g.Responses[i] = l
			continue
		}
		at[l.ID] = len(g.Responses)
		g.Responses = append(g.Responses, l)
	}
	return g, nil
}

// Scans returns g twice, with no more than the letters of which a scan stands in pdf/scans: as they were made, and
// scanned. Their labels are the same. It returns nil where there is none.
func (g *Gold) Scans() (made, scanned *Gold) {
	dir := filepath.Join(g.Dir, "pdf", "scans")
	m, s := *g, *g
	m.Responses, s.Responses, s.Letters = nil, nil, dir
	for _, l := range g.Responses {
		scan := firstThere(dir, l.ID+".pdf")
		file := firstThere(g.Letters, l.ID+".pdf")
		if scan != "" && file != "" {
			m.Responses, m.Files = append(m.Responses, l), append(m.Files, file)
			s.Responses, s.Files = append(s.Responses, l), append(s.Files, scan)
		}
	}
	if len(m.Files) == 0 {
		return nil, nil
	}
	return &m, &s
}

// Inputs returns what is to be read.
func (g *Gold) Inputs() []string {
	if g.Files != nil {
		return g.Files
	}
	return []string{g.Letters}
}

func readLabels(file string) (Labels, error) {
	var l Labels
	raw, err := os.ReadFile(file)
	if err != nil {
		return l, fmt.Errorf("gold: %w", err)
	}
	if err := json.Unmarshal(raw, &l); err != nil {
		return l, fmt.Errorf("gold: %s: %w", file, err)
	}
	if l.ID == "" {
		return l, fmt.Errorf("gold: %s has no \"id\"", file)
	}
	return l, nil
}

// Shut reports whether g's folder asks that nobody looks into it.
func (g *Gold) Shut() bool {
	_, err := os.Stat(filepath.Join(g.Dir, "SHUT"))
	return err == nil
}

func firstThere(dir string, names ...string) string {
	for _, n := range names {
		p := filepath.Join(dir, filepath.FromSlash(n))
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	return ""
}

// escape keeps Glob from reading a folder's name as a pattern.
func escape(dir string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}
