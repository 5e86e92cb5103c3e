package analyzers

import (
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/clausewise/clausewise/analyzers/lang"
	"github.com/clausewise/clausewise/pipeline/consult"
)

// Analyzer is one step of reading.
type Analyzer struct {
	Name     string   // one lower-case word, unique
	Doc      string   // one sentence: what it finds
	Requires []string // names of analyzers that must have run before
	// Run reads p.Doc and writes its layer there. It may be called from several goroutines, each with its own
	// document. An error means that the layer could not be made; the document's other layers are kept.
	Run func(p *Pass) error
}

// Pass is what an analyzer is given.
type Pass struct {
	Doc   *consult.Document
	Draft *Draft     // never nil; Draft.Policy has no clauses when there is no draft
	Lang  *lang.Pack // the pack of Doc.Lang; Danish while that is unknown
}

// Policy returns the draft's clauses.
func (p *Pass) Policy() *consult.Policy { return p.Draft.Policy }

// Draft is the policy with what analyzers have computed of it, once for all letters.
type Draft struct {
	Policy *consult.Policy
	memo   sync.Map // name → *entry
}

type entry struct {
	once sync.Once
	val  any
}

// NewDraft wraps p; nil stands for a policy without clauses.
func NewDraft(p *consult.Policy) *Draft {
	if p == nil {
		p = &consult.Policy{}
	}
	return &Draft{Policy: p}
}

// Memo returns what of computes from d's policy, computing it at the first call for name. It is safe to call from
// several goroutines; the value is shared, so it must not be changed.
func Memo[T any](d *Draft, name string, of func(*consult.Policy) T) T {
	e, _ := d.memo.LoadOrStore(name, &entry{})
	x := e.(*entry)
	x.once.Do(func() { x.val = of(d.Policy) })
	return x.val.(T)
}

var nameForm = regexp.MustCompile(`^[a-z]+$`)

// Validate reports the first fault of a list: a bad or double name, a missing sentence of documentation, a missing
// function, or a requirement that does not stand earlier in the list.
func Validate(list []*Analyzer) error {
	seen := map[string]bool{}
	for _, a := range list {
		switch {
		case !nameForm.MatchString(a.Name):
			return fmt.Errorf("analyzers: name %q is not one lower-case word", a.Name)
		case seen[a.Name]:
			return fmt.Errorf("analyzers: %s is listed twice", a.Name)
		case strings.TrimSpace(a.Doc) == "":
			return fmt.Errorf("analyzers: %s has no Doc", a.Name)
		case a.Run == nil:
			return fmt.Errorf("analyzers: %s has no Run", a.Name)
		}
		for _, r := range a.Requires {
			if !seen[r] {
				return fmt.Errorf("analyzers: %s needs %s before it", a.Name, r)
			}
		}
		seen[a.Name] = true
	}
	return nil
}

// Run runs the list over doc in order. An analyzer that fails or panics leaves a problem on the document, and the
// next ones run all the same: one bad sentence must not cost a letter.
func Run(doc *consult.Document, draft *Draft, list []*Analyzer) {
	for _, a := range list {
		if err := runOne(a, doc, draft); err != nil {
			p := consult.Problem{Code: "analyzer." + a.Name,
				Text: fmt.Sprintf("The step %q failed on this response (%v); its other findings stand. Please report it with the file.", a.Name, err)}
			if !slices.Contains(doc.Problems, p) { // it may run twice: before there is a draft, and after
				doc.Problems = append(doc.Problems, p)
			}
		}
	}
}

func runOne(a *Analyzer, doc *consult.Document, draft *Draft) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v at %s", r, Where())
		}
	}()
	return a.Run(&Pass{Doc: doc, Draft: draft, Lang: lang.For(doc.Lang)})
}

// Where returns the file and line of this module in which the panic arose that is being recovered, without the folder of
// the build, so that the same fault has the same words everywhere. It is called in the deferred function that recovers.
func Where() string {
	pc := make([]uintptr, 64)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	thrown := false
	for {
		f, more := frames.Next()
		thrown = thrown || f.Function == "runtime.gopanic"
		if thrown && strings.HasPrefix(f.Function, "github.com/clausewise/") {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		if !more {
			return "unknown place"
		}
	}
}
