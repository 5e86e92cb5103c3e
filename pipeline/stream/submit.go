package stream

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/consult"
	"github.com/clausewise/clausewise/pipeline/extract"
	"github.com/clausewise/clausewise/pipeline/ledger"
	"github.com/clausewise/clausewise/pipeline/policy"
)

// Submit takes a file: when it returns, the file is safe and will be read, also after a crash. After an error it may
// be sent in again; should both arrive, the later one counts.
func (s *Service) Submit(ctx context.Context, sub Submission) (Receipt, error) {
	sub, err := sub.checked()
	if err != nil {
		return Receipt{}, err
	}
	sum := sha256.Sum256(sub.Data)
	v := version{Consultation: sub.Consultation, ID: sub.ID, Name: sub.Name, SHA: hex.EncodeToString(sum[:])}
	if sub.At.IsZero() {
		sub.At = s.clock.now()
	}
	v.Rev = revision(sub.At, v.SHA+v.Name)
	if sub.Trace == "" {
		sub.Trace = newTrace(v.key() + v.Rev)
	}
	t := task{version: v, Blob: v.blob(original)}
	if err := s.c.Blobs.Put(ctx, t.Blob, sub.Data); err != nil {
		return Receipt{}, fmt.Errorf("%s can't be kept: %w", sub.Name, err)
	}
	m := s.taskMessage(stageExtract, t, map[string]string{headTrace: sub.Trace})
	if err := s.handOn(ctx, v, m); err != nil {
		return Receipt{}, err
	}
	return Receipt{Consultation: v.Consultation, ID: v.ID, Name: v.Name, Revision: v.Rev, SHA256: v.SHA, Trace: sub.Trace}, nil
}

// handOn makes a version known to the ledger and to the first stage. Where the broker forgets, the ledger comes first:
// from then on the version is safe, and what the broker has no room for yet waits. Elsewhere the broker comes first, since
// a version that the ledger alone knows would be waited for in vain.
func (s *Service) handOn(ctx context.Context, v version, m bus.Message) error {
	if !s.c.Volatile || s.c.Ledger == nil {
		if err := s.c.Broker.Publish(ctx, m); err != nil {
			return fmt.Errorf("%s can't be handed on: %w", v.Name, err)
		}
		_, err := s.noteNew(ctx, v)
		return err
	}
	if wanted, err := s.noteNew(ctx, v); err != nil || !wanted {
		return err
	}
	err := s.c.Broker.Publish(ctx, m)
	if err != nil && ctx.Err() != nil {
		go s.c.Broker.Publish(context.WithoutCancel(ctx), m) // until there is room; a restart would take it up, too
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s can't be handed on: %w", v.Name, err)
	}
	return nil
}

// noteNew has the ledger know of a version, and reports whether it is wanted: one that was erased or superseded before it
// came is nobody's business any more, and its original goes.
func (s *Service) noteNew(ctx context.Context, v version) (wanted bool, err error) {
	if s.c.Ledger == nil {
		return true, nil
	}
	standing, err := s.c.Ledger.Note(ctx, v.ledger(), ledger.News{})
	if err != nil {
		return false, fmt.Errorf("%s can't be noted: %w", v.Name, err)
	}
	if standing == ledger.Stale {
		s.sweeper.poke()
	}
	return standing != ledger.Stale, nil
}

// The form of a revision: the time in nanoseconds, then a tie-break that is the same everywhere. It sorts as text.
const (
	revisionForm = "%016x-%s"
	lastTie      = "ffffffff"
)

func revision(at time.Time, of string) string {
	return fmt.Sprintf(revisionForm, at.UnixNano(), digest("tie", of)[:8])
}

var consultationForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,59}$`)

func checkConsultation(name string) error {
	if !consultationForm.MatchString(name) {
		return fmt.Errorf("%q: %w", name, ErrConsultation)
	}
	return nil
}

// maxName is the length of the longest id and file name.
const maxName = 500

// checked returns the submission with its gaps filled, or says what is wrong with it.
func (sub Submission) checked() (Submission, error) {
	if err := checkConsultation(sub.Consultation); err != nil {
		return sub, err
	}
	name, err := fileName(sub.Name)
	if err != nil {
		return sub, err
	}
	if sub.Name = name; sub.ID == "" {
		sub.ID = name
	}
	if len(sub.Data) > extract.MaxFile {
		return sub, fmt.Errorf("%s: %w: %d MB is the most. Send it in parts", name, ErrTooLarge, extract.MaxFile>>20)
	}
	return sub, checkID(sub.ID)
}

func checkID(id string) error {
	if id == "" || len(id) > maxName || !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl) {
		return fmt.Errorf("%w: the id %.40q is empty, too long or not plain text", ErrSubmission, id)
	}
	return nil
}

// fileName returns a file's name as the folder run would have it: relative, with forward slashes.
func fileName(name string) (string, error) {
	clean := strings.TrimLeft(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/")
	if clean == "" || len(clean) > maxName || !utf8.ValidString(clean) || strings.ContainsFunc(clean, unicode.IsControl) {
		return "", fmt.Errorf("%w: the file name %.40q is empty, too long or not plain text", ErrSubmission, name)
	}
	return clean, nil
}

// Erase removes a respondent: from summary, ledger and blobs, with every version submitted until now. A tombstone stays
// that duplicates respect which are still under way; a new submission after it counts. Without a ledger the process that
// has it does so soon.
func (s *Service) Erase(ctx context.Context, consultation, id string) error {
	return s.eraseAt(ctx, consultation, id, s.clock.now())
}

func (s *Service) eraseAt(ctx context.Context, consultation, id string, at time.Time) error {
	if err := checkConsultation(consultation); err != nil {
		return err
	}
	if err := checkID(id); err != nil {
		return err
	}
	v := version{Consultation: consultation, ID: id, Rev: fmt.Sprintf(revisionForm, at.UnixNano(), lastTie)}
	if s.c.Ledger != nil {
		return s.erase(ctx, v)
	}
	return s.c.Broker.Publish(ctx, s.reportMessage(report{version: v, Kind: kindErase}, map[string]string{headTrace: newTrace(v.key() + v.Rev)}))
}

func (s *Service) erase(ctx context.Context, v version) error {
	defer s.conductor.taking(v.Consultation)()
	if err := s.c.Ledger.Erase(ctx, v.Consultation, v.ID, v.Rev); err != nil {
		return err
	}
	s.summaries.forget(v.Consultation)
	s.conductor.poke(v.Consultation)
	return s.sweep(ctx)
}

// SetPolicy puts a draft in force: all responses are read by it, those that came before too. The summary shows the
// earlier draft until they are. An *extract.Error or a *policy.Error in the chain says why the file is no draft.
func (s *Service) SetPolicy(ctx context.Context, consultation, name string, data []byte) error {
	return s.setPolicyAt(ctx, consultation, name, data, s.clock.now())
}

func (s *Service) setPolicyAt(ctx context.Context, consultation, name string, data []byte, at time.Time) error {
	if err := checkConsultation(consultation); err != nil {
		return err
	}
	name, err := fileName(name)
	if err != nil {
		return err
	}
	var p *consult.Policy
	err = s.guard(ctx, "policy", consultation, name, func(ctx context.Context) error {
		got, err := policy.Read(ctx, path.Base(name), data)
		p = got
		return err
	})
	if err != nil {
		return err
	}
	key, body, err := policyKey(p)
	if err != nil {
		return err
	}
	if err := s.c.Blobs.Put(ctx, policyBlob(consultation, key), body); err != nil {
		return err
	}
	v := version{Consultation: consultation, Rev: revision(at, key), Name: name}
	if s.c.Ledger != nil {
		return s.putInForce(ctx, v, key)
	}
	return s.c.Broker.Publish(ctx, s.reportMessage(report{version: v, Kind: kindPolicy, Policy: key}, map[string]string{headTrace: newTrace(v.Rev)}))
}

// policyKey returns what a draft's blob holds, and the key that it is called by.
func policyKey(p *consult.Policy) (key string, body []byte, err error) {
	if body, err = json.Marshal(p); err != nil {
		return "", nil, err
	}
	return digest("policy", string(body))[:32], body, nil
}
