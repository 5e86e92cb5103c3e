package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver
)

// Options of a ledger.
type Options struct {
	// Program is what tells the program that reads now from others. Facts of another program count until this one has
	// read the letter again.
	Program string
	// Blobs returns the beginning of the names of a version's blobs, or, for the revision "", of all of a submission's;
	// the latter goes on with the revision, so that names sort as the revisions do. nil: there are no blobs.
	Blobs func(consultation, id, rev string) string
}

// Ledger is an open ledger. All methods may be called by several goroutines at once; one process holds it.
type Ledger struct {
	opt   Options
	write *session
	read  *sql.DB
	asks  asks
	clean *sql.DB // empties the log
	ops   chan *op
	ended chan struct{}

	gate   sync.RWMutex // held while a change is handed over, so that Close comes before or after it
	closed bool

	mu       sync.Mutex
	watchers map[string]map[chan int64]bool // by consultation
}

// ErrClosed is returned after Close.
var ErrClosed = errors.New("the ledger is closed")

// Open opens the ledger in the file, or makes it.
func Open(file string, opt Options) (*Ledger, error) {
	l := &Ledger{opt: opt, ops: make(chan *op, 64), ended: make(chan struct{}), watchers: map[string]map[chan int64]bool{}}
	if opt.Blobs == nil {
		l.opt.Blobs = func(string, string, string) string { return "" }
	}
	if err := l.open(file); err != nil {
		l.closeFiles()
		return nil, fmt.Errorf("the ledger %s can't be opened: %w", file, err)
	}
	go l.work()
	return l, nil
}

func (l *Ledger) open(file string) (err error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath()}
	// What is deleted is overwritten, since it may be words that somebody asked to have erased.
	at := u.String() + "?_pragma=secure_delete(on)&_pragma=temp_store(memory)&_pragma=synchronous(full)&_pragma=busy_timeout"
	if l.write, err = newSession(at + "(10000)&_pragma=journal_mode(wal)"); err != nil {
		return err
	}
	if l.read, err = sql.Open("sqlite", at+"(10000)"); err != nil {
		return err
	}
	l.read.SetMaxOpenConns(4)
	if l.clean, err = sql.Open("sqlite", at+"(200)"); err != nil { // who writes waits for it meanwhile
		return err
	}
	l.clean.SetMaxOpenConns(1)
	var have int
	if err = l.write.QueryRow("PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	if have > form {
		return fmt.Errorf("a newer program made it (form %d, this one knows %d)", have, form)
	}
	do := schema
	if have > 0 { // 0: it is new
		do += strings.Join(steps[have-1:], "")
	}
	err = l.write.transact(func(s *session) error {
		_, err := s.conn.ExecContext(context.Background(), do+fmt.Sprintf("PRAGMA user_version = %d", form))
		return err
	})
	if err != nil {
		return err
	}
	return l.asks.prepare(l.read)
}

func (l *Ledger) closeFiles() error {
	errs := []error{l.asks.close()}
	for _, db := range []*sql.DB{l.read, l.clean} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if l.write != nil {
		errs = append(errs, l.write.close())
	}
	return errors.Join(errs...)
}

// Close waits for what was begun and closes the file.
func (l *Ledger) Close() error {
	l.gate.Lock()
	if l.closed {
		l.gate.Unlock()
		return nil
	}
	l.closed = true
	close(l.ops)
	l.gate.Unlock()
	<-l.ended
	return l.closeFiles()
}

// op is a change that waits for its transaction. It may be done more than once, if a transaction fails.
type op struct {
	do   func(*session) (changed string, err error) // changed: the consultation in which a reader may see a difference
	done chan error
}

// maxBatch is the most changes that share a transaction.
const maxBatch = 256

// change has do done in a transaction with what others want to change just now, and returns when it is on the disk.
func (l *Ledger) change(ctx context.Context, do func(*session) (string, error)) error {
	o := &op{do, make(chan error, 1)}
	if err := l.hand(ctx, o); err != nil {
		return err
	}
	return <-o.done
}

func (l *Ledger) hand(ctx context.Context, o *op) error {
	l.gate.RLock()
	defer l.gate.RUnlock()
	if l.closed {
		return ErrClosed
	}
	select {
	case l.ops <- o:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// work does changes, as many at once as are waiting.
func (l *Ledger) work() {
	defer close(l.ended)
	for first := range l.ops {
		batch := []*op{first}
		for len(batch) < maxBatch && len(l.ops) > 0 {
			batch = append(batch, <-l.ops)
		}
		err := l.commit(batch)
		if err != nil && len(batch) > 1 { // one that fails must not fail the others
			for _, o := range batch {
				o.done <- l.commit([]*op{o})
			}
			continue
		}
		for _, o := range batch {
			o.done <- err
		}
	}
}

func (l *Ledger) commit(batch []*op) (err error) {
	changed := map[string]int64{}
	err = l.write.transact(func(tx *session) error {
		for _, o := range batch {
			name, err := o.do(tx)
			if err != nil {
				return err
			}
			if name != "" {
				changed[name] = 0
			}
		}
		for name := range changed {
			n := int64(0)
			err := tx.QueryRow(`INSERT INTO consultation (name, change) VALUES (?, 1)
				ON CONFLICT DO UPDATE SET change = change + 1 RETURNING change`, name).Scan(&n)
			if err != nil {
				return err
			}
			changed[name] = n
		}
		return nil
	})
	if err == nil {
		l.tell(changed)
	}
	return err
}

// Watch sends the number of the last change of the consultation, now if there was one and whenever there is another;
// changes that come faster than they are received are sent as one. The channel is closed when ctx ends.
func (l *Ledger) Watch(ctx context.Context, consultation string) <-chan int64 {
	c := make(chan int64, 1)
	l.mu.Lock()
	if l.watchers[consultation] == nil {
		l.watchers[consultation] = map[chan int64]bool{}
	}
	l.watchers[consultation][c] = true
	l.mu.Unlock()
	if s, err := l.State(ctx, consultation); err == nil && s.Change > 0 {
		l.mu.Lock()
		select {
		case c <- s.Change:
		default: // there was a later one meanwhile
		}
		l.mu.Unlock()
	}
	context.AfterFunc(ctx, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.watchers[consultation], c)
		close(c)
	})
	return c
}

func (l *Ledger) tell(changed map[string]int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, n := range changed {
		for c := range l.watchers[name] {
			select {
			case <-c: // the older number makes room
			default:
			}
			c <- n
		}
	}
}

// hashed returns what stands for the id of somebody who was erased.
func hashed(consultation, id string) string {
	h := sha256.Sum256([]byte(consultation + "\x00" + id))
	return hex.EncodeToString(h[:16])
}
