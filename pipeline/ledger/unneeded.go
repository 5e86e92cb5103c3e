package ledger

import (
	"context"
	"database/sql"
	"errors"
	"sort"
	"strings"
)

// Unneeded returns a function that tells whether nobody needs the blob with a name any more: its version is erased, or
// older than the visible one. That stays so, whatever happens later. Of versions and submissions that the ledger hasn't
// heard of it says that they are needed, since somebody may be about to tell of them.
//
// [Ledger.Doomed] is what removes blobs; this finds those that were written after that by somebody who then died.
func (l *Ledger) Unneeded(ctx context.Context, consultation string) (func(name string) bool, error) {
	tx, err := l.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	bounds, err := l.graves(tx, consultation)
	if err != nil {
		return nil, err
	}
	s, err := state(tx, consultation)
	if err != nil {
		return nil, err
	}
	if s.Shown != "" {
		all, err := versions(tx, consultation, "", s.Shown)
		if err != nil {
			return nil, err
		}
		for id, v := range newest(all, complete) {
			bounds = append(bounds, bound{of: l.opt.Blobs(consultation, id, ""), below: l.opt.Blobs(consultation, id, v.Rev)})
		}
	}
	sort.SliceStable(bounds, func(i, k int) bool { return bounds[i].of < bounds[k].of })
	return func(name string) bool {
		i := sort.Search(len(bounds), func(i int) bool { return bounds[i].of > name })
		for i--; i >= 0 && strings.HasPrefix(name, bounds[i].of); i-- {
			if bounds[i].holds(name) {
				return true
			}
		}
		return false
	}, nil
}

// bound says which of a submission's blobs nobody needs.
type bound struct {
	of    string // how the names of all begin
	upto  string // how those of the last version begin that nobody needs, or
	below string // those of the first one that is needed
}

func (b bound) holds(name string) bool {
	if b.upto != "" {
		return name < b.upto || strings.HasPrefix(name, b.upto)
	}
	return name < b.below
}

// graves returns the bounds of those who were erased.
func (l *Ledger) graves(tx *sql.Tx, consultation string) ([]bound, error) {
	rows, err := tx.Query(`SELECT rev, blobs FROM tombstone WHERE consultation = ? AND blobs <> ''`, consultation)
	if err != nil {
		return nil, err
	}
	var out []bound
	for rows.Next() {
		var rev, of string
		if err = rows.Scan(&rev, &of); err != nil {
			break
		}
		out = append(out, bound{of: of, upto: of + rev})
	}
	return out, errors.Join(err, rows.Err(), rows.Close())
}
