package ledger

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reference is the ledger as one would write it with no thought of speed or crashes: it keeps everything that it was
// ever told, and computes what is visible from that each time.
type reference struct {
	versions map[[2]string]*told // by id and revision
	graves   map[string]string
	current  string
	shown    string
	given    string
	shas     map[string]string // of drafts
}

type told struct {
	Version
	facts map[[2]string]Fact // by part and policy
	over  bool               // superseded: a later version was visible
}

func newReference() *reference {
	return &reference{versions: map[[2]string]*told{}, graves: map[string]string{}, shas: map[string]string{}}
}

func (r *reference) note(v Version, facts []Fact) {
	k := [2]string{v.ID, v.Rev}
	x := r.versions[k]
	if x == nil {
		x = &told{Version: v, facts: map[[2]string]Fact{}}
		r.versions[k] = x
	}
	x.Parts = max(x.Parts, v.Parts)
	for _, f := range facts {
		if f.Policy != "" && f.Policy != r.current && f.Policy != r.shown {
			continue
		}
		at := [2]string{fmt.Sprint(f.Part), f.Policy}
		if old, ok := x.facts[at]; !ok || old.Record == nil {
			x.facts[at] = f
		}
	}
}

func (r *reference) erase(id, rev string) { r.graves[id] = max(r.graves[id], rev) }

func (r *reference) setPolicy(rev, key, sha string) {
	if rev < r.given {
		return
	}
	r.given, r.current, r.shas[key] = rev, key, sha
	if r.shown == "" {
		r.shown = key
	}
}

// complete returns what a version says under a draft, and whether all is known of it.
func (r *reference) complete(x *told, policy string) (out []string, ok bool) {
	if r.shas[policy] != "" && r.shas[policy] == x.SHA {
		return []string{"draft " + x.Name}, true
	}
	for part := range x.Parts {
		f, ok := x.facts[[2]string{fmt.Sprint(part), policy}]
		if !ok {
			f, ok = x.facts[[2]string{fmt.Sprint(part), ""}]
		}
		if !ok {
			return nil, false
		}
		out = append(out, fmt.Sprintf("%s %s %d %s %s%s", x.ID, x.Rev, part, f.Name, f.Problem, f.Record))
	}
	return out, x.Parts > 0
}

// visible returns what is visible under a draft, by id.
func (r *reference) visible(policy string) map[string][]string {
	best, out := map[string]string{}, map[string][]string{}
	for k, x := range r.versions {
		if lines, ok := r.complete(x, policy); ok && !x.over && x.Rev > r.graves[x.ID] && x.Rev > best[k[0]] && policy != "" {
			best[k[0]], out[k[0]] = x.Rev, lines
		}
	}
	return out
}

// settle marks what is superseded by what is visible now.
func (r *reference) settle() {
	best := map[string]string{}
	for _, x := range r.versions {
		if _, ok := r.complete(x, r.shown); ok && !x.over && x.Rev > r.graves[x.ID] && r.shown != "" {
			best[x.ID] = max(best[x.ID], x.Rev)
		}
	}
	for _, x := range r.versions {
		x.over = x.over || x.Rev < best[x.ID]
	}
}

func (r *reference) promote() {
	r.settle()
	defer r.settle()
	after := r.visible(r.current)
	for id := range r.visible(r.shown) {
		if after[id] == nil {
			return
		}
	}
	if r.current == "" {
		return
	}
	r.shown = r.current
	for _, x := range r.versions { // facts under other drafts are no good any more
		for at := range x.facts {
			if at[1] != "" && at[1] != r.current {
				delete(x.facts, at)
			}
		}
	}
}

func (r *reference) lines() []string {
	var out []string
	for _, l := range r.visible(r.shown) {
		out = append(out, l...)
	}
	sort.Strings(out)
	return out
}

