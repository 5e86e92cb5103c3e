package stream

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// version says which version of which submission a message is about.
type version struct {
	Consultation string `json:"consultation"`
	ID           string `json:"id"`
	Rev          string `json:"rev"`
	Name         string `json:"name,omitempty"`  // the file's
	SHA          string `json:"sha,omitempty"`   // of its bytes
	Parts        int    `json:"parts,omitempty"` // letters in it; 0: not known yet
}

func (v version) ledger() ledger.Version {
	return ledger.Version{Consultation: v.Consultation, ID: v.ID, Rev: v.Rev, Name: v.Name, SHA: v.SHA, Parts: v.Parts}
}

func versionOf(v ledger.Version) version {
	return version{v.Consultation, v.ID, v.Rev, v.Name, v.SHA, v.Parts}
}

// task is what a stage is asked to do: with a file (extract), or with a letter of it.
type task struct {
	version
	Part   int    `json:"part,omitempty"`
	Letter string `json:"letter,omitempty"` // the letter's name
	Policy string `json:"policy,omitempty"` // the draft to read by; "": none is in force yet
	Blob   string `json:"blob"`             // what the stage reads
}

// The kinds of report.
const (
	kindRecord   = "record"   // letters that were read under a draft, or could not be read
	kindEarly    = "early"    // letters that were read as far as it goes without a draft
	kindGone     = "gone"     // the blob that a stage was to read is gone
	kindOutdated = "outdated" // the draft that a stage was to read by is gone
	kindErase    = "erase"
	kindPolicy   = "policy"
)

// report is what the summary is told.
type report struct {
	version
	Kind    string   `json:"kind"`
	Policy  string   `json:"policy,omitempty"`
	Program string   `json:"program,omitempty"`
	Results []result `json:"results,omitempty"`
	Dead    *dead    `json:"dead,omitempty"` // why the results are problems: a stage gave up
}

// result is what came of a letter.
type result struct {
	Part    int              `json:"part"`
	Letter  string           `json:"letter"`
	Blob    string           `json:"blob,omitempty"` // where it lies
	Problem *consult.Problem `json:"problem,omitempty"`
	Any     bool             `json:"any,omitempty"` // the problem stands whatever the draft

	raw []byte // what would lie there, where no message is needed: a topic carries no word of a letter
}

// The headers of a message.
const (
	headSchema  = "schema"      // the form of the value
	headProgram = "program"     // what wrote it
	headID      = "id"          // hash of all that the message depends on: the same again is the same message
	headTrace   = "traceparent" // W3C trace context: one trace a submission
	headAttempt = "attempt"     // from 1; grows when a dead letter is tried again
)

// The forms of value.
const (
	schemaTask   = "clausewise/task/v1"
	schemaReport = "clausewise/report/v1"
	schemaDead   = "clausewise/dead/v1"
)

func (s *Service) topic(stage string) string { return s.c.Prefix + "." + stage }

// message makes a message to a stage. It keeps the trace of the message that led to it.
func (s *Service) message(stage, schema, key string, value any, from map[string]string) bus.Message {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("stream: %T can't be written: %v", value, err)) // plain structs of strings and numbers
	}
	h := map[string]string{headSchema: schema, headProgram: s.engine, headID: digest(stage, schema, string(raw)), headAttempt: "1"}
	if t := from[headTrace]; t != "" {
		h[headTrace] = nextSpan(t, h[headID])
	}
	if a := from[headAttempt]; a != "" {
		h[headAttempt] = a
	}
	return bus.Message{Topic: s.topic(stage), Key: key, Value: raw, Headers: h}
}

func (s *Service) taskMessage(stage string, t task, from map[string]string) bus.Message {
	key := t.key()
	if t.Part > 0 { // the letters of an archive may go to different workers
		key += "/" + strconv.Itoa(t.Part)
	}
	return s.message(stage, schemaTask, key, t, from)
}

func (s *Service) reportMessage(r report, from map[string]string) bus.Message {
	r.Program = s.engine
	return s.message(stageSummary, schemaReport, r.key(), r, from)
}

// key keeps the messages of a submission in order; it doesn't tell who it is.
func (v version) key() string { return v.Consultation + "/" + idHash(v.Consultation, v.ID) }

// decode reads a message's value into v if its form is the one wanted.
func decode(m bus.Message, schema string, v any) error {
	if got := m.Headers[headSchema]; got != schema {
		return fmt.Errorf("the message is %w: it has the form %q, want %q", errForm, got, schema)
	}
	if err := json.Unmarshal(m.Value, v); err != nil {
		return fmt.Errorf("the message is %w: %w", errForm, err)
	}
	return nil
}

// digest names what depends on parts.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func idHash(consultation, id string) string { return digest("id", consultation, id)[:32] }

// BlobPrefix returns how the names of a version's blobs begin; of all of a submission's for the revision "".
func BlobPrefix(consultation, id, rev string) string {
	h := idHash(consultation, id)
	p := consultation + "/" + h[:2] + "/" + h + "."
	if rev != "" {
		p += rev + "."
	}
	return p
}

func (v version) blob(what string) string { return BlobPrefix(v.Consultation, v.ID, v.Rev) + what }

const original = "file"

func policyBlob(consultation, key string) string { return consultation + "/policy/" + key }

// currentBlob holds the key of the draft that was given and is in force, for processes without the ledger.
func currentBlob(consultation string) string { return policyBlob(consultation, "current") }

// newTrace starts the trace of a submission whose revision it is.
func newTrace(rev string) string {
	d := digest("trace", rev)
	return "00-" + d[:32] + "-" + d[32:48] + "-01"
}

// nextSpan returns the trace context of a message that the one with context t led to; t itself when it is none.
func nextSpan(t, id string) string {
	f := strings.Split(t, "-")
	if len(f) != 4 || len(f[1]) != 32 || len(f[3]) != 2 {
		return t
	}
	return f[0] + "-" + f[1] + "-" + digest("span", id)[:16] + "-" + f[3]
}
