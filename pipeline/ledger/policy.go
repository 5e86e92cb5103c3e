package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// State is what a consultation's summary goes by.
type State struct {
	Consultation string
	Change       int64
	Current      string // key of the draft in force; "": none yet
	Shown        string // key of the draft that is shown
	Given        string // revision of the draft in force; "": it was discovered
}

// Policy is a draft.
type Policy struct {
	Key  string
	SHA  string // of its file; "" when it was discovered
	Body []byte // consult.Policy in JSON
}

// querier is a transaction or a connection.
type querier interface {
	QueryRow(query string, args ...any) *sql.Row
	Query(query string, args ...any) (*sql.Rows, error)
}

func state(q querier, consultation string) (State, error) {
	return stateFrom(q.QueryRow(stateQuery, consultation), consultation)
}

func stateFrom(row *sql.Row, consultation string) (State, error) {
	s := State{Consultation: consultation}
	err := row.Scan(&s.Change, &s.Current, &s.Shown, &s.Given)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

// Policy returns a draft that is in force or shown; sql.ErrNoRows is wrapped when there is none of that key.
func (l *Ledger) Policy(_ context.Context, consultation, key string) (Policy, error) {
	return policyOf(l.read, consultation, key)
}

func policyOf(q querier, consultation, key string) (Policy, error) {
	p := Policy{Key: key}
	return p, q.QueryRow(`SELECT sha, body FROM policy WHERE consultation = ? AND key = ?`, consultation, key).Scan(&p.SHA, &p.Body)
}

// SetPolicy puts a draft in force and reports whether it is. A draft with a revision was given by somebody; it gives way
// to later ones only. One without was discovered; it gives way to every draft that was given.
func (l *Ledger) SetPolicy(ctx context.Context, consultation, rev string, p Policy) (inForce bool, err error) {
	err = l.change(ctx, func(tx *session) (string, error) {
		s, err := state(tx, consultation)
		if inForce = rev >= s.Given; err != nil || !inForce {
			return "", err
		}
		shown := s.Shown
		if shown == "" {
			shown = p.Key
		}
		_, err = tx.Exec(`INSERT INTO consultation (name, current, shown, given) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT DO UPDATE SET current = ?2, shown = ?3, given = ?4`, consultation, p.Key, shown, rev)
		if err == nil {
			_, err = tx.Exec(`INSERT OR REPLACE INTO policy (consultation, key, sha, body) VALUES (?, ?, ?, ?)`, consultation, p.Key, p.SHA, p.Body)
		}
		return consultation, err
	})
	return inForce, err
}

// Promote shows the draft in force if everything that is visible under the one shown is complete under it. It returns
// the keys of the drafts that are not needed any more.
func (l *Ledger) Promote(ctx context.Context, consultation string) (promoted bool, gone []string, err error) {
	err = l.change(ctx, func(tx *session) (string, error) {
		promoted, gone = false, nil
		s, err := state(tx, consultation)
		if err != nil || s.Current == "" {
			return "", err
		}
		if s.Shown != s.Current {
			before, err := versions(tx, consultation, "", s.Shown)
			if err != nil {
				return "", err
			}
			after, err := versions(tx, consultation, "", s.Current)
			if err != nil {
				return "", err
			}
			have := map[string]bool{}
			for id := range newest(after, complete) {
				have[id] = true
			}
			for id := range newest(before, complete) {
				if !have[id] {
					return "", nil
				}
			}
			promoted = true
			if err := l.show(tx, s, newest(after, complete)); err != nil {
				return "", err
			}
		}
		gone, err = forget(tx, s)
		if !promoted && len(gone) == 0 {
			return "", err
		}
		return consultation, err
	})
	return promoted, gone, err
}

// show makes the draft in force the one that is shown, and removes what is superseded under it.
func (l *Ledger) show(tx *session, s State, latest map[string]status) error {
	if _, err := tx.Exec(`UPDATE consultation SET shown = current WHERE name = ?`, s.Consultation); err != nil {
		return err
	}
	for id, v := range latest {
		if err := l.remove(tx, `consultation = ? AND id = ? AND rev < ?`, s.Consultation, id, v.Rev); err != nil {
			return err
		}
	}
	return nil
}

// forget removes the drafts other than the one in force, which is shown too, and the facts under them.
func forget(tx *session, s State) (gone []string, err error) {
	rows, err := tx.Query(`DELETE FROM policy WHERE consultation = ? AND key <> ? RETURNING key`, s.Consultation, s.Current)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var key string
		if err = rows.Scan(&key); err == nil {
			gone = append(gone, key)
		}
	}
	if err = errors.Join(err, rows.Err(), rows.Close()); err == nil && len(gone) > 0 {
		_, err = tx.Exec(`DELETE FROM fact WHERE consultation = ? AND policy NOT IN (?, '')`, s.Consultation, s.Current)
	}
	return gone, err
}
