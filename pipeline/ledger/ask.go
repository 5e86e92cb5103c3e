package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// asks are the questions that each message asks, prepared once.
type asks struct{ state, knows, holds *sql.Stmt }

const stateQuery = `SELECT change, current, shown, given FROM consultation WHERE name = ?`

func (a *asks) prepare(db *sql.DB) error {
	for _, q := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&a.state, stateQuery},
		{&a.knows, `SELECT count(*) FROM version WHERE consultation = ? AND id = ? AND rev = ?`},
		{&a.holds, `SELECT count(*) FROM fact f JOIN version v USING (consultation, id, rev)
			WHERE consultation = ?1 AND id = ?2 AND rev = ?3 AND part = max(?4, 0) AND (?4 >= 0 OR v.parts = 1)
			AND policy = ?5 AND program = ?6 AND record IS NOT NULL`},
	} {
		var err error
		if *q.to, err = db.Prepare(q.text); err != nil {
			return err
		}
	}
	return nil
}

func (a *asks) close() error {
	var errs []error
	for _, s := range []*sql.Stmt{a.state, a.knows, a.holds} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// State returns what is known of a consultation; one that nothing was heard of has no change.
func (l *Ledger) State(ctx context.Context, consultation string) (State, error) {
	return stateFrom(l.asks.state.QueryRowContext(ctx, consultation), consultation)
}

// Whole stands, for Holds, for a file that is a single letter.
const Whole = -1

// Holds reports whether a letter of the version has a record of the program under the draft.
func (l *Ledger) Holds(ctx context.Context, v Version, part int, policy, program string) (bool, error) {
	n := 0
	err := l.asks.holds.QueryRowContext(ctx, v.Consultation, v.ID, v.Rev, part, policy, program).Scan(&n)
	return n > 0, err
}

// Knows reports whether a version was noted, which is cheaper to ask than to note it again.
func (l *Ledger) Knows(ctx context.Context, v Version) (bool, error) {
	n := 0
	err := l.asks.knows.QueryRowContext(ctx, v.Consultation, v.ID, v.Rev).Scan(&n)
	return n > 0, err
}
