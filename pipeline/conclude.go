package pipeline

import (
	"fmt"
	"iter"
	"path"
	"sort"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/summarize"
)

// Entry is a letter of a consultation, by itself: nothing in it depends on the others.
type Entry struct {
	Name    string
	Problem *consult.Problem                 // why it could not be read; else nil, and
	Record  func() (consult.Response, error) // its record, which may be asked for more than once
	Of      string                           // what it belongs to, for Conclusion.Of; may be ""
}

// Consultation is all that a summary is made of.
type Consultation struct {
	Letters []Entry
	Policy  *consult.Policy
	Drafts  []string // names of files that are the draft itself, in the order they are told
	Program string   // name and version, for the summary
	Reader  string   // the reader's model; "": rules alone
}

// Conclusion is what the set of letters comes to: the summary, and the records with what only the whole set knows, the
// letters' ids and which of them are the same.
type Conclusion struct {
	Summary consult.Summary
	Unread  []consult.ProblemEntry // letters that could not be read, by name
	read    []concluded            // by id
}

// concluded is a letter that was read, in the set.
type concluded struct {
	Entry
	id, same string // same: name of an earlier letter with the same bytes
	campaign string // its id
}

// record loads the letter's record and adds what the set knows.
func (l concluded) record() (consult.Response, error) {
	rec, err := l.Record()
	if err == nil {
		l.mark(&rec)
		rec.Campaign, rec.Body = l.campaign, nil
	}
	return rec, err
}

// mark adds to a record what only the set knows, so that the kept record stays that of the letter alone.
func (l concluded) mark(rec *consult.Response) {
	rec.ID = l.id
	if l.same != "" {
		rec.Problems = append(rec.Problems, consult.Problem{Code: "file.same", Text: fmt.Sprintf("The file has the same content as another (%s); both are counted.", l.same)})
	}
}

// Conclude makes the summary. What it makes depends on the set of letters alone: the folder run and the stream call it
// both, so that they can't differ. Letters of the same name keep the order they have in c.
func Conclude(c Consultation) (*Conclusion, error) {
	letters := append([]Entry{}, c.Letters...)
	sort.SliceStable(letters, func(i, k int) bool { return letters[i].Name < letters[k].Name })
	out, b := &Conclusion{}, summarize.New(c.Policy)
	first := map[string]string{} // by hash of the content: the first letter that has it
	for i, id := range IDs(letters, func(e Entry) string { return e.Name }) {
		l := concluded{Entry: letters[i], id: id}
		if l.Problem != nil {
			out.Unread = append(out.Unread, consult.ProblemEntry{File: l.Name, Problem: *l.Problem})
			continue
		}
		rec, err := l.Record()
		if err != nil {
			return nil, err
		}
		if sum := rec.Source.SHA256; first[sum] != "" {
			l.same = first[sum]
		} else if sum != "" {
			first[sum] = l.Name
		}
		l.mark(&rec)
		b.Add(rec)
		out.read = append(out.read, l)
	}
	sort.Slice(out.read, func(i, k int) bool { return out.read[i].id < out.read[k].id })
	if err := b.FindCampaigns(out.body); err != nil {
		return nil, err
	}
	out.Summary = b.Summary(summarize.Meta{Program: c.Program, Reader: c.Reader, Unread: out.Unread})
	for i, r := range out.Summary.Responses { // by id, as out.read
		out.read[i].campaign = r.Campaign
	}
	for _, d := range c.Drafts {
		out.Summary.Problems = append(out.Summary.Problems, consult.ProblemEntry{File: d, Problem: consult.Problem{Code: "file.draft",
			Text: "This is the draft itself; it was not read as a response."}})
	}
	return out, nil
}

// body loads what the letter called id has to say.
func (c *Conclusion) body(id string) ([]consult.BodySentence, error) {
	i := sort.Search(len(c.read), func(i int) bool { return c.read[i].id >= id })
	rec, err := c.read[i].Record()
	return rec.Body, err
}

// Responses goes over the records by id, loading each when it is asked for.
func (c *Conclusion) Responses() iter.Seq2[consult.Response, error] {
	return c.responses(func(concluded) bool { return true })
}

// Of goes over the records of the letters that belong to what, by id.
func (c *Conclusion) Of(what string) iter.Seq2[consult.Response, error] {
	return c.responses(func(l concluded) bool { return l.Entry.Of == what })
}

func (c *Conclusion) responses(which func(concluded) bool) iter.Seq2[consult.Response, error] {
	return func(yield func(consult.Response, error) bool) {
		for _, l := range c.read {
			if !which(l) {
				continue
			}
			rec, err := l.record()
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// IDs gives each thing the first free id of: its file's name without ending, the file's name, its path, its path and a
// number. Things come sorted by name, so the same files get the same ids.
func IDs[T any](things []T, name func(T) string) []string {
	taken, out := map[string]bool{}, make([]string, len(things))
	for i, t := range things {
		base := path.Base(name(t))
		long := strings.ReplaceAll(name(t), "/", "-")
		try := []string{extract.ID(name(t)), base, long}
		for n := 2; taken[try[0]] || try[0] == ""; n++ {
			if try = try[1:]; len(try) == 0 {
				try = []string{long + "-" + strconv.Itoa(n)}
			}
		}
		out[i] = try[0]
		taken[out[i]] = true
	}
	return out
}
