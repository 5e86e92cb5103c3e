package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// Version is a submission as it was sent in once.
type Version struct {
	Consultation, ID string
	Rev              string // revision: sorts as versions do
	Name             string // the file's
	SHA              string // of its bytes
	Parts            int    // letters in it; 0: not known yet
}

// Letter is a letter of a version as far as it was read before there was a draft.
type Letter struct {
	Part  int // from 0
	Name  string
	Doc   string // the blob that holds it
	Facts []byte // discover.Facts in JSON
}

// Fact is what came of a letter under a draft.
type Fact struct {
	Part    int
	Name    string
	Policy  string // the draft's key; "": whatever the draft (a problem only)
	Program string
	Problem []byte // consult.Problem in JSON, or
	Record  []byte // the record, in whatever form the caller likes
}

// News is what was found out of a version.
type News struct {
	Letters []Letter
	Facts   []Fact
	Dead    *Dead // a dead letter
}

// Standing is how news of a version was taken.
type Standing int

// The standings.
const (
	Taken    Standing = iota
	Stale             // the version is erased or superseded: nothing was noted, and its blobs are doomed
	Outdated          // facts under a draft that is neither in force nor shown were left out
)

// Note takes in news of a version: that it came, and what was found in it. News may come in any order and again.
func (l *Ledger) Note(ctx context.Context, v Version, n News) (s Standing, err error) {
	err = l.change(ctx, func(tx *session) (string, error) {
		var e error
		s, e = l.note(tx, v, n)
		return v.Consultation, e
	})
	return s, err
}

