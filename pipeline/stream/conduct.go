package stream

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/clausewise/clausewise/pipeline"
	"github.com/clausewise/clausewise/pipeline/bus"
	"github.com/clausewise/clausewise/pipeline/discover"
	"github.com/clausewise/clausewise/pipeline/ledger"
)

// conductor decides what is to be done next in each consultation, from the ledger alone: whether the responses imply
// other clauses than those in force, which letters are still to be read under the draft in force, and whether it can be
// shown. It runs where the summary is; it may be poked too often but never too seldom.
type conductor struct {
	poked chan struct{} // has room for one

	mu      sync.Mutex
	want    map[string]bool            // consultations to look at
	sent    map[string]map[string]bool // by consultation: what was sent to a stage and is still wanted
	looked  map[string]time.Time       // when clauses were last looked for
	settled map[string]bool            // consultations with a given draft, shown: reports alone change nothing
	inHand  map[string]int             // news that are being taken in
	news    map[string]int             // news so far
	seen    map[string]int             // of those: that the clauses and the draft shown go by
}

func newConductor() *conductor {
	return &conductor{poked: make(chan struct{}, 1), want: map[string]bool{}, sent: map[string]map[string]bool{},
		looked: map[string]time.Time{}, settled: map[string]bool{}, inHand: map[string]int{}, news: map[string]int{}, seen: map[string]int{}}
}

// poke has the consultation looked at soon.
func (c *conductor) poke(consultation string) {
	c.mu.Lock()
	c.want[consultation], c.settled[consultation] = true, false
	c.news[consultation]++
	c.mu.Unlock()
	select {
	case c.poked <- struct{}{}:
	default:
	}
}

// taking says that news of the consultation are being taken in, until the function it returns is called.
func (c *conductor) taking(consultation string) (taken func()) {
	c.mu.Lock()
	c.inHand[consultation]++
	c.mu.Unlock()
	return func() {
		c.mu.Lock()
		c.inHand[consultation]--
		c.mu.Unlock()
	}
}

// busy reports whether there are news that the clauses in force and the draft shown don't go by yet.
func (c *conductor) busy(consultation string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.inHand[consultation] > 0 || c.news[consultation] != c.seen[consultation]
}

// heard takes notice of a report.
func (c *conductor) heard(r report) {
	c.mu.Lock()
	settled := c.settled[r.Consultation]
	c.mu.Unlock()
	if !settled || r.Kind != kindRecord {
		c.poke(r.Consultation)
	}
}

// missed says that what was sent of a version came to nothing: it must be sent again if it is still wanted.
func (c *conductor) missed(v version) {
	c.mu.Lock()
	for k := range c.sent[v.Consultation] {
		if hasVersion(k, v) {
			delete(c.sent[v.Consultation], k)
		}
	}
	c.mu.Unlock()
	c.poke(v.Consultation)
}

// take returns the consultations to look at.
func (c *conductor) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for name := range c.want {
		out = append(out, name)
	}
	clear(c.want)
	slices.Sort(out)
	return out
}

// The pace of the conductor: news are gathered a moment before it looks, and looking takes a sixth of the time at most.
const (
	gatherPause = 30 * time.Millisecond
	restFactor  = 5
	lookAtLeast = 20 * time.Second // after which clauses are looked for even while letters are being read
)

// conduct runs the conductor until ctx ends.
func (s *Service) conduct(ctx context.Context) {
	pause := gatherPause
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.conductor.poked:
		}
		if !sleep(ctx, pause) {
			return
		}
		began := time.Now()
		for _, name := range s.conductor.take() {
			if err := s.look(ctx, name, false); err != nil && ctx.Err() == nil {
				s.log.Warn("what is to be done next can't be told; it will be tried again", "consultation", name, "error", err)
				s.conductor.poke(name)
				sleep(ctx, time.Second)
			}
		}
		pause = max(gatherPause, restFactor*time.Since(began))
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// look looks at a consultation. first says that what is on its way may have been lost with an earlier process.
func (s *Service) look(ctx context.Context, consultation string, first bool) error {
	s.conductor.mu.Lock()
	news := s.conductor.news[consultation]
	s.conductor.mu.Unlock()
	st, wants, err := s.c.Ledger.Wanting(ctx, consultation)
	if err != nil {
		return err
	}
	discovering := st.Given == "" && s.timeToDiscover(st, wants)
	if discovering {
		changed, err := s.discover(ctx, st)
		if err != nil {
			return err
		}
		if changed {
			if st, wants, err = s.c.Ledger.Wanting(ctx, consultation); err != nil {
				return err
			}
		}
	}
	if err := s.send(ctx, st, wants, first); err != nil {
		return err
	}
	promoted, gone, err := s.c.Ledger.Promote(ctx, consultation)
	if err != nil {
		return err
	}
	for _, key := range gone {
		if err := s.c.Blobs.Delete(ctx, policyBlob(consultation, key)); err != nil {
			return err
		}
	}
	if promoted || len(gone) > 0 {
		if err := s.sweep(ctx); err != nil {
			return err
		}
	}
	s.conductor.mu.Lock()
	defer s.conductor.mu.Unlock()
	if st.Given != "" || discovering {
		s.conductor.seen[consultation] = news
	}
	s.conductor.settled[consultation] = st.Given != "" && (promoted || st.Current == st.Shown) && !s.conductor.want[consultation]
	return nil
}

