package pipeline

import (
	"context"
	"errors"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline/campaign"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/discover"
	"github.com/clausewise/clausewise/pipeline/extract"
)

// Letter is what is kept of a letter: a file, or a member of an archive or a mail.
type Letter struct {
	Name     string            // the file's; a member has its own name behind that
	Doc      *consult.Document `json:",omitempty"` // as far as it was read before the clauses were known
	Facts    *discover.Facts   `json:",omitempty"` // what it says of the clauses
	Response *consult.Response `json:",omitempty"`
	Problem  *consult.Problem  `json:",omitempty"` // why there is none of the above
}

// ReadLetters reads the letters in a file with read, which is extract.ReadAll or does the same elsewhere. An error is
// ctx's: a letter that can't be read is a Problem.
func ReadLetters(ctx context.Context, read func(context.Context, string, []byte) []extract.Member, name string, data []byte) ([]Letter, error) {
	var out []Letter
	for _, m := range read(ctx, name, data) {
		l := Letter{Name: m.Name, Doc: m.Doc}
		if m.Err != nil {
			l.Doc, l.Problem = nil, Problem(m.Err)
		}
		out = append(out, l)
	}
	if len(out) == 0 && ctx.Err() == nil {
		out = append(out, Letter{Name: name, Problem: &consult.Problem{Code: "file.wordless", Text: name + " holds no letter. Check that the right file was sent."}})
	}
	return out, ctx.Err()
}

// Gather brings the letter as far as no draft is needed, and takes from it what it says of the clauses.
func (l *Letter) Gather(stages []Stage) {
	if l.Doc == nil {
		return
	}
	Analyze(l.Doc, analyzers.NewDraft(nil), before(stages))
	f := discover.Gather(l.Doc)
	l.Facts = &f
}

// Record puts the letter's record, made under the policy p, in place of the document.
func (l *Letter) Record(p *consult.Policy) {
	rec := consult.NewResponse(l.Doc, p)
	rec.Body = campaign.Body(l.Doc)
	*l = Letter{Name: l.Name, Response: &rec}
}

// Problem says in a report's words why a letter could not be read.
func Problem(err error) *consult.Problem {
	var e *extract.Error
	if errors.As(err, &e) {
		return &consult.Problem{Code: e.Code, Text: e.Text}
	}
	return &consult.Problem{Code: "file.unreadable", Text: err.Error()}
}
