package ledger

import (
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite" // the driver
)

// Ledger is an open ledger. All methods may be called by several goroutines at once; one process holds it.
type Ledger struct {
	db *sql.DB
}

// Open opens the ledger in the file, or makes it.
func Open(file string) (*Ledger, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=busy_timeout(5000)&_pragma=secure_delete(on)")
	if err == nil {
		err = db.Ping()
	}
	if err != nil {
		return nil, fmt.Errorf("the ledger %s can't be opened: %w", file, err)
	}
	return &Ledger{db: db}, nil
}

// Close closes it; what was done stays done.
func (l *Ledger) Close() error { return l.db.Close() }