// timeToDiscover reports whether to look for clauses now: when all is read under those in force, or it has taken long.
func (s *Service) timeToDiscover(st ledger.State, wants []ledger.Want) bool {
	busy := st.Current != "" && slices.ContainsFunc(wants, func(w ledger.Want) bool { return !w.Fresh })
	s.conductor.mu.Lock()
	defer s.conductor.mu.Unlock()
	if busy && time.Since(s.conductor.looked[st.Consultation]) < lookAtLeast {
		return false
	}
	s.conductor.looked[st.Consultation] = time.Now()
	return true
}

// discover finds the clauses that the responses imply, as the folder run does, and puts them in force if they are
// others than before.
func (s *Service) discover(ctx context.Context, st ledger.State) (changed bool, err error) {
	letters, err := s.c.Ledger.Gathered(ctx, st.Consultation)
	if err != nil || len(letters) == 0 && st.Current == "" {
		return false, err
	}
	sort.SliceStable(letters, func(i, k int) bool { return letters[i].Name < letters[k].Name })
	var facts []discover.Facts
	for i, id := range pipeline.IDs(letters, func(g ledger.Gathered) string { return g.Name }) {
		if letters[i].Facts == nil {
			continue
		}
		var f discover.Facts
		if err := json.Unmarshal(letters[i].Facts, &f); err != nil {
			return false, fmt.Errorf("the facts of %s are %w: %w", letters[i].Name, errForm, err)
		}
		f.ID = id
		facts = append(facts, f)
	}
	key, body, err := policyKey(discover.Clauses(facts))
	if err != nil || key == st.Current { // in force already, so its blob is there or is written again where it is missed
		return false, err
	}
	s.finding.Lock()
	defer s.finding.Unlock()
	if err := s.c.Blobs.Put(ctx, policyBlob(st.Consultation, key), body); err != nil {
		return false, err
	}
	return s.c.Ledger.SetPolicy(ctx, st.Consultation, "", ledger.Policy{Key: key, Body: body})
}

// send hands to the stages what is wanted and not on its way.
func (s *Service) send(ctx context.Context, st ledger.State, wants []ledger.Want, first bool) error {
	var ms []bus.Message
	still := map[string]bool{}
	s.conductor.mu.Lock()
	sent := s.conductor.sent[st.Consultation]
	for _, w := range wants {
		if w.Fresh && !(first && s.c.Volatile) {
			continue
		}
		k := wantKey(w, st.Current)
		if still[k] = true; !sent[k] {
			ms = append(ms, s.wantMessage(w, st.Current))
		}
	}
	s.conductor.sent[st.Consultation] = still
	s.conductor.mu.Unlock()
	for batch := range slices.Chunk(ms, 100) {
		if err := s.c.Broker.Publish(ctx, batch...); err != nil {
			s.conductor.mu.Lock()
			s.conductor.sent[st.Consultation] = nil // who knows what arrived
			s.conductor.mu.Unlock()
			return err
		}
	}
	return nil
}

func (s *Service) wantMessage(w ledger.Want, policy string) bus.Message {
	v := versionOf(w.Version)
	from := map[string]string{headTrace: newTrace(v.key() + v.Rev)}
	if w.Part < 0 {
		if policy != "" && w.Fresh { // the stage looks which draft is in force
			policy = ""
		}
		v.Parts = 0
		return s.taskMessage(stageExtract, task{version: v, Policy: policy, Blob: v.blob(original)}, from)
	}
	return s.taskMessage(stageSections, task{version: v, Part: w.Part, Letter: w.Name, Policy: policy, Blob: w.Doc}, from)
}

func wantKey(w ledger.Want, policy string) string {
	return fmt.Sprintf("%s\x00%s\x00%d\x00%s", w.ID, w.Rev, w.Part, policy)
}

func hasVersion(key string, v version) bool {
	p := v.ID + "\x00" + v.Rev + "\x00"
	return len(key) > len(p) && key[:len(p)] == p
}
