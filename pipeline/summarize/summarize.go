package summarize

import (
	"maps"
	"slices"

	"github.com/clausewise/clausewise/pipeline/campaign"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Meta is what a summary says besides its responses.
type Meta struct {
	Title   string                 // of the consultation; "": the policy's title
	Program string                 // name and version of the program
	Reader  string                 // name and version of the learned reader; "": rules alone
	Unread  []consult.ProblemEntry // files that gave no response, and why
}

// Builder collects responses. It is not safe for use by several goroutines at once.
type Builder struct {
	policy    *consult.Policy
	letters   map[string]letter // by response id
	finder    *campaign.Finder
	campaigns []consult.Campaign
}

// New returns a Builder for the responses to policy, which may be nil.
func New(policy *consult.Policy) *Builder {
	if policy == nil {
		policy = &consult.Policy{}
	}
	return &Builder{policy: policy, letters: map[string]letter{}, finder: campaign.New(policy)}
}

// Add takes r in. A response with the id of an earlier one replaces it. Add keeps none of r's slices.
func (b *Builder) Add(r consult.Response) {
	b.letters[r.ID] = trim(r)
	b.finder.Add(r.ID, r.Source.SHA256, r.Body)
}

// FindCampaigns groups the letters that were added; without it the summary has no campaigns. Load returns the body of a
// response by its id; it is asked for the few that look alike, and its error is FindCampaigns's.
func (b *Builder) FindCampaigns(load campaign.Load) (err error) {
	b.campaigns, err = b.finder.Find(load)
	return err
}

// Summary returns the summary of what was added so far. The Builder can be added to and asked again.
func (b *Builder) Summary(m Meta) consult.Summary {
	ids := slices.Sorted(maps.Keys(b.letters))
	s := consult.Summary{
		Schema: consult.SummarySchema, Title: m.Title, Program: m.Program, Reader: m.Reader,
		Policy: consult.PolicyRecord{Title: b.policy.Title, Language: b.policy.Lang, Source: b.policy.Source,
			Discovered: b.policy.Discovered},
		Responses: make([]consult.ResponseEntry, 0, len(ids)),
		Campaigns: append([]consult.Campaign{}, b.campaigns...),
	}
	if s.Title == "" {
		s.Title = b.policy.Title
	}
	t := newTable(b.policy)
	of := b.campaignOf()
	for _, id := range ids {
		l := b.letters[id]
		l.entry.Campaign = of[id]
		s.Responses = append(s.Responses, l.entry)
		s.Problems = append(s.Problems, l.problems...)
		t.add(l)
	}
	s.Clauses, s.Unplaced = t.clauses(), t.unplaced
	s.Counts = count(s.Responses)
	s.Problems = withUnread(s.Problems, m.Unread, &s.Counts)
	s.Language = mostUsed(s.Counts.Languages, b.policy.Lang)
	return s
}

// campaignOf returns the campaign's id by response id.
func (b *Builder) campaignOf() map[string]string {
	out := map[string]string{}
	for _, c := range b.campaigns {
		for _, m := range c.Members {
			out[m.Response] = c.ID
		}
	}
	return out
}

// withUnread puts the files that gave no response behind the problems of those that did, by file name, and counts
// the files.
func withUnread(problems, unread []consult.ProblemEntry, c *consult.Counts) []consult.ProblemEntry {
	more := slices.Clone(unread)
	slices.SortStableFunc(more, compareProblems)
	for i, p := range more {
		if i == 0 || p.File != more[i-1].File {
			c.Unread++
		}
	}
	return append(append(make([]consult.ProblemEntry, 0, len(problems)+len(more)), problems...), more...)
}
