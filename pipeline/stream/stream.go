package stream

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"

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
	Ledger *ledger.Ledger // nil in a process that only works or only submits

	Prefix  string          // of topics and groups; "": "clausewise"
	Program string          // what tells this program from another version (as in pipeline.Config)
	Version string          // name and version for the summary
	Reader  pipeline.Reader // the same in all processes
	Workers int             // messages of a stage handled at once; 0: one a processor
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
	Recomputing  bool   `json:"recomputing"` // a newer draft is in force and not yet shown
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
	ErrSubmission   = errors.New("the submission can't be taken")
	ErrTooLarge     = errors.New("the file is too large")
)

// Service is one process's part in the stream. All methods may be called by several goroutines at once.
type Service struct {
	c Config
}

// New makes a service; nothing runs yet. Submit, Erase and SetPolicy work at once, Run makes the stages work.
func New(c Config) (*Service, error) { return &Service{c}, nil }

// Topics lists the topics that must exist, for a broker that needs to be told.
func Topics(prefix string) []string { return nil }

// StageNames lists what Run and the option --stages may name, in order.
func StageNames() []string { return nil }

var errSoon = errors.New("not in this commit yet")

// Run works on the named stages (none: all) until ctx ends, then finishes what it has begun. "summary" needs the
// ledger, and runs in one process.
func (s *Service) Run(ctx context.Context, stages []string) error { return errSoon }

// Submit takes a file: when it returns, the file is safe and will be read, also after a crash.
func (s *Service) Submit(ctx context.Context, sub Submission) (Receipt, error) {
	return Receipt{}, errSoon
}

// Erase removes a respondent: from summary, ledger and blobs, with every version submitted until now. A tombstone stays
// that duplicates respect which are still under way; a new submission after it counts. Without a ledger the process that
// has it does so soon.
func (s *Service) Erase(ctx context.Context, consultation, id string) error { return errSoon }

// SetPolicy puts a draft in force: all responses are read by it, those that came before too. The summary shows the
// earlier draft until they are. An error that wraps an *extract.Error says why the file is no draft.
func (s *Service) SetPolicy(ctx context.Context, consultation, name string, data []byte) error {
	return errSoon
}

// Summary returns what summary.json of a folder run over the submissions would hold.
func (s *Service) Summary(ctx context.Context, consultation string) (consult.Summary, error) {
	return consult.Summary{}, errSoon
}

// Responses goes over what responses.jsonl of a folder run would hold, sorted by id.
func (s *Service) Responses(ctx context.Context, consultation string) iter.Seq2[consult.Response, error] {
	return func(func(consult.Response, error) bool) {}
}

// Response returns what is known of a submission. One that was never heard of has the state Unknown and no error.
func (s *Service) Response(ctx context.Context, consultation, id string) (Reply, error) {
	return Reply{}, errSoon
}

// Status tells how far a consultation has come.
func (s *Service) Status(ctx context.Context, consultation string) (Status, error) {
	return Status{}, errSoon
}

// Consultations lists those that the ledger knows, sorted.
func (s *Service) Consultations(ctx context.Context) ([]string, error) { return nil, errSoon }

// Changes sends the number of the last change (Status.Change) whenever the consultation's summary may have changed,
// and at once when there was one before. Changes that come faster than they are received are sent as one. The channel
// is closed when ctx ends.
func (s *Service) Changes(ctx context.Context, consultation string) <-chan int64 { return nil }

// Lag returns for each of this process's stages how many messages wait.
func (s *Service) Lag(ctx context.Context) (map[string]int64, error) { return nil, errSoon }

// Healthy returns nil, or what is wrong: a stage that stands still with work waiting, a message that takes too long.
func (s *Service) Healthy(ctx context.Context) error { return errSoon }

// DeadLetters lists the messages that could not be processed, oldest first. It needs the broker only.
func (s *Service) DeadLetters(ctx context.Context) ([]DeadLetter, error) { return nil, errSoon }

// Retry hands dead letters to their stages again.
func (s *Service) Retry(ctx context.Context, numbers ...int64) error { return errSoon }
