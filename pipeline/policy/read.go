package policy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Error says why a file gave no policy; it is a sentence for the user. Code is stable.
type Error struct {
	Code string
	Text string
}

func (e *Error) Error() string { return e.Text }

// Read reads a draft: a list of clauses in JSON, or a file of any kind that package extract reads. An error is an
// *Error, an *extract.Error or the context's.
func Read(ctx context.Context, name string, data []byte) (*consult.Policy, error) {
	if t := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n"); len(t) > 0 && (t[0] == '[' || t[0] == '{') && json.Valid(t) {
		return readJSON(name, data, t)
	}
	d, err := extract.ReadDraft(ctx, name, data)
	if err != nil {
		return nil, err
	}
	p := Split(d)
	if len(p.Clauses) == 0 {
		return nil, &Error{"policy.clauseless", fmt.Sprintf("%s has no clauses: no numbered parts (1.2, § 4, Article 3, Proposal 7) and no headings. Give the draft itself, or a clauses.json with id, title and text, or leave --policy out to find the clauses in the responses.", path.Base(name))}
	}
	return p, nil
}

// clauseFile is a clause as clauses.json has it.
type clauseFile struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Parent string `json:"parent"`
	Page   int    `json:"page"`
	Last   int    `json:"last"`
}

func readJSON(name string, data, t []byte) (*consult.Policy, error) {
	var list []clauseFile
	var whole struct {
		Title   string       `json:"title"`
		Lang    string       `json:"lang"`
		Clauses []clauseFile `json:"clauses"`
	}
	err := json.Unmarshal(t, &list)
	if t[0] == '{' {
		err = json.Unmarshal(t, &whole)
		list = whole.Clauses
	}
	if err != nil {
		return nil, &Error{"policy.json", fmt.Sprintf("%s is JSON but not a list of clauses (%v). Each clause is {\"id\": …, \"title\": …, \"text\": …}.", path.Base(name), err)}
	}
	sum := sha256.Sum256(data)
	p := &consult.Policy{Title: whole.Title, Lang: whole.Lang, Source: consult.Source{Name: name, SHA256: hex.EncodeToString(sum[:]), MediaType: "application/json", Pages: 1}}
	seen := map[string]bool{}
	for i, c := range list {
		c.ID, c.Text = strings.TrimSpace(c.ID), strings.TrimSpace(c.Text)
		switch {
		case c.ID == "":
			return nil, &Error{"policy.json", fmt.Sprintf("%s: clause %d has no id.", path.Base(name), i+1)}
		case seen[c.ID]:
			return nil, &Error{"policy.json", fmt.Sprintf("%s: the id %q stands twice. Ids must differ.", path.Base(name), c.ID)}
		case c.Text == "" && c.Title == "":
			return nil, &Error{"policy.json", fmt.Sprintf("%s: clause %q has neither title nor text.", path.Base(name), c.ID)}
		}
		seen[c.ID] = true
		p.Clauses = append(p.Clauses, consult.Clause{ID: c.ID, Title: strings.TrimSpace(c.Title), Text: c.Text, Parent: c.Parent, Page: c.Page, Last: c.Last})
	}
	if len(p.Clauses) == 0 {
		return nil, &Error{"policy.clauseless", fmt.Sprintf("%s lists no clauses.", path.Base(name))}
	}
	if p.Lang == "" {
		var all strings.Builder
		for _, c := range p.Clauses {
			all.WriteString(c.Text + " ")
		}
		p.Lang = tell(all.String())
	}
	return p, nil
}

// title returns the draft's title: its highest heading without label near the start. Plain text has headings of one
// rank only; there the first line is the title.
func title(d *consult.Document, us []unit, ls []*label) string {
	best, ranks, first := -1, map[int]bool{}, -1
	for i := range us {
		if us[i].head {
			ranks[us[i].level] = true
		}
		if ls[i] != nil || us[i].phys > 2 || i >= 40 {
			continue
		}
		if first < 0 && us[i].short() {
			first = i
		}
		if us[i].head && (best < 0 || us[i].level < us[best].level) {
			best = i
		}
	}
	if len(ranks) < 2 && first >= 0 && first < 2 {
		if strings.Count(us[first].text, " ") < 2 && first+1 < len(us) && us[first+1].short() && ls[first+1] == nil {
			return us[first].text + " " + us[first+1].text // "Udkast til", then what it is a draft of
		}
		return us[first].text
	}
	if best >= 0 {
		return us[best].text
	}
	return d.Title
}

// language returns the draft's language: by its words, since a file's own word for it is often its template's.
func language(d *consult.Document) string {
	if l := tell(d.Text); l != "" {
		return l
	}
	return d.Lang
}

// tell decides between Danish and English by their small words.
func tell(s string) string {
	count := map[string]int{}
	for _, w := range strings.Fields(strings.ToLower(s)) {
		switch strings.Trim(w, ".,;:()") {
		case "og", "at", "der", "skal", "er", "af", "det", "til", "ikke", "med":
			count["da"]++
		case "the", "and", "of", "will", "be", "to", "is", "shall", "not", "with":
			count["en"]++
		}
	}
	if count["en"] > count["da"] {
		return "en"
	}
	if count["da"] > 0 {
		return "da"
	}
	return ""
}
