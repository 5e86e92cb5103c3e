package stream

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/clausewise/clausewise/analyzers"
	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/blobs"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// Config says what a process of the stream is made of.
type Config struct {
	Broker bus.Broker
	Blobs  blobs.Store
	Ledger *ledger.Ledger // of OpenLedger; nil in a process that only works or only submits

	Prefix  string          // of topics and groups; "": "clausewise"
	Program string          // what tells this program from another version (as in pipeline.Config)
	Version string          // name and version for the summary
	Reader  pipeline.Reader // the same in all processes
	Workers int             // messages of a stage worked on at once; 0: one a processor
	Limit   time.Duration   // of one stage on one message, before it counts as hanging; 0: two minutes

	// Volatile says that the broker forgets when the process ends (channels): Run then hands to the stages again what
	// the ledger knows to be unfinished.
	Volatile bool

	// Extract reads the letters in a file; nil: extract.ReadAll.
	Extract func(ctx context.Context, name string, data []byte) []extract.Member
	Observe func(Observation) // called after each piece of work; may be nil; must not block
	Logger  *slog.Logger      // nil: slog.Default()
}

// Outcome is what became of a message in a stage.
type Outcome string

// The outcomes.
const (
	Done       Outcome = "done"
	Remembered Outcome = "remembered" // done before: the result was at hand
	Retried    Outcome = "retried"    // a passing fault; it is tried again
	Dead       Outcome = "dead"       // it went to the dead letters
	Stale      Outcome = "stale"      // of a version that was superseded or erased meanwhile
)

// Observation is one piece of work, for metrics.
type Observation struct {
	Stage        string // as in pipeline.Stages
	Outcome      Outcome
	Took         time.Duration
	Consultation string
}

// Submission is a file that a respondent sent in.
type Submission struct {
	Consultation string    // a short name: lower-case letters, digits, dots and dashes
	ID           string    // the respondent's or the file's; a later submission with the same id supersedes. "": the name
	Name         string    // of the file, with forward slashes; the response's id is made of it
	Data         []byte    // its bytes
	At           time.Time // when it was submitted; zero: now
	Trace        string    // traceparent of the request, if it had one
}

// Receipt says that a submission is safe.
type Receipt struct {
	Consultation string `json:"consultation"`
	ID           string `json:"id"`
	Name         string `json:"name"`
	Revision     string `json:"revision"` // sorts as the versions of the submission do
	SHA256       string `json:"sha256"`
	Trace        string `json:"trace,omitempty"`
}

// State is how far a submission has come.
type State string

// The states.
const (
	Unknown    State = "unknown"    // never heard of
	Received   State = "received"   // safe, not read yet
	Read       State = "read"       // read, and in the summary
	Correcting State = "correcting" // a newer version, or under a newer draft, is being read; the earlier result is shown
	Unreadable State = "unreadable" // it could not be read; the problem says why
	Draft      State = "draft"      // it is the draft itself, no response
	Erased     State = "erased"
)

// Reply is what is known of a submission.
type Reply struct {
	State     State                  `json:"state"`
	ID        string                 `json:"id"`
	Name      string                 `json:"name,omitempty"`
	Revision  string                 `json:"revision,omitempty"` // of the version that is shown; of the newest while none is
	Responses []consult.Response     `json:"responses"`          // a file may hold several letters
	Problems  []consult.ProblemEntry `json:"problems"`           // of letters that could not be read
}

// Status is how far a consultation has come.
type Status struct {
	Consultation string `json:"consultation"`
	Submissions  int    `json:"submissions"` // not erased
	Shown        int    `json:"shown"`       // of those: in the summary
	Pending      int    `json:"pending"`     // still to be read, or to be read again
	Policy       string `json:"policy"`      // title of the draft that is in force; "" without
	Discovered   bool   `json:"discovered"`  // its clauses were discovered
	Recomputing  bool   `json:"recomputing"` // a newer draft, given or discovered, is in force or being looked for, and not yet shown
	Change       int64  `json:"change"`      // grows with every change
}

// DeadLetter is a message that could not be processed.
type DeadLetter struct {
	Number       int64     `json:"number"` // names it for Retry
	At           time.Time `json:"at"`
	Stage        string    `json:"stage"`
	Cause        string    `json:"cause"`
	Topic        string    `json:"topic"` // where it lay
	Partition    int       `json:"partition"`
	Offset       int64     `json:"offset"`
	Attempts     int       `json:"attempts"`
	Consultation string    `json:"consultation,omitempty"`
	ID           string    `json:"id,omitempty"`
	Name         string    `json:"name,omitempty"`
	Retried      bool      `json:"retried"`
}

// What methods return, wrapped in words of their own.
var (
	ErrNoLedger     = errors.New("this process has no ledger; ask the one that runs the summary stage")
	ErrConsultation = errors.New("not a consultation's name: use lower-case letters, digits, dots and dashes, at most 60")
	ErrNoDeadLetter = errors.New("nothing to try again")
	ErrSubmission   = errors.New("the submission can't be taken")
	ErrTooLarge     = errors.New("the file is too large")
)

// Service is one process's part in the stream. All methods may be called by several goroutines at once.
type Service struct {
	c      Config
	log    *slog.Logger
	engine string           // what results depend on besides file and draft: program and model
	model  string           // the reader's; "": rules alone
	stages []pipeline.Stage // that a message goes through

	clock     clock
	drafts    drafts
	pointing  sync.Mutex
	finding   sync.Mutex // held while the blob of a draft that was found is there and the draft not yet in force
	conductor *conductor
	sweeper   sweeper
	summaries summaries
	health    health
}

// New makes a service; nothing runs yet. Submit, Erase and SetPolicy work at once, Run makes the stages work.
func New(c Config) (*Service, error) {
	if c.Broker == nil || c.Blobs == nil {
		return nil, errors.New("a stream needs a broker and a store for blobs")
	}
	if c.Prefix == "" {
		c.Prefix = defaultPrefix
	}
	if c.Workers <= 0 {
		c.Workers = runtime.NumCPU()
	}
	if c.Limit <= 0 {
		c.Limit = 2 * time.Minute
	}
	if c.Extract == nil {
		c.Extract = extract.ReadAll
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	engine, model, err := engine(c.Program, c.Reader)
	if err != nil {
		return nil, err
	}
	return &Service{c: c, log: c.Logger, engine: engine, model: model, stages: pipeline.Stages(model != ""),
		drafts:    drafts{read: map[string]*analyzers.Draft{}, given: map[string]known{}},
		conductor: newConductor(), sweeper: make(sweeper, 1), health: health{begun: map[*work]bool{}}}, nil
}

// engine names what results depend on besides file and draft.
func engine(program string, reader pipeline.Reader) (name, model string, err error) {
	if model, err = reader.Model(); err != nil {
		return "", "", err
	}
	return digest("engine", program, model)[:16], model, nil
}

// OpenLedger opens the ledger in the file for a service with the same program and reader.
func OpenLedger(file, program string, reader pipeline.Reader) (*ledger.Ledger, error) {
	name, _, err := engine(program, reader)
	if err != nil {
		return nil, err
	}
	return ledger.Open(file, ledger.Options{Program: name, Blobs: BlobPrefix})
}

// clock tells a later time at every call, so that what one process takes in has the order in which it came.
type clock struct {
	mu   sync.Mutex
	last time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if !now.After(c.last) {
		now = c.last.Add(1)
	}
	c.last = now
	return now
}