// lines returns what is visible in the ledger.
func lines(t *testing.T, l *Ledger) []string {
	t.Helper()
	s, err := l.Snapshot(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var out []string
	for _, d := range s.Drafts {
		out = append(out, "draft "+d)
	}
	for _, x := range s.Letters {
		var record []byte
		if x.Problem == nil {
			if record, err = s.Record(x); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, fmt.Sprintf("%s %s %d %s %s%s", x.ID, x.Rev, x.Part, x.Letter, x.Problem, record))
	}
	sort.Strings(out)
	return out
}

// world is a random history under way.
type world struct {
	*rand.Rand
	t      *testing.T
	file   string
	ledger *Ledger
	ref    *reference
	blobs  map[string]bool // what the stages wrote
	sent   []Version
}

func (w *world) open() {
	l, err := Open(w.file, Options{Program: "p", Blobs: func(_, id, rev string) string {
		if rev == "" {
			return id + "."
		}
		return id + "." + rev + "."
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.ledger = l
}

func (w *world) rev() string { return fmt.Sprintf("%04d", w.IntN(400)) }

// version is a new version of one of a few submissions, or one that was told of before.
func (w *world) version() Version {
	if len(w.sent) > 0 && w.IntN(3) > 0 {
		return w.sent[w.IntN(len(w.sent))]
	}
	rev := w.rev()
	v := Version{Consultation: "c", ID: fmt.Sprintf("s%d", w.IntN(6)), Rev: rev}
	for _, x := range w.sent { // a revision has one content
		if x.ID == v.ID && x.Rev == rev {
			return x
		}
	}
	v.Name, v.SHA, v.Parts = v.ID+"-"+rev+".pdf", fmt.Sprintf("sha%d", w.IntN(30)), 1+w.IntN(3)*w.IntN(2)
	w.sent = append(w.sent, v)
	return v
}

func (w *world) policy() string { return fmt.Sprintf("p%d", w.IntN(4)) }

// fact is what the stages find: the same each time for the same version, letter and draft.
func (w *world) fact(v Version, part int) Fact {
	policy := w.policy()
	if w.IntN(2) == 0 && w.ref.current != "" {
		policy = w.ref.current
	}
	f := Fact{Part: part, Name: fmt.Sprintf("%s/%d", v.Name, part), Program: "p", Policy: policy}
	switch what := v.SHA + policy; {
	case strings.HasSuffix(v.SHA, "7"): // can't be read, whatever the draft
		f.Policy, f.Problem = "", []byte("unreadable")
	case w.IntN(12) == 0: // a stage gave up; it may succeed when it is tried again
		f.Problem = []byte("gave up " + what)
	default:
		f.Record = []byte("record " + what)
	}
	return f
}

func (w *world) step() {
	ctx := context.Background()
	switch n := w.IntN(20); {
	case n < 3: // it came in
		v := w.version()
		v.Parts = 0
		w.write(v, nil)
	case n < 14: // letters of it were read, in any order
		v := w.version()
		var facts []Fact
		for _, part := range w.Perm(v.Parts)[:1+w.IntN(v.Parts)] {
			facts = append(facts, w.fact(v, part))
		}
		w.write(v, facts)
	case n < 15:
		id, rev := fmt.Sprintf("s%d", w.IntN(6)), w.rev()
		w.must(w.ledger.Erase(ctx, "c", id, rev))
		w.ref.erase(id, rev)
	case n < 17:
		rev, key := w.rev(), w.policy()
		sha := fmt.Sprintf("sha%s", key[1:])
		_, err := w.ledger.SetPolicy(ctx, "c", rev, Policy{Key: key, SHA: sha, Body: []byte("{}")})
		w.must(err)
		w.ref.setPolicy(rev, key, sha)
	case n < 18:
		w.crash()
	case n < 19:
		w.sweep()
	}
	_, _, err := w.ledger.Promote(ctx, "c")
	w.must(err)
	w.ref.promote()
}

// write tells ledger and reference, and leaves the blobs that a stage would have left before it told.
func (w *world) write(v Version, facts []Fact) {
	w.blobs[v.ID+"."+v.Rev+".file"] = true
	_, err := w.ledger.Note(context.Background(), v, News{Facts: facts})
	w.must(err)
	w.ref.note(v, facts)
}

// crash ends the process in the middle of a transaction: what it would have changed has not happened.
func (w *world) crash() {
	cut := errors.New("cut off")
	v := w.version()
	err := w.ledger.change(context.Background(), func(tx *session) (string, error) {
		if _, err := w.ledger.note(tx, v, News{Facts: []Fact{w.fact(v, 0)}}); err != nil {
			return "", err
		}
		return "c", cut
	})
	if !errors.Is(err, cut) {
		w.t.Fatalf("a transaction that was cut off: %v", err)
	}
	old := w.ledger // as in a crash nobody closes it before the next opens
	w.open()
	w.t.Cleanup(func() { old.Close() })
}

func (w *world) sweep() {
	w.must(w.ledger.Doomed(context.Background(), func(prefix, upto string) error {
		for b := range w.blobs {
			if strings.HasPrefix(b, prefix) && (upto == "" || b < upto || strings.HasPrefix(b, upto)) {
				delete(w.blobs, b)
			}
		}
		return nil
	}))
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestHistories holds the ledger against the reference through 200 random histories, after every step.
func TestHistories(t *testing.T) {
	for seed := range uint64(200) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel() // most of the time goes to waiting for the disk
			w := &world{Rand: rand.New(rand.NewPCG(seed, 3)), t: t, file: filepath.Join(t.TempDir(), "l.db"), ref: newReference(), blobs: map[string]bool{}}
			w.open()
			t.Cleanup(func() { w.ledger.Close() })
			for i := range 60 {
				w.step()
				if d := cmp.Diff(w.ref.lines(), lines(t, w.ledger)); d != "" {
					t.Fatalf("after step %d (-reference +ledger):\n%s", i, d)
				}
			}
			w.sweep()
			w.blobsAreNeeded()
			w.stragglersAreKnown()
		})
	}
}

// blobsAreNeeded reports blobs of versions that the ledger has forgotten, and versions it knows that have lost theirs.
func (w *world) blobsAreNeeded() {
	known := map[string]bool{}
	rows, err := w.ledger.read.Query(`SELECT id, rev FROM version`)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var id, rev string
		w.must(rows.Scan(&id, &rev))
		known[id+"."+rev+".file"] = true
	}
	if d := cmp.Diff(known, w.blobs); d != "" {
		w.t.Errorf("blobs (-of known versions +there):\n%s", d)
	}
}

// stragglersAreKnown looks at what a stage may write of any version after all that: it is told apart by what was erased
// and what is visible.
func (w *world) stragglersAreKnown() {
	unneeded, err := w.ledger.Unneeded(context.Background(), "c")
	w.must(err)
	best := map[string]string{}
	for _, x := range w.ref.versions {
		if _, ok := w.ref.complete(x, w.ref.shown); ok && !x.over && x.Rev > w.ref.graves[x.ID] && w.ref.shown != "" {
			best[x.ID] = max(best[x.ID], x.Rev)
		}
	}
	for _, v := range append(w.sent, Version{ID: "s", Rev: "0001"}, Version{ID: "s77", Rev: "0001"}) {
		want := v.Rev <= w.ref.graves[v.ID] || v.Rev < best[v.ID]
		if got := unneeded(v.ID + "." + v.Rev + ".late"); got != want {
			w.t.Errorf("a blob of %s %s is unneeded: %v, want %v (erased %q, visible %q)", v.ID, v.Rev, got, want, w.ref.graves[v.ID], best[v.ID])
		}
	}
}

// A ledger of an earlier form is brought to today's, with what it holds.
func TestOlderForm(t *testing.T) {
	w := &world{t: t, file: filepath.Join(t.TempDir(), "l.db")}
	w.open()
	w.must(w.ledger.Erase(t.Context(), "c", "s1", "0005"))
	w.must(w.ledger.Close())
	old, err := newSession("file:" + w.file)
	w.must(err)
	for _, q := range []string{"ALTER TABLE tombstone DROP COLUMN blobs", "PRAGMA user_version = 1"} {
		_, err := old.Exec(q)
		w.must(err)
	}
	w.must(old.close())
	for range 2 {
		w.open()
		if s, err := w.ledger.Note(t.Context(), Version{Consultation: "c", ID: "s1", Rev: "0005"}, News{}); err != nil || s != Stale {
			t.Errorf("the tombstone is lost: %v, %v", s, err)
		}
		w.must(w.ledger.Erase(t.Context(), "c", "s1", "0006"))
		unneeded, err := w.ledger.Unneeded(t.Context(), "c")
		w.must(err)
		if !unneeded("s1.0006.x") || unneeded("s1.0007.x") {
			t.Error("what is unneeded is not told")
		}
		w.must(w.ledger.Close())
	}
}
