package ledger

import (
	"context"
	"database/sql"
	"errors"
	"sort"
)

// Shown is a letter that is visible.
type Shown struct {
	Version        // the file's
	Part    int    // which of its letters
	Letter  string // the letter's name
	Problem []byte // why it could not be read, or
	record  int64  // where its record is
	Policy  string // the draft under which that is so; "" whatever the draft
}

// Snapshot is a consultation as it stood at one moment, whatever changes meanwhile. It must be closed.
type Snapshot struct {
	State   State
	Policy  []byte   // the draft that is shown, consult.Policy in JSON; nil without
	Letters []Shown  // sorted by id of the submission and place in the file
	Drafts  []string // names of files that are the draft itself, sorted
	tx      *sql.Tx
}

// Snapshot returns what is visible now.
func (l *Ledger) Snapshot(ctx context.Context, consultation string) (*Snapshot, error) {
	tx, err := l.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	s := &Snapshot{tx: tx}
	if err := s.fill(consultation); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return s, nil
}

func (s *Snapshot) fill(consultation string) (err error) {
	if s.State, err = state(s.tx, consultation); err != nil || s.State.Shown == "" {
		return err
	}
	p, err := policyOf(s.tx, consultation, s.State.Shown)
	if err != nil {
		return err
	}
	s.Policy = p.Body
	all, err := versions(s.tx, consultation, "", s.State.Shown)
	if err != nil {
		return err
	}
	visible := newest(all, complete)
	for id, v := range visible {
		if v.draft {
			s.Drafts = append(s.Drafts, v.Name)
			delete(visible, id)
		}
	}
	sort.Strings(s.Drafts)
	return s.letters(consultation, visible)
}

func (s *Snapshot) letters(consultation string, visible map[string]status) error {
	rows, err := s.tx.Query(`SELECT number, id, rev, part, policy, name, problem FROM fact
		WHERE consultation = ? AND policy IN (?, '') ORDER BY id, rev, part, policy`, consultation, s.State.Shown)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var x Shown
		var id, rev string
		if err := rows.Scan(&x.record, &id, &rev, &x.Part, &x.Policy, &x.Letter, &x.Problem); err != nil {
			return err
		}
		v, ok := visible[id]
		if !ok || v.Rev != rev || x.Part >= v.Parts {
			continue
		}
		x.Version = v.Version
		// A fact under the draft stands behind the one whatever the draft, and is the better one.
		if n := len(s.Letters); n > 0 && s.Letters[n-1].ID == id && s.Letters[n-1].Part == x.Part {
			s.Letters[n-1] = x
		} else {
			s.Letters = append(s.Letters, x)
		}
	}
	return rows.Err()
}

// Record returns the record of a letter that has no problem.
func (s *Snapshot) Record(x Shown) ([]byte, error) {
	var record []byte
	err := s.tx.QueryRow(`SELECT record FROM fact WHERE number = ?`, x.record).Scan(&record)
	return record, err
}

// Close ends the snapshot.
func (s *Snapshot) Close() error { return s.tx.Rollback() }

// Submission is how a submission stands.
type Submission struct {
	Erased  bool
	Newest  Version // Rev "": none
	Visible Version // under the draft that is shown; Rev "": none
	Draft   bool    // the visible version is the draft itself
	Done    bool    // the newest version is complete under the draft in force
}

// Submission returns how a submission stands.
func (s *Snapshot) Submission(id string) (Submission, error) {
	var out Submission
	consultation := s.State.Consultation
	shown, err := versions(s.tx, consultation, id, s.State.Shown)
	if err != nil {
		return out, err
	}
	if len(shown) == 0 {
		var n int
		err := s.tx.QueryRow(`SELECT count(*) FROM tombstone WHERE consultation = ? AND id = ?`, consultation, hashed(consultation, id)).Scan(&n)
		out.Erased = n > 0
		return out, err
	}
	out.Newest = shown[len(shown)-1].Version
	if s.State.Shown != "" {
		v := newest(shown, complete)[id]
		out.Visible, out.Draft = v.Version, v.draft
	}
	current, err := versions(s.tx, consultation, id, s.State.Current)
	if err == nil && s.State.Current != "" {
		out.Done = complete(current[len(current)-1])
	}
	return out, err
}

// Progress says how far a consultation has come.
type Progress struct {
	State       State
	Policy      []byte // the draft in force, consult.Policy in JSON; nil without
	Submissions int    // not erased
	Shown       int    // of those: with a visible version
	Pending     int    // of those: whose newest version is not complete under the draft in force
}

// Progress returns how far a consultation has come.
func (l *Ledger) Progress(ctx context.Context, consultation string) (Progress, error) {
	var p Progress
	tx, err := l.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return p, err
	}
	defer tx.Rollback()
	if p.State, err = state(tx, consultation); err != nil {
		return p, err
	}
	if p.State.Current != "" {
		d, err := policyOf(tx, consultation, p.State.Current)
		if err != nil {
			return p, err
		}
		p.Policy = d.Body
	}
	current, err := versions(tx, consultation, "", p.State.Current)
	if err != nil {
		return p, err
	}
	shown := current
	if p.State.Shown != p.State.Current {
		if shown, err = versions(tx, consultation, "", p.State.Shown); err != nil {
			return p, err
		}
	}
	latest := newest(current, func(status) bool { return true })
	p.Submissions = len(latest)
	for _, v := range latest {
		if p.State.Current == "" || !complete(v) {
			p.Pending++
		}
	}
	if p.State.Shown != "" {
		p.Shown = len(newest(shown, complete))
	}
	return p, nil
}

// Consultations lists those that something was heard of, sorted.
func (l *Ledger) Consultations(ctx context.Context) ([]string, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT name FROM consultation ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, rows.Err()
}
