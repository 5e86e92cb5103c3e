package summarize

import "github.com/clausewise/clausewise/pipeline/consult"

// Meta is what a summary says besides its responses.
type Meta struct {
	Title   string                 // of the consultation; "": the policy's title
	Program string                 // name and version of the program
	Reader  string                 // name and version of the learned reader; "": rules alone
	Unread  []consult.ProblemEntry // files that gave no response, and why
}

// Builder collects responses. It is not safe for use by several goroutines at once.
type Builder struct {
	policy *consult.Policy
}

// New returns a Builder for the responses to policy, which may be nil.
func New(policy *consult.Policy) *Builder { return &Builder{policy: policy} }

// Add takes r in. A response with the id of an earlier one replaces it. Add keeps none of r's slices.
func (b *Builder) Add(r consult.Response) {}

// Summary returns the summary of what was added so far. The Builder can be added to and asked again.
func (b *Builder) Summary(m Meta) consult.Summary { return consult.Summary{} }
