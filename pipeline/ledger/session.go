package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// session is the one connection that writes. Its statements are prepared once and kept, which halves what a change
// costs; that is why it isn't an sql.Tx. It is used by one goroutine at a time.
type session struct {
	db   *sql.DB
	conn *sql.Conn
	kept map[string]*sql.Stmt
}

func newSession(at string) (*session, error) {
	db, err := sql.Open("sqlite", at)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &session{db, conn, map[string]*sql.Stmt{}}, nil
}

func (s *session) close() error {
	var errs []error
	for _, p := range s.kept {
		errs = append(errs, p.Close())
	}
	return errors.Join(append(errs, s.conn.Close(), s.db.Close())...)
}

// transact does all of do's changes, or none when do or the disk fails.
func (s *session) transact(do func(*session) error) (err error) {
	ctx := context.Background()
	if _, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	done := false
	defer func() { // also when do panics
		if !done {
			_, e := s.conn.ExecContext(ctx, "ROLLBACK")
			err = errors.Join(err, e)
		}
	}()
	if err := do(s); err != nil {
		return err
	}
	if _, err := s.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}

func (s *session) prepared(query string) (*sql.Stmt, error) {
	p := s.kept[query]
	if p == nil {
		var err error
		if p, err = s.conn.PrepareContext(context.Background(), query); err != nil {
			return nil, err
		}
		s.kept[query] = p
	}
	return p, nil
}

func (s *session) Exec(query string, args ...any) (sql.Result, error) {
	p, err := s.prepared(query)
	if err != nil {
		return nil, err
	}
	return p.Exec(args...)
}

func (s *session) Query(query string, args ...any) (*sql.Rows, error) {
	p, err := s.prepared(query)
	if err != nil {
		return nil, err
	}
	return p.Query(args...)
}

func (s *session) QueryRow(query string, args ...any) *sql.Row {
	p, err := s.prepared(query)
	if err != nil { // a Row can't be made of an error: the same query fails again
		return s.conn.QueryRowContext(context.Background(), query, args...)
	}
	return p.QueryRow(args...)
}