func (l *Ledger) note(tx *session, v Version, n News) (Standing, error) {
	c, err := state(tx, v.Consultation)
	if err != nil {
		return 0, err
	}
	others := 0
	if err := tx.QueryRow(`SELECT count(*) FROM version WHERE consultation = ? AND id = ? AND rev <> ?`, v.Consultation, v.ID, v.Rev).Scan(&others); err != nil {
		return 0, err
	}
	wanted, err := wanted(tx, c, v, others > 0)
	if err != nil {
		return 0, err
	}
	if !wanted {
		return Stale, l.doom(tx, v.Consultation, v.ID, v.Rev)
	}
	_, err = tx.Exec(`INSERT INTO version (consultation, id, rev, name, sha, parts) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET parts = CASE WHEN excluded.parts > 0 THEN excluded.parts ELSE parts END`,
		v.Consultation, v.ID, v.Rev, v.Name, v.SHA, v.Parts)
	for _, x := range n.Letters {
		if err == nil {
			_, err = tx.Exec(`INSERT OR REPLACE INTO letter (consultation, id, rev, part, name, doc, facts) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				v.Consultation, v.ID, v.Rev, x.Part, x.Name, x.Doc, x.Facts)
		}
	}
	s := Taken
	for _, f := range n.Facts {
		if f.Policy != "" && f.Policy != c.Current && f.Policy != c.Shown {
			s = Outdated
		} else if err == nil {
			err = l.fact(tx, v, f)
		}
	}
	if d := n.Dead; d != nil && err == nil {
		_, err = tx.Exec(`INSERT OR IGNORE INTO dead (consultation, id, rev, mark, letter) VALUES (?, ?, ?, ?, ?)`,
			v.Consultation, v.ID, v.Rev, d.Mark, d.Letter)
	}
	if err == nil && len(n.Facts) > 0 && others > 0 { // nothing else makes a version visible, which supersedes others
		err = l.settle(tx, c, v.ID)
	}
	return s, err
}

// wanted reports whether v can still be or become visible: it isn't erased, and no later version is visible. others says
// whether there are other versions, which is seldom and takes long to look at.
func wanted(tx *session, c State, v Version, others bool) (bool, error) {
	grave := ""
	err := tx.QueryRow(`SELECT rev FROM tombstone WHERE consultation = ? AND id = ?`, v.Consultation, hashed(v.Consultation, v.ID)).Scan(&grave)
	if err != nil && !errors.Is(err, sql.ErrNoRows) || v.Rev <= grave {
		return false, err
	}
	if !others {
		return true, nil
	}
	rev, err := visible(tx, v.Consultation, v.ID, c.Shown)
	return rev <= v.Rev, err
}

// fact notes what came of a letter. Of two facts of this program a record is better than a problem (it was read after
// all), and a fact of this program is better than one of another.
func (l *Ledger) fact(tx *session, v Version, f Fact) error {
	var program string
	var record bool
	err := tx.QueryRow(`SELECT program, record IS NOT NULL FROM fact WHERE consultation = ? AND id = ? AND rev = ? AND part = ? AND policy = ?`,
		v.Consultation, v.ID, v.Rev, f.Part, f.Policy).Scan(&program, &record)
	own := func(p string) bool { return p == l.opt.Program }
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	case own(program) != own(f.Program):
		if own(program) {
			return nil
		}
	case record && f.Record == nil:
		return nil
	}
	_, err = tx.Exec(`INSERT OR REPLACE INTO fact (consultation, id, rev, part, policy, name, program, problem, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.Consultation, v.ID, v.Rev, f.Part, f.Policy, f.Name, f.Program, f.Problem, f.Record)
	if err == nil && own(f.Program) && f.Policy == "" { // what others could read and this program can't: it doesn't count
		_, err = tx.Exec(`DELETE FROM fact WHERE consultation = ? AND id = ? AND rev = ? AND part = ? AND policy <> '' AND program <> ?`,
			v.Consultation, v.ID, v.Rev, f.Part, f.Program)
	}
	return err
}

// settle removes the versions of a submission that came before the visible one.
func (l *Ledger) settle(tx *session, c State, id string) error {
	rev, err := visible(tx, c.Consultation, id, c.Shown)
	if err != nil || rev == "" {
		return err
	}
	return l.remove(tx, `consultation = ? AND id = ? AND rev < ?`, c.Consultation, id, rev)
}

// remove forgets the versions that the condition names, and dooms their blobs.
func (l *Ledger) remove(tx *session, where string, args ...any) error {
	rows, err := tx.Query(`SELECT consultation, id, rev FROM version WHERE `+where, args...)
	if err != nil {
		return err
	}
	var gone [][3]string
	for rows.Next() {
		var k [3]string
		if err = rows.Scan(&k[0], &k[1], &k[2]); err == nil {
			gone = append(gone, k)
		}
	}
	if err = errors.Join(err, rows.Err(), rows.Close()); err != nil || len(gone) == 0 {
		return err
	}
	for _, t := range []string{"version", "letter", "fact", "dead"} {
		if _, err := tx.Exec(`DELETE FROM `+t+` WHERE `+where, args...); err != nil {
			return err
		}
	}
	for _, k := range gone {
		if err := l.doom(tx, k[0], k[1], k[2]); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) doom(tx *session, consultation, id, rev string) error {
	return doomed(tx, l.opt.Blobs(consultation, id, rev), "")
}

func doomed(tx *session, prefix, upto string) error {
	if prefix == "" {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO doomed (prefix, upto) VALUES (?, ?)`, prefix, upto)
	return err
}

// Erase forgets all versions up to rev, and leaves a tombstone.
func (l *Ledger) Erase(ctx context.Context, consultation, id, rev string) error {
	err := l.change(ctx, func(tx *session) (string, error) {
		_, err := tx.Exec(`INSERT INTO tombstone (consultation, id, rev, blobs) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET rev = max(rev, excluded.rev), blobs = excluded.blobs`,
			consultation, hashed(consultation, id), rev, l.opt.Blobs(consultation, id, ""))
		if err == nil {
			err = l.remove(tx, `consultation = ? AND id = ? AND rev <= ?`, consultation, id, rev)
		}
		if err == nil { // blobs of versions too that are still under way
			err = doomed(tx, l.opt.Blobs(consultation, id, ""), l.opt.Blobs(consultation, id, rev))
		}
		return consultation, err
	})
	if err == nil { // the deleted words stand in the log until it is emptied; a reader may hold it a while longer
		_, _ = l.clean.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return err
}
