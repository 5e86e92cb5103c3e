package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// Want is work to be done: a letter, or a file, to be read under the draft in force.
type Want struct {
	Version
	Part  int    // the letter; -1: the file
	Name  string // the letter's
	Doc   string // the blob that holds the letter as far as it was read before; "": read the file
	Fresh bool   // nothing was heard of the version since it came in: it may be on its way
}

// Wanting lists what is missing for every submission's newest version to be read under the draft in force by this
// program; nothing while there is no draft, but the versions that nothing was heard of since they came in.
func (l *Ledger) Wanting(ctx context.Context, consultation string) (State, []Want, error) {
	tx, err := l.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return State{}, nil, err
	}
	defer tx.Rollback()
	s, err := state(tx, consultation)
	if err != nil {
		return s, nil, err
	}
	all, err := versions(tx, consultation, "", s.Current)
	if err != nil {
		return s, nil, err
	}
	latest := newest(all, func(status) bool { return true })
	own, err := l.own(tx, s)
	if err != nil {
		return s, nil, err
	}
	letters, err := early(tx, consultation, latest)
	if err != nil {
		return s, nil, err
	}
	var out []Want
	for _, v := range all {
		switch {
		case latest[v.ID].Rev != v.Rev || v.draft:
		case v.Parts == 0:
			out = append(out, Want{Version: v.Version, Part: -1, Name: v.Name, Fresh: true})
		case s.Current != "":
			out = append(out, missing(v, own, letters)...)
		}
	}
	return s, out, nil
}

// place is a letter of a version.
type place struct {
	id, rev string
	part    int
}

// missing lists the letters of v that this program has not read: one by one where each was kept, else the file.
func missing(v status, own map[place]bool, letters map[place]Letter) []Want {
	var out []Want
	for part := range v.Parts {
		at := place{v.ID, v.Rev, part}
		if own[at] {
			continue
		}
		x, kept := letters[at]
		if !kept {
			return []Want{{Version: v.Version, Part: -1, Name: v.Name}}
		}
		out = append(out, Want{Version: v.Version, Part: part, Name: x.Name, Doc: x.Doc})
	}
	return out
}

// own returns the letters that have a fact of this program under the draft in force.
func (l *Ledger) own(tx *sql.Tx, s State) (map[place]bool, error) {
	out := map[place]bool{}
	rows, err := tx.Query(`SELECT id, rev, part FROM fact WHERE consultation = ? AND policy IN (?, '') AND program = ?`, s.Consultation, s.Current, l.opt.Program)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p place
		if err := rows.Scan(&p.id, &p.rev, &p.part); err != nil {
			return nil, err
		}
		out[p] = true
	}
	return out, rows.Err()
}

// early returns the letters of the versions as far as they were read before there was a draft, without their facts.
func early(tx *sql.Tx, consultation string, of map[string]status) (map[place]Letter, error) {
	out := map[place]Letter{}
	rows, err := tx.Query(`SELECT id, rev, part, name, doc FROM letter WHERE consultation = ?`, consultation)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p place
		var x Letter
		if err := rows.Scan(&p.id, &p.rev, &p.part, &x.Name, &x.Doc); err != nil {
			return nil, err
		}
		if of[p.id].Rev == p.rev {
			out[p] = x
		}
	}
	return out, rows.Err()
}

// Gathered is what a letter says of the clauses, as far as that is known without a draft.
type Gathered struct {
	ID    string // the submission's
	Part  int
	Name  string // the letter's
	Facts []byte // discover.Facts in JSON; nil when it could not be read
}

// Gathered lists the letters of each submission's latest version of which all letters were met, sorted by id and place.
func (l *Ledger) Gathered(ctx context.Context, consultation string) ([]Gathered, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT v.id, v.rev, v.parts, x.part, x.name, x.facts
		FROM version v JOIN (
			SELECT id, rev, part, name, facts FROM letter WHERE consultation = ?1
			UNION ALL
			SELECT id, rev, part, name, NULL FROM fact f WHERE consultation = ?1 AND policy = '' AND NOT EXISTS (
				SELECT 1 FROM letter t WHERE t.consultation = ?1 AND t.id = f.id AND t.rev = f.rev AND t.part = f.part)
		) x ON x.id = v.id AND x.rev = v.rev AND x.part < v.parts
		WHERE v.consultation = ?1 ORDER BY v.id, v.rev, x.part`, consultation)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out, version []Gathered // version: the letters so far of the one that is being read
	id, rev, start := "", "", 0 // start: where the letters of id's latest version begin in out
	for rows.Next() {
		var g Gathered
		var r string
		var parts int
		if err := rows.Scan(&g.ID, &r, &parts, &g.Part, &g.Name, &g.Facts); err != nil {
			return nil, err
		}
		if g.ID != id {
			start = len(out)
		}
		if g.ID != id || r != rev {
			id, rev, version = g.ID, r, nil
		}
		if version = append(version, g); len(version) == parts {
			out = append(out[:start], version...)
		}
	}
	return out, rows.Err()
}

// Doomed calls remove for the beginnings of names whose blobs nobody needs, and forgets each that it removed; upto, when
// it isn't "", is where the last version's names begin of those to remove.
func (l *Ledger) Doomed(ctx context.Context, remove func(prefix, upto string) error) error {
	rows, err := l.read.QueryContext(ctx, `SELECT number, prefix, upto FROM doomed ORDER BY number`)
	if err != nil {
		return err
	}
	type entry struct {
		number       int64
		prefix, upto string
	}
	var all []entry
	for rows.Next() {
		var d entry
		if err = rows.Scan(&d.number, &d.prefix, &d.upto); err != nil {
			break
		}
		all = append(all, d)
	}
	if err := errors.Join(err, rows.Err(), rows.Close()); err != nil || len(all) == 0 {
		return err
	}
	removed := map[entry]bool{}
	for _, d := range all {
		if same := (entry{0, d.prefix, d.upto}); !removed[same] {
			if err := remove(d.prefix, d.upto); err != nil {
				return err
			}
			removed[same] = true
		}
	}
	return l.change(ctx, func(tx *session) (string, error) {
		for _, d := range all {
			if _, err := tx.Exec(`DELETE FROM doomed WHERE number = ?`, d.number); err != nil {
				return "", err
			}
		}
		return "", nil
	})
}

// Dead is a dead letter.
type Dead struct {
	Number           int64
	Consultation, ID string
	Rev              string
	Mark             string // tells it from others: the same mark again is the same dead letter
	Letter           []byte // in whatever form the caller likes
	Retried          bool
}

// Dead lists the dead letters, oldest first.
func (l *Ledger) Dead(ctx context.Context) ([]Dead, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT number, consultation, id, rev, mark, letter, retried FROM dead ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Dead
	for rows.Next() {
		var d Dead
		if err := rows.Scan(&d.Number, &d.Consultation, &d.ID, &d.Rev, &d.Mark, &d.Letter, &d.Retried); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// Retried notes that dead letters were handed to their stages again.
func (l *Ledger) Retried(ctx context.Context, numbers ...int64) error {
	return l.change(ctx, func(tx *session) (string, error) {
		for _, n := range numbers {
			if _, err := tx.Exec(`UPDATE dead SET retried = 1 WHERE number = ?`, n); err != nil {
				return "", err
			}
		}
		return "", nil
	})
}
